#include <numeric>

#include "oracle.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::oracles::sets {
namespace {

const std::string source = "nibabel 5.3 on the same file; x and y change sign from RAS to LPS";

struct Expected {
  const char* file;
  std::array<std::uint32_t, 3> size;
  std::array<double, 3> spacing_mm;
  std::array<double, 3> ras_origin_mm;
  // The step of the third axis in RAS, in mm: shows the gantry's pitch.
  std::array<double, 3> ras_step_mm;
  double sum;
};

const Expected table[] = {
    {"CT_AVM",
     {256, 242, 154},
     {0.719942569732666, 0.7209135890007019, 1},
     {-73.39768981933594, -69.69419860839844, -64.11000061035156},
     {0, 0, 1},
     49383836.6660285},
    {"CT_pitch",
     {175, 248, 58},
     {0.8125, 0.8125, 2.3970494270324707},
     {-69.02075958251953, -134.38560485839844, -13.56882095336914},
     {0, 0.6807987689971924, 2.2983384132385254},
     95678796},
    {"MR_Gd",
     {176, 188, 144},
     {0.9765620231628418, 0.9765620231628418, 1.0025999546051025},
     {-85.712646484375, -112.45329284667969, -56.81804656982422},
     {-0.007811427116394043, 0.1121056079864502, 0.9962821006774902},
     730302610.9216518},
    {"chris_PD",
     {191, 256, 54},
     {0.8578751087188721, 0.8593749403953552, 2.3999972343444824},
     {-80.83112335205078, -131.49412536621094, -30.349937438964844},
     {0.008433997631072998, 0.3567773699760437, 2.3733153343200684},
     125243884},
    {"chris_t1",
     {188, 256, 190},
     {0.8799999952316284, 0.8799999952316284, 0.8799999952316284},
     {-83.12000274658203, -118.12000274658203, -77.12000274658203},
     {0, 0, 0.8799999952316284},
     411030734},
};

void check_one(const std::string& folder, const Expected& expected, Recorder& record) {
  const std::string name = std::string(expected.file) + ": ";
  const auto volume = image::read_volume(folder + "/" + expected.file + ".nii.gz");
  if (!volume) return record.fail(volume.error().text());
  const image::Grid& grid = volume->grid;
  constexpr std::array<double, 3> sign{-1, -1, 1};
  const auto first = grid.position_mm(0, 0, 0);
  const auto next = grid.position_mm(0, 0, 1);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::string which = ", axis " + std::to_string(axis + 1);
    record.expect(name + "size" + which, expected.size[axis], grid.size[axis], 0, source);
    // Headers hold floats.
    record.expect(name + "spacing, mm" + which, expected.spacing_mm[axis], grid.spacing_mm[axis],
                  1e-6, source);
    record.expect(name + "origin, mm" + which, sign[axis] * expected.ras_origin_mm[axis],
                  first[axis], 1e-4, source);
    record.expect(name + "step to the next slice, mm" + which,
                  sign[axis] * expected.ras_step_mm[axis], next[axis] - first[axis], 1e-5, source);
  }
  const double sum = std::accumulate(volume->voxel.begin(), volume->voxel.end(), 0.0);
  record.expect(name + "sum of voxels", expected.sum, sum, 1e-6 * expected.sum, source);
}

void check(const std::string& folder, Recorder& record) {
  for (const Expected& expected : table) check_one(folder, expected, record);
}

}  // namespace

OracleSet nifti_samples() {
  return {.id = "nifti_samples",
          .title = "Five NIfTI volumes: tilted gantry, oblique axes, scaled voxels",
          .note = "Geometry to the digits of the float header, voxels scaled as the header says.",
          .run = check};
}

}  // namespace secondsite::oracles::sets
