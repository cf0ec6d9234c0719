#pragma once
// What one evaluation found: the only thing that reports are written from. Every number in it is an
// Estimate, a Verdict, a Curve, a Histogram or a count.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/cohort/selection.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/json.h"
#include "secondsite/evaluation/mark_report.h"
#include "secondsite/evaluation/mask_cases.h"
#include "secondsite/evaluation/protocol.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/shift/audit.h"
#include "secondsite/stats/curve.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::evaluation {

// A part of the cohort: "view = AP". Everyone: both texts empty.
struct Stratum {
  std::string dimension;  // "view", "sex × age"
  std::string level;      // "AP", "F × 40–64"
  std::string text() const { return dimension.empty() ? "everyone" : dimension + " = " + level; }
};

// The calls of two models on the same cases, at their operating points.
struct PairedCalls {
  stats::Estimate difference;    // of sensitivity or specificity, with its test
  std::uint64_t first_only = 0;  // cases called right by the first model alone
  std::uint64_t second_only = 0;
};

// Is a claim finer than the reference standard can tell?
struct NoiseCheck {
  stats::Estimate turns_on;  // what the claim turns on: its margin, the distance from its goal
  stats::Estimate floor;     // what the noise of the reference moves the metric by
  bool is_finer = false;
  std::string sentence;
};

struct ClaimResult {
  Claim claim;
  std::string finding;
  stats::Estimate estimate;            // of the metric, or of the difference
  std::vector<stats::Estimate> sides;  // contrasts: the two values that are compared
  std::vector<PairedCalls> calls;      // claims against another score, where there are thresholds
  stats::Verdict verdict;
  // The estimate against the truth, where the error rates of the labels are known, and whether the
  // claim would stand the same on it.
  std::optional<stats::Estimate> label_aware;
  std::string label_aware_sentence;
  std::optional<NoiseCheck> noise;
  bool declared = true;  // false: a default of the program, or stated after the scores were seen
};

struct StratumResult {
  std::string finding;
  Stratum stratum;
  bool declared = false;                   // named in the protocol; else exploratory
  std::vector<stats::Estimate> estimates;  // one a metric, by registry order
  std::optional<stats::Verdict>
      verdict;                    // on the goal that is set for everyone, where there is one
  std::optional<double> goal;     // that the verdict held the primary metric against
  std::string primary = "auroc";  // the metric that strata of this finding are judged by
  const stats::Estimate* find(std::string_view metric) const;
};

// A stratum against another, or against the rest, or site against site.
struct ContrastResult {
  std::string finding;
  Stratum a;
  Stratum b;  // dimension "rest" where it is everyone else
  bool declared = false;
  stats::Estimate difference;  // a − b, with its test
  double p_adjusted =
      stats::unknown;  // only for declared contrasts; undeclared ones print no p-value
};

struct OperatingPoint {
  double threshold = stats::unknown;
  std::string rule;                        // in words
  std::vector<stats::Estimate> estimates;  // sensitivity, specificity ... at the site that set it
};

// A curve or histogram for one part of the cohort.
struct Plot {
  Stratum stratum;
  std::string series;  // "positive", "negative", "" where there is one only
  std::optional<stats::Curve> curve;
  std::optional<stats::Histogram> histogram;
};

struct FindingResult {
  std::string name;
  std::string score_column;
  std::string label_column;
  std::optional<OperatingPoint> operating_point;
  std::vector<Plot> plots;          // ids: "score", "roc", "pr", "reliability", "ppv"
  std::string calibration_refused;  // why there is no calibration, empty where there is
  bool image_level = false;         // intervals are by image because it was asked for by name
  metrics::Input input = metrics::Input::scores;
  std::string primary = "auroc";  // the metric that its strata are compared and judged by
};

using CovariateAudit = shift::CovariateAudit;

// The pooled AUROC lies above (or below) that of every stratum: the dimension confounds.
struct SimpsonFlag {
  std::string finding;
  std::string dimension;
  stats::Estimate pooled;
  std::vector<std::pair<Stratum, stats::Estimate>> strata;
  std::string sentence;
};

// A metric against the labels as they are, and against the truth.
struct LabelErrorRow {
  Stratum stratum;
  stats::Estimate naive;
  stats::Estimate corrected;
};

// One finding whose labels err at known rates.
struct LabelErrorReport {
  std::string finding;
  std::string source;
  std::string assumption;
  stats::Estimate label_sensitivity;
  stats::Estimate label_specificity;
  std::vector<LabelErrorRow> rows;               // everyone first
  std::vector<labels::SensitivityRow> analysis;  // of everyone
};

// One level of the stratification waterfall: how few positives are left, and what that buys.
struct WaterfallStep {
  std::string description;
  double cases = 0;  // expected counts may be fractional
  double positives = 0;
  stats::Estimate
      sensitivity_precision;  // the interval that so many positives give at the sensitivity assumed
  double power = stats::unknown;  // to see the gap that the plan names
  double positives_needed = stats::unknown;
};

enum class Answer { yes, no, cannot_tell };
std::string_view name(Answer answer);

struct ProtocolStatus {
  enum class Order { no_protocol, before_scores, after_scores, unknown };
  Order order = Order::no_protocol;
  std::string hash;
  std::string written_at;
  std::string sentence;  // what is known, and how
};

struct InputFile {
  std::string path;
  std::string sha256;
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
};

struct Manifest {
  std::string program_version;
  std::string created_at;  // ISO 8601, UTC; not compared by `verify`
  std::vector<InputFile> inputs;
  core::Json request;                                          // everything that recomputes the run
  std::vector<std::pair<std::string, std::string>> libraries;  // name, version
};

// A sentence of the methods paragraph with the sources that it cites.
struct MethodNote {
  std::string sentence;
  std::vector<std::string> references;  // full citations with DOI
};

struct RunResult {
  std::string title;
  std::string question;
  Answer answer = Answer::cannot_tell;
  std::string answer_sentence;  // why
  Protocol protocol;
  ProtocolStatus protocol_status;
  std::string unit = "patient";  // of analysis
  std::vector<cohort::FlowStep> flow;
  std::vector<ClaimResult> claims;
  std::vector<FindingResult> findings;
  std::vector<StratumResult> strata;  // "everyone" first, then by dimension
  std::vector<ContrastResult> contrasts;
  std::vector<CovariateAudit> audits;
  std::vector<SimpsonFlag> simpson;
  std::vector<WaterfallStep> waterfall;
  std::vector<LabelErrorReport> label_error;
  std::vector<MarkReport> marks;  // one a finding that is marked
  std::vector<core::Finding> odd_data;
  std::vector<MethodNote> methods;
  std::vector<std::string> role_reasons;  // how the columns were understood
  std::vector<MaskCase> mask_cases;       // masks only
  std::vector<MaskPanel> mask_panels;     // the worst cases, worst first
  std::vector<ModelRanks> model_ranks;    // where several predictions are compared
  Manifest manifest;
};

// The versioned document ("secondsite.run/1"); docs/reference/run.schema.json describes it.
core::Json to_json(const RunResult& run);

}  // namespace secondsite::evaluation
