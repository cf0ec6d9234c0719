#include "secondsite/evaluation/masks.h"

#include <algorithm>
#include <optional>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/core/code.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_options.h"
#include "secondsite/evaluation/mask_pairs.h"
#include "secondsite/evaluation/mask_panels.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/metrics/support/mask_soft.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using core::Severity;

namespace {

constexpr std::size_t most_labels = 1000;  // beyond, the file is an image and no mask

// What was measured on one case by one model: by label value.
struct Measured {
  bool usable = false;
  std::string code;  // why not
  std::map<std::int32_t, metrics::MaskCounts> counts;
  std::map<std::int32_t, metrics::MaskValues> values;
  image::Grid grid;
};

Result<cohort::Table> table_of_cases(const MaskSide& references) {
  std::vector<std::vector<std::string>> cells;
  for (const MaskEntry& entry : references.entries) cells.push_back({entry.name});
  return cohort::table_from_texts("the reference masks", {"case"}, cells);
}

// The reference that a cell of a table names: a file, with or without folder and ending, or the
// series that it was drawn on.
const MaskEntry* reference_named(const MaskSide& references, const std::string& cell) {
  if (const MaskEntry* found = references.by_name(image::image_stem(cell))) return found;
  if (const MaskEntry* found = references.by_name(cell)) return found;
  if (cell.ends_with(".dcm"))
    if (const MaskEntry* found = references.by_name(cell.substr(0, cell.size() - 4))) return found;
  return references.by_series(cell);
}

// The column whose cells name most of the references.
Result<std::string> case_column_of(const cohort::Table& table, const MaskSide& references,
                                   const std::string& stated) {
  if (!stated.empty()) {
    auto column = table.column(stated);
    if (!column) return std::move(column).error();
    return stated;
  }
  std::string best;
  std::size_t most = 0;
  for (const cohort::Column& column : table.columns()) {
    std::size_t hits = 0;
    for (std::size_t row = 0; row < table.rows(); ++row)
      hits += reference_named(references, column.raw(row)) != nullptr ? 1 : 0;
    if (hits > most) {
      most = hits;
      best = column.name;
    }
  }
  if (best.empty())
    return Error("mask.no-case-column", "no column of the table names any of the reference masks",
                 {.file = table.origin()}, "say which does with --case COLUMN");
  return best;
}

// The labels that are measured: as stated, else every value that occurs in the files.
class Reader {
 public:
  Reader(const MaskRequest& request, const core::Context& context, View& view)
      : request_(request), context_(context), view_(view) {}

  // A prediction that is not there counts as empty.
  Measured measure(const MaskPairs& pairs, const MaskEntry& reference, const MaskEntry* prediction,
                   bool keep_panels) {
    Measured out;
    auto pair = pairs.read(reference, prediction, view_.odd);
    if (!pair) return failed(pair.error());
    const auto options = mask_options(request_, context_.threads);
    auto all = metrics::count_labels(pair->prediction, pair->reference, context_.threads);
    if (all.size() > most_labels)
      return failed(Error(
          "mask.too-many-labels",
          "the masks hold " + core::grouped(all.size()) + " different values: these are images",
          {.file = reference.file}));
    add_probable(*pair, all);
    out.usable = true;
    out.grid = pair->reference.grid;
    for (const auto& [label, name] : pair->names) names_.try_emplace(label, name);
    for (const metrics::MaskCounts& counts : all) {
      if (!wanted(counts.label)) {
        view_.odd.add(Severity::note, "mask.unnamed-label", std::to_string(counts.label),
                      "a label that --mask-label does not name is left out",
                      {.file = reference.file});
        continue;
      }
      out.counts[counts.label] = counts;
      auto values = metrics::measure_label(pair->prediction, pair->reference, counts, options);
      if (const auto map = pair->probability.find(counts.label); map != pair->probability.end())
        metrics::set_soft(map->second, pair->reference, counts.label, context_.threads, values);
      out.values[counts.label] = values;
      if (keep_panels)
        panels_.offer({&reference, prediction}, counts.label, pair->prediction, pair->reference,
                      counts);
    }
    return out;
  }

  const std::map<std::int32_t, std::string>& names() const { return names_; }
  std::vector<WorstPanels::Kept> take_panels() { return panels_.take(); }

 private:
  // Labels that have probabilities and that neither mask holds count too.
  static void add_probable(const MaskPair& pair, std::vector<metrics::MaskCounts>& all) {
    for (const auto& [label, map] : pair.probability) {
      const auto is_it = [&, l = label](const metrics::MaskCounts& each) {
        return each.label == l;
      };
      if (std::any_of(all.begin(), all.end(), is_it)) continue;
      metrics::MaskCounts counts;
      counts.label = label;
      counts.voxels = pair.reference.grid.voxels();
      all.push_back(counts);
    }
  }
  bool wanted(std::int32_t value) const {
    return request_.labels.empty() ||
           std::any_of(request_.labels.begin(), request_.labels.end(),
                       [&](const MaskRequest::Label& label) { return label.value == value; });
  }
  Measured failed(const Error& error) {
    view_.odd.add(Severity::excluded, error.code(), "", error.what(), error.where());
    Measured out;
    out.code = error.code();
    return out;
  }

  const MaskRequest& request_;
  const core::Context& context_;
  View& view_;
  WorstPanels panels_;
  std::map<std::int32_t, std::string> names_;
};

// A label that a case has in neither mask.
metrics::MaskValues absent_label(const image::Grid& grid) {
  metrics::Labels nothing{grid, {}};
  metrics::MaskCounts counts;
  counts.voxels = grid.voxels();
  return metrics::measure_label(nothing, nothing, counts, {});
}

std::vector<metrics::Measure> no_measures() {
  std::vector<metrics::Measure> out;
  for (const metrics::MaskMeasure& each : metrics::mask_measures())
    out.push_back({std::string(each.id), {}});
  return out;
}

void append(const Measured& measured, std::int32_t label, std::vector<metrics::Measure>& to) {
  const auto found = measured.values.find(label);
  const metrics::MaskValues values =
      found != measured.values.end() ? found->second : absent_label(measured.grid);
  const auto table = metrics::mask_measures();
  for (std::size_t m = 0; m < table.size(); ++m) to[m].value.push_back(values.*table[m].value);
}

struct Model {
  const MaskSide* side = nullptr;
  std::vector<Measured> measured;  // one a row
};

void note_empties(const std::string& finding, std::uint64_t predicted, std::uint64_t reference,
                  const std::string& file, core::Findings& odd) {
  if (predicted == 0 && reference == 0)
    odd.add(Severity::note, "mask.both-empty", finding,
            "neither mask holds the label; overlap and distance are undefined", {.file = file});
  else if (predicted == 0)
    odd.add(Severity::warning, "mask.prediction-empty", finding,
            "nothing was predicted where the reference holds the label", {.file = file});
  else if (reference == 0)
    odd.add(Severity::warning, "mask.reference-empty", finding,
            "something was predicted where the reference does not hold the label", {.file = file});
}

class Opening {
 public:
  Opening(const Request& request, bool declared, const core::Context& context)
      : request_(request),
        masks_(*request.masks),
        declared_(declared),
        context_(context),
        reader_(masks_, context, view_) {}

  Result<View> open() {
    auto pairs = MaskPairs::open(masks_, context_, view_.odd);
    if (!pairs) return std::move(pairs).error();
    pairs_ = std::move(*pairs);
    for (const MaskSide& side : pairs_.models()) models_.push_back({&side, {}});
    if (auto read = read_table(); !read) return std::move(read).error();
    if (auto arranged = arrange(view_, request_, declared_, context_); !arranged)
      return std::move(arranged).error();
    // The labels of the masks are the findings; no score column is missed.
    std::erase_if(view_.roles.reasons,
                  [](const std::string& reason) { return reason.starts_with("findings:"); });
    if (auto measured = measure_cases(); !measured) return std::move(measured).error();
    if (auto found = make_findings(); !found) return std::move(found).error();
    take_panels();
    return std::move(view_);
  }

 private:
  core::Status read_table() {
    auto table = request_.tables.empty() ? table_of_cases(pairs_.references())
                                         : open_tables(request_, context_, view_);
    if (!table) return std::move(table).error();
    view_.table = std::move(*table);
    auto column = case_column_of(view_.table, pairs_.references(), masks_.case_column);
    if (!column) return std::move(column).error();
    std::set<const MaskEntry*> named;
    std::set<const MaskEntry*> paired;
    for (std::size_t row = 0; row < view_.table.rows(); ++row) {
      const std::string cell = view_.table.find(*column)->raw(row);
      const MaskEntry* reference = reference_named(pairs_.references(), cell);
      if (reference != nullptr && !named.insert(reference).second)
        return Error("mask.repeated-case", "two rows name the case \"" + reference->name + "\"",
                     {.file = view_.table.origin(), .row = row + 1, .column = *column});
      reference_.push_back(reference);
    }
    for (const MaskEntry& entry : pairs_.references().entries) {
      if (named.count(&entry) == 0)
        view_.odd.add(Severity::note, "mask.not-in-table", "",
                      "a reference mask that no row names is left out", {.file = entry.file});
      paired.insert(pairs_.prediction_of(pairs_.models().front(), entry));
    }
    for (const MaskEntry& entry : pairs_.models().front().entries)
      if (paired.count(&entry) == 0)
        view_.odd.add(Severity::warning, "mask.no-reference", "",
                      "a prediction has no reference of its name", {.file = entry.file});
    return core::Done{};
  }

  core::Status measure_cases() {
    usable_ = view_.eligible;
    std::map<std::string, std::uint64_t> left;
    if (auto paired = some_pairs(); !paired) return paired;
    for (Model& model : models_) model.measured.resize(view_.table.rows());
    for (std::size_t row = 0; row < view_.table.rows(); ++row) {
      if (context_.stopped()) return Error("run.interrupted", "the evaluation was stopped");
      if (usable_[row] == 0) continue;
      context_.report("measuring masks", row, view_.table.rows());
      const std::string code = measure_row(row);
      if (code.empty()) continue;
      usable_[row] = 0;
      ++left[code];
    }
    std::vector<cohort::FlowStep::Excluded> excluded;
    for (const auto& [code, count] : left) {
      const core::Code* entry = core::find_code(code);
      excluded.push_back({entry != nullptr ? std::string(entry->meaning) : code, code, count});
    }
    add_step(view_, "with a pair of masks that can be compared", usable_, std::move(excluded));
    if (std::find(usable_.begin(), usable_.end(), 1) == usable_.end()) return nothing_left();
    return core::Done{};
  }

  // A model of which no mask belongs to any case is not one that found nothing: the names differ.
  core::Status some_pairs() const {
    for (const Model& model : models_) {
      if (model.side->entries.empty()) continue;
      const MaskEntry* first = nullptr;
      bool paired = false;
      for (const MaskEntry* reference : reference_) {
        if (reference == nullptr) continue;
        if (first == nullptr) first = reference;
        paired = paired || pairs_.prediction_of(*model.side, *reference) != nullptr;
      }
      if (paired || first == nullptr) continue;
      return Error("mask.no-pairs",
                   "no prediction has the name of a reference: \"" +
                       model.side->entries.front().name + "\" against \"" + first->name + "\"",
                   {.file = model.side->entries.front().file});
    }
    return core::Done{};
  }

  // The trouble of the only case is worth more than a report on none.
  Error nothing_left() const {
    for (const core::Finding& finding : view_.odd.sorted())
      if (finding.severity == Severity::excluded)
        return {finding.code, finding.message,
                finding.examples.empty() ? core::Location{} : finding.examples.front()};
    if (std::find(usable_.begin(), usable_.end(), 1) != usable_.end())
      return {"mask.all-empty", "no mask holds any label", {.file = masks_.references}};
    return {"mask.no-pairs",
            "no case has both a prediction and a reference",
            {.file = masks_.references}};
  }

  // Empty, or the code of why the row leaves.
  std::string measure_row(std::size_t row) {
    const MaskEntry* reference = reference_[row];
    if (reference == nullptr) {
      view_.odd.add(Severity::excluded, "mask.no-reference", "", "a case has no reference mask",
                    {.file = view_.table.origin(), .row = row + 1});
      return "mask.no-reference";
    }
    for (Model& model : models_) {
      const MaskEntry* prediction = pairs_.prediction_of(*model.side, *reference);
      if (prediction == nullptr)
        view_.odd.add(Severity::warning, "mask.no-prediction", model.side->name,
                      "a case without a prediction counts as an empty prediction",
                      {.file = reference->file});
      model.measured[row] =
          reader_.measure(pairs_, *reference, prediction, model.side->name.empty());
      if (!model.measured[row].usable) return model.measured[row].code;
    }
    return {};
  }

  // A name of its own for each label: two segments may be called alike.
  std::string label_name(std::int32_t label) const {
    const std::string name = pairs_.label_name(label, reader_.names());
    for (const FindingCases& finding : view_.findings)
      if (finding.columns.name == name) return name + " (" + std::to_string(label) + ")";
    return name;
  }

  void take_panels() {
    for (WorstPanels::Kept& kept : reader_.take_panels()) {
      const auto image = pairs_.image_of(*kept.of.reference, kept.of.prediction);
      if (image) add_grey(pairs_.images(), *image, kept);
      kept.panel.name = kept.of.reference->name;
      kept.panel.label = names_of_findings_.at(kept.label);
      view_.mask_panels.push_back(std::move(kept.panel));
    }
  }

  core::Status make_findings() {
    std::set<std::int32_t> labels;
    for (const MaskRequest::Label& label : masks_.labels) labels.insert(label.value);
    if (labels.empty())
      for (const Model& model : models_)
        for (const Measured& measured : model.measured)
          for (const auto& [value, counts] : measured.counts) labels.insert(value);
    if (labels.empty() && std::count(usable_.begin(), usable_.end(), 0) > 0) return nothing_left();
    if (labels.empty())
      return Error("mask.all-empty", "no mask holds any label", {.file = masks_.references});
    if (labels.size() > most_labels)
      return Error("mask.too-many-labels",
                   "the masks hold " + core::grouped(labels.size()) + " different values",
                   {.file = masks_.references});
    for (const std::int32_t label : labels) add_finding(label);
    return core::Done{};
  }

  void add_finding(std::int32_t label) {
    FindingCases finding;
    finding.input = metrics::Input::measures;
    finding.primary = "dice";
    finding.columns.name = names_of_findings_[label] = label_name(label);
    finding.columns.score = masks_.predictions;
    finding.columns.label = masks_.references;
    finding.measures = no_measures();
    for (std::size_t k = 1; k < models_.size(); ++k)
      finding.others.push_back({models_[k].side->name, no_measures(), {}});
    std::uint64_t with_reference = 0;
    for (std::uint32_t row = 0; row < view_.table.rows(); ++row) {
      if (usable_[row] == 0) continue;
      finding.row.push_back(row);
      if (view_.is_clustered()) finding.patient.push_back(view_.patient_of_row[row]);
      for (std::size_t k = 0; k < models_.size(); ++k) {
        const Measured& measured = models_[k].measured[row];
        append(measured, label, k == 0 ? finding.measures : finding.others[k - 1].measures);
        const auto counts = measured.counts.find(label);
        MaskCase one{reference_[row]->name, models_[k].side->name, finding.columns.name, 0, 0, {}};
        if (counts != measured.counts.end()) {
          one.predicted = counts->second.predicted;
          one.reference = counts->second.reference;
          one.values = measured.values.at(label);
        } else {
          one.values = absent_label(measured.grid);
        }
        if (k == 0) {
          note_empties(finding.columns.name, one.predicted, one.reference, reference_[row]->file,
                       view_.odd);
          finding.positive.push_back(one.reference > 0 ? 1 : 0);
          with_reference += one.reference > 0 ? 1 : 0;
          finding.lesions.push_back(one.values.lesions);
        }
        view_.mask_cases.push_back(std::move(one));
      }
    }
    if (with_reference == 0)
      view_.odd.add(Severity::warning, "mask.label-never-in-reference", finding.columns.name,
                    "no reference holds this label");
    view_.findings.push_back(std::move(finding));
  }

  const Request& request_;
  const MaskRequest& masks_;
  bool declared_;
  const core::Context& context_;
  View view_;
  Reader reader_;
  MaskPairs pairs_;
  std::vector<Model> models_;
  std::vector<const MaskEntry*> reference_;  // one a row; nullptr: none
  std::map<std::int32_t, std::string> names_of_findings_;
  std::vector<std::uint8_t> usable_;
};

}  // namespace

Result<View> open_masks(const Request& request, bool declared, const core::Context& context) {
  return Opening(request, declared, context).open();
}

}  // namespace secondsite::evaluation
