#include "secondsite/readers/study/automation.h"

#include <ostream>

#include "number_check.h"
#include "readers_parts.h"
#include "readers_study_reads.h"
#include "secondsite/report/reader_study.h"

namespace secondsite::cli {
namespace {

namespace study = readers::study;

struct ReadersAutomationOptions {
  StudyReadsOptions reads;
  study::AutomationRequest request;
  std::string model;
  std::string time;
  std::string out;
};

Exit run_readers_automation(Session& session, const ReadersAutomationOptions& options) {
  core::Findings findings;
  const auto reads = read_study(options.reads, session.context, findings);
  if (!reads) return fail_study(session, reads.error());
  // The same rows once more, with another column in the place of the rating.
  const auto column = [&](const std::string& name) {
    StudyReadsOptions same = options.reads;
    same.columns.ratings = {name};
    core::Findings unused;
    return read_study(same, session.context, unused);
  };
  const auto model = column(options.model);
  if (!model) return fail_study(session, model.error());
  study::Reads time;
  if (!options.time.empty()) {
    auto read = column(options.time);
    if (!read) return fail_study(session, read.error());
    time = *std::move(read);
  }
  if (session.dry_run) return rehearse_study(session, *reads, options.out, "automation-bias");
  const auto result = study::automation_bias(*reads, *model, time, options.request);
  if (!result) return fail_study(session, result.error());
  return tell_study(session, report::automation_dossier(*result, findings), study::to_json(*result),
                    findings, options.out);
}

}  // namespace

Act declare_readers_automation(CLI::App& app) {
  auto options = std::make_shared<ReadersAutomationOptions>();
  add_study_reads_options(app, options->reads);
  const char* group = "What is asked";
  app.add_option("--model-output", options->model, "Column of the model's score or call")
      ->required()
      ->group(group);
  app.add_option("--time", options->time, "Column of the reading time in seconds")->group(group);
  app.add_option("--without", options->request.unaided, "Modality without the model")->group(group);
  app.add_option("--with", options->request.aided, "Modality with it")->group(group);
  app.add_option("--threshold", options->request.threshold,
                 "A reader calls a case positive at ratings from here")
      ->check(finite_number())
      ->capture_default_str()
      ->group(group);
  app.add_option("--model-threshold", options->request.model_threshold, "The model does")
      ->check(finite_number())
      ->capture_default_str()
      ->group(group);
  app.add_option("--level", options->request.level, "Of the intervals")
      ->check(number_from(0.5, 0.9999))
      ->capture_default_str()
      ->group(group);
  app.add_option("--out", options->out, "Folder for the page, the JSON and the CSV files");
  return [options](Session& session) { return run_readers_automation(session, *options); };
}

}  // namespace secondsite::cli
