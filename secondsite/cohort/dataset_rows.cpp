#include "secondsite/cohort/dataset_rows.h"

#include "secondsite/cohort/dataset.h"

namespace secondsite::cohort {
namespace {

constexpr std::string_view schema[] = {"dataset",      "site",  "patient",  "study", "series",
                                       "image",        "file",  "modality", "view",  "vendor",
                                       "model",        "age",   "sex",      "date",  "partition",
                                       "label_source", "reader"};

}  // namespace

std::span<const std::string_view> cohort_schema() {
  return schema;
}

DatasetRows::DatasetRows(std::string_view dataset) : dataset_(dataset) {
  for (const std::string_view name : schema) column(name);
}

std::size_t DatasetRows::column(std::string_view name) {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i].name == name) return i;
  columns_.push_back({std::string(name), std::make_shared<TextArena>(), {}});
  for (std::size_t row = 0; row < rows_; ++row) columns_.back().cells->add({});
  return columns_.size() - 1;
}

void DatasetRows::set(std::string_view name, const core::Covariate& covariate) {
  const std::string base(name);
  const bool conflict = covariate.verdict == core::CovariateVerdict::conflict;
  set(column(base), conflict ? std::string_view() : std::string_view(covariate.canonical));
  set(column(base + " (raw)"), covariate.raw);
  set(column(base + " (from)"), covariate.provenance);
  set(column(base + " (verdict)"), core::name(covariate.verdict));
}

void DatasetRows::finish_row() {
  columns_.front().cell = dataset_;
  for (Growing& column : columns_) {
    column.cells->add(column.cell);
    column.cell.clear();
  }
  ++rows_;
}

core::Result<Table> DatasetRows::table(const std::string& origin) && {
  std::vector<Column> columns;
  columns.reserve(columns_.size());
  for (Growing& column : columns_)
    columns.push_back({std::move(column.name), std::move(column.cells)});
  return Table(origin, rows_, std::move(columns));
}

}  // namespace secondsite::cohort
