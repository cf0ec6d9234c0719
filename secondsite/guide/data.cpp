#include "secondsite/guide/data.h"

#include <filesystem>

namespace secondsite::guide {

std::optional<cohort::Table> table_if_there(const PassageInput& input, const std::string& path,
                                            const std::string& would_show, PassageResult& result) {
  const std::string file = input.data_folder + "/" + path;
  std::error_code ignored;
  if (input.data_folder.empty() || !std::filesystem::exists(file, ignored)) {
    result.skipped.push_back(would_show + ": needs " + path + " in the data folder");
    return std::nullopt;
  }
  core::Findings findings;
  auto table = cohort::read_table(file, input.context, findings);
  if (!table) {
    result.skipped.push_back(would_show + ": " + table.error().what());
    return std::nullopt;
  }
  return *std::move(table);
}

std::vector<std::string> texts(const cohort::Table& table, std::string_view column) {
  std::vector<std::string> out;
  const cohort::Column* found = table.find(column);
  if (found == nullptr) return out;
  out.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) out.push_back(found->raw(row));
  return out;
}

}  // namespace secondsite::guide
