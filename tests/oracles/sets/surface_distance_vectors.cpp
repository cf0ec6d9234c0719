#include <cmath>

#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/json.h"
#include "secondsite/metrics/support/mask_counts.h"
#include "secondsite/metrics/support/mask_surface.h"

namespace secondsite::oracles::sets {
namespace {

const std::string source = "surface_distance_test.py, google-deepmind/surface-distance 1f805ce";

double number(const core::Json& json) {
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>() == "inf" ? INFINITY : NAN;
}

// Axis 0 of the arrays is x here: the measures do not depend on the order of axes.
image::Grid grid_of(const core::Json& json) {
  image::Grid grid{{1, 1, 1}};
  for (std::size_t axis = 0; axis < json["shape"].size(); ++axis) {
    grid.size[axis] = json["shape"][axis].get<std::uint32_t>();
    grid.spacing_mm[axis] = json["spacing"][axis].get<double>();
  }
  return grid;
}

void set_voxels(const core::Json& json, const std::string& name, std::uint8_t bit,
                image::Volume<std::uint8_t>& both) {
  if (json.contains(name)) {
    for (const core::Json& at : json[name])
      both.voxel[both.grid.at(at[0].get<std::size_t>(), at[1].get<std::size_t>(),
                              at.size() > 2 ? at[2].get<std::size_t>() : 0)] |= bit;
    return;
  }
  // "[0:50,:,:]": the first so many planes of axis 0.
  const auto text = json[name + "_slices"].get<std::string>();
  const auto planes = static_cast<std::size_t>(std::stoul(text.substr(text.find(':') + 1)));
  for (std::size_t i = 0; i < both.voxel.size(); ++i)
    if (i % both.grid.size[0] < planes) both.voxel[i] |= bit;
}

void check_one(const core::Json& json, Recorder& record) {
  const auto name = json["name"].get<std::string>() + ": ";
  image::Volume<std::uint8_t> both{grid_of(json), {}};
  both.voxel.assign(both.grid.voxels(), 0);
  set_voxels(json, "pred", 1, both);
  set_voxels(json, "gt", 2, both);
  metrics::MaskCounts counts;
  for (const std::uint8_t v : both.voxel) {
    counts.both += v == 3 ? 1 : 0;
    counts.predicted += v & 1U;
    counts.reference += v >> 1U;
  }
  const bool rounded = json.contains("places");
  const double tolerance = rounded ? 5e-4 + 1e-12 : 1e-12;
  const auto measures = metrics::area_measures(
      image::surface_distances(both, image::SurfaceKind::surface_cells, 2), 1);
  const bool defined = counts.predicted > 0 && counts.reference > 0;
  const auto expect = [&](const std::string& what, const core::Json& expected, double obtained) {
    record.expect(name + what, number(expected), obtained, tolerance, source);
  };
  record.expect(name + "Dice", number(json["dice"]), counts.dice(), rounded ? 5e-3 : 1e-12, source);
  if (defined) {
    expect("mean distance, reference to prediction", json["asd"][0], measures.mean_b_to_a);
    expect("mean distance, prediction to reference", json["asd"][1], measures.mean_a_to_b);
    expect("HD", json["hd100"], measures.hausdorff);
    expect("HD95", json["hd95"], measures.hd95);
    expect("overlap at 1 mm, reference", json["overlap_1mm"][0], measures.overlap_b);
    expect("overlap at 1 mm, prediction", json["overlap_1mm"][1], measures.overlap_a);
    expect("NSD at 1 mm", json["nsd_1mm"], measures.nsd);
    return;
  }
  // An empty mask: what is defined agrees; what DeepMind calls infinite has no value here.
  expect("NSD at 1 mm", json["nsd_1mm"], measures.nsd);
  record.expect(name + "HD has no value", 1, std::isnan(measures.hausdorff) ? 1 : 0, 0,
                "our policy: docs/reference/segmentation.md; --as deepmind prints inf");
}

void check(const std::string& folder, Recorder& record) {
  const auto text = core::read_file(folder + "/vectors.json");
  if (!text) return record.fail(text.error().text());
  for (const core::Json& each : core::Json::parse(*text)) check_one(each, record);
}

}  // namespace

OracleSet surface_distance_vectors() {
  return {.id = "surface-distance-vectors",
          .title = "The numbers of DeepMind's surface-distance tests",
          .note = "Exact where the test is; three printed places for the boxes (Dice two).",
          .run = check};
}

}  // namespace secondsite::oracles::sets
