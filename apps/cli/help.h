#pragma once
// How the program shows help: the examples first, then what the verb does, then its options; 80
// columns.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "command.h"

namespace secondsite::cli {

class Formatter : public CLI::Formatter {
 public:
  explicit Formatter(std::vector<Example> examples = {});
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* sub) const override;

 private:
  std::vector<Example> examples_;
};

std::string general_footer();
// One message for a command line that does not parse, with the nearest option named.
std::string usage_error(const CLI::App& app, const CLI::ParseError& fault, int argc, char** argv);
// `text` in lines of at most `width`, the later ones indented; paths and other long words whole.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace secondsite::cli
