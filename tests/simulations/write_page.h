#pragma once
// The end of a simulation: its page on disk, or why not.

#include <cstdio>
#include <string>

#include "secondsite/core/file.h"

namespace secondsite::simulations {

// The exit status of the program.
inline int write_page(const std::string& path, const std::string& page) {
  const auto written = core::write_file(path, page);
  if (written) {
    std::printf("wrote %s\n", path.c_str());
    return 0;
  }
  std::fprintf(stderr, "%s\n", written.error().text().c_str());
  return 1;
}

}  // namespace secondsite::simulations
