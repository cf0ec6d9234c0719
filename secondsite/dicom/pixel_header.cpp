#include "secondsite/dicom/pixel_header.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::dicom {
namespace {

Selection make_pixel_selection() {
  using namespace tag;
  Selection s;
  s.top = {modality,     samples,     photometric,      planar,         frames,
           rows,         columns,     bits_allocated,   bits_stored,    high_bit,
           signedness,   padding,     window_centre,    window_width,   window_function,
           intercept,    slope,       rescale_type,     sop_class,      media_storage_sop_class,
           sop_instance, photometric, extended_offsets, transfer_syntax};
  s.nested = {intercept,         slope,       rescale_type,   window_centre, window_width,
              lookup_descriptor, lookup_data, window_function};
  s.sequences = {shared_groups, per_frame_groups, pixel_value_transformation,
                 frame_voi,     modality_lookup,  value_of_interest_lookup};
  for (auto* list : {&s.top, &s.nested, &s.sequences}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return s;
}

// Word `index` of a binary value, whatever its VR.
std::optional<std::uint16_t> word_of(const Header& header, const Element& element,
                                     std::size_t index) {
  if (element.size < 2 * index + 2) return std::nullopt;
  const auto* at =
      reinterpret_cast<const unsigned char*>(header.bytes.data()) + element.begin + 2 * index;
  return header.big_endian ? static_cast<std::uint16_t>(at[0] << 8 | at[1])
                           : static_cast<std::uint16_t>(at[1] << 8 | at[0]);
}

// The table in the first item of a LUT sequence.
LookupTable table_of(const Header& header, Tag sequence, bool is_signed) {
  LookupTable out;
  const Element* descriptor = nullptr;
  const Element* data = nullptr;
  for (const Element& element : header.elements) {
    if (element.parent != sequence || element.root != sequence || element.item != 0) continue;
    if (element.tag == tag::lookup_descriptor) descriptor = &element;
    if (element.tag == tag::lookup_data) data = &element;
  }
  if (descriptor == nullptr || data == nullptr) return out;
  const auto entries = word_of(header, *descriptor, 0);
  const auto first = word_of(header, *descriptor, 1);
  const auto bits = word_of(header, *descriptor, 2);
  if (!entries || !first || !bits) return out;
  const bool below_zero = is_signed || descriptor->vr == vr_code('S', 'S');
  out.first = below_zero ? static_cast<std::int16_t>(*first) : static_cast<std::int32_t>(*first);
  out.bits = *bits;
  const std::size_t wanted = *entries == 0 ? 65536 : *entries;
  const bool bytes = data->size < 2 * wanted && data->size >= wanted;  // 8 bits, packed
  const std::size_t there = bytes ? data->size : data->size / 2;
  for (std::size_t i = 0; i < std::min(there, wanted); ++i)
    out.entries.push_back(bytes ? static_cast<unsigned char>(header.bytes[data->begin + i])
                                : word_of(header, *data, i).value_or(0));
  return out;
}

image::Window::Function function_of(std::string_view text) {
  if (text == "SIGMOID") return image::Window::Function::sigmoid;
  if (text == "LINEAR_EXACT") return image::Window::Function::linear_exact;
  return image::Window::Function::linear;
}

void read_windows(const Header& header, Pixels& out) {
  const Element* centre = header.find(tag::window_centre);
  const Element* width = header.find(tag::window_width);
  const Element* function = header.find(tag::window_function);
  if (centre == nullptr || centre->size == 0) {
    centre = header.find_grouped(tag::frame_voi, tag::window_centre, out.frame);
    width = header.find_grouped(tag::frame_voi, tag::window_width, out.frame);
    function = header.find_grouped(tag::frame_voi, tag::window_function, out.frame);
  }
  for (std::size_t i = 0; i < 16; ++i) {
    const auto middle = header.number(centre, i);
    const auto span = header.number(width, i);
    if (!middle || !span) return;
    out.windows.push_back({*middle, *span, function_of(header.text(function))});
  }
}

// Padding is written in the sign of the pixels, or as the same bits without it: 63536 is -2000.
void read_padding(const Header& header, Pixels& out) {
  const auto word = header.word(tag::padding);
  if (!word) return;
  out.padding = out.is_signed ? static_cast<std::int16_t>(*word) : static_cast<std::int32_t>(*word);
}

void read_rescale(const Header& header, Pixels& out) {
  auto slope = header.number(tag::slope);
  auto intercept = header.number(tag::intercept);
  std::string type(header.text(tag::rescale_type));
  const auto grouped = [&](Tag tag) {
    return header.find_grouped(tag::pixel_value_transformation, tag, out.frame);
  };
  if (!slope) {
    slope = header.number(grouped(tag::slope));
    if (const auto found = header.number(grouped(tag::intercept))) intercept = found;
    if (slope) type = header.text(grouped(tag::rescale_type));
  }
  out.slope = slope.value_or(1);
  out.intercept = intercept.value_or(0);
  out.unit = header.text(tag::modality) == "CT" && (type.empty() || type == "HU") ? "HU" : type;
}

}  // namespace

const Selection& pixel_selection() {
  static const Selection selection = make_pixel_selection();
  return selection;
}

ScanLimits pixel_limits() {
  ScanLimits limits;
  limits.value_bytes = std::size_t{1} << 20;
  return limits;
}

FrameLayout read_layout(const Header& header) {
  FrameLayout out;
  out.rows = header.word(tag::rows).value_or(0);
  out.columns = header.word(tag::columns).value_or(0);
  out.samples = header.word(tag::samples).value_or(1);
  out.bits_allocated = header.word(tag::bits_allocated).value_or(16);
  out.bits_stored =
      header.word(tag::bits_stored).value_or(static_cast<std::uint16_t>(out.bits_allocated));
  out.high_bit =
      header.word(tag::high_bit).value_or(static_cast<std::uint16_t>(out.bits_stored - 1));
  out.is_signed = header.word(tag::signedness).value_or(0) == 1;
  out.planar = header.word(tag::planar).value_or(0) == 1;
  out.photometric = header.text(tag::photometric);
  return out;
}

std::uint32_t read_frame_count(const Header& header) {
  const double frames = header.number(tag::frames).value_or(1);
  return frames >= 1 && frames < 1e6 ? static_cast<std::uint32_t>(frames) : 1;
}

void read_meaning(const Header& header, const FrameLayout& layout, Pixels& out) {
  out.padding.reset();
  out.windows.clear();
  read_padding(header, out);
  read_rescale(header, out);
  read_windows(header, out);
  out.modality_lut = table_of(header, tag::modality_lookup, layout.is_signed);
  out.has_modality_lut = out.modality_lut.usable();
  out.voi_lut = table_of(header, tag::value_of_interest_lookup, layout.is_signed);
}

}  // namespace secondsite::dicom
