#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/core/utf8.h"
#include "secondsite/report/csv_cell.h"
#include "secondsite/report/exporter.h"

// RFC 4180: CRLF line ends, quotes where a cell needs them. Numbers in full precision; absent ones
// blank.
namespace secondsite::report::exporters {
namespace {

constexpr std::string_view header[] = {"kind",           "claim",
                                       "finding",        "dimension",
                                       "stratum",        "versus",
                                       "metric",         "value",
                                       "lower",          "upper",
                                       "level",          "method",
                                       "unit",           "n",
                                       "positives",      "patients",
                                       "standard_error", "design_effect",
                                       "declared",       "verdict",
                                       "reason",         "further_positives",
                                       "test",           "p_value",
                                       "p_adjusted",     "definitions",
                                       "absent_code",    "absent_reason",
                                       "other_lower",    "other_upper",
                                       "other_method"};

// Where an estimate stands, beside the estimate itself.
struct Place {
  std::string kind;
  std::string claim;
  std::string finding;
  std::string dimension;
  std::string stratum;
  std::string versus;
  bool declared = false;
  const stats::Verdict* verdict = nullptr;
  bool show_p = false;
  double p_adjusted = stats::unknown;
};

void row(std::string& out, const Place& place, const stats::Estimate& estimate) {
  std::vector<std::string> definitions;
  for (const stats::Definition& definition : estimate.definitions)
    definitions.push_back(definition.name + " = " + definition.choice);
  const stats::Verdict* verdict = place.verdict;
  const bool tested = estimate.test.has_value();
  const stats::OtherInterval* other =
      estimate.other_intervals.empty() ? nullptr : &estimate.other_intervals.front();
  const std::string cells[] = {
      place.kind,
      place.claim,
      place.finding,
      place.dimension,
      place.stratum,
      place.versus,
      estimate.metric,
      csv_number(estimate.value),
      csv_number(estimate.interval.lower),
      csv_number(estimate.interval.upper),
      csv_number(estimate.level),
      estimate.method,
      estimate.unit,
      std::to_string(estimate.n),
      std::to_string(estimate.n_positive),
      estimate.n_clusters > 0 ? std::to_string(estimate.n_clusters) : std::string(),
      csv_number(estimate.standard_error),
      csv_number(estimate.design_effect),
      place.declared ? "yes" : "no",
      verdict != nullptr ? std::string(name(verdict->decision)) : std::string(),
      verdict != nullptr ? std::string(name(verdict->reason)) : std::string(),
      verdict != nullptr && verdict->further_positives ? std::to_string(*verdict->further_positives)
                                                       : std::string(),
      tested ? estimate.test->method : std::string(),
      tested && place.show_p ? csv_number(estimate.test->p_value) : std::string(),
      place.show_p ? csv_number(place.p_adjusted) : std::string(),
      core::join(definitions, "; "),
      estimate.absent_code,
      estimate.absent_reason,
      other != nullptr ? csv_number(other->interval.lower) : std::string(),
      other != nullptr ? csv_number(other->interval.upper) : std::string(),
      other != nullptr ? other->method : std::string()};
  static_assert(std::size(cells) == std::size(header));
  for (std::size_t i = 0; i < std::size(cells); ++i) {
    if (i > 0) out += ',';
    out += csv_cell(cells[i]);
  }
  out += "\r\n";
}

std::string write_csv(const evaluation::RunResult& run) {
  std::string out;
  for (std::size_t i = 0; i < std::size(header); ++i) {
    if (i > 0) out += ',';
    out += header[i];
  }
  out += "\r\n";

  for (const evaluation::ClaimResult& claim : run.claims) {
    Place place{"claim", claim.claim.id, claim.finding, "", claim.claim.where.text()};
    place.declared = place.show_p = claim.declared;
    place.p_adjusted = claim.verdict.p_adjusted;
    place.verdict = &claim.verdict;
    if (claim.claim.versus) place.versus = claim.claim.versus->text();
    if (claim.claim.versus_rest) place.versus = "the rest";
    if (!claim.claim.versus_score.empty()) place.versus = claim.claim.versus_score;
    row(out, place, claim.estimate);
    place.kind = "claim side";
    place.verdict = nullptr;
    for (const stats::Estimate& side : claim.sides) row(out, place, side);
    place.kind = "claim calls";
    place.p_adjusted = stats::unknown;
    for (const evaluation::PairedCalls& calls : claim.calls) row(out, place, calls.difference);
  }
  for (const evaluation::FindingResult& finding : run.findings)
    if (finding.operating_point)
      for (const stats::Estimate& estimate : finding.operating_point->estimates)
        row(out, {"operating point", "", finding.name, "", finding.operating_point->rule},
            estimate);
  for (const evaluation::StratumResult& result : run.strata) {
    Place place{"stratum", "", result.finding, result.stratum.dimension, result.stratum.level};
    place.declared = result.declared;
    for (const stats::Estimate& estimate : result.estimates) {
      // The verdict is on one metric only: the one that it was reached about stands first.
      place.verdict =
          result.verdict && &estimate == &result.estimates.front() ? &*result.verdict : nullptr;
      row(out, place, estimate);
    }
  }
  for (const evaluation::ContrastResult& contrast : run.contrasts) {
    Place place{"contrast",       "", contrast.finding, contrast.a.dimension, contrast.a.level,
                contrast.b.text()};
    place.declared = place.show_p = contrast.declared;
    place.p_adjusted = contrast.p_adjusted;
    row(out, place, contrast.difference);
  }
  for (const evaluation::CovariateAudit& audit : run.audits) {
    Place place{"covariate alone", "", audit.finding, audit.covariate, audit.level};
    row(out, place, audit.covariate_alone);
    place.kind = "score predicts covariate, negatives";
    row(out, place, audit.score_predicts);
    place.kind = "score predicts covariate, everyone";
    row(out, place, audit.score_predicts_all);
  }
  return core::valid_utf8(std::move(out));
}

}  // namespace

Exporter csv() {
  return {"csv", "One row an estimate, for a spreadsheet or R", "estimates.csv", write_csv};
}

}  // namespace secondsite::report::exporters
