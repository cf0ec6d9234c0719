#include "secondsite/dicom/header.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "secondsite/core/text.h"

namespace secondsite::dicom {
namespace {

template <typename T>
T read_as(const char* at, bool big_endian) {
  T value;
  unsigned char raw[sizeof(T)];
  std::memcpy(raw, at, sizeof(T));
  if (big_endian != (std::endian::native == std::endian::big)) std::reverse(raw, raw + sizeof(T));
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

template <typename T>
std::optional<double> binary_at(std::string_view bytes, std::size_t index, bool big_endian) {
  if (bytes.size() / sizeof(T) <= index) return std::nullopt;
  return static_cast<double>(read_as<T>(bytes.data() + index * sizeof(T), big_endian));
}

}  // namespace

std::string text_of(Tag tag) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out = "(0000,0000)";
  for (std::size_t place = 0, at = 1; place < 8; ++place, ++at) {
    if (place == 4) ++at;
    out[at] = digits[tag >> (28 - 4 * place) & 0xfU];
  }
  return out;
}

void Header::clear() {
  elements.clear();
  top.clear();
  creators.clear();
  bytes.clear();
  transfer_syntax.clear();
  explicit_vr = true;
  big_endian = has_pixels = is_float = encapsulated = false;
  pixels_at = pixels_size = 0;
  items_per_frame = oddities = 0;
}

void Header::index_top() {
  top.clear();
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent != 0 || elements[i].creator != 0) continue;
    if (!top.empty() && elements[top.back()].tag > elements[i].tag) {
      top.clear();
      return;
    }
    top.push_back(i);
  }
}

const Element* Header::find(Tag tag) const {
  // Elements ascend at the top of a file in order: those of sequences stand between them, behind
  // the tag that holds them.
  if (top.size() > 0) {
    const auto place =
        std::lower_bound(top.begin(), top.end(), tag,
                         [&](std::uint32_t at, Tag wanted) { return elements[at].tag < wanted; });
    return place != top.end() && elements[*place].tag == tag ? &elements[*place] : nullptr;
  }
  for (const Element& element : elements)
    if (element.tag == tag && element.parent == 0 && element.creator == 0) return &element;
  return nullptr;
}

const Element* Header::find_in(Tag parent, Tag tag, std::optional<std::uint32_t> item) const {
  for (const Element& element : elements)
    if (element.tag == tag && element.parent == parent && (!item || element.item == *item))
      return &element;
  return nullptr;
}

const Element* Header::find_grouped(Tag parent, Tag tag, std::uint32_t frame) const {
  const Element* shared = nullptr;
  for (const Element& element : elements) {
    if (element.tag != tag || element.parent != parent) continue;
    if (element.root == tag::per_frame_groups && element.item == frame) return &element;
    if (element.root == tag::shared_groups) shared = &element;
  }
  return shared;
}

const Element* Header::find_private(std::string_view creator_begins, std::uint16_t group,
                                    std::uint8_t element) const {
  const Tag wanted = (Tag{group} << 16) | 0x1000U | element;
  for (const Element& candidate : elements)
    if (candidate.creator != 0 && candidate.tag == wanted &&
        creators[candidate.creator - 1U].starts_with(creator_begins))
      return &candidate;
  return nullptr;
}

std::string_view Header::text(const Element* element) const {
  if (element == nullptr) return {};
  std::string_view value(bytes.data() + element->begin, element->size);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\0')) value.remove_suffix(1);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  return value;
}

std::string_view Header::part(std::string_view text, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t cut = text.find('\\');
    if (cut == std::string_view::npos) return {};
    text.remove_prefix(cut + 1);
  }
  return core::trim(text.substr(0, text.find('\\')));
}

std::optional<double> Header::number(const Element* element, std::size_t index) const {
  if (element == nullptr) return std::nullopt;
  const std::string_view value(bytes.data() + element->begin, element->size);
  switch (element->vr) {
    case vr_code('U', 'S'):
      return binary_at<std::uint16_t>(value, index, big_endian);
    case vr_code('S', 'S'):
      return binary_at<std::int16_t>(value, index, big_endian);
    case vr_code('U', 'L'):
      return binary_at<std::uint32_t>(value, index, big_endian);
    case vr_code('S', 'L'):
      return binary_at<std::int32_t>(value, index, big_endian);
    case vr_code('F', 'L'):
      return binary_at<float>(value, index, big_endian);
    case vr_code('F', 'D'):
      return binary_at<double>(value, index, big_endian);
    default:
      break;
  }
  if ((element->vr == 0 || element->vr == vr_code('U', 'N')) && group_of(element->tag) == 0x0018 &&
      element_of(element->tag) >= 0x9000)
    return binary_at<double>(value, index, big_endian);
  std::string_view digits = part(text(element), index);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double parsed = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
  if (fault != std::errc() || end != digits.data() + digits.size() || !std::isfinite(parsed))
    return std::nullopt;
  return parsed;
}

std::optional<std::uint16_t> Header::word(Tag tag) const {
  const Element* element = find(tag);
  if (element == nullptr || element->size < 2) return std::nullopt;
  return read_as<std::uint16_t>(bytes.data() + element->begin, big_endian);
}

}  // namespace secondsite::dicom
