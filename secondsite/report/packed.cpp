#include "secondsite/report/packed.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "secondsite/metrics/metric.h"
#include "secondsite/report/format.h"
#include "secondsite/report/story.h"

namespace secondsite::report {
namespace {

using core::Json;

Json rounded(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
  const double short_value = std::strtod(buffer, nullptr);
  // 0 and 1 need no decimal point, and are frequent.
  if (short_value == std::floor(short_value) && std::abs(short_value) < 1e15)
    return static_cast<std::int64_t>(short_value);
  return short_value;
}

// Texts once, their numbers everywhere else.
class Pool {
 public:
  std::size_t operator()(const std::string& text) {
    const auto [place, is_new] = index_.try_emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    return place->second;
  }
  Json take() { return std::move(texts_); }

 private:
  std::map<std::string, std::size_t> index_;
  Json texts_ = Json::array();
};

class Packer {
 public:
  explicit Packer(const evaluation::RunResult& run) : run_(run) { count_definitions(); }

  Json all() {
    Json out;
    out["format"] = "secondsite.page/1";
    out["opening"] = opening_finding(run_);
    out["site"] = site_dimension(run_);
    out["reference"] = run_.protocol.reference_site;
    out["prevalence"] =
        run_.protocol.local_prevalence ? rounded(*run_.protocol.local_prevalence, 6) : Json();
    out["findings"] = findings();
    out["strata"] = strata();
    out["claims"] = claims();
    out["audits"] = audits();
    out["waterfall"] = waterfall();
    out["metrics"] = metric_titles();
    out["kinds"] = std::move(kinds_);
    out["texts"] = pool_.take();
    return out;
  }

 private:
  // An estimate is [kind, value, lower, upper, design effect]; a sixth member tells its own
  // [n, positives, patients] where they are not those of its place, and a seventh why it is absent.
  // A kind is what estimates share: [metric, level, method, unit, definitions], stored once.
  Json pack(const stats::Estimate& e, const Json& size_of_place = nullptr) {
    metrics_.emplace(e.metric, true);
    std::string definitions;
    for (const stats::Definition& definition : e.definitions)
      if (shared(definition))
        definitions +=
            (definitions.empty() ? "" : "; ") + definition.name + ": " + definition.choice;
    const Json kind = Json::array(
        {e.metric, rounded(e.level, 6), pool_(e.method), pool_(e.unit), pool_(definitions)});
    const auto [place, is_new] = kind_index_.try_emplace(kind.dump(), kinds_.size());
    if (is_new) kinds_.push_back(kind);
    // Four digits serve unless the interval is narrower than they could show.
    const double width = e.interval.upper - e.interval.lower;
    const int digits = width < 0.003 * std::abs(e.value) ? 7 : 4;
    Json row =
        Json::array({place->second, rounded(e.value, digits), rounded(e.interval.lower, digits),
                     rounded(e.interval.upper, digits), rounded(e.design_effect, 3)});
    const Json size = size_of(e);
    const bool absent = !e.is_estimable();
    if (size != size_of_place || absent) row.push_back(size);
    if (absent) row.push_back(pool_(e.absent_reason));
    return row;
  }

  // Definitions that hardly any two estimates have in common (degrees of freedom) stay in
  // result.json.
  void count_definitions() {
    for (const evaluation::StratumResult& result : run_.strata)
      for (const stats::Estimate& estimate : result.estimates)
        for (const stats::Definition& definition : estimate.definitions)
          ++uses_[definition.name + ": " + definition.choice];
  }
  bool shared(const stats::Definition& definition) const {
    const auto place = uses_.find(definition.name + ": " + definition.choice);
    return place != uses_.end() && place->second * 50 >= run_.strata.size();
  }

  static Json size_of(const stats::Estimate& e) {
    return Json::array({e.n, e.n_positive, e.n_clusters});
  }

  Json pack(const stats::Verdict& verdict) {
    return Json::array({name(verdict.decision), name(verdict.reason), pool_(verdict.sentence),
                        verdict.further_positives ? Json(*verdict.further_positives) : Json(),
                        verdict.further_negatives ? Json(*verdict.further_negatives) : Json()});
  }

  Json pack(const evaluation::Stratum& stratum) {
    return Json::array({pool_(stratum.dimension), pool_(stratum.level)});
  }

  Json pack(const stats::Curve& curve, std::size_t points_each) {
    const stats::Curve thin = thinned(curve, points_each);
    Json points = Json::array();
    const bool banded = std::any_of(thin.points.begin(), thin.points.end(), [](const auto& point) {
      return !std::isnan(point.band.lower);
    });
    // Coordinates within ±2, which are nearly all, as whole ten-thousandths: shorter than decimals,
    // and finer than a pixel.
    const bool small = std::all_of(thin.points.begin(), thin.points.end(), [](const auto& point) {
      return !(std::abs(point.x) > 2) && !(std::abs(point.y) > 2) &&
             !(std::abs(point.band.lower) > 2) && !(std::abs(point.band.upper) > 2);
    });
    const auto coordinate = [&](double value) -> Json {
      if (!small || !std::isfinite(value)) return rounded(value, 4);
      return static_cast<std::int64_t>(std::llround(1e4 * value));
    };
    for (const stats::CurvePoint& point : thin.points) {
      points.push_back(coordinate(point.x));
      points.push_back(coordinate(point.y));
      if (!banded) continue;
      points.push_back(coordinate(point.band.lower));
      points.push_back(coordinate(point.band.upper));
    }
    return {{"x", pool_(curve.x_name)},
            {"y", pool_(curve.y_name)},
            {"method", pool_(curve.method)},
            {"level", rounded(curve.level, 6)},
            {"n", curve.n},
            {"positives", curve.n_positive},
            {"patients", curve.n_clusters},
            {"unit", small ? 1e-4 : 1.0},
            {"banded", banded},
            {"points", std::move(points)}};
  }

  Json pack(const stats::Histogram& histogram) {
    Json edges = Json::array();
    for (const double edge : histogram.edges) edges.push_back(rounded(edge, 6));
    return {
        {"x", pool_(histogram.x_name)}, {"edges", std::move(edges)}, {"counts", histogram.counts}};
  }

  // What the charts show: the sites, the reference site first, six at most; everyone only where no
  // part has a plot of its own.
  static std::vector<const evaluation::Plot*> shown(const evaluation::FindingResult& finding,
                                                    const std::string& reference) {
    constexpr std::size_t most_parts = 6;
    std::vector<std::string> parts;
    for (const evaluation::Plot& plot : finding.plots) {
      const std::string part = plot.stratum.text();
      if (plot.stratum.dimension.empty() ||
          std::find(parts.begin(), parts.end(), part) != parts.end())
        continue;
      const bool first = plot.stratum.level == reference;
      parts.insert(first ? parts.begin() : parts.end(), part);
    }
    if (parts.size() > most_parts) parts.resize(most_parts);
    const auto id = [](const evaluation::Plot& plot) {
      return plot.curve ? plot.curve->id : plot.histogram ? plot.histogram->id : std::string();
    };
    const auto is_of_parts = [&](const evaluation::Plot& plot) {
      return std::any_of(finding.plots.begin(), finding.plots.end(), [&](const auto& other) {
        return !other.stratum.dimension.empty() && id(other) == id(plot);
      });
    };
    std::vector<const evaluation::Plot*> out;
    for (const evaluation::Plot& plot : finding.plots)
      if (parts.empty() ||
          std::find(parts.begin(), parts.end(), plot.stratum.text()) != parts.end() ||
          (plot.stratum.dimension.empty() && !is_of_parts(plot)))
        out.push_back(&plot);
    return out;
  }

  // Room for all curves together: 5,000 points are some 140 kB.
  std::size_t points_each() const {
    std::size_t curves = 0;
    for (const evaluation::FindingResult& finding : run_.findings)
      for (const evaluation::Plot* plot : shown(finding, run_.protocol.reference_site))
        curves += plot->curve ? 1 : 0;
    constexpr std::size_t all_together = 5000;
    return std::clamp<std::size_t>(all_together / std::max<std::size_t>(curves, 1), 24, 200);
  }

  Json findings() {
    const std::size_t each = points_each();
    Json out = Json::array();
    for (const evaluation::FindingResult& finding : run_.findings) {
      Json item{
          {"name", finding.name}, {"score", finding.score_column}, {"label", finding.label_column}};
      item["primary"] = finding.primary;
      item["refused"] = finding.calibration_refused;
      if (finding.input != metrics::Input::scores) item["primary"] = finding.primary;
      if (const auto decision = decision_on(run_, finding.name)) item["decision"] = name(*decision);
      if (finding.operating_point) {
        item["threshold"] = rounded(finding.operating_point->threshold, 6);
        item["rule"] = finding.operating_point->rule;
      }
      Json plots = Json::array();
      for (const evaluation::Plot* plot : shown(finding, run_.protocol.reference_site)) {
        Json drawn = plot->curve       ? pack(*plot->curve, each)
                     : plot->histogram ? pack(*plot->histogram)
                                       : Json();
        if (drawn.is_null()) continue;
        drawn["id"] = plot->curve ? plot->curve->id : plot->histogram->id;
        drawn["stratum"] = pack(plot->stratum);
        drawn["series"] = plot->series;
        plots.push_back(std::move(drawn));
      }
      item["plots"] = std::move(plots);
      out.push_back(std::move(item));
    }
    return out;
  }

  Json strata() {
    Json out = Json::array();
    for (const evaluation::StratumResult& result : run_.strata) {
      Json item{{"f", pool_(result.finding)},
                {"s", pack(result.stratum)},
                {"d", result.declared ? 1 : 0}};
      if (result.verdict) item["v"] = pack(*result.verdict);
      if (result.goal) item["g"] = rounded(*result.goal, 6);
      Json estimates = Json::array();
      if (!result.estimates.empty()) item["n"] = size_of(result.estimates.front());
      for (const stats::Estimate& estimate : result.estimates)
        estimates.push_back(pack(estimate, item["n"]));
      item["e"] = std::move(estimates);
      out.push_back(std::move(item));
    }
    return out;
  }

  Json claims() {
    Json out = Json::array();
    for (const evaluation::ClaimResult& claim : run_.claims) {
      // Goals are part of the claim, not measurements: they are drawn as lines.
      const bool goal = claim.claim.kind == evaluation::Claim::Kind::at_least ||
                        claim.claim.kind == evaluation::Claim::Kind::at_most;
      out.push_back(
          {{"f", pool_(claim.finding)},
           {"metric", claim.claim.metric},
           {"goal", goal && !claim.claim.is_contrast() ? rounded(claim.claim.goal, 6) : Json()},
           {"v", pack(claim.verdict)}});
    }
    return out;
  }

  Json audits() {
    Json out = Json::array();
    for (const evaluation::CovariateAudit& audit : run_.audits)
      out.push_back({{"f", pool_(audit.finding)},
                     {"covariate", pool_(audit.covariate)},
                     {"level", pool_(audit.level)},
                     {"flagged", audit.flagged ? 1 : 0},
                     {"alone", pack(audit.covariate_alone)},
                     {"predicts", pack(audit.score_predicts)}});
    return out;
  }

  Json waterfall() {
    Json out = Json::array();
    for (const evaluation::WaterfallStep& step : run_.waterfall)
      out.push_back({{"step", step.description},
                     {"cases", rounded(step.cases, 6)},
                     {"positives", rounded(step.positives, 6)},
                     {"precision", pack(step.sensitivity_precision)},
                     {"power", rounded(step.power, 4)},
                     {"needed", rounded(step.positives_needed, 6)}});
    return out;
  }

  Json metric_titles() const {
    Json out = Json::object();
    for (const metrics::Metric& metric : metrics::every())
      if (metrics_.contains(std::string(metric.id)))
        out[std::string(metric.id)] = {std::string(metric.title), metric_label(metric.id)};
    for (const auto& [id, used] : metrics_)
      if (!out.contains(id)) out[id] = {metric_title(id), metric_label(id)};
    return out;
  }

  const evaluation::RunResult& run_;
  Pool pool_;
  Json kinds_ = Json::array();
  std::map<std::string, std::size_t> kind_index_;
  std::map<std::string, std::size_t> uses_;
  std::map<std::string, bool> metrics_;
};

}  // namespace

Json packed(const evaluation::RunResult& run) {
  return Packer(run).all();
}

}  // namespace secondsite::report
