#include "secondsite/dicom/inflate.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>

#include <algorithm>

namespace secondsite::dicom {

core::Result<std::string> inflate(ByteSource& source, std::uint64_t at, std::size_t most) {
  const std::uint64_t size = source.size();
  const auto packed =
      static_cast<std::size_t>(std::min<std::uint64_t>(size - std::min(at, size), most));
  const unsigned char* bytes = source.need(at, packed);
  DcmInputBufferStream stream;
  if (bytes != nullptr) stream.setBuffer(bytes, static_cast<offile_off_t>(packed));
  stream.setEos();
  std::string out;
  if (bytes != nullptr && stream.installCompressionFilter(ESC_zlib).good()) {
    char buffer[1 << 14];
    while (out.size() < most) {
      const offile_off_t got = stream.read(buffer, sizeof buffer);
      if (got <= 0) break;
      out.append(buffer, static_cast<std::size_t>(got));
    }
  }
  if (out.empty())
    return core::Error("dicom.not-inflated", "the deflated data set could not be inflated");
  return out;
}

}  // namespace secondsite::dicom
