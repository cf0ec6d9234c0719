#include "secondsite/readers/study/automation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "secondsite/core/text.h"
#include "secondsite/readers/study/moments.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::readers::study {
namespace {

using core::Error;

// What happened at one read of one case by one reader under both conditions; empty: not read.
struct Moment {
  bool diseased = false;
  std::optional<bool> model;  // the model called it positive
  std::optional<bool> without;
  std::optional<bool> with;
  double seconds_without = not_read;
  double seconds_with = not_read;

  bool model_right() const { return model && *model == diseased; }
  bool model_wrong() const { return model && *model != diseased; }
};

struct Measure {
  const char* id;
  const char* title;
  const char* says;
  bool is_share;
  std::optional<double> (*of)(const Moment&);
};

std::optional<double> share(bool counts, bool happens) {
  if (!counts) return std::nullopt;
  return happens ? 1.0 : 0.0;
}

bool both_read(const Moment& m) {
  return m.without && m.with;
}

constexpr Measure measures[] = {
    {"commission", "Commission errors with the model",
     "called positive with the model, of healthy cases that the model calls positive", true,
     [](const Moment& m) {
       return share(m.with && !m.diseased && m.model_wrong(), m.with.value_or(false));
     }},
    {"commission-without", "The same reads without the model",
     "called positive without the model, of the same cases", true,
     [](const Moment& m) {
       return share(m.without && !m.diseased && m.model_wrong(), m.without.value_or(false));
     }},
    {"omission", "Omission errors with the model",
     "called negative with the model, of diseased cases that the model calls negative", true,
     [](const Moment& m) {
       return share(m.with && m.diseased && m.model_wrong(), !m.with.value_or(true));
     }},
    {"omission-without", "The same reads without the model",
     "called negative without the model, of the same cases", true,
     [](const Moment& m) {
       return share(m.without && m.diseased && m.model_wrong(), !m.without.value_or(true));
     }},
    {"towards-truth-model-right", "Changed towards the truth, model right",
     "wrong without and right with the model, of reads wrong without it", true,
     [](const Moment& m) {
       return share(both_read(m) && m.model_right() && m.without.value_or(false) != m.diseased,
                    m.with.value_or(false) == m.diseased);
     }},
    {"away-from-truth-model-right", "Changed away from the truth, model right",
     "right without and wrong with the model, of reads right without it", true,
     [](const Moment& m) {
       return share(both_read(m) && m.model_right() && m.without.value_or(false) == m.diseased,
                    m.with.value_or(false) != m.diseased);
     }},
    {"towards-truth-model-wrong", "Changed towards the truth, model wrong",
     "wrong without and right with the model, of reads wrong without it", true,
     [](const Moment& m) {
       return share(both_read(m) && m.model_wrong() && m.without.value_or(false) != m.diseased,
                    m.with.value_or(false) == m.diseased);
     }},
    {"away-from-truth-model-wrong", "Changed away from the truth, model wrong",
     "right without and wrong with the model, of reads right without it", true,
     [](const Moment& m) {
       return share(both_read(m) && m.model_wrong() && m.without.value_or(false) == m.diseased,
                    m.with.value_or(false) != m.diseased);
     }},
    {"follows-the-model", "Agrees with the model when it is wrong",
     "calls with the model that equal a wrong output, of all such reads", true,
     [](const Moment& m) {
       return share(m.with && m.model_wrong(), m.with.value_or(false) == m.model.value_or(false));
     }},
    {"follows-without", "The same reads without the model",
     "calls without the model that equal the wrong output", true,
     [](const Moment& m) {
       return share(m.without && m.model_wrong(),
                    m.without.value_or(false) == m.model.value_or(false));
     }},
    {"time-difference", "Reading time, with less without the model",
     "seconds a read, over reads timed both ways", false,
     [](const Moment& m) -> std::optional<double> {
       if (std::isnan(m.seconds_with) || std::isnan(m.seconds_without)) return std::nullopt;
       return m.seconds_with - m.seconds_without;
     }},
    {"time-difference-model-wrong", "The same where the model is wrong", "seconds a read", false,
     [](const Moment& m) -> std::optional<double> {
       if (!m.model_wrong() || std::isnan(m.seconds_with) || std::isnan(m.seconds_without))
         return std::nullopt;
       return m.seconds_with - m.seconds_without;
     }},
};

stats::Estimate of_reader(const std::vector<double>& values, const Measure& measure, double level) {
  double sum = 0;
  for (const double value : values) sum += value;
  const auto n = static_cast<double>(values.size());
  if (values.empty())
    return stats::not_estimable(measure.id, "study.no-reads", "this reader has no such read");
  if (measure.is_share) {
    stats::ProportionOptions options;
    options.level = level;
    options.metric = measure.id;
    options.unit = "read";
    return *stats::proportion(static_cast<std::uint64_t>(std::lround(sum)), values.size(), options);
  }
  stats::Estimate out;
  out.metric = measure.id;
  out.value = sum / n;
  out.level = level;
  out.unit = "read";
  out.n = values.size();
  double squares = 0;
  for (const double value : values) squares += (value - out.value) * (value - out.value);
  out.method = "Student over the reader's cases";
  if (values.size() < 2) return out;
  out.standard_error = std::sqrt(squares / (n - 1) / n);
  const double half = stats::student_quantile(0.5 + level / 2, n - 1) * out.standard_error;
  out.interval = {out.value - half, out.value + half};
  return out;
}

// Readers and cases random: the moments of the reads that count, holes and all.
stats::Estimate over_readers(const Reads& values, const Measure& measure, double level) {
  std::uint64_t n = 0;
  double sum = 0;
  for (const double value : values.rating)
    if (!std::isnan(value)) {
      ++n;
      sum += value;
    }
  if (n == 0) return stats::not_estimable(measure.id, "study.no-reads", "there is no such read");
  const Sample sample = mean_of(values, false);
  const auto moments = moments_of(sample, sums_of(sample), 1);
  const Averaged averaged = one_modality(moments[0]);
  stats::Estimate out;
  out.metric = measure.id;
  out.value = averaged.value;
  out.level = level;
  out.unit = "read";
  out.n = n;
  out.n_positive = measure.is_share ? static_cast<std::uint64_t>(std::lround(sum)) : 0;
  out.n_clusters = values.readers.size();
  const bool unbiased = averaged.variance > 0;
  const double variance = unbiased ? averaged.variance : averaged.variance_v;
  const double degrees = unbiased ? averaged.degrees : averaged.degrees_v;
  out.method = std::string(unbiased ? "U" : "V") + "-statistics, readers and cases random";
  if (!(variance > 0) || std::isnan(degrees)) return out;
  out.standard_error = std::sqrt(variance);
  const double half = stats::student_quantile(0.5 + level / 2, degrees) * out.standard_error;
  out.interval = {out.value - half, out.value + half};
  if (measure.is_share) {
    out.interval.lower = std::max(out.interval.lower, 0.0);
    out.interval.upper = std::min(out.interval.upper, 1.0);
  }
  out.definitions.push_back({"BDG degrees of freedom", core::fixed(degrees, 1)});
  return out;
}

core::Result<std::size_t> modality_named(const Reads& reads, const std::string& name,
                                         std::size_t otherwise) {
  if (name.empty()) return otherwise;
  const auto at = std::find(reads.modalities.begin(), reads.modalities.end(), name);
  if (at == reads.modalities.end())
    return Error("study.bad-request", "there is no modality " + name, {},
                 "the modalities are " + core::join(reads.modalities, ", "));
  return static_cast<std::size_t>(at - reads.modalities.begin());
}

}  // namespace

core::Result<AutomationResult> automation_bias(const Reads& ratings, const Reads& model,
                                               const Reads& time,
                                               const AutomationRequest& request) {
  if (ratings.modalities.size() < 2)
    return Error("study.one-modality", "automation bias needs reads without and with the model");
  if (model.cases != ratings.cases || model.readers != ratings.readers ||
      model.modalities != ratings.modalities)
    return Error("study.bad-request", "the model's output is not of the same reads");
  const auto without = modality_named(ratings, request.unaided, 0);
  if (!without) return without.error();
  const auto with = modality_named(ratings, request.aided, ratings.modalities.size() - 1);
  if (!with) return with.error();
  const bool timed = time.cases == ratings.cases && time.readers == ratings.readers &&
                     time.modalities == ratings.modalities;
  AutomationResult out;
  out.readers = ratings.readers;
  out.unaided = ratings.modalities[*without];
  out.aided = ratings.modalities[*with];
  const std::size_t n = ratings.cases.size();
  const std::size_t r = ratings.readers.size();
  const auto call = [](double rating, double threshold) -> std::optional<bool> {
    if (std::isnan(rating)) return std::nullopt;
    return rating >= threshold;
  };
  std::vector<Moment> all(r * n);
  std::vector<int> right(n, -1);
  for (std::size_t p = 0; p < r; ++p)
    for (std::size_t c = 0; c < n; ++c) {
      Moment& m = all[p * n + c];
      const std::size_t cell_without = ratings.cell(*without, p);
      const std::size_t cell_with = ratings.cell(*with, p);
      m.diseased = ratings.positive[c] != 0;
      m.without = call(ratings.at(cell_without, c), request.threshold);
      m.with = call(ratings.at(cell_with, c), request.threshold);
      m.model = call(model.at(cell_with, c), request.model_threshold);
      if (!m.model) m.model = call(model.at(cell_without, c), request.model_threshold);
      if (timed) {
        m.seconds_without = time.at(cell_without, c);
        m.seconds_with = time.at(cell_with, c);
      }
      if (m.model) right[c] = m.model_right() ? 1 : 0;
    }
  out.model_right = static_cast<std::uint64_t>(std::count(right.begin(), right.end(), 1));
  out.model_wrong = static_cast<std::uint64_t>(std::count(right.begin(), right.end(), 0));
  for (const Measure& measure : measures) {
    if (!measure.is_share && !timed) continue;
    Reads values = Reads::empty({"value"}, ratings.readers, ratings.cases, ratings.positive);
    AutomationRow row{measure.id, measure.title, measure.says, {}, {}};
    for (std::size_t p = 0; p < r; ++p) {
      std::vector<double> of_one;
      for (std::size_t c = 0; c < n; ++c)
        if (const auto value = measure.of(all[p * n + c])) {
          values.at(p, c) = *value;
          of_one.push_back(*value);
        }
      row.by_reader.push_back(of_reader(of_one, measure, request.level));
    }
    row.overall = over_readers(values, measure, request.level);
    out.rows.push_back(std::move(row));
  }
  return out;
}

core::Json to_json(const AutomationResult& result) {
  core::Json rows = core::Json::array();
  for (const AutomationRow& row : result.rows) {
    core::Json readers = core::Json::object();
    for (std::size_t p = 0; p < row.by_reader.size(); ++p)
      readers[result.readers[p]] = stats::to_json(row.by_reader[p]);
    rows.push_back({{"id", row.id},
                    {"title", row.title},
                    {"says", row.says},
                    {"overall", stats::to_json(row.overall)},
                    {"readers", readers}});
  }
  return {{"without", result.unaided},
          {"with", result.aided},
          {"model_right_on_cases", result.model_right},
          {"model_wrong_on_cases", result.model_wrong},
          {"measures", rows}};
}

}  // namespace secondsite::readers::study
