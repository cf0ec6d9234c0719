#include "secondsite/evaluation/verify.h"

#include <filesystem>
#include <ostream>

#include "command.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cli::commands {
namespace {

// Relative inputs are looked for here; where they are not, beside the folder of the run.
void from_where_it_was_made(const core::Json& recorded, const std::string& file) {
  std::error_code fault;
  const auto beside = std::filesystem::absolute(file, fault).parent_path().parent_path();
  const auto manifest = recorded.find("manifest");
  if (!recorded.is_object() || manifest == recorded.end() || !manifest->contains("inputs")) return;
  for (const core::Json& input : (*manifest)["inputs"]) {
    if (!input.is_object() || !input.contains("path") || !input["path"].is_string()) return;
    const std::string path = input["path"];
    if (std::filesystem::exists(path.substr(0, path.find('#')), fault)) return;
    if (!std::filesystem::exists(beside / path.substr(0, path.find('#')), fault)) return;
  }
  std::filesystem::current_path(beside, fault);
}

Exit run_verify(Session& session, const std::string& place) {
  std::error_code fault;
  const std::string file =
      std::filesystem::is_directory(place, fault) ? place + "/result.json" : place;
  auto text = core::read_file(file);
  if (!text) return session.fail(std::move(text).error().while_doing("opening the run"));
  auto recorded = core::parse_json(*text, file);
  if (!recorded) return session.fail(recorded.error());
  if (session.dry_run) {
    if (session.json)
      session.out << core::pretty({{"reads", file}, {"writes", nullptr}});
    else
      session.out << "Would recompute " << file
                  << " from its manifest and compare; nothing is written.\n";
    return Exit::ok;
  }
  from_where_it_was_made(*recorded, file);
  auto verified =
      evaluation::verify(*recorded, file, {SECONDSITE_VERSION, session.now, ""}, session.context);
  if (!verified) return session.fail(verified.error());
  if (session.json) {
    session.out << core::pretty({{"reproduced", verified->reproduced},
                                 {"compared", verified->compared},
                                 {"differing", verified->differing},
                                 {"differences", verified->differences},
                                 {"recorded_version", verified->recorded_version},
                                 {"version", SECONDSITE_VERSION}});
  } else if (verified->reproduced) {
    session.out << "Reproduced: " << core::grouped(verified->compared)
                << " values, all the same.\n";
  } else {
    session.out << "NOT reproduced: " << core::grouped(verified->differing) << " of "
                << core::grouped(verified->compared) << " values differ.\n";
    for (const std::string& difference : verified->differences)
      session.out << "  " << difference << "\n";
    session.out << "  The run on file is of version " << verified->recorded_version
                << ", this is " SECONDSITE_VERSION ".\n";
  }
  return verified->reproduced ? Exit::ok : Exit::refuted;
}

}  // namespace

Command verify() {
  return {.id = "verify",
          .summary = "Recompute a run from its manifest and compare every value",
          .group = "Lock",
          .examples = {{"secondsite verify secondsite-run", "Does it still come out the same?"},
                       {"secondsite verify run/result.json --threads 1",
                        "On one thread: the same bytes"},
                       {"secondsite verify run --json", "For a program"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto place = std::make_shared<std::string>();
            app.add_option("RUN", *place, "Folder of a run, or its result.json")->required();
            return [place](Session& session) { return run_verify(session, *place); };
          }};
}

}  // namespace secondsite::cli::commands
