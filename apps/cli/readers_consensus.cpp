#include <ostream>

#include "number_check.h"
#include "readers_masks.h"
#include "secondsite/cohort/build.h"
#include "secondsite/core/file.h"
#include "secondsite/core/registry.h"
#include "secondsite/report/readers_consensus.h"

namespace secondsite::cli {
namespace {

struct ReadersConsensusOptions {
  ReadsOptions reads;
  ReaderMasks masks;
  readers::MaskConsensusRequest contours;
  bool rule_stated = false;
  readers::ConsensusRequest request;
  std::string tie = "none";
};

Exit run_readers_consensus(Session& session, const ReadersConsensusOptions& options) {
  if (options.masks.given()) {
    readers::MaskConsensusRequest contours = options.contours;
    if (options.rule_stated) contours.rule = options.request.rule;
    if (options.request.options.prior.size() > 1 || options.tie != "none")
      return session.fail(core::Error(
          "config.bad-value", "masks take one --prior, of the structure, and no --tie", {}, ""));
    if (!options.request.options.prior.empty()) contours.prior = options.request.options.prior[0];
    return run_mask_consensus(session, options.masks, options.reads, contours);
  }
  if (session.dry_run) return rehearse_reads(session, options.reads, "consensus");
  auto asked = read_reads(options.reads, session.context);
  if (!asked) return session.fail(asked.error());
  readers::ConsensusRequest request = options.request;
  request.options.tie = options.tie == "positive" ? 1 : options.tie == "negative" ? 0 : -1;
  auto result = readers::make_consensus(asked->reads, request, session.context);
  if (!result) return session.fail(result.error());
  result->odd.merge(asked->findings);
  for (const std::string& reason : asked->reasons) session.note << reason << "\n";
  const std::string& folder = options.reads.out;
  if (!folder.empty()) {
    if (auto made = core::make_folder(folder); !made) return session.fail(made.error());
    auto table = readers::consensus_table(asked->reads, *result);
    if (!table) return session.fail(table.error());
    if (auto wrote = cohort::write_csv(*table, folder + "/consensus.csv"); !wrote)
      return session.fail(wrote.error());
  }
  return tell_dossier(session, report::consensus_dossier(asked->reads, request, *result), folder);
}

}  // namespace

Act declare_readers_consensus(CLI::App& app) {
  auto options = std::make_shared<ReadersConsensusOptions>();
  add_reads_options(app, options->reads, true);
  const char* group = "How the labels are made";
  std::vector<std::string> rules;
  for (const labels::ConsensusRule& rule : labels::consensus_rules::all())
    rules.emplace_back(rule.id);
  app.add_option("--rule", options->request.rule, "See list consensus")
      ->check(CLI::IsMember(rules))
      ->capture_default_str()
      ->group(group);
  app.add_option("--tie", options->tie, "What a tie becomes: none, positive or negative")
      ->check(CLI::IsMember({"none", "positive", "negative"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--weight", options->request.options.reader_weight,
                 "weighted_majority: one a reader, in their order (default: their agreement)")
      ->check(number_not_negative())
      ->group(group);
  app.add_option("--prior", options->request.options.prior,
                 "staple: one share a category (default: of all readings)")
      ->check(number_between(0, 1))
      ->group(group);
  app.add_option("--replicates", options->request.replicates, "Of the bootstrap (0 for none)")
      ->capture_default_str()
      ->group(group);
  add_reader_masks(app, options->masks);
  const char* contours = "Contours";
  app.add_flag("--probabilities", options->contours.probabilities,
               "The masks are probability maps of one structure")
      ->group(contours);
  app.add_option("--spatial", options->contours.spatial_strength,
                 "Strength of the spatial prior of staple, of one structure (0: none)")
      ->check(number_from(0, 10))
      ->capture_default_str()
      ->group(contours);
  return [options, &app](Session& session) {
    options->rule_stated = app.count("--rule") > 0;
    return run_readers_consensus(session, *options);
  };
}

}  // namespace secondsite::cli
