#include "secondsite/image/jpeg_file.h"

#include <csetjmp>
#include <cstdio>
#include <memory>

#include <jpeglib.h>

namespace secondsite::image {
namespace {

struct JpegCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// libjpeg leaves by longjmp, past destructors: all that it touches lives here, and the functions
// that set a jump hold nothing else.
struct JpegReading {
  std::unique_ptr<std::FILE, JpegCloser> file;
  jpeg_decompress_struct state{};
  jpeg_error_mgr faults{};
  std::jmp_buf out;
  std::vector<std::uint8_t> bytes;
  bool made = false;

  explicit JpegReading(const std::string& path) : file(std::fopen(path.c_str(), "rb")) {
    state.err = jpeg_std_error(&faults);
    state.client_data = this;
    faults.error_exit = [](j_common_ptr self) {
      std::longjmp(static_cast<JpegReading*>(self->client_data)->out, 1);
    };
    // What it has to say goes into the error, not to standard error.
    faults.output_message = [](j_common_ptr) {};
  }
  ~JpegReading() {
    if (made) jpeg_destroy_decompress(&state);
  }
  JpegReading(const JpegReading&) = delete;
  JpegReading& operator=(const JpegReading&) = delete;
};

bool read_header(JpegReading& reading) {
  if (setjmp(reading.out) != 0) return false;
  jpeg_create_decompress(&reading.state);
  reading.made = true;
  reading.state.client_data = &reading;
  jpeg_stdio_src(&reading.state, reading.file.get());
  if (jpeg_read_header(&reading.state, TRUE) != JPEG_HEADER_OK) return false;
  if (reading.state.num_components != 1 && reading.state.num_components != 3) return false;
  reading.state.out_color_space = reading.state.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  return true;
}

bool read_jpeg_rows(JpegReading& reading) {
  if (setjmp(reading.out) != 0) return false;
  jpeg_start_decompress(&reading.state);
  const std::size_t row = std::size_t{reading.state.output_width} *
                          static_cast<std::size_t>(reading.state.output_components);
  if (reading.bytes.size() != row * reading.state.output_height) return false;
  while (reading.state.output_scanline < reading.state.output_height) {
    JSAMPROW line = reading.bytes.data() + row * reading.state.output_scanline;
    jpeg_read_scanlines(&reading.state, &line, 1);
  }
  jpeg_finish_decompress(&reading.state);
  return reading.faults.num_warnings == 0;
}

core::Error damaged_jpeg(const std::string& path, const char* what) {
  return core::Error("image.unreadable", what, {.file = path});
}

Jpeg shape_of(const JpegReading& reading) {
  return {reading.state.image_height,
          reading.state.image_width,
          static_cast<std::uint32_t>(reading.state.num_components),
          {}};
}

}  // namespace

core::Result<Jpeg> read_jpeg_header(const std::string& path) {
  JpegReading reading(path);
  if (!reading.file || !read_header(reading))
    return damaged_jpeg(path, "the header of the JPEG file is damaged");
  return shape_of(reading);
}

core::Result<Jpeg> read_jpeg(const std::string& path) {
  JpegReading reading(path);
  if (!reading.file || !read_header(reading))
    return damaged_jpeg(path, "the header of the JPEG file is damaged");
  Jpeg out = shape_of(reading);
  reading.bytes.resize(std::size_t{out.rows} * out.columns * out.channels);
  if (!read_jpeg_rows(reading))
    return damaged_jpeg(path, "the pixels of the JPEG file are damaged");
  out.value = std::move(reading.bytes);
  return out;
}

}  // namespace secondsite::image
