#include <ostream>

#include "command.h"
#include "help.h"
#include "secondsite/core/code.h"
#include "secondsite/core/text.h"

namespace secondsite::cli::commands {
namespace {

core::Json code_as_json(const core::Code& code) {
  return {{"code", code.id}, {"meaning", code.meaning}, {"remedy", code.remedy}};
}

Exit explain_one(Session& session, const std::string& id) {
  const core::Code* code = core::find_code(id);
  if (code == nullptr) {
    std::vector<std::string> ids;
    for (const core::CodeGroup& group : core::codes::all())
      for (const core::Code& each : group.codes) ids.emplace_back(each.id);
    std::string message = "there is no code \"" + id + "\"";
    if (const auto near = core::nearest(id, ids)) message += "; did you mean \"" + *near + "\"?";
    session.fail(core::Error("config.unknown-name", message, {},
                             "run `secondsite explain` for the whole list"));
    return Exit::usage;
  }
  if (session.json) {
    session.out << core::pretty(code_as_json(*code));
  } else {
    session.out << code->id << "\n\n  What it means\n    "
                << wrapped(std::string(code->meaning), 74, 4) << "\n\n  What to try\n    "
                << wrapped(std::string(code->remedy), 74, 4) << "\n";
  }
  return Exit::ok;
}

Exit explain_all(Session& session) {
  core::Json list = core::Json::array();
  for (const core::CodeGroup& group : core::codes::all()) {
    if (!session.json) session.out << group.area << "\n";
    for (const core::Code& code : group.codes) {
      if (session.json)
        list.push_back(code_as_json(code));
      else
        session.out << "  " << code.id << "\n      " << wrapped(std::string(code.meaning), 72, 6)
                    << "\n";
    }
  }
  if (session.json) session.out << core::pretty(list);
  return Exit::ok;
}

}  // namespace

Command explain() {
  return {.id = "explain",
          .summary = "Say what a code in a message means and what to try",
          .group = "Beside",
          .examples = {{"secondsite explain table.ragged-row", "What an error was about"},
                       {"secondsite explain", "Every code there is"},
                       {"secondsite explain --json", "The same as JSON"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto id = std::make_shared<std::string>();
            app.add_option("CODE", *id, "A code as messages print it; without one, all are listed");
            return [id](Session& session) {
              return id->empty() ? explain_all(session) : explain_one(session, *id);
            };
          }};
}

}  // namespace secondsite::cli::commands
