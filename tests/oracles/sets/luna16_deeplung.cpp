#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/support/froc.h"
#include "secondsite/metrics/support/mark_match.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::MarkFate;

constexpr double rates_published[] = {.692, .769, .824, .865, .893, .917, .933};
constexpr double rates_here[] = {.692243, .768971, .823777, .865093, .892917, .917369, .933390};
constexpr double without_exclusions[] = {.4722, .5868, .6804, .7833, .8499, .8954, .9275};
constexpr double folds[] = {.8750, .8783, .8170, .7731, .8850, .8095, .8649, .8816, .8668};
constexpr double lower_bounds[] = {.639, .726, .792, .835, .870, .893, .912};
constexpr double upper_bounds[] = {.737, .809, .852, .890, .915, .937, .953};

constexpr const char* published = "DeepLung, WACV 2018 supplement and README, row \"3D DPN\"";
constexpr const char* recomputed = "this submission by LUNA16's rules, counted in Python";
constexpr const char* script_bootstrap = "LUNA16's scan bootstrap in Python, Monte-Carlo +-.004";

struct Cloud {
  std::vector<std::uint32_t> scan;
  std::vector<double> x, y, z, diameter, rating;
  metrics::Places places() const { return {scan, x, y, z, diameter, {}, {}, {}}; }
};

// Scans are numbers; the submission writes them without leading zeros.
double scan_number(const std::string& text) {
  const auto number = core::parse_number(text);
  if (!number) throw std::runtime_error("\"" + text + "\" is no scan number");
  return *number;
}

Cloud read_cloud(const std::string& path, const std::map<double, std::uint32_t>& scans,
                 const char* last) {
  const Csv file(path);
  Cloud out;
  for (const std::string& id : file.texts("seriesuid")) {
    const auto found = scans.find(scan_number(id));
    out.scan.push_back(found == scans.end() ? metrics::no_place : found->second);
  }
  out.x = file.numbers("coordX");
  out.y = file.numbers("coordY");
  out.z = file.numbers("coordZ");
  out.rating = file.numbers(last);
  return out;
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

struct Challenge {
  std::map<double, std::uint32_t> scans;
  Cloud marks, lesions, excluded;
  metrics::MatchRules rules{.most_marks = 100};

  metrics::Matching match(bool with_exclusions) const {
    return metrics::match_marks(marks.places(), marks.rating, lesions.places(),
                                with_exclusions ? excluded.places() : metrics::Places{},
                                scans.size(), rules, 2);
  }
};

Challenge read_challenge(const std::string& folder) {
  Challenge out;
  const Csv listed(folder + "/folds.csv");
  for (const std::string& id : listed.texts("scan"))
    out.scans.emplace(scan_number(id), static_cast<std::uint32_t>(out.scans.size()));
  out.marks = read_cloud(folder + "/dpn26bs32.csv", out.scans, "probability");
  out.lesions = read_cloud(folder + "/newannotations.csv", out.scans, "diameter_mm");
  out.lesions.diameter = out.lesions.rating;
  out.excluded = read_cloud(folder + "/newannotations_excluded.csv", out.scans, "diameter_mm");
  out.excluded.diameter = out.excluded.rating;
  for (double& d : out.excluded.diameter)
    if (d < 0) d = 10;
  return out;
}

void check_folds(const std::string& folder, const Challenge& challenge,
                 const metrics::FrocColumns& all, Recorder& record) {
  const Csv file(folder + "/folds.csv");
  const auto ids = file.texts("scan");
  const auto subset = file.numbers("subset");
  std::vector<double> fold_of(all.scans);
  for (std::size_t i = 0; i < ids.size(); ++i)
    fold_of[challenge.scans.at(scan_number(ids[i]))] = subset[i];
  for (int fold = 0; fold < 10; ++fold) {
    metrics::FrocColumns part;
    std::vector<std::uint32_t> at(all.scans);
    for (std::size_t s = 0; s < all.scans; ++s)
      if (fold_of[s] == fold) at[s] = static_cast<std::uint32_t>(part.scans++);
    for (std::size_t l = 0; l < all.lesion_scan.size(); ++l) {
      if (fold_of[all.lesion_scan[l]] != fold) continue;
      part.lesion_scan.push_back(at[all.lesion_scan[l]]);
      part.lesion_rating.push_back(all.lesion_rating[l]);
    }
    for (std::size_t m = 0; m < all.false_scan.size(); ++m) {
      if (fold_of[all.false_scan[m]] != fold) continue;
      part.false_scan.push_back(at[all.false_scan[m]]);
      part.false_rating.push_back(all.false_rating[m]);
    }
    const double cpm = mean(froc_at(metrics::froc_plan(part.cases()), metrics::froc_rates));
    const std::string name = "CPM of fold " + std::to_string(fold);
    if (fold < 9) {
      record.expect(name, folds[fold], cpm, 5.1e-5, "DeepLung README, DPN26, four digits");
      continue;
    }
    record.known_disagreement(name, .8122, cpm, "DeepLung README, DPN26",
                              "nine folds agree to four digits; the tenth row of the README "
                              "does not come from this submission");
    record.expect(name + ", this data", .8150, cpm, 5.1e-5, recomputed);
  }
}

void check_bootstrap(const metrics::FrocColumns& columns, Recorder& record) {
  const auto plan = metrics::froc_plan(columns.cases());
  core::Context context;
  context.threads = 2;
  const auto weights =
      metrics::froc_weights(columns.cases(), metrics::Resampling::multinomial, 1000, context);
  const auto draws =
      froc_replicates(plan, weights, metrics::froc_rates, metrics::FrocInterpolation::linear, 2);
  const std::size_t k = metrics::froc_rates.size();
  const auto bounds = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return stats::Interval{metrics::quantile(values, 0.025), metrics::quantile(values, 0.975)};
  };
  std::vector<double> cpm;
  for (unsigned r = 0; r < 1000; ++r) cpm.push_back(mean(std::span(draws).subspan(r * k, k)));
  const auto interval = bounds(cpm);
  record.expect("CPM lower bound", .813, interval.lower, .004, script_bootstrap);
  record.expect("CPM upper bound", .868, interval.upper, .004, script_bootstrap);
  for (std::size_t j = 0; j < k; ++j) {
    std::vector<double> one;
    for (unsigned r = 0; r < 1000; ++r) one.push_back(draws[r * k + j]);
    const auto at = bounds(one);
    const std::string rate = core::exact(metrics::froc_rates[j]) + " false marks a scan";
    record.expect("lower bound at " + rate, lower_bounds[j], at.lower, .004, script_bootstrap);
    record.expect("upper bound at " + rate, upper_bounds[j], at.upper, .004, script_bootstrap);
  }
}

void run(const std::string& folder, Recorder& record) {
  const Challenge challenge = read_challenge(folder);
  const auto matching = challenge.match(true);
  const auto counted = [&](MarkFate fate) {
    return static_cast<double>(matching.count[static_cast<std::size_t>(fate)]);
  };
  record.expect("scans", 888, static_cast<double>(challenge.scans.size()), 0, "SOURCE.md");
  record.expect("nodules found", 1136, static_cast<double>(matching.found), 0, recomputed);
  record.expect("nodules missed", 50, static_cast<double>(matching.missed), 0, recomputed);
  record.expect("false marks", 46078, counted(MarkFate::false_mark), 0, recomputed);
  record.expect("ignored on excluded", 5308, counted(MarkFate::on_excluded), 0, recomputed);
  record.expect("double marks", 186, counted(MarkFate::extra), 0, recomputed);
  record.expect("marks kept", 52708,
                static_cast<double>(challenge.marks.scan.size()) - counted(MarkFate::over_limit), 0,
                recomputed);
  const auto columns =
      froc_columns(matching, challenge.marks.places(), challenge.marks.rating,
                   challenge.lesions.places(), challenge.scans.size(), challenge.rules);
  const auto plan = metrics::froc_plan(columns.cases());
  const auto values = froc_at(plan, metrics::froc_rates);
  for (std::size_t j = 0; j < values.size(); ++j) {
    const std::string rate = core::exact(metrics::froc_rates[j]) + " false marks a scan";
    record.expect("sensitivity at " + rate, rates_published[j], values[j], 5.1e-4, published);
    record.expect("sensitivity at " + rate + ", six digits", rates_here[j], values[j], 5.1e-7,
                  recomputed);
  }
  record.expect("CPM", .842, mean(values), 5.1e-4, published);
  record.expect("CPM, six digits", .841966, mean(values), 5.1e-7, recomputed);
  record.expect("final sensitivity", .957841, froc_points(plan).back().sensitivity, 5.1e-7,
                recomputed);
  check_folds(folder, challenge, columns, record);

  const auto careless = challenge.match(false);
  const auto all_false =
      froc_columns(careless, challenge.marks.places(), challenge.marks.rating,
                   challenge.lesions.places(), challenge.scans.size(), challenge.rules);
  const auto worse = froc_at(metrics::froc_plan(all_false.cases()), metrics::froc_rates);
  for (std::size_t j = 0; j < worse.size(); ++j)
    record.expect("without exclusions at " + core::exact(metrics::froc_rates[j]),
                  without_exclusions[j], worse[j], 5.1e-5, recomputed);
  record.expect("CPM without exclusions", .742231, mean(worse), 5.1e-7, recomputed);
  check_bootstrap(columns, record);
}

}  // namespace

OracleSet luna16_deeplung() {
  return {.id = "luna16-deeplung",
          .title = "A LUNA16 submission: 55,677 marks on 888 scans with 1,186 nodules",
          .note =
              "LUNA16's rules: at most 100 marks a scan, strictly inside the radius, best mark "
              "counts, marks on excluded findings ignored, linear interpolation.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
