#pragma once
// What `label` does once its options are known.

#include <string>

#include "command.h"
#include "secondsite/labels/reports.h"

namespace secondsite::cli {

struct LabelOptions {
  std::string reports;
  std::string labeler = "chexpert";
  std::string rules;
  std::string program;  // the command of the labeler "program"
  labels::ReportColumns columns;
  std::string gold;
  std::string gold_id;
  double level = 0.95;
  std::size_t show = 200;
  std::string out = "secondsite-labels";
};

Exit label_reports_of(Session& session, const LabelOptions& options);

}  // namespace secondsite::cli
