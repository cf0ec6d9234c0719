#pragma once
// The columns of a data file, by header name, for oracle sets.

#include <cstdint>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "secondsite/core/text.h"

namespace secondsite::oracles {

// Throws std::runtime_error where the file or a column is missing; a set turns that into a failure
// row.
class Csv {
 public:
  explicit Csv(const std::string& path) : path_(path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::string line;
    std::getline(in, line);
    header_ = fields(line);
    while (std::getline(in, line)) {
      if (!line.empty()) rows_.push_back(fields(line));
    }
  }

  std::size_t rows() const { return rows_.size(); }
  const std::vector<std::string>& header() const { return header_; }

  std::vector<std::string> texts(const std::string& column) const {
    const std::size_t c = index_of(column);
    std::vector<std::string> out;
    for (const auto& row : rows_) out.push_back(row[c]);
    return out;
  }
  std::vector<double> numbers(const std::string& column) const {
    const std::size_t c = index_of(column);
    std::vector<double> out;
    for (const auto& row : rows_) out.push_back(std::stod(row[c]));
    return out;
  }
  // 1 where the cell is `value`.
  std::vector<std::uint8_t> equals(const std::string& column, const std::string& value) const {
    const std::size_t c = index_of(column);
    std::vector<std::uint8_t> out;
    for (const auto& row : rows_) out.push_back(row[c] == value ? 1 : 0);
    return out;
  }

 private:
  // None of these files quotes a comma.
  static std::vector<std::string> fields(const std::string& line) {
    std::vector<std::string> out(1);
    for (const char c : line) {
      if (c == ',')
        out.emplace_back();
      else if (c != '\r' && c != '"')
        out.back() += c;
    }
    return out;
  }
  std::size_t index_of(const std::string& column) const {
    for (std::size_t c = 0; c < header_.size(); ++c) {
      if (header_[c] == column) return c;
    }
    throw std::runtime_error(path_ + " has no column " + column);
  }

  std::string path_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace secondsite::oracles
