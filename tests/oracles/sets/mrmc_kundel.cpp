#include <cmath>

#include "oracle.h"
#include "reader_study.h"
#include "secondsite/core/registry.h"
#include "secondsite/stats/agreement_coefficient.h"

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

constexpr const char* sklearn = "scikit-learn 1.7.2";

// Treatment, two readers, and Cohen's kappa of their ratings (1 to 5): plain, linear, quadratic
// weights.
struct Kappa {
  std::size_t treatment, a, b;
  double by_weights[3];
};
constexpr Kappa kappas[] = {
    {1, 1, 2, .321217769493632, .415775401069519, .480401093892434},
    {1, 1, 3, .29894578313253, .44299674267101, .551261865131135},
    {1, 1, 4, .261764282630594, .410015856236786, .518895418279107},
    {1, 2, 3, .387193203272498, .568479008947006, .684010453789499},
    {1, 2, 4, .183219685739698, .376708583925642, .520225545476833},
    {1, 3, 4, .362695056147003, .502216848045143, .610275444422739},
    {2, 1, 2, .354598177299089, .454870721663404, .500926430517711},
    {2, 1, 3, .358309770656613, .497686715135492, .576098961784846},
    {2, 1, 4, .39073987173471, .594949163660216, .71227802592875},
    {2, 2, 3, .341877381364738, .479025710419486, .560484723233367},
    {2, 2, 4, .236008534383719, .358903732268283, .433092224231465},
    {2, 3, 4, .21229662077597, .38058748403576, .509272954829901},
    {3, 1, 2, .235563269170085, .450384474551446, .619687690553832},
    {3, 1, 3, .379183933694613, .544633553317124, .658963935049806},
    {3, 1, 4, .37368894216362, .531082337792403, .640296463385161},
    {3, 2, 3, .333276275248203, .461527561286666, .563980172572058},
    {3, 2, 4, .199601715686274, .43755286157316, .614487166480674},
    {3, 3, 4, .271137026239067, .478860048166979, .608121734347786},
};
constexpr double areas[3][4] = {
    {.8178104575163399, .8366013071895424, .8276143790849673, .8338779956427015},
    {.8145245559038661, .7672413793103449, .8312434691745036, .8025078369905956},
    {.85423197492163, .8124346917450366, .9004702194357366, .7983281086729362},
};

void beside_another_program(const study::Reads& reads, Recorder& record) {
  const auto& kappa = **core::find_entry(stats::agreement::all(), "cohen_kappa", "coefficient");
  for (const Kappa& one : kappas) {
    std::vector<double> value;
    for (std::size_t c = 0; c < reads.cases.size(); ++c)
      for (const std::size_t reader : {one.a, one.b})
        value.push_back(reads.at(reads.cell(one.treatment - 1, reader - 1), c));
    const double scale[] = {1, 2, 3, 4, 5};
    const auto ratings = stats::ratings_from(value, 2, scale);
    for (const auto weights : {stats::AgreementWeights::identity, stats::AgreementWeights::linear,
                               stats::AgreementWeights::quadratic})
      record.expect("kappa, " + std::string(stats::name(weights)) + " weights, treatment " +
                        std::to_string(one.treatment) + ", readers " + std::to_string(one.a) +
                        " and " + std::to_string(one.b),
                    one.by_weights[static_cast<std::size_t>(weights)],
                    stats::estimate_agreement(kappa, ratings, {}, {.weights = weights}).value,
                    1e-14, std::string(sklearn) + ", cohen_kappa_score");
  }
  const auto sample = study::compare_ratings(reads);
  const auto sums = study::sums_of(sample);
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    record.expect("AUC of cell " + std::to_string(cell + 1),
                  areas[cell / reads.readers.size()][cell % reads.readers.size()], sums.value[cell],
                  1e-15, std::string(sklearn) + ", roc_auc_score");
}

void run(const std::string& folder, Recorder& record) try {
  const auto reads = reads_at(folder + "/Kundel.csv");
  beside_another_program(reads, record);
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
          .note =
              "No published output comes with the data; what must agree is computed twice, or by "
              "another program.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
