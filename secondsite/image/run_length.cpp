#include "secondsite/image/run_length.h"

#include <charconv>
#include <optional>
#include <vector>

#include "secondsite/core/text.h"

namespace secondsite::image {
namespace {

core::Error trouble(const std::string& what) {
  return core::Error("mask.run-lengths", what);
}

core::Result<std::vector<std::uint64_t>> numbers(std::string_view text) {
  std::vector<std::uint64_t> out;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    while (at != end && (*at == ' ' || *at == '\t')) ++at;
    if (at == end) return out;
    std::uint64_t value = 0;
    const auto [next, failed] = std::from_chars(at, end, value);
    if (failed != std::errc() || (next != end && *next != ' ' && *next != '\t'))
      return trouble("word " + std::to_string(out.size() + 1) + " is no whole number");
    out.push_back(value);
    at = next;
  }
}

}  // namespace

core::Result<std::vector<std::pair<std::uint64_t, std::uint64_t>>> run_pairs(
    std::string_view text) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  text = core::trim(text);
  if (text == "-1") return out;
  const auto words = numbers(text);
  if (!words) return words.error();
  if (words->size() % 2 != 0)
    return trouble("there are " + std::to_string(words->size()) + " words, which are not pairs");
  for (std::size_t k = 0; k < words->size(); k += 2) out.emplace_back((*words)[k], (*words)[k + 1]);
  return out;
}

core::Result<Volume<std::uint8_t>> decode_runs(std::string_view text, std::uint32_t width,
                                               std::uint32_t height, RunStarts starts) {
  Volume<std::uint8_t> out{Grid{{width, height, 1}}, {}};
  out.voxel.assign(out.grid.voxels(), 0);
  const auto pairs = run_pairs(text);
  if (!pairs) return pairs.error();
  const std::uint64_t voxels = out.voxel.size();
  std::uint64_t end = 0;  // of the run before
  for (std::size_t k = 0; k < pairs->size(); ++k) {
    const std::string which = "run " + std::to_string(k + 1);
    auto [start, length] = (*pairs)[k];
    if (starts == RunStarts::absolute) {
      if (start == 0) return trouble(which + " starts at 0; places count from 1");
      --start;
      if (start < end) return trouble(which + " starts before the one before it ends");
    } else {
      if (start > voxels) return trouble(which + " leaves the image");
      start += end;
    }
    if (start > voxels || length > voxels - start)
      return trouble(which + " leaves the image of " + std::to_string(width) + " × " +
                     std::to_string(height));
    end = start + length;
    for (std::uint64_t i = start; i < end; ++i) out.voxel[(i % height) * width + i / height] = 1;
  }
  return out;
}

std::string encode_runs(const Volume<std::uint8_t>& mask, RunStarts starts) {
  const std::uint64_t width = mask.grid.size[0];
  const std::uint64_t height = mask.grid.size[1];
  const auto set = [&](std::uint64_t i) {
    return mask.voxel[(i % height) * width + i / height] != 0;
  };
  std::string out;
  std::uint64_t before = 0;
  for (std::uint64_t i = 0; i < width * height;) {
    if (!set(i)) {
      ++i;
      continue;
    }
    const std::uint64_t start = i;
    while (i < width * height && set(i)) ++i;
    if (!out.empty()) out += ' ';
    out += std::to_string(starts == RunStarts::absolute ? start + 1 : start - before) + " " +
           std::to_string(i - start);
    before = i;
  }
  return out.empty() ? "-1" : out;
}

}  // namespace secondsite::image
