#include <cmath>

#include "oracle.h"
#include "reader_study.h"

namespace secondsite::oracles::sets {
namespace {

constexpr const char* source =
    "Gallas et al. 2019, doi:10.1117/1.JMI.6.1.015501; viperData @ ef08d4a (iMRMC, Java engine)";

struct Raw {
  std::vector<std::string> study, reader, case_name, modality, type;
  std::vector<double> score, recall;
};

// One sub-study as reads; `rating` is handed the row and whether the case has cancer.
study::Reads sub_study(const Raw& raw, const std::string& name,
                       const std::function<double(std::size_t, bool)>& rating) {
  std::vector<study::RawRead> reads;
  std::vector<study::RawTruth> truth;
  for (std::size_t k = 0; k < raw.study.size(); ++k) {
    if (raw.study[k] != name) continue;
    const bool cancer = raw.type[k] == "cancer";
    reads.push_back({raw.modality[k], raw.reader[k], raw.case_name[k], rating(k, cancer), {}});
    truth.push_back({raw.case_name[k], cancer, {}});
  }
  core::Findings findings;
  return value_or_throw(study::assemble(reads, truth, findings));
}

study::Averaged averaged(const std::vector<study::Moments>& m, const std::string& a,
                         const std::string& b) {
  if (b == "NO_MOD") return study::one_modality(a == "FFDM" ? m[0] : m[3]);
  return study::difference(m[0], m[3], m[1]);
}

void follow_up(const std::string& folder, const std::string& days, const Csv& obs,
               Recorder& record) {
  Raw raw{obs.texts("subStudyLabel"), obs.texts("readerID"),        obs.texts("caseID"),
          obs.texts("modalityID"),    obs.texts("caseType" + days), obs.numbers("score"),
          obs.numbers("recall")};
  const Csv summary(folder + "/published_viperSummary_Ustat.csv");
  const auto texts = [&](const char* name) { return summary.texts(name); };
  const auto follow = texts("followup"), name = texts("study"), metric = texts("metric");
  const auto a = texts("modalityA"), b = texts("modalityB");
  const auto number = [&](const char* column, std::size_t row) {
    const auto value = core::parse_number(texts(column)[row]);
    return value ? *value : stats::unknown;
  };
  std::string last;
  std::vector<study::Moments> moments;
  study::Result result;
  for (std::size_t row = 0; row < follow.size(); ++row) {
    if (follow[row] != days) continue;
    if (name[row] + metric[row] != last) {
      last = name[row] + metric[row];
      const auto reads = sub_study(raw, name[row], [&](std::size_t k, bool cancer) {
        if (metric[row] == "auc") return raw.score[k];
        const double recalled = raw.recall[k] == 1 ? 1.0 : 0.0;
        if (metric[row] == "tpf") return cancer ? recalled : 0.5;
        return cancer ? 0.5 : recalled;
      });
      const Numbers numbers(reads);
      moments = study::moments_of(numbers.sample, numbers.sums, 2);
      study::Request request;
      request.declared = "u-bdg";
      request.replicates = 0;
      result = analysed(reads, request);
    }
    const auto got = averaged(moments, a[row], b[row]);
    const bool paired = b[row] != "NO_MOD";
    const std::string what = days + " " + name[row] + " " + metric[row] + " " + a[row] +
                             (paired ? " - " + b[row] : "") + ": ";
    const double scale = 5.1e-9;
    record.expect(what + "figure", number(paired ? "AUCAminusAUCB" : "AUCA", row), got.value, scale,
                  source);
    const double variance = number(paired ? "varAUCAminusAUCB" : "varAUCA", row);
    record.expect(what + "variance", variance, got.variance, std::abs(variance) * 1e-8, source);
    const double df = number("dfBDG", row);
    record.expect(what + "df(BDG)", df, got.degrees, std::abs(df) * 1e-8, source);
    if (!paired) continue;
    const auto& row_bdg = row_of(result, "u-bdg").differences[0];
    record.expect(what + "p(BDG)", number("pValueBDG", row), row_bdg.test->p_value, 5.1e-9, source);
    record.expect(what + "p(normal)", number("pValueNormal", row),
                  row_of(result, "u-normal").differences[0].test->p_value, 5.1e-9, source);
    record.expect(what + "lower", number("botCIBDG", row), row_bdg.interval.lower, 5.1e-9, source);
    record.expect(what + "upper", number("topCIBDG", row), row_bdg.interval.upper, 5.1e-9, source);
    if (days == "455" && name[row] == "challengeHighP" && metric[row] == "auc") {
      record.expect("abstract: AUC difference", -.046595, got.value, 5.1e-7, source);
      record.expect("abstract: standard error", .023463, std::sqrt(got.variance), 5.1e-7, source);
      record.expect("abstract: p", .047049, row_bdg.test->p_value, 5.1e-7, source);
    }
  }
}

void run(const std::string& folder, Recorder& record) try {
  const Csv obs(folder + "/viperObs.csv");
  record.expect("reads", 20382, static_cast<double>(obs.rows()), 0, source);
  follow_up(folder, "455", obs, record);
  follow_up(folder, "365", obs, record);
  core::Findings findings;
  const auto text = value_or_throw(core::read_file(folder + "/mrmcInput.csv"));
  const auto reads = value_or_throw(study::parse_imrmc(text, "mrmcInput.csv", findings));
  record.expect("mrmcInput.csv: readers", 20, static_cast<double>(reads.readers.size()), 0, source);
  record.expect("mrmcInput.csv: cases", 347 + 72, static_cast<double>(reads.cases.size()), 0,
                source);
  const Numbers numbers(reads);
  const auto moments = study::moments_of(numbers.sample, numbers.sums, 1);
  // The file holds screeningLowP's recalls as true-positive calls, not the scores.
  record.expect("mrmcInput.csv: difference of true-positive fractions", -.0125494092,
                study::difference(moments[0], moments[3], moments[1]).value, 5.1e-11, source);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet viper() {
  return {.id = "viper",
          .title = "FDA VIPER: 20,382 reads, five split-plot studies of 20 readers, two modalities",
          .note = "Tolerances are half of the last digit that the source prints (nine digits).",
          .run = run};
}

}  // namespace secondsite::oracles::sets
