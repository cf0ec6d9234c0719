#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <limits>

#include "secondsite/cohort/cell_reading.h"
#include "secondsite/cohort/column_names.h"
#include "secondsite/cohort/csv_bytes.h"
#include "secondsite/cohort/moment.h"
#include "secondsite/cohort/source.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::sources {
namespace {

using arrow::Type;

template <typename T>
std::string_view shortest(T value, std::string& scratch) {
  scratch.resize(48);
  const auto end = std::to_chars(scratch.data(), scratch.data() + scratch.size(), value).ptr;
  scratch.resize(static_cast<std::size_t>(end - scratch.data()));
  return scratch;
}

template <typename T>
std::string_view shortest_real(T value, std::string& scratch) {
  if (std::isfinite(value)) return shortest(value, scratch);
  scratch = core::exact(static_cast<double>(value));
  return scratch;
}

std::int64_t units_a_second(arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return 1;
    case arrow::TimeUnit::MILLI:
      return 1000;
    case arrow::TimeUnit::MICRO:
      return 1'000'000;
    case arrow::TimeUnit::NANO:
      return 1'000'000'000;
  }
  return 1;
}

template <typename Array>
auto value_at(const arrow::Array& array, std::int64_t row) {
  return static_cast<const Array&>(array).Value(row);
}

template <typename Array>
std::string_view text_at(const arrow::Array& array, std::int64_t row) {
  const auto text = static_cast<const Array&>(array).GetView(row);
  return {text.data(), text.size()};
}

// One cell as text; blank where it is null.
std::string_view cell_text(const arrow::Array& array, std::int64_t row, std::string& scratch) {
  if (array.IsNull(row)) return {};
  switch (array.type_id()) {
    case Type::STRING:
      return text_at<arrow::StringArray>(array, row);
    case Type::LARGE_STRING:
      return text_at<arrow::LargeStringArray>(array, row);
    case Type::STRING_VIEW:
      return text_at<arrow::StringViewArray>(array, row);
    case Type::BOOL:
      return value_at<arrow::BooleanArray>(array, row) ? "true" : "false";
    case Type::INT8:
      return shortest(int{value_at<arrow::Int8Array>(array, row)}, scratch);
    case Type::UINT8:
      return shortest(unsigned{value_at<arrow::UInt8Array>(array, row)}, scratch);
    case Type::INT16:
      return shortest(value_at<arrow::Int16Array>(array, row), scratch);
    case Type::UINT16:
      return shortest(value_at<arrow::UInt16Array>(array, row), scratch);
    case Type::INT32:
      return shortest(value_at<arrow::Int32Array>(array, row), scratch);
    case Type::UINT32:
      return shortest(value_at<arrow::UInt32Array>(array, row), scratch);
    case Type::INT64:
      return shortest(value_at<arrow::Int64Array>(array, row), scratch);
    case Type::UINT64:
      return shortest(value_at<arrow::UInt64Array>(array, row), scratch);
    case Type::FLOAT:
      return shortest_real(value_at<arrow::FloatArray>(array, row), scratch);
    case Type::DOUBLE:
      return shortest_real(value_at<arrow::DoubleArray>(array, row), scratch);
    case Type::DATE32:
      scratch = moment(value_at<arrow::Date32Array>(array, row) * std::int64_t{86400}, 1, false);
      break;
    case Type::DATE64:
      scratch = moment(value_at<arrow::Date64Array>(array, row), 1000, false);
      break;
    case Type::TIMESTAMP: {
      const auto& type = static_cast<const arrow::TimestampType&>(*array.type());
      scratch =
          moment(value_at<arrow::TimestampArray>(array, row), units_a_second(type.unit()), true);
      if (!type.timezone().empty()) scratch += "Z";  // kept in UTC
      break;
    }
    case Type::DICTIONARY: {
      const auto& coded = static_cast<const arrow::DictionaryArray&>(array);
      const std::int64_t code = coded.GetValueIndex(row);
      if (code < 0 || code >= coded.dictionary()->length()) return {};
      return cell_text(*coded.dictionary(), code, scratch);
    }
    case Type::EXTENSION:
      return cell_text(*static_cast<const arrow::ExtensionArray&>(array).storage(), row, scratch);
    default: {
      const auto scalar = array.GetScalar(row);
      scratch = scalar.ok() && (*scalar)->is_valid ? (*scalar)->ToString() : std::string();
    }
  }
  return scratch;
}

// Has the type one plain value a row?
bool is_plain(const arrow::DataType& type) {
  switch (type.id()) {
    case Type::DICTIONARY:
      return is_plain(*static_cast<const arrow::DictionaryType&>(type).value_type());
    case Type::EXTENSION:
      return is_plain(*static_cast<const arrow::ExtensionType&>(type).storage_type());
    case Type::BINARY:
    case Type::LARGE_BINARY:
    case Type::BINARY_VIEW:
    case Type::FIXED_SIZE_BINARY:
      return false;
    default:
      return type.num_fields() == 0;
  }
}

class ArrowCells final : public Cells {
 public:
  ArrowCells(std::shared_ptr<arrow::MemoryPool> pool, const arrow::ChunkedArray& column)
      : pool_(std::move(pool)) {
    constexpr std::int64_t piece_rows = 1 << 15;
    for (const auto& chunk : column.chunks()) {
      for (std::int64_t begin = 0; begin < chunk->length(); begin += piece_rows) {
        first_row_.push_back(rows_);
        pieces_.push_back(chunk->Slice(begin, piece_rows));
        rows_ += static_cast<std::size_t>(pieces_.back()->length());
      }
    }
  }

  std::size_t rows() const override { return rows_; }
  std::string_view raw(std::size_t row, std::string& scratch) const override {
    const auto after = std::upper_bound(first_row_.begin(), first_row_.end(), row);
    const auto piece = static_cast<std::size_t>(after - first_row_.begin()) - 1;
    return cell_text(*pieces_[piece], static_cast<std::int64_t>(row - first_row_[piece]), scratch);
  }
  Categories categories(unsigned threads) const override { return categories_of(*this, threads); }
  Numbers numbers(unsigned threads) const override {
    if (pieces_.empty()) return {};
    switch (pieces_.front()->type_id()) {
      case Type::BOOL:
        return numbers_as<arrow::BooleanArray>(threads);
      case Type::INT8:
        return numbers_as<arrow::Int8Array>(threads);
      case Type::UINT8:
        return numbers_as<arrow::UInt8Array>(threads);
      case Type::INT16:
        return numbers_as<arrow::Int16Array>(threads);
      case Type::UINT16:
        return numbers_as<arrow::UInt16Array>(threads);
      case Type::INT32:
        return numbers_as<arrow::Int32Array>(threads);
      case Type::UINT32:
        return numbers_as<arrow::UInt32Array>(threads);
      case Type::INT64:
        return numbers_as<arrow::Int64Array>(threads);
      case Type::UINT64:
        return numbers_as<arrow::UInt64Array>(threads);
      case Type::FLOAT:
        return numbers_as<arrow::FloatArray>(threads);
      case Type::DOUBLE:
        return numbers_as<arrow::DoubleArray>(threads);
      default:
        return numbers_of(*this, threads);
    }
  }

  std::size_t chunks() const { return pieces_.size(); }
  std::size_t first_row(std::size_t chunk) const { return first_row_[chunk]; }
  template <typename Visit>
  void visit(std::size_t chunk, const Visit& call) const {
    std::string scratch;
    const arrow::Array& piece = *pieces_[chunk];
    for (std::int64_t row = 0; row < piece.length(); ++row) call(cell_text(piece, row, scratch));
  }

 private:
  template <typename Array>
  Numbers numbers_as(unsigned threads) const {
    Numbers out;
    out.value.resize(rows_);
    out.state.resize(rows_);
    std::vector<std::uint64_t> blanks(pieces_.size());
    core::parallel_for(pieces_.size(), threads, [&](std::size_t i) {
      const arrow::Array& piece = *pieces_[i];
      for (std::int64_t row = 0; row < piece.length(); ++row) {
        const std::size_t at = first_row_[i] + static_cast<std::size_t>(row);
        const bool blank = piece.IsNull(row);
        out.value[at] = blank ? std::numeric_limits<double>::quiet_NaN()
                              : static_cast<double>(value_at<Array>(piece, row));
        out.state[at] = blank ? CellState::blank : CellState::ok;
        blanks[i] += blank ? 1 : 0;
      }
    });
    for (const std::uint64_t count : blanks) out.blanks += count;
    return out;
  }

  std::shared_ptr<arrow::MemoryPool> pool_;  // outlives the arrays, which were taken from it
  std::vector<std::shared_ptr<arrow::Array>> pieces_;
  std::vector<std::size_t> first_row_;
  std::size_t rows_ = 0;
};

core::Error damaged(const std::string& path, const std::string& reason) {
  return {"table.parquet-damaged",
          "the Parquet file cannot be read: " + reason.substr(0, 300),
          {.file = path}};
}

core::Error parquet_failure(const std::string& path, const arrow::Status& status,
                            std::uint64_t allowed) {
  if (status.IsOutOfMemory())
    return {"table.too-large",
            "the file claims contents of more than " + core::grouped(allowed >> 20) +
                " MiB, the bound for its size",
            {.file = path}};
  return damaged(path, status.message());
}

core::Result<Table> read_columns(const std::string& path, const core::Context& context,
                                 core::Findings& findings) {
  std::error_code fault;
  const std::uint64_t size = std::filesystem::file_size(path, fault);
  if (fault)
    return core::Error("file.unreadable", "the size of the file cannot be read", {.file = path});
  const std::uint64_t allowed = ExpansionLimit{}.bytes(size);
  const auto pool = std::make_shared<arrow::CappedMemoryPool>(arrow::default_memory_pool(),
                                                              std::int64_t(allowed));
  const auto file = arrow::io::ReadableFile::Open(path, pool.get());
  if (!file.ok()) return core::Error("file.unreadable", file.status().message(), {.file = path});

  parquet::arrow::FileReaderBuilder builder;
  const parquet::ReaderProperties properties(pool.get());
  if (const auto status = builder.Open(*file, properties); !status.ok())
    return parquet_failure(path, status, allowed);
  builder.memory_pool(pool.get());
  auto opened = builder.Build();
  if (!opened.ok()) return parquet_failure(path, opened.status(), allowed);
  const std::unique_ptr<parquet::arrow::FileReader> reader = *std::move(opened);
  std::shared_ptr<arrow::Schema> schema;
  if (const auto status = reader->GetSchema(&schema); !status.ok())
    return parquet_failure(path, status, allowed);
  const std::int64_t claimed = reader->parquet_reader()->metadata()->num_rows();
  if (claimed < 0) return damaged(path, "its header claims " + std::to_string(claimed) + " rows");

  std::vector<std::string> names;
  std::vector<int> fields;
  for (int field = 0; field < schema->num_fields(); ++field) {
    const auto& column = schema->field(field);
    if (is_plain(*column->type())) {
      names.push_back(std::string(core::trim(column->name())));
      fields.push_back(field);
      continue;
    }
    findings.add(core::Severity::warning, "table.nested-column", column->name(),
                 "the column holds " + column->type()->ToString().substr(0, 80) +
                     ", not one plain value a row; it was left out",
                 {.file = path, .column = column->name()});
  }
  if (const auto status = name_columns(names, path, findings); !status) return status.error();

  std::vector<Column> columns;
  for (std::size_t c = 0; c < fields.size(); ++c) {
    if (context.stopped())
      return core::Error("run.interrupted", "reading was stopped", {.file = path});
    std::shared_ptr<arrow::ChunkedArray> column;
    const auto& manifest = reader->manifest().schema_fields[static_cast<std::size_t>(fields[c])];
    if (manifest.column_index < 0)
      return damaged(path, "the column \"" + names[c] + "\" has no data");
    if (const auto status = reader->ReadColumn(fields[c], &column); !status.ok())
      return parquet_failure(path, status, allowed)
          .while_doing("reading the column \"" + names[c] + "\"");
    if (column->length() != claimed)
      return damaged(path, "the column \"" + names[c] + "\" has " +
                               core::counted(std::uint64_t(column->length()), "row") +
                               " where the header claims " + core::grouped(std::uint64_t(claimed)));
    if (const auto status = column->ValidateFull(); !status.ok())
      return parquet_failure(path, status, allowed);
    columns.push_back({names[c], std::make_shared<ArrowCells>(pool, *column)});
    context.report("reading " + path, c + 1, fields.size());
  }
  if (claimed == 0)
    findings.add(core::Severity::warning, "table.no-rows", "", "the file has columns and no rows",
                 {.file = path});
  return Table(path, static_cast<std::size_t>(claimed), std::move(columns));
}

core::Result<Table> read_parquet(const std::string& path, const core::Context& context,
                                 core::Findings& findings) {
  try {
    return read_columns(path, context, findings);
  } catch (const parquet::ParquetException& fault) {
    return damaged(path, fault.what());
  } catch (const std::bad_alloc&) {
    return core::Error("table.too-large", "there is no memory for what the file claims to hold",
                       {.file = path});
  }
}

}  // namespace

Source parquet() {
  return {
      .id = "parquet",
      .title = "Apache Parquet: numbers, texts, dates, dictionaries; nested columns are left out",
      .reference = "Apache Parquet format 2",
      .recognises =
          [](std::string_view, std::string_view head) {
            return head.starts_with("PAR1") || head.starts_with("PARE");
          },
      .read = read_parquet};
}

}  // namespace secondsite::cohort::sources
