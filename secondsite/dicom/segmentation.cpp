#include "secondsite/dicom/segmentation.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "secondsite/core/text.h"
#include "secondsite/dicom/byte_source.h"
#include "secondsite/dicom/character_set.h"
#include "secondsite/dicom/library.h"
#include "secondsite/dicom/scan.h"
#include "secondsite/dicom/stated_lengths.h"
#include "secondsite/dicom/values.h"
#include "secondsite/image/vector3.h"

namespace secondsite::dicom {
namespace {

using core::Error;
using core::Result;

constexpr std::string_view segmentation_storage = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr std::string_view label_map_storage = "1.2.840.10008.5.1.4.1.1.66.7";
// Segmentation Type, Maximum Fractional Value and their kin, as PS3.6 numbers them.
const DcmTagKey segmentation_type(0x0062, 0x0001);
const DcmTagKey segment_sequence(0x0062, 0x0002);
const DcmTagKey segment_identification(0x0062, 0x000a);

Error contradiction(const std::string& path, const std::string& why) {
  return {"dicom.segmentation", why, {.file = path}};
}

std::string printable_text(DcmItem& item, const DcmTagKey& key, std::string_view charset) {
  return utf8(text(item, key), charset);
}

CodedName coded(DcmItem& item, const DcmTagKey& sequence, std::string_view charset) {
  DcmItem* code = item_of(item, sequence);
  if (code == nullptr) return {};
  return {text(*code, DCM_CodeValue), text(*code, DCM_CodingSchemeDesignator),
          printable_text(*code, DCM_CodeMeaning, charset)};
}

template <std::size_t N>
std::optional<std::array<double, N>> decimals(DcmItem* item, const DcmTagKey& key) {
  if (item == nullptr) return std::nullopt;
  std::array<double, N> out{};
  for (std::size_t i = 0; i < N; ++i) {
    const auto value = number(*item, key, i);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    out[i] = *value;
  }
  return out;
}

core::Status read_segments(DcmDataset& dataset, const std::string& path, Segmentation& out) {
  const std::string charset = text(dataset, DCM_SpecificCharacterSet);
  for (long k = 0; DcmItem* item = item_of(dataset, segment_sequence, k); ++k) {
    const auto number = word(*item, DCM_SegmentNumber);
    if (!number) return contradiction(path, "segment " + std::to_string(k + 1) + " has no number");
    Segment one{*number, printable_text(*item, DCM_SegmentLabel, charset),
                coded(*item, DCM_SegmentedPropertyCategoryCodeSequence, charset),
                coded(*item, DCM_SegmentedPropertyTypeCodeSequence, charset),
                text(*item, DCM_SegmentAlgorithmType)};
    for (const Segment& other : out.segments)
      if (other.number == one.number)
        return contradiction(path, "two segments have the number " + std::to_string(one.number));
    out.segments.push_back(std::move(one));
  }
  if (out.segments.empty()) return contradiction(path, "it describes no segment");
  return core::Done{};
}

core::Status read_pixels(DcmDataset& dataset, const std::string& path, Segmentation& out) {
  const DcmXfer syntax(dataset.getOriginalXfer());
  if (syntax.isEncapsulated() &&
      dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad())
    return Error("dicom.not-decodable",
                 std::string("its voxels are compressed as ") + syntax.getXferName(),
                 {.file = path});
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr)
    return contradiction(path, "there is no pixel data");
  const std::uint64_t frame = std::uint64_t{out.rows} * out.columns;
  if (out.bits == 16) {
    Uint16* words = nullptr;
    if (element->getUint16Array(words).bad() || words == nullptr)
      return contradiction(path, "its pixel data cannot be read");
    for (std::size_t i = 0; i < element->getLength() / 2; ++i) {
      out.pixels.push_back(static_cast<char>(words[i] & 0xff));
      out.pixels.push_back(static_cast<char>(words[i] >> 8));
    }
  } else {
    Uint8* bytes = nullptr;
    if (element->getUint8Array(bytes).bad() || bytes == nullptr)
      return contradiction(path, "its pixel data cannot be read");
    out.pixels.assign(reinterpret_cast<const char*>(bytes), element->getLength());
  }
  const std::uint64_t needed = (frame * out.frames * out.bits + 7) / 8;
  if (out.pixels.size() < needed)
    return contradiction(path, "its pixel data have " + core::grouped(out.pixels.size()) +
                                   " bytes, and " + core::counted(out.frames, "frame") + " need " +
                                   core::grouped(needed));
  return core::Done{};
}

core::Status read_segment_frames(DcmDataset& dataset, const std::string& path, Segmentation& out,
                                 core::Findings& odd) {
  DcmItem* shared = item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  const auto within = [](DcmItem* group, const DcmTagKey& sequence) -> DcmItem* {
    return group == nullptr ? nullptr : item_of(*group, sequence);
  };
  DcmSequenceOfItems* per_frame = nullptr;
  dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, per_frame);
  const auto described = static_cast<std::uint32_t>(per_frame == nullptr ? 0 : per_frame->card());
  if (described != out.frames && per_frame != nullptr) {
    odd.add(core::Severity::warning, "dicom.segmentation-frames", "",
            "a segmentation has " + core::counted(out.frames, "frame") + " and describes " +
                std::to_string(described),
            {.file = path});
    out.frames = std::min(out.frames, described);
  }
  bool all_placed = out.frames > 0;
  for (std::uint32_t f = 0; f < out.frames; ++f) {
    DcmItem* own = per_frame == nullptr ? nullptr : per_frame->getItem(f);
    const auto grouped = [&](const DcmTagKey& sequence) {
      DcmItem* found = within(own, sequence);
      return found != nullptr ? found : within(shared, sequence);
    };
    std::int32_t segment = 0;
    if (out.type != SegmentationType::label_map) {
      DcmItem* identified = grouped(segment_identification);
      const auto number =
          identified == nullptr ? std::nullopt : word(*identified, DCM_ReferencedSegmentNumber);
      if (!number && out.segments.size() > 1)
        return contradiction(path, "frame " + std::to_string(f + 1) + " belongs to no segment");
      segment = number ? *number : out.segments.front().number;
      if (std::none_of(out.segments.begin(), out.segments.end(),
                       [&](const Segment& each) { return each.number == segment; }))
        return contradiction(path, "frame " + std::to_string(f + 1) + " belongs to segment " +
                                       std::to_string(segment) + ", which is not described");
    }
    out.segment_of.push_back(segment);
    const auto position = decimals<3>(grouped(DCM_PlanePositionSequence), DCM_ImagePositionPatient);
    const auto orientation =
        decimals<6>(grouped(DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient);
    if (position && orientation)
      out.planes.push_back({*position, *orientation});
    else
      all_placed = false;
    DcmItem* measures = grouped(DCM_PixelMeasuresSequence);
    if (f != 0 || measures == nullptr) continue;
    if (const auto spacing = decimals<2>(measures, DCM_PixelSpacing)) {
      if (!((*spacing)[0] > 0 && (*spacing)[1] > 0))
        return Error("image.spacing", "the spacing of its pixels is not above 0", {.file = path});
      out.spacing_mm = *spacing;
      out.states_spacing = true;
    }
    const auto step = number(*measures, DCM_SpacingBetweenSlices);
    out.is_step = step && *step > 0 && std::isfinite(*step);
    const double between = out.is_step ? *step : number(*measures, DCM_SliceThickness).value_or(0);
    out.between_slices_mm = between > 0 && std::isfinite(between) ? between : 0;
  }
  if (!all_placed) out.planes.clear();
  return core::Done{};
}

}  // namespace

bool is_segmentation(const std::string& path) {
  FileSource source;
  if (!source.open(path)) return false;
  Header header;
  if (!scan(source, index_selection(), header)) return false;
  const std::string_view uid = header.text(tag::sop_class);
  return uid == segmentation_storage || uid == label_map_storage;
}

Result<Segmentation> read_segmentation(const std::string& path, core::Findings& odd) {
  register_decoders();
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed))
    return Error("file.not-found", "there is no such file", {.file = path});
  DcmFileFormat file;
  const OFCondition loaded = file.loadFile(path.c_str());
  DcmDataset& dataset = *file.getDataset();
  if (auto checked = check_stated_lengths(dataset, path); !checked)
    return std::move(checked).error();
  const std::string sop_class = text(dataset, DCM_SOPClassUID);
  if (sop_class != segmentation_storage && sop_class != label_map_storage)
    return Error("dicom.not-segmentation",
                 loaded.bad() && sop_class.empty()
                     ? std::string("it cannot be read as DICOM: ") + loaded.text()
                     : "its SOP class is " + (sop_class.empty() ? "not stated" : sop_class),
                 {.file = path});
  Segmentation out;
  const std::string type = text(dataset, segmentation_type);
  out.type = sop_class == label_map_storage || type == "LABELMAP" ? SegmentationType::label_map
             : type == "FRACTIONAL"                               ? SegmentationType::fractional
                                                                  : SegmentationType::binary;
  out.rows = word(dataset, DCM_Rows).value_or(0);
  out.columns = word(dataset, DCM_Columns).value_or(0);
  out.bits = word(dataset, DCM_BitsAllocated).value_or(1);
  const double frames = number(dataset, DCM_NumberOfFrames).value_or(1);
  if (out.rows == 0 || out.columns == 0 || !(frames >= 1) || frames > 1e6)
    return contradiction(path, "its rows, columns or frames cannot be");
  if (out.bits != 1 && out.bits != 8 && out.bits != 16)
    return contradiction(path, "a pixel has " + std::to_string(out.bits) + " bits");
  out.frames = static_cast<std::uint32_t>(frames);
  out.most = word(dataset, DCM_MaximumFractionalValue).value_or(out.bits == 1 ? 1 : 255);
  if (out.most == 0) return contradiction(path, "its largest fractional value is 0");
  out.study_uid = text(dataset, DCM_StudyInstanceUID);
  out.sop_uid = text(dataset, DCM_SOPInstanceUID);
  if (DcmItem* series = item_of(dataset, DCM_ReferencedSeriesSequence))
    out.series_uid = text(*series, DCM_SeriesInstanceUID);
  if (auto read = read_segments(dataset, path, out); !read) return std::move(read).error();
  if (auto read = read_pixels(dataset, path, out); !read) return std::move(read).error();
  if (auto read = read_segment_frames(dataset, path, out, odd); !read)
    return std::move(read).error();
  return out;
}

Result<FramePlaces> place_frames(const Segmentation& segmentation, const std::string& path) {
  FramePlaces out;
  image::Grid& grid = out.grid;
  grid.size = {segmentation.columns, segmentation.rows, 1};
  grid.spacing_mm = {segmentation.spacing_mm[1], segmentation.spacing_mm[0],
                     segmentation.between_slices_mm > 0 ? segmentation.between_slices_mm : 1};
  out.slice.assign(segmentation.frames, 0);
  if (segmentation.planes.empty()) {
    // Without places the frames of one segment cannot be told apart.
    auto sorted = segmentation.segment_of;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      return contradiction(path,
                           "a segment has several frames, and they do not say where they are");
    return out;
  }
  const auto& first = segmentation.planes.front();
  const auto normal = image::normal_of(first.orientation);
  double shear = 0;
  for (std::size_t i = 0; i < 3; ++i) shear += first.orientation[i] * first.orientation[3 + i];
  const double size = std::hypot(normal[0], normal[1], normal[2]);
  if (std::abs(shear) > 1e-3 || std::abs(size - 1) > 1e-3)
    return Error("image.directions", "the axes of its frames are not at right angles",
                 {.file = path});
  std::vector<double> along;
  for (const Plane& plane : segmentation.planes) {
    double off = 0;
    for (std::size_t i = 0; i < 6; ++i)
      off = std::max(off, std::abs(plane.orientation[i] - first.orientation[i]));
    if (off > 1e-3) return contradiction(path, "its frames differ in orientation");
    double place = 0;
    for (std::size_t i = 0; i < 3; ++i)
      place += (plane.position[i] - first.position[i]) * normal[i];
    double aside = 0;
    for (std::size_t i = 0; i < 3; ++i)
      aside = std::max(aside, std::abs(plane.position[i] - first.position[i] - place * normal[i]));
    if (aside > 0.01 * std::min(grid.spacing_mm[0], grid.spacing_mm[1]) + 1e-3)
      return Error("image.directions",
                   "its slices are shifted beside each other, as a tilted gantry "
                   "leaves them",
                   {.file = path});
    along.push_back(place);
  }
  const double low = *std::min_element(along.begin(), along.end());
  const double high = *std::max_element(along.begin(), along.end());
  double step = segmentation.is_step ? segmentation.between_slices_mm : 0;
  if (!segmentation.is_step) {
    auto sorted = along;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      const double apart = sorted[i] - sorted[i - 1];
      if (apart > 0.01 && (step == 0 || apart < step)) step = apart;
    }
    if (step == 0) step = grid.spacing_mm[2];
  }
  for (int i = 0; i < 3; ++i) {
    const auto axis = static_cast<std::size_t>(i);
    grid.direction[axis] = first.orientation[axis];
    grid.direction[3 + axis] = first.orientation[3 + axis];
    grid.direction[6 + axis] = normal[axis];
    grid.origin_mm[axis] = first.position[axis] + low * normal[axis];
  }
  grid.spacing_mm[2] = step;
  const double slices = std::round((high - low) / step) + 1;
  if (slices > 65534) return contradiction(path, "its frames lie too far apart for their distance");
  grid.size[2] = static_cast<std::uint32_t>(slices);
  if (grid.voxels() > std::numeric_limits<std::uint32_t>::max() / 2)
    return Error("image.too-large", "it spans more than 2,147,483,647 voxels", {.file = path});
  for (std::size_t f = 0; f < along.size(); ++f) {
    const double place = (along[f] - low) / step;
    // Positions are written with few digits, and the error adds up over the slices.
    if (std::abs(place - std::round(place)) > 0.1)
      return contradiction(path, "frame " + std::to_string(f + 1) + " lies between the slices, " +
                                     core::fixed(along[f] - low, 3) + " mm above the first, and " +
                                     core::fixed(step, 3) + " mm are between slices");
    out.slice[f] = static_cast<std::uint32_t>(std::round(place));
  }
  return out;
}

namespace {

bool is_kept(const std::vector<std::int32_t>& keep, std::int32_t number) {
  return keep.empty() || std::find(keep.begin(), keep.end(), number) != keep.end();
}

}  // namespace

image::Volume<std::int32_t> labels_of(const Segmentation& segmentation, const FramePlaces& places,
                                      const std::vector<std::int32_t>& keep, double threshold,
                                      const std::string& path, core::Findings& odd) {
  image::Volume<std::int32_t> out{places.grid, std::vector<std::int32_t>(places.grid.voxels(), 0)};
  const bool is_fractional = segmentation.type == SegmentationType::fractional;
  const std::size_t pixels = std::size_t{segmentation.rows} * segmentation.columns;
  std::vector<std::uint32_t> best;  // fractional: what stands there
  if (is_fractional) best.assign(out.voxel.size(), 0);
  std::uint64_t shared = 0;
  for (std::uint32_t f = 0; f < segmentation.frames; ++f) {
    const std::int32_t number = segmentation.segment_of[f];
    const bool is_map = segmentation.type == SegmentationType::label_map;
    if (!is_map && !is_kept(keep, number)) continue;
    const std::size_t first = places.slice[f] * pixels;
    for (std::size_t i = 0; i < pixels; ++i) {
      const std::uint32_t stored = segmentation.stored(f, i);
      if (stored == 0) continue;
      std::int32_t& label = out.voxel[first + i];
      if (is_map) {
        if (is_kept(keep, static_cast<std::int32_t>(stored)))
          label = static_cast<std::int32_t>(stored);
      } else if (is_fractional) {
        if (static_cast<double>(stored) / segmentation.most < threshold) continue;
        shared += label != 0 ? 1 : 0;
        if (stored <= best[first + i]) continue;
        best[first + i] = stored;
        label = number;
      } else {
        shared += label != 0 && label != number ? 1 : 0;
        label = std::max(label, number);
      }
    }
  }
  if (shared > 0)
    odd.add(core::Severity::warning, "mask.overlap", "",
            "segments share voxels, and a voxel has one label here", {.file = path}, shared);
  return out;
}

std::map<std::int32_t, std::vector<float>> probabilities_of(const Segmentation& segmentation,
                                                            const FramePlaces& places,
                                                            const std::vector<std::int32_t>& keep) {
  std::map<std::int32_t, std::vector<float>> out;
  if (segmentation.type != SegmentationType::fractional) return out;
  const std::size_t pixels = std::size_t{segmentation.rows} * segmentation.columns;
  for (std::uint32_t f = 0; f < segmentation.frames; ++f) {
    const std::int32_t number = segmentation.segment_of[f];
    if (!is_kept(keep, number)) continue;
    auto& map = out[number];
    if (map.empty()) map.assign(places.grid.voxels(), 0);
    for (std::size_t i = 0; i < pixels; ++i)
      map[places.slice[f] * pixels + i] =
          std::min(1.0F, static_cast<float>(segmentation.stored(f, i)) /
                             static_cast<float>(segmentation.most));
  }
  return out;
}

}  // namespace secondsite::dicom
