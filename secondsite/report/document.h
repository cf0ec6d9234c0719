#pragma once
// One offline HTML file: markup, style, chart libraries and data together. It asks the network for
// nothing, and its content security policy forbids it to.

#include <string>

#include "secondsite/evaluation/run.h"

namespace secondsite::report {

// Sections that apply, in their order, around the data that the charts are drawn from. Scripts run
// by hash only, and charts by an expression interpreter: neither inline handlers nor eval are
// allowed.
std::string document(const evaluation::RunResult& run);

}  // namespace secondsite::report
