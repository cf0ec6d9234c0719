#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "secondsite/cohort/write_table.h"

namespace secondsite::cohort {
namespace {

core::Error unwritable(const std::string& path, const std::string& why) {
  return core::Error("file.unwritable", "the Parquet file could not be written: " + why,
                     {.file = path});
}

arrow::Result<std::shared_ptr<arrow::Array>> numbers_array(const Numbers& numbers) {
  arrow::DoubleBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<std::int64_t>(numbers.value.size())));
  for (std::size_t row = 0; row < numbers.value.size(); ++row) {
    if (numbers.state[row] == CellState::ok)
      builder.UnsafeAppend(numbers.value[row]);
    else
      builder.UnsafeAppendNull();
  }
  return builder.Finish();
}

arrow::Result<std::shared_ptr<arrow::Array>> texts_array(const Categories& categories) {
  arrow::Int32Builder codes;
  ARROW_RETURN_NOT_OK(codes.Reserve(static_cast<std::int64_t>(categories.code.size())));
  for (const std::uint32_t code : categories.code) {
    if (code == Categories::blank)
      codes.UnsafeAppendNull();
    else
      codes.UnsafeAppend(static_cast<std::int32_t>(code));
  }
  arrow::StringBuilder levels;
  ARROW_RETURN_NOT_OK(levels.AppendValues(categories.levels));
  ARROW_ASSIGN_OR_RAISE(auto code_array, codes.Finish());
  ARROW_ASSIGN_OR_RAISE(auto level_array, levels.Finish());
  return arrow::DictionaryArray::FromArrays(arrow::dictionary(arrow::int32(), arrow::utf8()),
                                            code_array, level_array);
}

arrow::Status write(const Table& table, const std::vector<std::string>& numeric,
                    const std::string& path) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (const Column& column : table.columns()) {
    const bool is_number = std::find(numeric.begin(), numeric.end(), column.name) != numeric.end();
    std::shared_ptr<arrow::Array> array;
    if (is_number) {
      ARROW_ASSIGN_OR_RAISE(array, numbers_array(column.cells->numbers(1)));
    } else {
      ARROW_ASSIGN_OR_RAISE(array, texts_array(column.cells->categories(1)));
    }
    fields.push_back(arrow::field(column.name, array->type()));
    arrays.push_back(std::move(array));
  }
  const auto made =
      arrow::Table::Make(arrow::schema(fields), arrays, static_cast<std::int64_t>(table.rows()));
  ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::FileOutputStream::Open(path));
  const auto properties =
      parquet::WriterProperties::Builder().compression(parquet::Compression::SNAPPY)->build();
  ARROW_RETURN_NOT_OK(parquet::arrow::WriteTable(*made, arrow::default_memory_pool(), file,
                                                 std::int64_t{1} << 20, properties));
  return file->Close();
}

}  // namespace

core::Status write_parquet(const Table& table, const std::vector<std::string>& numeric,
                           const std::string& path) {
  const std::string draft = path + "." + std::to_string(::getpid()) + ".part";
  const arrow::Status status = write(table, numeric, draft);
  if (status.ok() && std::rename(draft.c_str(), path.c_str()) == 0) return core::Done{};
  std::remove(draft.c_str());
  return unwritable(path, status.message());
}

}  // namespace secondsite::cohort
