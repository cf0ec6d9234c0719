#include "secondsite/report/format.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::report {
namespace {

using stats::Estimate;

constexpr std::string_view minus = "\u2212";
constexpr std::string_view dash = "\u2014";

std::string number(double value, int digits, Form form) {
  if (std::isnan(value)) return std::string(dash);
  if (std::isinf(value)) return value > 0 ? "\u221e" : std::string(minus) + "\u221e";
  std::string digits_text = core::fixed(std::abs(value), digits);
  const bool is_zero = digits_text.find_first_of("123456789") == std::string::npos;
  const std::size_t point = digits_text.find('.');
  const std::size_t whole = point == std::string::npos ? digits_text.size() : point;
  for (std::size_t at = whole; at > 3; at -= 3) digits_text.insert(at - 3, ",");
  if (is_zero) return digits_text;
  if (value < 0) return std::string(minus) + digits_text;
  return form == Form::difference ? "+" + digits_text : digits_text;
}

// A fractional count without pretended precision.
std::string expected_count(double count) {
  if (std::isnan(count)) return std::string(dash);
  return number(count, count < 100 && std::abs(count - std::round(count)) > 0.05 ? 1 : 0,
                Form::value);
}

std::string percent(double share) {
  if (std::isnan(share)) return std::string(dash);
  if (share > 0.995 && share < 1) return "> 99 %";
  return core::fixed(100 * share, 0) + " %";
}

}  // namespace

int decimals(const Estimate& estimate) {
  double largest = 0;
  for (const double part : {estimate.value, estimate.interval.lower, estimate.interval.upper})
    if (std::isfinite(part)) largest = std::max(largest, std::abs(part));
  int digits = 3;
  if (largest > 1.5) digits = 2;
  if (largest >= 20) digits = 1;
  if (largest >= 1000) digits = 0;
  if (!estimate.has_interval()) return digits;
  const double width = estimate.interval.upper - estimate.interval.lower;
  // Rounding noise of two equal bounds (a kappa of 0 ± 1e-17) shows in no number of digits.
  if (!(width >= 1e-6) || !std::isfinite(width)) return digits;
  // Two bounds that differ must not read the same.
  while (digits < 6 && width < 2 * std::pow(10.0, -digits)) ++digits;
  return digits;
}

std::string value_text(const Estimate& estimate, Form form) {
  if (!estimate.is_estimable()) return std::string(dash);
  return number(estimate.value, decimals(estimate), form);
}

std::string interval_text(const Estimate& estimate, Form form) {
  if (!estimate.is_estimable() || !estimate.has_interval()) return std::string(dash);
  const int digits = decimals(estimate);
  const std::string lower = number(estimate.interval.lower, digits, form);
  const bool signs = form == Form::difference || lower.starts_with(minus);
  return lower + (signs ? " to " : "\u2013") + number(estimate.interval.upper, digits, form);
}

std::string text(const Estimate& estimate, Form form) {
  if (!estimate.is_estimable()) {
    const std::string& reason = estimate.absent_reason;
    return "not estimable" + (reason.empty() ? std::string() : ": " + reason);
  }
  const std::string interval =
      estimate.has_interval() ? interval_text(estimate, form) : std::string("no interval");
  return value_text(estimate, form) + " (" + interval + ")";
}

std::string brief_detail(const Estimate& estimate) {
  std::vector<std::string> parts;
  if (!estimate.is_estimable()) {
    parts.push_back(text(estimate));
    if (!estimate.absent_code.empty())
      parts.back().append(" [").append(estimate.absent_code).append("]");
  } else if (estimate.has_interval()) {
    parts.push_back(core::fixed(100 * estimate.level, estimate.level == 0.95 ? 0 : 1) +
                    " % interval");
  }
  if (!estimate.method.empty()) parts.push_back(estimate.method);
  parts.push_back("unit of analysis: " + estimate.unit);
  std::string size = "n " + core::grouped(estimate.n);
  size.append(", ").append(core::grouped(estimate.n_positive));
  switch (metrics::input_of(estimate.metric)) {
    case metrics::Input::scores:
      size.append(" positive");
      break;
    case metrics::Input::measures:
      size.append(" with a reference that is not empty");
      break;
    case metrics::Input::marks:
      size.append(" lesions");
      break;
  }
  if (estimate.n_clusters > 0)
    size.append(", ").append(core::counted(estimate.n_clusters, "patient"));
  parts.push_back(size);
  if (!std::isnan(estimate.design_effect))
    parts.push_back("design effect " + core::fixed(estimate.design_effect, 2));
  return core::join(parts, "; ");
}

std::string detail(const Estimate& estimate) {
  std::vector<std::string> parts{brief_detail(estimate)};
  if (!std::isnan(estimate.standard_error))
    parts.push_back("standard error " +
                    core::fixed(estimate.standard_error, std::min(6, decimals(estimate) + 1)));
  for (const stats::Definition& definition : estimate.definitions)
    parts.push_back(definition.name + ": " + definition.choice);
  for (const stats::OtherInterval& other : estimate.other_intervals) {
    Estimate alike = estimate;
    alike.interval = other.interval;
    parts.push_back(other.method + ": " + interval_text(alike));
  }
  if (estimate.test) parts.push_back(test_text(*estimate.test));
  return core::join(parts, "; ");
}

std::string p_text(double p_value) {
  if (std::isnan(p_value)) return {};
  if (p_value < 0.001) return "p < 0.001";
  return "p = " + core::fixed(p_value, p_value < 0.1 ? 3 : 2);
}

std::string test_text(const stats::TestResult& test) {
  std::string out = test.method;
  if (!std::isnan(test.statistic)) {
    out += std::isnan(test.degrees_of_freedom) ? ", z = " : ", t = ";
    out += number(test.statistic, 2, Form::value);
    if (!std::isnan(test.degrees_of_freedom))
      out += " on " + core::fixed(test.degrees_of_freedom, 1) + " df";
  }
  const std::string p = p_text(test.p_value);
  return out + (p.empty() ? "" : ", " + p + " (" + test.alternative + ")");
}

std::string_view decision_text(stats::Decision decision) {
  return decision == stats::Decision::inconclusive ? "cannot tell" : name(decision);
}

std::string text(const stats::Verdict& verdict) {
  std::string out(decision_text(verdict.decision));
  if (verdict.decision == stats::Decision::inconclusive)
    out.append(": ").append(name(verdict.reason));
  return out;
}

std::string shortage_text(const stats::Verdict& verdict) {
  std::vector<std::string> parts;
  if (verdict.further_positives.value_or(0) > 0)
    parts.push_back(core::counted(*verdict.further_positives, "more " + verdict.further_of));
  if (verdict.further_negatives.value_or(0) > 0)
    parts.push_back(core::counted(*verdict.further_negatives, "more " + verdict.further_of_other));
  return core::join(parts, " and ");
}

std::string_view headline(evaluation::Answer answer) {
  switch (answer) {
    case evaluation::Answer::yes:
      return "YES";
    case evaluation::Answer::no:
      return "NO";
    case evaluation::Answer::cannot_tell:
      return "CAN\u2019T TELL";
  }
  return "";
}

std::string metric_title(std::string_view id) {
  const metrics::Metric* metric = metrics::find(id);
  return metric == nullptr ? metric_label(id) : std::string(metric->title);
}

std::string metric_label(std::string_view id) {
  for (const std::string_view acronym :
       {"auroc", "auprc", "ppv", "npv", "mcc", "f1", "ece", "ici", "e50", "e90", "pauc", "froc"})
    if (id == acronym) {
      std::string out(id);
      std::transform(out.begin(), out.end(), out.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      return out;
    }
  std::string out(id);
  std::replace(out.begin(), out.end(), '-', ' ');
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string claim_text(const evaluation::ClaimResult& claim) {
  evaluation::Claim about = claim.claim;
  if (!claim.finding.empty()) about.finding = claim.finding;
  return about.text();
}

std::string threshold_text(const evaluation::OperatingPoint& point) {
  if (std::isnan(point.threshold)) return point.rule.empty() ? "none" : "none (" + point.rule + ")";
  char shown[40];
  std::snprintf(shown, sizeof shown, "%.4g", point.threshold);
  std::string out = "score \u2265 " + std::string(shown);
  return point.rule.empty() ? out : out + " (" + point.rule + ")";
}

std::string expected_cases(const evaluation::WaterfallStep& step) {
  return expected_count(step.cases);
}
std::string expected_positives(const evaluation::WaterfallStep& step) {
  return expected_count(step.positives);
}
std::string needed_positives(const evaluation::WaterfallStep& step) {
  return expected_count(std::ceil(step.positives_needed));
}
std::string power_text(const evaluation::WaterfallStep& step) {
  return percent(step.power);
}
std::string power_text(const stats::Verdict& verdict) {
  return percent(verdict.power);
}

}  // namespace secondsite::report
