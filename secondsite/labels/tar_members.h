#pragma once
// The files inside a tar archive in memory (POSIX ustar; long names and other extensions are passed
// over with a shortened name).

#include <string>
#include <string_view>
#include <vector>

namespace secondsite::labels {

struct TarMember {
  std::string name;
  std::string_view content;  // of the archive's bytes
};

// Regular files in their order. An archive that ends early gives those before the end.
std::vector<TarMember> tar_members(std::string_view archive);
bool is_tar(std::string_view bytes);

}  // namespace secondsite::labels
