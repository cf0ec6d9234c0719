#pragma once
// Every file below a folder, or in a zip, in an order that no file system decides.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort::index {

struct WalkedFile {
  std::string path;  // relative, "/" between parts
  std::uint64_t size = 0;
  std::int64_t changed_ns = 0;  // modification time
  std::uint64_t entry = 0;      // of a zip: which entry
};

// Regular files, sorted by path. One stat a file. Links to folders are not followed (so there are
// no loops); links to files are. Counted in `findings`: what macOS leaves, folders that cannot be
// opened, links to folders or to nothing, pipes and devices. `skip`: a folder below `root` that is
// passed over (the index's own output), empty for none; where it is `root` itself, the files that
// the index writes are, by name. Stopped by the context: what was found so
// far.
core::Result<std::vector<WalkedFile>> walk_folder(const std::string& root, const std::string& skip,
                                                  const core::Context& context,
                                                  core::Findings& findings);

}  // namespace secondsite::cohort::index
