#include "secondsite/dicom/frames.h"

#include <algorithm>

namespace secondsite::dicom {
namespace {

constexpr std::size_t most_fragments = std::size_t{1} << 22;
constexpr std::uint64_t least_bound_of_code = std::uint64_t{64} << 20;

std::uint64_t little(const unsigned char* at, int bytes) {
  std::uint64_t out = 0;
  for (int i = bytes - 1; i >= 0; --i) out = out << 8 | at[i];
  return out;
}

core::Error broken(const std::string& why) {
  return {"dicom.not-decodable", "encapsulated pixel data: " + why};
}

// JPEG and JPEG-LS begin with ff d8, JPEG 2000 with ff 4f ff 51, or boxed as a file.
bool begins_code_stream(const unsigned char* head) {
  if (head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff) return true;
  if (head[0] == 0xff && head[1] == 0x4f && head[2] == 0xff && head[3] == 0x51) return true;
  return head[0] == 0 && head[1] == 0 && head[2] == 0 && head[3] == 12;
}

}  // namespace

std::uint64_t native_frame_bits(const FrameLayout& layout) {
  const std::uint64_t pixels = std::uint64_t{layout.rows} * layout.columns;
  const std::uint64_t samples =
      layout.photometric == "YBR_FULL_422" && layout.samples == 3 ? 2 : layout.samples;
  return pixels * samples * layout.bits_allocated;
}

core::Status FrameBytes::locate(ByteSource& source, const Header& header, const FrameLayout& layout,
                                std::uint32_t frames) {
  fragments_.clear();
  first_of_.clear();
  encapsulated_ = header.encapsulated;
  if (!encapsulated_) {
    native_at_ = header.pixels_at;
    native_end_ = std::min(source.size(), native_at_ + header.pixels_size);
    frame_bits_ = native_frame_bits(layout);
    return core::Done{};
  }
  most_code_ = std::max(least_bound_of_code, std::uint64_t{layout.count()} * 8);
  if (auto walked = walk(source, header.pixels_at); !walked) return walked;
  if (fragments_.size() < 2)
    return core::Error("dicom.truncated", "encapsulated pixel data without a fragment");
  // The first item is the basic offset table, which may be empty.
  const Fragment table = fragments_.front();
  fragments_.erase(fragments_.begin());
  first_item_ = table.at + table.size;
  if (frames == 1) {
    first_of_ = {0, fragments_.size()};
    return core::Done{};
  }
  std::vector<std::uint64_t> offsets;
  const Element* extended = header.find(tag::extended_offsets);
  if (extended != nullptr && extended->size == std::uint64_t{frames} * 8) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(header.bytes.data());
    for (std::uint32_t f = 0; f < frames; ++f)
      offsets.push_back(little(bytes + extended->begin + std::size_t{f} * 8, 8));
    if (assign_by(offsets)) return core::Done{};
  }
  if (table.size == std::uint64_t{frames} * 4) {
    offsets.clear();
    for (std::uint32_t f = 0; f < frames; ++f) {
      const unsigned char* entry = source.need(table.at + std::uint64_t{f} * 4, 4);
      if (entry == nullptr) break;
      offsets.push_back(little(entry, 4));
    }
    if (offsets.size() == frames && assign_by(offsets)) return core::Done{};
  }
  if (fragments_.size() == frames) {
    for (std::size_t f = 0; f <= frames; ++f) first_of_.push_back(f);
    return core::Done{};
  }
  if (assign_by_marks(source, frames)) return core::Done{};
  return broken("which of " + std::to_string(fragments_.size()) + " fragments belong to which of " +
                std::to_string(frames) + " frames cannot be told");
}

core::Status FrameBytes::walk(ByteSource& source, std::uint64_t at) {
  while (true) {
    const unsigned char* head = source.need(at, 8);
    if (head == nullptr) break;  // what follows is missing: the last frame will say so
    const auto group = little(head, 2);
    const auto element = little(head + 2, 2);
    const auto size = little(head + 4, 4);
    at += 8;
    if (group == 0xfffe && element == 0xe0dd) break;
    if (group != 0xfffe || element != 0xe000) {
      if (fragments_.empty()) return broken("there is no item where the first must be");
      break;
    }
    const std::uint64_t left = source.size() - std::min(at, source.size());
    fragments_.push_back({at, std::min(size, left)});
    if (size > left) break;
    if (fragments_.size() > most_fragments) return broken("too many fragments");
    at += size;
  }
  return core::Done{};
}

// Each offset, from the first byte behind the table, must be that of an item; they ascend.
bool FrameBytes::assign_by(std::span<const std::uint64_t> offsets) {
  first_of_.clear();
  std::size_t fragment = 0;
  for (const std::uint64_t offset : offsets) {
    while (fragment < fragments_.size() && fragments_[fragment].at - 8 - first_item_ < offset)
      ++fragment;
    if (fragment == fragments_.size() || fragments_[fragment].at - 8 - first_item_ != offset ||
        (!first_of_.empty() && first_of_.back() == fragment)) {
      first_of_.clear();
      return false;
    }
    first_of_.push_back(fragment);
  }
  if (first_of_.front() != 0) {
    first_of_.clear();
    return false;
  }
  first_of_.push_back(fragments_.size());
  return true;
}

bool FrameBytes::assign_by_marks(ByteSource& source, std::uint32_t frames) {
  first_of_.clear();
  for (std::size_t i = 0; i < fragments_.size() && first_of_.size() <= frames; ++i) {
    const unsigned char* head = fragments_[i].size < 4 ? nullptr : source.need(fragments_[i].at, 4);
    if (head != nullptr && begins_code_stream(head)) first_of_.push_back(i);
  }
  if (first_of_.size() != frames || first_of_.front() != 0) {
    first_of_.clear();
    return false;
  }
  first_of_.push_back(fragments_.size());
  return true;
}

core::Result<std::span<const unsigned char>> FrameBytes::at(ByteSource& source, std::uint32_t frame,
                                                            unsigned& bit) {
  bit = 0;
  if (!encapsulated_) {
    const std::uint64_t first = frame * frame_bits_;
    bit = static_cast<unsigned>(first % 8);
    const std::uint64_t begin = native_at_ + first / 8;
    const std::uint64_t bytes = (bit + frame_bits_ + 7) / 8;
    const unsigned char* found =
        begin + bytes > native_end_ ? nullptr : source.need(begin, static_cast<std::size_t>(bytes));
    if (found == nullptr)
      return core::Error("dicom.truncated", "there are fewer bytes of pixel data than " +
                                                std::to_string(frame + std::uint64_t{1}) +
                                                " frames take");
    return std::span(found, static_cast<std::size_t>(bytes));
  }
  if (frame + std::size_t{1} >= first_of_.size())
    return core::Error("dicom.truncated", "there are no fragments for this frame");
  const std::span<const Fragment> parts(fragments_.data() + first_of_[frame],
                                        first_of_[frame + 1] - first_of_[frame]);
  std::uint64_t size = 0;
  for (const Fragment& part : parts) size += part.size;
  if (size > most_code_) return broken("the code stream is much longer than the frame itself");
  const auto unread = [] {
    return core::Error("dicom.truncated", "the code stream could not be read to its end");
  };
  if (parts.size() == 1) {
    const unsigned char* found = source.need(parts[0].at, static_cast<std::size_t>(size));
    if (found == nullptr) return unread();
    return std::span(found, static_cast<std::size_t>(size));
  }
  joined_.clear();
  for (const Fragment& part : parts) {
    const unsigned char* found = source.need(part.at, static_cast<std::size_t>(part.size));
    if (found == nullptr) return unread();
    joined_.insert(joined_.end(), found, found + part.size);
  }
  return std::span<const unsigned char>(joined_);
}

}  // namespace secondsite::dicom
