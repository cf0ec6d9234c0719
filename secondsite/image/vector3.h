#pragma once
// Places and directions in space, LPS, in mm: the arithmetic that geometry shares.

#include <array>
#include <cmath>

namespace secondsite::image {

using Vector3 = std::array<double, 3>;

inline Vector3 minus(const Vector3& a, const Vector3& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
inline double dot(const Vector3& a, const Vector3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
inline double length(const Vector3& a) {
  return std::sqrt(dot(a, a));
}
inline Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
// Of an image whose rows run along the first three numbers and whose columns along the others.
inline Vector3 normal_of(const std::array<double, 6>& orientation) {
  const auto& o = orientation;
  return cross({o[0], o[1], o[2]}, {o[3], o[4], o[5]});
}

}  // namespace secondsite::image
