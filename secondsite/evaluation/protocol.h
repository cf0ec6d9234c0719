#pragma once
// The protocol: what is claimed, for whom, by how much, and how it will be decided, written and
// hashed before the scores are opened.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/evaluation/reference_noise.h"
#include "secondsite/stats/multiplicity.h"

namespace secondsite::evaluation {

// How the threshold comes about. `given`: a number. `rule`: the largest threshold at which the
// metric named reaches the target at the site named ("sensitivity >= 0.90 at site A").
struct OperatingPointRule {
  std::optional<double> given;
  std::string metric;  // "sensitivity" or "specificity"
  double target = 0;
  std::string site;  // empty: the whole cohort
  bool is_set() const { return given.has_value() || !metric.empty(); }
  std::string text() const;
};

struct Claim {
  enum class Kind { at_least, at_most, non_inferior, equivalent, superior };
  std::string id;
  std::string finding;  // empty: every finding gets the claim
  std::string metric = "auroc";
  cohort::Filter where;                  // for whom; empty: everyone
  std::optional<cohort::Filter> versus;  // contrasts: against whom
  bool versus_rest = false;              // contrasts: against everyone else
  std::string versus_score;              // paired contrasts: another score column on the same cases
  Kind kind = Kind::at_least;
  double goal = 0;                 // at_least, at_most
  double margin = 0;               // non_inferior, equivalent: in the metric's own units, > 0
  std::optional<double> expected;  // the true value (or difference) assumed when power is computed
  std::string family = "primary";

  bool is_contrast() const { return versus.has_value() || versus_rest || !versus_score.empty(); }
  std::string text() const;  // "AUROC for Effusion at site = B is at least 0.80"
};

struct Band {
  std::string column;
  std::vector<double> edges;
};

struct Protocol {
  std::string title;
  std::string question;
  core::Json roles;  // as stated; what is absent is guessed
  cohort::Filter eligible;
  std::vector<Band> bands;
  std::vector<std::vector<std::string>> strata;  // each a column or a crossing of columns
  std::string reference_site;                    // where the model comes from
  OperatingPointRule operating_point;
  std::optional<double> local_prevalence;
  std::vector<LabelErrorSpec> label_error;   // what is known of the errors of the labels
  std::vector<NoiseFloorSpec> noise_floors;  // what another choice of reader makes
  // Estimated in every part of the cohort; empty: default_metrics() in strata, and every metric for
  // everyone and for each site.
  std::vector<std::string> metrics;
  std::vector<Claim> claims;
  // How each family of claims is corrected; a family that is not named here uses `multiplicity`.
  // The contrasts of the declared strata are the family "strata".
  std::vector<std::pair<std::string, stats::MultiplicityMethod>> families;
  double alpha = 0.05;  // two-sided; a one-sided claim is tested at alpha / 2
  double power = 0.80;
  stats::MultiplicityMethod multiplicity = stats::MultiplicityMethod::holm;
  std::string interval = "analytic";  // analytic, bootstrap-percentile, bootstrap-bca
  std::string unit = "patient";       // "patient", or by name the row ("image")
  unsigned replicates = 2000;
  std::uint64_t seed = 20180321;
  std::string written_at;  // ISO 8601, UTC; not part of the hash
};

std::vector<std::string> default_metrics();

// One claim in words:
//   auroc >= 0.80 [for Effusion] [where site = B]
//   sensitivity >= 0.85 where site = B and sex = F
//   auroc non-inferior 0.05 where site = B versus site = A
//   auroc equivalent 0.03 where sex = F versus rest
//   auroc superior where site = B versus score other_model
core::Result<Claim> parse_claim(std::string_view text, const std::string& origin);
// The same text back, so that what is written reads as what was meant.
std::string claim_source(const Claim& claim);
// "sensitivity >= 0.90 at site A", "threshold 0.37".
core::Result<OperatingPointRule> parse_operating_point(std::string_view text,
                                                       const std::string& origin);

// Unknown keys are refused; see docs/reference/protocol.md for every key.
core::Result<Protocol> protocol_from(const core::Json& json, const std::string& origin);
core::Json to_json(const Protocol& protocol);
// SHA-256 of the canonical form, without the time and the hash itself: what is claimed, not how it
// is typed.
std::string hash_of(const Protocol& protocol);

}  // namespace secondsite::evaluation
