#include <ostream>

#include "command.h"
#include "help.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

// "  while: reading the table" wraps below "reading"; the first line of an error has no margin.
std::string hanging(const std::string& line, std::size_t width) {
  const bool labelled = line.starts_with("  ") && line.size() > 9;
  const std::size_t label = labelled ? 9 : 0;
  const std::size_t indent = labelled ? 9 : 2;
  return line.substr(0, label) + wrapped(line.substr(label), width - indent, indent);
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
