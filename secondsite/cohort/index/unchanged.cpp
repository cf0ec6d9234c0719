#include "secondsite/cohort/index/unchanged.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::index {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view note = "index.state";

// "NAME\tSIZE\tTIME" of a file; empty: it is not there.
std::string state_of(const std::string& folder, const std::string& name) {
  struct stat state {};
  if (::stat((folder + "/" + name).c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return {};
  return name + "\t" + std::to_string(state.st_size) + "\t" +
         std::to_string(state.st_mtim.tv_sec * 1'000'000'000LL + state.st_mtim.tv_nsec);
}

}  // namespace

std::string digest_of_tree(const Listing& listing, const Request& request, std::string_view options,
                           std::uint64_t seed) {
  std::string all = cache_key(request, seed) + "\n" + std::string(options) + "\n";
  for (const core::Finding& finding : listing.findings.sorted()) {
    all += finding.code + " " + std::to_string(finding.count);
    for (const core::Location& where : finding.examples) all += " " + where.text();
    all += "\n";
  }
  for (const WalkedFile& file : listing.files)
    all +=
        file.path + '\0' + std::to_string(file.size) + ' ' + std::to_string(file.changed_ns) + '\n';
  return core::sha256(all);
}

bool is_unchanged(const std::string& folder, const std::string& digest) {
  const auto text = core::read_file(folder + "/" + std::string(note));
  if (!text) return false;
  const auto lines = core::split(*text, '\n');
  if (lines.size() < 3 || lines[0] != digest) return false;
  return std::all_of(lines.begin() + 1, lines.end() - 1, [&](const std::string& line) {
    return state_of(folder, line.substr(0, line.find('\t'))) == line;
  });
}

core::Status remember_tree(const std::string& folder, const std::string& digest) {
  std::vector<std::string> lines;
  std::error_code fault;
  for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault)) {
    const std::string name = at->path().filename().string();
    if (name == note || name.find_first_of("\t\n") != std::string::npos) continue;
    if (std::string state = state_of(folder, name); !state.empty())
      lines.push_back(std::move(state));
  }
  std::sort(lines.begin(), lines.end());
  lines.insert(lines.begin(), digest);
  return core::write_file(folder + "/" + std::string(note), core::join(lines, "\n") + "\n");
}

}  // namespace secondsite::cohort::index
