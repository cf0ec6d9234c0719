#include "secondsite/image/meta_image_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "secondsite/core/text.h"
#include "secondsite/image/voxel_file.h"

namespace secondsite::image {
namespace {

constexpr std::size_t longest_line = 1000;
constexpr std::size_t longest_key = 100;
constexpr std::size_t longest_text = 250;
constexpr unsigned most_axes = 4;

// How many numbers a key has.
enum class Length { one, axes, matrix };

struct Numbers {
  std::string_view key;
  Length length;
};

constexpr std::array<Numbers, 22> numeric_keys{{
    {"ID", Length::one},
    {"ParentID", Length::one},
    {"CompressedDataSize", Length::one},
    {"CompressionLevel", Length::one},
    {"HeaderSize", Length::one},
    {"ElementMin", Length::one},
    {"ElementMax", Length::one},
    {"ElementNBits", Length::one},
    {"ElementNumberOfChannels", Length::one},
    {"ElementToIntensityFunctionSlope", Length::one},
    {"ElementToIntensityFunctionOffset", Length::one},
    {"SequenceID", Length::axes},
    {"DimSize", Length::axes},
    {"ElementSpacing", Length::axes},
    {"ElementSize", Length::axes},
    {"Position", Length::axes},
    {"Offset", Length::axes},
    {"Origin", Length::axes},
    {"CenterOfRotation", Length::axes},
    {"Orientation", Length::matrix},
    {"Rotation", Length::matrix},
    {"TransformMatrix", Length::matrix},
}};

// Reads a header line by line; `trouble` is the first thing that is wrong with it.
class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), file_(path, std::ios::binary) {}

  core::Result<MetaImageHeader> read() {
    for (std::string line; next(line);) {
      ++row_;
      const auto at = line.find('=');
      if (at == std::string::npos) return wrong("is not of the form \"key = value\"");
      const std::string key(core::trim(std::string_view(line).substr(0, at)));
      const std::string_view value = core::trim(std::string_view(line).substr(at + 1));
      if (key.empty() || key.size() > longest_key ||
          !std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; }))
        return wrong("has no key that a MetaImage can have");
      if (value.empty()) return wrong("gives " + key + " no value");
      if (!seen_.insert(key).second) return wrong("gives " + key + " a second time");
      if (auto sound = take(key, value); !sound) return std::move(sound).error();
      if (key == "ElementDataFile") return finish(value);
    }
    if (too_long_) {
      ++row_;
      return wrong("is longer than 1,000 characters, or the header never ends");
    }
    return core::Error("image.unreadable",
                       "the header ends before ElementDataFile says where the voxels are",
                       {.file = path_});
  }

 private:
  // One line without its end; false at the end of the file or where the line has none in reach.
  bool next(std::string& line) {
    line.clear();
    for (char c = 0; file_.get(c);) {
      if (c == '\n') {
        if (line.ends_with('\r')) line.pop_back();
        return true;
      }
      if (line.size() == longest_line) {
        too_long_ = true;
        return false;
      }
      line += c;
    }
    return !line.empty();
  }

  core::Error wrong(const std::string& what) const {
    return core::Error("image.unreadable", "the header's line " + std::to_string(row_) + " " + what,
                       {.file = path_});
  }

  core::Status take(const std::string& key, std::string_view value) {
    if (key == "NDims") {
      const auto axes = core::parse_number(value);
      if (!axes || !(*axes >= 1) || *axes > most_axes || *axes != std::floor(*axes))
        return wrong("gives the image \"" + std::string(value.substr(0, 40)) +
                     "\" axes; 1 to 4 are possible");
      header_.axes = static_cast<unsigned>(*axes);
      return core::Done{};
    }
    if (key == "CompressedData") compressed_ = core::lower(value).starts_with('t');
    const auto* known = std::find_if(numeric_keys.begin(), numeric_keys.end(),
                                     [&](const Numbers& each) { return each.key == key; });
    if (known == numeric_keys.end())
      return value.size() <= longest_text ? core::Status(core::Done{})
                                          : wrong("gives " + key + " more than 250 characters");
    if (known->length != Length::one && header_.axes == 0)
      return wrong("gives " + key + " before NDims");
    const std::size_t wanted = known->length == Length::one    ? 1
                               : known->length == Length::axes ? header_.axes
                                                               : header_.axes * header_.axes;
    std::size_t found = 0;
    while (!(value = core::trim(value)).empty()) {
      const std::size_t end = std::min(value.find_first_of(" \t"), value.size());
      if (!core::parse_number(value.substr(0, end)))
        return wrong("has \"" + std::string(value.substr(0, std::min<std::size_t>(end, 40))) +
                     "\" where " + key + " takes a number");
      value = value.substr(end);
      ++found;
    }
    if (found != wanted)
      return wrong("gives " + key + " " + core::counted(found, "number") + "; " +
                   std::to_string(wanted) + (wanted == 1 ? " is" : " are") + " expected");
    return core::Done{};
  }

  core::Result<MetaImageHeader> finish(std::string_view data_file) {
    for (const std::string_view needed : {"NDims", "DimSize", "ElementType"})
      if (!seen_.contains(std::string(needed)))
        return core::Error("image.unreadable", "the header has no " + std::string(needed),
                           {.file = path_});
    // A list or a pattern of files sends the library beyond its buffers.
    if (data_file == "LIST" || data_file.find_first_of(" \t%") != std::string_view::npos)
      return wrong("names several files (\"" + std::string(data_file.substr(0, 40)) +
                   "\"); only voxels in one file are read");
    if (compressed_ && core::lower(data_file) == "local") return header_;
    std::error_code failed;
    if (core::lower(data_file) == "local") {
      const auto size = std::filesystem::file_size(path_, failed);
      const auto at = file_.tellg();
      header_.plain_bytes = failed || at < 0 ? 0 : size - static_cast<std::uint64_t>(at);
      return header_;
    }
    if (auto beside = check_voxel_file(path_, data_file); !beside) return std::move(beside).error();
    const auto other = std::filesystem::path(path_).parent_path() / data_file;
    const auto size = std::filesystem::file_size(other, failed);
    if (failed)
      return core::Error("file.not-found",
                         "there is no file with the voxels that " + path_ + " tells of",
                         {.file = other.string()});
    if (!compressed_) header_.plain_bytes = size;
    return header_;
  }

  std::string path_;
  std::ifstream file_;
  std::size_t row_ = 0;
  bool too_long_ = false;
  bool compressed_ = false;
  std::set<std::string, std::less<>> seen_;
  MetaImageHeader header_;
};

}  // namespace

core::Result<MetaImageHeader> meta_image_header(const std::string& path) {
  return Reader(path).read();
}

}  // namespace secondsite::image
