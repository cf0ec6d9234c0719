#include <ostream>

#include "command.h"

namespace secondsite::cli {

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
  note << "secondsite: " << error.text() << "\n";
  return Exit::unusable_input;
}

}  // namespace secondsite::cli
