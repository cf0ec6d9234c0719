#pragma once
// A verb of several parts, each a subcommand with its own options and examples.

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "command.h"
#include "help.h"

namespace secondsite::cli {

using Act = std::function<Exit(Session&)>;

class Parts {
 public:
  explicit Parts(CLI::App& app) : app_(app) {}

  void add(const char* name, const char* says, Act (*declare)(CLI::App&),
           std::vector<Example> examples) {
    CLI::App* part = app_.add_subcommand(name, says);
    part->formatter(std::make_shared<Formatter>(std::move(examples)));
    part->fallthrough();
    parts_->push_back({part, declare(*part)});
  }

  // What runs after parsing: the part that was named, else `which`, which asks for one.
  Act chosen(std::string which) {
    app_.require_subcommand(0, 1);
    return [parts = parts_, which = std::move(which)](Session& session) {
      for (const Part& part : *parts)
        if (part.app->parsed()) return part.act(session);
      session.note << which;
      return Exit::usage;
    };
  }

 private:
  struct Part {
    CLI::App* app;
    Act act;
  };
  CLI::App& app_;
  std::shared_ptr<std::vector<Part>> parts_ = std::make_shared<std::vector<Part>>();
};

}  // namespace secondsite::cli
