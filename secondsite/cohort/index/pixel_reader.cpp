#include "secondsite/cohort/index/pixel_reader.h"

#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/dicom/hounsfield_fault.h"

namespace secondsite::cohort::index {

namespace {
constexpr std::uint64_t most_inflated = std::uint64_t{1} << 30;
}

PixelReader::PixelReader(std::string root, bool repair_hounsfield)
    : root_(std::move(root)), repairs_(repair_hounsfield) {
  std::error_code ignored;
  if (std::filesystem::is_directory(root_, ignored)) return;
  auto archive = Archive::open(root_);
  if (!archive) return;
  archive_ = *std::move(archive);
  core::Findings counted_before;
  for (WalkedFile& file : archive_->files(counted_before))
    entries_.emplace(std::move(file.path), file.entry);
}

core::Result<std::string> PixelReader::inflated(const Record& record) {
  const auto entry = entries_.find(record.path);
  if (entry == entries_.end() || record.size > most_inflated)
    return core::Error("index.unreadable-file",
                       "the zip no longer holds the file, or it is larger than 1 GiB",
                       {.file = record.path});
  return archive_->front(entry->second, record.size);
}

core::Status PixelReader::decode(const Record& record, std::uint32_t frame, dicom::Pixels& out) {
  if (held_path_ != record.path || held_path_.empty()) {
    held_path_.clear();
    if (archive_) {
      auto whole = inflated(record);
      if (!whole) return std::move(whole).error();
      held_ = *std::move(whole);
    }
    if (auto opened = archive_ ? image_.open_bytes(held_, record.path)
                               : image_.open(root_ + "/" + record.path);
        !opened)
      return opened;
    held_path_ = record.path;
  }
  auto decoded = image_.decode(frame, out);
  out.repaired = decoded && repairs_ && dicom::repair_wrapped_hounsfield(out);
  return decoded;
}

core::Result<std::string> PixelReader::bytes(const Record& record) {
  return archive_ ? inflated(record) : core::read_file(root_ + "/" + record.path);
}

}  // namespace secondsite::cohort::index
