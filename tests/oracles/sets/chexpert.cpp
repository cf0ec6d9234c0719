#include <algorithm>
#include <cmath>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/contrast.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::Cases;
using metrics::MetricOptions;

const metrics::Metric& metric(std::string_view id) {
  return **core::find_entry(metrics::all(), id, "metric");
}

const std::vector<std::string> five{"Atelectasis", "Cardiomegaly", "Consolidation", "Edema",
                                    "Pleural Effusion"};

// Columns of a file in the order of the studies of the reference standard; columns are joined by
// header name (the readers' files have Lung Lesion and Lung Opacity the other way round).
class Studies {
 public:
  explicit Studies(const std::string& folder)
      : folder_(folder), truth_(folder + "/groundtruth.csv"), study_(truth_.texts("Study")) {}

  const Csv& truth() const { return truth_; }
  std::size_t size() const { return study_.size(); }

  std::vector<double> column(const std::string& file, const std::string& name) {
    const auto [entry, is_new] = files_.try_emplace(file, folder_ + "/" + file);
    const Csv& csv = entry->second;
    std::map<std::string, std::size_t> row_of;
    const auto studies = csv.texts("Study");
    for (std::size_t r = 0; r < studies.size(); ++r) row_of[studies[r]] = r;
    const auto values = csv.numbers(name);
    std::vector<double> out;
    for (const std::string& study : study_) out.push_back(values[row_of.at(study)]);
    return out;
  }
  std::vector<std::uint8_t> labels(const std::string& name) const {
    std::vector<std::uint8_t> out;
    for (const double v : truth_.numbers(name)) out.push_back(v == 1 ? 1 : 0);
    return out;
  }

 private:
  std::string folder_;
  Csv truth_;
  std::vector<std::string> study_;
  std::map<std::string, Csv> files_;
};

std::string scores_of(const std::string& model) {
  return "example_models/predictions/standard/" + model + "_predictions.csv";
}

void majority(Studies& studies, Recorder& record) {
  double agree = 0;
  double cells = 0;
  for (const std::string& finding : studies.truth().header()) {
    if (finding == "Study") continue;
    std::vector<double> votes(studies.size(), 0);
    for (const char* reader : {"bc1", "bc2", "bc3", "bc5", "bc7"}) {
      const auto column =
          studies.column("radiologists/groundtruth/" + std::string(reader) + "_gt.csv", finding);
      for (std::size_t i = 0; i < votes.size(); ++i) votes[i] += column[i];
    }
    const auto truth = studies.labels(finding);
    for (std::size_t i = 0; i < votes.size(); ++i) {
      cells += 1;
      agree += (votes[i] >= 3) == (truth[i] != 0) ? 1 : 0;
    }
  }
  record.expect("cells of the reference standard", 7000, cells, 0, "published (upstream README)");
  record.expect("cells where it is the majority of five readers", 7000, agree, 0,
                "published (upstream README)");
}

void areas(const std::string& folder, Studies& studies, Recorder& record) {
  const Csv expected(folder + "/expected_proc_delong.csv");
  const std::string source = "R pROC 1.18 (12 digits)";
  const auto models = expected.texts("model");
  const auto labels = expected.texts("label");
  const auto npos = expected.numbers("npos");
  const auto auc = expected.numbers("auc");
  const auto lo = expected.numbers("lo");
  const auto hi = expected.numbers("hi");
  MetricOptions wald;
  wald.plain_wald = true;
  double sum = 0;
  double ngango3 = 0;
  for (std::size_t r = 0; r < expected.rows(); ++r) {
    const auto score = studies.column(scores_of(models[r]), labels[r]);
    const auto positive = studies.labels(labels[r]);
    const auto e = metric("auroc").estimate({score, positive, {}, {}}, wald);
    const std::string row = models[r] + " " + labels[r];
    record.expect(row + " positives", npos[r], static_cast<double>(e.n_positive), 0, source);
    record.expect(row + " AUC", auc[r], e.value, 1e-12, source);
    record.expect(row + " lower", lo[r], e.interval.lower, 1e-12, source);
    record.expect(row + " upper", hi[r], e.interval.upper, 1e-12, source);
    sum += e.value;
    if (models[r] == "ngango3") ngango3 += e.value / 5;
  }
  record.expect("mean AUC, 10 models x 5 findings", .924507,
                sum / static_cast<double>(expected.rows()), 5.1e-7, "computed for the data folder");
  record.expect("the same, as published", .924, sum / static_cast<double>(expected.rows()), 1e-3,
                "Rajpurkar et al., arXiv:2002.11379 (three digits)");
  record.expect("mean AUC of ngango3", .927662, ngango3, 5.1e-7, source);
}

void paired(Studies& studies, Recorder& record) {
  const std::string source = "R pROC roc.test (SOURCE.md)";
  const auto difference = [&](const std::string& finding) {
    const auto a = studies.column(scores_of("ngango3"), finding);
    const auto b = studies.column(scores_of("desmond"), finding);
    const auto positive = studies.labels(finding);
    return contrast(metric("auroc"), Cases{a, positive, {}, {}}, Cases{b, positive, {}, {}},
                    metrics::Relation::same_cases, {});
  };
  const auto atelectasis = difference("Atelectasis");
  record.expect("ngango3 - desmond, Atelectasis Z", 2.47767, atelectasis.test->statistic, 5.1e-6,
                source);
  record.expect("ngango3 - desmond, Atelectasis p", .013224, atelectasis.test->p_value, 5.1e-7,
                source);
  record.expect("ngango3 - desmond, Atelectasis lower", .004947, atelectasis.interval.lower, 5.1e-7,
                source);
  record.expect("ngango3 - desmond, Atelectasis upper", .042406, atelectasis.interval.upper, 5.1e-7,
                source);
  const auto effusion = difference("Pleural Effusion");
  record.expect("ngango3 - desmond, Pleural Effusion Z", 2.73943, effusion.test->statistic, 5.1e-6,
                source);
  record.expect("ngango3 - desmond, Pleural Effusion p", .0061546, effusion.test->p_value, 5.1e-8,
                source);
  const auto edema = difference("Edema");
  record.expect("ngango3 - desmond, Edema Z", -.82928, edema.test->statistic, 5.1e-6, source);
  record.expect("ngango3 - desmond, Edema p", .40695, edema.test->p_value, 5.1e-6, source);
}

// "rad_bc4" or "dec_drnet".
std::string decisions_of(const std::string& reader) {
  const std::string name = reader.substr(4);
  return reader.rfind("rad_", 0) == 0
             ? "radiologists/benchmark_radiologists/" + name + ".csv"
             : "example_models/decisions/standard/" + name + "_decisions.csv";
}

void operating_points(const std::string& folder, Studies& studies, Recorder& record) {
  const Csv expected(folder + "/expected_operating_points.csv");
  const std::string source = "statsmodels (Wilson) and scikit-learn, computed for the data folder";
  const auto readers = expected.texts("reader");
  const auto labels = expected.texts("label");
  std::map<std::string, std::vector<double>> number;
  for (const char* name : {"tp", "fn", "fp", "tn", "sens", "sens_lo_wilson", "sens_hi_wilson",
                           "spec", "spec_lo_wilson", "spec_hi_wilson", "mcc", "f1"})
    number[name] = expected.numbers(name);
  std::map<std::string, double> mean_mcc;
  double reader_mcc = 0;
  double reader_f1 = 0;
  MetricOptions options;
  options.threshold = 0.5;
  for (std::size_t r = 0; r < expected.rows(); ++r) {
    const auto calls = studies.column(decisions_of(readers[r]), labels[r]);
    const auto positive = studies.labels(labels[r]);
    const Cases cases{calls, positive, {}, {}};
    const auto estimate = [&](const char* id) { return metric(id).estimate(cases, options); };
    const std::string row = readers[r] + " " + labels[r] + " ";
    const auto check = [&](const char* name, double obtained) {
      record.expect(row + name, number[name][r], obtained, 1e-14, source);
    };
    const auto sens = estimate("sensitivity");
    const auto spec = estimate("specificity");
    const auto n_positive = static_cast<double>(sens.n_positive);
    const auto n_negative = static_cast<double>(sens.n) - n_positive;
    check("tp", std::round(sens.value * n_positive));
    check("fn", std::round((1 - sens.value) * n_positive));
    check("fp", std::round((1 - spec.value) * n_negative));
    check("tn", std::round(spec.value * n_negative));
    check("sens", sens.value);
    check("sens_lo_wilson", sens.interval.lower);
    check("sens_hi_wilson", sens.interval.upper);
    check("spec", spec.value);
    check("spec_lo_wilson", spec.interval.lower);
    check("spec_hi_wilson", spec.interval.upper);
    const double mcc = estimate("mcc").value;
    const double f1 = estimate("f1").value;
    check("mcc", mcc);
    check("f1", f1);
    mean_mcc[readers[r]] += mcc / 5;
    if (readers[r].rfind("rad_", 0) == 0) {
      reader_mcc += mcc / 15;
      reader_f1 += f1 / 15;
    }
  }
  for (const auto& [reader, mcc] : std::map<std::string, double>{{"rad_bc4", .5450},
                                                                 {"rad_bc6", .4911},
                                                                 {"rad_bc8", .5527},
                                                                 {"dec_drnet", .5435},
                                                                 {"dec_ihil", .5456},
                                                                 {"dec_jfaboy", .5444},
                                                                 {"dec_ngango2", .5440},
                                                                 {"dec_ngango3", .5795},
                                                                 {"dec_sensexdr", .5446},
                                                                 {"dec_uestc", .5483},
                                                                 {"dec_yww211", .5366}})
    record.expect(reader + " mean MCC of 5 findings", mcc, mean_mcc[reader], 5.1e-5, "SOURCE.md");
  record.expect("mean MCC of the readers", .5296, reader_mcc, 5.1e-5, "SOURCE.md");
  record.expect("mean F1 of the readers", .6160, reader_f1, 5.1e-5, "SOURCE.md");
  record.expect("mean MCC of the readers, published", .530, reader_mcc, 5e-3,
                "CheXzero, Tiu et al. 2022, bootstrap mean, as quoted in SOURCE.md: a band");
  record.expect("mean F1 of the readers, published", .619, reader_f1, 5e-3,
                "CheXzero, Tiu et al. 2022, bootstrap mean, as quoted in SOURCE.md: a band");
}

void run(const std::string& folder, Recorder& record) try {
  Studies studies(folder);
  majority(studies, record);
  areas(folder, studies, record);
  paired(studies, record);
  operating_points(folder, studies, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet chexpert() {
  return {
      .id = "chexpert-test",
      .title = "500 chest radiograph studies: 10 models, 8 readers",
      .note =
          "Computed files to 1e-12 and better; quoted numbers to half of their last digit. Kappa "
          "among readers belongs to the agreement set.",
      .run = run};
}

}  // namespace secondsite::oracles::sets
