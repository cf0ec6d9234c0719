#include "secondsite/dicom/samples.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace secondsite::dicom {
namespace {

struct Cut {
  std::uint32_t shift = 0;
  std::uint32_t mask = 0xffffffffU;
  std::uint32_t sign = 0;  // the sign bit; 0 where unsigned
};

Cut cut_of(const FrameLayout& layout) {
  Cut out;
  const std::uint32_t bits = std::clamp(layout.bits_stored, 1U, 32U);
  if (bits < 32) {
    const std::uint32_t top = std::min(layout.high_bit, 31U) + 1;
    out.shift = top > bits ? top - bits : 0;
    out.mask = (1U << bits) - 1;
  }
  if (layout.is_signed) out.sign = 1U << (bits - 1);
  return out;
}

template <typename T>
T swapped(T value) {
  if constexpr (sizeof(T) == 2)
    return static_cast<T>(value << 8 | value >> 8);
  else if constexpr (sizeof(T) == 4)
    return static_cast<T>(__builtin_bswap32(value));
  else
    return value;
}

// One pass that the compiler turns into vector instructions.
template <typename T, bool swaps>
void convert(const unsigned char* bytes, std::size_t count, const Cut& cut, double slope,
             double intercept, std::int32_t* stored, float* value) {
  for (std::size_t i = 0; i < count; ++i) {
    T sample;
    std::memcpy(&sample, bytes + i * sizeof(T), sizeof(T));
    if constexpr (swaps) sample = swapped(sample);
    const std::uint32_t kept = (std::uint32_t{sample} >> cut.shift) & cut.mask;
    const auto number = static_cast<std::int32_t>((kept ^ cut.sign) - cut.sign);
    stored[i] = number;
    value[i] = static_cast<float>(number * slope + intercept);
  }
}

template <typename T>
void convert_any(const unsigned char* bytes, bool swaps, const Cut& cut, Pixels& out) {
  const std::size_t count = out.stored.size();
  if (swaps)
    convert<T, true>(bytes, count, cut, out.slope, out.intercept, out.stored.data(),
                     out.value.data());
  else
    convert<T, false>(bytes, count, cut, out.slope, out.intercept, out.stored.data(),
                      out.value.data());
}

}  // namespace

core::Status take_samples(std::span<const unsigned char> bytes, std::uint32_t width,
                          bool big_endian, const FrameLayout& layout, Pixels& out) {
  const std::size_t count = layout.count();
  if ((width != 1 && width != 2 && width != 4) || bytes.size() / width < count)
    return core::Error("dicom.truncated", "fewer bytes than pixels");
  out.stored.resize(count);
  out.value.resize(count);
  const Cut cut = cut_of(layout);
  const bool swaps = big_endian != (std::endian::native == std::endian::big);
  if (width == 1)
    convert_any<std::uint8_t>(bytes.data(), false, cut, out);
  else if (width == 2)
    convert_any<std::uint16_t>(bytes.data(), swaps, cut, out);
  else
    convert_any<std::uint32_t>(bytes.data(), swaps, cut, out);
  if (out.modality_lut.usable())
    for (std::size_t i = 0; i < count; ++i)
      out.value[i] = static_cast<float>(out.modality_lut.at(out.stored[i]));
  return core::Done{};
}

bool unpack_native(std::span<const unsigned char> bytes, unsigned bit, const FrameLayout& layout,
                   Samples& out) {
  const std::size_t count = layout.count();
  if (layout.bits_allocated == 1) {
    out.width = 1;
    out.bytes.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      out.bytes[i] = bytes[(bit + i) / 8] >> ((bit + i) % 8) & 1;
    return true;
  }
  out.width = layout.bits_allocated / 8;
  if (layout.photometric == "YBR_FULL_422" && layout.samples == 3 && out.width == 1) {
    out.bytes.resize(count);
    for (std::size_t i = 0; i + 1 < count / 3; i += 2) {
      const unsigned char* four = bytes.data() + 2 * i;  // Y Y Cb Cr
      unsigned char* to = out.bytes.data() + 3 * i;
      to[0] = four[0], to[3] = four[1];
      to[1] = to[4] = four[2];
      to[2] = to[5] = four[3];
    }
    return true;
  }
  if (!layout.planar || layout.samples == 1) return false;
  const std::size_t pixels = count / layout.samples;
  out.bytes.resize(count * out.width);
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(out.bytes.data() + (i % pixels * layout.samples + i / pixels) * out.width,
                bytes.data() + i * out.width, out.width);
  return true;
}

}  // namespace secondsite::dicom
