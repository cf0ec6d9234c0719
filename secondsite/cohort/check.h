#pragma once
// The registry of checks on a cohort table with roles: each looks for one kind of oddity and counts
// it.

#include <functional>
#include <span>
#include <string_view>

#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/table.h"

namespace secondsite::cohort {

struct Check {
  std::string_view id;  // "patient-in-two-sites"
  std::string_view title;
  std::function<void(const Table&, const Roles&, const core::Context&, core::Findings&)> run;
};

namespace checks {
std::span<const Check> all();
}

// Runs every check in the order of the registry. A check whose columns have no role finds nothing.
void run_checks(const Table& table, const Roles& roles, const core::Context& context,
                core::Findings& findings);

}  // namespace secondsite::cohort
