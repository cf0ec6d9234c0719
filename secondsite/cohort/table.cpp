#include "secondsite/cohort/table.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/source.h"
#include "secondsite/cohort/table_place.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

constexpr std::size_t head_bytes = 4096;

}  // namespace

std::vector<std::string> Table::names() const {
  std::vector<std::string> out;
  out.reserve(columns_.size());
  for (const Column& column : columns_) out.push_back(column.name);
  return out;
}

const Column* Table::find(std::string_view name) const {
  for (const Column& column : columns_)
    if (column.name == name) return &column;
  return nullptr;
}

core::Result<const Column*> Table::column(std::string_view name) const {
  if (const Column* found = find(name)) return found;
  const std::vector<std::string> all = names();
  std::string message = "there is no column \"" + std::string(name) + "\"";
  if (const auto near = core::nearest(name, all)) message += "; did you mean \"" + *near + "\"?";
  constexpr std::size_t shown = 30;
  std::string hint = "the columns are: ";
  hint += core::join(std::span(all).first(std::min(shown, all.size())), ", ");
  if (all.size() > shown) hint += " and " + core::counted(all.size() - shown, "more", "more");
  return core::Error("table.no-such-column", message,
                     {.file = origin_, .column = std::string(name)}, hint);
}

core::Result<Table> read_table(const std::string& path, const core::Context& context,
                               core::Findings& findings) {
  const std::string file = place_of(path).file;
  std::error_code fault;
  if (std::filesystem::is_directory(file, fault)) {
    auto opened = open_dataset(file, context, findings);
    if (!opened) return std::move(opened).error();
    return std::move(opened->table);
  }
  if (!std::filesystem::exists(file, fault))
    return core::Error("file.not-found", "there is no such file", {.file = file});
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return core::Error("file.unreadable", "the file cannot be opened", {.file = file});
  std::string head(head_bytes, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
  for (const Source& source : sources::all()) {
    if (!source.recognises(path, head)) continue;
    auto table = source.read(path, context, findings);
    if (!table)
      return std::move(table).error().while_doing("reading " + path + " as " +
                                                  std::string(source.id));
    return table;
  }
  return core::Error("table.unknown-format",
                     "the file is none of the kinds of table that can be read", {.file = file});
}

}  // namespace secondsite::cohort
