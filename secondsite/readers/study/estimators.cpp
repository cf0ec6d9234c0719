#include "secondsite/readers/study/estimators.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::readers::study {
namespace {

using core::Severity;

struct Entry {
  std::string_view id;
  std::string_view title;
  std::string_view holds_for;
  std::string_view reference;
};

constexpr std::string_view everybody = "readers and cases";
constexpr std::string_view obuchowski =
    "Obuchowski & Rockette 1995, doi:10.1080/03610919508813243; Hillis 2007, doi:10.1002/sim.2532";
constexpr std::string_view dorfman =
    "Dorfman, Berbaum & Metz 1992, doi:10.1097/00004424-199209000-00015; Hillis, Berbaum & Metz "
    "2008, doi:10.1016/j.acra.2007.12.015";
constexpr std::string_view gallas =
    "Gallas et al. 2009, doi:10.1080/03610920802610084; Obuchowski, Gallas & Hillis 2012, "
    "doi:10.1016/j.acra.2012.09.012";

constexpr Entry entries[] = {
    {"or-jackknife", "Obuchowski-Rockette, jackknife", everybody, obuchowski},
    {"or-delong", "Obuchowski-Rockette, DeLong", everybody, obuchowski},
    {"or-unbiased", "Obuchowski-Rockette, unbiased", everybody, obuchowski},
    {"or-bootstrap", "Obuchowski-Rockette, bootstrap", everybody, obuchowski},
    {"dbm", "Dorfman-Berbaum-Metz", everybody, dorfman},
    {"u-bdg", "U-statistics, BDG degrees", everybody, gallas},
    {"u-normal", "U-statistics, normal", everybody, gallas},
    {"v-bdg", "V-statistics, BDG degrees", everybody, gallas},
    {"fixed-readers", "Readers fixed (OR, jackknife)", "these readers", obuchowski},
    {"dbm-fixed-readers", "Readers fixed (DBM)", "these readers", dorfman},
    {"fixed-cases", "Cases fixed", "these cases", obuchowski},
};

const Entry& entry_of(std::string_view id) {
  return *std::find_if(std::begin(entries), std::end(entries),
                       [&](const Entry& each) { return each.id == id; });
}

// Everything that is computed once and that several estimators take.
struct Work {
  const Reads& reads;
  const Request& request;
  const core::Context& context;
  core::Findings& findings;
  Result& out;
  bool two_sample = true;  // false: no kernel (partial area)
  Sample sample;
  Sums sums;
  LeftOut left_out;
  std::vector<std::size_t> complete;  // readers with a figure under every modality
  std::vector<double> figures;        // of those, modality first
  Nested nested;
  bool is_nested = false;

  std::size_t modalities() const { return reads.modalities.size(); }
};

stats::Estimate described(const Work& work, double value, const std::string& method) {
  stats::Estimate out;
  out.metric = std::string(name(work.request.outcome));
  out.value = value;
  out.level = work.request.level;
  out.method = method;
  out.unit = "case";
  out.n = work.reads.cases.size();
  out.n_positive = work.reads.positives();
  return out;
}

stats::Estimate estimate_of(const Work& work, const Effect& effect, const std::string& method,
                            double null_value) {
  stats::Estimate out = described(work, effect.value, method);
  out.definitions.push_back({"readers", std::to_string(work.reads.readers.size())});
  if (!std::isfinite(effect.value))
    return stats::not_estimable(out.metric, "study.one-class", "a class has no case");
  if (!std::isfinite(effect.standard_error)) return out;
  out.standard_error = effect.standard_error;
  const double half = quantile_of(effect, 0.5 + work.request.level / 2) * effect.standard_error;
  out.interval = {effect.value - half, effect.value + half};
  if (std::isnan(null_value)) return out;
  stats::TestResult test;
  test.method = method;
  test.statistic = (effect.value - null_value) / effect.standard_error;
  test.degrees_of_freedom = effect.degrees;
  test.p_value = effect.standard_error > 0 ? p_value_of(effect, null_value) : stats::unknown;
  out.test = test;
  return out;
}

stats::Estimate component(const Work& work, const char* id, double value) {
  stats::Estimate out = described(work, value, "ANOVA estimate; may be negative");
  out.metric = id;
  return out;
}

stats::TestResult result_of(const GlobalTest& test) {
  stats::TestResult out;
  out.method = std::isnan(test.df2)
                   ? "chi-squared(" + core::exact(test.df1) + ")"
                   : "F(" + core::exact(test.df1) + ", " + core::fixed(test.df2, 2) + ")";
  out.statistic = test.statistic;
  out.degrees_of_freedom = std::isnan(test.df2) ? test.df1 : test.df2;
  out.p_value = test.p_value;
  return out;
}

EstimatorRow begin_row(const Work& work, std::string_view id) {
  const Entry& entry = entry_of(id);
  EstimatorRow out;
  out.id = entry.id;
  out.title = entry.title;
  out.holds_for = entry.holds_for;
  out.reference = entry.reference;
  out.declared = work.request.declared == id;
  return out;
}

EstimatorRow absent_row(const Work& work, std::string_view id, std::string code,
                        std::string reason) {
  EstimatorRow out = begin_row(work, id);
  out.absent_code = std::move(code);
  out.absent_reason = std::move(reason);
  return out;
}

double mean_figure(const Work& work, std::size_t modality) {
  const std::size_t r = work.complete.size();
  double sum = 0;
  for (std::size_t p = 0; p < r; ++p) sum += work.figures[modality * r + p];
  return sum / static_cast<double>(r);
}

// The rows and columns of the covariance that belong to the complete readers.
Covariance of_complete(const Work& work, const Covariance& all) {
  const std::size_t r = work.complete.size();
  const std::size_t cells = r * work.modalities();
  Covariance out{cells, std::vector<double>(cells * cells)};
  const auto cell = [&](std::size_t k) { return work.reads.cell(k / r, work.complete[k % r]); };
  for (std::size_t a = 0; a < cells; ++a)
    for (std::size_t b = 0; b < cells; ++b) out.at(a, b) = all.at(cell(a), cell(b));
  return out;
}

void add_components(const Work& work, const Components& c, EstimatorRow& row) {
  const std::pair<const char*, double> parts[] = {
      {"var-reader", c.reader}, {"var-modality-reader", c.modality_reader},
      {"cov1", c.cov1},         {"cov2", c.cov2},
      {"cov3", c.cov3},         {"var-error", c.error}};
  for (const auto& [id, value] : parts) row.components.push_back(component(work, id, value));
}

// Differences of every reader from the model, analysed as one modality.
void against_model(const Work& work, const Covariance& covariance, Population population,
                   EstimatorRow& row) {
  const std::size_t r = work.complete.size();
  const auto model = static_cast<std::size_t>(
      std::find(work.reads.modalities.begin(), work.reads.modalities.end(), work.request.model) -
      work.reads.modalities.begin());
  for (std::size_t k = 0; k < work.out.pairs.size(); ++k) {
    const auto [a, b] = work.out.pairs[k];
    if (a != model && b != model) continue;
    std::vector<double> figures(r);
    Covariance of_difference{r, std::vector<double>(r * r)};
    for (std::size_t p = 0; p < r; ++p) {
      figures[p] = work.figures[a * r + p] - work.figures[b * r + p];
      for (std::size_t q = 0; q < r; ++q)
        of_difference.at(p, q) =
            covariance.at(a * r + p, a * r + q) - covariance.at(a * r + p, b * r + q) -
            covariance.at(b * r + p, a * r + q) + covariance.at(b * r + p, b * r + q);
    }
    const Components c = components_of(figures, of_difference, 1, r);
    double mean = 0;
    for (const double figure : figures) mean += figure / static_cast<double>(r);
    row.differences[k] = estimate_of(work, modality_mean(c, 0, mean, population),
                                     row.title + ", readers against the model", 0);
  }
}

EstimatorRow obuchowski_rockette(const Work& work, std::string_view id, const Covariance& all,
                                 Population population) {
  const std::size_t r = work.complete.size();
  EstimatorRow row = begin_row(work, id);
  if (population != Population::cases && (work.is_nested ? false : r < 2))
    return absent_row(work, id, r == 0 ? "study.reader-left-out" : "study.one-reader",
                      r == 0 ? "no reader has a figure under every modality"
                             : "one reader: nothing varies between readers");
  if (r == 0 && !work.is_nested)
    return absent_row(work, id, "study.reader-left-out",
                      "no reader has a figure under every modality");
  if (work.is_nested) {
    const std::vector<double>& figures = work.left_out.value;
    for (const auto& members : work.nested.members)
      if (members.size() < 2 && population != Population::cases)
        return absent_row(work, id, "study.one-reader", "a modality has one reader");
    for (std::size_t a = 0; a < work.modalities(); ++a)
      row.means.push_back(estimate_of(work, nested_mean(figures, all, work.nested, a, population),
                                      row.title, stats::unknown));
    for (const auto& [a, b] : work.out.pairs)
      row.differences.push_back(
          estimate_of(work, nested_difference(figures, all, work.nested, a, b, population),
                      row.title + ", readers nested", 0));
    return row;
  }
  const Covariance covariance = of_complete(work, all);
  const Components c = components_of(work.figures, covariance, work.modalities(), r);
  add_components(work, c, row);
  for (std::size_t a = 0; a < work.modalities(); ++a)
    row.means.push_back(estimate_of(work, modality_mean(c, a, mean_figure(work, a), population),
                                    row.title, stats::unknown));
  if (work.modalities() > 1) {
    const GlobalTest test = global_test(c, population);
    if (std::isfinite(test.statistic)) row.all_equal = result_of(test);
  }
  for (const auto& [a, b] : work.out.pairs)
    row.differences.push_back(estimate_of(
        work, modality_difference(c, mean_figure(work, a) - mean_figure(work, b), population),
        row.title, 0));
  if (!work.request.model.empty()) {
    against_model(work, covariance, population, row);
    row.all_equal.reset();
  }
  return row;
}

EstimatorRow dorfman_berbaum_metz(const Work& work, std::string_view id, Population population) {
  std::optional<Pseudovalues> anova;
  const bool crossed = work.out.design.fully_crossed || work.request.outcome == Outcome::mean ||
                       work.request.outcome == Outcome::mean_diseased;
  if (crossed && work.request.model.empty() && work.complete.size() == work.reads.readers.size())
    anova = pseudovalue_anova(work.left_out, work.modalities(), work.reads.readers.size());
  if (!anova)
    return absent_row(work, id, "study.missing-reads",
                      "pseudovalues need a fully crossed design of two modalities and two readers");
  EstimatorRow row = begin_row(work, id);
  const std::pair<const char*, double> parts[] = {
      {"var-reader", anova->var_reader()},
      {"var-case", anova->var_case()},
      {"var-modality-reader", anova->var_modality_reader()},
      {"var-modality-case", anova->var_modality_case()},
      {"var-reader-case", anova->var_reader_case()},
      {"var-residual", anova->residual}};
  for (const auto& [part, value] : parts) row.components.push_back(component(work, part, value));
  const GlobalTest test = global_test(*anova, population);
  if (std::isfinite(test.statistic)) row.all_equal = result_of(test);
  for (const auto& [a, b] : work.out.pairs)
    row.differences.push_back(estimate_of(
        work, modality_difference(*anova, mean_figure(work, a) - mean_figure(work, b), population),
        row.title, 0));
  return row;
}

// iMRMC's reference: Student's t with the whole degrees of freedom up to 50, the normal above.
double reference_degrees(double degrees) {
  return degrees > 50 ? stats::unknown : std::floor(degrees);
}

stats::Estimate averaged_estimate(const Work& work, const Averaged& averaged, std::string_view id,
                                  const std::string& title, bool is_difference) {
  const bool v = id == "v-bdg";
  const double variance = v ? averaged.variance_v : averaged.variance;
  const double degrees = v ? averaged.degrees_v : averaged.degrees;
  if (!(variance > 0)) {
    stats::Estimate out = described(work, averaged.value, title);
    work.findings.add(Severity::warning, "study.negative-variance", std::string(id),
                      "an unbiased variance is not above 0: no interval by " + title);
    return out;
  }
  const Effect effect{averaged.value, std::sqrt(variance),
                      id == "u-normal" ? stats::unknown : reference_degrees(degrees)};
  stats::Estimate out = estimate_of(work, effect, title, is_difference ? 0 : stats::unknown);
  if (id != "u-normal")
    out.definitions.push_back(
        {"BDG degrees of freedom", core::fixed(degrees, 2) + (degrees > 50 ? ": normal" : ": t")});
  return out;
}

EstimatorRow moments_row(const Work& work, std::string_view id,
                         const std::vector<Moments>& moments) {
  EstimatorRow row = begin_row(work, id);
  if (!work.two_sample)
    return absent_row(work, id, "study.bad-request", "a partial area is no mean over pairs");
  if (work.reads.readers.size() < 2)
    return absent_row(work, id, "study.one-reader", "one reader: nothing varies between readers");
  const std::size_t t = work.modalities();
  for (std::size_t a = 0; a < t; ++a)
    row.means.push_back(
        averaged_estimate(work, one_modality(moments[a * t + a]), id, row.title, false));
  for (const auto& [a, b] : work.out.pairs)
    row.differences.push_back(averaged_estimate(
        work, difference(moments[a * t + a], moments[b * t + b], moments[a * t + b]), id, row.title,
        true));
  return row;
}

double partial_area(const Request& request, const Sample& sample, std::span<const double> x,
                    std::span<const double> y) {
  std::vector<double> score;
  std::vector<std::uint8_t> positive;
  (void)sample;
  for (const auto ratings : {x, y})
    for (const double rating : ratings)
      if (!std::isnan(rating)) {
        score.push_back(rating);
        positive.push_back(ratings.data() == y.data() ? 1 : 0);
      }
  metrics::MetricOptions options;
  options.partial.lowest = request.lowest_specificity;
  const auto metric = core::find_entry(metrics::all(), "partial_auroc", "metric");
  return (*metric)->influence({score, positive, {}, {}}, options).value;
}

void find_complete_readers(Work& work) {
  const std::size_t t = work.modalities();
  const std::size_t r = work.reads.readers.size();
  for (std::size_t p = 0; p < r; ++p) {
    std::size_t have = 0;
    for (std::size_t a = 0; a < t; ++a)
      have += std::isfinite(work.left_out.value[work.reads.cell(a, p)]) ? 1 : 0;
    if (have == t) work.complete.push_back(p);
  }
  work.is_nested = work.complete.empty() && t > 1;
  if (work.is_nested) {
    work.nested.members.resize(t);
    for (std::size_t a = 0; a < t; ++a)
      for (std::size_t p = 0; p < r; ++p)
        if (std::isfinite(work.left_out.value[work.reads.cell(a, p)]))
          work.nested.members[a].push_back(work.reads.cell(a, p));
    const bool all = std::none_of(work.nested.members.begin(), work.nested.members.end(),
                                  [](const auto& members) { return members.empty(); });
    work.is_nested = all;
    return;
  }
  for (std::size_t p = 0; p < r; ++p)
    if (std::find(work.complete.begin(), work.complete.end(), p) == work.complete.end())
      work.findings.add(
          Severity::warning, "study.reader-left-out", work.reads.readers[p],
          "reader " + work.reads.readers[p] + " has no figure under one of the modalities");
  for (std::size_t a = 0; a < t; ++a)
    for (const std::size_t p : work.complete)
      work.figures.push_back(work.left_out.value[work.reads.cell(a, p)]);
}

void add_cells(const Work& work, const Covariance& covariance) {
  const std::string method = "jackknife over cases";
  const auto of_case = [&](double value, double variance, double null_value) {
    return estimate_of(work, {value, std::sqrt(std::max(variance, 0.0)), stats::unknown}, method,
                       null_value);
  };
  for (std::size_t cell = 0; cell < work.reads.cells(); ++cell) {
    stats::Estimate each =
        of_case(work.left_out.value[cell], covariance.at(cell, cell), stats::unknown);
    each.n = 0;
    each.n_positive = 0;
    for (std::size_t c = 0; c < work.reads.cases.size(); ++c)
      if (work.reads.has(cell, c)) {
        ++each.n;
        each.n_positive += work.reads.positive[c];
      }
    each.definitions.clear();
    work.out.cells.push_back(each);
  }
  for (const auto& [a, b] : work.out.pairs)
    for (std::size_t p = 0; p < work.reads.readers.size(); ++p) {
      const std::size_t x = work.reads.cell(a, p);
      const std::size_t y = work.reads.cell(b, p);
      work.out.reader_differences.push_back(
          of_case(work.left_out.value[x] - work.left_out.value[y],
                  covariance.at(x, x) + covariance.at(y, y) - 2 * covariance.at(x, y), 0));
    }
}

}  // namespace

std::vector<std::string> estimator_ids() {
  std::vector<std::string> out;
  for (const Entry& entry : entries) out.emplace_back(entry.id);
  return out;
}

void estimate(const Reads& reads, const Request& request, const core::Context& context,
              core::Findings& findings, Result& out) {
  Work work{reads, request, context, findings, out, true, {}, {}, {}, {}, {}, {}, false};
  work.sample = sample_of(reads, request);
  work.two_sample = request.outcome != Outcome::partial_area;
  if (work.two_sample) {
    work.sums = sums_of(work.sample, context.threads);
    work.left_out = leave_one_out(work.sample, work.sums);
  } else {
    work.left_out = leave_one_out(
        work.sample,
        [&](const Sample& sample, std::span<const double> x, std::span<const double> y) {
          return partial_area(request, sample, x, y);
        },
        context.threads);
  }
  find_complete_readers(work);
  const Covariance jackknife = jackknife_covariance(work.left_out);
  add_cells(work, jackknife);
  const auto both = Population::readers_and_cases;
  const std::string no_kernel = "a partial area is no mean over pairs";
  out.rows.push_back(obuchowski_rockette(work, "or-jackknife", jackknife, both));
  std::vector<Moments> moments;
  if (work.two_sample) {
    out.rows.push_back(obuchowski_rockette(work, "or-delong", delong_covariance(work.sums), both));
    out.rows.push_back(obuchowski_rockette(
        work, "or-unbiased", unbiased_covariance(work.sample, work.sums, context.threads), both));
    if (request.replicates > 1)
      out.rows.push_back(obuchowski_rockette(
          work, "or-bootstrap", bootstrap_covariance(work.sample, request.replicates, context),
          both));
    moments = moments_of(work.sample, work.sums, context.threads);
  } else {
    for (const char* id : {"or-delong", "or-unbiased", "or-bootstrap"})
      out.rows.push_back(absent_row(work, id, "study.bad-request", no_kernel));
  }
  out.rows.push_back(dorfman_berbaum_metz(work, "dbm", both));
  for (const char* id : {"u-bdg", "u-normal", "v-bdg"})
    out.rows.push_back(moments_row(work, id, moments));
  out.rows.push_back(obuchowski_rockette(work, "fixed-readers", jackknife, Population::cases));
  out.rows.push_back(dorfman_berbaum_metz(work, "dbm-fixed-readers", Population::cases));
  out.rows.push_back(obuchowski_rockette(work, "fixed-cases", jackknife, Population::readers));
}

}  // namespace secondsite::readers::study
