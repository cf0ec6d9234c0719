#pragma once
// The parts of `secondsite plan`, each a subcommand.

#include <CLI/CLI.hpp>

#include "parts.h"

namespace secondsite::cli {

Act declare_plan_power(CLI::App& app);      // sample size, power, detectable gap: any one unknown
Act declare_plan_waterfall(CLI::App& app);  // how few positives are left, and what they buy
Act declare_plan_sites(CLI::App& app);      // will these sites have enough positives?
Act declare_plan_protocol(CLI::App& app);   // write the protocol, its hash and its time

}  // namespace secondsite::cli
