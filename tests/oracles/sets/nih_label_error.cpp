#include <cmath>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::oracles::sets {
namespace {

bool lists(const std::string& findings, const std::string& wanted) {
  return ("|" + findings + "|").find("|" + wanted + "|") != std::string::npos;
}

struct Audit {
  double tp = 0;
  double fp = 0;
  double fn = 0;
  double tn = 0;
  std::vector<double> pairs;  // label and truth, case by case
};

Audit audit_of(const Csv& csv, const std::string& column, const std::vector<std::string>& names) {
  Audit out;
  const auto truth = csv.equals(column, "YES");
  const auto listed = csv.texts("Finding Labels");
  for (std::size_t r = 0; r < truth.size(); ++r) {
    bool label = false;
    for (const std::string& name : names) label = label || lists(listed[r], name);
    (label ? (truth[r] != 0 ? out.tp : out.fp) : (truth[r] != 0 ? out.fn : out.tn)) += 1;
    out.pairs.push_back(label ? 1 : 0);
    out.pairs.push_back(truth[r]);
  }
  return out;
}

double kappa(const Audit& audit) {
  return stats::estimate_agreement(
             **core::find_entry(stats::agreement::all(), "cohen_kappa", "coefficient"),
             stats::ratings_from(audit.pairs, 2), {}, {})
      .value;
}

void run(const std::string& folder, Recorder& record) try {
  const Csv csv(folder + "/google_adjudicated_labels.csv");
  const std::string source = "counted from the adjudicated labels (SOURCE.md)";
  record.expect("adjudicated images", 4376, static_cast<double>(csv.rows()), 0, source);
  const Audit pneumothorax = audit_of(csv, "Pneumothorax", {"Pneumothorax"});
  const Audit nodule = audit_of(csv, "Nodule or mass", {"Nodule", "Mass"});
  const struct {
    const char* name;
    const Audit& audit;
    double tp, fp, fn, tn, kappa;
  } rows[] = {{"Pneumothorax", pneumothorax, 109, 129, 129, 4009, .4268},
              {"Nodule or mass", nodule, 256, 199, 349, 3572, .4134}};
  for (const auto& row : rows) {
    const std::string name = row.name;
    record.expect(name + " tp", row.tp, row.audit.tp, 0, source);
    record.expect(name + " fp", row.fp, row.audit.fp, 0, source);
    record.expect(name + " fn", row.fn, row.audit.fn, 0, source);
    record.expect(name + " tn", row.tn, row.audit.tn, 0, source);
    record.expect(name + " kappa of labels against adjudication", row.kappa, kappa(row.audit),
                  5.1e-5, source);
    const auto rates = labels::rates_from_audit(row.audit.tp, row.audit.fp, row.audit.fn,
                                                row.audit.tn, "adjudication");
    if (!rates) throw std::runtime_error(rates.error().text());
    const double n = row.audit.tp + row.audit.fp + row.audit.fn + row.audit.tn;
    record.expect(name + " prevalence of the truth from the labels and their error rates",
                  (row.audit.tp + row.audit.fn) / n,
                  labels::rogan_gladen((row.audit.tp + row.audit.fp) / n, rates->sensitivity.value,
                                       rates->specificity.value),
                  1e-12, "closed form: the audit is the sample");
  }
  record.expect("Pneumothorax sensitivity of the labels", .4580,
                109 / (pneumothorax.tp + pneumothorax.fn) * pneumothorax.tp / 109, 5.1e-5, source);
  // 935 of the images have scores: AUROC .9150 against the labels, .9043 against adjudication. With
  // errors independent of the model's, labels this wrong could not show more than .72.
  const double label_positive = (pneumothorax.tp + pneumothorax.fp) / 4376;
  const double corrected =
      labels::corrected_auroc(.9149982, label_positive, 109. / 238, 4009. / 4138);
  record.expect("Pneumothorax: the correction under independence is impossible (above 1)", 1,
                corrected > 1 ? 1 : 0, 0, "closed form: ½ + .415/(PPV + NPV − 1)");
  record.known_disagreement(
      "Pneumothorax AUROC against adjudication, from the labels by the correction", .9042891,
      corrected, "935 adjudicated images (SOURCE.md)",
      "the model was trained on labels of the same kind: its errors go with theirs, and the "
      "assumption of independent errors does not hold; the program says so and gives no value");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet nih_label_error() {
  return {.id = "nih-chexnet-label-error",
          .title = "NLP labels against adjudicated reads: how wrong the labels are",
          .note = "Counts are exact; kappas to half of their last digit.",
          .run = run,
          .folder = "nih-chexnet"};
}

}  // namespace secondsite::oracles::sets
