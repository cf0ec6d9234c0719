#include <cmath>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/support/calibration_bins.h"
#include "secondsite/metrics/support/calibration_cox.h"
#include "secondsite/metrics/support/calibration_hosmer_lemeshow.h"
#include "secondsite/metrics/support/calibration_lowess.h"
#include "secondsite/metrics/support/calibration_spiegelhalter.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::BinRule;
using metrics::Cases;

constexpr const char* published = "calzone quickstart and subgroup notebooks, as printed";
constexpr const char* recomputed = "calzone-tool 0.1.0 run on this file (Python 3.11, numpy 2.4.6)";

struct Group {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  Cases cases() const { return {.score = score, .positive = positive}; }
};

Group select(const Csv& file, const std::string& name) {
  const auto score = file.numbers("proba_1");
  const auto label = file.numbers("label");
  const auto group = file.texts("subgroup_1");
  Group out;
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (name != "all" && group[i] != name) continue;
    out.score.push_back(score[i]);
    out.positive.push_back(label[i] != 0 ? 1 : 0);
  }
  return out;
}

stats::Estimate entry(std::string_view id, const Group& group) {
  return (*core::find_entry(metrics::all(), id, "metric"))->estimate(group.cases(), {});
}

metrics::Binned bins(const Group& group, BinRule rule) {
  return metrics::bin_cases(group.score, group.positive, 10, rule);
}

// calzone interpolates the lowess between scores closer than 0.001 (delta).
double calzone_loess_ici(const Group& group) {
  const auto sorted = metrics::sort_by_score(group.cases());
  return metrics::lowess_errors(sorted, metrics::knots_spaced_by(sorted.x, 0.001)).ici;
}

double exact_loess_ici(const Group& group) {
  const auto sorted = metrics::sort_by_score(group.cases());
  return metrics::lowess_errors(sorted, metrics::knots_at_every_score(sorted.x)).ici;
}

// ECE of ten runs of equal length along the sorted scores (numpy.array_split): its bins cut through
// ties.
double array_split_ece(const Group& group) {
  const auto sorted = metrics::sort_by_score(group.cases());
  const std::size_t n = sorted.x.size();
  double sum = 0;
  for (std::size_t k = 0, begin = 0; k < 10; ++k) {
    const std::size_t end = begin + n / 10 + (k < n % 10 ? 1 : 0);
    double gap = 0;
    for (; begin < end; ++begin) gap += sorted.y[begin] - sorted.x[begin];
    sum += std::abs(gap);
  }
  return sum / static_cast<double>(n);
}

void check_a(const Group& a, Recorder& record) {
  constexpr double digits = 1e-13;  // of numbers printed with 16 to 17 digits
  const auto z = entry("spiegelhalter_z", a);
  record.expect("A Spiegelhalter z", .3763269161877356, z.value, digits, published);
  record.expect("A Spiegelhalter p", .7066738713391099, z.test->p_value, digits, published);

  record.expect("A ECE-H", .01208775955804901, entry("ece", a).value, digits, published);
  record.expect("A MCE-H", .04848338618970194, entry("mce", a).value, digits, published);
  record.expect("A top-class ECE-H", .009608653731328977, entry("ece_top_class", a).value, digits,
                published);
  const auto open = bins(a, BinRule::equal_count_open_below);
  record.expect("A ECE-C, lowest score in no bin", .008733966945443138,
                metrics::expected_calibration_error(open), digits, published);
  record.expect("A MCE-C, lowest score in no bin", .02324031223486256,
                metrics::maximum_calibration_error(open), digits, published);
  record.expect("A ECE-C, array_split bins", .00873222, array_split_ece(a), 5e-9,
                "SOURCE.md, numpy.array_split");
  record.known_disagreement(
      "A ECE-C, our rule", .008733966945443138, entry("ece_equal_count", a).value, published,
      "calzone's (lower, upper] bins leave the lowest score out of the first one "
      "and count 4,999 cases; ours hold all 5,000");

  const auto hl_h = metrics::hosmer_lemeshow(bins(a, BinRule::equal_width), 2);
  record.expect("A Hosmer-Lemeshow H", 8.884991559088098, hl_h.chi_squared, 1e-11, published);
  record.expect("A Hosmer-Lemeshow H p, 8 df", .35209071874348785, hl_h.p_value, 1e-12, published);
  record.expect("A Hosmer-Lemeshow C, lowest score in no bin", 3.694947603203135,
                metrics::hosmer_lemeshow(open, 2).chi_squared, 1e-11, published);

  const metrics::CoxFit cox = metrics::fit_cox(a.cases());
  const double reach = stats::normal_quantile(0.975);
  record.expect("A Cox slope", .9942499557748269, cox.slope, 1e-12, published);
  record.expect("A Cox slope, model-based lower", .9372902801721911,
                cox.slope - reach * cox.slope_model_se, 1e-12, published);
  record.expect("A Cox slope, model-based upper", 1.0512096313774626,
                cox.slope + reach * cox.slope_model_se, 1e-12, published);
  record.expect("A Cox intercept", -.04497652296600376, cox.intercept, 1e-12, published);
  record.expect("A Cox intercept, model-based lower", -.12348577118577644,
                cox.intercept - reach * cox.intercept_model_se, 1e-12, published);
  record.expect("A Cox intercept, model-based upper", .03353272525376893,
                cox.intercept + reach * cox.intercept_model_se, 1e-12, published);
  record.expect("A Cox ICI", .005610391483826338, entry("ici_cox", a).value, 1e-13, published);
  record.expect("A loess ICI, delta .001", .00558856942568957, calzone_loess_ici(a), 1e-13,
                published);
  record.expect("A loess ICI, every score", .00558855920405151, exact_loess_ici(a), 1e-13,
                "statsmodels 0.15 lowess(frac=.5, it=0, delta=0)");
  record.expect("A ICI, the registry's 256 knots", .00558855920405151, entry("ici", a).value, 5e-6,
                "the same; the difference is that of the knots");
}

void check_b(const Group& b, Recorder& record) {
  const auto z = entry("spiegelhalter_z", b);
  record.expect("B Spiegelhalter z", 27.93575342117766, z.value, 1e-11, published);
  record.expect("B ECE-H", .0765892898243467, entry("ece", b).value, 1e-13, published);
  record.expect("B Hosmer-Lemeshow H", 910.4385762101924,
                metrics::hosmer_lemeshow(bins(b, BinRule::equal_width), 2).chi_squared, 1e-9,
                published);
  record.expect("B Hosmer-Lemeshow C, lowest score in no bin", 2246.1714434139853,
                metrics::hosmer_lemeshow(bins(b, BinRule::equal_count_open_below), 2).chi_squared,
                1e-8, recomputed);
  record.expect("B Cox slope", .5071793536874274, entry("cox_slope", b).value, 1e-12, published);
  record.expect("B Cox intercept", .00037947714112375366, entry("cox_intercept", b).value, 1e-12,
                published);
  const metrics::CoxFit cox = metrics::fit_cox(b.cases());
  std::vector<double> clipped;
  for (const double p : b.score)
    clipped.push_back(std::clamp(p, metrics::cox_clip, 1 - metrics::cox_clip));
  record.expect("B Cox ICI, from the clipped scores", .07746407648179383,
                metrics::curve_errors(clipped, metrics::recalibrated(cox)).ici, 1e-13, published);
  record.expect(
      "B Cox ICI", .07746407648179383, entry("ici_cox", b).value, metrics::cox_clip,
      "the same; ours subtracts the scores as given, which clipping moved by up to 1e-10");
  record.expect("B loess ICI, delta .001", .06991428582761099, calzone_loess_ici(b), 1e-13,
                published);
  record.expect("B ICI, the registry's 256 knots", .06991432465450365, entry("ici", b).value, 5e-6,
                "statsmodels 0.15 lowess(frac=.5, it=0, delta=0)");
}

void check_all(const Group& all, Recorder& record) {
  record.expect("all Spiegelhalter z", 18.327, entry("spiegelhalter_z", all).value, 5e-4,
                published);
  record.expect("all ECE-H", .042, entry("ece", all).value, 5e-4, published);
  record.expect("all Hosmer-Lemeshow H", 429.732,
                metrics::hosmer_lemeshow(bins(all, BinRule::equal_width), 2).chi_squared, 5e-4,
                published);
  record.expect("all Cox slope", .668, entry("cox_slope", all).value, 5e-4, published);
  record.expect("all Cox intercept", -.020, entry("cox_intercept", all).value, 5e-4, published);
}

// Not the data's numbers but what they must lead to: the null tells A (calibrated) from B (not).
void check_null(const Group& a, const Group& b, Recorder& record) {
  const auto null = entry("ece_null", a);
  record.expect(
      "A ECE-H lies inside the band of a calibrated model", 1,
      entry("ece", a).value >= null.interval.lower && entry("ece", a).value <= null.interval.upper
          ? 1
          : 0,
      0, "A is calibrated by construction");
  record.expect("B ECE-H lies above that band", 1,
                entry("ece", b).value > entry("ece_null", b).interval.upper ? 1 : 0, 0,
                "B is mis-calibrated by construction");
}

void check(const std::string& folder, Recorder& record) {
  try {
    const Csv file(folder + "/simulated_data_subgroup.csv");
    check_a(select(file, "A"), record);
    check_b(select(file, "B"), record);
    check_all(select(file, "all"), record);
    check_null(select(file, "A"), select(file, "B"), record);
  } catch (const std::exception& trouble) {
    record.fail(trouble.what());
  }
}

}  // namespace

OracleSet calzone() {
  return {
      .id = "calzone",
      .title = "FDA calzone: 10,000 simulated scores, subgroup A calibrated and B not",
      .note =
          "Tolerances are a few units in the last printed digit, at the size of the sums behind "
          "the "
          "number; rounded numbers to half a unit of the last digit. Log-odds are taken of scores "
          "clipped at 1e-10, which is what the printed Cox numbers used.",
      .run = check};
}

}  // namespace secondsite::oracles::sets
