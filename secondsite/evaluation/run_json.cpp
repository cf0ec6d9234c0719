#include <cmath>

#include "secondsite/evaluation/run.h"

namespace secondsite::evaluation {
namespace {

using core::Json;
using core::json_number;

Json list(const std::vector<stats::Estimate>& estimates) {
  Json out = Json::array();
  for (const stats::Estimate& estimate : estimates) out.push_back(to_json(estimate));
  return out;
}

template <typename Items, typename Make>
Json list(const Items& items, Make make) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(make(item));
  return out;
}

Json json_of(const Stratum& stratum) {
  return {{"dimension", stratum.dimension}, {"level", stratum.level}};
}

Json json_of(const ProtocolStatus& status) {
  const char* order = "unknown";
  switch (status.order) {
    case ProtocolStatus::Order::no_protocol:
      order = "no protocol";
      break;
    case ProtocolStatus::Order::before_scores:
      order = "before scores";
      break;
    case ProtocolStatus::Order::after_scores:
      order = "after scores";
      break;
    case ProtocolStatus::Order::unknown:
      break;
  }
  return {{"order", order},
          {"hash", status.hash},
          {"written_at", status.written_at},
          {"sentence", status.sentence}};
}

Json json_of(const cohort::FlowStep& step) {
  return {{"description", step.description},
          {"cases", step.cases},
          {"patients", step.patients},
          {"excluded", list(step.excluded, [](const cohort::FlowStep::Excluded& excluded) {
             return Json{
                 {"reason", excluded.reason}, {"code", excluded.code}, {"cases", excluded.cases}};
           })}};
}

Json json_of(const ClaimResult& result) {
  Json claim{{"id", result.claim.id},
             {"text", result.claim.text()},
             {"metric", result.claim.metric},
             {"family", result.claim.family}};
  Json out{{"claim", std::move(claim)},   {"finding", result.finding},
           {"declared", result.declared}, {"estimate", to_json(result.estimate)},
           {"sides", list(result.sides)}, {"verdict", to_json(result.verdict)}};
  if (result.label_aware) {
    out["label_aware"] = to_json(*result.label_aware);
    out["label_aware_sentence"] = result.label_aware_sentence;
  }
  if (result.noise)
    out["noise"] = {{"turns_on", to_json(result.noise->turns_on)},
                    {"floor", to_json(result.noise->floor)},
                    {"is_finer", result.noise->is_finer},
                    {"sentence", result.noise->sentence}};
  if (!result.calls.empty())
    out["calls"] = list(result.calls, [](const PairedCalls& calls) {
      return Json{{"difference", to_json(calls.difference)},
                  {"first_only", calls.first_only},
                  {"second_only", calls.second_only}};
    });
  return out;
}

Json json_of(const OperatingPoint& point) {
  return {{"threshold", json_number(point.threshold)},
          {"rule", point.rule},
          {"estimates", list(point.estimates)}};
}

Json json_of(const Plot& plot) {
  Json out{{"stratum", json_of(plot.stratum)}, {"series", plot.series}};
  if (plot.curve) out["curve"] = to_json(*plot.curve);
  if (plot.histogram) out["histogram"] = to_json(*plot.histogram);
  return out;
}

Json json_of(const FindingResult& finding) {
  Json out{{"name", finding.name},
           {"score_column", finding.score_column},
           {"label_column", finding.label_column},
           {"image_level", finding.image_level}};
  if (finding.input != metrics::Input::scores) {
    out["input"] = name(finding.input);
    out["primary_metric"] = finding.primary;
  }
  if (finding.operating_point) out["operating_point"] = json_of(*finding.operating_point);
  if (!finding.calibration_refused.empty())
    out["calibration_refused"] = finding.calibration_refused;
  out["plots"] = list(finding.plots, [](const Plot& plot) { return json_of(plot); });
  return out;
}

Json json_of(const StratumResult& result) {
  Json out{{"finding", result.finding},
           {"stratum", json_of(result.stratum)},
           {"declared", result.declared},
           {"estimates", list(result.estimates)}};
  if (result.goal) out["goal"] = *result.goal;
  if (result.primary != "auroc") out["primary_metric"] = result.primary;
  if (result.verdict) out["verdict"] = to_json(*result.verdict);
  return out;
}

// What the protocol did not name is exploratory, and its p-value is not printed.
Json json_of(const ContrastResult& contrast) {
  Json difference = to_json(contrast.difference);
  if (!contrast.declared && difference.contains("test")) difference["test"]["p_value"] = nullptr;
  return {{"finding", contrast.finding},
          {"a", json_of(contrast.a)},
          {"b", json_of(contrast.b)},
          {"declared", contrast.declared},
          {"difference", std::move(difference)},
          {"p_adjusted", contrast.declared ? json_number(contrast.p_adjusted) : Json(nullptr)}};
}

Json json_of(const CovariateAudit& audit) {
  return {{"finding", audit.finding},
          {"covariate", audit.covariate},
          {"level", audit.level},
          {"covariate_alone", to_json(audit.covariate_alone)},
          {"score_predicts", to_json(audit.score_predicts)},
          {"score_predicts_all", to_json(audit.score_predicts_all)},
          {"flagged", audit.flagged},
          {"sentence", audit.sentence}};
}

Json json_of(const SimpsonFlag& flag) {
  return {{"finding", flag.finding},
          {"dimension", flag.dimension},
          {"pooled", to_json(flag.pooled)},
          {"strata",
           list(flag.strata,
                [](const auto& part) {
                  return Json{{"stratum", json_of(part.first)}, {"estimate", to_json(part.second)}};
                })},
          {"sentence", flag.sentence}};
}

Json json_of(const LabelErrorReport& report) {
  const auto optional = [](const stats::Estimate& estimate) {
    return estimate.metric.empty() ? Json(nullptr) : to_json(estimate);
  };
  return {{"finding", report.finding},
          {"source", report.source},
          {"assumption", report.assumption},
          {"label_sensitivity", to_json(report.label_sensitivity)},
          {"label_specificity", to_json(report.label_specificity)},
          {"estimates", list(report.rows,
                             [](const LabelErrorRow& row) {
                               return Json{{"stratum", json_of(row.stratum)},
                                           {"naive", to_json(row.naive)},
                                           {"corrected", to_json(row.corrected)}};
                             })},
          {"sensitivity_analysis", list(report.analysis, [&](const labels::SensitivityRow& row) {
             return Json{{"label_sensitivity", row.label_sensitivity},
                         {"label_specificity", row.label_specificity},
                         {"correlation", row.correlation},
                         {"auroc", optional(row.auroc)},
                         {"sensitivity", optional(row.sensitivity)},
                         {"specificity", optional(row.specificity)}};
           })}};
}

Json json_of(const WaterfallStep& step) {
  return {{"description", step.description},
          {"cases", json_number(step.cases)},
          {"positives", json_number(step.positives)},
          {"sensitivity_precision", to_json(step.sensitivity_precision)},
          {"power", json_number(step.power)},
          {"positives_needed", json_number(step.positives_needed)}};
}

Json json_of(const core::Location& where) {
  Json out = Json::object();
  if (!where.file.empty()) out["file"] = where.file;
  if (where.row) out["row"] = *where.row;
  if (!where.column.empty()) out["column"] = where.column;
  if (!where.tag.empty()) out["tag"] = where.tag;
  return out;
}

Json json_of(const core::Finding& finding) {
  return {{"code", finding.code},
          {"subject", finding.subject},
          {"message", finding.message},
          {"severity", name(finding.severity)},
          {"count", finding.count},
          {"examples",
           list(finding.examples, [](const core::Location& where) { return json_of(where); })}};
}

Json json_of(const Manifest& manifest) {
  Json libraries = Json::object();
  for (const auto& [library, version] : manifest.libraries) libraries[library] = version;
  return {{"program_version", manifest.program_version},
          {"created_at", manifest.created_at},
          {"inputs", list(manifest.inputs,
                          [](const InputFile& input) {
                            return Json{{"path", input.path},
                                        {"sha256", input.sha256},
                                        {"rows", input.rows},
                                        {"columns", input.columns}};
                          })},
          {"request", manifest.request},
          {"libraries", std::move(libraries)}};
}

}  // namespace

std::string_view name(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::no:
      return "no";
    case Answer::cannot_tell:
      return "cannot tell";
  }
  return "";
}

const stats::Estimate* StratumResult::find(std::string_view metric) const {
  for (const stats::Estimate& estimate : estimates)
    if (estimate.metric == metric) return &estimate;
  return nullptr;
}

Json to_json(const RunResult& run) {
  const auto each = [](const auto& items) {
    return list(items, [](const auto& item) { return json_of(item); });
  };
  Json out{
      {"format", "secondsite.run/1"},
      {"title", run.title},
      {"question", run.question},
      {"answer", name(run.answer)},
      {"answer_sentence", run.answer_sentence},
      {"unit_of_analysis", run.unit},
      {"protocol", to_json(run.protocol)},
      {"protocol_status", json_of(run.protocol_status)},
      {"flow", each(run.flow)},
      {"claims", each(run.claims)},
      {"findings", each(run.findings)},
      {"strata", each(run.strata)},
      {"contrasts", each(run.contrasts)},
      {"covariate_audits", each(run.audits)},
      {"simpson_flags", each(run.simpson)},
      {"waterfall", each(run.waterfall)},
      {"marks", list(run.marks, [](const MarkReport& report) { return to_json(report); })},
      {"odd_data", each(run.odd_data)},
      {"methods", list(run.methods,
                       [](const MethodNote& note) {
                         return Json{{"sentence", note.sentence}, {"references", note.references}};
                       })},
      {"role_reasons", run.role_reasons},
      {"manifest", json_of(run.manifest)}};
  if (!run.label_error.empty()) out["label_error"] = each(run.label_error);
  return out;
}

}  // namespace secondsite::evaluation
