#include "partition_summary.h"

#include <algorithm>
#include <ostream>

#include "help.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/core/text.h"
#include "secondsite/report/format.h"
#include "secondsite/shift/covariate_floor.h"

namespace secondsite::cli {
namespace {

struct Summary {
  std::vector<shift::LabelSummary> labels;
  std::vector<cohort::Purity> purities;   // of covariates, for the site
  std::vector<cohort::Purity> of_vendor;  // and for the vendor
};

core::Result<Summary> summarise(const Session& session, const PartitionOptions& options,
                                const cohort::Table& table) {
  const cohort::Roles roles = cohort::guess_roles(table, session.context);
  const unsigned threads = session.context.threads;
  std::vector<std::string> labels = options.labels;
  if (labels.empty()) labels = shift::label_columns(table, threads);
  shift::FloorOptions floor;
  floor.patient = options.patient.empty() ? roles.patient : options.patient;
  floor.covariates = options.covariates;
  if (floor.covariates.empty())
    for (const std::string& name : roles.covariates)
      if (std::count(labels.begin(), labels.end(), name) == 0) floor.covariates.push_back(name);
  Summary out;
  for (const std::string& label : labels) {
    auto one = shift::summarise_label(table, label, floor, session.context);
    if (!one) return std::move(one).error();
    out.labels.push_back(std::move(*one));
  }
  // The site where it is told; the vendor too, which is what traits of a detector tell of one.
  std::vector<std::string> told;
  if (!roles.site.empty()) told.push_back(roles.site);
  if (table.find("vendor") != nullptr && roles.site != "vendor") told.emplace_back("vendor");
  for (const std::string& one : told)
    for (const std::string& name : floor.covariates) {
      if (name == one || name == roles.site) continue;
      auto purity = cohort::purity(table, name, one, threads);
      if (!purity) return std::move(purity).error();
      // A trait with a value for nearly every row tells everything, and means nothing.
      constexpr std::size_t most_groups = 50;
      if (purity->values > 1 && purity->groups > 1 && purity->groups <= most_groups)
        (one == roles.site ? out.purities : out.of_vendor).push_back(std::move(*purity));
    }
  return out;
}

core::Json partition_as_json(const Summary& summary) {
  core::Json labels = core::Json::array();
  for (const shift::LabelSummary& label : summary.labels) {
    core::Json covariates = core::Json::array();
    for (const shift::CovariateOfLabel& one : label.covariates) {
      core::Json levels = core::Json::array();
      for (const shift::LevelPrevalence& level : one.levels)
        levels.push_back(
            {{"level", level.level}, {"prevalence", stats::to_json(level.prevalence)}});
      covariates.push_back({{"covariate", one.covariate},
                            {"levels", levels},
                            {"levels_in_all", one.levels_in_all},
                            {"mutual_information", stats::to_json(one.mutual_information)},
                            {"auroc", stats::to_json(one.auroc)}});
    }
    labels.push_back({{"label", label.label},
                      {"prevalence", stats::to_json(label.prevalence)},
                      {"auroc_of_all", stats::to_json(label.auroc_of_all)},
                      {"covariates", covariates}});
  }
  const auto purities = [](const std::vector<cohort::Purity>& list, const char* told) {
    core::Json out = core::Json::array();
    for (const cohort::Purity& one : list)
      out.push_back({{"covariate", one.by},
                     {told, one.told},
                     {"rows", one.rows},
                     {"left_out", one.left_out},
                     {"agreeing", one.agreeing},
                     {"most_common", one.most_common}});
    return out;
  };
  return {{"labels", labels},
          {"tells_the_site", purities(summary.purities, "site")},
          {"tells_the_vendor", purities(summary.of_vendor, "vendor")}};
}

void tell_partition(std::ostream& out, const shift::LabelSummary& label) {
  out << label.label << ": prevalence " << report::text(label.prevalence) << "\n";
  out << "  covariates alone, all together: AUROC " << report::text(label.auroc_of_all) << "\n";
  constexpr std::size_t most_shown = 6;
  for (std::size_t i = 0; i < label.covariates.size() && i < most_shown; ++i) {
    const shift::CovariateOfLabel& one = label.covariates[i];
    out << "  "
        << wrapped(one.covariate + ": AUROC " + report::text(one.auroc) + ", " +
                       core::fixed(one.mutual_information.value, 4) + " bits",
                   74, 4)
        << "\n";
    std::string levels;
    for (std::size_t k = 0; k < one.levels.size() && k < 5; ++k)
      levels +=
          (k > 0 ? "; " : "") + one.levels[k].level + " " + report::text(one.levels[k].prevalence);
    if (one.levels_in_all > 5) levels += "; and " + std::to_string(one.levels_in_all - 5) + " more";
    out << "    " << wrapped(levels, 72, 4) << "\n";
  }
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0
             ? "none"
             : core::fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) +
                   " %";
}

void tell_partition(std::ostream& out, const std::vector<cohort::Purity>& purities,
                    const char* what) {
  if (!purities.empty()) out << "How well a trait tells " << what << "\n";
  for (const cohort::Purity& one : purities)
    out << "  "
        << wrapped(one.by + ": " + percent(one.agreeing, one.rows) + " of " +
                       core::counted(one.rows, "row") +
                       " (knowing nothing: " + percent(one.most_common, one.rows) + ")",
                   74, 4)
        << "\n";
}

}  // namespace

Exit partition_summary(Session& session, const PartitionOptions& options,
                       const cohort::Table& table) {
  const auto summary = summarise(session, options, table);
  if (!summary) return session.fail(summary.error());
  if (session.json) {
    session.out << core::pretty(partition_as_json(*summary));
    return Exit::ok;
  }
  session.out << "What covariates alone say: the floor that a model must beat. Out of fold by\n"
                 "patient; a high floor is a shortcut that a model may take.\n";
  for (const shift::LabelSummary& label : summary->labels) tell_partition(session.out, label);
  if (summary->labels.empty()) session.out << "No column holds labels (1, 0, -1 or blank).\n";
  tell_partition(session.out, summary->purities, "the site");
  tell_partition(session.out, summary->of_vendor, "the vendor");
  return Exit::ok;
}

}  // namespace secondsite::cli
