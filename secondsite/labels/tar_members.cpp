#include "secondsite/labels/tar_members.h"

namespace secondsite::labels {
namespace {

constexpr std::size_t block = 512;

// Octal digits up to a NUL or a space; 0 for anything else.
std::size_t octal(std::string_view field) {
  std::size_t value = 0;
  for (const char c : field) {
    if (c < '0' || c > '7') break;
    value = value * 8 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

std::string_view up_to_nul(std::string_view field) {
  return field.substr(0, field.find('\0'));
}

}  // namespace

bool is_tar(std::string_view bytes) {
  return bytes.size() >= block && bytes.substr(257, 5) == "ustar";
}

std::vector<TarMember> tar_members(std::string_view archive) {
  std::vector<TarMember> out;
  for (std::size_t at = 0; at + block <= archive.size();) {
    const std::string_view header = archive.substr(at, block);
    if (!is_tar(header)) break;
    const std::size_t size = octal(header.substr(124, 11));
    at += block;
    if (size > archive.size() - at) break;
    const char type = header[156];
    if (type == '0' || type == '\0') {
      const std::string_view folder = up_to_nul(header.substr(345, 155));
      const std::string_view name = up_to_nul(header.substr(0, 100));
      out.push_back(
          {folder.empty() ? std::string(name) : std::string(folder) + '/' + std::string(name),
           archive.substr(at, size)});
    }
    at += (size + block - 1) / block * block;
  }
  return out;
}

}  // namespace secondsite::labels
