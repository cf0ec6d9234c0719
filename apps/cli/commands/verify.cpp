#include "secondsite/evaluation/verify.h"

#include <filesystem>
#include <ostream>

#include "command.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cli::commands {
namespace {

Exit run(Session& session, const std::string& place) {
  std::error_code fault;
  const std::string file =
      std::filesystem::is_directory(place, fault) ? place + "/result.json" : place;
  auto text = core::read_file(file);
  if (!text) return session.fail(std::move(text).error().while_doing("opening the run"));
  auto recorded = core::parse_json(*text, file);
  if (!recorded) return session.fail(recorded.error());
  if (session.dry_run) {
    session.out << "Would recompute " << file
                << " from its manifest and compare; nothing is written.\n";
    return Exit::ok;
  }
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
            return [place](Session& session) { return run(session, *place); };
          }};
}

}  // namespace secondsite::cli::commands
