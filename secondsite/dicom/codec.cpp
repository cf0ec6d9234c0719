#include "secondsite/dicom/codec.h"

#include <algorithm>

namespace secondsite::dicom {

const Codec* codec_of(std::string_view transfer_syntax) {
  for (const Codec& codec : codecs::all())
    if (std::find(codec.syntaxes.begin(), codec.syntaxes.end(), transfer_syntax) !=
        codec.syntaxes.end())
      return &codec;
  return nullptr;
}

core::Error code_stream_error(std::string_view library, std::string_view why) {
  return {"dicom.not-decodable", std::string(library) + ": " + std::string(why)};
}

core::Status same_shape(std::string_view library, const FrameLayout& layout, std::uint64_t rows,
                        std::uint64_t columns, std::uint64_t samples) {
  if (rows == layout.rows && columns == layout.columns && samples == layout.samples)
    return core::Done{};
  const auto shape = [](std::uint64_t r, std::uint64_t c, std::uint64_t s) {
    return std::to_string(r) + " x " + std::to_string(c) + " of " + std::to_string(s);
  };
  return code_stream_error(library, "the code stream is " + shape(rows, columns, samples) +
                                        " (rows x columns of samples), and the header says " +
                                        shape(layout.rows, layout.columns, layout.samples));
}

}  // namespace secondsite::dicom
