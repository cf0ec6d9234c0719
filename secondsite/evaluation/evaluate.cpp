#include "secondsite/evaluation/evaluate.h"

#include <algorithm>

#include "secondsite/cohort/versions.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/core/versions.h"
#include "secondsite/evaluation/case_keys.h"
#include "secondsite/evaluation/claims.h"
#include "secondsite/evaluation/inputs.h"
#include "secondsite/evaluation/label_noise.h"
#include "secondsite/evaluation/ledger.h"
#include "secondsite/evaluation/mark_parts.h"
#include "secondsite/evaluation/marks.h"
#include "secondsite/evaluation/mask_ranks.h"
#include "secondsite/evaluation/masks.h"
#include "secondsite/evaluation/methods.h"
#include "secondsite/evaluation/operating_point.h"
#include "secondsite/evaluation/plots.h"
#include "secondsite/evaluation/strata.h"
#include "secondsite/evaluation/view.h"
#include "secondsite/evaluation/waterfall.h"
#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/shift/audit.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;

namespace {

// One byte a patient and replicate: beyond half a gigabyte the resampled intervals are left out.
constexpr std::uint64_t most_weights = 512ULL << 20;

// Looks the protocol up in the ledger, and writes down that these scores are opened now.
Result<ProtocolStatus> consult_ledger(const Request& request,
                                      const std::vector<std::string>& hashes,
                                      const Occasion& occasion) {
  std::vector<LedgerEntry> entries;
  if (!occasion.ledger_path.empty()) {
    auto read = read_ledger(occasion.ledger_path);
    if (!read) return std::move(read).error();
    entries = std::move(*read);
    for (const std::string& hash : hashes) {
      const auto is_known = [&](const LedgerEntry& entry) {
        return entry.event == LedgerEntry::Event::scores_opened && entry.hash == hash;
      };
      if (std::any_of(entries.begin(), entries.end(), is_known)) continue;
      if (auto added = append_ledger(occasion.ledger_path,
                                     {LedgerEntry::Event::scores_opened, hash, occasion.now});
          !added)
        return std::move(added).error();
    }
  }
  if (!request.from_protocol_file) {
    ProtocolStatus status;
    status.sentence =
        "No protocol was given: every claim and stratum here is exploratory, chosen with the "
        "scores at hand.";
    return status;
  }
  return protocol_order(entries, request.protocol, hashes, occasion.now);
}

metrics::IntervalKind interval_named(const std::string& name) {
  if (name == "bootstrap-percentile") return metrics::IntervalKind::bootstrap_percentile;
  if (name == "bootstrap-bca") return metrics::IntervalKind::bootstrap_bca;
  return metrics::IntervalKind::analytic;
}

// The site that the model comes from: as stated, else the one with most cases.
Result<std::string> reference_site_of(const View& view, const Protocol& protocol) {
  const Dimension* site = view.site();
  if (site == nullptr) {
    if (!protocol.reference_site.empty())
      return Error("evaluate.no-site-column", "the protocol names the reference site \"" +
                                                  protocol.reference_site +
                                                  "\", but no column names sites");
    return std::string();
  }
  const auto& levels = site->categories.levels;
  if (!protocol.reference_site.empty()) {
    if (std::find(levels.begin(), levels.end(), protocol.reference_site) != levels.end())
      return protocol.reference_site;
    std::string message = "no case is from the reference site \"" + protocol.reference_site + "\"";
    if (const auto near = core::nearest(protocol.reference_site, levels))
      message += "; did you mean \"" + *near + "\"?";
    return Error("plan.absent-level", message, {.column = site->name},
                 "the sites are: " + core::join(levels, ", "));
  }
  std::vector<std::uint64_t> cases(levels.size());
  for (std::size_t row = 0; row < site->categories.code.size(); ++row)
    if (view.eligible[row] != 0 && site->categories.code[row] != cohort::Categories::blank)
      ++cases[site->categories.code[row]];
  return levels.empty() ? std::string()
                        : levels[static_cast<std::size_t>(
                              std::max_element(cases.begin(), cases.end()) - cases.begin())];
}

// What is claimed where nobody claimed anything: every other site is not inferior to the reference
// site.
void add_default_claims(const View& view, const std::string& reference_site, double margin,
                        Protocol& protocol) {
  const Dimension* site = view.site();
  if (site == nullptr || !protocol.claims.empty()) return;
  for (const std::string& level : site->categories.levels) {
    if (level == reference_site) continue;
    Claim claim;
    claim.id = "default-" + level;
    claim.metric = view.findings.front().primary;
    claim.kind = Claim::Kind::non_inferior;
    claim.margin = margin;
    claim.where = {{{site->name, cohort::Condition::Op::equal, {level}}}};
    claim.versus = cohort::Filter{{{site->name, cohort::Condition::Op::equal, {reference_site}}}};
    protocol.claims.push_back(std::move(claim));
  }
}

std::vector<CovariateAudit> audit_covariates(const View& view,
                                             const metrics::MetricOptions& options) {
  struct Task {
    const FindingCases* finding;
    const Dimension* dimension;
  };
  std::vector<Task> tasks;
  for (const FindingCases& finding : view.findings)
    for (const Dimension& dimension : view.dimensions)
      if (finding.input == metrics::Input::scores && dimension.categories.levels.size() > 1 &&
          dimension.categories.levels.size() <= 12)
        tasks.push_back({&finding, &dimension});
  std::vector<std::vector<CovariateAudit>> parts(tasks.size());
  core::parallel_for(tasks.size(), options.context.threads, [&](std::size_t t) {
    if (options.context.stopped()) return;
    const Task& task = tasks[t];
    std::vector<std::uint32_t> code;
    for (const std::uint32_t row : task.finding->row)
      code.push_back(task.dimension->categories.code[row]);
    shift::AuditInput input{.finding = task.finding->columns.name,
                            .covariate = task.dimension->name,
                            .cases = task.finding->cases(),
                            .code = code,
                            .levels = task.dimension->categories.levels,
                            .options = options};
    input.options.context.threads = 1;
    for (const shift::Audit& audit : shift::audits::all())
      for (CovariateAudit& each : audit.run(input)) parts[t].push_back(std::move(each));
  });
  std::vector<CovariateAudit> out;
  for (auto& part : parts)
    for (CovariateAudit& each : part) out.push_back(std::move(each));
  return out;
}

// Where masks and marks join: their front ends open a view of their own.
Result<View> open_request(const Request& request, bool declared, const core::Context& context) {
  if (request.masks) return open_masks(request, declared, context);
  if (request.marks) return open_marks(request, declared, context);
  return open_view(request, declared, context);
}

Error stopped() {
  return Error("run.interrupted", "the evaluation was stopped");
}

void note_sites(View& view) {
  const Dimension* site = view.site();
  if (site == nullptr)
    view.odd.add(core::Severity::warning, "evaluate.no-site-column", "",
                 "nothing can be said about a second hospital");
  else if (site->categories.levels.size() < 2)
    view.odd.add(core::Severity::warning, "evaluate.single-site", site->name,
                 "internal performance is an upper bound");
}

// What a row is.
std::string row_of(const View& view) {
  const bool has_scores = std::any_of(
      view.findings.begin(), view.findings.end(),
      [](const FindingCases& finding) { return finding.input == metrics::Input::scores; });
  return has_scores || view.findings.empty() ? "case" : "scan";
}

std::string question_of(const View& view, const Protocol& protocol,
                        const std::string& reference_site) {
  if (!protocol.question.empty()) return protocol.question;
  const Dimension* site = view.site();
  if (site == nullptr || site->categories.levels.size() < 2)
    return "What does this model do on these cases?";
  std::vector<std::string> others;
  for (const std::string& level : site->categories.levels)
    if (level != reference_site) others.push_back(level);
  return "Does the model of " + reference_site + " survive " +
         (others.size() <= 3 ? core::join(others, ", ")
                             : core::counted(others.size(), "other site")) +
         "?";
}

}  // namespace

Result<RunResult> evaluate_view(View view, const Request& request, Standing standing,
                                const Occasion& occasion, const core::Context& context) {
  const bool declared = standing.declared;
  for (FindingCases& finding : view.findings) finding.patient_key = view.patient_key;
  if (request.protocol.replicates > 0) key_cases(view);
  note_sites(view);

  RunResult run;
  run.protocol = request.protocol;
  run.protocol_status = std::move(standing.status);
  auto reference = reference_site_of(view, run.protocol);
  if (!reference) return std::move(reference).error();
  run.protocol.reference_site = *reference;
  const std::size_t sites = view.site() == nullptr ? 0 : view.site()->categories.levels.size();
  if (!request.from_protocol_file) {
    add_default_claims(view, *reference, request.default_margin, run.protocol);
    const bool has_scores = std::any_of(
        view.findings.begin(), view.findings.end(),
        [](const FindingCases& finding) { return finding.input == metrics::Input::scores; });
    if (has_scores && !run.protocol.operating_point.is_set())
      run.protocol.operating_point = {std::nullopt, "sensitivity", 0.90, *reference};
  }

  metrics::MetricOptions options;
  options.level = 1 - run.protocol.alpha;
  options.interval = interval_named(run.protocol.interval);
  options.replicates = run.protocol.replicates;
  options.unit = view.is_clustered()
                     ? "patient"
                     : (run.protocol.unit == "patient" ? row_of(view) : run.protocol.unit);
  options.prevalence = run.protocol.local_prevalence;
  options.context = context;
  options.context.seed = run.protocol.seed;
  run.unit = options.unit;

  std::optional<metrics::PatientWeights> weights;
  const bool fits =
      view.patient_key.size() * std::uint64_t{run.protocol.replicates} <= most_weights;
  if (view.is_clustered() && run.protocol.replicates > 0 && fits) {
    context.report("drawing the bootstrap's weights", 0, 1);
    weights.emplace(metrics::PatientWeights::poisson(view.patient_key, run.protocol.replicates,
                                                     options.context));
    options.weights = &*weights;
  } else if (!fits) {
    view.odd.add(core::Severity::note, "evaluate.bootstrap-left-out", "",
                 "the intervals by resampling are left out; the analytic ones stand");
  }

  if (context.stopped()) return stopped();
  auto points = operating_points(view, run.protocol.operating_point, options);
  if (!points) return std::move(points).error();
  run.strata = estimate_strata(view, stratum_tasks(view), run.protocol, *points, options);
  if (context.stopped()) return stopped();
  for (StratumResult& band : lesion_size_strata(view, run.protocol, options))
    run.strata.push_back(std::move(band));
  auto claims = answer_claims(view, run.protocol, declared, *reference, *points, options);
  if (!claims) return std::move(claims).error();
  run.claims = std::move(*claims);
  auto errors = label_errors_of(view, run.protocol);
  if (!errors) return std::move(errors).error();
  context.report("carrying the error of the labels through", 0, 1);
  run.label_error = report_label_errors(view, *errors, *points, options);
  if (auto added = add_noise(view, run.protocol, *errors, *points, options, run.claims); !added)
    return std::move(added).error();
  if (context.stopped()) return stopped();
  judge_strata(run.protocol, *reference, run.strata);
  run.contrasts = contrast_strata(view, run.protocol, *reference, options);
  if (context.stopped()) return stopped();
  context.report("auditing the covariates", 0, 1);
  run.audits = audit_covariates(view, options);
  if (context.stopped()) return stopped();
  run.simpson = simpson_flags(view, run.strata);
  fill_stages(view, options);
  run.marks = std::move(view.mark_reports);
  context.report("drawing the curves", 0, 1);
  run.findings = plot_findings(view, run.protocol, std::move(*points), options);
  if (context.stopped()) return stopped();
  if (!view.findings.empty() && view.findings.front().input == metrics::Input::scores)
    run.waterfall = waterfall_of(view, view.findings.front(), 0.85, 0.10, run.protocol);

  run.title = run.protocol.title.empty() ? view.table.origin() : run.protocol.title;
  run.question = question_of(view, run.protocol, *reference);
  run.answer = answer_of(run.claims);
  run.answer_sentence = answer_sentence(run.claims, sites);
  run.flow = std::move(view.flow);
  run.mask_cases = std::move(view.mask_cases);
  run.mask_panels = std::move(view.mask_panels);
  run.model_ranks = rank_models(view, options);
  run.odd_data = view.odd.sorted();
  run.role_reasons = view.roles.reasons;
  run.manifest.program_version = occasion.program_version;
  run.manifest.created_at = occasion.now;
  run.manifest.inputs = std::move(view.inputs);
  run.manifest.request = to_json(request);
  run.manifest.libraries = core::library_versions();
  for (auto& library : cohort::library_versions())
    run.manifest.libraries.push_back(std::move(library));
  run.methods = methods_of(run);
  return run;
}

Result<RunResult> evaluate(const Request& request, const Occasion& occasion,
                           const core::Context& context, bool scores_seen_before) {
  auto inputs = hashed_inputs(request);
  if (!inputs) return std::move(inputs).error();
  std::vector<std::string> hashes;
  for (const InputFile& input : *inputs) hashes.push_back(input.sha256);
  auto status = consult_ledger(request, hashes, occasion);
  if (!status) return std::move(status).error();
  const bool declared = request.from_protocol_file && !scores_seen_before &&
                        status->order != ProtocolStatus::Order::after_scores;
  auto view = open_request(request, declared, context);
  if (!view) return std::move(view).error();
  if (context.stopped()) return stopped();
  // The view knows how large its tables are, in the order of the request.
  for (std::size_t i = 0; i < view->inputs.size() && i < inputs->size(); ++i) {
    (*inputs)[i].rows = view->inputs[i].rows;
    (*inputs)[i].columns = view->inputs[i].columns;
  }
  view->inputs = std::move(*inputs);
  return evaluate_view(std::move(*view), request, {std::move(*status), declared}, occasion,
                       context);
}

}  // namespace secondsite::evaluation
