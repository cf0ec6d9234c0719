// How many DICOM files a second? Headers with all covariates, beside GDCM's Scanner; and CT frames
// decoded in process, beside GDCM's and DCMTK's whole path and OpenJPEG's bare decoder.
//
//   benchmark_dicom_index make DATA TREE FILES         FILES copies of the real files, with UIDs of
//                                                      their own
//   benchmark_dicom_index index TREE THREADS           the whole index (walk, headers, volumes), no
//                                                      cache
//   benchmark_dicom_index gdcm TREE                    GDCM's Scanner over the same top-level tags
//   benchmark_dicom_index decode PATH FILE SECONDS THREADS   frames of one file, from file to
//   values;
//                                                      PATH: ours, gdcm, dcmtk, or openjpeg (bare)
//
// Prints one "name value" a line; peers/dicom_index.py runs them beside pydicom. CPU seconds count
// all threads, so that ratios of them hold on a machine with other work.

#include <gdcmScanner.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/core/file.h"
#include "secondsite/dicom/frames.h"
#include "secondsite/dicom/library.h"
#include "secondsite/dicom/pixel_header.h"
#include "secondsite/dicom/reference_decoder.h"
#include "secondsite/dicom/scan.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using namespace secondsite;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double peak_mebibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// Real files below `data` that are DICOM and not large: the time must go to headers, not to disk.
std::vector<std::string> models(const std::string& data) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    if (!entry.is_regular_file() || entry.file_size() > 300'000) continue;
    dicom::FileSource source;
    dicom::Header header;
    if (source.open(entry.path()) && dicom::scan(source, dicom::index_selection(), header) &&
        header.text(dicom::tag::sop_instance).size() > 10 && header.has_pixels &&
        header.transfer_syntax != "1.2.840.10008.1.2.1.99")  // its UID cannot be replaced in place
      out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void replace_all(std::string& bytes, const std::string& from, const std::string& to) {
  for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + 1))
    bytes.replace(at, from.size(), to);
}

int make(const std::string& data, const std::string& tree, std::size_t files) {
  const auto originals = models(data);
  if (originals.empty()) return 3;
  for (std::size_t i = 0; i < files; ++i) {
    const std::string& original = originals[i % originals.size()];
    auto bytes = core::read_file(original);
    if (!bytes) return 3;
    dicom::MemorySource source(*bytes);
    dicom::Header header;
    (void)dicom::scan(source, dicom::index_selection(), header);
    const std::string uid(header.text(dicom::tag::sop_instance));
    char digits[32];
    std::snprintf(digits, sizeof digits, "1%06zu", i);
    replace_all(*bytes, uid, uid.substr(0, uid.size() - 7) + digits);
    const std::string folder = tree + "/" + std::to_string(i / 200);
    if (i % 200 == 0) fs::create_directories(folder);
    std::ofstream(folder + "/" + std::to_string(i) + ".dcm", std::ios::binary) << *bytes;
  }
  std::printf("models %zu\nfiles %zu\n", originals.size(), files);
  return 0;
}

int index_tree(const std::string& tree, unsigned threads) {
  core::Context context;
  context.threads = threads;
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  const auto index = cohort::index::build_index({.root = tree}, context);
  const double seconds = seconds_since(start);
  if (!index) {
    std::fprintf(stderr, "%s\n", index.error().text().c_str());
    return 3;
  }
  std::printf(
      "seconds %.4f\ncpu_seconds %.4f\nfiles %zu\nimages %llu\nvolumes %zu\npeak_mib %.0f\n",
      seconds, cpu_seconds() - cpu, index->records.size(),
      static_cast<unsigned long long>(index->flow()[1].cases), index->volumes.size(),
      peak_mebibytes());
  return 0;
}

int scan_with_gdcm(const std::string& tree) {
  dicom::silence_libraries();
  gdcm::Directory::FilenamesType files;
  for (const auto& entry : fs::recursive_directory_iterator(tree))
    if (entry.is_regular_file()) files.push_back(entry.path());
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  gdcm::Scanner scanner;
  for (const dicom::Tag tag : dicom::index_selection().top)
    if (dicom::group_of(tag) != 4) scanner.AddTag({dicom::group_of(tag), dicom::element_of(tag)});
  if (!scanner.Scan(files)) return 3;
  std::printf("seconds %.4f\ncpu_seconds %.4f\nfiles %zu\n", seconds_since(start),
              cpu_seconds() - cpu, files.size());
  return 0;
}

// One frame by a peer; false where it cannot.
bool decode_by(const std::string& path, const std::string& file, const std::string& code) {
  if (path == "gdcm") return bool(dicom::decode_with_gdcm(file));
  if (path == "dcmtk") return bool(dicom::decode_with_dcmtk(file));
  static const dicom::Codec& codec = *dicom::codec_of("1.2.840.10008.1.2.4.90");
  static const dicom::FrameLayout layout{.rows = 512, .columns = 512};
  dicom::Samples samples;
  return bool(codec.decode({reinterpret_cast<const unsigned char*>(code.data()), code.size()},
                           layout, samples));
}

// The longest run of bytes behind the pixel data element: of a single frame, its code stream.
std::string code_stream_of(const std::string& file) {
  dicom::FileSource source;
  dicom::Header header;
  dicom::FrameBytes frames;
  unsigned bit = 0;
  if (!source.open(file) || !dicom::scan(source, dicom::pixel_selection(), header) ||
      !frames.locate(source, header, dicom::read_layout(header), 1))
    return {};
  const auto bytes = frames.at(source, 0, bit);
  return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : "";
}

int decode(const std::string& path, const std::string& file, double wanted, unsigned threads) {
  const std::string code = path == "openjpeg" ? code_stream_of(file) : std::string();
  if (path != "ours" && !decode_by(path, file, code)) return 3;
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  std::size_t frames = 0;
  core::Context context;
  context.threads = threads;
  // As an index reads files, each is opened anew: two spellings of its path take turns.
  const fs::path place(file);
  const std::string other = (place.parent_path() / "." / place.filename()).string();
  std::vector<dicom::FrameRequest> requests;
  for (int i = 0; i < 64; ++i) requests.push_back({i % 2 == 0 ? file : other, 0});
  while (frames == 0 || seconds_since(start) < wanted) {
    if (path != "ours") {
      (void)decode_by(path, file, code);
      ++frames;
      continue;
    }
    std::atomic<bool> good{true};
    dicom::decode_frames(requests, context,
                         [&](std::size_t, const core::Status& outcome, dicom::Pixels&) {
                           if (!outcome) good = false;
                         });
    if (!good) return 3;
    frames += requests.size();
  }
  const auto count = static_cast<double>(frames);
  std::printf("frames_per_second %.1f\nframes_per_cpu_second %.1f\n", count / seconds_since(start),
              count / (cpu_seconds() - cpu));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() == 4 && words[0] == "make")
    return make(words[1], words[2], std::stoul(words[3]));
  if (words.size() == 3 && words[0] == "index")
    return index_tree(words[1], static_cast<unsigned>(std::stoul(words[2])));
  if (words.size() == 2 && words[0] == "gdcm") return scan_with_gdcm(words[1]);
  if (words.size() == 5 && words[0] == "decode")
    return decode(words[1], words[2], std::stod(words[3]),
                  static_cast<unsigned>(std::stoul(words[4])));
  std::fprintf(stderr, "usage: see the first lines of benchmarks/dicom_index.cpp\n");
  return 2;
}
