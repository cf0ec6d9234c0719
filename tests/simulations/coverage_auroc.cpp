// How often do the intervals of an AUROC hold the truth, and how often does the test of a
// difference cry wolf, with images of the same patients and with few positives? Writes the page
// whose path is its argument.

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "secondsite/core/file.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/random.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/metrics/support/synthetic.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::simulations {
namespace {

using namespace secondsite::metrics;  // NOLINT: the program is about nothing else

constexpr std::uint64_t seed = 20180321;
constexpr std::uint64_t repeats = 2000;
constexpr unsigned bootstrap_replicates = 500;

const Metric& auroc_metric() {
  return **core::find_entry(metrics::all(), "auroc", "metric");
}

unsigned threads() {
  return std::max(1U, std::thread::hardware_concurrency());
}

// A share of `of` samples in per cent, with its Monte-Carlo standard error in points.
std::string per_cent(double hits, double of) {
  if (of == 0) return "–";
  const double share = hits / of;
  return core::fixed(100 * share, 1) + " ± " +
         core::fixed(100 * std::sqrt(share * (1 - share) / of), 1);
}

// Counts of yes over `repeats` samples, a column a question; `of` counts the samples that had an
// answer.
struct Tally {
  std::vector<double> yes;
  std::vector<double> of;
};

template <typename Ask>
Tally tally(std::size_t columns, Ask ask) {
  // One byte a sample and column: 0 no, 1 yes, 2 no answer.
  std::vector<std::uint8_t> answers(repeats * columns);
  core::parallel_for(repeats, threads(),
                     [&](std::size_t r) { ask(r, answers.data() + r * columns); });
  Tally out{std::vector<double>(columns, 0), std::vector<double>(columns, 0)};
  for (std::size_t k = 0; k < answers.size(); ++k) {
    out.yes[k % columns] += answers[k] == 1 ? 1 : 0;
    out.of[k % columns] += answers[k] != 2 ? 1 : 0;
  }
  return out;
}

std::uint8_t holds(const stats::Estimate& e, double truth) {
  if (!e.has_interval()) return 2;
  return e.interval.lower <= truth && truth <= e.interval.upper ? 1 : 0;
}

std::string row_of(const std::string& start, const Tally& t) {
  std::string out = start;
  for (std::size_t c = 0; c < t.yes.size(); ++c) out += " | " + per_cent(t.yes[c], t.of[c]);
  return out + " |\n";
}

std::string coverage() {
  std::string out =
      "## Intervals of one AUROC\n\n"
      "Coverage in % of the 95 % interval; ± is the Monte-Carlo standard error in points. "
      "*DeLong* takes each image as its own patient; *Obuchowski* goes by patient. *logit t*, with "
      "Student's quantile, is what the program gives unless asked otherwise. Bootstrap: " +
      std::to_string(bootstrap_replicates) +
      " replicates by patient, Poisson weights. Samples with one positive or none have no interval "
      "and "
      "are left out.\n\n"
      "| patients | images a patient | positives expected | correlation | true AUROC | DeLong, "
      "Wald | DeLong, "
      "logit | Obuchowski, Wald | Obuchowski, logit | Obuchowski, logit t | percentile | BCa |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  struct Row {
    unsigned patients;
    double images;
    double positives;
    double correlation;
  };
  for (const double truth : {0.75, 0.9}) {
    for (const Row& row :
         {Row{100, 1, 5, 0}, Row{100, 1, 10, 0}, Row{100, 1, 30, 0}, Row{400, 1, 5, 0},
          Row{400, 1, 20, 0}, Row{400, 1, 100, 0}, Row{50, 3, 15, 0.6}, Row{100, 3, 10, 0.6},
          Row{100, 3, 30, 0.6}, Row{300, 3, 10, 0.6}, Row{300, 3, 40, 0.6}, Row{300, 3, 40, 0.9},
          Row{300, 3, 150, 0.6}}) {
      const SyntheticDesign design{.patients = row.patients,
                                   .images = row.images,
                                   .prevalence = row.positives / (row.patients * row.images),
                                   .label_agreement = row.correlation,
                                   .score_correlation = row.correlation,
                                   .separation = std::sqrt(2.0) * stats::normal_quantile(truth)};
      const Tally t = tally(7, [&](std::size_t r, std::uint8_t* answers) {
        const Synthetic data =
            synthetic(design, core::Random(seed, "coverage").bits(row.patients, r));
        MetricOptions wald;
        wald.plain_wald = true;
        MetricOptions percentile;
        percentile.interval = IntervalKind::bootstrap_percentile;
        percentile.replicates = bootstrap_replicates;
        MetricOptions bca = percentile;
        bca.interval = IntervalKind::bootstrap_bca;
        const auto ask = [&](const Cases& cases, const MetricOptions& options) {
          return holds(auroc_metric().estimate(cases, options), truth);
        };
        answers[0] = ask(data.by_case(), wald);
        MetricOptions normal;
        normal.reference = Reference::normal;
        answers[1] = ask(data.by_case(), normal);
        answers[2] = ask(data.by_patient(), wald);
        answers[3] = ask(data.by_patient(), normal);
        answers[4] = ask(data.by_patient(), {});
        answers[5] = ask(data.by_patient(), percentile);
        answers[6] = ask(data.by_patient(), bca);
      });
      out += row_of("| " + std::to_string(row.patients) + " | " + core::fixed(row.images, 0) +
                        " | " + core::fixed(row.positives, 0) + " | " +
                        core::fixed(row.correlation, 1) + " | " + core::fixed(truth, 2),
                    t);
    }
  }
  return out;
}

// Images of `data` whose level is `wanted`.
Synthetic part_of(const Synthetic& data, const std::vector<std::uint8_t>& level,
                  std::uint8_t wanted) {
  Synthetic out;
  out.patient_key = data.patient_key;
  for (std::size_t i = 0; i < data.score.size(); ++i) {
    if (level[i] != wanted) continue;
    out.score.push_back(data.score[i]);
    out.positive.push_back(data.positive[i]);
    out.patient.push_back(data.patient[i]);
  }
  return out;
}

std::string contrasts() {
  std::string out =
      "\n## Tests of a difference that is not there\n\n"
      "How often p < 0.05, in %. *Images*: the level changes between the images of a patient (a "
      "view); *patients*: it does not (a sex). *By image*: each image its own patient. *By "
      "patient*: influence values summed by patient, normal reference, what the program gives for "
      "two parts of a cohort. *Student*: what it gives where Student's reference is asked for, "
      "each part by Obuchowski less what the parts share. *Independent*: each part by Obuchowski, "
      "Welch's degrees of freedom, what it gives for two hospitals. Samples without a test are "
      "left out.\n\n"
      "| level of | patients | share in the smaller part | positives expected there | correlation "
      "| by image | by "
      "patient | Student | independent |\n|---|---|---|---|---|---|---|---|---|\n";
  struct Row {
    bool of_images;
    unsigned patients;
    double share;
    double prevalence;
    double correlation;
  };
  for (const Row& row : {Row{true, 400, 0.5, 0.2, 0}, Row{true, 400, 0.5, 0.2, 0.6},
                         Row{true, 400, 0.5, 0.2, 0.9}, Row{true, 400, 0.1, 0.2, 0.6},
                         Row{true, 400, 0.1, 0.1, 0.6}, Row{true, 400, 0.1, 0.04, 0.6},
                         Row{true, 400, 0.1, 0.02, 0.6}, Row{false, 400, 0.5, 0.2, 0},
                         Row{false, 400, 0.5, 0.2, 0.6}, Row{false, 400, 0.5, 0.2, 0.9},
                         Row{false, 400, 0.1, 0.1, 0.6}, Row{false, 400, 0.1, 0.04, 0.6}}) {
    const SyntheticDesign design{.patients = row.patients,
                                 .images = 3,
                                 .prevalence = row.prevalence,
                                 .label_agreement = row.correlation,
                                 .score_correlation = row.correlation,
                                 .separation = std::sqrt(2.0) * stats::normal_quantile(0.85)};
    const Tally t = tally(4, [&](std::size_t r, std::uint8_t* answers) {
      const Synthetic data = synthetic(design, core::Random(seed, "type-I").bits(row.patients, r));
      const core::Random random(seed + r, "level");
      std::vector<std::uint8_t> level;
      for (std::size_t i = 0; i < data.patient.size(); ++i) {
        const double u = row.of_images ? random.uniform(i, 1) : random.uniform(data.patient[i], 2);
        level.push_back(u < row.share ? 1 : 0);
      }
      const Synthetic a = part_of(data, level, 1);
      const Synthetic b = part_of(data, level, 0);
      const auto rejects = [](const stats::Estimate& e) -> std::uint8_t {
        if (!e.test || std::isnan(e.test->p_value)) return 2;
        return e.test->p_value < 0.05 ? 1 : 0;
      };
      answers[0] =
          rejects(contrast(auroc_metric(), a.by_case(), b.by_case(), Relation::same_cohort, {}));
      answers[1] = rejects(
          contrast(auroc_metric(), a.by_patient(), b.by_patient(), Relation::same_cohort, {}));
      MetricOptions student;
      student.reference = Reference::student;
      answers[2] = rejects(
          contrast(auroc_metric(), a.by_patient(), b.by_patient(), Relation::same_cohort, student));
      answers[3] = rejects(
          contrast(auroc_metric(), a.by_patient(), b.by_patient(), Relation::independent, {}));
    });
    const double positives = row.patients * 3 * row.share * row.prevalence;
    out += row_of(std::string("| ") + (row.of_images ? "images" : "patients") + " | " +
                      std::to_string(row.patients) + " | " + core::fixed(row.share, 1) + " | " +
                      core::fixed(positives, 0) + " | " + core::fixed(row.correlation, 1),
                  t);
  }
  return out;
}

std::string paired() {
  std::string out =
      "\n## Paired tests of two models that are equally good\n\nTwo scores of the same images, "
      "both with AUROC "
      "0.85; how often p < 0.05, in %.\n\n| patients | images a patient | positives expected | "
      "correlation | "
      "DeLong, by image | Obuchowski, by patient |\n|---|---|---|---|---|---|\n";
  struct Row {
    unsigned patients;
    double images;
    double positives;
    double correlation;
  };
  for (const Row& row : {Row{200, 1, 10, 0}, Row{200, 1, 50, 0}, Row{200, 3, 12, 0.6},
                         Row{200, 3, 100, 0.6}, Row{200, 3, 100, 0.9}}) {
    const SyntheticDesign design{.patients = row.patients,
                                 .images = row.images,
                                 .prevalence = row.positives / (row.patients * row.images),
                                 .label_agreement = row.correlation,
                                 .score_correlation = row.correlation,
                                 .separation = std::sqrt(2.0) * stats::normal_quantile(0.85)};
    const Tally t = tally(2, [&](std::size_t r, std::uint8_t* answers) {
      const Synthetic first = synthetic(design, core::Random(seed, "paired").bits(row.patients, r));
      // The same images and labels; half of the score's variance is new, for a patient and an image
      // alike.
      Synthetic second = first;
      const core::Random random(seed + r, "second model");
      const double half = std::sqrt(0.5);
      for (std::size_t i = 0; i < first.score.size(); ++i) {
        const double shift = first.positive[i] != 0 ? design.separation : 0;
        const double fresh = std::sqrt(row.correlation) * random.normal(first.patient[i], 1) +
                             std::sqrt(1 - row.correlation) * random.normal(i, 2);
        second.score[i] = half * (first.score[i] - shift) + half * fresh + shift;
      }
      const auto rejects = [](const stats::Estimate& e) -> std::uint8_t {
        if (!e.test || std::isnan(e.test->p_value)) return 2;
        return e.test->p_value < 0.05 ? 1 : 0;
      };
      answers[0] = rejects(
          contrast(auroc_metric(), first.by_case(), second.by_case(), Relation::same_cases, {}));
      answers[1] = rejects(contrast(auroc_metric(), first.by_patient(), second.by_patient(),
                                    Relation::same_cases, {}));
    });
    out += row_of("| " + std::to_string(row.patients) + " | " + core::fixed(row.images, 0) + " | " +
                      core::fixed(row.positives, 0) + " | " + core::fixed(row.correlation, 1),
                  t);
  }
  return out;
}

}  // namespace
}  // namespace secondsite::simulations

int main(int count, char** arguments) {
  using namespace secondsite::simulations;
  if (count != 2) {
    std::fprintf(stderr, "usage: %s PAGE.md\n", arguments[0]);
    return 2;
  }
  const std::string page =
      "# Coverage and type-I error of AUROC\n\nWritten by tests/simulations/coverage_auroc.cpp "
      "with "
      "the seed " +
      std::to_string(seed) + ", " + secondsite::core::grouped(repeats) +
      " samples a row; run it again with `./dev simulate`. Normal scores; *correlation* is that of "
      "the scores of "
      "a patient's images, and of their labels.\n\n" +
      coverage() + contrasts() + paired();
  const auto written = secondsite::core::write_file(arguments[1], page);
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().text().c_str());
    return 3;
  }
  return 0;
}
