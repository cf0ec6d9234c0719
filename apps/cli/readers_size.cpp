#include "secondsite/readers/study/sizing.h"

#include <cmath>
#include <map>
#include <ostream>

#include "help.h"
#include "number_check.h"
#include "readers_parts.h"
#include "readers_study_reads.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

namespace study = readers::study;

struct ReadersSizeOptions {
  StudyReadsOptions pilot;
  std::map<std::string, std::optional<double>> given;
  std::string outcome = "auc";
  std::string claim = "superiority";
  std::string layout = "crossed";
  std::string holds_for = "readers-and-cases";
  std::optional<double> threshold;

  double get(const char* name, double otherwise) const {
    return given.at(name).value_or(otherwise);
  }
};

core::Result<study::SizeDesign> from_pilot(Session& session, const ReadersSizeOptions& options,
                                           core::Findings& findings) {
  auto reads = read_study(options.pilot, session.context, findings);
  if (!reads) return std::move(reads).error();
  study::Request request;
  request.outcome = *study::outcome_named(options.outcome);
  request.threshold = options.threshold.value_or(stats::unknown);
  request.replicates = 0;
  auto result = study::analyse(*reads, request, session.context, findings);
  if (!result) return std::move(result).error();
  const study::EstimatorRow& row = result->rows.front();
  if (row.components.empty())
    return core::Error("study.bad-request", "the pilot gives no components: " + row.absent_reason);
  std::map<std::string, double> part;
  for (const stats::Estimate& each : row.components) part[each.metric] = each.value;
  study::SizeDesign out;
  out.error = part["var-error"];
  out.cov1 = part["cov1"];
  out.cov2 = part["cov2"];
  out.cov3 = part["cov3"];
  out.var_reader = part["var-reader"];
  out.var_modality_reader = part["var-modality-reader"];
  out.pilot_cases = static_cast<double>(reads->cases.size());
  if (!row.differences.empty()) out.effect = row.differences.front().value;
  return out;
}

core::Result<study::SizeDesign> design_of(Session& session, const ReadersSizeOptions& options,
                                          core::Findings& findings) {
  study::SizeDesign out;
  if (!options.pilot.file.empty()) {
    auto pilot = from_pilot(session, options, findings);
    if (!pilot) return std::move(pilot).error();
    out = *pilot;
  }
  const std::pair<const char*, double*> numbers[] = {
      {"error", &out.error},
      {"cov1", &out.cov1},
      {"cov2", &out.cov2},
      {"cov3", &out.cov3},
      {"var-reader", &out.var_reader},
      {"var-modality-reader", &out.var_modality_reader},
      {"pilot-cases", &out.pilot_cases},
      {"effect", &out.effect},
      {"margin", &out.margin},
      {"blocks", &out.blocks},
      {"alpha", &out.alpha}};
  for (const auto& [name, number] : numbers) *number = options.get(name, *number);
  out.readers = options.given.at("readers");
  out.cases = options.given.at("cases");
  out.power = options.given.at("power");
  if (!out.power && !(out.readers && out.cases)) out.power = 0.8;
  out.layout = *study::layout_named(options.layout);
  out.claim = options.claim == "equivalence"       ? study::ClaimKind::equivalence
              : options.claim == "non-inferiority" ? study::ClaimKind::non_inferiority
                                                   : study::ClaimKind::superiority;
  out.population = options.holds_for == "cases"     ? study::Population::cases
                   : options.holds_for == "readers" ? study::Population::readers
                                                    : study::Population::readers_and_cases;
  if (options.claim != "superiority" && !options.given.at("effect")) out.effect = 0;
  return out;
}

struct SizeLine {
  double readers;
  double cases;
  double power;
  study::Planned plan;
};

// One answer, or, where neither readers nor cases are given, the cases for several numbers of
// readers.
core::Result<std::vector<SizeLine>> answers(const study::SizeDesign& design) {
  std::vector<SizeLine> out;
  const auto add = [&](study::SizeDesign one) -> std::optional<core::Error> {
    auto solved = study::solve(one);
    if (!solved) return std::move(solved).error();
    const double cases = std::ceil(*solved->cases - 1e-6);
    out.push_back({*solved->readers, cases, *solved->power,
                   study::planned(*solved, *solved->readers, cases)});
    return std::nullopt;
  };
  if (design.readers || design.cases) {
    if (auto fault = add(design)) return *std::move(fault);
    return out;
  }
  std::optional<core::Error> last;
  for (const double readers : {3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30}) {
    study::SizeDesign one = design;
    one.readers = readers;
    if (readers < design.blocks) continue;
    if (auto fault = add(one)) last = std::move(fault);
  }
  if (out.empty() && last) return *std::move(last);
  return out;
}

Exit run_readers_size(Session& session, const ReadersSizeOptions& options) {
  core::Findings findings;
  const auto design = design_of(session, options, findings);
  if (!design) return fail_study(session, design.error());
  const auto lines = answers(*design);
  if (!lines) return fail_study(session, lines.error());
  if (session.json) {
    core::Json rows = core::Json::array();
    for (const SizeLine& line : *lines)
      rows.push_back({{"readers", line.readers},
                      {"cases", line.cases},
                      {"power", core::json_number(line.power)},
                      {"standard_error", core::json_number(line.plan.standard_error)},
                      {"degrees_of_freedom", core::json_number(line.plan.degrees)}});
    session.out << core::pretty({{"claim", options.claim},
                                 {"layout", options.layout},
                                 {"effect", design->effect},
                                 {"margin", design->margin},
                                 {"answers", rows}});
    return Exit::ok;
  }
  session.out << "To show " << options.claim << ", true difference "
              << core::fixed(design->effect, 4);
  if (design->claim != study::ClaimKind::superiority)
    session.out << ", margin " << core::fixed(design->margin, 4);
  session.out << "; layout " << options.layout << "\n"
              << "  readers     cases   power   standard error   degrees of freedom\n";
  for (const SizeLine& line : *lines) {
    char text[96];
    std::snprintf(
        text, sizeof text, "  %7.0f  %8.0f  %6.3f  %15.5f   %18s\n", line.readers, line.cases,
        line.power, line.plan.standard_error,
        std::isnan(line.plan.degrees) ? "normal" : core::fixed(line.plan.degrees, 2).c_str());
    session.out << text;
  }
  session.out << "Method: "
              << wrapped(
                     "Hillis, Obuchowski & Berbaum 2011, doi:10.1016/j.acra.2010.09.007; the power "
                     "of this program's Obuchowski-Rockette test with these components",
                     72, 8)
              << "\n";
  return Exit::ok;
}

}  // namespace

Act declare_readers_size(CLI::App& app) {
  auto options = std::make_shared<ReadersSizeOptions>();
  add_study_reads_options(app, options->pilot, false);
  const char* group = "What is asked (give two of readers, cases, power; power is 0.8 if not said)";
  struct Asked {
    const char* name;
    const char* says;
    CLI::Validator in_range;
  };
  const Asked asked[] = {
      {"readers", "Readers (a modality, where they are nested)",
       number_from(1, study::most_readers)},
      {"cases", "Cases, healthy and diseased in the pilot's ratio",
       number_from(2, study::most_cases)},
      {"power", "Power", number_between(0, 1)},
      {"effect", "True difference (default: the pilot's; 0 for the other claims)", finite_number()},
      {"margin", "What may be lost", number_not_negative()},
      {"blocks", "Split-plot: readers and cases shared out over blocks",
       number_from(1, study::most_readers)},
      {"alpha", "Two-sided; the other claims hold each side to half of it", number_between(0, 1)}};
  for (const Asked& one : asked)
    app.add_option("--" + std::string(one.name), options->given[one.name], one.says)
        ->check(one.in_range)
        ->group(group);
  app.add_option("--claim", options->claim, "What is to be shown")
      ->check(CLI::IsMember({"superiority", "non-inferiority", "equivalence"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--layout", options->layout, "Who reads what")
      ->check(
          CLI::IsMember({"crossed", "cases-nested", "readers-nested", "both-nested", "one-sample"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--holds-for", options->holds_for, "What is random")
      ->check(CLI::IsMember({"readers-and-cases", "cases", "readers"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--outcome", options->outcome, "Of the pilot; see readers study")
      ->check(CLI::IsMember(
          {"auc", "partial-auc", "sensitivity", "specificity", "mean", "mean-diseased"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--threshold", options->threshold, "Of the outcome")
      ->check(finite_number())
      ->group(group);
  const char* parts = "Components (instead of a pilot, or to change it)";
  const std::pair<const char*, const char*> components[] = {
      {"error", "Variance of a reader's figure over cases"},
      {"cov1", "Covariance: same reader, other modality"},
      {"cov2", "Other reader, same modality"},
      {"cov3", "Other reader, other modality"},
      {"var-reader", "Variance of readers"},
      {"var-modality-reader", "Of readers' differences between modalities"},
      {"pilot-cases", "Cases behind error and covariances"}};
  for (const auto& [name, says] : components)
    app.add_option("--" + std::string(name), options->given[name], says)
        ->check(finite_number())
        ->group(parts);
  return [options](Session& session) { return run_readers_size(session, *options); };
}

}  // namespace secondsite::cli
