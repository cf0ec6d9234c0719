#include "secondsite/cohort/zipped_table.h"

#include <filesystem>

#include "secondsite/cohort/index/archive.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

struct Entry {
  index::Archive archive;
  index::WalkedFile file;
};

core::Result<Entry> only_table(const std::string& path) {
  auto archive = index::Archive::open(path);
  if (!archive) return std::move(archive).error();
  core::Findings ignored;
  auto files = archive->files(ignored);
  const std::string name = files.size() == 1 ? core::lower(files[0].path) : std::string();
  if (!name.ends_with(".csv") && !name.ends_with(".tsv") && !name.ends_with(".txt"))
    return core::Error("table.unknown-format", "the zip holds other than one text table",
                       {.file = path}, "unpack it, and name the table");
  return Entry{*std::move(archive), std::move(files[0])};
}

}  // namespace

bool is_zipped_table(const std::string& path) {
  return index::is_archive(path) && only_table(path);
}

core::Result<std::string> zipped_front(const std::string& path, std::size_t most) {
  auto entry = only_table(path);
  if (!entry) return std::move(entry).error();
  return entry->archive.front(entry->file.entry, most);
}

core::Result<Bytes> zipped_bytes(const std::string& path) {
  auto entry = only_table(path);
  if (!entry) return std::move(entry).error();
  std::error_code fault;
  const std::uint64_t packed = std::filesystem::file_size(path, fault);
  const std::uint64_t allowed = ExpansionLimit{}.bytes(fault ? 0 : packed);
  const core::Error too_large(
      "table.too-large",
      "the table in the zip is larger than " + core::grouped(allowed >> 20) + " MiB",
      {.file = path});
  if (entry->file.size > allowed) return too_large;
  // What the zip says of the size is not believed: one byte more would show.
  auto content = entry->archive.front(entry->file.entry, entry->file.size + 1);
  if (!content) return std::move(content).error();
  if (content->size() > entry->file.size) return too_large;
  const auto kept = std::make_shared<const std::string>(*std::move(content));
  return Bytes{kept, *kept};
}

}  // namespace secondsite::cohort
