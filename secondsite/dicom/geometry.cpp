#include "secondsite/dicom/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "secondsite/core/text.h"
#include "secondsite/dicom/mapping.h"
#include "secondsite/image/vector3.h"

namespace secondsite::dicom {
namespace {

using Vector = image::Vector3;

template <std::size_t N>
std::optional<std::array<double, N>> numbers(const Header& header, const Element* element) {
  if (element == nullptr) return std::nullopt;
  std::array<double, N> out{};
  for (std::size_t i = 0; i < N; ++i) {
    const auto value = header.number(element, i);
    if (!value) return std::nullopt;
    out[i] = *value;
  }
  return out;
}

bool usable(const std::array<double, 6>& o) {
  return std::abs(image::length({o[0], o[1], o[2]}) - 1) < 0.05 &&
         std::abs(image::length({o[3], o[4], o[5]}) - 1) < 0.05;
}

// One pass over the elements: frames of a long object come in order.
void read_frames(const Header& header, std::size_t most, std::vector<Plane>& planes) {
  std::optional<std::array<double, 6>> shared;
  if (const auto found =
          numbers<6>(header, header.find_grouped(tag::plane_orientation, tag::orientation, ~0U)))
    shared = found;
  const auto frames = std::min<std::size_t>(header.items_per_frame, most);
  std::vector<std::optional<Vector>> position(frames);
  std::vector<std::optional<std::array<double, 6>>> orientation(frames, shared);
  for (const Element& element : header.elements) {
    if (element.root != tag::per_frame_groups || element.item >= frames) continue;
    if (element.tag == tag::position && element.parent == tag::plane_position)
      position[element.item] = numbers<3>(header, &element);
    if (element.tag == tag::orientation && element.parent == tag::plane_orientation)
      orientation[element.item] = numbers<6>(header, &element);
  }
  for (std::size_t i = 0; i < frames; ++i) {
    if (!position[i] || !orientation[i] || !usable(*orientation[i])) {
      planes.clear();
      return;
    }
    planes.push_back({*position[i], *orientation[i]});
  }
}

bool same_orientation(const Plane& a, const Plane& b) {
  for (std::size_t i = 0; i < 6; ++i)
    if (std::abs(a.orientation[i] - b.orientation[i]) > 1e-3) return false;
  return true;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// "4.22 x 13, 1.14, 7.38 x 13": runs of equal distances, at most six of them.
std::string runs(const std::vector<double>& steps) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t end = i + 1;
    while (end < steps.size() && std::abs(steps[end] - steps[i]) < 0.005) ++end;
    if (parts.size() == 6) {
      parts.emplace_back("...");
      break;
    }
    parts.push_back(core::fixed(steps[i], 2) +
                    (end - i > 1 ? " x " + std::to_string(end - i) : std::string()));
    i = end;
  }
  return core::join(parts, ", ");
}

}  // namespace

std::string_view name(StackVerdict verdict) {
  static constexpr std::string_view names[] = {"regular",  "tilted", "missing slices", "uneven",
                                               "repeated", "mixed",  "single",         "unknown"};
  return names[static_cast<std::size_t>(verdict)];
}

ImageGeometry read_geometry(const Header& header, std::size_t most_frames) {
  ImageGeometry out;
  out.rows = header.word(tag::rows).value_or(0);
  out.columns = header.word(tag::columns).value_or(0);
  const double frames = header.number(tag::frames).value_or(1);
  out.frames = frames >= 1 && frames < 1e7 ? static_cast<std::uint32_t>(frames) : 1;
  out.thickness_mm = header.number(tag::thickness);
  out.stated_tilt_deg = header.number(tag::gantry_tilt);
  out.spacing_mm = numbers<2>(header, header.find(tag::pixel_spacing));
  if (!out.spacing_mm)
    out.spacing_mm =
        numbers<2>(header, header.find_grouped(tag::pixel_measures, tag::pixel_spacing, 0));
  if (!out.thickness_mm)
    out.thickness_mm = header.number(header.find_grouped(tag::pixel_measures, tag::thickness, 0));
  if (!out.spacing_mm) {
    out.spacing_mm = numbers<2>(header, header.find(tag::imager_pixel_spacing));
    out.spacing_at_detector = out.spacing_mm.has_value();
  }
  if (out.spacing_mm && ((*out.spacing_mm)[0] <= 0 || (*out.spacing_mm)[1] <= 0))
    out.spacing_mm.reset();
  const auto position = numbers<3>(header, header.find(tag::position));
  const auto orientation = numbers<6>(header, header.find(tag::orientation));
  if (position && orientation && usable(*orientation))
    out.planes.push_back({*position, *orientation});
  else if (header.items_per_frame > 0)
    read_frames(header, most_frames, out.planes);
  if (has_words(folded(header.text(tag::image_type)), "MOSAIC")) {
    const Element* tiles = header.find_private("SIEMENS MR HEADER", 0x0019, 0x0a);
    out.mosaic_tiles =
        static_cast<std::uint32_t>(std::clamp(header.number(tiles).value_or(1), 1.0, 4096.0));
  }
  return out;
}

Stack judge_stack(std::span<const Plane> planes) {
  Stack out;
  out.slices = planes.size();
  out.order.resize(planes.size());
  std::iota(out.order.begin(), out.order.end(), std::size_t{0});
  if (planes.empty()) return out;
  if (planes.size() == 1) {
    out.verdict = StackVerdict::single;
    out.positions = 1;
    return out;
  }
  for (const Plane& plane : planes) {
    if (same_orientation(planes[0], plane)) continue;
    out.verdict = StackVerdict::mixed;
    return out;
  }
  const Vector normal = image::normal_of(planes[0].orientation);
  const auto along = [&](std::size_t i) {
    return image::dot(image::minus(planes[i].position, planes[0].position), normal);
  };
  std::stable_sort(out.order.begin(), out.order.end(),
                   [&](std::size_t a, std::size_t b) { return along(a) < along(b); });
  // Slices at one place count once.
  std::vector<std::size_t> at{out.order[0]};
  std::vector<std::size_t> copies{1};
  for (std::size_t i = 1; i < out.order.size(); ++i) {
    const Vector step = image::minus(planes[out.order[i]].position, planes[at.back()].position);
    if (image::length(step) < 0.01) {
      ++copies.back();
    } else {
      at.push_back(out.order[i]);
      copies.push_back(1);
    }
  }
  out.positions = at.size();
  const bool equal_copies =
      std::all_of(copies.begin(), copies.end(), [&](std::size_t n) { return n == copies[0]; });
  if (at.size() == 1) {
    out.verdict = StackVerdict::repeated;
    return out;
  }
  const Vector whole = image::minus(planes[at.back()].position, planes[at.front()].position);
  const double span = image::length(whole);
  const double cosine = std::abs(image::dot(whole, normal)) / span;
  out.tilt_deg = std::acos(std::min(1.0, cosine)) * 180 / std::numbers::pi;
  std::vector<double> steps;
  for (std::size_t i = 1; i < at.size(); ++i) {
    const Vector step = image::minus(planes[at[i]].position, planes[at[i - 1]].position);
    // Every step goes the way of the whole; else the positions lie on no line.
    const double off =
        std::acos(std::clamp(image::dot(step, whole) / (image::length(step) * span), -1.0, 1.0));
    if (off > 0.02) out.verdict = StackVerdict::mixed;
    steps.push_back(image::length(step));
  }
  out.steps = runs(steps);
  out.step_mm = median(steps);
  out.least_step_mm = *std::min_element(steps.begin(), steps.end());
  out.most_step_mm = *std::max_element(steps.begin(), steps.end());
  out.spacing_mm = out.step_mm * cosine;
  if (out.verdict == StackVerdict::mixed) return out;
  const double tolerance = std::max(0.05, 0.01 * out.step_mm);
  bool even = true;
  bool whole_gaps = true;
  for (const double step : steps) {
    if (std::abs(step - out.step_mm) <= tolerance) continue;
    even = false;
    const double multiple = std::round(step / out.step_mm);
    whole_gaps =
        whole_gaps && multiple >= 2 && std::abs(step - multiple * out.step_mm) <= tolerance;
    if (multiple >= 2) out.missing += static_cast<std::size_t>(multiple) - 1;
  }
  if (even) out.missing = 0;
  if (!even && !whole_gaps)
    out.verdict = StackVerdict::uneven;
  else if (copies[0] > 1 || !equal_copies)
    out.verdict = equal_copies ? StackVerdict::repeated : StackVerdict::mixed;
  else if (!even)
    out.verdict = StackVerdict::missing;
  else
    out.verdict = out.tilt_deg >= 0.5 ? StackVerdict::tilted : StackVerdict::regular;
  return out;
}

}  // namespace secondsite::dicom
