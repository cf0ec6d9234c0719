#pragma once
// Real files, where they are: a passage that cannot have one says so and goes on.

#include <optional>
#include <string>

#include "secondsite/cohort/table.h"
#include "secondsite/guide/passage.h"

namespace secondsite::guide {

// The table at `path` below the data folder. Where there is none, or it cannot be read, a sentence
// goes to result.skipped, which begins with `would_show`.
std::optional<cohort::Table> table_if_there(const PassageInput& input, const std::string& path,
                                            const std::string& would_show, PassageResult& result);

// Cells of a column as text; empty where the table has no such column.
std::vector<std::string> texts(const cohort::Table& table, std::string_view column);

}  // namespace secondsite::guide
