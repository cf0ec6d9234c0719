#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace secondsite::cli {

// The completion script for a shell, made from the verbs and options that are declared.
std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace secondsite::cli
