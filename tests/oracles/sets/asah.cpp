#include <algorithm>
#include <cmath>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/support/contrast.h"
#include "secondsite/metrics/support/influence.h"
#include "secondsite/metrics/support/threshold.h"
#include "secondsite/stats/power_auc.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::Cases;
using metrics::MetricOptions;
using metrics::PartialRange;
using metrics::Relation;

const metrics::Metric& metric(std::string_view id) {
  return **core::find_entry(metrics::all(), id, "metric");
}

constexpr const char* source = "pROC on data(aSAH); Robin et al. 2011, doi:10.1186/1471-2105-12-77";

struct Column {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  Cases cases() const { return {score, positive, {}, {}}; }
  Column where(const std::vector<std::uint8_t>& keep) const {
    Column out;
    for (std::size_t i = 0; i < keep.size(); ++i) {
      if (keep[i] == 0) continue;
      out.score.push_back(score[i]);
      out.positive.push_back(positive[i]);
    }
    return out;
  }
};

struct Patients {
  Column s100b;
  Column wfns;
  Column ndka;
  std::vector<std::uint8_t> men;
  std::vector<std::uint8_t> women;

  explicit Patients(const Csv& table)
      : men(table.equals("gender", "Male")), women(table.equals("gender", "Female")) {
    const auto poor = table.equals("outcome", "Poor");
    s100b = {table.numbers("s100b"), poor};
    wfns = {table.numbers("wfns"), poor};
    ndka = {table.numbers("ndka"), poor};
  }
};

void areas(const Patients& p, Recorder& record) {
  MetricOptions wald;
  wald.plain_wald = true;
  const auto check = [&](const char* name, const Column& column, double auc, double lo, double hi) {
    const auto e = metric("auroc").estimate(column.cases(), wald);
    record.expect(std::string(name) + " AUC", auc, e.value, 5e-11, source);
    record.expect(std::string(name) + " lower", lo, e.interval.lower, 5.1e-11, source);
    record.expect(std::string(name) + " upper", hi, e.interval.upper, 5.1e-11, source);
  };
  check("s100b", p.s100b, .7313685637, .6301182118, .8326189156);
  check("wfns", p.wfns, .8236788618, .7485348878, .8988228358);
  check("ndka", p.ndka, .6119579946, .5012449993, .7226709899);
  const auto s100b = metric("auroc").estimate(p.s100b.cases(), {});
  record.expect("cases", 113, static_cast<double>(s100b.n), 0, source);
  record.expect("poor outcome", 41, static_cast<double>(s100b.n_positive), 0, source);
  record.expect("s100b DeLong variance", .002668682457, s100b.standard_error * s100b.standard_error,
                5.1e-13, source);
  record.known_disagreement(
      "s100b parametric variance", .002734777966,
      stats::auc_variance(s100b.value, 41, 72, stats::AucVariance::obuchowski), source,
      "pROC puts A and B of a straight line through the probit points into the formula of "
      "Obuchowski & McClish "
      "1997, with specificity regressed on sensitivity, the axes of that formula turned round; "
      "ours is formula 3 "
      "of Obuchowski 2004 from the AUC alone, as both programs use it for power");
  const auto a = metric("auroc").influence(p.s100b.cases(), {});
  const auto b = metric("auroc").influence(p.wfns.cases(), {});
  record.expect("covariance of s100b and wfns", .001196155674,
                metrics::covariance(p.s100b.cases(), a, b, metrics::Unit::one_case), 5.1e-13,
                source);
}

void tests(const Patients& p, Recorder& record) {
  const auto& auroc = metric("auroc");
  const auto paired = [&](const char* name, const Column& a, const Column& b, double z,
                          double p_value) {
    const auto e = contrast(auroc, a.cases(), b.cases(), Relation::same_cases, {});
    record.expect(std::string(name) + " paired Z", z, e.test->statistic, 1e-12, source);
    record.expect(std::string(name) + " paired p", p_value, e.test->p_value, 1e-13, source);
    return e;
  };
  const auto e = paired("wfns - s100b", p.wfns, p.s100b, 2.20898359144091, .0271757822291882);
  record.expect("wfns - s100b lower", .0104061769564846, e.interval.lower, 1e-13, source);
  record.expect("wfns - s100b upper", .174214419249478, e.interval.upper, 1e-13, source);
  paired("wfns - ndka", p.wfns, p.ndka, 2.79777591868904, .00514557970691098);
  paired("ndka - s100b", p.ndka, p.s100b, -1.39077002573558, .164295175223054);

  const auto unpaired = [&](const char* name, const Column& a, const Column& b, double d, double df,
                            double p_value, double half_digit) {
    const auto test = contrast(auroc, a.cases(), b.cases(), Relation::independent, {}).test;
    record.expect(std::string(name) + " unpaired D", d, test->statistic, half_digit, source);
    record.expect(std::string(name) + " degrees of freedom", df, test->degrees_of_freedom, 5.1e-5,
                  source);
    record.expect(std::string(name) + " unpaired p", p_value, test->p_value, 5.1e-8, source);
  };
  unpaired("s100b, ndka", p.s100b, p.ndka, 1.5599574, 222.2354, .1201928, 5.1e-8);
  unpaired("men, women (s100b)", p.s100b.where(p.men), p.s100b.where(p.women), .50188077, 106.46255,
           .6167878, 5.1e-9);
}

void partial_areas(const Patients& p, Recorder& record) {
  const auto area = [&](PartialRange::Of of, bool corrected) {
    MetricOptions options;
    options.partial = {of, 0.9, 1, corrected};
    return metric("partial_auroc").estimate(p.s100b.cases(), options).value;
  };
  record.expect("s100b partial area, specificity 1 to .9", .03275745257,
                area(PartialRange::Of::specificity, false), 5.1e-12, source);
  record.expect("the same, McClish", .6460918557, area(PartialRange::Of::specificity, true),
                5.1e-11, source);
  record.expect("s100b partial area, sensitivity 1 to .9, McClish", .5461239481,
                area(PartialRange::Of::sensitivity, true), 5.1e-11, source);
}

void youden(const Patients& p, Recorder& record) {
  const double best = metrics::youden_threshold(p.s100b.cases()).value_or(stats::unknown);
  // pROC names the middle between two scores; we name the lowest score that is called.
  double below = 0;  // the next score that is not called
  for (const double score : p.s100b.score) {
    if (score < best) below = std::max(below, score);
  }
  record.expect("Youden threshold, s100b: middle of the scores around it", .205, (below + best) / 2,
                1e-15, source);
  for (const double threshold : {.205, best}) {
    MetricOptions options;
    options.threshold = threshold;
    const std::string at = threshold == .205 ? " at .205" : " at our Youden threshold";
    const auto value = [&](const char* id) {
      return metric(id).estimate(p.s100b.cases(), options).value;
    };
    record.expect("sensitivity" + at, .6341463415, value("sensitivity"), 5.1e-11, source);
    record.expect("specificity" + at, .8055555556, value("specificity"), 5.1e-11, source);
    record.expect("PPV" + at, .65, value("ppv"), 1e-15, source);
    record.expect("NPV" + at, .7945205479, value("npv"), 5.1e-11, source);
  }
}

void power(const Patients& p, Recorder& record) {
  stats::OneAucDesign one;
  one.auc = metric("auroc").estimate(p.s100b.cases(), {}).value;
  one.positives = 41;
  one.ratio = 72.0 / 41.0;
  one.alpha = 0.05;
  if (const auto solved = stats::solve(one))
    record.expect("power of one curve (s100b)", .9904832528, *solved->power, 5.1e-11, source);
  else
    record.fail(solved.error().text());

  const Cases cases = p.s100b.cases();
  const auto a = metric("auroc").influence(cases, {});
  const auto b = metric("auroc").influence(p.wfns.cases(), {});
  const auto unit = metrics::Unit::one_case;
  stats::TwoCurvesDesign two;
  two.difference = b.value - a.value;
  two.variance1 = metrics::variance(cases, a, unit);
  two.variance2 = metrics::variance(cases, b, unit);
  two.covariance = metrics::covariance(cases, a, b, unit);
  two.pilot_positives = 41;
  two.alpha = 0.05;
  stats::TwoCurvesDesign wanted = two;
  two.positives = 41;
  wanted.power = 0.9;
  const auto solved = stats::solve(two);
  const auto sized = stats::solve(wanted);
  if (!solved || !sized) {
    record.fail("the power of two curves has no solution");
    return;
  }
  record.expect("power of two curves (s100b, wfns)", .3683204492, *solved->power, 5.1e-11, source);
  record.expect("positives for 90 % power", 123.05, *sized->positives, 5.1e-3, source);
  record.expect("negatives for 90 % power", 216.09, *sized->positives * 72 / 41, 5.1e-3, source);
}

void run(const std::string& folder, Recorder& record) try {
  const Patients patients{Csv(folder + "/aSAH.csv")};
  areas(patients, record);
  tests(patients, record);
  partial_areas(patients, record);
  youden(patients, record);
  power(patients, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet asah() {
  return {.id = "asah",
          .title = "113 patients with aneurysmal subarachnoid haemorrhage, three markers",
          .note = "Tolerances are half of the last digit that the source prints.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
