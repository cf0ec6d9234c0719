#pragma once
// The registry of exporters: a run as one file.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "secondsite/evaluation/run.h"

namespace secondsite::report {

struct Exporter {
  std::string_view id;  // "html"
  std::string_view title;
  std::string_view file_name;  // within the run's folder: "report.html"
  std::function<std::string(const evaluation::RunResult&)> write;
  // Empty: every run has this file.
  std::function<bool(const evaluation::RunResult&)> applies = {};
};

namespace exporters {
std::span<const Exporter> all();
}

}  // namespace secondsite::report
