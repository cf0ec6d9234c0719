#include "secondsite/cohort/csv_table.h"

#include "secondsite/cohort/cell_reading.h"
#include "secondsite/cohort/column_names.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using core::Severity;

struct Document {
  Bytes bytes;
  csv::Index index;
  std::size_t columns = 0;
};

class CsvCells final : public Cells {
 public:
  CsvCells(std::shared_ptr<const Document> document, std::size_t column)
      : document_(std::move(document)), column_(column) {}

  std::size_t rows() const override { return document_->index.rows(); }
  std::string_view raw(std::size_t row, std::string& scratch) const override {
    const std::vector<std::size_t>& first_row = document_->index.first_row;
    const auto after = std::upper_bound(first_row.begin(), first_row.end(), row);
    const auto block = static_cast<std::size_t>(after - first_row.begin()) - 1;
    return csv::unquoted(
        document_->index.blocks[block].cell(row - first_row[block], column_, document_->columns),
        scratch);
  }
  Numbers numbers(unsigned threads) const override { return numbers_of(*this, threads); }
  Categories categories(unsigned threads) const override { return categories_of(*this, threads); }
  void rest() const override { document_->bytes.rest(); }

  std::size_t chunks() const { return document_->index.blocks.size(); }
  std::size_t first_row(std::size_t chunk) const { return document_->index.first_row[chunk]; }
  template <typename Visit>
  void visit(std::size_t chunk, const Visit& call) const {
    const csv::Block& block = document_->index.blocks[chunk];
    if (block.narrow_ends)
      visit_rows(block, block.narrow_ends.get(), call);
    else
      visit_rows(block, block.wide_ends.get(), call);
    // A column is kept as what was made of it: the text of a large file need not stay in memory.
    if (block.rows > 0)
      document_->bytes.rest({block.text, std::size_t{block.row_start[block.rows - 1]}});
  }

 private:
  template <typename Offset, typename Visit>
  void visit_rows(const csv::Block& block, const Offset* ends, const Visit& call) const {
    std::string scratch;
    ends += column_;
    for (std::size_t row = 0; row < block.rows; ++row, ends += document_->columns) {
      const std::size_t begin = column_ == 0 ? 0 : std::size_t{ends[-1]} + 1;
      const std::string_view cell(block.text + block.row_start[row] + begin, *ends - begin);
      if (cell.empty() || cell.front() != '"') {
        call(cell);
      } else {
        call(csv::unquoted(cell, scratch));
      }
    }
  }

  std::shared_ptr<const Document> document_;
  std::size_t column_;
};

core::Status check_encoding(std::string_view text, const std::string& origin) {
  const std::string_view head = text.substr(0, 2);
  if (head == "\xff\xfe" || head == "\xfe\xff")
    return core::Error("table.utf16",
                       "the file is UTF-16 text, as some spreadsheets write it; UTF-8 is wanted",
                       {.file = origin});
  const bool has_lf = text.substr(0, 1 << 20).find('\n') != std::string_view::npos;
  if (!has_lf && text.find('\r') != std::string_view::npos &&
      text.find('\n') == std::string_view::npos)
    return core::Error("table.old-line-ends", "the lines end in a lone CR, as on a Mac before 2001",
                       {.file = origin});
  return core::Done{};
}

void report(const csv::Oddities& odd, const csv::Header& header, char delimiter,
            const std::string& origin, core::Findings& findings) {
  const core::Location file{.file = origin};
  const std::uint64_t lf = odd.lf_rows + (header.crlf ? 0 : 1);
  const std::uint64_t crlf = odd.crlf_rows + (header.crlf ? 1 : 0);
  if (delimiter != ',')
    findings.add(
        Severity::note, "table.delimiter", "",
        delimiter == '\t' ? "cells are separated by tabs" : "cells are separated by semicolons",
        file);
  if (odd.crlf_rows + odd.lf_rows > 0 && lf > 0 && crlf > 0)
    findings.add(Severity::note, "table.mixed-line-ends", "",
                 core::grouped(crlf) + " lines end in CRLF and " + core::grouped(lf) +
                     " in LF: two programs wrote this file",
                 file, std::min(lf, crlf));
  if (odd.blank_lines > 0)
    findings.add(Severity::note, "table.blank-line", "", "blank lines were skipped", file,
                 odd.blank_lines);
  if (odd.stray_quotes > 0)
    findings.add(Severity::warning, "table.stray-quote", "",
                 "a quote stands inside an unquoted cell or text follows a closing quote; it was "
                 "kept as text",
                 {.file = origin, .row = odd.first_stray_row}, odd.stray_quotes);
}

}  // namespace

core::Result<Table> parse_csv(Bytes bytes, const std::string& origin, const core::Context& context,
                              core::Findings& findings, csv::Method method) {
  std::string_view& text = bytes.text;
  if (const auto status = check_encoding(text, origin); !status) return status.error();
  if (text.starts_with("\xef\xbb\xbf")) {
    text.remove_prefix(3);
    findings.add(Severity::note, "table.byte-order-mark", "",
                 "the file begins with a UTF-8 mark, which was skipped", {.file = origin});
  }
  if (core::trim(text.substr(0, 1 << 16)).empty() && core::trim(text).empty())
    return core::Error("table.empty", "the file is empty", {.file = origin});
  const char delimiter = csv::sniff_delimiter(text);
  auto header = csv::read_header(text, delimiter, origin);
  if (!header) return header.error();
  for (const std::string& name : header->names)
    if (name.find('\0') != std::string::npos)
      return core::Error("table.nul-byte", "a NUL byte stands in the header", {.file = origin});
  if (const auto status = name_columns(header->names, origin, findings); !status)
    return status.error();

  const std::size_t columns = header->names.size();
  auto index = csv::index_rows(text, header->end, {delimiter, columns}, origin, context, method);
  if (!index) return index.error();
  if (index->rows() == 0)
    findings.add(Severity::warning, "table.no-rows", "", "the file has a header and no rows",
                 {.file = origin});
  report(index->oddities, *header, delimiter, origin, findings);
  bytes.rest();

  auto document =
      std::make_shared<Document>(Document{std::move(bytes), std::move(*index), columns});
  std::vector<Column> out;
  out.reserve(columns);
  for (std::size_t c = 0; c < columns; ++c)
    out.push_back({std::move(header->names[c]), std::make_shared<CsvCells>(document, c)});
  return Table(origin, document->index.rows(), std::move(out));
}

}  // namespace secondsite::cohort
