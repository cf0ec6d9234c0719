#include <map>
#include <ostream>

#include "help.h"
#include "plan_parts.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/power_auc.h"
#include "secondsite/stats/power_calibration.h"
#include "secondsite/stats/power_development.h"
#include "secondsite/stats/power_margin.h"
#include "secondsite/stats/power_proportions.h"
#include "secondsite/stats/precision.h"

namespace secondsite::cli {
namespace {

using core::Error;
using core::Result;

struct Ask {
  std::string design = "two-proportions";
  std::map<std::string, std::optional<double>> given;
  bool one_sided = false;
  std::string formula = "normal";
  std::string variance = "obuchowski";
  std::string interval = "wilson";

  std::optional<double> get(const std::string& name) const { return given.at(name); }
  double get(const std::string& name, double fallback) const {
    return given.at(name).value_or(fallback);
  }
  stats::Sides sides() const { return one_sided ? stats::Sides::one : stats::Sides::two; }
  std::uint64_t comparisons() const { return static_cast<std::uint64_t>(get("comparisons", 1)); }
};

// One line of the answer; `asked` marks the value that was solved for.
struct PowerLine {
  std::string name;
  double value = 0;
  bool whole = false;  // a count, to be rounded up
  std::string unit;
};

struct Answer {
  std::string method;
  std::string sentence;
  std::vector<PowerLine> lines;
};

Error missing(const std::string& design, const std::string& what) {
  return Error("power.bad-value", "the design " + design + " needs " + what, {},
               "see secondsite plan power --help");
}

stats::AucVariance variance_named(const std::string& name) {
  if (name == "hanley-mcneil") return stats::AucVariance::hanley_mcneil;
  return name == "binormal" ? stats::AucVariance::binormal : stats::AucVariance::obuchowski;
}

// With n and the effect both stated the power is asked; else power has its default and the other
// is.
std::optional<double> power_unless_asked(const Ask& ask, bool all_else_given) {
  if (ask.get("power")) return ask.get("power");
  return all_else_given ? std::nullopt : std::optional(0.80);
}

// What every test design is told in the same words.
template <typename Design>
void take_shared(const Ask& ask, bool all_else_given, Design& design) {
  // With everything else stated, power too, alpha is what is asked.
  const bool asks_alpha = all_else_given && ask.get("power") && !ask.get("alpha");
  design.alpha = asks_alpha ? std::nullopt : std::optional(ask.get("alpha", 0.05));
  design.power = power_unless_asked(ask, all_else_given);
  design.sides = ask.sides();
  design.design_effect = ask.get("design-effect", 1);
  design.comparisons = ask.comparisons();
}

// AUROC designs beside: cases of each class, and the formula of the variance.
template <typename Design>
void take_classes(const Ask& ask, Design& design) {
  design.positives = ask.get("n");
  design.negatives = ask.get("n2");
  design.ratio = ask.get("ratio", 1);
  design.variance = variance_named(ask.variance);
}

Result<Answer> two_proportions(const Ask& ask) {
  if (!ask.get("p1")) return missing(ask.design, "--p1");
  stats::TwoProportionsDesign design;
  design.p1 = *ask.get("p1");
  design.p2 = ask.get("p2");
  design.n1 = ask.get("n");
  design.n2 = ask.get("n2");
  design.ratio = ask.get("ratio", 1);
  take_shared(ask, design.p2 && design.n1, design);
  design.formula = ask.formula == "arcsine" ? stats::TwoProportionsFormula::arcsine
                                            : stats::TwoProportionsFormula::normal;
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return Answer{
      ask.formula == "arcsine"
          ? "arcsine (Cohen 1988)"
          : "normal, as R power.prop.test; unequal n after Fleiss, Tytun & Ury 1980",
      "Two independent groups of positives: first sensitivity against second.",
      {{"first proportion", solved->p1, false, ""},
       {"second proportion", *solved->p2, false, ""},
       {"first group", *solved->n1, true, "positives"},
       {"second group", solved->n2.value_or(*solved->n1 * solved->ratio), true, "positives"},
       {"alpha", *solved->alpha, false, ""},
       {"power", *solved->power, false, ""}}};
}

Result<Answer> one_proportion(const Ask& ask) {
  if (!ask.get("goal")) return missing(ask.design, "--goal");
  stats::OneProportionDesign design;
  design.truth = ask.get("p1");
  design.goal = *ask.get("goal");
  design.n = ask.get("n");
  take_shared(ask, design.truth && design.n, design);
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return Answer{"normal score test",
                "One group of positives against a fixed goal.",
                {{"true proportion", *solved->truth, false, ""},
                 {"goal", solved->goal, false, ""},
                 {"group", *solved->n, true, "positives"},
                 {"alpha", *solved->alpha, false, ""},
                 {"power", *solved->power, false, ""}}};
}

Result<Answer> one_auc(const Ask& ask) {
  stats::OneAucDesign design;
  design.auc = ask.get("auc");
  design.goal = ask.get("goal", 0.5);
  take_classes(ask, design);
  take_shared(ask, design.auc && design.positives, design);
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return Answer{"variance: " + ask.variance,
                "One AUROC against a goal (0.5: against chance).",
                {{"AUROC", *solved->auc, false, ""},
                 {"goal", solved->goal, false, ""},
                 {"positives", *solved->positives, true, "positives"},
                 {"negatives", solved->negatives.value_or(*solved->positives * solved->ratio), true,
                  "negatives"},
                 {"alpha", *solved->alpha, false, ""},
                 {"power", *solved->power, false, ""}}};
}

Result<Answer> two_aucs(const Ask& ask) {
  if (!ask.get("auc")) return missing(ask.design, "--auc");
  stats::TwoAucsDesign design;
  design.auc1 = *ask.get("auc");
  design.auc2 = ask.get("auc2");
  design.correlation = ask.get("correlation", 0);
  take_classes(ask, design);
  take_shared(ask, design.auc2 && design.positives, design);
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return Answer{"variance: " + ask.variance,
                design.correlation == 0 ? "Two AUROCs of independent groups."
                                        : "Two AUROCs of the same cases.",
                {{"first AUROC", solved->auc1, false, ""},
                 {"second AUROC", *solved->auc2, false, ""},
                 {"positives", *solved->positives, true, "positives"},
                 {"negatives", solved->negatives.value_or(*solved->positives * solved->ratio), true,
                  "negatives"},
                 {"alpha", *solved->alpha, false, ""},
                 {"power", *solved->power, false, ""}}};
}

Result<Answer> margin(const Ask& ask) {
  stats::MarginDesign design;
  design.claim = ask.design == "equivalence" ? stats::MarginClaim::equivalence
                                             : stats::MarginClaim::non_inferiority;
  std::string what;
  if (ask.get("auc")) {
    design.variance = stats::paired_aucs_variance(*ask.get("auc"), ask.get("auc2", *ask.get("auc")),
                                                  ask.get("correlation", 0), ask.get("ratio", 1));
    what = "Two AUROCs of the same cases; n counts positives.";
    design.difference = ask.get("auc2", *ask.get("auc")) - *ask.get("auc");
  } else if (ask.get("p1")) {
    design.variance = stats::two_proportions_variance(*ask.get("p1"), ask.get("p2", *ask.get("p1")),
                                                      ask.get("ratio", 1));
    what = "Two independent proportions; n counts the first group's positives.";
    design.difference = ask.get("p2", *ask.get("p1")) - *ask.get("p1");
  } else {
    return missing(ask.design, "--p1 (proportions) or --auc");
  }
  design.n = ask.get("n");
  design.margin = ask.get("margin");
  design.alpha = ask.get("alpha", 0.025);
  design.power = power_unless_asked(ask, design.n && design.margin);
  design.design_effect = ask.get("design-effect", 1);
  design.comparisons = ask.comparisons();
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return Answer{"normal, alpha one-sided (Julious 2004)",
                what,
                {{"true difference", *solved->difference, false, ""},
                 {"margin", *solved->margin, false, ""},
                 {"n", *solved->n, true, "positives"},
                 {"alpha, one-sided", *solved->alpha, false, ""},
                 {"power", *solved->power, false, ""}}};
}

Result<Answer> calibration(const Ask& ask) {
  const double level = 1 - ask.get("alpha", 0.05);
  const auto answer = [](std::string method, std::string says, double n, double width) {
    return Answer{std::move(method),
                  std::move(says),
                  {{"cases", n, true, "cases"}, {"width of the interval", width, false, ""}}};
  };
  if (ask.design == "slope") {
    stats::CalibrationSlopeDesign design;
    design.predictor = {ask.get("lp-mean", 0), ask.get("lp-sd", 1)};
    design.level = level;
    design.n = ask.get("n");
    design.width = ask.get("width");
    auto solved = stats::solve(design);
    if (!solved) return std::move(solved).error();
    return answer("Riley 2021, Fisher information by numerical integration",
                  "Calibration slope, normal linear predictor.", *solved->n, *solved->width);
  }
  if (!ask.get("prevalence")) return missing(ask.design, "--prevalence");
  if (ask.design == "oe") {
    stats::ObservedExpectedDesign design;
    design.prevalence = *ask.get("prevalence");
    design.level = level;
    design.n = ask.get("n");
    design.width = ask.get("width");
    auto solved = stats::solve(design);
    if (!solved) return std::move(solved).error();
    return answer("Riley 2021", "Observed over expected events.", *solved->n, *solved->width);
  }
  stats::CStatisticDesign design;
  design.c = ask.get("auc", 0.8);
  design.prevalence = *ask.get("prevalence");
  design.level = level;
  design.n = ask.get("n");
  design.width = ask.get("width");
  auto solved = stats::solve(design);
  if (!solved) return std::move(solved).error();
  return answer("Riley 2021, Newcombe's standard error", "C statistic.", *solved->n,
                *solved->width);
}

Result<Answer> development(const Ask& ask) {
  if (!ask.get("r2") || !ask.get("parameters") || !ask.get("prevalence"))
    return missing(ask.design, "--r2, --parameters and --prevalence");
  stats::DevelopmentDesign design;
  design.cox_snell_r2 = *ask.get("r2");
  design.parameters = static_cast<std::uint64_t>(*ask.get("parameters"));
  design.prevalence = *ask.get("prevalence");
  auto size = stats::development_size(design);
  if (!size) return std::move(size).error();
  const auto as = [](std::uint64_t n) { return static_cast<double>(n); };
  return Answer{"Riley 2019",
                "Cases to develop a model with a binary outcome.",
                {{"for shrinkage", as(size->for_shrinkage), true, "cases"},
                 {"for optimism", as(size->for_optimism), true, "cases"},
                 {"for the intercept", as(size->for_intercept), true, "cases"},
                 {"needed", as(size->n), true, "cases"},
                 {"events", as(size->events), true, "events"},
                 {"events a parameter", size->events_per_parameter, false, ""}}};
}

Result<Answer> precision(const Ask& ask) {
  if (!ask.get("p1")) return missing(ask.design, "--p1");
  const double level = 1 - ask.get("alpha", 0.05);
  const double p = *ask.get("p1");
  const double deff = ask.get("design-effect", 1);
  if (ask.get("n")) {
    auto half = stats::half_width(ask.interval, p, *ask.get("n"), level, deff);
    if (!half) return std::move(half).error();
    return Answer{ask.interval + " interval",
                  "How precise a proportion will be.",
                  {{"proportion", p, false, ""},
                   {"n", *ask.get("n"), true, "cases"},
                   {"half-width", *half, false, ""}}};
  }
  if (!ask.get("width")) return missing(ask.design, "--n or --width");
  auto cases = stats::cases_for_half_width(ask.interval, p, *ask.get("width") / 2, level, deff);
  if (!cases) return std::move(cases).error();
  return Answer{ask.interval + " interval",
                "How precise a proportion will be.",
                {{"proportion", p, false, ""},
                 {"n", static_cast<double>(*cases), true, "cases"},
                 {"half-width", *ask.get("width") / 2, false, ""}}};
}

Result<Answer> answer_of(const Ask& ask) {
  if (ask.design == "two-proportions") return two_proportions(ask);
  if (ask.design == "one-proportion") return one_proportion(ask);
  if (ask.design == "auc") return one_auc(ask);
  if (ask.design == "two-aucs") return two_aucs(ask);
  if (ask.design == "non-inferiority" || ask.design == "equivalence") return margin(ask);
  if (ask.design == "development") return development(ask);
  if (ask.design == "precision") return precision(ask);
  return calibration(ask);
}

Exit run_plan_power(Session& session, const Ask& ask) {
  auto answer = answer_of(ask);
  if (!answer) {
    session.fail(answer.error());
    return Exit::usage;
  }
  if (session.json) {
    core::Json lines = core::Json::object();
    for (const PowerLine& line : answer->lines) lines[line.name] = core::json_number(line.value);
    session.out << core::pretty(
        {{"design", ask.design}, {"method", answer->method}, {"answer", lines}});
    return Exit::ok;
  }
  session.out << answer->sentence << "\n";
  for (const PowerLine& line : answer->lines) {
    const std::string pad(line.name.size() < 24 ? 24 - line.name.size() : 1, ' ');
    session.out << "  " << line.name << pad
                << (line.whole
                        ? core::grouped(static_cast<std::uint64_t>(std::ceil(line.value - 1e-9)))
                        : core::fixed(line.value, 4));
    if (!line.unit.empty()) session.out << " " << line.unit;
    if (line.whole && line.value != std::ceil(line.value))
      session.out << " (" << core::fixed(line.value, 2) << ")";
    session.out << "\n";
  }
  session.out << "  method                  " << wrapped(answer->method, 53, 26) << "\n";
  return Exit::ok;
}

}  // namespace

Act declare_plan_power(CLI::App& app) {
  auto ask = std::make_shared<Ask>();
  app.add_option("--design", ask->design, "What is compared with what")
      ->capture_default_str()
      ->check(
          CLI::IsMember({"two-proportions", "one-proportion", "auc", "two-aucs", "non-inferiority",
                         "equivalence", "precision", "oe", "c-statistic", "slope", "development"}));
  const std::pair<const char*, const char*> numbers[] = {
      {"p1", "First (or only) true proportion"},
      {"p2", "Second true proportion"},
      {"goal", "Fixed goal"},
      {"auc", "First (or only) true AUROC"},
      {"auc2", "Second true AUROC"},
      {"correlation", "Of two AUROCs on the same cases"},
      {"n", "First group, or positives"},
      {"n2", "Second group, or negatives"},
      {"ratio", "Second group over first, or negatives over positives"},
      {"alpha", "Error level (default 0.05)"},
      {"power", "Power (default 0.80 unless it is what is asked)"},
      {"margin", "Non-inferiority or equivalence margin"},
      {"design-effect", "Clustered variance over independent"},
      {"comparisons", "Tests that share alpha (Bonferroni; Holm's first step)"},
      {"width", "Wanted width of the interval"},
      {"prevalence", "Prevalence of the finding"},
      {"lp-mean", "Mean of the linear predictor"},
      {"lp-sd", "Its standard deviation"},
      {"r2", "Expected Cox-Snell R²"},
      {"parameters", "Candidate parameters"},
  };
  for (const auto& [name, says] : numbers)
    app.add_option("--" + std::string(name), ask->given[name], says);
  app.add_flag("--one-sided", ask->one_sided, "One-sided test");
  app.add_option("--formula", ask->formula, "normal or arcsine")
      ->check(CLI::IsMember({"normal", "arcsine"}))
      ->capture_default_str();
  app.add_option("--variance", ask->variance, "obuchowski, hanley-mcneil or binormal")
      ->check(CLI::IsMember({"obuchowski", "hanley-mcneil", "binormal"}))
      ->capture_default_str();
  app.add_option("--interval", ask->interval, "Interval for --design precision")
      ->capture_default_str();
  return [ask](Session& session) { return run_plan_power(session, *ask); };
}

}  // namespace secondsite::cli
