#pragma once
// Small pictures of the images that findings name, so that a reader can see what is meant.

#include <functional>
#include <string>
#include <vector>

#include "secondsite/cohort/index/build_index.h"
#include "secondsite/cohort/index/look.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"

namespace secondsite::cohort::index {

struct Thumbnail {
  std::string code;
  std::string subject;
  std::string file;
  std::string png;
};

struct Thumbnails {
  std::vector<Thumbnail> pictures;  // in the order of Findings::sorted()
  std::uint64_t left_out = 0;       // examples for which there was no more room
};

struct ThumbnailBounds {
  std::size_t a_finding = 4;
  std::size_t all = 60;
  std::size_t bytes = 600'000;  // of PNG; a third more in the page
};

// One for each example of a finding that names a file which `see_file` can show; another finding's
// example of the same file is shown again. Not of findings about covariates alone: their images
// look as any. What cannot be decoded has no picture.
Thumbnails thumbnails_of(const core::Findings& findings,
                         const std::function<core::Result<Seen>(const std::string&)>& see_file,
                         const ThumbnailBounds& bounds = {});

// The files of an index, by path; also those that were left out, where they can be decoded.
std::function<core::Result<Seen>(const std::string&)> seer_of(const Index& index,
                                                              bool repair_hounsfield = false);

}  // namespace secondsite::cohort::index
