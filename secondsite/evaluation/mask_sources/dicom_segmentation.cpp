#include <algorithm>
#include <filesystem>
#include <map>

#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/segmentation.h"
#include "secondsite/evaluation/mask_source.h"

namespace secondsite::evaluation::mask_sources {
namespace {

using core::Result;

// What a segment is, in words: its label, and the coded name where that says more.
std::string name_of(const dicom::Segment& segment) {
  const std::string& meaning = segment.type.meaning;
  if (segment.label.empty()) return meaning.empty() ? std::to_string(segment.number) : meaning;
  if (meaning.empty() || core::lower(meaning) == core::lower(segment.label)) return segment.label;
  return segment.label + " (" + meaning + ")";
}

Result<ReadMask> read_segments(const std::string& path, const MaskSideRequest& side,
                               core::Findings& odd) {
  auto segmentation = dicom::read_segmentation(path, odd);
  if (!segmentation) return std::move(segmentation).error();
  auto places = dicom::place_frames(*segmentation, path);
  if (!places) return std::move(places).error();
  if (!segmentation->states_spacing)
    odd.add(core::Severity::note, "mask.no-spacing", "",
            "a mask does not say how large a pixel is; 1 mm stands for one", {.file = path});
  const auto keep = side.named_labels();
  const double threshold = side.threshold().value_or(0.5);
  if (segmentation->type == dicom::SegmentationType::fractional && !side.threshold())
    odd.add(core::Severity::note, "mask.fractional", "",
            "a segmentation holds fractions; they are cut at one half", {.file = path});
  ReadMask out{dicom::labels_of(*segmentation, *places, keep, threshold, path, odd),
               dicom::probabilities_of(*segmentation, *places, keep),
               {}};
  for (const dicom::Segment& segment : segmentation->segments)
    out.names[segment.number] = name_of(segment);
  return out;
}

bool looks_like_dicom(const std::string& file) {
  const std::filesystem::path path(file);
  const std::string ending = core::lower(path.extension().string());
  const bool may_be = ending == ".dcm" || ending == ".dicom" || ending == ".ima" ||
                      ending.empty() ||
                      // "1.2.840.113619.2.55" ends in digits, not in a name of a format.
                      std::all_of(ending.begin() + 1, ending.end(),
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
  return may_be && dicom::is_segmentation(file);
}

// The file's name without ".dcm".
std::string stem_of(const std::string& file) {
  const std::filesystem::path path(file);
  const std::string ending = core::lower(path.extension().string());
  return ending == ".dcm" || ending == ".dicom" || ending == ".ima" ? path.stem().string()
                                                                    : path.filename().string();
}

Result<std::vector<MaskEntry>> open_dicom_segmentation(const std::vector<std::string>& files,
                                                       const MaskSideRequest& side,
                                                       const core::Context& context,
                                                       core::Findings&) {
  struct Head {
    std::string series;
    bool placed = false;
  };
  // The series that each was drawn on is wanted for pairing; voxels are read again, one by one.
  std::vector<Head> heads(files.size());
  core::parallel_for(files.size(), context.threads, [&](std::size_t i) {
    core::Findings unused;
    if (const auto read = dicom::read_segmentation(files[i], unused))
      heads[i] = {read->series_uid, !read->planes.empty()};
  });
  std::map<std::string, std::size_t> uses;
  for (const std::string& file : files) ++uses[stem_of(file)];
  std::vector<MaskEntry> out;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& file = files[i];
    MaskEntry entry;
    entry.name = stem_of(file);
    // Archives name every file "1-1.dcm"; then the folder tells them apart.
    if (uses[entry.name] > 1)
      entry.name = std::filesystem::path(file).parent_path().filename().string() + "/" + entry.name;
    entry.file = file;
    entry.series = heads[i].series;
    entry.is_part = heads[i].placed;
    entry.is_dicom = true;
    entry.read = [file, side](const Canvas*, core::Findings& odd) {
      return read_segments(file, side, odd);
    };
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

MaskSource dicom_segmentation() {
  return {.id = "dicom_segmentation",
          .title = "DICOM segmentation objects (SEG)",
          .definition =
              "One object a case; labels are segment numbers, with their labels and coded "
              "names. Frames lie where their functional groups say; frames that were "
              "left out are empty. Fractions are cut at the threshold, or at one half.",
          .recognises = looks_like_dicom,
          .is_recursive = true,
          .open = open_dicom_segmentation};
}

}  // namespace secondsite::evaluation::mask_sources
