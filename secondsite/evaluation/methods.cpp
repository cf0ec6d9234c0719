#include "secondsite/evaluation/methods.h"

#include <algorithm>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {
namespace {

bool uses(const RunResult& run, std::string_view metric) {
  return std::any_of(run.strata.begin(), run.strata.end(),
                     [&](const StratumResult& result) { return result.find(metric) != nullptr; });
}

std::vector<std::string> reference_of(std::string_view metric) {
  const auto found = core::find_entry(metrics::every(), metric, "metric");
  if (!found || (*found)->reference.empty()) return {};
  return core::split((*found)->reference, ';');
}

std::vector<std::string> trimmed(std::vector<std::string> parts) {
  for (std::string& part : parts) {
    part = std::string(core::trim(part));
    if (part.rfind("clusters: ", 0) == 0) part = part.substr(10);
  }
  return parts;
}

std::string correction(stats::MultiplicityMethod method) {
  switch (method) {
    case stats::MultiplicityMethod::none:
      return "No correction for multiplicity was made";
    case stats::MultiplicityMethod::bonferroni:
      return "P-values were corrected within each declared family by Bonferroni's method";
    case stats::MultiplicityMethod::holm:
      return "P-values were corrected within each declared family by Holm's method";
    case stats::MultiplicityMethod::hochberg:
      return "P-values were corrected within each declared family by Hochberg's method";
    case stats::MultiplicityMethod::benjamini_hochberg:
      return "The false discovery rate was controlled within each declared family by the "
             "Benjamini-Hochberg method";
    case stats::MultiplicityMethod::fixed_sequence:
      return "Claims were tested in the declared fixed sequence, each only after the one before "
             "was certified";
  }
  return "";
}

std::string correction_reference(stats::MultiplicityMethod method) {
  switch (method) {
    case stats::MultiplicityMethod::holm:
      return "Holm 1979, Scand J Stat 6:65-70";
    case stats::MultiplicityMethod::hochberg:
      return "Hochberg 1988, doi:10.1093/biomet/75.4.800";
    case stats::MultiplicityMethod::benjamini_hochberg:
      return "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x";
    case stats::MultiplicityMethod::fixed_sequence:
      return "Westfall & Krishen 2001, doi:10.1016/S0378-3758(01)00077-5";
    default:
      return "";
  }
}

// How masks and marks were averaged, with the sources of the primary metrics.
MethodNote means_note(const RunResult& run, const std::string& level) {
  MethodNote note;
  std::vector<std::string> titles;
  for (const FindingResult& finding : run.findings) {
    const metrics::Metric* metric = metrics::find(finding.primary);
    if (finding.input == metrics::Input::scores || metric == nullptr) continue;
    const std::string title(metric->title);
    if (std::find(titles.begin(), titles.end(), title) != titles.end()) continue;
    titles.push_back(title);
    for (std::string& source : trimmed(reference_of(finding.primary)))
      note.references.push_back(std::move(source));
  }
  if (titles.empty()) return note;
  note.sentence = core::join(titles, ", ") +
                  " and the metrics beside it are ratios of sums over "
                  "scans; their " +
                  level +
                  " % intervals take the variance of the scans\' "
                  "influences" +
                  (run.unit == "patient" ? ", summed by patient," : "") +
                  " with Student\'s quantile, on the logit scale for fractions.";
  return note;
}

}  // namespace

std::vector<MethodNote> methods_of(const RunResult& run) {
  std::vector<MethodNote> notes;
  const Protocol& protocol = run.protocol;
  const std::string level = core::exact(100 * (1 - protocol.alpha));

  std::uint64_t cases = run.flow.empty() ? 0 : run.flow.front().cases;
  std::uint64_t patients = run.flow.empty() ? 0 : run.flow.front().patients;
  std::string cohort = "The table held " + core::counted(cases, "case");
  if (patients > 0) cohort += " of " + core::counted(patients, "patient");
  cohort += "; the flow diagram accounts for every case that was left out.";
  notes.push_back({cohort, {}});

  notes.push_back({run.unit == "patient"
                       ? "The patient was the unit of analysis: variances sum the influence of all "
                         "cases of a patient before squaring."
                       : "Each " + run.unit +
                             " was taken as independent; where patients have several, intervals "
                             "are too narrow.",
                   {}});
  if (uses(run, "auroc"))
    notes.push_back(
        {"The area under the ROC curve is the Mann-Whitney statistic with half credit for ties; "
         "its " +
             level +
             " % interval is symmetric on the logit scale, with Student's quantile at the degrees "
             "of freedom that few positives leave and the variance of DeLong" +
             (run.unit == "patient" ? ", by patient after Obuchowski." : "."),
         trimmed(reference_of("auroc"))});
  if (uses(run, "sensitivity"))
    notes.push_back(
        {"Sensitivity, specificity and predictive values at the operating point have Wilson "
         "intervals" +
             std::string(
                 run.unit == "patient"
                     ? " on the effective sample size, the number of cases over the design effect."
                     : "."),
         {"Wilson 1927, doi:10.1080/01621459.1927.10502953"}});
  if (std::any_of(run.strata.begin(), run.strata.end(), [](const StratumResult& result) {
        const stats::Estimate* estimate = result.find("auroc");
        return estimate != nullptr && !estimate->other_intervals.empty();
      }))
    notes.push_back(
        {"Beside it stands the percentile interval of " + core::grouped(protocol.replicates) +
             " bootstrap replicates, in which each patient has a Poisson(1) weight drawn from "
             "counter-based random "
             "numbers keyed by seed, replicate and patient; the same seed gives the same bytes.",
         {"Hanley & MacGibbon 2006, doi:10.1016/j.cmpb.2006.04.006",
          "Salmon et al. 2011, doi:10.1145/2063384.2063405"}});
  if (const MethodNote note = means_note(run, level); !note.sentence.empty()) notes.push_back(note);
  if (uses(run, "brier"))
    notes.push_back(
        {"Calibration was assessed before any recalibration.", trimmed(reference_of("cox_slope"))});
  if (!run.claims.empty()) {
    notes.push_back(
        {"A claim is certified where its one-sided p-value after correction is at most " +
             core::exact(protocol.alpha / 2) +
             ", refuted where the opposite is, and otherwise inconclusive; it is called not "
             "powered where the chance to "
             "certify the assumed truth was below " +
             core::exact(100 * protocol.power) + " %, or with fewer than 10 cases of a class.",
         {}});
    std::vector<std::string> references;
    if (const std::string source = correction_reference(protocol.multiplicity); !source.empty())
      references.push_back(source);
    notes.push_back({correction(protocol.multiplicity) + ".", references});
  }
  if (!run.label_error.empty())
    notes.push_back(
        {"Estimates against the truth were computed from the error rates of the labels; in each "
         "bootstrap replicate these rates were drawn from the posterior of their audit. " +
             run.label_error.front().assumption,
         {"Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510",
          "Staquet et al. 1981, doi:10.1016/0021-9681(81)90048-X",
          "Menon et al. 2015, Proc Mach Learn Res 37:125"}});
  if (std::any_of(run.claims.begin(), run.claims.end(),
                  [](const ClaimResult& claim) { return claim.noise.has_value(); }))
    notes.push_back(
        {"A claim was called finer than the noise of the reference where its margin, "
         "or the distance of the estimate from its goal, is smaller than what another "
         "choice of reader, or the error of the labels, moves its metric by.",
         {}});
  if (!run.audits.empty())
    notes.push_back(
        {"For each covariate, the AUROC of the covariate alone for the label, and of the score for "
         "the covariate among "
         "the negatives, were estimated as a shortcut audit that needs no image.",
         {"Zech et al. 2018, doi:10.1371/journal.pmed.1002683"}});
  notes.push_back({"The analysis was made with Secondsite " + run.manifest.program_version +
                       ", seed " + std::to_string(protocol.seed) + ".",
                   {}});
  return notes;
}

}  // namespace secondsite::evaluation
