#pragma once
// The options of `evaluate` that say which masks are compared, and the quick look at one pair.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "secondsite/evaluation/mask_request.h"

namespace secondsite::cli {

struct MaskOptions {
  std::string masks;
  std::string reference;
  std::string images;
  std::string mask_size;
  std::string runs = "auto";
  unsigned least_readers = 2;
  std::string case_column;
  std::vector<std::string> labels;
  std::vector<std::string> also;
  std::string as;
  std::string empty = "worst";
  std::string connectivity = "26";
  std::optional<double> threshold;
  double tolerance_mm = 2;
  double least_iou = 0.5;
  std::string matching = "maximum";
  bool centre_line = false;
  bool mesh = false;
  bool resample = false;

  bool given() const { return !masks.empty() || !reference.empty(); }
};

void add_mask_options(CLI::App& app, MaskOptions& options);

// Errors "config.bad-value": one folder without the other, a label that is not VALUE=NAME.
core::Result<evaluation::MaskRequest> mask_request(const MaskOptions& options);

// Prints every measure of every label of one pair, and with --as what that tool would have printed.
Exit show_pair(Session& session, const evaluation::MaskRequest& request, const std::string& as);

}  // namespace secondsite::cli
