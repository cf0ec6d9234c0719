#include <cmath>
#include <ostream>

#include "number_check.h"
#include "readers_parts.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/report/readers_pages.h"

namespace secondsite::cli {
namespace {

struct BandOptions {
  ReadsOptions reads;
  readers::BandRequest request;
  std::string model;
  std::string model_case;
};

// Scores become calls at a threshold only; without one there is no model to place.
std::optional<core::Error> scores_without_threshold(const std::vector<readers::ModelOutput>& model,
                                                    const readers::BandRequest& request) {
  if (request.threshold) return std::nullopt;
  for (const readers::ModelOutput& one : model)
    for (const double v : one.score)
      if (!std::isnan(v) && v != 0 && v != 1)
        return core::Error("readers.no-threshold",
                           "the model's output for " + one.finding + " holds " + core::exact(v) +
                               ": scores, and no threshold says which are calls",
                           {}, "add --threshold X, or give calls of 0 and 1");
  return std::nullopt;
}

Exit run_band(Session& session, const BandOptions& options) {
  if (session.dry_run) return rehearse_reads(session, options.reads, "band");
  auto asked = read_reads(options.reads, session.context);
  if (!asked) return session.fail(asked.error());
  std::vector<readers::ModelOutput> model;
  if (!options.model.empty()) {
    auto table = cohort::read_table(options.model, session.context, asked->findings);
    if (!table)
      return session.fail(std::move(table).error().while_doing("reading the model's output"));
    std::string column =
        options.model_case.empty() ? options.reads.request.one_case : options.model_case;
    if (column.empty() && !table->columns().empty()) column = table->columns()[0].name;
    auto output = readers::model_output(asked->reads, *table, column, asked->findings);
    if (!output) return session.fail(output.error());
    model = *std::move(output);
  }
  if (auto fault = scores_without_threshold(model, options.request)) return session.fail(*fault);
  auto result = readers::measure_band(asked->reads, model, options.request, session.context);
  if (!result) return session.fail(result.error());
  result->odd.merge(asked->findings);
  for (const std::string& reason : asked->reasons) session.note << reason << "\n";
  return tell_dossier(session, report::band_dossier(asked->reads, options.request, *result),
                      options.reads.out);
}

struct AdjudicateOptions {
  ReadsOptions reads;
  std::string rule = "dawid_skene";
  labels::AdjudicationOptions adjudication;
  std::size_t shown = 20;
};

Exit run_adjudicate(Session& session, const AdjudicateOptions& options) {
  if (session.dry_run) return rehearse_reads(session, options.reads, "adjudication");
  auto asked = read_reads(options.reads, session.context);
  if (!asked) return session.fail(asked.error());
  auto rule = core::find_entry(labels::consensus_rules::all(), options.rule, "consensus rule");
  if (!rule) return session.fail(rule.error());
  std::vector<report::FindingPlan> plans;
  for (const readers::RatedFinding& finding : asked->reads.findings) {
    const auto ratings = readers::ratings_of(asked->reads, finding);
    auto consensus = (*rule)->apply(ratings, {});
    if (!consensus)
      return session.fail(
          std::move(consensus).error().while_doing("making the consensus of " + finding.name));
    plans.push_back(
        {finding.name, labels::plan_adjudication(*consensus, ratings, asked->reads.clusters(),
                                                 options.adjudication)});
  }
  for (const std::string& reason : asked->reasons) session.note << reason << "\n";
  return tell_dossier(session,
                      report::adjudication_dossier(asked->reads, options.rule, plans, options.shown,
                                                   asked->findings),
                      options.reads.out);
}

}  // namespace

Act declare_readers_band(CLI::App& app) {
  auto options = std::make_shared<BandOptions>();
  add_reads_options(app, options->reads);
  const char* group = "Model and band";
  app.add_option("--model", options->model,
                 "Table of the model's output: scores or calls, a column a finding")
      ->group(group);
  app.add_option("--model-case", options->model_case,
                 "Its case column (default: --case, else its first column)")
      ->group(group);
  app.add_option("--threshold", options->request.threshold, "Scores at or above it are calls")
      ->check(finite_number())
      ->group(group);
  app.add_option("--reference", options->request.reference,
                 "Readers whose majority is the reference (default: all); repeatable")
      ->group(group);
  app.add_option("--compare", options->request.compared,
                 "Readers of the band (default: those not in --reference, or all); repeatable")
      ->group(group);
  app.add_option("--margin", options->request.claimed_margin,
                 "A difference that is to be claimed: flagged where finer than the noise floor")
      ->check(number_not_negative())
      ->group(group);
  app.add_option("--replicates", options->request.replicates, "Of the bootstrap")
      ->check(CLI::Range(1U, 1000000U))
      ->capture_default_str()
      ->group(group);
  return [options](Session& session) { return run_band(session, *options); };
}

Act declare_readers_adjudicate(CLI::App& app) {
  auto options = std::make_shared<AdjudicateOptions>();
  add_reads_options(app, options->reads);
  const char* group = "What to read again";
  std::vector<std::string> rules;
  for (const labels::ConsensusRule& rule : labels::consensus_rules::all())
    rules.emplace_back(rule.id);
  app.add_option("--rule", options->rule, "Whose soft labels rank the cases")
      ->check(CLI::IsMember(rules))
      ->capture_default_str()
      ->group(group);
  app.add_option("--adjudicator-error", options->adjudication.adjudicator_error,
                 "Chance that an adjudicated label is wrong")
      ->check(number_from(0, 0.5))
      ->capture_default_str()
      ->group(group);
  app.add_option("--share", options->adjudication.shares,
                 "Share of the cases to adjudicate; repeatable, ascending")
      ->check(number_from(0, 1))
      ->group(group);
  app.add_option("--list", options->shown, "Cases listed for each finding")
      ->capture_default_str()
      ->group(group);
  return [options](Session& session) { return run_adjudicate(session, *options); };
}

}  // namespace secondsite::cli
