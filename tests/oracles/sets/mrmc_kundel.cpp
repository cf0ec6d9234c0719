#include <cmath>

#include "oracle.h"
#include "reader_study.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* pairs = "our own sums over every pair of cases";
constexpr const char* again = "our own recomputation with each case left out";
constexpr const char* format = "the same reads as CSV";

// The reads as text of the LABMRMC form, with the line of treatments or without it (simple form).
std::string as_lrc(const study::Reads& reads, bool simple) {
  std::string out = "Kundel\n";
  for (std::size_t r = 0; r < reads.readers.size(); ++r) {
    out += reads.readers[r] + "\n";
    if (r == 0 && !simple) {
      for (const std::string& treatment : reads.modalities) out += "\"" + treatment + "\" ";
      out += "\n";
      for (std::size_t t = 0; t < reads.modalities.size(); ++t) out += "Large ";
      out += "\n";
    }
    for (const int truth : {0, 1}) {
      for (std::size_t c = 0; c < reads.cases.size(); ++c) {
        if (reads.positive[c] != truth) continue;
        for (std::size_t t = 0; t < reads.modalities.size(); ++t)
          out += core::exact(reads.at(reads.cell(t, r), c)) + " ";
        out += "case " + reads.cases[c] + "\n";
      }
      out += "*\n";
    }
  }
  return out + "#\n";
}

void run(const std::string& folder, Recorder& record) try {
  const auto reads = reads_at(folder + "/Kundel.csv");
  const auto result = analysed(reads);
  const auto sample = study::compare_ratings(reads);
  const auto fast = study::sums_of(sample);
  const auto slow = study::sums_by_pairs(sample);
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    record.expect("AUC, " + reads.modalities[cell / reads.readers.size()] + ", reader " +
                      reads.readers[cell % reads.readers.size()],
                  slow.value[cell], fast.value[cell], 1e-15, pairs);
  const auto closed = study::jackknife_covariance(study::leave_one_out(sample, fast));
  const auto recomputed = study::jackknife_covariance(study::leave_one_out(
      sample,
      [](const study::Sample&, std::span<const double> x, std::span<const double> y) {
        double wins = 0;
        double count = 0;
        for (const double a : x)
          for (const double b : y)
            if (!std::isnan(a) && !std::isnan(b)) {
              wins += a < b ? 1.0 : (a == b ? 0.5 : 0.0);
              count += 1;
            }
        return wins / count;
      },
      2));
  double worst = 0;
  for (std::size_t k = 0; k < closed.value.size(); ++k)
    worst = std::max(worst, std::abs(closed.value[k] - recomputed.value[k]));
  record.expect("largest difference of a jackknife covariance", 0, worst, 1e-16, again);
  for (const bool simple : {false, true}) {
    core::Findings findings;
    const auto text =
        value_or_throw(study::parse_lrc(as_lrc(reads, simple), "Kundel.lrc", findings));
    const auto other = analysed(text);
    const std::string name = simple ? "LABMRMC, simple form" : "LABMRMC, standard form";
    record.expect(name + ": difference", result.rows[0].differences[0].value,
                  other.rows[0].differences[0].value, 1e-15, format);
    record.expect(name + ": standard error", result.rows[0].differences[0].standard_error,
                  other.rows[0].differences[0].standard_error, 1e-15, format);
  }
  // Treatments 2 and 3 were read on the same 95 cases, treatment 1 on 95 others.
  record.expect("cases", 190, static_cast<double>(reads.cases.size()), 0, "the file");
  const auto crossed = analysed(reads.subset({1, 2}, {0, 1, 2, 3}));
  const auto& dbm = row_of(crossed, "dbm").differences[0];
  const auto& obuchowski = row_of(crossed, "or-jackknife").differences[0];
  record.expect("DBM and OR agree: standard error", obuchowski.standard_error, dbm.standard_error,
                1e-12, "identity: Hillis et al. 2005, doi:10.1002/sim.2024");
  record.expect("DBM and OR agree: p", obuchowski.test->p_value, dbm.test->p_value, 1e-12,
                "identity: Hillis et al. 2005, doi:10.1002/sim.2024");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet mrmc_kundel() {
  return {.id = "mrmc-kundel",
          .title = "Kundel: a second reader study, for formats and identities",
          .note = "No published output comes with the data; what must agree is computed twice.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
