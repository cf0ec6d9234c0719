#pragma once
// A column of texts that a source hands over cell by cell: one piece of memory, four bytes more a
// cell.

#include "secondsite/cohort/cell_reading.h"

namespace secondsite::cohort {

class TextArena final : public Cells {
 public:
  void add(std::string_view cell) {
    // Offsets are 32 bits inside pages of at most 2 GiB.
    if (pages_.empty() || pages_.back().text.size() + cell.size() > page_bytes ||
        pages_.back().ends.size() == page_rows) {
      first_row_.push_back(rows_);
      pages_.emplace_back();
    }
    pages_.back().text += cell;
    pages_.back().ends.push_back(static_cast<std::uint32_t>(pages_.back().text.size()));
    ++rows_;
    bytes_ += cell.size() + sizeof(std::uint32_t);
  }
  std::size_t bytes() const { return bytes_; }

  std::size_t rows() const override { return rows_; }
  std::string_view raw(std::size_t row, std::string&) const override {
    const std::size_t page = row_page(row);
    return pages_[page].cell(row - first_row_[page]);
  }
  Numbers numbers(unsigned threads) const override { return numbers_of(*this, threads); }
  Categories categories(unsigned threads) const override { return categories_of(*this, threads); }

  std::size_t chunks() const { return pages_.size(); }
  std::size_t first_row(std::size_t chunk) const { return first_row_[chunk]; }
  template <typename Visit>
  void visit(std::size_t chunk, const Visit& call) const {
    for (std::size_t row = 0; row < pages_[chunk].ends.size(); ++row) call(pages_[chunk].cell(row));
  }

 private:
  static constexpr std::size_t page_bytes = std::size_t{1} << 31;
  static constexpr std::size_t page_rows = 1 << 15;
  struct Page {
    std::string text;
    std::vector<std::uint32_t> ends;
    std::string_view cell(std::size_t row) const {
      const std::size_t begin = row == 0 ? 0 : ends[row - 1];
      return std::string_view(text).substr(begin, ends[row] - begin);
    }
  };
  std::size_t row_page(std::size_t row) const {
    return static_cast<std::size_t>(std::upper_bound(first_row_.begin(), first_row_.end(), row) -
                                    first_row_.begin()) -
           1;
  }

  std::vector<Page> pages_;
  std::vector<std::size_t> first_row_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace secondsite::cohort
