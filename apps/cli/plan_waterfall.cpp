#include <ostream>

#include "cohort_options.h"
#include "help.h"
#include "plan_parts.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/waterfall.h"
#include "secondsite/stats/expected_positives.h"
#include "secondsite/stats/waterfall.h"

namespace secondsite::cli {
namespace {

using core::Error;
using core::Result;

struct Waterfall {
  CohortOptions cohort;  // a real table instead of factors
  double start = 0;
  std::vector<std::string> factors;
  stats::WaterfallOptions options;
  int against = -1;
};

Result<stats::WaterfallFactor> factor_of(const std::string& text) {
  const std::size_t sign = text.rfind('=');
  const auto share = sign == std::string::npos
                         ? std::nullopt
                         : core::parse_number(std::string_view(text).substr(sign + 1));
  if (!share)
    return Error("power.bad-value", "\"" + text + "\" is no factor", {},
                 "write --factor \"women=0.47\"");
  return stats::WaterfallFactor{text.substr(0, sign), *share};
}

Exit show(Session& session, const std::vector<stats::WaterfallLevel>& levels,
          const stats::WaterfallOptions& options) {
  if (session.json) {
    core::Json list = core::Json::array();
    for (const stats::WaterfallLevel& level : levels)
      list.push_back({{"name", level.name},
                      {"share", level.share},
                      {"count", level.count},
                      {"wald_half_width", core::json_number(level.wald_half_width)},
                      {"wilson_lower", core::json_number(level.wilson.lower)},
                      {"wilson_upper", core::json_number(level.wilson.upper)},
                      {"power_two_equal_groups", core::json_number(level.power_equal)},
                      {"power_against_the_rest", core::json_number(level.power_rest)},
                      {"power_against_the_goal", core::json_number(level.power_goal)},
                      {"least_gap", core::json_number(level.least_gap)}});
    session.out << core::pretty(list);
    return Exit::ok;
  }
  session.out
      << "level                         share       count  +/-    Wilson         power  gap\n";
  for (const stats::WaterfallLevel& level : levels) {
    char line[200];
    std::snprintf(
        line, sizeof line, "%-28.28s %6s %11s  %s  %s to %s  %s  %s\n", level.name.c_str(),
        core::fixed(level.share, 3).c_str(), core::fixed(level.count, 1).c_str(),
        core::fixed(level.wald_half_width, 3).c_str(), core::fixed(level.wilson.lower, 2).c_str(),
        core::fixed(level.wilson.upper, 2).c_str(), core::fixed(level.power_equal, 2).c_str(),
        core::fixed(level.least_gap, 2).c_str());
    session.out << line;
  }
  session.out << "+/-: Wald half-width at a sensitivity of " << core::fixed(options.proportion, 2)
              << "; power: two groups of this size, " << core::fixed(options.proportion, 2)
              << "\nagainst " << core::fixed(options.gap_to, 2)
              << "; gap: the smallest drop that they show with power "
              << core::fixed(options.power, 2) << ".\n";
  const stats::WaterfallLevel& last = levels.back();
  if (!std::isnan(last.power_rest))
    session.out << "Against the rest of the reference level the last one has power "
                << core::fixed(last.power_rest, 3) << ".\n";
  session.out << "Against a fixed " << core::fixed(options.proportion, 2)
              << " the last level has power " << core::fixed(last.power_goal, 3) << ".\n";
  return Exit::ok;
}

// From a real table: each dimension cut to the level that keeps the fewest positives. Scores stay
// closed.
Exit run_on_table(Session& session, const Waterfall& ask) {
  evaluation::Request request;
  auto tables = stated_tables(ask.cohort);
  if (!tables) return session.fail(tables.error());
  auto protocol = stated_protocol(ask.cohort, session.context.seed);
  if (!protocol) return session.fail(protocol.error());
  request.tables = std::move(*tables);
  request.protocol = std::move(*protocol);
  request.row_level_by_name = request.protocol.unit != "patient";
  auto view =
      evaluation::open_view(request, true, session.context, evaluation::Scores::left_closed);
  if (!view) return session.fail(view.error());
  const double gap = ask.options.proportion - ask.options.gap_to;
  for (const evaluation::FindingCases& finding : view->findings) {
    std::vector<stats::WaterfallCount> counts;
    for (const auto& step :
         evaluation::waterfall_of(*view, finding, ask.options.proportion, gap, request.protocol))
      counts.push_back({step.description, step.positives});
    auto levels = stats::waterfall_of_counts(counts, ask.options);
    if (!levels) return session.fail(levels.error());
    if (!session.json) session.out << finding.columns.name << ": positives left\n";
    show(session, *levels, ask.options);
  }
  return Exit::ok;
}

Exit run_waterfall(Session& session, const Waterfall& ask) {
  if (!ask.cohort.tables.empty()) return run_on_table(session, ask);
  if (!(ask.start > 0) || ask.factors.empty()) {
    session.fail(Error("power.bad-value",
                       "a waterfall needs a table, or --start with at least one --factor", {},
                       "write plan waterfall --start 377110 --factor frontal=.65, or plan "
                       "waterfall cohort.csv --strata sex"));
    return Exit::usage;
  }
  std::vector<stats::WaterfallFactor> factors;
  for (const std::string& text : ask.factors) {
    auto factor = factor_of(text);
    if (!factor) {
      session.fail(factor.error());
      return Exit::usage;
    }
    factors.push_back(std::move(*factor));
  }
  stats::WaterfallOptions options = ask.options;
  if (ask.against >= 0) options.reference_level = static_cast<std::size_t>(ask.against);
  auto levels = stats::waterfall("start", ask.start, factors, options);
  if (!levels) {
    session.fail(levels.error());
    return Exit::usage;
  }
  return show(session, *levels, options);
}

struct Sites {
  stats::StratumPlan plan;
  double cases = 0;
  double cases_per_site = 0;
  double assurance = 0.80;
  std::optional<double> prevalence_cases;
};

Exit run_sites(Session& session, const Sites& ask) {
  stats::StratumPlan plan = ask.plan;
  plan.prevalence_cases = ask.prevalence_cases;
  auto outlook = stats::outlook(plan, static_cast<std::uint64_t>(ask.cases),
                                static_cast<std::uint64_t>(ask.cases_per_site), ask.assurance);
  if (!outlook) {
    session.fail(outlook.error());
    return Exit::usage;
  }
  if (session.json) {
    session.out << core::pretty({{"expected_positives", outlook->expected_positives},
                                 {"needed", plan.needed},
                                 {"chance", outlook->chance},
                                 {"is_enough", outlook->is_enough},
                                 {"further_cases", outlook->further_cases},
                                 {"further_sites", outlook->further_sites}});
    return Exit::ok;
  }
  session.out << "Expected positives     " << core::fixed(outlook->expected_positives, 1) << " of "
              << core::grouped(plan.needed) << " needed\n"
              << "Chance to have enough  " << core::fixed(100 * outlook->chance, 1) << " %\n";
  if (outlook->is_enough)
    session.out << "Enough: this stratum can be certified.\n";
  else
    session.out << "Not enough: " << core::grouped(outlook->further_cases) << " more cases, or "
                << core::counted(outlook->further_sites, "more site", "more sites")
                << ", would make it " << core::fixed(100 * ask.assurance, 0) << " %.\n";
  return Exit::ok;
}

}  // namespace

Act declare_plan_waterfall(CLI::App& app) {
  auto ask = std::make_shared<Waterfall>();
  app.add_option("TABLE", ask->cohort.tables,
                 "Real tables: positives by site and stratum, scores closed");
  app.add_option("--start", ask->start, "Cases at the top (without a table)")
      ->check(CLI::PositiveNumber);
  app.add_option("--factor", ask->factors,
                 "A level and its share of the one above: \"women=0.47\"; in order");
  app.add_option("--sensitivity", ask->options.proportion, "Expected sensitivity")
      ->capture_default_str();
  app.add_option("--gap-to", ask->options.gap_to, "The sensitivity that must be told from it")
      ->capture_default_str();
  app.add_option("--design-effect", ask->options.design_effect,
                 "Clustered over independent variance")
      ->capture_default_str();
  app.add_option("--comparisons", ask->options.comparisons, "Subgroups that share alpha")
      ->capture_default_str();
  app.add_option("--against", ask->against,
                 "Level (0 = start) whose other cases are the comparison");
  add_column_options(app, ask->cohort);
  add_protocol_options(app, ask->cohort);
  return [ask](Session& session) {
    ask->options.alpha = ask->cohort.alpha.value_or(ask->options.alpha);
    ask->options.power = ask->cohort.power.value_or(ask->options.power);
    return run_waterfall(session, *ask);
  };
}

Act declare_plan_sites(CLI::App& app) {
  auto ask = std::make_shared<Sites>();
  app.add_option("--cases", ask->cases, "Cases that the sites have now")
      ->required()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--prevalence", ask->plan.prevalence, "Of the finding")->required();
  app.add_option("--share", ask->plan.share, "Of the cases that fall into the stratum")
      ->capture_default_str();
  app.add_option("--needed", ask->plan.needed, "Positives that the claim takes (see plan power)")
      ->required();
  app.add_option("--cases-per-site", ask->cases_per_site, "Cases that a further site brings")
      ->required()
      ->check(CLI::PositiveNumber);
  app.add_option("--assurance", ask->assurance, "Chance that is wanted")->capture_default_str();
  app.add_option("--prevalence-cases", ask->prevalence_cases,
                 "Cases on which the prevalence rests (it is then uncertain)");
  return [ask](Session& session) { return run_sites(session, *ask); };
}

}  // namespace secondsite::cli
