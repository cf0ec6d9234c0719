#pragma once
// One verb of the program: one file in commands/, which declares its own options and help.

#include <CLI/CLI.hpp>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"

namespace secondsite::cli {

// design: 0 claims met, 1 a claim refuted, 2 usage, 3 input unusable, 4 partial, 5 inconclusive, 70
// bug, 130 interrupted.
enum class Exit : int {
  ok = 0,
  refuted = 1,
  usage = 2,
  unusable_input = 3,
  partial = 4,
  inconclusive = 5,
  bug = 70,
  interrupted = 130,
};

// What every verb is handed: where results go, where everything else goes, and the shared options.
struct Session {
  std::ostream& out;   // stdout: results only
  std::ostream& note;  // stderr: everything else
  core::Context context;
  bool json = false;
  bool dry_run = false;
  bool seed_stated = false;  // --seed was given
  bool terminal = false;     // stdout is a terminal
  std::size_t width = 0;     // of stderr's lines where it is a terminal; 0: they stay whole
  std::string now;           // ISO 8601, UTC: the library has no clock
  std::string state_folder;  // where the ledger lives, from the environment

  // Prints the error on stderr (or as JSON on stdout with --json) and gives the exit status for it.
  Exit fail(const core::Error& error) const;
};

struct Example {
  std::string_view command;
  std::string_view says;
};

struct Command {
  std::string_view id;            // the verb: "evaluate"
  std::string_view summary;       // one line
  std::string_view group;         // "Prove", "Lock", "Run", "Beside"
  std::vector<Example> examples;  // three real ones; help opens with them
  // Adds options to `app` and returns what runs after parsing (called once, after options are
  // bound).
  std::function<std::function<Exit(Session&)>(CLI::App& app)> declare;
};

namespace commands {
std::span<const Command> all();
}

}  // namespace secondsite::cli
