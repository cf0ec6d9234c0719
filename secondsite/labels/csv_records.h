#pragma once
// The records of a delimited text from a stream, one at a time, in memory bounded by the longest
// record. (cohort/csv_* wants the whole file at once, which 1 GB of reports would not be bounded
// by.)

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace secondsite::labels {

class CsvRecords {
 public:
  // A cell beyond `longest` bytes is cut there and marked.
  CsvRecords(std::istream& in, char delimiter, std::size_t longest)
      : in_(in), delimiter_(delimiter), longest_(longest) {}

  // The next record that is not blank; false at the end. Quoted cells may hold line ends; doubled
  // quotes are single. A quote that never closes makes the rest of the file one cell.
  bool next(std::vector<std::string>& cells);
  std::uint64_t records() const { return records_; }
  bool cut() const { return cut_; }            // the last record had a cell that was cut
  bool unclosed() const { return unclosed_; }  // the file ended inside quotes

 private:
  int get() {
    if (at_ == buffer_.size()) {
      buffer_.resize(1 << 16);
      in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
      buffer_.resize(static_cast<std::size_t>(in_.gcount()));
      at_ = 0;
      if (buffer_.empty()) return -1;
    }
    return static_cast<unsigned char>(buffer_[at_++]);
  }
  void unget() { --at_; }
  void put(std::string& cell, int c) {
    if (cell.size() < longest_)
      cell += static_cast<char>(c);
    else
      cut_ = true;
  }

  std::istream& in_;
  char delimiter_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t records_ = 0;
  bool cut_ = false;
  bool unclosed_ = false;
};

}  // namespace secondsite::labels
