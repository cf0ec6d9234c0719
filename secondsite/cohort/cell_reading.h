#pragma once
// Reading a whole column as numbers or categories, on several threads, from anything that can show
// its cells chunk by chunk. Chunks are fixed by the data, never by the number of threads, and the
// results are the same bytes for any number of threads.
//
// A `Chunked` has: chunks(), rows(), first_row(chunk), and visit(chunk, f), which calls
// f(std::string_view cell) for each row of the chunk in order; the text is good during the call.

#include <algorithm>
#include <limits>
#include <memory>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/table.h"
#include "secondsite/core/parallel.h"

namespace secondsite::cohort {

// Texts put one after another into blocks that never move. Distinct texts are few or short beside
// the table that they come from, which need not stay in memory for them.
class TextStore {
 public:
  std::string_view keep(std::string_view text);

 private:
  static constexpr std::size_t block_bytes = 1 << 14;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
};

// Distinct texts in order of first appearance, and the hash table that finds them.
class Dictionary {
 public:
  // The number of the text, which stays what it is; a new one gets the next.
  std::uint32_t number(std::string_view text);
  const std::vector<std::string_view>& texts() const { return texts_; }
  // What the views in texts() look at.
  TextStore take_store() { return std::move(store_); }

 private:
  void grow();

  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64, empty_slot);
  std::vector<std::size_t> hashes_;
  std::vector<std::string_view> texts_;
  TextStore store_;
  static constexpr std::uint32_t empty_slot = 0xffffffffU;
};

// A text with its first eight bytes as a number that orders as they do: most comparisons end there.
struct Level {
  std::uint64_t head;
  std::string_view text;

  explicit Level(std::string_view of);
  bool operator<(const Level& other) const {
    return head != other.head ? head < other.head : text < other.text;
  }
  bool operator==(const Level& other) const { return head == other.head && text == other.text; }
};

// A chunk's distinct texts in rising order, and the number that each had in its dictionary. What a
// dictionary needs to find texts is gone by then.
struct SortedDictionary {
  std::vector<Level> levels;
  std::vector<std::uint32_t> number;
  TextStore store;
};
SortedDictionary sorted(Dictionary dictionary);

// One sorted list of the distinct texts of all chunks, and for each chunk the new code of each
// number.
struct MergedLevels {
  std::vector<std::string> levels;
  std::vector<std::vector<std::uint32_t>> code;
};
MergedLevels merge(std::vector<SortedDictionary> parts, unsigned threads);

template <typename Chunked>
Numbers numbers_of(const Chunked& cells, unsigned threads) {
  Numbers out;
  out.value.resize(cells.rows());
  out.state.resize(cells.rows());
  struct Count {
    std::uint64_t blanks = 0, malformed = 0, first_malformed_row = 0;
  };
  std::vector<Count> counts(cells.chunks());
  core::parallel_for(cells.chunks(), threads, [&](std::size_t chunk) {
    std::size_t row = cells.first_row(chunk);
    Count& count = counts[chunk];
    cells.visit(chunk, [&](std::string_view cell) {
      const CellState state = parse_cell(cell, out.value[row]);
      out.state[row] = state;
      ++row;
      if (state == CellState::ok) return;
      if (state == CellState::blank) {
        ++count.blanks;
      } else if (count.malformed++ == 0) {
        count.first_malformed_row = row;
      }
    });
  });
  for (const Count& count : counts) {
    if (out.malformed == 0) out.first_malformed_row = count.first_malformed_row;
    out.blanks += count.blanks;
    out.malformed += count.malformed;
  }
  return out;
}

template <typename Chunked>
Categories categories_of(const Chunked& cells, unsigned threads) {
  Categories out;
  out.code.resize(cells.rows());
  std::vector<SortedDictionary> parts(cells.chunks());
  core::parallel_for(cells.chunks(), threads, [&](std::size_t chunk) {
    Dictionary dictionary;
    std::uint32_t* code = out.code.data() + cells.first_row(chunk);
    cells.visit(chunk, [&](std::string_view cell) {
      *code++ = is_blank(cell) ? Categories::blank : dictionary.number(trimmed(cell));
    });
    parts[chunk] = sorted(std::move(dictionary));
  });
  MergedLevels merged = merge(std::move(parts), threads);
  core::parallel_for(cells.chunks(), threads, [&](std::size_t chunk) {
    const std::size_t begin = cells.first_row(chunk);
    const std::size_t end = chunk + 1 < cells.chunks() ? cells.first_row(chunk + 1) : cells.rows();
    for (std::size_t row = begin; row < end; ++row)
      if (out.code[row] != Categories::blank) out.code[row] = merged.code[chunk][out.code[row]];
  });
  out.levels = std::move(merged.levels);
  return out;
}

// Cells that are fetched row by row, cut into chunks of equal length. `at(row, scratch)` gives the
// text.
template <typename At>
class ChunkedRows {
 public:
  ChunkedRows(std::size_t rows, At at) : rows_(rows), at_(std::move(at)) {}

  std::size_t rows() const { return rows_; }
  std::size_t chunks() const { return (rows_ + chunk_rows - 1) / chunk_rows; }
  std::size_t first_row(std::size_t chunk) const { return chunk * chunk_rows; }

  template <typename Visit>
  void visit(std::size_t chunk, const Visit& call) const {
    std::string scratch;
    const std::size_t end = std::min(rows_, (chunk + 1) * chunk_rows);
    for (std::size_t row = chunk * chunk_rows; row < end; ++row) call(at_(row, scratch));
  }

 private:
  static constexpr std::size_t chunk_rows = 1 << 15;
  std::size_t rows_;
  At at_;
};

}  // namespace secondsite::cohort
