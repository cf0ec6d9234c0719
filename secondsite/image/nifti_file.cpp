#include "secondsite/image/nifti_file.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>

#include "secondsite/core/text.h"

namespace secondsite::image {
namespace {

using core::Error;

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};
// zlib reads plain files as they are.
using File = std::unique_ptr<gzFile_s, Close>;

// How many bytes were there; fewer than `into` where the file ends or its compression breaks.
std::size_t read_some(gzFile_s* file, std::span<char> into) {
  constexpr std::size_t piece = 1 << 28;  // zlib counts in 32 bits
  std::size_t done = 0;
  while (done < into.size()) {
    const auto size = static_cast<unsigned>(std::min(piece, into.size() - done));
    const int got = gzread(file, into.data() + done, size);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

// Fields by their place, in either byte order.
class Fields {
 public:
  Fields(std::span<const char> bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}

  template <typename Type>
  Type at(std::size_t place) const {
    std::array<char, sizeof(Type)> raw{};
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(place), sizeof(Type), raw.begin());
    if (swapped_) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<Type>(raw);
  }

 private:
  std::span<const char> bytes_;
  bool swapped_;
};

// What both versions hold.
struct Stated {
  std::array<std::int64_t, 8> dim{};
  std::array<double, 8> pixdim{};
  std::array<double, 6> qform{};
  std::array<double, 12> sform{};
  std::int64_t qform_code = 0;
  std::int64_t sform_code = 0;
  double offset = 0;
  double slope = 0;
  double intercept = 0;
  int type = 0;
};

template <typename Whole, typename Real>
void fill(const Fields& fields, std::size_t dim, std::size_t pixdim, std::size_t quatern,
          Stated& out) {
  for (std::size_t i = 0; i < 8; ++i) {
    out.dim[i] = fields.at<Whole>(dim + i * sizeof(Whole));
    out.pixdim[i] = static_cast<double>(fields.at<Real>(pixdim + i * sizeof(Real)));
  }
  // The six numbers of the qform and the twelve of the sform follow one another.
  for (std::size_t i = 0; i < 18; ++i)
    (i < 6 ? out.qform[i] : out.sform[i - 6]) =
        static_cast<double>(fields.at<Real>(quatern + i * sizeof(Real)));
}

Stated stated(const Fields& fields, bool second) {
  Stated out;
  if (second) {
    fill<std::int64_t, double>(fields, 16, 104, 352, out);
    out.type = fields.at<std::int16_t>(12);
    out.offset = static_cast<double>(fields.at<std::int64_t>(168));
    out.slope = fields.at<double>(176);
    out.intercept = fields.at<double>(184);
    out.qform_code = fields.at<std::int32_t>(344);
    out.sform_code = fields.at<std::int32_t>(348);
  } else {
    fill<std::int16_t, float>(fields, 40, 76, 256, out);
    out.type = fields.at<std::int16_t>(70);
    out.offset = static_cast<double>(fields.at<float>(108));
    out.slope = static_cast<double>(fields.at<float>(112));
    out.intercept = static_cast<double>(fields.at<float>(116));
    out.qform_code = fields.at<std::int16_t>(252);
    out.sform_code = fields.at<std::int16_t>(254);
  }
  return out;
}

// Bytes a voxel; 0 for a number that stands for no type.
std::uint32_t width_of(int type) {
  switch (type) {
    case 2:
    case 256:
      return 1;
    case 4:
    case 512:
      return 2;
    case 128:
      return 3;
    case 8:
    case 16:
    case 768:
    case 2304:
      return 4;
    case 32:
    case 64:
    case 1024:
    case 1280:
      return 8;
    case 1536:
    case 1792:
      return 16;
    case 2048:
      return 32;
    default:
      return 0;
  }
}

Error spacing_error(std::size_t axis, double value, const std::string& path) {
  return {"image.spacing",
          "the spacing of axis " + std::to_string(axis) + " is " + core::exact(value) + " mm",
          {.file = path}};
}

// No voxel is smaller than a nanometre or larger than a kilometre, and no patient lies farther
// away. Beyond, the library's single precision overflows, and its decomposition of the axes never
// ends.
constexpr double smallest_mm = 1e-6;
constexpr double largest_mm = 1e6;

bool is_length(double mm) {
  return mm >= smallest_mm && mm <= largest_mm;
}

bool all_places(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double v) { return std::abs(v) <= largest_mm; });
}

core::Status check_place(const Stated& header, const std::string& path) {
  const auto axes = static_cast<std::size_t>(std::min<std::int64_t>(header.dim[0], 3));
  for (std::size_t axis = 1; axis <= axes; ++axis)
    if (!is_length(header.pixdim[axis])) return spacing_error(axis, header.pixdim[axis], path);
  if (header.qform_code > 0 && (!all_places(header.qform) || !std::isfinite(header.pixdim[0])))
    return Error("image.directions", "the qform holds a value that is no place", {.file = path});
  if (header.sform_code <= 0) return core::Done{};
  if (!all_places(header.sform))
    return Error("image.spacing", "the sform holds a value that is no place", {.file = path});
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length =
        std::hypot(header.sform[axis], header.sform[4 + axis], header.sform[8 + axis]);
    if (!is_length(length) && (axis < axes || length != 0))
      return spacing_error(axis + 1, length, path);
  }
  return core::Done{};
}

File opened(const std::string& path) {
  return File(gzopen(path.c_str(), "rb"));
}

}  // namespace

core::Result<NiftiHeader> nifti_header(const std::string& path) {
  const auto broken = [&](const std::string& why) {
    return Error("image.unreadable", why, {.file = path});
  };
  const File file = opened(path);
  if (!file) return broken("the file cannot be opened");
  std::array<char, 540> bytes{};
  const std::size_t size = read_some(file.get(), bytes);
  if (size < 348) return broken("the file ends within its header");
  NiftiHeader out;
  const auto length = Fields(bytes, false).at<std::int32_t>(0);
  const auto turned = Fields(bytes, true).at<std::int32_t>(0);
  out.swapped = turned == 348 || turned == 540;
  const bool second = length == 540 || turned == 540;
  if (!out.swapped && length != 348 && length != 540)
    return broken("the content is not what the name's ending says");
  const std::size_t header_size = second ? 540 : 348;
  if (size < header_size) return broken("the file ends within its header");
  const char* magic = bytes.data() + (second ? 4 : 344);
  if (std::memcmp(magic, second ? "n+2" : "n+1", 4) != 0)
    return broken("the header does not say that the voxels follow in the same file");

  const Stated header = stated(Fields(bytes, out.swapped), second);
  if (header.dim[0] < 1 || header.dim[0] > 7)
    return broken("the header states " + std::to_string(header.dim[0]) + " axes");
  double voxels = 1;
  for (std::size_t axis = 1; axis <= static_cast<std::size_t>(header.dim[0]); ++axis) {
    if (header.dim[axis] < 1)
      return Error("image.too-large",
                   "axis " + std::to_string(axis) + " has " + std::to_string(header.dim[axis]) +
                       " voxels; 1 to 65,534 are possible",
                   {.file = path});
    voxels *= static_cast<double>(header.dim[axis]);
  }
  if (voxels > 1e15)
    return Error("image.too-large", "the image has more than 2,147,483,647 voxels", {.file = path});
  out.voxels = static_cast<std::uint64_t>(voxels);
  out.type = header.type;
  out.width = width_of(header.type);
  if (out.width == 0) return broken("the voxels are of a type that is not known");
  if (!std::isfinite(header.offset) || header.offset < 0 || header.offset > 1e12)
    return broken("the header does not say where the voxels begin");
  out.offset = std::max<std::uint64_t>(static_cast<std::uint64_t>(header.offset), header_size);
  if (std::isfinite(header.slope) && header.slope != 0) {
    out.slope = header.slope;
    out.intercept = std::isfinite(header.intercept) ? header.intercept : 0;
  }
  if (auto place = check_place(header, path); !place) return std::move(place).error();
  return out;
}

core::Result<std::vector<char>> nifti_voxels(const std::string& path, const NiftiHeader& header) {
  const File file = opened(path);
  if (!file) return Error("image.unreadable", "the file cannot be opened", {.file = path});
  gzbuffer(file.get(), 1 << 18);
  const Error too_short(
      "image.unreadable",
      "the file ends, or is damaged, before the last of the voxels that it states", {.file = path});
  // A header may promise more than any memory holds: gzip shrinks at most 1,032 times.
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  const double most = failed ? 0 : static_cast<double>(size) * (gzdirect(file.get()) ? 1 : 1032);
  if (static_cast<double>(header.voxels) * header.width > most) return too_short;
  std::vector<char> out(header.voxels * header.width);
  const bool there = gzseek(file.get(), static_cast<z_off_t>(header.offset), SEEK_SET) >= 0 &&
                     read_some(file.get(), out) == out.size();
  if (!there) return too_short;
  // Only at its end does gzip say whether the bytes are those that were packed.
  char after = 0;
  int trouble = Z_OK;
  const int got = gzread(file.get(), &after, 1);
  gzerror(file.get(), &trouble);
  if (got < 0 || (got == 0 && trouble != Z_OK))
    return Error("image.unreadable", "the file's compression is damaged", {.file = path});
  if (header.swapped && header.width > 1)
    for (std::size_t at = 0; at < out.size(); at += header.width)
      std::reverse(out.begin() + static_cast<std::ptrdiff_t>(at),
                   out.begin() + static_cast<std::ptrdiff_t>(at + header.width));
  return out;
}

}  // namespace secondsite::image
