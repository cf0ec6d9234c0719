#include "secondsite/readers/study/study.h"

#include <algorithm>
#include <ostream>

#include "help.h"
#include "number_check.h"
#include "readers_parts.h"
#include "readers_study_reads.h"
#include "secondsite/core/text.h"
#include "secondsite/report/reader_study.h"

namespace secondsite::cli {
namespace {

namespace study = readers::study;

struct ReadersStudyOptions {
  StudyReadsOptions reads;
  study::Request request;
  std::string outcome = "auc";
  std::string claim = "none";
  bool lower_is_better = false;
  std::string out;
};

study::ClaimKind claim_named(const std::string& name) {
  if (name == "superiority") return study::ClaimKind::superiority;
  if (name == "non-inferiority") return study::ClaimKind::non_inferiority;
  if (name == "equivalence") return study::ClaimKind::equivalence;
  return study::ClaimKind::none;
}

Exit exit_of(const study::Result& result) {
  if (!result.verdict) return Exit::ok;
  if (result.verdict->decision == stats::Decision::certified) return Exit::ok;
  return result.verdict->decision == stats::Decision::refuted ? Exit::refuted : Exit::inconclusive;
}

Exit run_readers_study(Session& session, const ReadersStudyOptions& options) {
  core::Findings findings;
  auto reads = read_study(options.reads, session.context, findings);
  if (!reads) return fail_study(session, reads.error());
  study::Request request = options.request;
  if (!options.reads.model_column.empty()) request.model = options.reads.model_column;
  request.outcome = *study::outcome_named(options.outcome);
  request.claim = claim_named(options.claim);
  request.higher_is_better = !options.lower_is_better;
  if (session.dry_run) return rehearse_study(session, *reads, options.out, "reader-study");
  auto result = study::analyse(*reads, request, session.context, findings);
  if (!result) return fail_study(session, result.error());
  const report::Dossier dossier = report::study_dossier(*result, findings);
  const Exit told = tell_study(session, dossier, study::to_json(*result), findings, options.out);
  return told == Exit::ok ? exit_of(*result) : told;
}

}  // namespace

Act declare_readers_study(CLI::App& app) {
  auto options = std::make_shared<ReadersStudyOptions>();
  add_study_reads_options(app, options->reads);
  const char* group = "What is asked";
  app.add_option("--outcome", options->outcome,
                 "auc (wAFROC with --lesions), partial-auc, sensitivity, specificity, mean or "
                 "mean-diseased of any measure (Dice)")
      ->check(CLI::IsMember(
          {"auc", "partial-auc", "sensitivity", "specificity", "mean", "mean-diseased"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--threshold", options->request.threshold,
                 "Sensitivity, specificity: called where the rating is at least this")
      ->check(finite_number())
      ->group(group);
  app.add_option("--specificity-from", options->request.lowest_specificity,
                 "Partial AUC: from this specificity to 1")
      ->check(number_from(0, 0.999))
      ->capture_default_str()
      ->group(group);
  app.add_option("--estimator", options->request.declared,
                 "The declared one; all are printed, this one is marked and judges the claim")
      ->check(CLI::IsMember(study::estimator_ids()))
      ->capture_default_str()
      ->group(group);
  app.add_option("--claim", options->claim, "Of --test against --reference")
      ->check(CLI::IsMember({"none", "superiority", "non-inferiority", "equivalence"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--margin", options->request.margin, "What may be lost")
      ->check(number_not_negative())
      ->group(group);
  app.add_option("--test", options->request.test,
                 "Modality (default: the last by name that is not --reference)")
      ->group(group);
  app.add_option("--reference", options->request.reference, "Modality (default: the first)")
      ->group(group);
  app.add_option("--model", options->request.model,
                 "Modality that is one model, the same for every reader: readers against the model")
      ->group(group);
  app.add_option("--model-column", options->reads.model_column,
                 "The same with the model's output in a column of the table: becomes a modality")
      ->group(group);
  app.add_flag("--lower-is-better", options->lower_is_better, "For times and errors")->group(group);
  app.add_option("--level", options->request.level, "Of the intervals")
      ->check(number_from(0.5, 0.9999))
      ->capture_default_str()
      ->group(group);
  app.add_option("--replicates", options->request.replicates, "Of the bootstrap (0 for none)")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str()
      ->group(group);
  app.add_option("--out", options->out, "Folder for the page, the JSON and the CSV files");
  return [options](Session& session) { return run_readers_study(session, *options); };
}

}  // namespace secondsite::cli
