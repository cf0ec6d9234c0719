#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>

#include "secondsite/cohort/lidc_xml.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_source.h"
#include "secondsite/image/lattice.h"
#include "secondsite/readers/filled_mark.h"

namespace secondsite::evaluation::mask_sources {
namespace {

using core::Error;
using core::Result;
using Message = cohort::lidc::ReadMessage;

// The grid as a scanner writes it: rows to the patient's left, columns to the back, slices to the
// head.
image::Grid as_scanned(const image::Grid& grid) {
  image::Grid out;
  std::array<double, 3> corner{};
  for (std::size_t to = 0; to < 3; ++to) {
    std::size_t from = 0;
    for (std::size_t a = 1; a < 3; ++a)
      if (std::abs(grid.direction[3 * a + to]) > std::abs(grid.direction[3 * from + to])) from = a;
    const bool flipped = grid.direction[3 * from + to] < 0;
    out.size[to] = grid.size[from];
    out.spacing_mm[to] = grid.spacing_mm[from];
    for (std::size_t c = 0; c < 3; ++c)
      out.direction[3 * to + c] = (flipped ? -1 : 1) * grid.direction[3 * from + c];
    corner[from] = flipped ? static_cast<double>(grid.size[from]) - 1 : 0;
  }
  out.origin_mm = grid.position_mm(corner[0], corner[1], corner[2]);
  return out;
}

std::optional<std::size_t> slice_of(const Canvas& canvas, const image::Grid& scanned,
                                    const std::string& sop_uid, double z_mm) {
  if (!canvas.sop_uid.empty()) {
    const auto found = std::find(canvas.sop_uid.begin(), canvas.sop_uid.end(), sop_uid);
    if (found == canvas.sop_uid.end()) return std::nullopt;
    return static_cast<std::size_t>(found - canvas.sop_uid.begin());
  }
  const double place =
      (z_mm - scanned.origin_mm[2]) / (scanned.direction[8] * scanned.spacing_mm[2]);
  const double whole = std::round(place);
  if (!(std::abs(place - whole) <= 0.2) || whole < 0 || whole >= scanned.size[2])
    return std::nullopt;
  return static_cast<std::size_t>(whole);
}

Result<ReadMask> draw(const Message& message, unsigned least_readers, const Canvas* canvas,
                      core::Findings& odd) {
  if (canvas == nullptr)
    return Error("mask.no-grid", "outlines do not say how large the images are",
                 {.file = message.file},
                 "name the series with --images, or compare with masks that have a grid");
  const image::Grid scanned = canvas->is_dicom ? canvas->grid : as_scanned(canvas->grid);
  const auto lattice = image::lattice_of(scanned, canvas->grid);
  if (!lattice || std::abs(scanned.direction[8]) < 0.99)
    return Error("mask.grid",
                 "outlines are drawn on slices across the body, and the grid is oblique",
                 {.file = message.file});
  image::Volume<std::uint8_t> votes{scanned, std::vector<std::uint8_t>(scanned.voxels(), 0)};
  image::Volume<std::uint8_t> own{scanned, std::vector<std::uint8_t>(scanned.voxels(), 0)};
  const readers::Slices images = readers::slices_of(message, true);
  std::vector<std::string> uid_of(images.z_mm.size());
  for (const auto& [uid, number] : images.of_image) uid_of[number] = uid;
  for (const cohort::lidc::Session& session : message.sessions) {
    std::vector<std::size_t> set;
    for (const cohort::lidc::Mark& mark : session.marks) {
      if (mark.kind == cohort::lidc::MarkKind::small_nodule) {
        odd.add(core::Severity::note, "mask.points-left-out", "",
                "a mark is a point and no outline, and is no part of the mask",
                {.file = message.file});
        continue;
      }
      if (mark.kind != cohort::lidc::MarkKind::nodule) continue;
      const auto filled = readers::filled(mark, images, false, message.file, odd);
      for (const auto& [number, pixels] : filled.slice) {
        const auto slice = slice_of(*canvas, scanned, uid_of[number], images.z_mm[number]);
        std::uint64_t beyond = 0;
        for (const std::uint32_t pixel : pixels) {
          const std::uint32_t x = pixel & 0xffffU;
          const std::uint32_t y = pixel >> 16U;
          if (!slice || x >= scanned.size[0] || y >= scanned.size[1]) {
            ++beyond;
            continue;
          }
          const std::size_t at = scanned.at(x, y, *slice);
          if (own.voxel[at] == 0) set.push_back(at);
          own.voxel[at] = 1;
        }
        if (beyond > 0)
          odd.add(core::Severity::warning, "mask.outline-off-grid", "",
                  "an outline lies on no slice of the grid, or beyond its edge",
                  {.file = message.file});
      }
    }
    for (const std::size_t at : set) {
      ++votes.voxel[at];
      own.voxel[at] = 0;
    }
  }
  image::Volume<std::int32_t> labels{scanned, std::vector<std::int32_t>(votes.voxel.size(), 0)};
  for (std::size_t i = 0; i < votes.voxel.size(); ++i)
    labels.voxel[i] = votes.voxel[i] >= least_readers ? 1 : 0;
  std::uint64_t outside = 0;
  return ReadMask{image::placed(labels, canvas->grid, *lattice, outside), {}, {{1, "nodule"}}};
}

Result<std::vector<MaskEntry>> open_lidc_contours(const std::vector<std::string>& files,
                                                  const MaskSideRequest& side,
                                                  const core::Context& context,
                                                  core::Findings& odd) {
  cohort::Folder folder{side.root.empty() ? "." : side.root, {}};
  for (const std::string& file : files)
    folder.files.push_back(
        side.root.empty() ? file
                          : std::filesystem::path(file).lexically_relative(side.root).string());
  auto messages = cohort::lidc::read_files(folder, context, odd);
  if (!messages) return std::move(messages).error();
  std::vector<MaskEntry> out;
  for (Message& message : *messages) {
    if (message.repeats || message.modality != cohort::lidc::Modality::ct) continue;
    // Two files that mark one series differently: the first counts, and the reader said so.
    if (std::any_of(out.begin(), out.end(),
                    [&](const MaskEntry& other) { return other.series == message.series_uid; }))
      continue;
    auto shared = std::make_shared<const Message>(std::move(message));
    MaskEntry entry;
    entry.name = entry.series = shared->series_uid;
    entry.file = shared->file;
    entry.has_grid = false;
    entry.is_dicom = true;
    entry.read = [shared, least = side.request->least_readers](const Canvas* on,
                                                               core::Findings& found) {
      return draw(*shared, least, on, found);
    };
    out.push_back(std::move(entry));
  }
  return out;
}

bool is_xml(const std::string& file) {
  return core::lower(file).ends_with(".xml");
}

}  // namespace

MaskSource lidc_contours() {
  return {.id = "lidc_contours",
          .title = "LIDC-IDRI's outlines (XML)",
          .definition =
              "One series a case, named by its UID: voxels that at least so many readers "
              "outlined (--least-readers), the line itself outside, holes taken out. "
              "Drawn on the series of --images, or on the grid of the other side.",
          .recognises = is_xml,
          .is_recursive = true,
          .open = open_lidc_contours};
}

}  // namespace secondsite::evaluation::mask_sources
