#include "secondsite/cohort/partition/image_hashes.h"

#include <filesystem>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/folder.h"
#include "secondsite/cohort/named_files.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/parallel.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/image/perceptual_hash.h"
#include "secondsite/image/picture.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::cohort::partition {
namespace {

struct Hashes {
  std::string pixels;
  std::string dct;
  std::string gradient;
  std::string fault;
};

std::string hexadecimal(std::uint64_t value) {
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; value >>= 4) out[i] = "0123456789abcdef"[value & 15];
  return out;
}

// The pixels of a picture, a volume of one slice, or a DICOM image (its first frame).
struct Image {
  std::array<std::uint32_t, 3> size{};
  std::vector<float> value;
};

core::Result<Image> read_image(const std::string& path) {
  if (image::is_picture_name(path)) {
    auto picture = image::read_picture(path);
    if (!picture) return std::move(picture).error();
    return Image{{picture->columns, picture->rows, 1}, std::move(picture->value)};
  }
  if (image::is_image_name(path)) {
    auto volume = image::read_volume(path);
    if (!volume) return std::move(volume).error();
    return Image{volume->grid.size, std::move(volume->voxel)};
  }
  auto pixels = dicom::decode_pixels(path);
  if (!pixels) return std::move(pixels).error();
  if (pixels->samples != 1)
    return core::Error("image.channels", "the image has colours", {.file = path});
  if (pixels->frames != 1)
    return core::Error("image.dimensions", "it has several frames", {.file = path});
  // White bone, whichever way it is stored.
  if (pixels->inverted)
    for (float& value : pixels->value) value = -value;
  return Image{{pixels->columns, pixels->rows, 1}, std::move(pixels->value)};
}

Hashes hashes_of(const std::string& path) {
  Hashes out;
  const auto read = read_image(path);
  if (!read) {
    out.fault = read.error().what();
    return out;
  }
  const auto& size = read->size;
  std::string bytes;
  for (const std::uint32_t length : size) bytes += std::to_string(length) + " ";
  bytes.append(reinterpret_cast<const char*>(read->value.data()),
               read->value.size() * sizeof(float));
  out.pixels = core::sha256(bytes);
  if (size[2] != 1) {
    out.fault = "it has several slices";
    return out;
  }
  const auto hash = image::perceptual_hash(read->value, size[0], size[1]);
  if (!hash) {
    out.fault = "there is nothing in it to hash";
    return out;
  }
  out.dct = hexadecimal(hash->dct);
  out.gradient = hexadecimal(hash->gradient);
  return out;
}

}  // namespace

core::Result<Table> with_image_hashes(const Table& table, const std::string& file_column,
                                      const std::string& folder, const core::Context& context,
                                      core::Findings& findings) {
  const auto column = table.column(file_column);
  if (!column) return column.error();
  auto listing = list_folder(folder, findings);
  if (!listing) return std::move(listing).error();
  const NamedFiles files(listing->files);
  std::vector<Hashes> hashes(table.rows());
  core::parallel_for(table.rows(), context.threads, [&](std::size_t row) {
    if (context.stopped()) return;
    const std::string cell(trimmed((*column)->raw(row)));
    const std::string_view found = files.find(cell);
    if (found.empty())
      hashes[row].fault = "it is not in the folder, or several files have its name";
    else
      hashes[row] = hashes_of(listing->full(found));
  });
  if (context.stopped()) return core::Error("run.interrupted", "hashing was stopped");
  std::vector<std::string> pixels, dct, gradient;
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    if (!hashes[row].fault.empty())
      findings.add(core::Severity::warning, "partition.image-unhashed", "",
                   "an image has no perceptual hash: " + hashes[row].fault,
                   {.file = table.origin(), .row = row + 1, .column = file_column});
    pixels.push_back(std::move(hashes[row].pixels));
    dct.push_back(std::move(hashes[row].dct));
    gradient.push_back(std::move(hashes[row].gradient));
  }
  auto out = with_column(table, text_column("pixels_sha256", std::move(pixels)));
  if (out) out = with_column(*out, text_column("phash", std::move(dct)));
  if (out) out = with_column(*out, text_column("dhash", std::move(gradient)));
  return out;
}

}  // namespace secondsite::cohort::partition
