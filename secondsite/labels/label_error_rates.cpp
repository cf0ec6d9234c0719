#include <cmath>

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
  } else if (at->is_object()) {
    const double x = core::number_or_nan(*at, "successes");
    const double n = core::number_or_nan(*at, "trials");
    if (!(n > 0)) return bad(std::string(key) + " needs successes and trials above 0", origin);
    out.value = x / n;
    out.trials = n;
  } else {
    return bad(std::string(key) + " is neither a number nor successes and trials", origin);
  }
  if (!(out.value >= 0 && out.value <= 1)) return bad(std::string(key) + " is no share", origin);
  return out;
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
  if (audit != json.end() && audit->is_object())
    return rates_from_audit(core::number_or_nan(*audit, "tp"), core::number_or_nan(*audit, "fp"),
                            core::number_or_nan(*audit, "fn"), core::number_or_nan(*audit, "tn"),
                            text);
  auto sensitivity = rate_from(json, "sensitivity", origin);
  if (!sensitivity) return std::move(sensitivity).error();
  auto specificity = rate_from(json, "specificity", origin);
  if (!specificity) return std::move(specificity).error();
  return LabelErrorRates{*sensitivity, *specificity, text};
}

}  // namespace secondsite::labels
