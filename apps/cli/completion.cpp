#include "completion.h"

#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

bool any(const CLI::App* /*app*/) {
  return true;
}

std::string words_of(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) out += " --" + name;
  for (const CLI::App* sub : app.get_subcommands(any)) out += " " + sub->get_name();
  return out;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
  std::string out = shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
  out +=
      "_secondsite() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" words\n  case "
      "\"${COMP_WORDS[1]}\" in\n";
  for (const CLI::App* verb : app.get_subcommands(any))
    out += "    " + verb->get_name() + ") words=\"" + std::string(core::trim(words_of(*verb))) +
           "\" ;;\n";
  out += "    *) words=\"" + std::string(core::trim(words_of(app))) +
         "\" ;;\n  esac\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"" +
         std::string(core::trim(words_of(app))) +
         "\"; fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "  if [ \"${#COMPREPLY[@]}\" -eq 0 ]; then COMPREPLY=($(compgen -f -- \"$word\")); fi\n}\n"
         "complete -o filenames -F _secondsite secondsite\n";
  return out;
}

}  // namespace secondsite::cli
