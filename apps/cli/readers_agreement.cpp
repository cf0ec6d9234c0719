#include <ostream>

#include "number_check.h"
#include "readers_masks.h"
#include "secondsite/readers/agreement.h"
#include "secondsite/report/readers_agreement.h"

namespace secondsite::cli {
namespace {

struct ReadersAgreementOptions {
  ReadsOptions reads;
  ReaderMasks masks;
  readers::MaskAgreementRequest contours;
  std::string connectivity = "26";
  std::vector<std::string> measures;
  readers::AgreementRequest request;
  std::string scale;
  std::string weights = "identity";
  bool no_pairs = false;
};

Exit run_readers_agreement(Session& session, const ReadersAgreementOptions& options) {
  if (options.masks.given()) {
    readers::MaskAgreementRequest contours = options.contours;
    contours.options.connectivity =
        static_cast<image::Connectivity>(std::stoi(options.connectivity));
    contours.level = options.request.options.level;
    if (!options.measures.empty()) contours.measures = options.measures;
    return run_mask_agreement(session, options.masks, options.reads, contours);
  }
  if (session.dry_run) return rehearse_reads(session, options.reads, "agreement");
  auto asked = read_reads(options.reads, session.context);
  if (!asked) return session.fail(asked.error());
  readers::AgreementRequest request = options.request;
  request.pairwise = !options.no_pairs;
  request.scale_stated = !options.scale.empty();
  for (const auto scale : {stats::RatingScale::nominal, stats::RatingScale::ordinal,
                           stats::RatingScale::interval, stats::RatingScale::ratio})
    if (options.scale == stats::name(scale)) request.options.scale = scale;
  for (const auto weights : {stats::AgreementWeights::identity, stats::AgreementWeights::linear,
                             stats::AgreementWeights::quadratic})
    if (options.weights == stats::name(weights)) request.options.weights = weights;
  auto result = readers::measure_agreement(asked->reads, request, session.context);
  if (!result) return session.fail(result.error());
  if (session.context.stopped()) return Exit::interrupted;
  result->findings.merge(asked->findings);
  for (const std::string& reason : asked->reasons) session.note << reason << "\n";
  return tell_dossier(session, report::agreement_dossier(*result), options.reads.out);
}

}  // namespace

Act declare_readers_agreement(CLI::App& app) {
  auto options = std::make_shared<ReadersAgreementOptions>();
  add_reads_options(app, options->reads, true);
  const char* group = "What is measured";
  app.add_option("--coefficient", options->request.coefficients,
                 "Only these (see list agreement); repeatable")
      ->group(group);
  app.add_option("--scale", options->scale, "Of Krippendorff's alpha (guessed where not stated)")
      ->check(CLI::IsMember({"nominal", "ordinal", "interval", "ratio"}))
      ->group(group);
  app.add_option("--weights", options->weights, "Credit for unequal categories")
      ->check(CLI::IsMember({"identity", "linear", "quadratic"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--level", options->request.options.level, "Of the intervals")
      ->check(number_from(0.5, 0.9999))
      ->capture_default_str()
      ->group(group);
  app.add_option("--replicates", options->request.replicates, "Of the bootstrap (0 for none)")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--no-pairs", options->no_pairs, "Leave the pairs of readers out")->group(group);
  add_reader_masks(app, options->masks);
  const char* contours = "Contours";
  app.add_option("--measure", options->measures,
                 "Only these measures of masks (default dice, nsd, hd95_mm, assd_mm); repeatable")
      ->group(contours);
  app.add_option("--tolerance", options->contours.options.tolerance_mm,
                 "Of the surface Dice, in mm")
      ->check(number_from(0, 1000))
      ->capture_default_str()
      ->group(contours);
  app.add_option("--connectivity", options->connectivity, "Of lesions")
      ->check(CLI::IsMember({"6", "18", "26"}))
      ->capture_default_str()
      ->group(contours);
  app.add_flag("--one-to-one", options->contours.one_to_one,
               "Link a lesion to the one of another reader that it shares most with")
      ->group(contours);
  return [options](Session& session) { return run_readers_agreement(session, *options); };
}

}  // namespace secondsite::cli
