#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/claim_direction.h"
#include "secondsite/evaluation/protocol.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

namespace {

// Cuts `text` at the keyword (a word of its own), gives what follows, and leaves what precedes.
std::optional<std::string> take_clause(std::string& text, std::string_view keyword) {
  const std::string needle = " " + std::string(keyword) + " ";
  const std::size_t at = core::lower(text).find(needle);
  if (at == std::string::npos) return std::nullopt;
  std::string clause(core::trim(std::string_view(text).substr(at + needle.size())));
  text.resize(at);
  return clause;
}

Error malformed(std::string_view claim, const std::string& why, const std::string& origin) {
  return Error("plan.claim-syntax",
               "the claim \"" + std::string(claim) + "\" cannot be read: " + why, {.file = origin});
}

std::string title_of(const std::string& metric) {
  const metrics::Metric* found = metrics::find(metric);
  return found == nullptr ? metric : std::string(found->title);
}

}  // namespace

int direction(const Claim& claim) {
  if (claim.kind != Claim::Kind::non_inferior && claim.kind != Claim::Kind::superior) return 1;
  const metrics::Metric* metric = metrics::find(claim.metric);
  if (metric == nullptr || metric->better == metrics::Better::higher) return 1;
  return metric->better == metrics::Better::lower ? -1 : 0;
}

std::string Claim::text() const {
  std::string out = title_of(metric);
  if (!finding.empty()) out += " for " + finding;
  if (!where.conditions.empty()) out += " where " + where.text();
  const std::string against = !versus_score.empty() ? "score " + versus_score
                              : versus_rest         ? std::string("everyone else")
                              : versus              ? versus->text()
                                                    : std::string();
  switch (kind) {
    case Kind::at_least:
      return out + " is at least " + core::exact(goal);
    case Kind::at_most:
      return out + " is at most " + core::exact(goal);
    case Kind::non_inferior:
      return out + (direction(*this) < 0 ? " is not higher by " : " is not lower by ") +
             core::exact(margin) + " or more than with " + against;
    case Kind::equivalent:
      return out + " is within " + core::exact(margin) + " of that with " + against;
    case Kind::superior:
      return out + (direction(*this) < 0 ? " is lower than with " : " is higher than with ") +
             against;
  }
  return out;
}

std::string claim_source(const Claim& claim) {
  std::string out = claim.metric;
  switch (claim.kind) {
    case Claim::Kind::at_least:
      out += " >= " + core::exact(claim.goal);
      break;
    case Claim::Kind::at_most:
      out += " <= " + core::exact(claim.goal);
      break;
    case Claim::Kind::non_inferior:
      out += " non-inferior " + core::exact(claim.margin);
      break;
    case Claim::Kind::equivalent:
      out += " equivalent " + core::exact(claim.margin);
      break;
    case Claim::Kind::superior:
      out += " superior";
      break;
  }
  if (!claim.where.conditions.empty()) out += " where " + claim.where.text();
  if (!claim.versus_score.empty()) return out + " versus score " + claim.versus_score;
  if (claim.versus_rest) return out + " versus rest";
  if (claim.versus) return out + " versus " + claim.versus->text();
  return out;
}

std::string OperatingPointRule::text() const {
  if (given) return "threshold " + core::exact(*given);
  if (metric.empty()) return "none";
  return metric + " >= " + core::exact(target) + (site.empty() ? "" : " at site " + site);
}

Result<OperatingPointRule> parse_operating_point(std::string_view text, const std::string& origin) {
  const auto fault = [&](const std::string& why) {
    return Error("plan.operating-point-syntax",
                 "the operating point \"" + std::string(text) + "\" cannot be read: " + why,
                 {.file = origin});
  };
  std::string rest(core::trim(text));
  OperatingPointRule rule;
  if (rest.rfind("threshold", 0) == 0)
    rest = std::string(core::trim(std::string_view(rest).substr(9)));
  if (const auto number = core::parse_number(rest)) {
    if (!std::isfinite(*number)) return fault("the threshold must be finite");
    rule.given = number;
    return rule;
  }
  const std::size_t sign = rest.find(">=");
  if (sign == std::string::npos) return fault("neither a number nor \"METRIC >= TARGET\"");
  rule.metric = std::string(core::trim(std::string_view(rest).substr(0, sign)));
  std::string target = " " + rest.substr(sign + 2) + " ";
  if (auto site = take_clause(target, "at")) {
    rule.site = site->rfind("site ", 0) == 0
                    ? std::string(core::trim(std::string_view(*site).substr(5)))
                    : *site;
  }
  if (rule.metric != "sensitivity" && rule.metric != "specificity")
    return fault("the metric must be sensitivity or specificity");
  const auto number = core::parse_number(target);
  if (!number || !(*number > 0 && *number <= 1)) return fault("the target must lie in (0, 1]");
  rule.target = *number;
  return rule;
}

Result<Claim> parse_claim(std::string_view text, const std::string& origin) {
  Claim claim;
  std::string rest = " " + std::string(core::trim(text)) + " ";
  // "auroc>=0.8" is as good as "auroc >= 0.8"; conditions behind a keyword have a parser of their
  // own.
  const std::size_t first_keyword =
      std::min({rest.find(" for "), rest.find(" where "), rest.find(" versus ")});
  if (const std::size_t sign = std::min(rest.find(">="), rest.find("<=")); sign < first_keyword) {
    rest.insert(sign + 2, " ");
    rest.insert(sign, " ");
  }
  if (const auto expected = take_clause(rest, "expecting")) {
    claim.expected = core::parse_number(*expected);
    if (!claim.expected) return malformed(text, "after \"expecting\" stands no number", origin);
  }
  const auto versus = take_clause(rest, "versus");
  const auto where = take_clause(rest, "where");
  const auto finding = take_clause(rest, "for");
  for (const auto* clause : {&versus, &where, &finding})
    if (*clause && (*clause)->empty())
      return malformed(text, "a keyword stands at its end with nothing after it", origin);
  if (where) {
    auto filter = cohort::parse_filter(*where, origin);
    if (!filter)
      return std::move(filter).error().while_doing("reading the claim \"" + std::string(text) +
                                                   "\"");
    claim.where = std::move(*filter);
  }
  if (finding) claim.finding = *finding;
  if (versus) {
    if (*versus == "rest") {
      claim.versus_rest = true;
    } else if (versus->rfind("score ", 0) == 0) {
      claim.versus_score = std::string(core::trim(std::string_view(*versus).substr(6)));
    } else {
      auto filter = cohort::parse_filter(*versus, origin);
      if (!filter)
        return std::move(filter).error().while_doing("reading the claim \"" + std::string(text) +
                                                     "\"");
      claim.versus = std::move(*filter);
    }
  }

  std::vector<std::string> words;
  for (const std::string& word : core::split(rest, ' '))
    if (!core::trim(word).empty()) words.emplace_back(core::trim(word));
  if (words.size() < 2) return malformed(text, "it needs a metric and a comparison", origin);
  claim.metric = words[0];
  const std::string& relation = words[1];
  const auto number = words.size() > 2 ? core::parse_number(words[2]) : std::nullopt;
  if (words.size() > 3) return malformed(text, "\"" + words[3] + "\" was not expected", origin);
  if (relation == ">=" || relation == "<=") {
    claim.kind = relation == ">=" ? Claim::Kind::at_least : Claim::Kind::at_most;
    if (!number || !std::isfinite(*number))
      return malformed(text, "the goal is not a number", origin);
    claim.goal = *number;
    if (claim.is_contrast())
      return malformed(
          text,
          "a goal compares with a number; \"versus\" wants non-inferior, equivalent or superior",
          origin);
    return claim;
  }
  if (relation == "non-inferior" || relation == "noninferior" || relation == "equivalent") {
    claim.kind = relation == "equivalent" ? Claim::Kind::equivalent : Claim::Kind::non_inferior;
    if (!number || !(*number > 0))
      return malformed(text, "the margin must be a number above 0", origin);
    claim.margin = *number;
  } else if (relation == "superior") {
    claim.kind = Claim::Kind::superior;
    if (number) return malformed(text, "superiority takes no margin", origin);
  } else {
    return malformed(
        text, "\"" + relation + "\" is none of >=, <=, non-inferior, equivalent, superior", origin);
  }
  if (!claim.is_contrast())
    return malformed(text, "a comparison needs \"versus\": a condition, rest, or score COLUMN",
                     origin);
  return claim;
}

}  // namespace secondsite::evaluation
