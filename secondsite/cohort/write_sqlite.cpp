#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "secondsite/cohort/write_table.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

std::string name_in_sql(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

class Database {
 public:
  explicit Database(const std::string& path) {
    good_ = sqlite3_open(path.c_str(), &handle_) == SQLITE_OK;
  }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  bool run(const std::string& statement) {
    good_ =
        good_ && sqlite3_exec(handle_, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    return good_;
  }
  bool write(const NamedTable& named);
  bool good() const { return good_; }
  std::string fault() const { return sqlite3_errmsg(handle_); }

 private:
  sqlite3* handle_ = nullptr;
  bool good_ = false;
};

bool Database::write(const NamedTable& named) {
  std::vector<std::string> columns;
  std::set<std::string> taken;
  std::vector<std::string> places;
  std::vector<bool> numeric;
  for (const Column& column : named.table.columns()) {
    numeric.push_back(std::find(named.numeric.begin(), named.numeric.end(), column.name) !=
                      named.numeric.end());
    // SQLite does not tell "AGE" from "age".
    std::string name = column.name;
    for (int nth = 2; !taken.insert(core::lower(name)).second; ++nth)
      name = column.name + " (" + std::to_string(nth) + ")";
    columns.push_back(name_in_sql(name) + (numeric.back() ? " REAL" : " TEXT"));
    places.emplace_back("?");
  }
  if (!run("CREATE TABLE " + name_in_sql(named.name) + " (" + core::join(columns, ", ") + ")"))
    return false;
  sqlite3_stmt* insert = nullptr;
  const std::string statement =
      "INSERT INTO " + name_in_sql(named.name) + " VALUES (" + core::join(places, ", ") + ")";
  good_ = sqlite3_prepare_v2(handle_, statement.c_str(), -1, &insert, nullptr) == SQLITE_OK;
  std::string scratch;
  for (std::size_t row = 0; good_ && row < named.table.rows(); ++row) {
    int place = 0;
    for (const Column& column : named.table.columns()) {
      ++place;
      const std::string_view cell = column.cells->raw(row, scratch);
      const auto number =
          numeric[static_cast<std::size_t>(place - 1)] ? core::parse_number(cell) : std::nullopt;
      if (cell.empty())
        sqlite3_bind_null(insert, place);
      else if (number)
        sqlite3_bind_double(insert, place, *number);
      else
        sqlite3_bind_text(insert, place, cell.data(), static_cast<int>(cell.size()),
                          SQLITE_TRANSIENT);
    }
    good_ = sqlite3_step(insert) == SQLITE_DONE;
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  return good_;
}

}  // namespace

core::Status write_sqlite(const std::vector<NamedTable>& tables, const std::string& path) {
  const std::string draft = path + "." + std::to_string(::getpid()) + ".part";
  std::remove(draft.c_str());
  std::string fault;
  {
    Database database(draft);
    database.run("PRAGMA journal_mode = OFF");
    database.run("PRAGMA synchronous = OFF");
    database.run("BEGIN");
    for (const NamedTable& table : tables)
      if (database.good()) database.write(table);
    if (!database.run("COMMIT")) fault = database.fault();
  }
  if (fault.empty() && std::rename(draft.c_str(), path.c_str()) == 0) return core::Done{};
  std::remove(draft.c_str());
  return core::Error("file.unwritable", "the SQLite file could not be written: " + fault,
                     {.file = path});
}

}  // namespace secondsite::cohort
