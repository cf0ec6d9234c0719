#include <sqlite3.h>

#include <filesystem>

#include "secondsite/cohort/column_names.h"
#include "secondsite/cohort/csv_bytes.h"
#include "secondsite/cohort/source.h"
#include "secondsite/cohort/table_place.h"
#include "secondsite/cohort/text_arena.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::sources {
namespace {

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

core::Error sqlite_failure(sqlite3* database, const std::string& file) {
  return {"table.sqlite-damaged",
          "the SQLite file cannot be read: " + std::string(sqlite3_errmsg(database)),
          {.file = file}};
}

// Immutable: no lock, no journal, nothing written beside the file.
std::string address(const std::string& file) {
  std::string out = "file:";
  for (const char c : file) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr char hexadecimal[] = "0123456789ABCDEF";
      out += '%';
      out += hexadecimal[static_cast<unsigned char>(c) >> 4];
      out += hexadecimal[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "?mode=ro&immutable=1";
}

core::Result<Statement> prepare(sqlite3* database, const std::string& query,
                                const std::string& file) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database, query.c_str(), -1, &raw, nullptr) != SQLITE_OK)
    return sqlite_failure(database, file);
  return Statement(raw, sqlite3_finalize);
}

core::Result<std::string> choose_table(sqlite3* database, const TablePlace& place) {
  auto statement =
      prepare(database,
              "select name from sqlite_master where type in ('table', 'view') and name not like "
              "'sqlite\\_%' escape '\\' order by name",
              place.file);
  if (!statement) return statement.error();
  std::vector<std::string> names;
  int state = SQLITE_ROW;
  while ((state = sqlite3_step(statement->get())) == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement->get(), 0));
    names.emplace_back(text == nullptr ? "" : text);
  }
  if (state != SQLITE_DONE) return sqlite_failure(database, place.file);
  if (place.table.empty() && names.size() == 1) return names.front();
  for (const std::string& name : names)
    if (!place.table.empty() && name == place.table) return name;
  const core::Location where{.file = place.file};
  if (names.empty()) return core::Error("table.sqlite-which", "the file holds no table", where);
  const std::string listed =
      "it has: " + core::join(names, ", ") + "; write " + place.file + "#" + names.front();
  if (place.table.empty())
    return core::Error(
        "table.sqlite-which",
        "the file holds " + core::counted(names.size(), "table") + " and none is named", where,
        listed);
  std::string message = "the file has no table \"" + place.table + "\"";
  if (const auto near = core::nearest(place.table, names))
    message += "; did you mean \"" + *near + "\"?";
  return core::Error("table.sqlite-which", message, where, listed);
}

std::string quoted_name(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// The cell as text; a real number as the shortest text that reads back to it, which SQLite's own is
// not.
std::string_view cell_text(sqlite3_stmt* statement, int column, std::string& scratch) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_FLOAT:
      scratch = core::exact(sqlite3_column_double(statement, column));
      return scratch;
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      if (text == nullptr) return {};
      return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
    }
  }
}

core::Result<Table> read_rows(sqlite3* database, const std::string& table, const TablePlace& place,
                              const std::string& path, const core::Context& context,
                              core::Findings& findings) {
  auto statement = prepare(database, "select * from " + quoted_name(table), place.file);
  if (!statement) return statement.error();
  sqlite3_stmt* const rows = statement->get();
  std::vector<std::string> names;
  for (int c = 0; c < sqlite3_column_count(rows); ++c) {
    const char* name = sqlite3_column_name(rows, c);
    names.emplace_back(name == nullptr ? "" : core::trim(name));
  }
  if (const auto status = name_columns(names, path, findings); !status) return status.error();
  std::vector<std::shared_ptr<TextArena>> cells(names.size());
  for (auto& column : cells) column = std::make_shared<TextArena>();

  std::error_code fault;
  const std::uint64_t allowed =
      ExpansionLimit{}.bytes(std::filesystem::file_size(place.file, fault));
  std::string scratch;
  std::size_t count = 0;
  for (int state = SQLITE_ROW; (state = sqlite3_step(rows)) != SQLITE_DONE; ++count) {
    if (context.stopped())
      return core::Error("run.interrupted", "reading was stopped", {.file = path});
    if (state != SQLITE_ROW)
      return sqlite_failure(database, path).while_doing("reading row " + core::grouped(count + 1));
    for (std::size_t c = 0; c < cells.size(); ++c)
      cells[c]->add(cell_text(rows, static_cast<int>(c), scratch));
    if ((count & 0x3fff) != 0) continue;
    std::uint64_t bytes = 0;
    for (const auto& column : cells) bytes += column->bytes();
    if (bytes > allowed)
      return core::Error("table.too-large",
                         "the table gives more than " + core::grouped(allowed >> 20) +
                             " MiB, the bound for its file's size",
                         {.file = path});
  }
  if (count == 0)
    findings.add(core::Severity::warning, "table.no-rows", "", "the table has no rows",
                 {.file = path});
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) columns.push_back({std::move(names[c]), cells[c]});
  return Table(path, count, std::move(columns));
}

core::Result<Table> read(const std::string& path, const core::Context& context,
                         core::Findings& findings) {
  const TablePlace place = place_of(path);
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(address(place.file).c_str(), &raw,
                      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  const Database database(raw, sqlite3_close);
  if (opened != SQLITE_OK) return sqlite_failure(raw, place.file);
  // A file from elsewhere is not to be believed: no functions in its schema, no texts above 64 MiB.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, 64 << 20);
  const auto interrupt = [](void* data) {
    return static_cast<const core::Context*>(data)->stopped() ? 1 : 0;
  };
  sqlite3_progress_handler(raw, 10'000, interrupt, const_cast<core::Context*>(&context));
  const auto table = choose_table(raw, place);
  if (!table) return table.error();
  return read_rows(raw, *table, place, path, context, findings);
}

}  // namespace

Source sqlite() {
  return {.id = "sqlite",
          .title = "SQLite: file.sqlite#table, or the only table; opened read-only",
          .reference = "SQLite database file format 3",
          .recognises = [](std::string_view,
                           std::string_view head) { return head.starts_with("SQLite format 3"); },
          .read = read};
}

}  // namespace secondsite::cohort::sources
