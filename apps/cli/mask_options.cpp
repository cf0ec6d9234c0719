#include "mask_options.h"

#include <cmath>

#include "number_check.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/mask_as.h"

namespace secondsite::cli {

using core::Error;

void add_mask_options(CLI::App& app, MaskOptions& options) {
  const std::string group = "Masks";
  app.add_option("--masks", options.masks,
                 "Predicted masks: a folder, one file, or a table of run lengths")
      ->group(group);
  app.add_option("--reference", options.reference,
                 "Reference masks: the same, paired by name or by the series drawn on")
      ->group(group);
  app.add_option("--images", options.images,
                 "Images or DICOM series that were drawn on: the grid of masks without one, and "
                 "pictures of the worst cases")
      ->group(group);
  app.add_option("--case", options.case_column, "Column of TABLE that names the files")
      ->group(group);
  app.add_option("--mask-label", options.labels,
                 "VALUE=NAME of a label; may be repeated (default: every value)")
      ->group(group);
  app.add_option("--also", options.also,
                 "NAME=FOLDER: another model's masks of the same cases; may be repeated")
      ->group(group);
  app.add_option("--mask-threshold", options.threshold, "Predictions are probabilities, cut here")
      ->check(number_from(0, 1))
      ->group(group);
  app.add_option("--mask-size", options.mask_size,
                 "COLUMNSxROWS of images whose run lengths do not say")
      ->group(group);
  app.add_option("--runs", options.runs,
                 "Starts of run lengths: places (Kaggle), distances (SIIM), or as they look")
      ->capture_default_str()
      ->check(CLI::IsMember({"auto", "places", "distances"}))
      ->group(group);
  app.add_option("--least-readers", options.least_readers,
                 "LIDC outlines: so many readers make a voxel part of the mask")
      ->capture_default_str()
      ->check(CLI::Range(1U, 4U))
      ->group(group);
  app.add_option("--tolerance", options.tolerance_mm, "Of the surface Dice, in mm")
      ->capture_default_str()
      ->check(number_from(0, 1000))
      ->group(group);
  app.add_option("--connectivity", options.connectivity, "Of lesions")
      ->capture_default_str()
      ->check(CLI::IsMember({"6", "18", "26"}))
      ->group(group);
  app.add_option("--least-iou", options.least_iou, "Of a matched pair of lesions")
      ->capture_default_str()
      ->check(number_from(0, 1))
      ->group(group);
  app.add_option("--matching", options.matching,
                 "Of lesions: threshold (best pairs first), maximum (largest sum of IoU), "
                 "many-to-one")
      ->capture_default_str()
      ->check(CLI::IsMember({"threshold", "maximum", "many-to-one"}))
      ->group(group);
  app.add_option("--empty", options.empty,
                 "Distances where one mask is empty: the image's diagonal, or left out")
      ->capture_default_str()
      ->check(CLI::IsMember({"worst", "undefined"}))
      ->group(group);
  app.add_flag("--centre-line", options.centre_line, "Measure centre-line Dice too (slow)")
      ->group(group);
  app.add_flag("--mesh", options.mesh, "Measure the surface Dice of meshes too (slow)")
      ->group(group);
  app.add_flag("--resample", options.resample,
               "Put predictions on the reference's grid, by nearest voxel")
      ->group(group);
  app.add_option("--as", options.as, "One pair: show what another tool would print")
      ->check(CLI::IsMember(metrics::mask_tools()))
      ->group(group);
}

core::Result<evaluation::MaskRequest> mask_request(const MaskOptions& options) {
  if (options.masks.empty() || options.reference.empty())
    return Error("config.bad-value", "--masks and --reference need each other", {},
                 "name the predictions with --masks and the reference masks with --reference");
  evaluation::MaskRequest out;
  out.predictions = options.masks;
  out.references = options.reference;
  out.images = options.images;
  if (!options.mask_size.empty()) {
    const auto at = options.mask_size.find('x');
    const auto columns = core::parse_number(options.mask_size.substr(0, at));
    const auto rows = at == std::string::npos
                          ? std::nullopt
                          : core::parse_number(options.mask_size.substr(at + 1));
    const auto fits = [](const std::optional<double>& side) {
      return side && *side >= 1 && *side <= 65534 && *side == std::floor(*side);
    };
    if (!fits(columns) || !fits(rows))
      return Error("config.bad-value", "\"" + options.mask_size + "\" is no size of an image", {},
                   "write --mask-size 1024x1024: columns, then rows");
    out.mask_size = {static_cast<std::uint32_t>(*columns), static_cast<std::uint32_t>(*rows)};
  }
  out.runs = options.runs;
  out.least_readers = options.least_readers;
  out.case_column = options.case_column;
  out.tolerance_mm = options.tolerance_mm;
  out.threshold = options.threshold;
  out.connectivity = std::stoi(options.connectivity);
  out.least_iou = options.least_iou;
  out.matching = options.matching;
  out.worst_where_empty = options.empty == "worst";
  out.centre_line = options.centre_line;
  out.mesh = options.mesh;
  out.resample = options.resample;
  for (const std::string& text : options.labels) {
    const auto at = text.find('=');
    const auto value = core::parse_number(text.substr(0, at));
    if (at == std::string::npos || !value || *value < 1 || *value > 2147483647 ||
        *value != static_cast<double>(static_cast<int>(*value)) || at + 1 == text.size())
      return Error("config.bad-value", "\"" + text + "\" is no label", {},
                   "write --mask-label 1=liver");
    out.labels.push_back({text.substr(at + 1), static_cast<int>(*value)});
  }
  for (const std::string& text : options.also) {
    const auto at = text.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == text.size())
      return Error("config.bad-value", "\"" + text + "\" names no other model", {},
                   "write --also NAME=FOLDER");
    out.others.push_back({text.substr(0, at), text.substr(at + 1)});
  }
  return out;
}

}  // namespace secondsite::cli
