#pragma once
// Grey levels as the bytes of a PNG file (ISO/IEC 15948), for pictures that travel within a page.

#include <cstdint>
#include <span>
#include <string>

namespace secondsite::image {

// 8 bits a pixel, row by row from the top; `grey` has width × height of them.
std::string png_of(std::span<const std::uint8_t> grey, std::uint32_t width, std::uint32_t height);

}  // namespace secondsite::image
