#include "secondsite/cohort/build.h"

#include <cmath>

#include "secondsite/cohort/cell_reading.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

class TextCells final : public Cells {
 public:
  explicit TextCells(std::vector<std::string> cells) : cells_(std::move(cells)) {}

  std::size_t rows() const override { return cells_.size(); }
  std::string_view raw(std::size_t row, std::string&) const override { return cells_[row]; }
  Numbers numbers(unsigned threads) const override {
    const auto at = [this](std::size_t row, std::string&) { return std::string_view(cells_[row]); };
    return numbers_of(ChunkedRows<decltype(at)>(cells_.size(), at), threads);
  }
  Categories categories(unsigned threads) const override {
    const auto at = [this](std::size_t row, std::string&) { return std::string_view(cells_[row]); };
    return categories_of(ChunkedRows<decltype(at)>(cells_.size(), at), threads);
  }

 private:
  std::vector<std::string> cells_;
};

class NumberCells final : public Cells {
 public:
  explicit NumberCells(std::vector<double> values) : values_(std::move(values)) {}

  std::size_t rows() const override { return values_.size(); }
  std::string_view raw(std::size_t row, std::string& scratch) const override {
    scratch = core::exact(values_[row]);
    return scratch;
  }
  Numbers numbers(unsigned) const override {
    return {.value = values_, .state = std::vector<CellState>(values_.size(), CellState::ok)};
  }
  Categories categories(unsigned threads) const override {
    const auto at = [this](std::size_t row, std::string& scratch) { return raw(row, scratch); };
    return categories_of(ChunkedRows<decltype(at)>(values_.size(), at), threads);
  }

 private:
  std::vector<double> values_;
};

class CategoryCells final : public Cells {
 public:
  explicit CategoryCells(Categories categories) : categories_(std::move(categories)) {}

  std::size_t rows() const override { return categories_.code.size(); }
  std::string_view raw(std::size_t row, std::string&) const override {
    const std::uint32_t code = categories_.code[row];
    return code == Categories::blank ? std::string_view()
                                     : std::string_view(categories_.levels[code]);
  }
  Numbers numbers(unsigned threads) const override {
    const auto at = [this](std::size_t row, std::string& scratch) { return raw(row, scratch); };
    return numbers_of(ChunkedRows<decltype(at)>(rows(), at), threads);
  }
  Categories categories(unsigned) const override { return categories_; }

 private:
  Categories categories_;
};

using RowList = std::shared_ptr<const std::vector<std::size_t>>;

class SelectedCells final : public Cells {
 public:
  SelectedCells(std::shared_ptr<const Cells> all, RowList kept)
      : all_(std::move(all)), kept_(std::move(kept)) {}

  std::size_t rows() const override { return kept_->size(); }
  std::string_view raw(std::size_t row, std::string& scratch) const override {
    return all_->raw((*kept_)[row], scratch);
  }
  Numbers numbers(unsigned threads) const override {
    const Numbers whole = all_->numbers(threads);
    Numbers out;
    out.value.resize(kept_->size());
    out.state.resize(kept_->size());
    for (std::size_t row = 0; row < kept_->size(); ++row) {
      out.value[row] = whole.value[(*kept_)[row]];
      out.state[row] = whole.state[(*kept_)[row]];
      if (out.state[row] == CellState::blank) ++out.blanks;
      if (out.state[row] == CellState::malformed && out.malformed++ == 0)
        out.first_malformed_row = row + 1;
    }
    return out;
  }
  // Only levels that still occur, in the order of the whole column.
  Categories categories(unsigned threads) const override {
    Categories whole = all_->categories(threads);
    Categories out;
    out.code.resize(kept_->size());
    std::vector<std::uint32_t> fresh(whole.levels.size(), 0);
    for (const std::size_t row : *kept_)
      if (whole.code[row] != Categories::blank) fresh[whole.code[row]] = 1;
    for (std::size_t level = 0; level < fresh.size(); ++level) {
      if (fresh[level] == 0) continue;
      fresh[level] = static_cast<std::uint32_t>(out.levels.size());
      out.levels.push_back(std::move(whole.levels[level]));
    }
    for (std::size_t row = 0; row < kept_->size(); ++row) {
      const std::uint32_t code = whole.code[(*kept_)[row]];
      out.code[row] = code == Categories::blank ? code : fresh[code];
    }
    return out;
  }

 private:
  std::shared_ptr<const Cells> all_;
  RowList kept_;
};

void append_cell(std::string& out, std::string_view cell) {
  const bool at_edge = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!at_edge && cell.find_first_of(",\"\n\r") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

Column text_column(std::string name, std::vector<std::string> cells) {
  return {std::move(name), std::make_shared<TextCells>(std::move(cells))};
}

Column number_column(std::string name, std::vector<double> values) {
  return {std::move(name), std::make_shared<NumberCells>(std::move(values))};
}

Column category_column(std::string name, Categories categories) {
  return {std::move(name), std::make_shared<CategoryCells>(std::move(categories))};
}

Column selected_column(const Column& column, RowList rows) {
  return {column.name, std::make_shared<SelectedCells>(column.cells, std::move(rows))};
}

core::Result<Table> table_from_texts(std::string origin, std::vector<std::string> names,
                                     const std::vector<std::vector<std::string>>& cells) {
  for (std::size_t row = 0; row < cells.size(); ++row)
    if (cells[row].size() != names.size())
      return core::Error("table.ragged-row",
                         "this row has " + core::counted(cells[row].size(), "cell") +
                             " where there are " + core::counted(names.size(), "column"),
                         {.file = origin, .row = row + 1});
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) {
    std::vector<std::string> texts;
    texts.reserve(cells.size());
    for (const auto& row : cells) texts.push_back(row[c]);
    columns.push_back(text_column(std::move(names[c]), std::move(texts)));
  }
  return Table(std::move(origin), cells.size(), std::move(columns));
}

core::Result<Table> with_column(const Table& table, Column column) {
  if (table.find(column.name) != nullptr)
    return core::Error("table.duplicate-column", "the table has a column of that name already",
                       {.file = table.origin(), .column = column.name});
  if (column.cells->rows() != table.rows())
    return core::Error("table.ragged-row",
                       "the new column has " + core::counted(column.cells->rows(), "row") +
                           " where the table has " + core::counted(table.rows(), "row"),
                       {.file = table.origin(), .column = column.name});
  std::vector<Column> columns(table.columns().begin(), table.columns().end());
  columns.push_back(std::move(column));
  return Table(table.origin(), table.rows(), std::move(columns));
}

core::Result<Table> select_rows(const Table& table, const std::vector<std::uint8_t>& keep) {
  if (keep.size() != table.rows())
    return core::Error("table.ragged-row",
                       "the selection has " + core::counted(keep.size(), "row") +
                           " where the table has " + core::counted(table.rows(), "row"),
                       {.file = table.origin()});
  auto rows = std::make_shared<std::vector<std::size_t>>();
  for (std::size_t row = 0; row < keep.size(); ++row)
    if (keep[row] != 0) rows->push_back(row);
  if (rows->size() == table.rows()) return table;
  std::vector<Column> columns;
  for (const Column& column : table.columns()) columns.push_back(selected_column(column, rows));
  return Table(table.origin(), rows->size(), std::move(columns));
}

std::string csv_text(const Table& table) {
  std::string out;
  const auto columns = table.columns();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) out += ',';
    append_cell(out, columns[c].name);
  }
  out += '\n';
  std::string scratch;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c > 0) out += ',';
      append_cell(out, columns[c].cells->raw(row, scratch));
    }
    // A lone blank cell would be a blank line, which readers skip.
    if (columns.size() == 1 && out.back() == '\n') out += "\"\"";
    out += '\n';
  }
  return out;
}

core::Status write_csv(const Table& table, const std::string& path) {
  return core::write_file(path, csv_text(table));
}

}  // namespace secondsite::cohort
