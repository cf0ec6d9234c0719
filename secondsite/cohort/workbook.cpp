#include "secondsite/cohort/workbook.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/column_names.h"
#include "secondsite/cohort/index/archive.h"
#include "secondsite/cohort/workbook_dates.h"
#include "secondsite/cohort/xml_names.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using core::Error;
using core::Result;

Error damaged(const std::string& path, const std::string& why) {
  return Error("table.workbook-damaged", "the workbook cannot be read: " + why, {.file = path});
}

class Package {
 public:
  static Result<Package> open(const std::string& path) {
    auto archive = index::Archive::open(path);
    if (!archive) {
      // Encrypted workbooks and those of .xls are compound files.
      if (std::ifstream(path, std::ios::binary).peek() == 0xD0)
        return damaged(path, "it is encrypted, or of the older format .xls");
      return damaged(path, "it is no zip, or a zip that is cut off");
    }
    std::error_code fault;
    const std::uint64_t size = std::filesystem::file_size(path, fault);
    Package out(path, *std::move(archive), fault ? 0 : size);
    core::Findings found;
    for (const auto& file : out.archive_.files(found)) out.entry_[file.path] = file;
    if (found.count("index.encrypted") > 0) return damaged(path, "its parts are encrypted");
    return out;
  }

  bool has(const std::string& part) const { return entry_.count(part) != 0; }

  core::Status read(const std::string& part, pugi::xml_document& into) const {
    const auto found = entry_.find(part);
    if (found == entry_.end()) return damaged(path_, "it holds no " + part);
    const std::uint64_t most = most_bytes();
    auto bytes = archive_.front(found->second.entry, static_cast<std::size_t>(most) + 1);
    if (!bytes) return damaged(path_, part + " cannot be expanded");
    if (bytes->size() > most)
      return Error("table.too-large",
                   part + " expands to more than " + core::grouped(most >> 20) +
                       " MiB, which is more than is read of a workbook of this size",
                   {.file = path_}, "save the sheet as CSV if it really is that large");
    const auto parsed =
        into.load_buffer(bytes->data(), bytes->size(), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!parsed) return damaged(path_, part + " is no well-formed XML");
    return core::Done{};
  }

 private:
  Package(std::string path, index::Archive archive, std::uint64_t size)
      : path_(std::move(path)), archive_(std::move(archive)), size_(size) {}
  // XML shrinks twentyfold in a zip; a bomb a thousandfold.
  std::uint64_t most_bytes() const {
    return std::clamp(200 * size_, Workbook::part_bytes_in_any_case, Workbook::most_part_bytes);
  }
  std::string path_;
  index::Archive archive_;
  std::uint64_t size_;
  std::map<std::string, index::WalkedFile> entry_;
};

// Texts of <t> in a shared or inline string, runs joined, without what says how it is pronounced.
std::string rich_text(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node& each : node.children()) {
    if (local(each) == "t")
      out += each.text().get();
    else if (local(each) == "r")
      out += child(each, "t").text().get();
  }
  return out;
}

// "BC12" → 54; nullopt where no letters begin it.
std::optional<std::size_t> column_of_cell(std::string_view reference) {
  std::size_t out = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (upper < 'A' || upper > 'Z') break;
    out = out * 26 + static_cast<std::size_t>(upper - 'A' + 1);
    if (++letters > 3) return std::nullopt;
  }
  if (out == 0) return std::nullopt;
  return out - 1;
}

Error too_many_cells(const std::string& path) {
  return Error("table.too-large",
               "the sheet has more than " + core::grouped(Workbook::most_cells) +
                   " cells, or more than " + core::grouped(Workbook::most_text_bytes >> 20) +
                   " MiB of text",
               {.file = path}, "save it as CSV, which has no such bound");
}

class SheetReader {
 public:
  SheetReader(const std::string& path, const std::vector<std::string>& shared,
              const CellDates& dates, core::Findings& findings)
      : path_(path), shared_(shared), dates_(dates), findings_(findings) {}

  Result<SheetRows> read(const pugi::xml_node& data) {
    std::size_t next = 0;
    for (const pugi::xml_node& row : data.children()) {
      if (local(row) != "row") continue;
      const std::size_t number = row.attribute("r").as_ullong(next + 1);
      if (number < next + 1 || number > Workbook::most_rows)
        return damaged(path_, "its rows are out of order or beyond what a sheet can have");
      next = number;
      rows_.resize(number);
      if (auto read_row = cells(row, rows_.back(), number); !read_row)
        return std::move(read_row).error();
    }
    return std::move(rows_);
  }

 private:
  core::Status cells(const pugi::xml_node& row, std::vector<std::string>& out, std::size_t number) {
    std::size_t next = 0;
    for (const pugi::xml_node& cell : row.children()) {
      if (local(cell) != "c") continue;
      const std::size_t column = column_of_cell(cell.attribute("r").value()).value_or(next);
      if (column < next || column >= Workbook::most_columns)
        return damaged(path_, "its cells are out of order or beyond what a sheet can have");
      next = column + 1;
      auto text = value(cell, number);
      if (!text) return std::move(text).error();
      if (text->empty()) continue;
      cells_ += column + 1 - out.size();
      bytes_ += text->size();  // a thousand cells may share one long text
      if (cells_ > Workbook::most_cells || bytes_ > Workbook::most_text_bytes)
        return too_many_cells(path_);
      out.resize(column);
      out.push_back(*std::move(text));
    }
    return core::Done{};
  }

  Result<std::string> value(const pugi::xml_node& cell, std::size_t row) {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return std::string(core::trim(rich_text(child(cell, "is"))));
    const std::string text(core::trim(child(cell, "v").text().get()));
    if (type == "s") {
      const auto index = core::parse_number(text);
      if (index && *index >= 0 && *index < static_cast<double>(shared_.size()))
        return shared_[static_cast<std::size_t>(*index)];
      return damaged(path_, "a cell of row " + core::grouped(row) +
                                " refers to a shared text that is not there");
    }
    if (type == "e") {
      findings_.add(core::Severity::warning, "table.workbook-error-cell", "",
                    "the cell is taken as blank", {.file = path_, .row = row});
      return std::string();
    }
    if (type.empty() || type == "n")
      if (const auto number = core::parse_number(text)) {
        const auto date = dates_.text(cell.attribute("s").as_ullong(), *number);
        return date ? *date : core::exact(*number);
      }
    return text;
  }

  const std::string& path_;
  const std::vector<std::string>& shared_;
  const CellDates& dates_;
  core::Findings& findings_;
  SheetRows rows_;
  std::size_t cells_ = 0;
  std::size_t bytes_ = 0;
};

Result<std::vector<std::string>> shared_strings(const Package& package) {
  std::vector<std::string> out;
  if (!package.has("xl/sharedStrings.xml")) return out;
  pugi::xml_document document;
  if (auto read = package.read("xl/sharedStrings.xml", document); !read)
    return std::move(read).error();
  for (const pugi::xml_node& each : document.document_element().children())
    if (local(each) == "si") out.emplace_back(core::trim(rich_text(each)));
  return out;
}

Result<CellDates> cell_dates(const Package& package, bool from_1904) {
  if (!package.has("xl/styles.xml")) return CellDates();
  pugi::xml_document document;
  if (auto read = package.read("xl/styles.xml", document); !read) return std::move(read).error();
  return CellDates(document, from_1904);
}

// "worksheets/sheet1.xml" and "/xl/worksheets/sheet1.xml" are parts below xl/.
std::string part_of(std::string_view target) {
  if (target.starts_with("/")) return std::string(target.substr(1));
  return "xl/" + std::string(target);
}

}  // namespace

bool is_workbook_name(std::string_view path) {
  const std::string name = core::lower(path);
  return name.ends_with(".xlsx") || name.ends_with(".xlsm");
}

Result<Workbook> Workbook::open(const std::string& path) {
  auto package = Package::open(path);
  if (!package) return std::move(package).error();
  pugi::xml_document book;
  pugi::xml_document relations;
  if (auto read = package->read("xl/workbook.xml", book); !read) return std::move(read).error();
  if (auto read = package->read("xl/_rels/workbook.xml.rels", relations); !read)
    return std::move(read).error();
  std::map<std::string, std::string> target;
  for (const pugi::xml_node& each : relations.document_element().children())
    if (std::string_view(each.attribute("Type").value()).ends_with("/worksheet"))
      target[each.attribute("Id").value()] = each.attribute("Target").value();
  Workbook out;
  out.path_ = path;
  out.from_1904_ = child(book.document_element(), "workbookPr").attribute("date1904").as_bool();
  for (const pugi::xml_node& sheet : child(book.document_element(), "sheets").children()) {
    std::string id;
    for (const pugi::xml_attribute& each : sheet.attributes())
      if (std::string_view(each.name()).ends_with(":id") || std::string_view(each.name()) == "id")
        id = each.value();
    const auto found = target.find(id);
    if (found == target.end()) continue;  // a sheet of a chart or of macros
    if (!package->has(part_of(found->second)))
      return damaged(path, "it holds no " + part_of(found->second));
    out.names_.emplace_back(sheet.attribute("name").value());
    out.parts_.push_back(part_of(found->second));
  }
  if (out.names_.empty()) return damaged(path, "it holds no sheet of cells");
  return out;
}

Result<SheetRows> Workbook::rows(const std::string& sheet, core::Findings& findings) const {
  const auto at = std::find_if(names_.begin(), names_.end(), [&](const std::string& name) {
    return core::lower(core::trim(name)) == core::lower(core::trim(sheet));
  });
  if (at == names_.end()) {
    std::string message = "the workbook has no sheet \"" + sheet + "\"";
    if (const auto near = core::nearest(sheet, names_))
      message += "; did you mean \"" + *near + "\"?";
    return Error("table.workbook-which", message, {.file = path_},
                 "it has: " + core::join(names_, ", ") + "; write " + path_ + "#" + names_.front());
  }
  auto package = Package::open(path_);
  if (!package) return std::move(package).error();
  auto shared = shared_strings(*package);
  if (!shared) return std::move(shared).error();
  auto dates = cell_dates(*package, from_1904_);
  if (!dates) return std::move(dates).error();
  pugi::xml_document document;
  if (auto read = package->read(parts_[static_cast<std::size_t>(at - names_.begin())], document);
      !read)
    return std::move(read).error();
  return SheetReader(path_, *shared, *dates, findings)
      .read(child(document.document_element(), "sheetData"));
}

Result<Table> Workbook::table(const std::string& sheet, core::Findings& findings) const {
  auto read = rows(sheet, findings);
  if (!read) return std::move(read).error();
  const std::string origin = path_ + "#" + sheet;
  SheetRows filled;
  std::size_t columns = 0;
  for (std::vector<std::string>& row : *read) {
    if (row.empty()) continue;
    columns = std::max(columns, row.size());
    filled.push_back(std::move(row));
  }
  if (filled.empty()) return Error("table.empty", "the sheet has no cell", {.file = origin});
  if (filled.size() > most_cells / columns) return too_many_cells(origin);
  std::vector<std::string> names = std::move(filled.front());
  filled.erase(filled.begin());
  names.resize(columns);
  if (const auto named = name_columns(names, origin, findings); !named) return named.error();
  for (std::vector<std::string>& row : filled) row.resize(columns);
  if (filled.empty())
    findings.add(core::Severity::warning, "table.no-rows", "", "the table has no rows",
                 {.file = origin});
  return table_from_texts(origin, std::move(names), filled);
}

}  // namespace secondsite::cohort
