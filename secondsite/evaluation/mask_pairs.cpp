#include "secondsite/evaluation/mask_pairs.h"

#include <algorithm>
#include <filesystem>

#include "secondsite/cohort/folder.h"
#include "secondsite/core/text.h"
#include "secondsite/image/lattice.h"
#include "secondsite/image/resample.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

struct Found {
  const MaskSource* source;
  std::vector<std::string> files;
};

// Which files below a path are masks of which kind.
std::vector<Found> files_of(const std::string& path, core::Findings& odd) {
  std::error_code failed;
  std::vector<std::string> own;    // of the folder itself
  std::vector<std::string> below;  // and of the folders in it
  const bool is_folder = fs::is_directory(path, failed);
  if (!is_folder) {
    own = {path};
  } else if (const auto folder = cohort::list_folder(path, odd)) {
    for (const std::string& file : folder->files)
      (file.find('/') == std::string::npos ? own : below).push_back(folder->full(file));
  }
  std::vector<Found> out;
  for (const MaskSource& source : mask_sources::all()) {
    if (is_folder && source.holds_many) continue;
    Found found{&source, {}};
    for (const std::string& file : own)
      if (source.recognises(file)) found.files.push_back(file);
    if (source.is_recursive)
      for (const std::string& file : below)
        if (source.recognises(file)) found.files.push_back(file);
    if (!found.files.empty()) out.push_back(std::move(found));
  }
  return out;
}

// What a folder of sources that could be read is missing.
Error nothing_found(const std::string& path, bool is_folder) {
  std::vector<std::string> titles;
  for (const MaskSource& source : mask_sources::all()) titles.emplace_back(source.title);
  return {is_folder ? "mask.no-files" : "image.unknown-format",
          is_folder ? "the folder holds no mask" : "this is no file of masks",
          {.file = path},
          "masks are read from " + core::join(titles, "; ")};
}

template <typename T>
void put_in_place(std::vector<T>& voxels, const image::Grid& from, const image::Grid& to,
                  const image::Lattice& lattice) {
  std::uint64_t outside = 0;
  voxels = image::placed(image::Volume<T>{from, std::move(voxels)}, to, lattice, outside).voxel;
}

// One side's masks on `grid`, or why not.
core::Status bring_to(ReadMask& mask, const image::Grid& grid, bool may_turn, bool may_resample,
                      const std::string& file, core::Findings& odd) {
  const std::string apart = image::difference(mask.labels.grid, grid, grid_tolerance);
  if (apart.empty()) return core::Done{};
  const image::Grid own = mask.labels.grid;
  const auto lattice = may_turn ? image::lattice_of(own, grid) : std::nullopt;
  if (lattice) {
    std::uint64_t outside = 0;
    auto moved = image::placed(mask.labels, grid, *lattice, outside);
    if (outside > 0)
      return Error("mask.grid",
                   core::counted(outside, "voxel") + " of a mask lie outside the other's grid",
                   {.file = file}, "check that both were drawn on the same series");
    mask.labels = std::move(moved);
    for (auto& [label, map] : mask.probability) put_in_place(map, own, grid, *lattice);
    return core::Done{};
  }
  const std::string flipped = image::flipped_axes(own, grid);
  const std::string what = "the prediction lies on another grid than the reference: " +
                           (flipped.empty() ? apart : flipped);
  if (!may_resample)
    return Error("mask.grid", what, {.file = file},
                 "say --resample to put predictions on the reference's grid by nearest voxel");
  odd.add(core::Severity::warning, "mask.resampled", "", what, {.file = file});
  mask.labels = image::on_grid(mask.labels, grid);
  for (auto& [label, map] : mask.probability)
    map = image::on_grid(image::Volume<float>{own, std::move(map)}, grid).voxel;
  return core::Done{};
}

// Labels of one number that are called differently on the two sides.
void compare_names(const ReadMask& prediction, const ReadMask& reference, const std::string& file,
                   core::Findings& odd) {
  for (const auto& [label, name] : reference.names) {
    const auto other = prediction.names.find(label);
    if (other == prediction.names.end() || core::lower(other->second) == core::lower(name))
      continue;
    odd.add(core::Severity::warning, "mask.other-meaning", std::to_string(label),
            "label " + std::to_string(label) + " is \"" + name + "\" in the reference and \"" +
                other->second + "\" in the prediction",
            {.file = file});
  }
}

}  // namespace

std::vector<std::int32_t> MaskSideRequest::named_labels() const {
  std::vector<std::int32_t> out;
  for (const MaskRequest::Label& label : request->labels) out.push_back(label.value);
  return out;
}

const MaskEntry* MaskSide::by_name(const std::string& wanted) const {
  const auto at = std::lower_bound(
      entries.begin(), entries.end(), wanted,
      [](const MaskEntry& entry, const std::string& other) { return entry.name < other; });
  return at != entries.end() && at->name == wanted ? &*at : nullptr;
}

const MaskEntry* MaskSide::by_series(const std::string& uid) const {
  const MaskEntry* out = nullptr;
  for (const MaskEntry& entry : entries) {
    if (uid.empty() || entry.series != uid) continue;
    if (out != nullptr) return nullptr;  // several: none can be told
    out = &entry;
  }
  return out;
}

Result<MaskSide> MaskPairs::open_side(const std::string& name, const std::string& path,
                                      bool is_prediction, const core::Context& context,
                                      core::Findings& odd) {
  std::error_code failed;
  if (!fs::exists(path, failed))
    return Error("file.not-found", "there is no such file or folder", {.file = path});
  const bool is_folder = fs::is_directory(path, failed);
  MaskSide out{name, {}, !is_folder};
  const MaskSideRequest side{request_.get(), is_prediction,
                             is_folder ? path : fs::path(path).parent_path().string(),
                             kinds_.get()};
  for (const Found& found : files_of(path, odd)) {
    auto entries = found.source->open(found.files, side, context, odd);
    if (!entries) return std::move(entries).error();
    if (found.source->holds_many) out.is_single_file = false;
    for (MaskEntry& entry : *entries) out.entries.push_back(std::move(entry));
  }
  if (out.entries.empty()) return nothing_found(path, is_folder);
  std::sort(out.entries.begin(), out.entries.end(), [](const MaskEntry& a, const MaskEntry& b) {
    return a.name != b.name ? a.name < b.name : a.file < b.file;
  });
  const auto same =
      std::adjacent_find(out.entries.begin(), out.entries.end(),
                         [](const MaskEntry& a, const MaskEntry& b) { return a.name == b.name; });
  if (same != out.entries.end())
    return Error("mask.same-name",
                 "two files stand for the case \"" + same->name + "\": " + same->file + " and " +
                     std::next(same)->file,
                 {.file = path});
  return out;
}

Result<MaskPairs> MaskPairs::open(const MaskRequest& request, const core::Context& context,
                                  core::Findings& odd) {
  MaskPairs out;
  out.request_ = std::make_shared<const MaskRequest>(request);
  out.kinds_ = std::make_shared<std::map<std::string, std::int32_t>>();
  auto references = out.open_side("", request.references, false, context, odd);
  if (!references) return std::move(references).error();
  out.references_ = std::move(*references);
  std::vector<MaskRequest::Other> all{{"", request.predictions}};
  all.insert(all.end(), request.others.begin(), request.others.end());
  for (const MaskRequest::Other& each : all) {
    auto side = out.open_side(each.name, each.predictions, true, context, odd);
    if (!side) return std::move(side).error();
    out.models_.push_back(std::move(*side));
  }
  auto images = MaskImages::open(request.images, context, odd);
  if (!images) return std::move(images).error();
  out.images_ = std::move(*images);
  return out;
}

const MaskEntry* MaskPairs::prediction_of(const MaskSide& model, const MaskEntry& reference) const {
  // Two single files are a pair whatever their names.
  if (references_.is_single_file && model.is_single_file && references_.entries.size() == 1 &&
      model.entries.size() == 1)
    return &model.entries.front();
  if (const MaskEntry* found = model.by_name(reference.name)) return found;
  if (const MaskEntry* found = model.by_series(reference.series)) return found;
  return reference.series.empty() ? nullptr : model.by_name(reference.series);
}

std::optional<std::size_t> MaskPairs::image_of(const MaskEntry& reference,
                                               const MaskEntry* prediction) const {
  std::vector<std::string> names{reference.name, reference.series};
  if (prediction != nullptr) {
    names.push_back(prediction->name);
    names.push_back(prediction->series);
  }
  return images_.find(names);
}

Result<MaskPair> MaskPairs::read(const MaskEntry& reference, const MaskEntry* prediction,
                                 core::Findings& odd) const {
  std::optional<Canvas> canvas;
  const auto image = image_of(reference, prediction);
  if (image) canvas = images_.canvas(*image);
  std::optional<ReadMask> predicted;
  const auto whole = [](const MaskEntry* entry) {
    return entry != nullptr && entry->has_grid && !entry->is_part;
  };
  if (prediction != nullptr && prediction->has_grid) {
    auto read = prediction->read(nullptr, odd);
    if (!read) return std::move(read).error();
    predicted = std::move(*read);
    if (!canvas && whole(prediction))
      canvas = Canvas{predicted->labels.grid, prediction->is_dicom, {}};
  }
  auto truth = reference.read(reference.has_grid || !canvas ? nullptr : &*canvas, odd);
  if (!truth) return std::move(truth).error();
  if (prediction != nullptr && !predicted) {
    const Canvas own{truth->labels.grid, reference.is_dicom, {}};
    const bool on_images = image.has_value();
    if (!on_images && reference.is_part && !prediction->states_size)
      return Error("mask.no-grid",
                   "the grid of a segmentation may end where the structure ends, so nothing else "
                   "can be drawn on it",
                   {.file = prediction->file}, "name the series with --images");
    auto read = prediction->read(on_images ? &*canvas : &own, odd);
    if (!read) return std::move(read).error();
    predicted = std::move(*read);
  }
  image::Grid target = truth->labels.grid;
  if (reference.is_part) {
    if (canvas) {
      target = canvas->grid;
    } else {
      if (predicted)
        if (const auto lattice = image::lattice_of(predicted->labels.grid, target))
          target = image::extended(target, predicted->labels.grid, *lattice);
      odd.add(core::Severity::note, "mask.extent-unknown", "",
              "a segmentation does not say how far the images reach; shares of the image are of "
              "the slices between its first and its last",
              {.file = reference.file});
    }
  }
  const bool may_turn = reference.is_dicom || (prediction != nullptr && prediction->is_dicom);
  if (auto done = bring_to(*truth, target, may_turn, false, reference.file, odd); !done)
    return std::move(done).error();
  MaskPair out;
  out.names = truth->names;
  if (predicted) {
    compare_names(*predicted, *truth, prediction->file, odd);
    out.names.insert(predicted->names.begin(), predicted->names.end());
    if (auto done =
            bring_to(*predicted, target, may_turn, request_->resample, prediction->file, odd);
        !done)
      return std::move(done).error();
    out.prediction = std::move(predicted->labels);
    out.probability = std::move(predicted->probability);
  } else {
    out.prediction.voxel.assign(target.voxels(), 0);
  }
  out.reference = std::move(truth->labels);
  out.prediction.grid = out.reference.grid = target;
  return out;
}

std::string MaskPairs::label_name(std::int32_t label,
                                  const std::map<std::int32_t, std::string>& names) const {
  for (const MaskRequest::Label& each : request_->labels)
    if (each.value == label) return each.name;
  const auto found = names.find(label);
  return found != names.end() && !found->second.empty() ? found->second : std::to_string(label);
}

bool is_one_pair(const MaskRequest& request) {
  std::error_code failed;
  for (const std::string& path : {request.predictions, request.references}) {
    if (!fs::is_regular_file(path, failed)) return false;
    for (const MaskSource& source : mask_sources::all())
      if (source.holds_many && source.recognises(path)) return false;
  }
  return true;
}

}  // namespace secondsite::evaluation
