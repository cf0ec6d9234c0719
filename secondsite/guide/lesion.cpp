#include "secondsite/guide/lesion.h"

#include <cmath>
#include <numbers>

namespace secondsite::guide {

Grid chest_ct() {
  return {
      .columns = 512, .rows = 512, .slices = 320, .column_mm = 0.7, .row_mm = 0.7, .slice_mm = 1.0};
}

double sphere_mm3(double diameter_mm) {
  const double r = diameter_mm / 2;
  return 4.0 / 3.0 * std::numbers::pi * r * r * r;
}

double sphere_diameter_mm(double volume_mm3) {
  return 2 * std::cbrt(volume_mm3 * 3 / (4 * std::numbers::pi));
}

}  // namespace secondsite::guide
