#include <algorithm>
#include <cmath>
#include <ostream>

#include "help.h"
#include "mask_options.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_options.h"
#include "secondsite/evaluation/mask_pairs.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/mask_as.h"
#include "secondsite/metrics/support/mask_soft.h"

namespace secondsite::cli {
namespace {

core::Json number(double value) {
  if (std::isnan(value)) return nullptr;
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

std::string words(double value) {
  if (std::isnan(value)) return "undefined";
  if (std::isinf(value)) return "infinite";
  // Accuracies and fractions of small lesions differ in late digits.
  const bool extreme = value != 0 && (std::abs(value) < 1e-3 || std::abs(1 - value) < 1e-3);
  return extreme && value != 1 ? core::fixed(value, 8) : core::fixed(value, 4);
}

std::string title_of(std::string_view id) {
  const metrics::Metric* metric = metrics::find(id);
  return metric == nullptr ? std::string(id) : std::string(metric->title);
}

core::Result<evaluation::MaskPair> read_pair(const evaluation::MaskPairs& pairs,
                                             core::Findings& odd) {
  const evaluation::MaskEntry& reference = pairs.references().entries.front();
  return pairs.read(reference, pairs.prediction_of(pairs.models().front(), reference), odd);
}

// Whether the label is to be measured: all are where none is named.
bool is_named(const evaluation::MaskRequest& request, std::int32_t value) {
  return request.labels.empty() ||
         std::any_of(request.labels.begin(), request.labels.end(),
                     [value](const auto& label) { return label.value == value; });
}

// Measures that most pairs do not have: nothing is said where there is nothing.
bool is_only_asked_for(std::string_view id) {
  for (const std::string_view each : {"centre_line_dice", "nsd_mesh", "soft_dice", "mask_brier",
                                      "mask_brier_within", "mask_cross_entropy"})
    if (id == each) return true;
  return false;
}

void show_label(std::ostream& out, const metrics::MaskCounts& counts,
                const metrics::MaskValues& values, const std::string& name) {
  out << "Label " << name << ": " << core::grouped(counts.predicted) << " voxels predicted, "
      << core::grouped(counts.reference) << " in the reference, " << core::grouped(counts.both)
      << " in both\n";
  for (const metrics::MaskMeasure& each : metrics::mask_measures()) {
    if (is_only_asked_for(each.id) && std::isnan(values.*each.value)) continue;
    out << "  " << core::padded(title_of(each.id), 46) << words(values.*each.value) << "\n";
  }
}

double ours(const metrics::MaskValues& values, std::string_view id) {
  for (const metrics::MaskMeasure& each : metrics::mask_measures())
    if (each.id == id) return values.*each.value;
  return stats::unknown;
}

void show_tool(std::ostream& out, const std::string& tool,
               const std::vector<metrics::ToolValue>& theirs, const metrics::MaskValues& values) {
  out << "As " << tool << ":\n";
  for (const metrics::ToolValue& each : theirs) {
    const double mine = ours(values, each.ours);
    out << "  " << each.name << "\n    " << each.definition << "\n    "
        << core::padded(words(each.value) + (each.unit.empty() ? "" : " " + each.unit), 24)
        << "ours: " << words(mine);
    if (std::isfinite(each.value) && std::isfinite(mine))
      out << ", theirs less ours " << words(each.value - mine);
    out << "\n";
  }
}

core::Json json_of(const std::vector<metrics::ToolValue>& theirs,
                   const metrics::MaskValues& values) {
  core::Json out = core::Json::array();
  for (const metrics::ToolValue& each : theirs)
    out.push_back({{"name", each.name},
                   {"definition", each.definition},
                   {"unit", each.unit},
                   {"value", number(each.value)},
                   {"ours", each.ours},
                   {"our_value", number(ours(values, each.ours))}});
  return out;
}

}  // namespace

Exit show_pair(Session& session, const evaluation::MaskRequest& request, const std::string& as) {
  core::Findings odd;
  const auto pairs = evaluation::MaskPairs::open(request, session.context, odd);
  if (!pairs) return session.fail(pairs.error());
  const auto pair = read_pair(*pairs, odd);
  if (!pair) return session.fail(pair.error());
  const auto options = evaluation::mask_options(request, session.context.threads);
  auto all = metrics::count_labels(pair->prediction, pair->reference, session.context.threads);
  if (all.empty())
    return session.fail(core::Error("mask.all-empty", "neither mask holds any label",
                                    {.file = request.predictions}));
  std::erase_if(all, [&](const metrics::MaskCounts& counts) {
    if (is_named(request, counts.label)) return false;
    odd.add(core::Severity::note, "mask.unnamed-label", std::to_string(counts.label),
            "label " + std::to_string(counts.label) + " is left out: --mask-label does not name it",
            {.file = request.references});
    return true;
  });
  if (all.empty())
    return session.fail(core::Error("mask.all-empty",
                                    "neither mask holds a label that --mask-label names",
                                    {.file = request.predictions}));
  if (session.dry_run && session.json) {
    session.out << core::pretty({{"reads", {request.predictions, request.references}},
                                 {"writes", nullptr},
                                 {"pairs", 1},
                                 {"labels", all.size()}});
    return Exit::ok;
  }
  if (session.dry_run) {
    session.out << "Would measure " << core::counted(all.size(), "label") << " of one pair.\n";
    return Exit::ok;
  }
  for (const core::Finding& finding : odd.sorted())
    session.note << finding.message << " (" << finding.code << ")\n";
  core::Json labels = core::Json::array();
  for (const metrics::MaskCounts& counts : all) {
    auto values = metrics::measure_label(pair->prediction, pair->reference, counts, options);
    if (const auto map = pair->probability.find(counts.label); map != pair->probability.end())
      metrics::set_soft(map->second, pair->reference, counts.label, options.threads, values);
    std::vector<metrics::ToolValue> theirs;
    if (!as.empty()) {
      auto asked = metrics::as_tool(as, pair->prediction, pair->reference, counts, options);
      if (!asked) return session.fail(asked.error());
      theirs = std::move(*asked);
    }
    const std::string name = pairs->label_name(counts.label, pair->names);
    if (session.json) {
      core::Json measures;
      for (const metrics::MaskMeasure& each : metrics::mask_measures())
        measures[std::string(each.id)] = number(values.*each.value);
      core::Json one{{"label", name},
                     {"value", counts.label},
                     {"predicted_voxels", counts.predicted},
                     {"reference_voxels", counts.reference},
                     {"shared_voxels", counts.both},
                     {"measures", measures}};
      if (!as.empty()) one["as_" + as] = json_of(theirs, values);
      labels.push_back(std::move(one));
      continue;
    }
    show_label(session.out, counts, values, name);
    if (!as.empty()) show_tool(session.out, as, theirs, values);
  }
  if (session.json)
    session.out << core::pretty({{"masks", request.predictions},
                                 {"reference", request.references},
                                 {"tolerance_mm", request.tolerance_mm},
                                 {"labels", labels}});
  return Exit::ok;
}

}  // namespace secondsite::cli
