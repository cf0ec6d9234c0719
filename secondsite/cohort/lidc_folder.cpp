#include <algorithm>
#include <map>

#include "secondsite/cohort/folder.h"
#include "secondsite/cohort/lidc_xml.h"
#include "secondsite/core/file.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::lidc {
namespace {

struct Read {
  std::optional<ReadMessage> message;
  core::Findings findings;
};

Read read_one(const std::string& path) {
  Read out;
  const auto refuse = [&](const core::Error& error) {
    out.findings.add(core::Severity::excluded, "lidc.not-an-annotation", "",
                     "a file cannot be read as an annotation: " + error.what(), {.file = path});
  };
  auto bytes = core::read_file(path);
  if (!bytes) {
    refuse(bytes.error());
    return out;
  }
  auto message = read_message(*bytes, path, out.findings);
  if (message)
    out.message = std::move(*message);
  else
    refuse(message.error());
  return out;
}

bool is_correction(const ReadMessage& message) {
  return core::lower(file_name(message.file)).find("correction") != std::string::npos;
}

void apply_corrections(std::vector<ReadMessage>& messages, core::Findings& findings) {
  std::vector<std::string> corrected;
  for (const ReadMessage& message : messages)
    if (is_correction(message)) corrected.push_back(message.series_uid);
  std::erase_if(messages, [&](const ReadMessage& message) {
    const bool replaced =
        !is_correction(message) &&
        std::find(corrected.begin(), corrected.end(), message.series_uid) != corrected.end();
    if (replaced)
      findings.add(core::Severity::note, "lidc.corrected", "",
                   "an annotation was replaced by its published correction",
                   {.file = message.file});
    return replaced;
  });
}

void mark_repeats(std::vector<ReadMessage>& messages, core::Findings& findings) {
  std::map<std::string, std::vector<std::size_t>> of_series;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    auto& earlier = of_series[messages[i].series_uid];
    for (const std::size_t first : earlier)
      if (messages[first].sessions == messages[i].sessions) {
        messages[i].repeats = first;
        break;
      }
    if (messages[i].repeats) {
      findings.add(core::Severity::excluded, "lidc.repeated", "",
                   "an annotation says the same of the same series as an earlier file",
                   {.file = messages[i].file});
      continue;
    }
    if (!earlier.empty())
      findings.add(core::Severity::warning, "lidc.series-read-twice", "",
                   "two files mark the same series differently; both are kept",
                   {.file = messages[i].file});
    earlier.push_back(i);
  }
}

}  // namespace

core::Result<std::vector<ReadMessage>> read_files(const Folder& folder,
                                                  const core::Context& context,
                                                  core::Findings& findings) {
  const std::vector<std::string> files = folder.ending_in(".xml");
  std::vector<Read> reads(files.size());
  core::parallel_for(files.size(), context.threads, [&](std::size_t i) {
    if (!context.stopped()) reads[i] = read_one(folder.full(files[i]));
  });
  if (context.stopped()) return core::Error("run.interrupted", "reading was stopped");
  std::vector<ReadMessage> out;
  for (Read& read : reads) {
    findings.merge(read.findings);
    if (read.message) out.push_back(std::move(*read.message));
  }
  apply_corrections(out, findings);
  mark_repeats(out, findings);
  return out;
}

core::Result<std::vector<ReadMessage>> read_folder(const std::string& folder,
                                                   const core::Context& context,
                                                   core::Findings& findings) {
  auto listing = list_folder(folder, findings);
  if (!listing) return listing.error();
  return read_files(*listing, context, findings);
}

}  // namespace secondsite::cohort::lidc
