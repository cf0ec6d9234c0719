#pragma once
// The options by which `evaluate` is told which marks are held against which lesions.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/evaluation/mark_request.h"

namespace secondsite::cli {

struct MarkOptions {
  evaluation::MarkRequest request;
  std::string hit = "radius";
  std::string extra_marks = "ignored";
  std::vector<std::string> versus;  // NAME=FILE
  std::string matches;              // where the match table goes

  bool is_asked() const { return !request.marks.empty(); }
  // What is stated without --marks makes no sense.
  bool is_stated() const {
    return !(request.lesions.empty() && request.scans.empty() && request.excluded.empty() &&
             request.candidates.empty() && versus.empty() && matches.empty());
  }
};

void add_mark_options(CLI::App& app, MarkOptions& options);
// The request, or empty where no marks are asked for.
core::Result<std::optional<evaluation::MarkRequest>> stated_marks(const MarkOptions& options);

}  // namespace secondsite::cli
