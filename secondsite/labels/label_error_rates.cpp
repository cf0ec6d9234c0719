#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/labels/label_error.h"

namespace secondsite::labels {
namespace {

core::Error bad(const std::string& what, const std::string& origin) {
  return core::Error("noise.bad-rates", what,
                     {.file = origin, .row = std::nullopt, .column = "", .tag = ""}, "");
}

core::Result<Rate> rate_from(const core::Json& json, const char* key, const std::string& origin) {
  const auto at = json.find(key);
  if (at == json.end()) return bad(std::string("there is no \"") + key + "\"", origin);
  Rate out;
  if (at->is_number()) {
    out.value = at->get<double>();
  } else if (at->is_object() && at->contains("value")) {
    out.value = core::number_or_nan(*at, "value");
    const double error = core::number_or_nan(*at, "standard_error");
    if (!(error >= 0) || !std::isfinite(error))
      return bad(std::string(key) + " needs a standard_error of 0 or more", origin);
    if (error > 0) out.trials = out.value * (1 - out.value) / (error * error);
  } else if (at->is_object()) {
    const double x = core::number_or_nan(*at, "successes");
    const double n = core::number_or_nan(*at, "trials");
    if (!(n > 0) || !std::isfinite(n))
      return bad(std::string(key) + " needs successes and trials above 0", origin);
    out.value = x / n;
    out.trials = n;
  } else {
    return bad(std::string(key) + " is neither a number nor successes and trials", origin);
  }
  if (!(out.value >= 0 && out.value <= 1)) return bad(std::string(key) + " is no share", origin);
  return out;
}

core::Json rate_json(const Rate& rate) {
  if (!rate.trials) return rate.value;
  return {{"successes", rate.value * *rate.trials}, {"trials", *rate.trials}};
}

}  // namespace

core::Result<LabelErrorRates> rates_from_audit(double tp, double fp, double fn, double tn,
                                               std::string source) {
  for (const double count : {tp, fp, fn, tn})
    if (!(count >= 0) || !std::isfinite(count)) return bad("a count of the audit is none", source);
  if (tp + fn <= 0 || tn + fp <= 0)
    return bad("the audit has no truly positive or no truly negative case", source);
  return LabelErrorRates{{tp / (tp + fn), tp + fn}, {tn / (tn + fp), tn + fp}, std::move(source)};
}

core::Result<LabelErrorRates> rates_from_json(const core::Json& json, const std::string& origin) {
  if (!json.is_object()) return bad("the error rates are no mapping", origin);
  const auto source = json.find("source");
  const std::string text =
      source != json.end() && source->is_string() ? source->get<std::string>() : origin;
  const auto audit = json.find("audit");
  LabelErrorRates out;
  if (audit != json.end() && audit->is_object()) {
    auto counted = rates_from_audit(
        core::number_or_nan(*audit, "tp"), core::number_or_nan(*audit, "fp"),
        core::number_or_nan(*audit, "fn"), core::number_or_nan(*audit, "tn"), text);
    if (!counted) return std::move(counted).error();
    out = *std::move(counted);
  } else {
    auto sensitivity = rate_from(json, "sensitivity", origin);
    if (!sensitivity) return std::move(sensitivity).error();
    auto specificity = rate_from(json, "specificity", origin);
    if (!specificity) return std::move(specificity).error();
    out = {*sensitivity, *specificity, text};
  }
  if (json.contains("correlation")) {
    out.correlation = core::number_or_nan(json, "correlation");
    if (!(out.correlation >= 0 && out.correlation < 1))
      return bad("the correlation of the errors must lie in [0, 1)", origin);
  }
  return out;
}

core::Json to_json(const LabelErrorRates& rates) {
  core::Json out{{"sensitivity", rate_json(rates.sensitivity)},
                 {"specificity", rate_json(rates.specificity)}};
  if (!rates.source.empty()) out["source"] = rates.source;
  if (rates.correlation != 0) out["correlation"] = rates.correlation;
  return out;
}

core::Result<std::vector<std::pair<std::string, LabelErrorRates>>> rates_of_labeler(
    const core::Json& json, const std::string& origin) {
  std::vector<std::pair<std::string, LabelErrorRates>> out;
  const auto agreement = json.is_object() ? json.find("agreement") : json.end();
  if (!json.is_object() || agreement == json.end() || !agreement->is_array())
    return bad("there is no \"agreement\" of labels with a gold table", origin);
  for (const core::Json& each : *agreement) {
    if (!each.is_object() || each.value("asked", core::Json()) != "present") continue;
    const auto label = each.find("label");
    if (label == each.end() || !label->is_string()) continue;
    auto rates = rates_from_audit(
        core::number_or_nan(each, "true_positive"), core::number_or_nan(each, "false_positive"),
        core::number_or_nan(each, "false_negative"), core::number_or_nan(each, "true_negative"),
        "gold table of the labeler, " + origin);
    // A label that the gold never has, or always, has no rates.
    if (rates) out.emplace_back(label->get<std::string>(), *std::move(rates));
  }
  if (out.empty()) return bad("no label of the gold table has cases of both kinds", origin);
  return out;
}

std::string LabelErrorRates::assumption() const {
  if (correlation == 0)
    return "Given the truth, the label's errors are taken as independent of the model's "
           "(conditional independence). A model that was trained on such labels shares their "
           "errors, and its corrected accuracy is then too high.";
  return "Given the truth, the label's errors and the model's are taken to correlate by " +
         core::exact(correlation) +
         ", alike among the truly positive and the truly negative. The AUROC has no correction "
         "under this assumption.";
}

}  // namespace secondsite::labels
