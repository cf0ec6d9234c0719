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
  std::size_t cells = 0;      // not blank
  std::size_t texts = 0;      // no number
  std::size_t odd_texts = 0;  // nor a word that a label may be
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view cell = trimmed(column.cells->raw(i * rows / count, scratch));
    if (is_blank(cell)) continue;
    out.empty = false;
    double value = 0;
    const bool number = parse_cell(cell, value) == CellState::ok;
    ++cells;
    if (number) {
      out.label_like = out.label_like && (value == 0 || value == 1 || value == -1);
      out.in_unit = out.in_unit && value >= 0 && value <= 1;
      out.whole = out.whole && value == std::floor(value);
    } else {
      ++texts;
      if (!is_label_text(cell)) ++odd_texts;
    }
    out.lists = out.lists || cell.find('|') != std::string_view::npos;
    out.path_like =
        out.path_like && cell.find('/') != std::string_view::npos && !patient_in_path(cell).empty();
    if (out.values.size() < Profile::values_kept) {
      const bool fresh = out.values.emplace(cell).second;
      out.all_different = out.all_different && fresh;
    }
  }
  // A stray text does not change what a column is for: reading it will name the row.
  const auto is_stray = [cells](std::size_t count_of) { return 20 * count_of <= cells; };
  out.numeric = is_stray(texts);
  out.label_like = out.label_like && is_stray(odd_texts);
  if (out.empty) out.numeric = out.label_like = out.path_like = false;
  return out;
}

}  // namespace secondsite::cohort
