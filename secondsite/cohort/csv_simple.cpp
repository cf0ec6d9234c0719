#include "secondsite/cohort/csv_simple.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::cohort::csv {
namespace {

constexpr std::size_t block_bytes = 1 << 20;
constexpr std::size_t longest_row = 0xffffffff;

// Collects rows into blocks.
class Blocks {
 public:
  Blocks(const char* text, std::size_t columns, Index& index)
      : text_(text), columns_(columns), index_(index) {}

  void add(std::size_t start, const std::vector<std::size_t>& ends) {
    if (!starts_.empty() && start - first_ >= block_bytes) flush();
    if (starts_.empty()) first_ = start;
    starts_.push_back(static_cast<std::uint32_t>(start - first_));
    for (const std::size_t end : ends) ends_.push_back(static_cast<std::uint32_t>(end - start));
  }

  void flush() {
    if (starts_.empty()) return;
    Block block;
    block.text = text_ + first_;
    block.rows = starts_.size();
    block.row_start = std::make_unique<std::uint32_t[]>(starts_.size());
    std::copy(starts_.begin(), starts_.end(), block.row_start.get());
    if (*std::max_element(ends_.begin(), ends_.end()) <= 0xffff) {
      block.narrow_ends = std::make_unique<std::uint16_t[]>(ends_.size());
      std::transform(ends_.begin(), ends_.end(), block.narrow_ends.get(),
                     [](std::uint32_t end) { return static_cast<std::uint16_t>(end); });
    } else {
      block.wide_ends = std::make_unique<std::uint32_t[]>(ends_.size());
      std::copy(ends_.begin(), ends_.end(), block.wide_ends.get());
    }
    index_.first_row.push_back(rows_);
    rows_ += block.rows;
    index_.blocks.push_back(std::move(block));
    starts_.clear();
    ends_.clear();
  }

  std::size_t rows() const { return rows_ + starts_.size(); }

 private:
  const char* text_;
  std::size_t columns_;
  Index& index_;
  std::size_t first_ = 0;
  std::size_t rows_ = 0;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace

core::Result<Index> index_rows_simply(std::string_view text, std::size_t body, const Shape& shape,
                                      const std::string& origin, const core::Context& context) {
  Index index;
  Blocks blocks(text.data(), shape.columns, index);
  std::vector<std::size_t> ends;
  std::uint64_t line = 1 + static_cast<std::uint64_t>(
                               std::count(text.begin(), text.begin() + std::ptrdiff_t(body), '\n'));
  const auto here = [&] { return core::Location{.file = origin, .row = blocks.rows() + 1}; };
  const auto on_line = [&](std::uint64_t which) {
    return " (line " + core::grouped(which) + " of the file)";
  };

  std::size_t at = body;
  while (at < text.size()) {
    if ((blocks.rows() & 0xffff) == 0 && context.stopped())
      return core::Error("run.interrupted", "reading was stopped", {.file = origin});
    const std::size_t row_start = at;
    const std::uint64_t row_line = line;
    ends.clear();
    bool row_done = false;
    while (!row_done) {
      const std::size_t cell_start = at;
      std::uint64_t stray = 0;
      if (at < text.size() && text[at] == '"') {
        const std::uint64_t opened = line;
        bool closed = false;
        for (++at; at < text.size() && !closed; ++at) {
          if (text[at] == '\n') ++line;
          if (text[at] == '\0') break;
          if (text[at] != '"') continue;
          if (at + 1 < text.size() && text[at + 1] == '"')
            ++at;
          else
            closed = true;
        }
        if (!closed && at >= text.size())
          return core::Error("table.quote-unclosed",
                             "a quote that opens in cell " + std::to_string(ends.size() + 1) +
                                 on_line(opened) + " never closes",
                             here());
        const bool ended = at >= text.size() || text[at] == shape.delimiter || text[at] == '\n' ||
                           (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
        if (!ended && text[at] != '\0') ++stray;
      }
      for (; at < text.size() && text[at] != shape.delimiter && text[at] != '\n'; ++at) {
        if (text[at] == '"' && at != cell_start) ++stray;
        if (text[at] == '\0')
          return core::Error("table.nul-byte", "a NUL byte stands in this row" + on_line(line),
                             here());
      }
      if (stray > 0) {
        ++index.oddities.stray_quotes;
        if (index.oddities.first_stray_row == 0) index.oddities.first_stray_row = blocks.rows() + 1;
      }
      row_done = at >= text.size() || text[at] == '\n';
      ends.push_back(at);
      if (at < text.size() || !row_done) ++at;
    }
    const std::size_t row_end = ends.back();
    if (row_end < text.size()) {
      ++line;
      const bool crlf = row_end > row_start && text[row_end - 1] == '\r';
      if (crlf) --ends.back();
      ++(crlf ? index.oddities.crlf_rows : index.oddities.lf_rows);
    }
    if (ends.size() == 1 && ends.back() == row_start && shape.columns > 1) {
      ++index.oddities.blank_lines;
      continue;
    }
    if (ends.size() != shape.columns) {
      const bool last = row_end >= text.size();
      std::string hint;
      if (ends.size() > shape.columns)
        hint = "Quote texts that hold a delimiter, or check that the header names every column.";
      else if (last)
        hint = "It is the last row and has no line end: the file seems cut off. Fetch it again.";
      return core::Error("table.ragged-row",
                         "this row has " + core::counted(ends.size(), "cell") +
                             " where the header names " + core::counted(shape.columns, "column") +
                             on_line(row_line),
                         here(), hint);
    }
    if (row_end - row_start > longest_row)
      return core::Error("table.too-large", "this row is longer than 4 GiB" + on_line(row_line),
                         here());
    blocks.add(row_start, ends);
  }
  blocks.flush();
  index.first_row.push_back(blocks.rows());
  return index;
}

}  // namespace secondsite::cohort::csv
