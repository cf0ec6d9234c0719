#include "secondsite/cohort/csv_table.h"
#include "secondsite/cohort/source.h"
#include "secondsite/cohort/workbook.h"
#include "secondsite/cohort/zipped_table.h"

namespace secondsite::cohort::sources {
namespace {

// First bytes of files that people take for tables, or that cannot be text.
bool is_other_format(std::string_view head) {
  for (const std::string_view magic :
       {std::string_view("PAR1"), std::string_view("SQLite format 3"),
        std::string_view("PK\x03\x04"), std::string_view("\x89HDF"), std::string_view("%PDF"),
        std::string_view("\x89PNG"), std::string_view("\xd0\xcf\x11\xe0"),
        std::string_view("ARROW1"), std::string_view("\x28\xb5\x2f\xfd"), std::string_view("BZh"),
        std::string_view("\xfd"
                         "7zXZ")})
    if (head.starts_with(magic)) return true;
  return head.size() > 132 && head.substr(128, 4) == "DICM";
}

core::Result<Table> read_csv(const std::string& path, const core::Context& context,
                             core::Findings& findings) {
  auto bytes = is_zipped_table(path) ? zipped_bytes(path) : read_bytes(path);
  if (!bytes) return bytes.error();
  if (is_gzip(bytes->text)) {
    auto expanded = expand_gzip(bytes->text, path, context);
    if (!expanded) return expanded.error();
    bytes = std::move(expanded);
  }
  return parse_csv(std::move(*bytes), path, context, findings);
}

}  // namespace

Source csv() {
  return {
      .id = "csv",
      .title =
          "Text with a header line: commas, tabs or semicolons; plain, .gz, or .zip of one table",
      .reference = "RFC 4180, RFC 1952",
      .recognises =
          [](std::string_view path, std::string_view head) {
            return !is_other_format(head) || (head.starts_with("PK") && !is_workbook_name(path) &&
                                              is_zipped_table(std::string(path)));
          },
      .read = read_csv};
}

}  // namespace secondsite::cohort::sources
