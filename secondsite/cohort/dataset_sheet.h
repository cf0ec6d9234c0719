#pragma once
// One table of a dataset, read by the names of its columns. A header that lacks what the dataset
// has is refused with the difference; columns that nobody knows are counted, and kept out.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/csv_bytes.h"
#include "secondsite/cohort/folder.h"
#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

// A column that is looked for. Spellings compare case-folded; the first is the name used here.
struct Field {
  std::vector<std::string_view> spellings;
  bool required = true;
};

class Sheet {
 public:
  // `known`: further columns that belong to the dataset and are not read.
  static core::Result<Sheet> open(const std::string& path, std::string_view what,
                                  const std::vector<Field>& fields, const core::Context& context,
                                  core::Findings& findings, bool extras_are_labels = false);
  // From a table that is already open.
  static core::Result<Sheet> from(Table table, std::string_view what,
                                  const std::vector<Field>& fields, core::Findings& findings,
                                  bool extras_are_labels = false);

  std::size_t rows() const { return table_.rows(); }
  const Table& table() const { return table_; }
  bool has(std::string_view field) const { return place(field).has_value(); }
  // The raw cell, trimmed; empty where the column is not there. Good until the next call.
  std::string_view cell(std::size_t row, std::string_view field) const;
  std::string_view cell_at(std::size_t row, std::size_t column) const;
  // Index in the table of a field.
  std::optional<std::size_t> place(std::string_view field) const;
  // Columns that no field names.
  const std::vector<std::size_t>& extras() const { return extras_; }

 private:
  Table table_;
  std::vector<std::pair<std::string_view, std::size_t>> places_;
  std::vector<std::size_t> extras_;
  mutable std::string scratch_;
};

// The bytes of a file, expanded if it is gzip, or a zip of one table.
core::Result<Bytes> text_bytes(const std::string& path, const core::Context& context);
// The lines of a text file, without line ends, trimmed, without blank ones.
core::Result<std::vector<std::string>> text_lines(const std::string& path,
                                                  const core::Context& context);
// The first line of a text file, plain, gzip or a zip of one table, up to 4 KiB; empty if it cannot
// be read.
std::string first_line(const std::string& path);
// The first text table (.csv, .tsv, .txt, plain, .gz or .zip) whose header holds every part, case
// folded.
std::optional<std::string> file_with_header(const Folder& folder,
                                            const std::vector<std::string_view>& parts);

}  // namespace secondsite::cohort
