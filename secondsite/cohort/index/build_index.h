#pragma once
// From a folder or a zip of files to an index: one record a file, volumes, findings, and counts
// that add up.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/cohort/index/record.h"
#include "secondsite/cohort/index/walk.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort::index {

struct Request {
  std::string root;           // a folder or a .zip
  std::string cache_path;     // empty: no cache
  std::string output_folder;  // below the root it is passed over
  std::string program_version;
  Options options;
};

// Slices that belong together: one series, one kernel, one matrix, one echo, one orientation.
struct Volume {
  std::string id;                   // the series UID, with "#2" for the second volume of a series
  std::vector<std::size_t> images;  // into Index::records, in the order along the normal
  dicom::Stack stack;
};

struct Index {
  std::string root;
  std::vector<Record> records;         // sorted by path; one a file
  std::vector<std::size_t> volume_of;  // by record; none: not an image
  std::vector<Volume> volumes;         // sorted by id
  Pool pool;
  core::Findings findings;
  std::uint64_t from_cache = 0;
  std::uint64_t read = 0;
  bool stopped = false;  // the context stopped it: what is there is whole, and the cache holds it

  static constexpr std::size_t none = ~std::size_t{0};
  // What was found, left out and kept: files, then images, then volumes.
  std::vector<FlowStep> flow() const;
};

// A hash of what records depend on beside the files: another key is another cache.
std::string cache_key(const Request& request, std::uint64_t seed);

// What lies below a root, and what was odd about it.
struct Listing {
  std::vector<WalkedFile> files;
  core::Findings findings;
};
// Errors: "file.not-found", "index.not-a-folder", those of opening an archive.
core::Result<Listing> list_files(const Request& request, const core::Context& context);

// The same files give the same index, on any number of threads, whatever the cache held. `listing`:
// of list_files, where the caller has it already.
core::Result<Index> build_index(const Request& request, const core::Context& context,
                                std::optional<Listing> listing = std::nullopt);

}  // namespace secondsite::cohort::index
