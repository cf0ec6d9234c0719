// Published numbers on power, sample size and intervals: one handler a row of expected.csv. A row
// without a handler fails.

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/interval_method.h"
#include "secondsite/stats/power_auc.h"
#include "secondsite/stats/power_calibration.h"
#include "secondsite/stats/power_development.h"
#include "secondsite/stats/power_proportions.h"
#include "secondsite/stats/precision.h"
#include "secondsite/stats/waterfall.h"

namespace secondsite::oracles::sets {
namespace {

using namespace secondsite::stats;  // NOLINT: the set is about nothing else

// A number of the file with half a unit of its last printed digit.
struct Printed {
  double value = 0;
  double half_unit = 0;
};

// Every unsigned number in a text ("0.74-0.92", "623;662;221 -> 662"), in order.
std::vector<Printed> numbers_in(const std::string& text) {
  std::vector<Printed> out;
  for (std::size_t i = 0; i < text.size();) {
    const bool starts = std::isdigit(static_cast<unsigned char>(text[i])) ||
                        (text[i] == '.' && i + 1 < text.size() &&
                         std::isdigit(static_cast<unsigned char>(text[i + 1])));
    if (!starts) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::size_t point = std::string::npos;
    while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) ||
                                 (text[end] == '.' && point == std::string::npos))) {
      if (text[end] == '.') point = end;
      ++end;
    }
    const std::string number = text.substr(i, end - i);
    const auto decimals = point == std::string::npos ? 0 : static_cast<double>(end - point - 1);
    out.push_back({std::stod(number), 0.5 * std::pow(10.0, -decimals)});
    i = end;
  }
  return out;
}

struct Case {
  std::string id;
  std::map<std::string, double> inputs;  // "p1=.85" and the like
  std::vector<Printed> in_order;         // every number of the inputs
  std::vector<Printed> expected;
  std::string source;
  Recorder* record = nullptr;

  double in(const std::string& key) const {
    const auto found = inputs.find(key);
    return found == inputs.end() ? std::nan("") : found->second;
  }
  // Within half a unit of the last printed digit, or `search` where the printed number came from a
  // search that stopped so near.
  void expect(std::size_t which, double obtained, const std::string& part = {},
              double search = 0) const {
    if (which >= expected.size()) {
      record->fail(id + ": the row has no expected number " + std::to_string(which + 1));
      return;
    }
    record->expect(part.empty() ? id : id + ", " + part, expected[which].value, obtained,
                   std::max(search, expected[which].half_unit * (1 + 1e-6)),
                   search > 0 ? source + "; uniroot stops within " + core::exact(search) : source);
  }
};

std::map<std::string, double> named_inputs(const std::string& text) {
  std::map<std::string, double> out;
  for (const std::string& part : core::split(text, ';')) {
    const auto equals = part.find('=');
    if (equals == std::string::npos) continue;
    const auto numbers = numbers_in(part.substr(equals + 1));
    if (!numbers.empty())
      out[std::string(core::trim(part.substr(0, equals)))] = numbers.front().value;
  }
  return out;
}

template <typename Design, typename Field>
double solved(const core::Result<Design>& result, Field field) {
  return result ? *((*result).*field) : std::nan("");
}

TwoProportionsDesign two(const Case& row) {
  return {.p1 = std::isnan(row.in("p1")) ? 0.85 : row.in("p1"),
          .p2 = std::isnan(row.in("p2")) ? 0.75 : row.in("p2"),
          .alpha = std::isnan(row.in("alpha")) ? 0.05 : row.in("alpha")};
}

// How far R's root search may stop from the root: its default tolerance, the fourth root of the
// machine epsilon.
const double uniroot = std::pow(std::numeric_limits<double>::epsilon(), 0.25);

void n_of_two(const Case& row) {
  auto design = two(row);
  design.power = std::isnan(row.in("power")) ? 0.80 : row.in("power");
  row.expect(0, solved(solve(design), &TwoProportionsDesign::n1), {}, uniroot);
}

void power_of_two(const Case& row) {
  auto design = two(row);
  design.n1 = row.in("n");
  row.expect(0, solved(solve(design), &TwoProportionsDesign::power));
}

void interval(const Case& row, const std::string& method) {
  const auto found = core::find_entry(intervals::all(), method, "interval");
  if (!found) return row.record->fail(row.id + ": " + found.error().text());
  const Interval got = (*found)->interval(row.in("x"), row.in("n"), 0.95);
  row.expect(0, got.lower, "lower");
  row.expect(1, got.upper, "upper");
}

void waterfall_row(const Case& row) {
  std::vector<WaterfallFactor> factors;
  for (std::size_t i = 1; i < row.in_order.size(); ++i)
    factors.push_back({"factor " + std::to_string(i), row.in_order[i].value});
  const auto levels = waterfall("start", row.in_order.front().value, factors);
  if (!levels) return row.record->fail(row.id + ": " + levels.error().text());
  for (std::size_t i = 1; i < levels->size(); ++i)
    row.expect(i - 1, (*levels)[i].count, "level " + std::to_string(i));
}

void development(const Case& row) {
  const auto got = development_size({.cox_snell_r2 = row.in("csrsquared"),
                                     .parameters = static_cast<std::uint64_t>(row.in("parameters")),
                                     .prevalence = row.in("prevalence")});
  if (!got) return row.record->fail(row.id + ": " + got.error().text());
  row.expect(0, static_cast<double>(got->for_shrinkage), "shrinkage");
  row.expect(1, static_cast<double>(got->for_optimism), "optimism");
  row.expect(2, static_cast<double>(got->for_intercept), "intercept");
  row.expect(3, static_cast<double>(got->n), "n");
  row.expect(4, static_cast<double>(got->events), "events");
  row.expect(5, got->events_per_parameter, "events per parameter");
}

void observed_expected(const Case& row) {
  const double prevalence = row.in("prev");
  const double width = 1;
  const double n = solved(solve(ObservedExpectedDesign{.prevalence = prevalence, .width = width}),
                          &ObservedExpectedDesign::n);
  // The paper rounds 905.03 to the nearest whole; the package takes the standard error from a grid
  // of 0.0001, 0.2456 here, and rounds its 904.4 up.
  row.record->expect(row.id + ", before rounding", row.expected.front().value, n, 0.5,
                     row.source + "; within rounding");
  row.record->known_disagreement(
      row.id + ", whole cases", row.expected.front().value, static_cast<double>(whole_cases(n)),
      row.source,
      "the package's grid stops at a standard error that is a little too large; at n = 905 the "
      "interval is wider than 1 by 2e-5, so the whole number that keeps the promise is 906");
}

void c_statistic(const Case& row) {
  const double n =
      solved(solve(CStatisticDesign{
                 .c = row.in("C"), .prevalence = 0.018, .width = row.in_order.back().value}),
             &CStatisticDesign::n);
  row.expect(0, static_cast<double>(whole_cases(n)));
}

void slope(const Case& row) {
  const auto design = solve(CalibrationSlopeDesign{.predictor = {.mean = -5, .sd = 2.5},
                                                   .width = row.in_order.back().value});
  const double n = solved(design, &CalibrationSlopeDesign::n);
  row.expect(0, n, "n");
  row.expect(1, static_cast<double>(whole_cases(n)), "whole cases");
  row.record->known_disagreement(
      row.id + ", package", row.expected[2].value, n, "R pmvalsampsize, one million draws",
      "the package draws the linear predictor; the standard error of its n is 9 cases "
      "(thirty repetitions of a million draws)");
  row.record->known_disagreement(row.id + ", paper", row.expected[3].value, n, "Riley et al. 2021",
                                 "the paper's number comes from one simulated linear predictor "
                                 "too, and was noted from memory");
}

void one_auc(const Case& row) {
  const auto design = solve(OneAucDesign{
      .auc = row.in("auc"), .ratio = row.in("kappa"), .alpha = 0.05, .power = row.in("power")});
  row.expect(0, solved(design, &OneAucDesign::positives), "positives");
  row.expect(1, solved(design, &OneAucDesign::negatives), "negatives");
}

const std::map<std::string, std::function<void(const Case&)>>& handlers() {
  static const std::map<std::string, std::function<void(const Case&)>> table{
      {"blog_n_two_prop", n_of_two},
      {"blog_n_bonferroni10",
       [](const Case& row) {
         n_of_two(row);
         // The same by asking for a family of ten at 0.05.
         auto design = two(row);
         design.alpha = 0.05;
         design.comparisons = 10;
         design.power = 0.80;
         row.expect(0, solved(solve(design), &TwoProportionsDesign::n1), "as a family of ten",
                    uniroot);
       }},
      {"blog_power_66", power_of_two},
      {"blog_halfwidth_66",
       [](const Case& row) { row.expect(0, *half_width("wald", row.in("p"), row.in("n"))); }},
      {"blog_waterfall", waterfall_row},
      {"unequal_66_vs_7000",
       [](const Case& row) {
         auto design = two(row);
         design.n1 = row.in("n1");
         design.n2 = row.in("n2");
         design.formula = TwoProportionsFormula::arcsine;
         row.expect(0, solved(solve(design), &TwoProportionsDesign::power));
       }},
      {"one_sample_66_vs_.85",
       [](const Case& row) {
         row.expect(
             0,
             solved(solve(OneProportionDesign{.n = 66, .truth = 0.75, .goal = 0.85, .alpha = 0.05}),
                    &OneProportionDesign::power));
       }},
      {"arcsine_n",
       [](const Case& row) {
         auto design = two(row);
         design.power = 0.80;
         design.formula = TwoProportionsFormula::arcsine;
         row.expect(0, solved(solve(design), &TwoProportionsDesign::n1), {}, uniroot);
       }},
      {"power_50", power_of_two},
      {"n_90", n_of_two},
      {"wilson_56_66", [](const Case& row) { interval(row, "wilson"); }},
      {"clopper_56_66", [](const Case& row) { interval(row, "clopper_pearson"); }},
      {"wald_56_66", [](const Case& row) { interval(row, "wald"); }},
      {"agresti_coull_56_66", [](const Case& row) { interval(row, "agresti_coull"); }},
      {"jeffreys_56_66", [](const Case& row) { interval(row, "jeffreys"); }},
      {"wilson_0_10", [](const Case& row) { interval(row, "wilson"); }},
      {"clopper_66_66", [](const Case& row) { interval(row, "clopper_pearson"); }},
      {"pmsampsize_b", development},
      {"pmvalsampsize_oe", observed_expected},
      {"pmvalsampsize_cstat", c_statistic},
      {"pmvalsampsize_slope", slope},
      {"obuchowski_roc_one", one_auc},
      {"obuchowski_roc_one_08", one_auc},
  };
  return table;
}

void run(const std::string& folder, Recorder& record) {
  const auto text = core::read_file(folder + "/expected.csv");
  if (!text) return record.fail(text.error().text());
  std::map<std::string, std::size_t> met;
  bool is_header = true;
  for (const std::string& line : core::split(*text, '\n')) {
    if (is_header || core::trim(line).empty()) {
      is_header = false;
      continue;
    }
    const auto fields = core::split(line, ',');
    if (fields.size() != 4) {
      record.fail("a row of expected.csv has " + std::to_string(fields.size()) +
                  " fields instead of 4: " + line);
      continue;
    }
    const auto handler = handlers().find(fields[0]);
    if (handler == handlers().end()) {
      record.fail("no handler for the row " + fields[0]);
      continue;
    }
    ++met[fields[0]];
    handler->second({fields[0], named_inputs(fields[1]), numbers_in(fields[1]),
                     numbers_in(fields[2]), std::string(core::trim(fields[3])), &record});
  }
  for (const auto& [id, handler] : handlers())
    if (met[id] != 1)
      record.fail("the row " + id + " stands " + std::to_string(met[id]) +
                  " times in expected.csv");
}

}  // namespace

OracleSet power_published() {
  return {"power-published", "Power, sample size and intervals for proportions and AUCs",
          "Tolerance: half a unit of the last digit printed; where the printed number came from a "
          "root search, how near that search stops (the row says so).",
          run};
}

}  // namespace secondsite::oracles::sets
