#include "secondsite/cohort/index/resample_volumes.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/index/pixel_reader.h"
#include "secondsite/core/file.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"
#include "secondsite/image/resample_slices.h"
#include "secondsite/image/write_mask.h"

namespace secondsite::cohort::index {
namespace {

using dicom::StackVerdict;

bool has_slices(const std::string& kind) {
  return kind == "CT" || kind == "MR" || kind == "PT";
}

bool is_wanted(const Index& index, const Volume& volume, const ResampleRequest& request) {
  if (volume.images.size() < 2 || !has_slices(index.records[volume.images[0]].kind)) return false;
  return volume.stack.verdict != StackVerdict::regular || request.slice_spacing_mm > 0;
}

// A file name of a series UID; letters, digits and dots alone.
std::string file_stem(const std::string& id, std::set<std::string>& taken) {
  std::string out;
  for (const char c : id)
    out += (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
                   c == '-'
               ? c
               : '_';
  if (out.empty() || out.front() == '.') out = "volume" + out;
  std::string name = out;
  for (int nth = 2; !taken.insert(name).second; ++nth) name = out + "_" + std::to_string(nth);
  return name;
}

// Why a volume has no regular grid; empty: it can have one.
std::string obstacle(const Index& index, const Volume& volume) {
  switch (volume.stack.verdict) {
    case StackVerdict::regular:
    case StackVerdict::tilted:
    case StackVerdict::uneven:
    case StackVerdict::missing:
      break;
    case StackVerdict::repeated:
      return "several slices at each position: which of them is meant is not known";
    case StackVerdict::mixed:
      return "slices of several orientations, or positions that lie on no line";
    case StackVerdict::single:
    case StackVerdict::unknown:
      return "no positions of several slices";
  }
  if (volume.stack.positions != volume.images.size())
    return "several slices at one position: which of them is meant is not known";
  for (const std::size_t i : volume.images) {
    const Record& record = index.records[i];
    if (!record.plane || !(record.row_spacing_mm > 0) || !(record.column_spacing_mm > 0))
      return "a slice without position or pixel spacing";
  }
  return {};
}

core::Json vector_json(const std::array<double, 3>& v) {
  return core::Json::array({v[0], v[1], v[2]});
}

struct Written {
  image::Resampled resampled;
  std::string unit;
  std::string path;  // within the folder
};

class VolumeWriter {
 public:
  VolumeWriter(const Index& index, const ResampleRequest& request, const core::Context& context)
      : index_(index),
        request_(request),
        context_(context),
        reader_(index.root, request.repair_hounsfield) {}

  core::Result<Written> write(const Volume& volume, const std::string& stem) {
    const Record& first = index_.records[volume.images[0]];
    core::Json sources = core::Json::array();
    std::string unit;
    image::Slices slices;
    slices.rows = first.rows;
    slices.columns = first.columns;
    slices.row_spacing_mm = first.row_spacing_mm;
    slices.column_spacing_mm = first.column_spacing_mm;
    slices.orientation = first.plane->orientation;
    for (const std::size_t i : volume.images)
      slices.position.push_back(index_.records[i].plane->position);
    slices.values = [&](std::size_t s) -> core::Result<std::vector<float>> {
      const Record& record = index_.records[volume.images[s]];
      dicom::Pixels pixels;
      if (auto decoded = reader_.decode(record, 0, pixels); !decoded)
        return std::move(decoded).error();
      const auto bytes = reader_.bytes(record);
      if (!bytes) return bytes.error();
      unit = pixels.unit;
      sources.push_back({{"file", record.path},
                         {"instance", record.instance},
                         {"sha256", core::sha256(*bytes)},
                         {"position_mm", vector_json(record.plane->position)}});
      if (pixels.samples != 1)
        return core::Error("image.channels", "a slice has colours", {.file = record.path});
      // What the header declares as padding lies outside the scanner's field.
      if (pixels.padding)
        for (std::size_t v = 0; v < pixels.value.size(); ++v)
          if (pixels.stored[v] == *pixels.padding) pixels.value[v] = outside_of(first);
      return std::move(pixels.value);
    };
    auto resampled = image::resample_slices(
        slices, {request_.slice_spacing_mm, outside_of(first), context_.threads});
    if (!resampled) return std::move(resampled).error();
    if (!std::all_of(resampled->volume.voxel.begin(), resampled->volume.voxel.end(),
                     [](float value) { return std::isfinite(value); }))
      return core::Error("index.not-resampled", "its values are beyond what a voxel can hold",
                         {.file = first.path});
    Written out{*std::move(resampled), unit, "resampled/" + stem + ".nii.gz"};
    if (auto made = image::write_map(out.resampled.volume, request_.folder + "/" + out.path); !made)
      return std::move(made).error();
    const auto sidecar = core::write_file(request_.folder + "/resampled/" + stem + ".json",
                                          core::pretty(provenance(volume, out, sources)));
    if (!sidecar) return sidecar.error();
    return out;
  }

 private:
  static float outside_of(const Record& first) { return first.kind == "CT" ? -1000.0F : 0.0F; }

  core::Json provenance(const Volume& volume, const Written& written,
                        const core::Json& sources) const {
    const Record& first = index_.records[volume.images[0]];
    const image::Grid& grid = written.resampled.volume.grid;
    core::Json directions = core::Json::array();
    for (const double part : grid.direction) directions.push_back(part);
    return {{"Modality", first.kind},
            {"SeriesInstanceUID", first.series},
            {"StudyInstanceUID", first.study},
            {"patient", first.patient},
            {"unit", written.unit},
            {"geometry", dicom::name(volume.stack.verdict)},
            {"steps_mm", volume.stack.steps},
            {"tilt_undone_deg", written.resampled.tilt_deg},
            {"shift_undone_mm", written.resampled.shift_mm},
            {"widest_gap_mm", written.resampled.widest_gap_mm},
            {"outside_value", static_cast<double>(outside_of(first))},
            {"outside_voxels", written.resampled.outside},
            {"grid",
             {{"size", {grid.size[0], grid.size[1], grid.size[2]}},
              {"spacing_mm", vector_json(grid.spacing_mm)},
              {"origin_lps_mm", vector_json(grid.origin_mm)},
              {"directions_lps", std::move(directions)}}},
            {"method",
             "linear between the two slices around, each taken bilinearly at the same place of the "
             "patient; positions from Image Position (Patient)"},
            {"program", "Secondsite " + request_.program_version},
            {"sources", sources}};
  }

  const Index& index_;
  const ResampleRequest& request_;
  const core::Context& context_;
  PixelReader reader_;
};

}  // namespace

core::Result<NamedTable> resample_volumes(const Index& index, const ResampleRequest& request,
                                          const core::Context& context, core::Findings& findings) {
  if (auto made = core::make_folder(request.folder + "/resampled"); !made) return made.error();
  std::vector<const Volume*> wanted;
  for (const Volume& volume : index.volumes)
    if (is_wanted(index, volume, request)) wanted.push_back(&volume);
  VolumeWriter writer(index, request, context);
  std::set<std::string> taken;
  std::vector<std::vector<std::string>> cells;
  for (std::size_t v = 0; v < wanted.size() && !context.stopped(); ++v) {
    const Volume& volume = *wanted[v];
    const core::Location where{.file = index.records[volume.images[0]].path};
    const std::string verdict(dicom::name(volume.stack.verdict));
    std::string why = obstacle(index, volume);
    if (why.empty()) {
      const auto written = writer.write(volume, file_stem(volume.id, taken));
      if (written) {
        const image::Resampled& made = written->resampled;
        const image::Grid& grid = made.volume.grid;
        cells.push_back({volume.id, verdict, written->path, "", std::to_string(grid.size[0]),
                         std::to_string(grid.size[1]), std::to_string(grid.size[2]),
                         core::fixed(grid.spacing_mm[0], 4), core::fixed(grid.spacing_mm[1], 4),
                         core::fixed(grid.spacing_mm[2], 4), core::fixed(made.tilt_deg, 2),
                         core::fixed(made.shift_mm, 2), core::fixed(made.widest_gap_mm, 4),
                         std::to_string(made.outside)});
        const double usual = volume.stack.spacing_mm;
        if (usual > 0 && made.widest_gap_mm > 2 * usual)
          findings.add(core::Severity::warning, "index.gap-bridged", {},
                       "a volume was interpolated across a gap of more than twice its usual "
                       "distance: what lies there was not scanned",
                       where);
        context.report("resampling", v + 1, wanted.size());
        continue;
      }
      why = written.error().what();
    }
    findings.add(core::Severity::warning, "index.not-resampled", {}, why, where);
    cells.push_back({volume.id, verdict, "", why, "", "", "", "", "", "", "", "", "", ""});
    context.report("resampling", v + 1, wanted.size());
  }
  auto table =
      table_from_texts(index.root,
                       {"volume", "geometry", "file", "why_not", "size_x", "size_y", "size_z",
                        "spacing_x_mm", "spacing_y_mm", "spacing_z_mm", "tilt_undone_deg",
                        "shift_undone_mm", "widest_gap_mm", "outside_voxels"},
                       cells);
  return NamedTable{"resampled",
                    table ? *std::move(table) : Table(),
                    {"size_x", "size_y", "size_z", "spacing_x_mm", "spacing_y_mm", "spacing_z_mm",
                     "tilt_undone_deg", "shift_undone_mm", "widest_gap_mm", "outside_voxels"}};
}

}  // namespace secondsite::cohort::index
