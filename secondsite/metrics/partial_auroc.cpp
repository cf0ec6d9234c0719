#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/bootstrap_areas.h"
#include "secondsite/metrics/support/describe.h"
#include "secondsite/metrics/support/ranked_counts.h"
#include "secondsite/metrics/support/scale.h"
#include "secondsite/metrics/support/score_order.h"

namespace secondsite::metrics {
namespace {

// The curve seen so that the range lies on the x axis: for a range of sensitivity the classes
// change places and the order of scores turns round, which mirrors the curve and keeps every area.
struct Turned {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  Cases cases;
};

Turned turned(const Cases& cases, const PartialRange& range) {
  Turned out;
  if (range.of == PartialRange::Of::specificity) {
    out.cases = cases;
    return out;
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    out.score.push_back(-cases.score[i]);
    out.positive.push_back(cases.positive[i] != 0 ? 0 : 1);
  }
  out.cases = {out.score, out.positive, cases.patient, cases.patient_key};
  return out;
}

// False-positive fractions between which the area is taken.
struct Span {
  double from;
  double to;
  double chance() const { return (to * to - from * from) / 2; }
  double perfect() const { return to - from; }
};
Span span_of(const PartialRange& range) {
  return {1 - range.highest, 1 - range.lowest};
}

bool is_good(const PartialRange& range) {
  return range.lowest >= 0 && range.highest <= 1 && range.lowest < range.highest;
}

double rescale(const PartialRange& range, double area) {
  if (!range.corrected) return area;
  const Span span = span_of(range);
  return 0.5 * (1 + (area - span.chance()) / (span.perfect() - span.chance()));
}
double rescale_slope(const PartialRange& range) {
  const Span span = span_of(range);
  return range.corrected ? 0.5 / (span.perfect() - span.chance()) : 1;
}

// Area under the ROC curve (straight between its points) over the span.
double area_of(const std::vector<ScoreGroup>& groups, Span span) {
  double positives = 0;
  double negatives = 0;
  for (const ScoreGroup& group : groups) {
    positives += group.positives;
    negatives += group.negatives;
  }
  if (positives == 0 || negatives == 0) return stats::unknown;
  double x = 0;
  double y = 0;
  double false_calls = 0;
  double true_calls = 0;
  double area = 0;
  for (const ScoreGroup& group : groups) {
    false_calls += group.negatives;
    true_calls += group.positives;
    const double next_x = false_calls / negatives;
    const double next_y = true_calls / positives;
    const double a = std::max(x, span.from);
    const double b = std::min(next_x, span.to);
    if (b > a) {
      const double slope = (next_y - y) / (next_x - x);
      area += (b - a) * (y + slope * ((a + b) / 2 - x));
    }
    x = next_x;
    y = next_y;
  }
  return area;
}

// Height of the curve at x.
double height_at(const std::vector<ScoreGroup>& groups, double positives, double negatives,
                 double at) {
  double x = 0;
  double y = 0;
  for (const ScoreGroup& group : groups) {
    const double next_x = x + group.negatives / negatives;
    const double next_y = y + group.positives / positives;
    if (next_x >= at && next_x > x) return y + (next_y - y) * (at - x) / (next_x - x);
    x = next_x;
    y = next_y;
  }
  return 1;
}

// To first order, with F the false-positive and R the true-positive fraction at a case's score:
//   a positive adds   ∫ over the span of 1[it is called at x] dx  =  clamp(to − F), 0 … to − from,
//   a negative adds   1[F < to](R − R(to)) − 1[F < from](R − R(from)):
// it moves the curve, and the score at which the span ends, by the height of the curve there.
// Each class is then centred on its own mean. (Dodd & Pepe 2003, doi:10.1111/1541-0420.00071; Wang
// & Chang 2011, doi:10.1093/biostatistics/kxq051.)
Influence partial_auroc_influence(const Cases& cases, const SortedScores& sorted,
                                  const PartialRange& range) {
  const auto groups = descending_groups(cases, sorted);
  double m = 0;
  double n = 0;
  for (const ScoreGroup& group : groups) {
    m += group.positives;
    n += group.negatives;
  }
  const Span span = span_of(range);
  const double at_from = height_at(groups, m, n, span.from);
  const double at_to = height_at(groups, m, n, span.to);
  Influence out;
  out.by_class = true;
  out.value = rescale(range, area_of(groups, span));
  out.per_case.resize(cases.size());
  double positive_sum = 0;
  double negative_sum = 0;
  double true_calls = 0;
  double false_calls = 0;
  std::size_t k = sorted.size();
  for (const ScoreGroup& group : groups) {
    const double f = (false_calls + group.negatives / 2) / n;
    const double r = (true_calls + group.positives / 2) / m;
    const double of_positive = std::clamp(span.to - f, 0.0, span.to - span.from);
    const double of_negative = (f < span.to ? r - at_to : 0) - (f < span.from ? r - at_from : 0);
    for (; k > 0 && sorted.score[k - 1] == group.score; --k) {
      const std::uint32_t i = sorted.order[k - 1];
      const bool positive = cases.positive[i] != 0;
      out.per_case[i] = positive ? of_positive : of_negative;
      (positive ? positive_sum : negative_sum) += out.per_case[i];
    }
    true_calls += group.positives;
    false_calls += group.negatives;
  }
  const double slope = rescale_slope(range);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    out.per_case[i] = cases.positive[i] != 0 ? slope * (out.per_case[i] - positive_sum / m) / m
                                             : slope * (out.per_case[i] - negative_sum / n) / n;
  }
  return out;
}

std::vector<double> partial_auroc_replicates(const Cases& cases, const PatientWeights& weights,
                                             const MetricOptions& options) {
  if (!is_good(options.partial)) return std::vector<double>(weights.replicates(), stats::unknown);
  const Turned view = turned(cases, options.partial);
  const Span span = span_of(options.partial);
  std::vector<double> out =
      partial_area_replicates(rank_plan(view.cases, Ordered(view.cases, options.context.threads)),
                              weights, span.from, span.to, options.context.threads);
  for (double& area : out) area = rescale(options.partial, area);
  return out;
}

stats::Estimate partial_auroc_estimate(const Cases& cases, const MetricOptions& options) {
  stats::Estimate out = begin_two_class_estimate("partial_auroc", cases, options);
  if (!out.absent_code.empty()) return out;
  const PartialRange& range = options.partial;
  if (!is_good(range)) {
    mark_absent(out, "metric.bad-option",
                "the range of the partial area must rise within 0 to 1; it is " +
                    core::exact(range.lowest) + " to " + core::exact(range.highest));
    return out;
  }
  const Turned view = turned(cases, range);
  const Influence influence =
      partial_auroc_influence(view.cases, Ordered(view.cases, options.context.threads), range);
  out.value = influence.value;
  out.definitions = {
      {"range",
       std::string(range.of == PartialRange::Of::specificity ? "specificity " : "sensitivity ") +
           core::exact(range.lowest) + " to " + core::exact(range.highest)},
      {"curve", "straight between observed points"},
      {"scale", range.corrected ? "McClish 1989: chance 0.5, perfection 1" : "area as it is"}};
  set_errors(out, view.cases, influence);
  out.method = std::string("trapezoidal; influence values ") +
               (cases.is_clustered() ? "summed by patient" : "by case");
  if (options.interval != IntervalKind::analytic) {
    std::optional<PatientWeights> own;
    const PatientWeights& weights = weights_for(cases, options, own);
    set_bootstrap_interval(out, partial_auroc_replicates(cases, weights, options),
                           unit_sums(view.cases, influence), options, weights.resampling());
  } else if (range.corrected && !options.plain_wald) {
    out.interval = interval_on(Scale::logit, out.value, out.standard_error, options.level,
                               interval_degrees(out, view.cases, influence, options));
    out.method += "; logit interval";
  } else {
    const double highest = range.corrected ? 1 : span_of(range).perfect();
    out.interval = clipped_wald(out.value, out.standard_error, options.level, 0, highest);
    out.method += "; Wald interval";
  }
  return out;
}

}  // namespace

Metric partial_auroc() {
  return {
      .id = "partial_auroc",
      .title = "Partial area under the ROC curve",
      .question = "How well does the score rank where it would be used: at high specificity?",
      .definition =
          "Area over a range of specificity (0.9 to 1 unless another is given) or of "
          "sensitivity; rescaled after McClish unless the plain area is asked for.",
      .reference =
          "McClish 1989, doi:10.1177/0272989X8900900307; variance: Wang & Chang 2011, "
          "doi:10.1093/biostatistics/kxq051",
      .family = Family::discrimination,
      .better = Better::higher,
      .estimate = partial_auroc_estimate,
      .influence =
          [](const Cases& cases, const MetricOptions& options) {
            if (!begin_two_class_estimate("partial_auroc", cases, options).absent_code.empty() ||
                !is_good(options.partial))
              return Influence{};
            const Turned view = turned(cases, options.partial);
            return partial_auroc_influence(view.cases, Ordered(view.cases, options.context.threads),
                                           options.partial);
          },
      .replicates = partial_auroc_replicates};
}

}  // namespace secondsite::metrics
