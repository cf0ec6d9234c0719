#include "secondsite/cohort/dataset_sheet.h"

#include <zlib.h>

#include <algorithm>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/zipped_table.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

// Case folded; "_" and " " are one, as writers differ in nothing more often.
std::string folded(std::string_view name) {
  std::string out = core::lower(core::trim(name));
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 12;
  std::string out = core::join(std::span(names).first(std::min(shown, names.size())), ", ");
  if (names.size() > shown) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

}  // namespace

core::Result<Sheet> Sheet::from(Table table, std::string_view what,
                                const std::vector<Field>& fields, core::Findings& findings,
                                bool extras_are_labels) {
  Sheet out;
  out.table_ = std::move(table);
  const auto columns = out.table_.columns();
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(folded(column.name));
  std::vector<bool> taken(names.size());
  std::vector<std::string> missing;
  for (const Field& field : fields) {
    bool found = false;
    for (std::size_t i = 0; i < names.size() && !found; ++i) {
      found = !taken[i] && std::any_of(field.spellings.begin(), field.spellings.end(),
                                       [&](std::string_view s) { return folded(s) == names[i]; });
      if (found) {
        taken[i] = true;
        out.places_.emplace_back(field.spellings.front(), i);
      }
    }
    if (!found && field.required) missing.emplace_back(field.spellings.front());
  }
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (taken[i]) continue;
    out.extras_.push_back(i);
    unknown.push_back(columns[i].name);
  }
  if (!missing.empty()) {
    std::string message =
        "the header is not that of " + std::string(what) + "; missing: " + listed(missing);
    if (!unknown.empty()) message += "; there instead: " + listed(unknown);
    return core::Error("dataset.unknown-header", message, {.file = out.table_.origin()});
  }
  if (!extras_are_labels)
    for (const std::string& name : unknown)
      if (!name.starts_with("column "))
        findings.add(core::Severity::note, "dataset.extra-column", name,
                     "a column that " + std::string(what) + " does not have was left out",
                     {.file = out.table_.origin(), .column = name});
  return out;
}

core::Result<Sheet> Sheet::open(const std::string& path, std::string_view what,
                                const std::vector<Field>& fields, const core::Context& context,
                                core::Findings& findings, bool extras_are_labels) {
  auto table = read_table(path, context, findings);
  if (!table) return std::move(table).error();
  return from(std::move(*table), what, fields, findings, extras_are_labels);
}

std::optional<std::size_t> Sheet::place(std::string_view field) const {
  for (const auto& [name, column] : places_)
    if (name == field) return column;
  return std::nullopt;
}

std::string_view Sheet::cell(std::size_t row, std::string_view field) const {
  const auto column = place(field);
  return column ? cell_at(row, *column) : std::string_view();
}

std::string_view Sheet::cell_at(std::size_t row, std::size_t column) const {
  return trimmed(table_.columns()[column].cells->raw(row, scratch_));
}

core::Result<Bytes> text_bytes(const std::string& path, const core::Context& context) {
  auto bytes = read_bytes(path);
  if (!bytes) return std::move(bytes).error();
  if (bytes->text.starts_with("PK")) return zipped_bytes(path);
  if (!is_gzip(bytes->text)) return bytes;
  return expand_gzip(bytes->text, path, context);
}

core::Result<std::vector<std::string>> text_lines(const std::string& path,
                                                  const core::Context& context) {
  const auto bytes = text_bytes(path, context);
  if (!bytes) return bytes.error();
  std::vector<std::string> out;
  std::string_view rest = bytes->text;
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = core::trim(rest.substr(0, end));
    if (!line.empty()) out.emplace_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

std::string first_line(const std::string& path) {
  constexpr std::size_t most = 4096;
  std::string out(most, '\0');
  if (core::lower(path).ends_with(".zip")) {
    auto front = zipped_front(path, most);
    if (!front) return {};
    out = *std::move(front);
  } else {
    // zlib reads plain files as they are.
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return {};
    const int size = gzread(file, out.data(), static_cast<unsigned>(out.size()));
    gzclose(file);
    out.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  }
  if (out.starts_with("\xef\xbb\xbf")) out.erase(0, 3);
  out.resize(std::min(out.find_first_of("\r\n"), out.size()));
  return out;
}

std::optional<std::string> file_with_header(const Folder& folder,
                                            const std::vector<std::string_view>& parts) {
  constexpr std::size_t most_looked_at = 2000;
  std::size_t looked_at = 0;
  for (const std::string& file : folder.files) {
    std::string ending = core::lower(file);
    for (const std::string_view packed : {".gz", ".zip"})
      if (ending.ends_with(packed)) ending.resize(ending.size() - packed.size());
    if (!ending.ends_with(".csv") && !ending.ends_with(".tsv") && !ending.ends_with(".txt"))
      continue;
    if (++looked_at > most_looked_at) break;
    const std::string header = core::lower(first_line(folder.full(file)));
    const bool holds_all = std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
      return header.find(core::lower(part)) != std::string::npos;
    });
    if (holds_all && !parts.empty()) return folder.full(file);
  }
  return std::nullopt;
}

}  // namespace secondsite::cohort
