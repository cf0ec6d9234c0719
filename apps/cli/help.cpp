#include "help.h"

#include <algorithm>

#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

constexpr std::size_t page_width = 79;
constexpr std::size_t text_column = 30;

std::string in_columns(const std::string& left, const std::string& right) {
  std::string out = "  " + left;
  if (out.size() + 2 > text_column)
    out += "\n" + std::string(text_column, ' ');
  else
    out += std::string(text_column - out.size(), ' ');
  return out + wrapped(right, page_width - text_column, text_column) + "\n";
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  return core::join(core::wrapped(text, width, core::LongWords::whole),
                    "\n" + std::string(indent, ' '));
}

Formatter::Formatter(std::vector<Example> examples) : examples_(std::move(examples)) {
  column_width(text_column);
}

std::string Formatter::make_option(const CLI::Option* option, bool is_positional) const {
  std::string left = is_positional ? option->get_name(true) : option->get_name(false, true);
  std::replace(left.begin(), left.end(), ',', ' ');
  if (!is_positional && option->get_type_size() != 0 && !option->get_type_name().empty()) {
    const std::string type =
        option->get_option_text().empty() ? option->get_type_name() : option->get_option_text();
    left += " " + type.substr(0, type.find(':'));
  }
  std::string right = option->get_description();
  if (option->get_required() && !is_positional) right += " (required)";
  if (!option->get_default_str().empty()) right += " (default " + option->get_default_str() + ")";
  return in_columns(left, right);
}

std::string Formatter::make_subcommand(const CLI::App* sub) const {
  return in_columns(sub->get_name(), sub->get_description());
}

std::string Formatter::make_help(const CLI::App* app, std::string name,
                                 CLI::AppFormatMode mode) const {
  if (mode == CLI::AppFormatMode::Sub) return make_subcommand(app);
  std::string out;
  for (const Example& example : examples_)
    out += "  # " + std::string(example.says) + "\n  " + std::string(example.command) + "\n";
  if (!out.empty()) out += "\n";
  out += wrapped(app->get_description(), page_width, 0) + "\n";
  out += make_usage(app, std::move(name));
  out += make_positionals(app);
  out += make_groups(app, mode);
  out += make_subcommands(app, mode);
  out += make_footer(app);
  return out;
}

std::string general_footer() {
  return "\nThree ways to begin:\n"
         "  secondsite demo                         # two virtual hospitals, start to end\n"
         "  secondsite evaluate scores.csv          # your own table of scores and labels\n"
         "  secondsite plan power --p1 .85 --p2 .75 # how many positives a gap takes\n\n"
         "`secondsite VERB --help` opens with three real examples. Exit status: 0 claims\n"
         "met, 1 a claim refuted, 2 usage, 3 input unusable, 4 partial, 5 inconclusive,\n"
         "70 a bug, 130 interrupted.\n";
}

std::string usage_error(const CLI::App& app, const CLI::ParseError& fault, int argc, char** argv) {
  const CLI::App* verb = &app;
  std::string words;  // "plan power"
  int depth = 0;      // how many of the words are verbs
  for (auto parsed = app.get_subcommands(); !parsed.empty(); parsed = verb->get_subcommands()) {
    verb = parsed.back();
    words += verb->get_name() + " ";
    ++depth;
  }
  std::string out = "secondsite: " + std::string(fault.what()) + "\n";
  std::vector<std::string> known;
  for (const CLI::Option* option : verb->get_options())
    known.push_back(option->get_name(false, true));
  std::vector<std::string> names;
  for (const std::string& name : known)
    for (const std::string& one : core::split(name, ',')) names.push_back(one);
  for (const CLI::App* sub : verb->get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  const bool has_parts = !verb->get_subcommands([](const CLI::App*) { return true; }).empty();
  for (int i = 1; i < argc; ++i) {
    const std::string word = core::split(argv[i], '=').front();
    const bool looks_like_option = word.rfind("--", 0) == 0;
    const bool is_verb = i == depth + 1 && has_parts;  // or meant to be one
    if (i <= depth || (!looks_like_option && !is_verb)) continue;
    if (std::find(names.begin(), names.end(), word) != names.end()) continue;
    if (const auto near = core::nearest(word, names); near && *near != word)
      out += "  did you mean " + *near + " instead of " + word + "?\n";
  }
  out += "  try:   secondsite " + words + "--help\n";
  return out;
}

}  // namespace secondsite::cli
