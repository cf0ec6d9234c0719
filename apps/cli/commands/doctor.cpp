#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>

#include "command.h"
#include "secondsite/cohort/versions.h"
#include "secondsite/core/file.h"
#include "secondsite/core/versions.h"
#include "secondsite/evaluation/ledger.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/report/asset.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::cli::commands {
namespace {

struct Symptom {
  std::string what;
  bool healthy = true;
  std::string says;
};

// The interval of the founding text's own example, so that a broken build shows at once.
Symptom arithmetic() {
  for (const stats::IntervalMethod& method : stats::intervals::all()) {
    if (method.id != "wilson") continue;
    const stats::Interval interval = method.interval(56, 66, 0.95);
    const bool right = std::abs(interval.lower - 0.7430709513) < 1e-9 &&
                       std::abs(interval.upper - 0.9155636302) < 1e-9;
    return {
        "arithmetic", right,
        right ? "Wilson 56/66 is 0.7431 to 0.9156, as R binom gives it" : "Wilson 56/66 is wrong"};
  }
  return {"arithmetic", false, "the Wilson interval is not registered"};
}

Symptom state(const Session& session) {
  const auto made = core::make_folder(session.state_folder);
  if (const auto chain = evaluation::read_ledger(session.state_folder + "/ledger.jsonl"); !chain)
    return {"ledger", false, "its chain is broken: " + chain.error().where().text()};
  const bool writable = made && ::access(session.state_folder.c_str(), W_OK) == 0;
  return {"ledger", writable,
          session.state_folder +
              (writable ? " is writable"
                        : " is not writable: set SECONDSITE_STATE to a folder that is")};
}

Symptom charts() {
  const bool there =
      !report::asset("vega.min.js").empty() && !report::asset("vega-lite.min.js").empty();
  return {"charts", there,
          there ? "Vega and Vega-Lite are inside the program" : "the chart libraries are missing"};
}

Symptom memory() {
  const double gib = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                     static_cast<double>(::sysconf(_SC_PAGE_SIZE)) / (1 << 30);
  return {"machine", true,
          std::to_string(std::thread::hardware_concurrency()) + " threads, " +
              std::to_string(static_cast<int>(gib)) + " GiB of memory"};
}

Exit run_doctor(Session& session) {
  const std::vector<Symptom> symptoms{arithmetic(), charts(), state(session), memory()};
  std::vector<std::pair<std::string, std::string>> libraries = core::library_versions();
  for (auto& library : cohort::library_versions()) libraries.push_back(std::move(library));

  bool healthy = true;
  core::Json checks = core::Json::array();
  for (const Symptom& symptom : symptoms) {
    healthy = healthy && symptom.healthy;
    checks.push_back(
        {{"check", symptom.what}, {"healthy", symptom.healthy}, {"says", symptom.says}});
    if (!session.json)
      session.out << (symptom.healthy ? "ok    " : "ILL   ") << symptom.what << ": " << symptom.says
                  << "\n";
  }
  core::Json versions = core::Json::object();
  for (const auto& [library, version] : libraries) {
    versions[library] = version;
    if (!session.json) session.out << "      " << library << " " << version << "\n";
  }
  if (session.json)
    session.out << core::pretty({{"version", SECONDSITE_VERSION},
                                 {"healthy", healthy},
                                 {"checks", checks},
                                 {"libraries", versions}});
  return healthy ? Exit::ok : Exit::partial;
}

}  // namespace

Command doctor() {
  return {.id = "doctor",
          .summary = "Check that this installation can do its work",
          .group = "Beside",
          .examples = {{"secondsite doctor", "Is everything in place?"},
                       {"secondsite doctor --json", "To paste into a bug report"},
                       {"SECONDSITE_STATE=/data/ledger secondsite doctor",
                        "With the ledger elsewhere"}},
          .declare = [](CLI::App&) -> std::function<Exit(Session&)> { return run_doctor; }};
}

}  // namespace secondsite::cli::commands
