#include "secondsite/cohort/index/look.h"

#include <algorithm>
#include <cmath>

#include "secondsite/dicom/found_padding.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/image/averaged.h"
#include "secondsite/image/picture.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/windowing.h"

namespace secondsite::cohort::index {
namespace {

// Colours are for showing alone: their mean, or the first component where it is the brightness.
void show_colours(const dicom::Pixels& pixels, Seen& out) {
  out.has_colours = true;
  const std::size_t count = std::size_t{pixels.rows} * pixels.columns;
  const bool brightness = pixels.photometric.starts_with("YBR");
  const double most = std::pow(2.0, std::clamp(pixels.bits_stored, 1U, 16U)) - 1;
  out.level.assign(count, 0);
  for (std::size_t i = 0; i < count && (i + 1) * pixels.samples <= pixels.stored.size(); ++i) {
    double sum = 0;
    const std::size_t used = brightness ? 1 : pixels.samples;
    for (std::size_t c = 0; c < used; ++c) sum += pixels.stored[i * pixels.samples + c];
    out.level[i] = static_cast<float>(sum / (static_cast<double>(used) * most));
  }
  out.value = out.level;
}

// The middle slice of a NIfTI, NRRD or MetaImage volume, shown over the span of its values.
core::Result<Seen> see_middle_slice(const std::string& path) {
  auto volume = image::read_volume(path);
  if (!volume) return std::move(volume).error();
  const image::Grid& grid = volume->grid;
  Seen out;
  out.rows = grid.size[1];
  out.columns = grid.size[0];
  out.decoder = "ITK";
  const auto first =
      volume->voxel.begin() + static_cast<std::ptrdiff_t>(grid.at(0, 0, grid.size[2] / 2));
  out.value.assign(first, first + static_cast<std::ptrdiff_t>(out.rows) * out.columns);
  float least = INFINITY;
  float most = -INFINITY;
  for (const float v : out.value) {
    if (!std::isfinite(v)) continue;
    least = std::min(least, v);
    most = std::max(most, v);
  }
  out.level = out.value;
  for (float& v : out.level) v = most > least ? (v - least) / (most - least) : 0;
  return out;
}

}  // namespace

bool is_volume_file(const Record& record) {
  return record.pixels_at == 0 && image::is_image_name(record.path) &&
         !image::is_picture_name(record.path);
}

bool is_picture(const Record& record) {
  return record.pixels_at == 0 && image::is_picture_name(record.path);
}

core::Result<Seen> see(PixelReader& reader, const Record& record) {
  if (is_picture(record)) return see_picture(reader.root() + "/" + record.path);
  if (is_volume_file(record)) return see_middle_slice(reader.root() + "/" + record.path);
  dicom::Pixels pixels;
  if (auto decoded = reader.decode(record, record.frames / 2, pixels); !decoded)
    return std::move(decoded).error();
  Seen out;
  out.rows = pixels.rows;
  out.columns = pixels.columns;
  out.unit = pixels.unit;
  out.decoder = pixels.decoder;
  out.complaint = pixels.complaint;
  out.repaired = pixels.repaired;
  const auto found = record.kind == "CT" ? dicom::undeclared_padding(pixels) : std::nullopt;
  out.padding_undeclared = found.has_value();
  if (const auto stored = found ? found : pixels.padding)
    out.padding = *stored * pixels.slope + pixels.intercept;
  if (pixels.samples != 1) {
    show_colours(pixels, out);
    return out;
  }
  const bool windowed = pixels.voi_lut.usable() ||
                        std::any_of(pixels.windows.begin(), pixels.windows.end(),
                                    [](const image::Window& window) { return window.width >= 2; });
  out.level = record.kind == "CT" && out.unit == "HU" && !windowed
                  ? image::grey(pixels.value, {40, 400}, pixels.inverted)
                  : dicom::display(pixels);
  out.value = std::move(pixels.value);
  return out;
}

core::Result<Seen> see_picture(const std::string& path) {
  auto picture = image::read_picture(path);
  if (!picture) return std::move(picture).error();
  Seen out;
  out.rows = picture->rows;
  out.columns = picture->columns;
  out.decoder = "picture";
  out.level = picture->value;
  const float most = picture->bits == 16 ? 65535.0F : 255.0F;
  for (float& level : out.level) level /= most;
  out.value = std::move(picture->value);
  return out;
}

core::Result<Seen> see_file(PixelReader& reader, const std::string& file, const std::string& kind) {
  if (image::is_picture_name(file)) return see_picture(reader.root() + "/" + file);
  Record record;
  record.path = file;
  record.kind = kind;
  record.pixels_at = image::is_image_name(file) ? 0 : 1;
  return see(reader, record);
}

Looked look_at(const Seen& seen, const About& about) {
  Looked out;
  out.decoded = true;
  out.decoder = seen.decoder;
  out.complaint = seen.complaint;
  out.padding_undeclared = seen.padding_undeclared;
  out.repaired = seen.repaired;
  out.unit = seen.unit;
  if (seen.has_colours || seen.value.empty()) return out;
  const auto [least, most] = std::minmax_element(seen.value.begin(), seen.value.end());
  out.least = static_cast<double>(*least);
  out.most = static_cast<double>(*most);
  // A window cuts bone to strokes of one value: all but the borders is judged by the values.
  out.facts = image::pixel_facts(seen.value, seen.rows, seen.columns, false);
  const auto shown = image::pixel_facts(seen.level, seen.rows, seen.columns, about.is_projection);
  out.facts.border_mean = shown.border_mean;
  out.facts.centre_mean = shown.centre_mean;
  out.inverted_suspected = shown.inverted_suspected;
  if (about.may_be_chest && !out.facts.blank) {
    out.pose = image::chest_pose(seen.level, seen.rows, seen.columns);
    // Where the drawn thorax fits, it knows better than the border.
    constexpr double fits = 0.8;
    if (out.pose.fit >= fits) out.inverted_suspected = out.pose.inverted_suspected;
    if (out.pose.plane == image::ChestPlane::frontal)
      out.plane = "frontal";
    else if (out.pose.plane == image::ChestPlane::not_frontal && about.is_chest)
      out.plane = "not frontal";
  }
  if (seen.unit == "HU") {
    out.peaks = image::hounsfield_peaks(seen.value, seen.padding.value_or(std::nan("")));
    out.check = image::check_hounsfield(out.peaks);
  }
  return out;
}

std::string thumbnail_of(const Seen& seen, std::uint32_t most_side) {
  if (seen.rows == 0 || seen.columns == 0) return {};
  const double scale =
      std::min(1.0, static_cast<double>(most_side) / std::max(seen.rows, seen.columns));
  const auto side = [scale](std::uint32_t length) {
    return std::max(1U, static_cast<std::uint32_t>(std::lround(scale * length)));
  };
  std::vector<float> finite = seen.level;
  for (float& level : finite)
    if (!std::isfinite(level)) level = 0;
  const auto small =
      image::averaged(finite, seen.columns, seen.rows, side(seen.columns), side(seen.rows));
  return image::png_of(std::vector<float>(small.begin(), small.end()), side(seen.rows),
                       side(seen.columns));
}

}  // namespace secondsite::cohort::index
