#include "secondsite/evaluation/masks.h"

#include <algorithm>
#include <optional>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/core/code.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_files.h"
#include "secondsite/evaluation/mask_panels.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using core::Severity;
using Files = std::map<std::string, std::string>;

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

Result<cohort::Table> table_of_cases(const Files& references) {
  std::vector<std::vector<std::string>> cells;
  for (const auto& [name, path] : references) cells.push_back({name});
  return cohort::table_from_texts("the reference masks", {"case"}, cells);
}

// The column whose cells name most of the references.
Result<std::string> case_column_of(const cohort::Table& table, const Files& references,
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
      hits += references.count(image::image_stem(column.raw(row)));
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
  Measured measure(const std::string& name, const std::string& prediction_path,
                   const std::string& reference_path, bool keep_panels) {
    Measured out;
    auto reference = image::read_labels(reference_path);
    if (!reference) return failed(reference.error());
    metrics::Labels prediction{reference->grid, {}};
    if (prediction_path.empty()) {
      prediction.voxel.assign(reference->voxel.size(), 0);
    } else {
      auto read = read_prediction(prediction_path, *reference, request_, view_.odd);
      if (!read) return failed(read.error());
      prediction = std::move(*read);
    }
    const auto options = mask_options(request_, context_.threads);
    const auto all = metrics::count_labels(prediction, *reference, context_.threads);
    if (all.size() > most_labels)
      return failed(Error(
          "mask.too-many-labels",
          "the masks hold " + core::grouped(all.size()) + " different values: these are images",
          {.file = reference_path}));
    out.usable = true;
    out.grid = reference->grid;
    for (const metrics::MaskCounts& counts : all) {
      if (!wanted(counts.label)) {
        view_.odd.add(Severity::note, "mask.unnamed-label", std::to_string(counts.label),
                      "a label that --mask-label does not name is left out",
                      {.file = reference_path});
        continue;
      }
      out.counts[counts.label] = counts;
      out.values[counts.label] = metrics::measure_label(prediction, *reference, counts, options);
      if (keep_panels)
        panels_.offer(name, label_name(request_, counts.label), prediction, *reference, counts);
    }
    return out;
  }

  std::vector<MaskPanel> take_panels() { return panels_.take(); }
  static std::string label_name(const MaskRequest& request, std::int32_t value) {
    for (const MaskRequest::Label& label : request.labels)
      if (label.value == value) return label.name;
    return std::to_string(value);
  }

 private:
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
  std::string name;  // empty: the one that is evaluated
  Files files;
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
    auto references = mask_files(masks_.references);
    if (!references) return std::move(references).error();
    references_ = std::move(*references);
    if (auto read = list_models(); !read) return std::move(read).error();
    if (auto read = read_table(); !read) return std::move(read).error();
    if (auto arranged = arrange(view_, request_, declared_, context_); !arranged)
      return std::move(arranged).error();
    // The labels of the masks are the findings; no score column is missed.
    std::erase_if(view_.roles.reasons,
                  [](const std::string& reason) { return reason.starts_with("findings:"); });
    if (auto measured = measure_cases(); !measured) return std::move(measured).error();
    if (auto found = make_findings(); !found) return std::move(found).error();
    view_.mask_panels = reader_.take_panels();
    return std::move(view_);
  }

 private:
  core::Status list_models() {
    std::vector<MaskRequest::Other> all{{"", masks_.predictions}};
    all.insert(all.end(), masks_.others.begin(), masks_.others.end());
    for (const MaskRequest::Other& each : all) {
      auto files = mask_files(each.predictions);
      if (!files) return std::move(files).error();
      models_.push_back({each.name, std::move(*files), {}});
      // Two single files are a pair whatever their names.
      if (references_.size() == 1 && models_.back().files.size() == 1 &&
          models_.back().files.begin()->second == each.predictions)
        models_.back().files = {{references_.begin()->first, each.predictions}};
    }
    return core::Done{};
  }

  core::Status read_table() {
    auto table = request_.tables.empty() ? table_of_cases(references_)
                                         : open_tables(request_, context_, view_);
    if (!table) return std::move(table).error();
    view_.table = std::move(*table);
    auto column = case_column_of(view_.table, references_, masks_.case_column);
    if (!column) return std::move(column).error();
    std::set<std::string> named;
    for (std::size_t row = 0; row < view_.table.rows(); ++row) {
      names_.push_back(image::image_stem(view_.table.find(*column)->raw(row)));
      if (!names_.back().empty() && !named.insert(names_.back()).second)
        return Error("mask.repeated-case", "two rows name the case \"" + names_.back() + "\"",
                     {.file = view_.table.origin(), .row = row + 1, .column = *column});
    }
    for (const auto& [name, path] : references_)
      if (named.count(name) == 0)
        view_.odd.add(Severity::note, "mask.not-in-table", "",
                      "a reference mask that no row names is left out", {.file = path});
    for (const auto& [name, path] : models_.front().files)
      if (references_.count(name) == 0)
        view_.odd.add(Severity::warning, "mask.no-reference", "",
                      "a prediction has no reference of its name", {.file = path});
    return core::Done{};
  }

  core::Status measure_cases() {
    usable_ = view_.eligible;
    std::map<std::string, std::uint64_t> left;
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

  // The trouble of the only case is worth more than a report on none.
  Error nothing_left() const {
    for (const core::Finding& finding : view_.odd.sorted())
      if (finding.severity == Severity::excluded)
        return {finding.code, finding.message,
                finding.examples.empty() ? core::Location{} : finding.examples.front()};
    return {"mask.no-pairs",
            "no case has both a prediction and a reference",
            {.file = masks_.references}};
  }

  // Empty, or the code of why the row leaves.
  std::string measure_row(std::size_t row) {
    const std::string& name = names_[row];
    const auto reference = references_.find(name);
    if (reference == references_.end()) {
      view_.odd.add(Severity::excluded, "mask.no-reference", "", "a case has no reference mask",
                    {.file = view_.table.origin(), .row = row + 1});
      return "mask.no-reference";
    }
    for (Model& model : models_) {
      const auto prediction = model.files.find(name);
      const bool is_there = prediction != model.files.end();
      if (!is_there)
        view_.odd.add(Severity::warning, "mask.no-prediction", model.name,
                      "a case without a prediction counts as an empty prediction",
                      {.file = reference->second});
      model.measured[row] = reader_.measure(name, is_there ? prediction->second : "",
                                            reference->second, model.name.empty());
      if (!model.measured[row].usable) return model.measured[row].code;
    }
    return {};
  }

  core::Status make_findings() {
    std::set<std::int32_t> labels;
    for (const MaskRequest::Label& label : masks_.labels) labels.insert(label.value);
    if (labels.empty())
      for (const Model& model : models_)
        for (const Measured& measured : model.measured)
          for (const auto& [value, counts] : measured.counts) labels.insert(value);
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
    finding.columns.name = Reader::label_name(masks_, label);
    finding.columns.score = masks_.predictions;
    finding.columns.label = masks_.references;
    finding.measures = no_measures();
    for (std::size_t k = 1; k < models_.size(); ++k)
      finding.others.push_back({models_[k].name, no_measures(), {}});
    std::uint64_t with_reference = 0;
    for (std::uint32_t row = 0; row < view_.table.rows(); ++row) {
      if (usable_[row] == 0) continue;
      finding.row.push_back(row);
      if (view_.is_clustered()) finding.patient.push_back(view_.patient_of_row[row]);
      for (std::size_t k = 0; k < models_.size(); ++k) {
        const Measured& measured = models_[k].measured[row];
        append(measured, label, k == 0 ? finding.measures : finding.others[k - 1].measures);
        const auto counts = measured.counts.find(label);
        MaskCase one{names_[row], models_[k].name, finding.columns.name, 0, 0, {}};
        if (counts != measured.counts.end()) {
          one.predicted = counts->second.predicted;
          one.reference = counts->second.reference;
          one.values = measured.values.at(label);
        } else {
          one.values = absent_label(measured.grid);
        }
        if (k == 0) {
          note_empties(finding.columns.name, one.predicted, one.reference,
                       references_.at(names_[row]), view_.odd);
          finding.positive.push_back(one.reference > 0 ? 1 : 0);
          with_reference += one.reference > 0 ? 1 : 0;
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
  Files references_;
  std::vector<Model> models_;
  std::vector<std::string> names_;  // of the case, one a row
  std::vector<std::uint8_t> usable_;
};

}  // namespace

Result<View> open_masks(const Request& request, bool declared, const core::Context& context) {
  return Opening(request, declared, context).open();
}

}  // namespace secondsite::evaluation
