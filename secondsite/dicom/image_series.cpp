#include "secondsite/dicom/image_series.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "secondsite/core/parallel.h"
#include "secondsite/dicom/admission.h"
#include "secondsite/dicom/byte_source.h"
#include "secondsite/dicom/geometry.h"
#include "secondsite/dicom/scan.h"
#include "secondsite/image/vector3.h"

namespace secondsite::dicom {
namespace {

struct Read {
  bool is_image = false;
  std::string series_uid;
  std::string sop_uid;
  ImageGeometry geometry;
};

Read read_one(const std::string& path) {
  Read out;
  FileSource source;
  Header header;
  if (!source.open(path) || !scan(source, index_selection(), header) || !header.has_pixels)
    return out;
  // Secondary captures serve where radiographs were saved as such (SIIM-ACR).
  const Admission admission = admit(header);
  if (!admission.code.empty() && admission.code != "dicom.screen-capture") return out;
  out.series_uid = header.text(tag::series);
  out.sop_uid = header.text(tag::sop_instance);
  out.geometry = read_geometry(header);
  out.is_image = out.geometry.rows > 0 && out.geometry.columns > 0;
  return out;
}

struct Frame {
  std::size_t file = 0;
  std::uint32_t frame = 0;
};

image::Grid plane_grid(const ImageGeometry& geometry) {
  image::Grid out;
  out.size = {geometry.columns, geometry.rows, 1};
  if (geometry.spacing_mm && std::isfinite((*geometry.spacing_mm)[0]) &&
      std::isfinite((*geometry.spacing_mm)[1]))
    out.spacing_mm = {(*geometry.spacing_mm)[1], (*geometry.spacing_mm)[0], 1};
  return out;
}

double distance(const Plane& a, const Plane& b) {
  return std::hypot(a.position[0] - b.position[0], a.position[1] - b.position[1],
                    a.position[2] - b.position[2]);
}

void set_plane(const Plane& plane, image::Grid& grid) {
  std::copy(plane.orientation.begin(), plane.orientation.end(), grid.direction.begin());
  const image::Vector3 normal = image::normal_of(plane.orientation);
  std::copy(normal.begin(), normal.end(), grid.direction.begin() + 6);
  grid.origin_mm = plane.position;
}

}  // namespace

core::Result<std::vector<ImageSeries>> image_series(const std::vector<std::string>& files,
                                                    const core::Context& context,
                                                    core::Findings& odd) {
  std::vector<Read> reads(files.size());
  core::parallel_for(files.size(), context.threads, [&](std::size_t i) {
    if (!context.stopped()) reads[i] = read_one(files[i]);
  });
  if (context.stopped()) return core::Error("run.interrupted", "reading was stopped");
  std::map<std::string, std::vector<Frame>> placed;
  std::vector<ImageSeries> out;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    const Read& one = reads[i];
    if (!one.is_image) continue;
    if (!one.geometry.planes.empty() && !one.series_uid.empty()) {
      for (std::uint32_t f = 0; f < one.geometry.planes.size(); ++f)
        placed[one.series_uid].push_back({i, f});
      continue;
    }
    ImageSeries alone{one.series_uid, {{files[i], 0, one.sop_uid}}, plane_grid(one.geometry)};
    alone.states_spacing = one.geometry.spacing_mm.has_value();
    out.push_back(std::move(alone));
  }
  for (const auto& [uid, frames] : placed) {
    std::vector<Plane> planes;
    const ImageGeometry& first = reads[frames.front().file].geometry;
    bool equal = true;
    for (const Frame& frame : frames) {
      const ImageGeometry& geometry = reads[frame.file].geometry;
      planes.push_back(geometry.planes[frame.frame]);
      equal = equal && geometry.rows == first.rows && geometry.columns == first.columns &&
              geometry.spacing_mm == first.spacing_mm;
    }
    const Stack stack = judge_stack(planes);
    const bool usable =
        stack.verdict == StackVerdict::regular || stack.verdict == StackVerdict::single;
    if (!equal || !usable) {
      odd.add(core::Severity::warning, "dicom.series-no-volume", "",
              !equal ? std::string("the slices of a series differ in size")
                     : "the slices of a series make no straight volume: " +
                           std::string(name(stack.verdict)) +
                           (stack.steps.empty() ? "" : ", " + stack.steps + " mm"),
              {.file = files[frames.front().file]});
      continue;
    }
    ImageSeries one{uid, {}, plane_grid(first)};
    one.states_spacing = first.spacing_mm.has_value();
    set_plane(planes[stack.order.front()], one.grid);
    one.grid.size[2] = static_cast<std::uint32_t>(planes.size());
    one.grid.spacing_mm[2] =
        stack.verdict == StackVerdict::regular
            ? distance(planes[stack.order.front()], planes[stack.order.back()]) /
                  static_cast<double>(planes.size() - 1)
            : first.thickness_mm.value_or(1);
    if (!(one.grid.spacing_mm[2] > 0)) one.grid.spacing_mm[2] = 1;
    for (const std::size_t k : stack.order)
      one.slices.push_back({files[frames[k].file], frames[k].frame, reads[frames[k].file].sop_uid});
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace secondsite::dicom
