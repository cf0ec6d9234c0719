#pragma once
// What the oracle sets of reader studies share: reading a table, running the study, picking a row.

#include <algorithm>
#include <stdexcept>
#include <string>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/formats.h"
#include "secondsite/readers/study/study.h"

namespace secondsite::oracles {

namespace study = readers::study;

template <typename T>
T value_or_throw(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return *std::move(result);
}

inline cohort::Table table_at(const std::string& path) {
  core::Findings findings;
  return value_or_throw(cohort::read_table(path, {}, findings));
}

inline study::Reads reads_at(const std::string& path, const study::TableColumns& columns = {}) {
  core::Findings findings;
  return value_or_throw(study::reads_from_table(table_at(path), columns, findings));
}

inline study::Result analysed(const study::Reads& reads, const study::Request& request = {}) {
  core::Findings findings;
  return value_or_throw(study::analyse(reads, request, {}, findings));
}

inline const study::EstimatorRow& row_of(const study::Result& result, std::string_view id) {
  const auto row = std::find_if(result.rows.begin(), result.rows.end(),
                                [&](const study::EstimatorRow& each) { return each.id == id; });
  if (row == result.rows.end()) throw std::runtime_error("no row " + std::string(id));
  if (!row->absent_code.empty()) throw std::runtime_error(row->absent_reason);
  return *row;
}

inline double component_of(const study::EstimatorRow& row, std::string_view id) {
  for (const stats::Estimate& part : row.components)
    if (part.metric == id) return part.value;
  throw std::runtime_error("no component " + std::string(id));
}

// The sums, left-out values and cells of the whole study.
struct Numbers {
  study::Sample sample;
  study::Sums sums;
  study::LeftOut left_out;
  explicit Numbers(const study::Reads& reads, const study::Request& request = {})
      : sample(study::sample_of(reads, request)),
        sums(study::sums_of(sample)),
        left_out(study::leave_one_out(sample, sums)) {}
};

}  // namespace secondsite::oracles
