#include <algorithm>
#include <cmath>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/multiplicity.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::Cases;
using metrics::Influence;
using metrics::MetricOptions;
using metrics::Relation;
using Mask = std::vector<std::uint8_t>;

const metrics::Metric& auroc() {
  return **core::find_entry(metrics::all(), "auroc", "metric");
}

// Image Index is the key of both files, whose rows stand in different orders.
struct Images {
  Csv meta;
  Csv predictions;
  std::vector<std::size_t> prediction_row;  // of each image of meta
  std::vector<std::uint32_t> patient;
  std::vector<std::uint64_t> patient_key;
  std::vector<std::string> findings;  // "|Edema|Mass|"

  explicit Images(const std::string& folder)
      : meta(folder + "/labels_meta_test.csv"), predictions(folder + "/preds.csv") {
    const auto predicted = predictions.texts("Image Index");
    std::map<std::string, std::size_t> row_of;
    for (std::size_t r = 0; r < predicted.size(); ++r) row_of[predicted[r]] = r;
    for (const std::string& image : meta.texts("Image Index"))
      prediction_row.push_back(row_of.at(image));
    std::map<std::string, std::uint32_t> index;
    for (const std::string& id : meta.texts("Patient ID")) {
      const auto next = static_cast<std::uint32_t>(index.size());
      patient.push_back(index.emplace(id, next).first->second);
    }
    patient_key.resize(index.size());
    for (const auto& [id, at] : index) patient_key[at] = std::stoull(id);
    for (const std::string& text : meta.texts("Finding Labels"))
      findings.push_back("|" + text + "|");
  }

  std::vector<double> scores(const std::string& finding) const {
    const auto column = predictions.numbers("prob_" + finding);
    std::vector<double> out;
    for (const std::size_t r : prediction_row) out.push_back(column[r]);
    return out;
  }
  Mask has(const std::string& finding) const {
    Mask out;
    for (const std::string& text : findings)
      out.push_back(text.find("|" + finding + "|") != std::string::npos ? 1 : 0);
    return out;
  }
  Mask stratum(const std::string& name) const {
    if (name == "ALL") return Mask(patient.size(), 1);
    if (name == "PA" || name == "AP") return meta.equals("View Position", name);
    return meta.equals("Patient Gender", name);
  }
};

// Columns of a stratum, owned.
struct Selected {
  std::vector<double> score;
  Mask positive;
  std::vector<std::uint32_t> patient;
  const Images& images;

  Selected(const Images& from, const std::vector<double>& all_scores, const Mask& all_positive,
           const Mask& keep)
      : images(from) {
    for (std::size_t i = 0; i < keep.size(); ++i) {
      if (keep[i] == 0) continue;
      score.push_back(all_scores[i]);
      positive.push_back(all_positive[i]);
      patient.push_back(from.patient[i]);
    }
  }
  Cases by_patient() const { return {score, positive, patient, images.patient_key}; }
  Cases by_image() const { return {score, positive, {}, {}}; }
};

constexpr const char* proc = "pROC (expected_proc_delong.csv, 12 digits)";
constexpr const char* own = "reference computation of the data folder";

void pooled(const std::string& folder, const Images& images, Recorder& record) {
  const Csv published(folder + "/published_aucs.csv");
  const auto labels = published.texts("label");
  const auto aucs = published.numbers("auc");
  const Csv clusters(folder + "/expected_cluster_se.csv");
  const auto cluster_labels = clusters.texts("label");
  const auto delong = clusters.numbers("se_delong");
  const auto obuchowski = clusters.numbers("se_cluster_obuchowski1997");
  const auto effect = clusters.numbers("design_effect");
  for (std::size_t f = 0; f < labels.size(); ++f) {
    const Selected all(images, images.scores(labels[f]), images.has(labels[f]),
                       images.stratum("ALL"));
    const auto by_patient = auroc().estimate(all.by_patient(), {});
    const auto by_image = auroc().estimate(all.by_image(), {});
    record.expect(labels[f] + " AUC", aucs[f], by_patient.value, 1e-12,
                  "published (jrzech/reproduce-chexnet)");
    if (cluster_labels[f] != labels[f]) throw std::runtime_error("labels in another order");
    record.expect(labels[f] + " SE by image", delong[f], by_image.standard_error, 1e-12,
                  "DeLong 1988, computed for the data folder");
    record.expect(labels[f] + " SE by patient", obuchowski[f], by_patient.standard_error, 1e-12,
                  "Obuchowski 1997, computed for the data folder");
    record.expect(labels[f] + " design effect", effect[f], by_patient.design_effect, 1e-9, own);
    if (f == 0) {
      record.expect("patients", 6187, static_cast<double>(by_patient.n_clusters), 0, own);
      record.expect("images", 22433, static_cast<double>(by_patient.n), 0, own);
    }
  }
}

void strata(const std::string& folder, const Images& images, Recorder& record) {
  const Csv expected(folder + "/expected_proc_delong.csv");
  const auto labels = expected.texts("label");
  const auto names = expected.texts("stratum");
  const auto n = expected.numbers("n");
  const auto npos = expected.numbers("npos");
  const auto auc = expected.numbers("auc");
  const auto lo = expected.numbers("lo");
  const auto hi = expected.numbers("hi");
  const auto var = expected.numbers("var_delong");
  MetricOptions as_proc;
  as_proc.plain_wald = true;
  for (std::size_t r = 0; r < expected.rows(); ++r) {
    const Selected part(images, images.scores(labels[r]), images.has(labels[r]),
                        images.stratum(names[r]));
    const auto estimate = auroc().estimate(part.by_image(), as_proc);
    const std::string row = labels[r] + " " + names[r];
    record.expect(row + " n", n[r], static_cast<double>(estimate.n), 0, proc);
    record.expect(row + " positives", npos[r], static_cast<double>(estimate.n_positive), 0, proc);
    record.expect(row + " AUC", auc[r], estimate.value, 1e-12, proc);
    record.expect(row + " lower", lo[r], estimate.interval.lower, 1e-12, proc);
    record.expect(row + " upper", hi[r], estimate.interval.upper, 1e-12, proc);
    record.expect(row + " variance", var[r], estimate.standard_error * estimate.standard_error,
                  1e-11 * var[r] + 1e-16, proc);
  }
}

void contrasts(const std::string& folder, const Images& images, Recorder& record) {
  const Csv expected(folder + "/expected_subgroup_contrasts.csv");
  const auto labels = expected.texts("label");
  const auto names = expected.texts("contrast");
  const auto numbers = [&](const char* column) { return expected.numbers(column); };
  const auto diff = numbers("diff");
  const auto se_image = numbers("se_image");
  const auto se_patient = numbers("se_patient_cluster");
  const auto p_image = numbers("p_image");
  const auto p_patient = numbers("p_patient_cluster");
  const auto p_holm = numbers("p_holm_28");
  std::vector<double> obtained_p;
  double below_at_image = 0;
  const std::string source = "expected_subgroup_contrasts.csv (10 digits)";
  const auto near = [](double value) { return 1e-9 * std::abs(value); };
  for (std::size_t r = 0; r < expected.rows(); ++r) {
    const auto dash = names[r].find('-');
    const auto scores = images.scores(labels[r]);
    const Mask positive = images.has(labels[r]);
    const Selected a(images, scores, positive, images.stratum(names[r].substr(0, dash)));
    const Selected b(images, scores, positive, images.stratum(names[r].substr(dash + 1)));
    const auto by_image = contrast(auroc(), a.by_image(), b.by_image(), Relation::same_cohort, {});
    const auto by_patient =
        contrast(auroc(), a.by_patient(), b.by_patient(), Relation::same_cohort, {});
    const std::string row = labels[r] + " " + names[r];
    record.expect(row + " difference", diff[r], by_patient.value, 1e-10, source);
    // The file's image-level variance is Σ influence², without the n/(n − 1) that its patient-level
    // one (and ours at both levels) has.
    const auto n = static_cast<double>(by_image.n);
    const double uncorrected = by_image.standard_error * std::sqrt((n - 1) / n);
    record.expect(row + " SE by image, without n/(n-1)", se_image[r], uncorrected,
                  near(se_image[r]), source);
    record.expect(row + " SE by patient", se_patient[r], by_patient.standard_error,
                  near(se_patient[r]), source);
    record.expect(row + " p by image, without n/(n-1)", p_image[r],
                  stats::two_sided(by_image.value / uncorrected), 1e-9, source);
    record.expect(row + " p by patient", p_patient[r], by_patient.test->p_value, 1e-9, source);
    obtained_p.push_back(by_patient.test->p_value);
    below_at_image += by_image.test->p_value < 0.05 ? 1 : 0;
    if (labels[r] == "Edema" || labels[r] == "Effusion" || labels[r] == "Cardiomegaly" ||
        labels[r] == "Pneumonia") {
      static const std::map<std::string, std::pair<double, double>> unpaired{
          {"Edema", {-4.14985, 3.340e-5}},
          {"Effusion", {-11.7404, 1.035e-31}},
          {"Cardiomegaly", {-6.73617, 1.697e-11}},
          {"Pneumonia", {0.49784, 0.61860}}};
      if (names[r] != "AP-PA") continue;
      const auto test =
          contrast(auroc(), a.by_image(), b.by_image(), Relation::independent, {}).test;
      const auto [d, p] = unpaired.at(labels[r]);
      record.expect(labels[r] + " AP against PA, unpaired DeLong D", d, test->statistic, 6e-5,
                    "pROC roc.test, SOURCE.md (6 digits)");
      record.expect(labels[r] + " AP against PA, unpaired DeLong p", p, test->p_value,
                    std::max(6e-4 * p, 1e-40), "pROC roc.test, SOURCE.md (4 digits)");
    }
  }
  const auto adjusted = stats::adjusted(obtained_p, stats::MultiplicityMethod::holm);
  double remaining = 0;
  for (std::size_t r = 0; r < expected.rows(); ++r) {
    record.expect(labels[r] + " " + names[r] + " p after Holm", p_holm[r], adjusted[r], 1e-8,
                  source);
    remaining += adjusted[r] < 0.05 ? 1 : 0;
  }
  record.expect("contrasts below .05 by image, of 28", 11, below_at_image, 0, "SOURCE.md");
  record.expect("contrasts that remain by patient after Holm", 6, remaining, 0, "SOURCE.md");
}

void shortcuts(const Images& images, Recorder& record) {
  const Mask all = images.stratum("ALL");
  const Mask ap = images.stratum("AP");
  const std::vector<double> view(ap.begin(), ap.end());
  const std::string source = "SOURCE.md (4 digits)";
  for (const auto& [finding, auc] : {std::pair{"Edema", .7283}, std::pair{"Consolidation", .6460},
                                     std::pair{"Pneumonia", .5885}}) {
    const Selected by_view(images, view, images.has(finding), all);
    record.expect(std::string("view alone ranks ") + finding, auc,
                  auroc().estimate(by_view.by_patient(), {}).value, 5.1e-5, source);
  }
  const Selected score_for_view(images, images.scores("Edema"), ap, all);
  record.expect("Edema score predicts AP", .8205,
                auroc().estimate(score_for_view.by_patient(), {}).value, 5.1e-5, source);
}

// Images that have both predictions and adjudicated labels.
void adjudicated(const std::string& folder, const Images& images, Recorder& record) {
  const Csv labels(folder + "/google_adjudicated_labels.csv");
  std::map<std::string, std::size_t> row_of;
  const auto index = images.meta.texts("Image Index");
  for (std::size_t i = 0; i < index.size(); ++i) row_of[index[i]] = i;
  const auto image = labels.texts("Image Index");
  const auto pneumothorax = labels.equals("Pneumothorax", "YES");
  const auto nodule_or_mass = labels.equals("Nodule or mass", "YES");
  const auto p_pneumothorax = images.scores("Pneumothorax");
  const auto p_nodule = images.scores("Nodule");
  const auto p_mass = images.scores("Mass");
  const Mask nlp_pneumothorax = images.has("Pneumothorax");
  const Mask nlp_nodule = images.has("Nodule");
  const Mask nlp_mass = images.has("Mass");
  std::vector<double> score[2];
  Mask nlp[2];
  Mask read[2];
  for (std::size_t r = 0; r < image.size(); ++r) {
    const auto found = row_of.find(image[r]);
    if (found == row_of.end()) continue;
    const std::size_t i = found->second;
    score[0].push_back(p_pneumothorax[i]);
    nlp[0].push_back(nlp_pneumothorax[i]);
    read[0].push_back(pneumothorax[r]);
    score[1].push_back(std::max(p_nodule[i], p_mass[i]));
    nlp[1].push_back(nlp_nodule[i] | nlp_mass[i]);
    read[1].push_back(nodule_or_mass[r]);
  }
  const std::string source = "SOURCE.md (7 digits)";
  record.expect("images with predictions and adjudication", 935,
                static_cast<double>(score[0].size()), 0, source);
  const double expected[2][2] = {{.9149982, .9042891}, {.8016879, .8570009}};
  const std::string name[2] = {"Pneumothorax", "Nodule or mass (larger score)"};
  for (int f = 0; f < 2; ++f) {
    record.expect(name[f] + " AUC against report labels", expected[f][0],
                  auroc().estimate({score[f], nlp[f], {}, {}}, {}).value, 5.1e-8, source);
    record.expect(name[f] + " AUC against adjudicated labels", expected[f][1],
                  auroc().estimate({score[f], read[f], {}, {}}, {}).value, 5.1e-8, source);
  }
}

void run(const std::string& folder, Recorder& record) try {
  const Images images(folder);
  pooled(folder, images, record);
  strata(folder, images, record);
  contrasts(folder, images, record);
  shortcuts(images, record);
  adjudicated(folder, images, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet nih_chexnet() {
  return {.id = "nih-chexnet",
          .title = "14 findings on 22,433 chest radiographs of 6,187 patients",
          .note =
              "AUCs and clustered standard errors to 1e-12; where a file prints fewer digits the "
              "tolerance is half of its last digit or 1e-9 of the number.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
