#include "secondsite/cohort/column_profile.h"

#include <cmath>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

bool is_label_text(std::string_view cell) {
  constexpr std::string_view words[] = {"true",     "false",   "yes",    "no",  "positive",
                                        "negative", "present", "absent", "pos", "neg",
                                        "t",        "f",       "y",      "n",   "uncertain"};
  const std::string folded = core::lower(cell);
  return std::find(std::begin(words), std::end(words), folded) != std::end(words);
}

}  // namespace

std::string_view patient_in_path(std::string_view text) {
  constexpr std::string_view key = "patient";
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    std::size_t end = at + key.size();
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end > at + key.size()) return text.substr(at, end - at);
  }
  return {};
}

Profile profile_of(const Column& column, std::size_t rows) {
  constexpr std::size_t sampled = 4096;
  Profile out;
  out.name = column.name;
  out.finding = finding_name(column.name);
  out.path_like = true;
  std::string scratch;
  const std::size_t count = std::min(rows, sampled);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view cell = trimmed(column.cells->raw(i * rows / count, scratch));
    if (is_blank(cell)) continue;
    out.empty = false;
    double value = 0;
    const bool number = parse_cell(cell, value) == CellState::ok;
    out.numeric = out.numeric && number;
    if (number) {
      out.label_like = out.label_like && (value == 0 || value == 1 || value == -1);
      out.in_unit = out.in_unit && value >= 0 && value <= 1;
      out.whole = out.whole && value == std::floor(value);
    } else {
      out.label_like = out.label_like && is_label_text(cell);
    }
    out.lists = out.lists || cell.find('|') != std::string_view::npos;
    out.path_like =
        out.path_like && cell.find('/') != std::string_view::npos && !patient_in_path(cell).empty();
    if (out.values.size() < Profile::values_kept) {
      const bool fresh = out.values.emplace(cell).second;
      out.all_different = out.all_different && fresh;
    }
  }
  if (out.empty) out.numeric = out.label_like = out.path_like = false;
  return out;
}

}  // namespace secondsite::cohort
