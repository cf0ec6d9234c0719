#include "secondsite/readers/mask_agreement.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/stats/clustered_mean.h"

namespace secondsite::readers {
namespace {

using core::Error;

constexpr std::size_t most_labels = 1000;  // more values than that are no labels
constexpr std::size_t most_components = 20000;

// Whether a measure lies between 0 and 1: all do but distances, volumes and counts.
bool is_share(const std::string& measure) {
  return measure.find("_mm") == std::string::npos && measure.rfind("volume", 0) != 0 &&
         measure != "false_lesions";
}

core::Result<std::vector<double metrics::MaskValues::*>> columns_of(
    const std::vector<std::string>& names) {
  std::vector<double metrics::MaskValues::*> out;
  std::vector<std::string> known;
  for (const metrics::MaskMeasure& each : metrics::mask_measures()) known.emplace_back(each.id);
  for (const std::string& name : names) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
      std::string message = "there is no measure of masks \"" + name + "\"";
      if (const auto near = core::nearest(name, known))
        message += "; did you mean \"" + *near + "\"?";
      return Error("config.unknown-name", message, {}, "the measures: " + core::join(known, ", "));
    }
    out.push_back(metrics::mask_measures()[static_cast<std::size_t>(at - known.begin())].value);
  }
  return out;
}

// The pairs of one case.
void measure_case(const CaseMasks& masks, std::uint32_t one_case,
                  const std::vector<double metrics::MaskValues::*>& columns,
                  const MaskAgreementRequest& request, unsigned threads, MaskAgreementResult& out) {
  metrics::MaskOptions options = request.options;
  options.threads = threads;
  for (std::size_t a = 0; a < masks.volume.size(); ++a)
    for (std::size_t b = a + 1; b < masks.volume.size(); ++b)
      for (const metrics::MaskCounts& counts :
           metrics::count_labels(masks.volume[b], masks.volume[a], threads)) {
        const metrics::MaskValues values =
            metrics::measure_label(masks.volume[b], masks.volume[a], counts, options);
        MaskPair pair{one_case, masks.reader[a], masks.reader[b], counts.label, {}};
        for (const auto column : columns) pair.value.push_back(values.*column);
        out.pairs.push_back(std::move(pair));
      }
}

void add_means(const MaskReads& reads, const MaskAgreementRequest& request,
               MaskAgreementResult& out) {
  const auto all = std::pair<std::uint32_t, std::uint32_t>{0, 0};
  std::map<std::pair<std::int32_t, std::pair<std::uint32_t, std::uint32_t>>,
           std::vector<const MaskPair*>>
      groups;
  for (const MaskPair& pair : out.pairs) {
    groups[{pair.label, all}].push_back(&pair);
    if (reads.readers.size() > 2) groups[{pair.label, {pair.first, pair.second}}].push_back(&pair);
  }
  for (const auto& [key, members] : groups) {
    MaskPairMean mean{key.second.first, key.second.second, key.first, {}};
    for (std::size_t m = 0; m < request.measures.size(); ++m) {
      std::vector<double> value;
      std::vector<std::uint32_t> patient;
      for (const MaskPair* pair : members) {
        value.push_back(pair->value[m]);
        patient.push_back(reads.patient[pair->one_case]);
      }
      stats::Estimate estimate = stats::clustered_mean(
          request.measures[m], value, {patient, static_cast<std::uint32_t>(reads.patients.size())},
          request.level, is_share(request.measures[m]), "readers.no-measure");
      estimate.unit = reads.patients.size() < reads.cases.size() ? "patient" : "case";
      mean.mean.push_back(std::move(estimate));
    }
    out.means.push_back(std::move(mean));
  }
}

}  // namespace

LinkedSeries link_components(const CaseMasks& masks, std::size_t readers, std::int32_t label,
                             image::Connectivity connectivity, bool one_to_one, unsigned threads) {
  LinkedSeries out;
  out.sessions = static_cast<std::uint32_t>(readers);
  std::vector<SizedMark> marks;
  std::vector<image::ComponentMap> map;
  std::vector<std::uint32_t> first;  // mark of each mask's first component
  for (std::size_t k = 0; k < masks.volume.size(); ++k) {
    image::Volume<std::uint8_t> own{masks.grid, std::vector<std::uint8_t>(masks.grid.voxels())};
    for (std::size_t i = 0; i < own.voxel.size(); ++i)
      own.voxel[i] = masks.volume[k].voxel[i] == label ? 1 : 0;
    const image::Components found = image::components(own, connectivity, threads);
    first.push_back(static_cast<std::uint32_t>(marks.size()));
    for (std::uint32_t c = 0; c < found.count(); ++c)
      marks.push_back({{masks.reader[k], c}, found.size[c]});
    map.push_back(image::component_map(found, masks.grid, threads));
  }
  SharedPixels shared;
  for (std::size_t i = 0; i < masks.grid.voxels(); ++i)
    for (std::size_t a = 0; a < map.size(); ++a) {
      if (map[a].voxel[i] == 0) continue;
      for (std::size_t b = a + 1; b < map.size(); ++b)
        if (map[b].voxel[i] != 0)
          ++shared[{first[a] + map[a].voxel[i] - 1, first[b] + map[b].voxel[i] - 1}];
    }
  out.lesions = group_marks(marks, shared, one_to_one);
  return out;
}

core::Result<MaskAgreementResult> measure_mask_agreement(const MaskReads& reads,
                                                         const MaskAgreementRequest& request,
                                                         const core::Context& context) {
  const auto columns = columns_of(request.measures);
  if (!columns) return core::Error(columns.error());
  MaskAgreementResult out;
  out.measures = request.measures;
  const int neighbours = static_cast<int>(request.options.connectivity);
  out.lesion_rule =
      "A lesion of a reader is a set of connected voxels of one label (" +
      std::to_string(neighbours) +
      "-connectivity). Two readers' are of one lesion where they share a voxel" +
      (request.one_to_one ? ", each with the one of the other with which it shares most" : "") +
      ", or where a chain of such joins them.";
  for (std::uint32_t c = 0; c < reads.cases.size(); ++c) {
    if (context.stopped()) return Error("run.interrupted", "the comparison was stopped");
    context.report("comparing masks", c, reads.cases.size());
    const CaseMasks masks = read_masks(reads, reads.cases[c], request.resample, out.odd);
    if (masks.volume.size() < 2) continue;
    const std::vector<std::int32_t> labels = labels_in(masks);
    if (labels.size() > most_labels) {
      out.odd.add(core::Severity::excluded, "mask.too-many-labels", "", "the case was left out",
                  {.tag = reads.cases[c]});
      continue;
    }
    ++out.cases;
    measure_case(masks, c, *columns, request, context.threads, out);
    for (const std::int32_t label : labels) {
      LinkedSeries linked =
          link_components(masks, reads.readers.size(), label, request.options.connectivity,
                          request.one_to_one, context.threads);
      if (linked.lesions.size() > most_components) {
        out.odd.add(core::Severity::warning, "readers.many-components", "",
                    "its lesions were not counted", {.tag = reads.cases[c]});
        continue;
      }
      linked.series_uid = reads.cases[c];
      out.lesions.push_back(std::move(linked));
      out.lesion_label.push_back(label);
    }
  }
  if (out.cases == 0)
    return Error("readers.no-common-mask", "no case has masks of two readers that can be compared",
                 {}, "the odd data says what was wrong with each: run it on one case to see it");
  add_means(reads, request, out);
  return out;
}

}  // namespace secondsite::readers
