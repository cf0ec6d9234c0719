#include "mark_options.h"

namespace secondsite::cli {

using core::Error;
using core::Result;

void add_mark_options(CLI::App& app, MarkOptions& options) {
  const char* group = "Marks (instead of scores; TABLE then describes the scans)";
  app.add_option("--marks", options.request.marks,
                 "Marks with ratings: CSV (LUNA16, Kaggle, NIH, plain) or COCO JSON")
      ->group(group);
  app.add_option("--lesions", options.request.lesions, "Lesions that they are held against")
      ->group(group);
  app.add_option("--scans", options.request.scans,
                 "All scans that were read, those without marks or lesions too")
      ->group(group);
  app.add_option("--exclude", options.request.excluded,
                 "Findings to be ignored: marks on them count neither way")
      ->group(group);
  app.add_option("--hit", options.hit, "radius, distance:LENGTH or iou:SHARE")
      ->capture_default_str()
      ->group(group);
  app.add_option("--extra-marks", options.extra_marks,
                 "Further marks on a found lesion: ignored or false")
      ->check(CLI::IsMember({"ignored", "false"}))
      ->capture_default_str()
      ->group(group);
  app.add_flag("--one-to-one", options.request.one_to_one,
               "A mark finds one lesion at most; by rating")
      ->group(group);
  app.add_option("--most-marks", options.request.most_marks,
                 "Marks a scan may have; ties at the limit fall out")
      ->group(group);
  app.add_option("--candidates", options.request.candidates,
                 "Marks before the classifier: shows where sensitivity is lost")
      ->group(group);
  app.add_option("--other-marks", options.versus,
                 "NAME=FILE: another model, for \"versus score NAME\"; repeatable")
      ->group(group);
  app.add_option("--matches", options.matches, "Write every mark and lesion with its fate (CSV)")
      ->group(group);
}

Result<std::optional<evaluation::MarkRequest>> stated_marks(const MarkOptions& options) {
  if (!options.is_asked()) {
    if (options.is_stated())
      return Error("config.bad-value", "there are options about marks and no --marks", {},
                   "give --marks and --lesions");
    return std::optional<evaluation::MarkRequest>();
  }
  if (options.request.lesions.empty())
    return Error("config.bad-value", "--marks needs --lesions", {},
                 "name the table of the lesions that the marks are held against");
  evaluation::MarkRequest out = options.request;
  out.extra_marks_are_false = options.extra_marks == "false";
  if (auto set = evaluation::set_hit_rule(out, options.hit); !set) return std::move(set).error();
  for (const std::string& each : options.versus) {
    const std::size_t sign = each.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == each.size())
      return Error("config.bad-value", "\"" + each + "\" is no NAME=FILE", {},
                   "write --other-marks second=second.csv");
    out.others.push_back({each.substr(0, sign), each.substr(sign + 1)});
  }
  return std::optional(std::move(out));
}

}  // namespace secondsite::cli
