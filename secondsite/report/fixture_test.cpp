#include "secondsite/report/fixture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "secondsite/core/text.h"
#include "secondsite/report/story.h"

namespace secondsite::report {
namespace {

using evaluation::RunResult;
using evaluation::Stratum;
using stats::Decision;
using stats::Estimate;
using stats::Reason;

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}
double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}
double logit(double p) {
  return std::log(p / (1 - p));
}

// What one stratum of one finding is like: logit scores are normal, negatives around `low`,
// positives `gap` above them, both with spread 1.
struct Truth {
  double low = -2.2;
  double gap = 1.7;
  std::uint64_t n = 4000;
  std::uint64_t positives = 320;
  double auroc() const { return normal_cdf(gap / std::numbers::sqrt2); }
  double above(double threshold, bool positive) const {
    return 1 - normal_cdf(logit(threshold) - low - (positive ? gap : 0));
  }
};

Estimate estimate_of(const std::string& metric, double value, double se, const Truth& truth) {
  Estimate out;
  out.metric = metric;
  out.value = value;
  out.standard_error = se;
  out.interval = {value - 1.96 * se, value + 1.96 * se};
  if (value >= 0 && value <= 1) {
    out.interval.lower = std::max(0.0, out.interval.lower);
    out.interval.upper = std::min(1.0, out.interval.upper);
  }
  out.method =
      metric == "auroc" ? "DeLong; clusters: Obuchowski 1997; logit" : "Wilson with design effect";
  out.unit = "patient";
  out.n = truth.n;
  out.n_positive = truth.positives;
  out.n_clusters = truth.n * 10 / 36;
  out.design_effect = 1.32;
  out.definitions = {{"ties", "half credit"}};
  return out;
}

double proportion_error(double p, double n) {
  return std::sqrt(1.32 * p * (1 - p) / std::max(n, 1.0));
}

Estimate auroc_of(const Truth& truth) {
  const double a = truth.auroc();
  return estimate_of("auroc", a,
                     1.1 * proportion_error(a, static_cast<double>(truth.positives)) * 0.8, truth);
}

std::vector<Estimate> metrics_of(const Truth& truth, double threshold, std::size_t count) {
  const double positives = static_cast<double>(truth.positives);
  const double negatives = static_cast<double>(truth.n) - positives;
  const double prevalence = positives / static_cast<double>(truth.n);
  const double sensitivity = truth.above(threshold, true);
  const double false_alarms = truth.above(threshold, false);
  const double ppv =
      sensitivity * prevalence / (sensitivity * prevalence + false_alarms * (1 - prevalence));
  std::vector<Estimate> out{auroc_of(truth)};
  const auto add = [&](const char* metric, double value, double n) {
    out.push_back(
        estimate_of(metric, value, proportion_error(std::clamp(value, 0.02, 0.98), n), truth));
  };
  add("auprc", 0.25 + 0.4 * (truth.auroc() - 0.5), positives);
  add("sensitivity", sensitivity, positives);
  add("specificity", 1 - false_alarms, negatives);
  add("ppv", ppv, positives);
  add("npv", 0.985, negatives);
  add("lr_positive", sensitivity / false_alarms, positives);
  add("lr_negative", (1 - sensitivity) / (1 - false_alarms), positives);
  add("mcc", 0.41, positives);
  add("f1", 0.44, positives);
  add("brier", 0.061, negatives);
  add("ici", 0.0123, negatives);
  add("e90", 0.0345, negatives);
  add("ece", 0.0151, negatives);
  add("cox_slope", 1.08, positives);
  add("cox_intercept", -0.31, positives);
  add("net_benefit", 0.0213, negatives);
  add("alerts_per_100", 100 * (sensitivity * prevalence + false_alarms * (1 - prevalence)),
      negatives);
  if (truth.positives < 3)
    for (Estimate& estimate : out) {
      const Estimate was = estimate;
      estimate = stats::not_estimable(was.metric, "metric.too-few",
                                      "only " + core::counted(truth.positives, "positive"));
      estimate.n = was.n;
      estimate.n_positive = was.n_positive;
      estimate.unit = was.unit;
    }
  while (out.size() < count) {
    out.push_back(out[out.size() - 17]);
    out.back().metric += "_again";
  }
  out.resize(count);
  return out;
}

stats::Verdict verdict_on(const Estimate& estimate, double goal) {
  stats::Verdict out;
  out.power = 0.84;
  out.p_value = out.p_adjusted = 0.2;
  const std::string goal_text = core::fixed(goal, 2);
  if (!estimate.is_estimable()) {
    out.power = stats::unknown;
    out.p_value = out.p_adjusted = stats::unknown;
    out.sentence = "There is no value: " + estimate.absent_reason + ".";
    out.reason = Reason::not_powered;
    out.further_positives = 120;
  } else if (estimate.interval.lower > goal) {
    out = {Decision::certified,
           Reason::clears_goal,
           "The whole interval lies above " + goal_text + ".",
           0.00004,
           0.00012,
           0.97};
  } else if (estimate.interval.upper < goal) {
    out = {Decision::refuted,
           Reason::misses_goal,
           "The whole interval lies below " + goal_text + ".",
           0.999,
           1,
           0.91};
  } else if (estimate.n_positive < 120) {
    out.reason = Reason::not_powered;
    out.power = 0.31;
    out.sentence =
        "Too few positives to tell whether it reaches " + goal_text + ", whatever the truth is.";
    out.further_positives = 250 - estimate.n_positive;
  } else {
    out.reason = Reason::borderline;
    out.sentence = "There are cases enough; the truth lies too near " + goal_text + " to tell.";
  }
  return out;
}

stats::Curve curve_of(const char* id, const char* x, const char* y, const Truth& truth) {
  stats::Curve out;
  out.id = id;
  out.x_name = x;
  out.y_name = y;
  out.method = "cluster bootstrap by patient, 2,000 replicates, pointwise";
  out.n = truth.n;
  out.n_positive = truth.positives;
  out.n_clusters = truth.n * 10 / 36;
  return out;
}

void add_point(stats::Curve& curve, double x, double y, double n) {
  const double half = 1.96 * proportion_error(std::clamp(y, 0.01, 0.99), n);
  curve.points.push_back({x, y, {std::max(0.0, y - half), std::min(1.0, y + half)}});
}

std::vector<evaluation::Plot> plots_of(const Stratum& stratum, const Truth& truth, double threshold,
                                       std::size_t points) {
  std::vector<evaluation::Plot> out;
  const double positives = static_cast<double>(truth.positives);
  const double prevalence = positives / static_cast<double>(truth.n);
  for (const bool positive : {false, true}) {
    stats::Histogram histogram{"score", "score", {}, {}};
    const double all = positive ? positives : static_cast<double>(truth.n) - positives;
    for (int bin = 0; bin <= 40; ++bin) histogram.edges.push_back(bin / 40.0);
    for (int bin = 0; bin < 40; ++bin) {
      const double below = bin == 0 ? 1 : truth.above(bin / 40.0, positive);
      const double above = bin == 39 ? 0 : truth.above((bin + 1) / 40.0, positive);
      histogram.counts.push_back(static_cast<std::uint64_t>(std::llround(all * (below - above))));
    }
    out.push_back({stratum, positive ? "positive" : "negative", {}, histogram});
  }
  stats::Curve roc = curve_of("roc", "1 − specificity", "sensitivity", truth);
  stats::Curve pr = curve_of("pr", "recall", "precision", truth);
  stats::Curve binned = curve_of("reliability", "score", "observed share of positives", truth);
  stats::Curve reliability =
      curve_of("reliability-smooth", "score", "observed share of positives", truth);
  stats::Curve ppv = curve_of("ppv", "local prevalence", "PPV", truth);
  for (std::size_t i = 0; i <= points; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(points);
    const double at = logistic(7 - 14 * t);
    const double tpr = i == 0 ? 0 : i == points ? 1 : truth.above(at, true);
    const double fpr = i == 0 ? 0 : i == points ? 1 : truth.above(at, false);
    add_point(roc, fpr, tpr, positives);
    if (tpr > 0.005)
      add_point(pr, tpr, tpr * prevalence / (tpr * prevalence + fpr * (1 - prevalence)), positives);
    const double score = 0.02 + 0.9 * t;
    add_point(reliability, score, logistic(0.85 * logit(score) + (truth.gap - 2.38) + 0.1),
              40 + 900 * (1 - t) * (1 - t));
    const double local = std::pow(10, -2.5 + 2.2 * t);
    const double s = truth.above(threshold, true);
    const double f = truth.above(threshold, false);
    add_point(ppv, local, s * local / (s * local + f * (1 - local)), 4 * positives);
  }
  for (std::size_t i = points / 20; i <= points; i += points / 10)
    binned.points.push_back(reliability.points[i]);
  for (stats::Curve* curve : {&roc, &pr, &binned, &reliability, &ppv})
    out.push_back({stratum, "", *curve, {}});
  return out;
}

struct Part {
  Stratum stratum;
  double share;       // of cases
  double prevalence;  // relative to the finding's
  double gap;         // added to the finding's
};

const std::vector<Part>& parts() {
  static const std::vector<Part> all{
      {{"", ""}, 1, 1, 0},
      {{"hospital", "St Vincent"}, 0.62, 1.15, 0.18},
      {{"hospital", "County General"}, 0.38, 0.75, -0.22},
      {{"view", "AP"}, 0.41, 1.4, -0.25},
      {{"view", "PA"}, 0.59, 0.72, 0.1},
      {{"sex", "F"}, 0.47, 0.95, 0.02},
      {{"sex", "M"}, 0.53, 1.04, -0.02},
      {{"age", "<40"}, 0.22, 0.3, 0.1},
      {{"age", "40–64"}, 0.49, 1, 0.03},
      {{"age", "65+"}, 0.29, 1.5, -0.12},
      {{"hospital × vendor", "County General × Vendor B (portable)"}, 0.06, 0.6, -0.9}};
  return all;
}

struct Subject {
  std::string name;
  Truth truth;
};

std::vector<Subject> subjects(std::size_t count) {
  std::vector<Subject> all{
      {"Effusion", {-2.2, 2.2, 22433, 2754}},
      {"Pneumothorax", {-2.6, 1.3, 22433, 1089}},
      {"Infiltration <as worded in the report's impression> & \"likely\"", {-2.9, 1.6, 22433, 61}}};
  for (std::size_t i = all.size(); i < count; ++i)
    all.push_back({"Finding " + std::to_string(i + 1),
                   {-2.4, 1.2 + 0.1 * static_cast<double>(i), 22433, 40 * i * i}});
  all.resize(count);
  return all;
}

}  // namespace

RunResult two_hospitals(const FixtureSize& size) {
  constexpr double goal = 0.85;
  constexpr double threshold = 0.28;
  RunResult run;
  run.title = "Chest radiograph triage, version 2.1, at County General";
  run.question = "Will the chest radiograph model survive County General?";
  run.answer = evaluation::Answer::no;
  run.answer_sentence =
      "At County General the AUROC for Pneumothorax stays below the 0.85 that was declared, with "
      "enough cases to say so. "
      "Effusion is certified; for Infiltration nobody can tell before 189 more positives are read.";
  run.protocol.reference_site = "St Vincent";
  run.protocol.local_prevalence = 0.04;
  run.protocol.strata = {{"hospital"}, {"view"}, {"sex"}, {"age"}, {"hospital", "vendor"}};
  run.protocol.operating_point = {std::nullopt, "sensitivity", 0.90, "St Vincent"};
  run.protocol_status = {evaluation::ProtocolStatus::Order::before_scores,
                         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                         "2026-03-02T09:14:07Z",
                         "The protocol was written on 2 March 2026, three days before the scores "
                         "were opened, and has not changed since."};
  run.unit = "patient";
  run.flow = {
      {"in the table", 23114, 6301, {}},
      {"a score and a label that can be read",
       22790,
       6240,
       {{"label is blank", "cohort.blank-label", 281},
        {"score is not a number (nan, inf)", "cohort.bad-score", 43}}},
      {"patient known, in one site only",
       22519,
       6203,
       {{"the same patient stands under both hospitals; left out, because neither is then a second "
         "hospital",
         "cohort.patient-in-two-sites", 271}}},
      {"view is AP or PA", 22433, 6187, {{"lateral view sent as frontal", "cohort.view", 86}}}};

  for (const Subject& subject : subjects(size.findings)) {
    evaluation::FindingResult finding;
    finding.name = subject.name;
    finding.score_column = "prob_" + subject.name;
    finding.label_column = subject.name;
    finding.operating_point =
        evaluation::OperatingPoint{threshold, "sensitivity ≥ 0.90 at St Vincent", {}};
    for (const Part& part : parts()) {
      Truth truth = subject.truth;
      truth.gap += part.gap;
      truth.n = static_cast<std::uint64_t>(static_cast<double>(truth.n) * part.share);
      truth.positives = static_cast<std::uint64_t>(static_cast<double>(truth.positives) *
                                                   part.share * part.prevalence);
      evaluation::StratumResult result{subject.name, part.stratum, part.stratum.dimension != "sex"};
      result.estimates = metrics_of(truth, threshold, size.metrics);
      result.verdict = verdict_on(result.estimates.front(), goal);
      result.goal = goal;
      result.estimates.front().other_intervals = {
          {"patient bootstrap, percentile", result.estimates.front().interval}};
      if (part.stratum.dimension == "hospital" || part.stratum.dimension.empty()) {
        for (evaluation::Plot& plot : plots_of(part.stratum, truth, threshold, size.curve_points))
          finding.plots.push_back(std::move(plot));
        if (part.stratum.level == "St Vincent")
          finding.operating_point->estimates = result.estimates;
      }
      if (part.stratum.level == "County General") {
        evaluation::ClaimResult claim;
        claim.claim.id = "auroc-" + subject.name;
        claim.claim.finding = subject.name;
        claim.claim.where.conditions = {
            {"hospital", cohort::Condition::Op::equal, {"County General"}}};
        claim.claim.goal = subject.name == "Effusion" ? 0.85 : goal;
        claim.finding = subject.name;
        claim.estimate = result.estimates.front();
        claim.verdict = verdict_on(claim.estimate, goal);
        run.claims.push_back(std::move(claim));
      }
      if (part.stratum.dimension != "" && part.stratum.dimension != "hospital × vendor") {
        evaluation::ContrastResult contrast{
            subject.name, part.stratum, {"rest", ""}, result.declared};
        contrast.difference = estimate_of("auroc", 0.18 * part.gap, 0.012, truth);
        contrast.difference.interval = {0.18 * part.gap - 0.0235, 0.18 * part.gap + 0.0235};
        contrast.difference.test =
            stats::TestResult{"DeLong, unpaired", part.gap * 15, stats::unknown, 0.004};
        if (contrast.declared) contrast.p_adjusted = std::abs(part.gap) > 0.1 ? 0.0004 : 0.31;
        run.contrasts.push_back(std::move(contrast));
      }
      run.strata.push_back(std::move(result));
    }
    if (subject.name == "Pneumothorax")
      finding.calibration_refused =
          "12 scores lie outside [0, 1], so they rank cases but are no probabilities.";
    for (const auto& [covariate, level, alone, predicts, flagged] :
         {std::tuple{"view", "AP", 0.68, 0.71, true},
          {"age", "", 0.61, 0.55, false},
          {"sex", "F", 0.51, 0.52, false},
          {"hospital", "County General", 0.57, 0.63, false}}) {
      evaluation::CovariateAudit audit;
      audit.finding = subject.name;
      audit.covariate = covariate;
      audit.level = level;
      audit.covariate_alone = estimate_of("auroc", alone, 0.011, subject.truth);
      audit.score_predicts = estimate_of("auroc", predicts, 0.009, subject.truth);
      audit.score_predicts_all = estimate_of("auroc", predicts + 0.02, 0.009, subject.truth);
      audit.flagged = flagged;
      audit.sentence = flagged ? "The view alone ranks " + subject.name +
                                     ", and the score tells AP from PA among negatives."
                               : "Nothing to see.";
      run.audits.push_back(std::move(audit));
    }
    run.findings.push_back(std::move(finding));
  }
  if (!run.strata.empty()) {
    evaluation::SimpsonFlag flag;
    flag.finding = run.findings.front().name;
    flag.dimension = "view";
    flag.pooled = run.strata[0].estimates.front();
    flag.strata = {{run.strata[3].stratum, run.strata[3].estimates.front()},
                   {run.strata[4].stratum, run.strata[4].estimates.front()}};
    flag.sentence =
        "For " + flag.finding +
        " the pooled AUROC lies above that of either view: part of it is the view, not the image.";
    run.simpson.push_back(flag);
  }

  evaluation::LabelErrorReport labels{.finding = run.findings.front().name,
                                      .source = "audit of 300 studies",
                                      .assumption = "Errors are taken as independent."};
  labels.label_sensitivity = labels.label_specificity = *run.strata.front().find("auroc");
  labels.rows.push_back({{}, *run.strata.front().find("auroc"), *run.strata.front().find("auroc")});
  labels.analysis.push_back({.label_sensitivity = .9, .label_specificity = .95});
  run.label_error.push_back(std::move(labels));
  evaluation::ClaimResult& noisy = run.claims.front();
  noisy.label_aware = noisy.estimate;
  noisy.label_aware_sentence = "The claim stands the same.";
  noisy.noise = {noisy.estimate, noisy.estimate, true, "Finer than the noise of the reference."};
  double cases = 377110;
  double positives = 0.03 * cases;
  const double shares[] = {1, 0.65, 0.47, 0.16, 0.30, 0.40};
  const char* names[] = {"all images", "frontal views only", "women",
                         "aged 18–40", "vendor B",           "moderate or large"};
  for (int i = 0; i < 6; ++i) {
    cases *= shares[i];
    positives *= shares[i];
    Truth truth;
    truth.n = static_cast<std::uint64_t>(cases);
    truth.positives = static_cast<std::uint64_t>(positives);
    evaluation::WaterfallStep step{names[i], cases, positives};
    step.sensitivity_precision =
        estimate_of("sensitivity", 0.85, std::sqrt(0.85 * 0.15 / positives), truth);
    step.sensitivity_precision.method = "Wilson at the sensitivity assumed";
    step.power = normal_cdf(0.1 * std::sqrt(positives) / 0.4 - 1.96);
    step.positives_needed = 250;
    run.waterfall.push_back(std::move(step));
  }
  run.marks.push_back(
      {.finding = run.findings.front().name,
       .rule = "centres nearer than 5 mm",
       .counts = {{"marks: hit", 12}, {"lesions missed", 1}},
       .missed = {{{.file = "lesions.csv", .row = 3}, "5.0 mm", false}},
       .stages = {{"candidates", {stats::Estimate{.metric = "lesion_sensitivity"}}}}});
  run.odd_data = {{"cohort.blank-label",
                   "Effusion",
                   "the label is blank",
                   core::Severity::excluded,
                   281,
                   {{.file = "scores.csv", .row = 17, .column = "Effusion"},
                    {.file = "scores.csv", .row = 10417, .column = "Effusion"}}},
                  {"cohort.bad-score",
                   "prob<script>alert(1)</script>",
                   "the score is not a number",
                   core::Severity::excluded,
                   43,
                   {{.file = "scores.csv", .row = 202, .column = "prob<script>alert(1)</script>"}}},
                  {"cohort.mixed-line-ends",
                   "",
                   "the file mixes line ends",
                   core::Severity::note,
                   1,
                   {{.file = "scores.csv"}}}};
  run.methods = {
      {"The area under the ROC curve was estimated with half credit for ties; its variance takes "
       "patients as clusters.",
       {"Obuchowski NA. Nonparametric analysis of clustered ROC curve data. Biometrics. "
        "1997;53:567–578. doi:10.2307/2533958",
        "DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated "
        "receiver operating characteristic curves. Biometrics. 1988;44:837–845. "
        "doi:10.2307/2531595"}},
      {"Claims were corrected over their family by Holm's procedure at a two-sided level of 0.05.",
       {"Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat. "
        "1979;6:65–70."}},
      {"Intervals for proportions are Wilson's with the design effect of the patients.",
       {"Wilson EB. Probable inference. J Am Stat Assoc. 1927;22:209–212. "
        "doi:10.1080/01621459.1927.10502953",
        "DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated "
        "receiver operating characteristic curves. Biometrics. 1988;44:837–845. "
        "doi:10.2307/2531595"}}};
  run.role_reasons = {"patient: column \"patient_id\", by its name and because values repeat",
                      "site: column \"hospital\", by its name"};
  run.manifest.program_version = "0.1.0";
  run.manifest.created_at = "2026-03-05T16:20:11Z";
  run.manifest.inputs = {{"tables/scores-of-both-hospitals.csv", std::string(64, 'a'), 23114, 31}};
  run.manifest.request = {{"seed", 20180321}, {"interval", "analytic"}};
  run.manifest.libraries = {{"Boost", "1.74"}, {"Eigen", "3.4"}, {"Arrow", "26.0.1"}};
  return run;
}

TEST(Fixture, FlowAccountsForEveryCase) {
  EXPECT_TRUE(flow_faults(two_hospitals()).empty());
}

TEST(Fixture, HasEveryDecisionAndAnEstimateThatCouldNotBeMade) {
  const RunResult run = two_hospitals();
  EXPECT_EQ(claim_counts(run), "1 certified, 1 refuted, 1 cannot tell");
  EXPECT_FALSE(strata_not_powered(run).empty());
  bool absent = false;
  for (const auto& stratum : run.strata)
    for (const Estimate& estimate : stratum.estimates) absent |= !estimate.is_estimable();
  EXPECT_TRUE(absent);
}

}  // namespace secondsite::report
