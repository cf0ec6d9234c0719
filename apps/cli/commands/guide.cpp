#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "help.h"
#include "secondsite/core/file.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/guide/page.h"
#include "secondsite/guide/printed.h"

extern char** environ;

namespace secondsite::cli::commands {
namespace {

struct GuideOptions {
  std::string passage;
  std::string data = "../shared/data";
  std::string html;
  bool network = false;
};

// The HTTP status of `url` as curl reports it. The library knows no network; this program asks
// through curl and goes on without an answer.
core::Result<int> http_status(const std::string& url) {
  int ends[2];
  const auto no_answer = [&](const std::string& why) {
    return core::Error("guide.no-answer", "doi.org gave no answer (" + why + ")");
  };
  if (pipe(ends) != 0) return no_answer("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<std::string> words{"curl",         "--silent", "--head",    "--max-time",
                                 "10",           "--output", "/dev/null", "--write-out",
                                 "%{http_code}", "--",       url};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "curl", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string answer;
  char buffer[64];
  for (ssize_t n = 0; failed == 0 && (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  if (failed != 0) return no_answer("curl is not installed");
  int state = 0;
  waitpid(child, &state, 0);
  const auto status = core::parse_number(answer);
  if (!status || *status < 100) return no_answer("no network");
  return static_cast<int>(*status);
}

// A table row of 80 columns: what | the text says | we obtain | agrees; cells wrap onto further
// lines.
void print_row(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t widths[] = {29, 20, 19, 7};
  std::vector<std::vector<std::string>> lines(cells.size());
  std::size_t height = 0;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    lines[c] = core::wrapped(cells[c], widths[c]);
    height = std::max(height, lines[c].size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string row = "  ";
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string cell = line < lines[c].size() ? lines[c][line] : "";
      row += c + 1 < cells.size() ? core::padded(cell, widths[c]) + " " : cell;
    }
    row.erase(row.find_last_not_of(' ') + 1);
    out << row << "\n";
  }
}

void print_passage(std::ostream& out, const guide::PassageOutcome& outcome) {
  out << "\n" << outcome.passage->title << "  [" << outcome.passage->id << "]\n";
  print_row(out, {"", "the text says", "we obtain", ""});
  for (const guide::Recomputed& row : outcome.result.numbers) {
    const bool is_new = row.text_says.empty();
    print_row(out, {row.what, is_new ? "(not in the text)" : row.text_says,
                    guide::readable(row.value) + (row.unit.empty() ? "" : " " + row.unit),
                    is_new ? "" : (row.agrees ? "agrees" : "DIFFERS")});
    if (!row.remark.empty()) out << "      " << wrapped(row.remark, 72, 6) << "\n";
  }
  for (const std::string& reason : outcome.result.skipped)
    out << "    " << wrapped("not recomputed: " + reason, 74, 6) << "\n";
}

// The passages in the order of the text; one, where it is named.
core::Result<std::vector<const guide::Passage*>> chosen(const std::string& name) {
  if (!name.empty()) {
    const auto found = core::find_entry(guide::passages::all(), name, "passage");
    if (!found) return found.error();
    return std::vector<const guide::Passage*>{*found};
  }
  std::vector<const guide::Passage*> out;
  for (const guide::Passage& passage : guide::passages::all()) out.push_back(&passage);
  std::stable_sort(out.begin(), out.end(),
                   [](const auto* a, const auto* b) { return a->order < b->order; });
  return out;
}

void summarise(std::ostream& out, const std::vector<guide::PassageOutcome>& outcomes) {
  std::uint64_t agree = 0;
  std::uint64_t differ = 0;
  std::uint64_t skipped = 0;
  for (const guide::PassageOutcome& outcome : outcomes) {
    for (const guide::Recomputed& row : outcome.result.numbers)
      if (!row.text_says.empty()) ++(row.agrees ? agree : differ);
    skipped += outcome.result.skipped.size();
  }
  out << "\n"
      << core::grouped(agree) << " agree, " << core::grouped(differ) << " differ, "
      << core::grouped(skipped) << " not recomputed\n";
}

Exit run_guide(Session& session, const GuideOptions& options) {
  const auto passages = chosen(options.passage);
  if (!passages) {
    session.fail(passages.error());
    return Exit::usage;
  }
  guide::PassageInput input;
  input.context = session.context;
  std::error_code ignored;
  if (std::filesystem::is_directory(options.data, ignored)) input.data_folder = options.data;
  if (options.network) input.http_status = http_status;
  if (session.dry_run && session.json) {
    core::Json names = core::Json::array();
    for (const guide::Passage* passage : *passages) names.push_back(passage->id);
    const auto file = [](const std::string& name) {
      return name.empty() ? core::Json() : core::Json(name);
    };
    session.out << core::pretty({{"passages", std::move(names)},
                                 {"reads", file(input.data_folder)},
                                 {"writes", file(options.html)}});
    return Exit::ok;
  }
  if (session.dry_run) {
    session.out << "would recompute " << core::counted(passages->size(), "passage")
                << " with data from "
                << (input.data_folder.empty() ? "nowhere (no such folder: " + options.data + ")"
                                              : input.data_folder)
                << (options.html.empty() ? "" : " and write " + options.html) << "\n";
    return Exit::ok;
  }
  std::vector<guide::PassageOutcome> outcomes;
  for (const guide::Passage* passage : *passages) {
    auto result = passage->run(input);
    if (!result)
      return session.fail(
          std::move(result).error().while_doing("recomputing " + std::string(passage->id)));
    outcomes.push_back({passage, *std::move(result)});
  }
  if (!options.html.empty()) {
    const auto written = core::write_file(options.html, guide::guide_page(outcomes));
    if (!written) return session.fail(written.error());
  }
  if (session.json) {
    core::Json list = core::Json::array();
    for (const guide::PassageOutcome& outcome : outcomes) list.push_back(to_json(outcome));
    session.out << core::pretty(list);
    return Exit::ok;
  }
  for (const guide::PassageOutcome& outcome : outcomes) print_passage(session.out, outcome);
  summarise(session.out, outcomes);
  if (!options.html.empty()) session.out << "figures: " << options.html << "\n";
  return Exit::ok;
}

}  // namespace

Command guide() {
  return {.id = "guide",
          .summary = "Recompute every number and figure of the field guide",
          .group = "Beside",
          .examples = {{"secondsite guide", "Every passage: what the text says, what we obtain"},
                       {"secondsite guide power", "One passage"},
                       {"secondsite guide --html guide.html", "With the figures, as one page"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto options = std::make_shared<GuideOptions>();
            app.add_option("PASSAGE", options->passage, "Which passage; without one, all of them");
            app.add_option("--data", options->data,
                           "Folder of real data, where passages look for files")
                ->capture_default_str();
            app.add_option("--html", options->html, "Write a page with the figures to this file");
            app.add_flag("--network", options->network,
                         "Ask doi.org whether the references resolve (needs curl)");
            return [options](Session& session) { return run_guide(session, *options); };
          }};
}

}  // namespace secondsite::cli::commands
