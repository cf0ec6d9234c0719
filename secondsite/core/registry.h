#pragma once
// Looking a name up in a registry (see cmake/registry.cmake): found, or an error that names the
// nearest.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/core/text.h"

namespace secondsite::core {

// The entry whose `id` is `name`. `kind` says in the error what was looked for ("metric").
template <typename Entry>
Result<const Entry*> find_entry(std::span<const Entry> table, std::string_view name,
                                std::string_view kind) {
  std::vector<std::string> names;
  for (const Entry& entry : table) {
    if (entry.id == name) return &entry;
    names.emplace_back(entry.id);
  }
  std::string message = "there is no " + std::string(kind) + " named \"" + std::string(name) + "\"";
  if (const auto near = nearest(name, names)) message += "; did you mean \"" + *near + "\"?";
  return Error("config.unknown-name", message, {}, "choose one of: " + join(names, ", "));
}

}  // namespace secondsite::core
