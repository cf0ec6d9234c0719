#include <ostream>

#include "command.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

// "  while: reading the table" wraps below "reading"; the first line of an error has no margin.
std::string hanging(const std::string& line, std::size_t width) {
  const std::size_t indent = line.starts_with("  ") ? 9 : 2;
  const std::string lead = line.substr(0, line.find_first_not_of(' '));
  const auto lines = core::wrapped(line, width - indent, core::LongWords::whole);
  return lead + core::join(lines, "\n" + std::string(indent, ' '));
}

}  // namespace

Exit Session::fail(const core::Error& error) const {
  if (context.stopped()) return Exit::interrupted;
  if (json) {
    core::Json activities = core::Json::array();
    for (const std::string& activity : error.activities()) activities.push_back(activity);
    core::Json where = core::Json::object();
    if (!error.where().file.empty()) where["file"] = error.where().file;
    if (error.where().row) where["row"] = *error.where().row;
    if (!error.where().column.empty()) where["column"] = error.where().column;
    if (!error.where().tag.empty()) where["tag"] = error.where().tag;
    out << core::pretty({{"error",
                          {{"code", error.code()},
                           {"message", error.what()},
                           {"where", where},
                           {"while", activities},
                           {"try", error.hint()}}}});
  }
  for (const std::string& line : core::split("secondsite: " + error.text(), '\n'))
    note << (width == 0 ? line : hanging(line, width)) << "\n";
  return Exit::unusable_input;
}

}  // namespace secondsite::cli
