#include "secondsite/cohort/csv_index.h"

#include <atomic>
#include <bit>
#include <cstring>
#include <limits>

#include "secondsite/cohort/csv_simple.h"
#include "secondsite/core/parallel.h"

namespace secondsite::cohort::csv {
namespace {

// A multiple of the 64 bytes that a scan handles at a time.
constexpr std::size_t chunk_bytes = 1 << 20;
constexpr std::size_t scanned_words = 64;
// A thread that starts in the middle supposes that it does not start inside quotes. Where a row
// then seems to run on for this long, the supposition is judged first.
constexpr std::size_t patience = 8 * chunk_bytes;

struct Task {
  std::string_view text;
  std::size_t begin = 0;  // rows that begin after a line feed in [begin, end) belong to the chunk
  std::size_t end = 0;
  Shape shape;
  Scan scan = nullptr;
  bool inside = false;       // does `begin` lie inside quotes?
  bool speculative = false;  // ... and is that only supposed?
};

struct Draft {
  Block block;
  Oddities oddities;
  bool ends_inside = false;  // is text[end] inside quotes?
  bool gave_up = false;      // speculation ran out of patience
  bool unclean =
      false;  // a ragged row, a stray quote or a NUL byte: for the simple method to judge
};

enum class Outcome { done, rows_too_long };

// The cell ends of one chunk, as they come.
template <typename Offset>
class Ends {
 public:
  explicit Ends(std::size_t columns) : columns_(columns) { grow(std::size_t{1} << 16); }
  // Room for the cells that 64 more bytes can end.
  void make_room(std::size_t cells) {
    if (used_ + cells + 65 > capacity_) grow(std::max(capacity_ * 2, used_ + cells + 65));
  }
  Offset* row() { return data_.get() + used_; }
  void keep_row() { used_ += columns_; }
  std::unique_ptr<Offset[]> exact() const {
    auto out = std::make_unique_for_overwrite<Offset[]>(used_);
    std::memcpy(out.get(), data_.get(), used_ * sizeof(Offset));
    return out;
  }

 private:
  void grow(std::size_t capacity) {
    auto larger = std::make_unique_for_overwrite<Offset[]>(capacity);
    if (capacity_ > 0) std::memcpy(larger.get(), data_.get(), capacity_ * sizeof(Offset));
    data_ = std::move(larger);
    capacity_ = capacity;
  }
  std::unique_ptr<Offset[]> data_;
  std::size_t columns_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

template <typename Offset>
class ChunkIndexer {
 public:
  explicit ChunkIndexer(const Task& task)
      : task_(task), ends_(task.shape.columns), inside_(task.inside ? ~0ULL : 0) {
    const char before = task.begin > 0 ? task.text[task.begin - 1] : '\n';
    may_open_ = task.begin == 0 || before == task.shape.delimiter || before == '\n' || before == '"'
                    ? 1
                    : 0;
    after_close_ = !task.inside && before == '"' ? 1 : 0;
  }

  Outcome run(Draft& draft) {
    const std::size_t size = task_.text.size();
    bool end_seen = false;
    Masks masks[scanned_words];
    for (std::size_t at = task_.begin; at < size && !(end_seen && stopped_);) {
      std::size_t words = std::min(scanned_words, (size - at) / 64);
      if (words > 0) {
        task_.scan(task_.text.data() + at, words, task_.shape.delimiter, masks);
      } else {
        char tail[64];
        std::memset(tail, ' ', sizeof tail);
        std::memcpy(tail, task_.text.data() + at, size - at);
        task_.scan(tail, 1, task_.shape.delimiter, masks);
        words = 1;
      }
      for (std::size_t w = 0; w < words; ++w, at += 64) {
        if (at == task_.end) {
          end_seen = true;
          draft.ends_inside = inside_ != 0;
        }
        if (end_seen && stopped_) break;
        if (end_seen && !row_open_) stopped_ = true;
        word(at, masks[w], draft);
        if (too_long_) return Outcome::rows_too_long;
      }
      if (task_.speculative && row_open_ && at > task_.end + patience) {
        draft.gave_up = true;
        return Outcome::done;
      }
    }
    if (!end_seen) draft.ends_inside = inside_ != 0;
    if (row_open_ && !stopped_ && inside_ == 0 && (cells_ > 0 || row_start_ < size)) {
      ends_.make_room(cells_);
      finish_row(size, draft, false);
    }
    if (too_long_) return Outcome::rows_too_long;
    draft.block.text = task_.text.data() + task_.begin;
    draft.block.rows = starts_.size();
    draft.block.row_start = std::make_unique_for_overwrite<std::uint32_t[]>(starts_.size());
    std::copy(starts_.begin(), starts_.end(), draft.block.row_start.get());
    if constexpr (sizeof(Offset) == 2)
      draft.block.narrow_ends = ends_.exact();
    else
      draft.block.wide_ends = ends_.exact();
    return Outcome::done;
  }

 private:
  // Takes the delimiters and line feeds inside quotes away; judges whether the quotes stand where
  // they may.
  void remove_quoted(std::size_t at, const Masks& masks, std::uint64_t& delimiters,
                     std::uint64_t& newlines, Draft& draft) {
    const std::uint64_t parity = prefix_parity(masks.quotes) ^ inside_;
    const std::uint64_t opening = masks.quotes & parity;
    const std::uint64_t closing = masks.quotes & ~parity;
    delimiters &= ~parity;
    newlines &= ~parity;
    const std::uint64_t structural = delimiters | newlines;
    const std::uint64_t may_open = ((structural | closing) << 1) | may_open_;
    if ((opening & ~may_open) != 0) draft.unclean = true;
    std::uint64_t doubtful = ((closing << 1) | after_close_) & ~(structural | opening);
    for (; doubtful != 0; doubtful &= doubtful - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(doubtful));
      if (place >= task_.text.size()) break;
      const bool line_end = task_.text[place] == '\r' && place + 1 < task_.text.size() &&
                            task_.text[place + 1] == '\n';
      if (!line_end) draft.unclean = true;
    }
    may_open_ = (structural | closing) >> 63;
    after_close_ = closing >> 63;
    inside_ = (parity >> 63) != 0 ? ~0ULL : 0;
  }

  void word(std::size_t at, const Masks& masks, Draft& draft) {
    std::uint64_t delimiters = masks.delimiters;
    std::uint64_t newlines = masks.newlines;
    if (masks.has_nul != 0) draft.unclean = true;
    if ((masks.quotes | inside_ | after_close_) != 0)
      remove_quoted(at, masks, delimiters, newlines, draft);
    else
      may_open_ = (delimiters | newlines) >> 63;
    if (stopped_) return;

    std::uint64_t structural = delimiters | newlines;
    if (!row_open_) {
      if (newlines == 0) return;
      const int first = std::countr_zero(newlines);
      row_open_ = true;
      row_start_ = at + static_cast<std::size_t>(first) + 1;
      structural &= ~(((std::uint64_t{1} << first) << 1) - 1);
    }
    ends_.make_room(cells_);
    Offset* row = ends_.row();
    for (; structural != 0; structural &= structural - 1) {
      const int bit = std::countr_zero(structural);
      const std::size_t place = at + static_cast<std::size_t>(bit);
      if (((newlines >> bit) & 1) == 0) {
        row[cells_++] = static_cast<Offset>(place - row_start_);
        continue;
      }
      finish_row(place, draft, true);
      if (stopped_) return;
      row = ends_.row();
    }
  }

  void finish_row(std::size_t place, Draft& draft, bool has_line_end) {
    std::size_t end = place - row_start_;
    if (has_line_end) {
      const bool crlf = end > 0 && task_.text[place - 1] == '\r';
      if (crlf) --end;
      ++(crlf ? draft.oddities.crlf_rows : draft.oddities.lf_rows);
    }
    if (end > std::numeric_limits<Offset>::max()) {
      if constexpr (sizeof(Offset) == 2)
        too_long_ = true;
      else
        draft.unclean = true;
      stopped_ = true;
      return;
    }
    if (cells_ == 0 && end == 0 && task_.shape.columns > 1) {
      ++draft.oddities.blank_lines;
    } else if (cells_ + 1 != task_.shape.columns) {
      draft.unclean = true;
      stopped_ = true;
      return;
    } else {
      ends_.row()[cells_] = static_cast<Offset>(end);
      ends_.keep_row();
      starts_.push_back(static_cast<std::uint32_t>(row_start_ - task_.begin));
    }
    cells_ = 0;
    row_start_ = place + 1;
    if (place >= task_.end) stopped_ = true;
  }

  const Task& task_;
  Ends<Offset> ends_;
  std::vector<std::uint32_t> starts_;
  std::size_t row_start_ = 0;
  std::size_t cells_ = 0;
  std::uint64_t inside_;
  std::uint64_t may_open_ = 1;
  std::uint64_t after_close_ = 0;
  bool row_open_ = false;
  bool stopped_ = false;  // the last row of the chunk is complete, or the chunk is unclean
  bool too_long_ = false;
};

Draft index_chunk(const Task& task) {
  Draft draft;
  if (ChunkIndexer<std::uint16_t>(task).run(draft) == Outcome::done) return draft;
  draft = {};
  ChunkIndexer<std::uint32_t>(task).run(draft);
  return draft;
}

void add(Oddities& total, const Oddities& part) {
  total.lf_rows += part.lf_rows;
  total.crlf_rows += part.crlf_rows;
  total.blank_lines += part.blank_lines;
}

}  // namespace

core::Result<Index> index_rows(std::string_view text, std::size_t body, const Shape& shape,
                               const std::string& origin, const core::Context& context,
                               Method method) {
  if (method == Method::simple || body == 0 || body >= text.size())
    return index_rows_simply(text, body, shape, origin, context);
  const std::size_t first = body - 1;  // the line feed that ends the header begins the first row
  std::vector<Task> tasks;
  for (std::size_t begin = first; begin < text.size(); begin += chunk_bytes)
    tasks.push_back({text, begin, std::min(begin + chunk_bytes, text.size()), shape,
                     method == Method::plain ? scan_plain : fastest_scan(), false, begin != first});
  std::vector<Draft> drafts(tasks.size());
  std::atomic<std::size_t> done{0};
  core::parallel_for(tasks.size(), context.threads, [&](std::size_t i) {
    if (context.stopped()) return;
    drafts[i] = index_chunk(tasks[i]);
    context.report("reading " + origin, std::min(++done * chunk_bytes, text.size()), text.size());
  });

  bool inside = false;
  std::vector<std::size_t> wrong;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    tasks[i].inside = inside;
    tasks[i].speculative = false;
    if (inside || drafts[i].gave_up) wrong.push_back(i);
    inside ^= drafts[i].ends_inside;
  }
  core::parallel_for(wrong.size(), context.threads, [&](std::size_t i) {
    if (!context.stopped()) drafts[wrong[i]] = index_chunk(tasks[wrong[i]]);
  });
  if (context.stopped())
    return core::Error("run.interrupted", "reading was stopped", {.file = origin});

  bool unclean = inside;
  for (const Draft& draft : drafts) unclean = unclean || draft.unclean;
  if (unclean) return index_rows_simply(text, body, shape, origin, context);

  Index index;
  std::size_t rows = 0;
  for (Draft& draft : drafts) {
    add(index.oddities, draft.oddities);
    if (draft.block.rows == 0) continue;
    index.first_row.push_back(rows);
    rows += draft.block.rows;
    index.blocks.push_back(std::move(draft.block));
  }
  index.first_row.push_back(rows);
  return index;
}

}  // namespace secondsite::cohort::csv
