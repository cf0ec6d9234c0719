// The program: parses the shared options, finds the verb, and turns what it gives back into an exit
// status.
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "clock.h"
#include "command.h"
#include "completion.h"
#include "help.h"
#include "terminal_progress.h"

namespace secondsite::cli {
namespace {

std::atomic<bool> interrupted{false};

void on_interrupt(int /*signal*/) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends the program at once
}

std::string state_folder() {
  if (const char* stated = std::getenv("SECONDSITE_STATE"); stated != nullptr && *stated != '\0')
    return stated;
  if (const char* xdg = std::getenv("XDG_STATE_HOME"); xdg != nullptr && *xdg != '\0')
    return std::string(xdg) + "/secondsite";
  const char* home = std::getenv("HOME");
  return std::string(home == nullptr ? "." : home) + "/.local/state/secondsite";
}

struct Shared {
  bool json = false;
  bool dry_run = false;
  bool quiet = false;
  std::uint64_t seed = core::Context{}.seed;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

void add_shared(CLI::App& app, Shared& shared) {
  app.add_flag("--json", shared.json, "Results as JSON on stdout")->group("Shared");
  app.add_flag("--dry-run", shared.dry_run, "Say what would be read and written, and do nothing")
      ->group("Shared");
  app.add_flag("--quiet", shared.quiet, "No progress on stderr")->group("Shared");
  app.add_option("--seed", shared.seed, "Seed of every random number")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group("Shared");
  app.add_option("--threads", shared.threads, "Threads to use; never changes a result")
      ->check(CLI::Range(1U, 1024U))
      ->group("Shared");
}

// An option that may be repeated takes one value each time: else it would swallow the table that
// follows it.
void take_one_value_each(CLI::App& app) {
  for (CLI::Option* option : app.get_options([](const CLI::Option*) { return true; }))
    if (!option->get_positional() && option->get_items_expected_max() > 1)
      option->allow_extra_args(false);
  for (CLI::App* part : app.get_subcommands([](const CLI::App*) { return true; }))
    take_one_value_each(*part);
}

int run_program(int argc, char** argv) {
  CLI::App app("Will this radiology model survive a second hospital? Prove it, then run it there.",
               "secondsite");
  app.set_version_flag("--version", "secondsite " SECONDSITE_VERSION);
  app.require_subcommand(0, 1);
  app.formatter(std::make_shared<Formatter>());
  app.footer(general_footer());
  std::string completion_shell;
  app.add_option("--completion", completion_shell, "Print the completion script for bash or zsh")
      ->check(CLI::IsMember({"bash", "zsh"}));

  Shared shared;
  std::vector<std::pair<CLI::App*, std::function<Exit(Session&)>>> verbs;
  for (const Command& command : commands::all()) {
    CLI::App* verb = app.add_subcommand(std::string(command.id), std::string(command.summary));
    verb->group(std::string(command.group));
    verb->formatter(std::make_shared<Formatter>(command.examples));
    add_shared(*verb, shared);
    verbs.emplace_back(verb, command.declare(*verb));
    take_one_value_each(*verb);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    return app.exit(wanted, std::cout, std::cerr);
  } catch (const CLI::ParseError& fault) {
    std::cerr << usage_error(app, fault, argc, argv);
    return static_cast<int>(Exit::usage);
  }
  if (!completion_shell.empty()) {
    std::cout << completion_script(app, completion_shell);
    return 0;
  }

  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const bool terminal = isatty(STDERR_FILENO) != 0;
  TerminalProgress progress(std::cerr, terminal);
  for (auto& [verb, act] : verbs) {
    if (!verb->parsed()) continue;
    Session session{.out = std::cout, .note = std::cerr, .context = {}};
    session.context.seed = shared.seed;
    session.context.threads = shared.threads;
    session.context.progress = shared.quiet ? nullptr : &progress;
    session.context.stop = &interrupted;
    session.json = shared.json;
    session.dry_run = shared.dry_run;
    session.seed_stated = verb->get_option("--seed")->count() > 0;
    session.terminal = isatty(STDOUT_FILENO) != 0;
    session.width = terminal ? 80 : 0;
    session.now = utc_now();
    session.state_folder = state_folder();
    const Exit status = act(session);
    progress.finish();
    std::cout.flush();
    if (!std::cout) {
      std::cerr << "secondsite: stdout could not be written to its end\n";
      return static_cast<int>(Exit::partial);
    }
    return static_cast<int>(interrupted ? Exit::interrupted : status);
  }
  std::cout << app.help();
  return static_cast<int>(Exit::usage);
}

}  // namespace
}  // namespace secondsite::cli

int main(int argc, char** argv) {
  // Large arrays go back to the system when they are freed. glibc would learn to keep them, and a
  // million rows would take a sixth more memory.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  try {
    return secondsite::cli::run_program(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "secondsite: this is a bug in secondsite, not in your data: " << fault.what()
              << "\n  Please report it with the command line and `secondsite doctor --json`.\n";
    return static_cast<int>(secondsite::cli::Exit::bug);
  }
}
