#include "secondsite/dicom/pixels.h"

#include <algorithm>
#include <atomic>

#include "secondsite/core/parallel.h"
#include "secondsite/dicom/byte_source.h"
#include "secondsite/dicom/frames.h"
#include "secondsite/dicom/inflate.h"
#include "secondsite/dicom/pixel_header.h"
#include "secondsite/dicom/samples.h"
#include "secondsite/dicom/syntax_name.h"

namespace secondsite::dicom {
namespace {

constexpr std::string_view deflated_syntax = "1.2.840.10008.1.2.1.99";
// GE's private syntax: the header in little endian, the pixels in big endian.
constexpr std::string_view ge_private = "1.2.840.113619.5.2";
// Of a deflated data set no more is inflated than its image takes, and this beside.
constexpr std::uint64_t beside_pixels = std::uint64_t{64} << 20;
constexpr std::uint64_t most_inflated = std::uint64_t{2} << 30;

}  // namespace

struct ImageReader::State {
  FileSource file;
  std::optional<MemorySource> memory;
  std::string inflated;
  std::string name;
  Header header;
  FrameLayout layout;
  std::uint32_t frames = 0;
  FrameBytes bytes;
  Samples samples;
  std::string syntax;
  const Codec* codec = nullptr;

  ByteSource& source() { return memory ? static_cast<ByteSource&>(*memory) : file; }
  core::Error undecodable(const std::string& why) const {
    return {"dicom.not-decodable", why, {.file = name}};
  }
  core::Error undecodable(const core::Error& error) const {
    return {error.code(),
            "transfer syntax " + (syntax.empty() ? "not stated" : syntax_name(syntax)) + ": " +
                error.what(),
            {.file = name}};
  }
  core::Status read_header();
  core::Status check();
  core::Status decode(std::uint32_t frame, Pixels& out);
};

core::Status ImageReader::State::read_header() {
  frames = 0;
  const auto scanned = scan(source(), pixel_selection(), header, pixel_limits());
  if (!scanned) return core::Error(scanned.error().code(), scanned.error().what(), {.file = name});
  syntax = header.transfer_syntax;
  layout = read_layout(header);
  if (syntax == deflated_syntax && header.has_pixels && layout.count() <= most_samples) {
    const std::uint64_t wanted =
        native_frame_bits(layout) / 8 * read_frame_count(header) + beside_pixels;
    auto whole = inflate(source(), header.pixels_at,
                         static_cast<std::size_t>(std::min(wanted, most_inflated)));
    if (!whole) return core::Error(whole.error().code(), whole.error().what(), {.file = name});
    inflated = *std::move(whole);
    memory.emplace(inflated);
    scan_data_set(*memory, pixel_selection(), header, pixel_limits());
  }
  return check();
}

core::Status ImageReader::State::check() {
  if (!header.has_pixels)
    return core::Error("dicom.no-pixels", "there is no pixel data", {.file = name});
  const std::uint64_t count = layout.count();
  if (count == 0 || layout.bits_allocated == 0)
    return undecodable("rows, columns, samples or bits of a pixel are not stated, or 0");
  if (count > most_samples)
    return undecodable("a frame of " + std::to_string(layout.rows) + " x " +
                       std::to_string(layout.columns) +
                       " is larger than this program decodes (8192 x 8192)");
  const std::uint32_t bits = layout.bits_allocated;
  if (bits != 1 && bits != 8 && bits != 16 && bits != 32)
    return undecodable("samples of " + std::to_string(bits) + " allocated bits");
  codec = codec_of(syntax);
  const bool native = syntax.empty() || is_native(syntax);
  if (codec == nullptr && !native && syntax.starts_with("1.2.840.10008.1.2."))
    return undecodable("transfer syntax " + syntax_name(syntax) +
                       " is not one that this program decodes");
  if (header.encapsulated && codec == nullptr)
    return undecodable("encapsulated pixel data in transfer syntax " + syntax_name(syntax));
  if (!header.encapsulated) codec = nullptr;  // native bytes, whatever the meta information says
  if (header.is_float)
    return undecodable("pixels in floating point (a parametric map) are not decoded");
  frames = read_frame_count(header);
  if (auto located = bytes.locate(source(), header, layout, frames); !located) {
    frames = 0;
    return undecodable(located.error());
  }
  return core::Done{};
}

core::Status ImageReader::State::decode(std::uint32_t frame, Pixels& out) {
  if (frame >= frames)
    return undecodable("there is no frame " + std::to_string(frame + std::uint64_t{1}) + " of " +
                       std::to_string(frames));
  out.rows = layout.rows;
  out.columns = layout.columns;
  out.samples = layout.samples;
  out.bits_stored = layout.bits_stored;
  out.is_signed = layout.is_signed;
  out.photometric = layout.photometric;
  out.inverted = layout.photometric == "MONOCHROME1";
  out.frame = frame;
  out.frames = frames;
  read_meaning(header, layout, out);
  out.complaint.clear();
  samples.complaint.clear();
  unsigned bit = 0;
  const auto found = bytes.at(source(), frame, bit);
  if (!found) return undecodable(found.error());
  core::Status taken = core::Done{};
  if (codec != nullptr) {
    out.decoder = codec->library;
    if (auto decoded = codec->decode(*found, layout, samples); !decoded)
      return undecodable(decoded.error());
    out.complaint = samples.complaint;
    taken = take_samples(samples.bytes, samples.width, false, layout, out);
  } else {
    out.decoder = "native";
    const bool big = header.big_endian || syntax == ge_private;
    if (unpack_native(*found, bit, layout, samples))
      taken = take_samples(samples.bytes, samples.width, big, layout, out);
    else
      taken = take_samples(*found, layout.bits_allocated / 8, big, layout, out);
  }
  return taken ? taken : undecodable(taken.error());
}

ImageReader::ImageReader() : state_(std::make_unique<State>()) {}
ImageReader::~ImageReader() = default;
ImageReader::ImageReader(ImageReader&&) noexcept = default;
ImageReader& ImageReader::operator=(ImageReader&&) noexcept = default;

core::Status ImageReader::open(const std::string& path) {
  state_->memory.reset();
  state_->name = path;
  state_->frames = 0;
  if (auto opened = state_->file.open(path); !opened) return opened;
  return state_->read_header();
}

core::Status ImageReader::open_bytes(std::string_view bytes, const std::string& name) {
  state_->memory.emplace(bytes);
  state_->name = name;
  return state_->read_header();
}

std::uint32_t ImageReader::frames() const {
  return state_->frames;
}

core::Status ImageReader::decode(std::uint32_t frame, Pixels& out) {
  return state_->decode(frame, out);
}

core::Result<Pixels> decode_pixels(const std::string& path, std::uint32_t frame) {
  ImageReader reader;
  Pixels out;
  if (auto opened = reader.open(path); !opened) return std::move(opened).error();
  if (auto decoded = reader.decode(frame, out); !decoded) return std::move(decoded).error();
  return out;
}

core::Result<Pixels> decode_pixels_in(std::string_view bytes, const std::string& name,
                                      std::uint32_t frame) {
  ImageReader reader;
  Pixels out;
  if (auto opened = reader.open_bytes(bytes, name); !opened) return std::move(opened).error();
  if (auto decoded = reader.decode(frame, out); !decoded) return std::move(decoded).error();
  return out;
}

void decode_frames(std::span<const FrameRequest> requests, const core::Context& context,
                   const std::function<void(std::size_t, const core::Status&, Pixels&)>& take) {
  // Handed out in short runs, so that neighbours in one file are opened once.
  constexpr std::size_t run = 4;
  const std::size_t lanes = std::min<std::size_t>(std::max(1U, context.threads), requests.size());
  std::atomic<std::size_t> next{0};
  core::parallel_for(lanes, context.threads, [&](std::size_t) {
    ImageReader reader;
    Pixels pixels;
    core::Status opened = core::Done{};
    const std::string* path = nullptr;
    for (std::size_t begin = next.fetch_add(run); begin < requests.size();
         begin = next.fetch_add(run)) {
      for (std::size_t i = begin; i < std::min(requests.size(), begin + run); ++i) {
        if (context.stopped()) return;
        if (path == nullptr || *path != requests[i].path) opened = reader.open(requests[i].path);
        path = &requests[i].path;
        take(i, opened ? reader.decode(requests[i].frame, pixels) : opened, pixels);
      }
    }
  });
}

}  // namespace secondsite::dicom
