#pragma once
// What an earlier run found, so that a second run costs a stat a file and a stopped run goes on
// where it was. A plain file of whole pieces: a piece that was cut off is dropped.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "secondsite/cohort/index/record.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort::index {

class Cache {
 public:
  // `key`: what the records depend on beside the files (program, tables, options); another key is
  // another cache. Reads what is there; never fails: an unreadable cache is an empty one.
  Cache(std::string path, std::string key);

  // The record of an unchanged file, given away once. Covariates number into `pool()`.
  std::optional<Record> take(const std::string& path, std::uint64_t size, std::int64_t changed_ns);
  Pool& pool() { return pool_; }
  std::size_t size() const { return records_.size(); }

  // Adds records (whose covariates number into pool()) and writes them through.
  core::Status append(const std::vector<const Record*>& records);
  // Writes the file anew with exactly these records.
  core::Status rewrite(const std::vector<const Record*>& records);

 private:
  void load(std::string_view bytes);
  bool load_piece(std::string_view piece);
  std::string piece_of(const std::vector<const Record*>& records);
  std::string head() const;

  std::string path_;
  std::string key_;
  Pool pool_;
  std::vector<Record> records_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::size_t> written_;  // values of each covariate that stand in the file
  bool exists_ = false;
};

}  // namespace secondsite::cohort::index
