#include "secondsite/cohort/index/pixel_summary.h"

#include <cmath>
#include <map>
#include <unordered_map>

#include "secondsite/cohort/build.h"
#include "secondsite/core/text.h"
#include "secondsite/stats/clustered_mean.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/proportion.h"

namespace secondsite::cohort::index {
namespace {

using dicom::CovariateId;

constexpr const char* not_stated = "not stated";
constexpr std::array<const char*, 3> tissues{"air", "fat", "soft tissue"};

std::string canonical(const Index& index, const Record& record, CovariateId id) {
  const auto c = static_cast<std::size_t>(id);
  if ((record.applies >> c & 1U) == 0) return {};
  const core::Covariate& value = index.pool.at(c, record.covariate[c]);
  return value.is_usable() ? value.canonical : std::string();
}

std::string scanner_of(const Index& index, const Record& record) {
  std::string out;
  for (const CovariateId id : {CovariateId::vendor, CovariateId::model, CovariateId::station}) {
    const std::string part = canonical(index, record, id);
    if (!part.empty()) out += (out.empty() ? "" : " ") + part;
  }
  return out.empty() ? not_stated : out;
}

// The peaks of one tissue, one a volume, and whose they are.
struct Peaks {
  std::vector<double> hu;
  std::vector<std::uint32_t> patient;
};

stats::Estimate mean_of(const Peaks& peaks) {
  // Patients numbered anew, so that only those that are here count.
  std::map<std::uint32_t, std::uint32_t> numbers;
  std::vector<std::uint32_t> cluster;
  for (const std::uint32_t patient : peaks.patient)
    cluster.push_back(
        numbers.emplace(patient, static_cast<std::uint32_t>(numbers.size())).first->second);
  auto out = stats::clustered_mean("peak_hu", peaks.hu,
                                   {cluster, static_cast<std::uint32_t>(numbers.size())}, 0.95,
                                   false, "stats.no-cases");
  out.unit = "volume";
  return out;
}

stats::Estimate difference_of(const stats::Estimate& mean, double other, double other_error) {
  stats::Estimate out = mean;
  out.metric = "difference_hu";
  out.value = mean.value - other;
  out.interval = {};
  if (std::isnan(mean.standard_error) || mean.n_clusters < 2) return out;
  out.standard_error = std::hypot(mean.standard_error, other_error);
  const double half =
      stats::student_quantile(0.975, static_cast<double>(mean.n_clusters - 1)) * out.standard_error;
  out.interval = {out.value - half, out.value + half};
  out.method = "difference of means; Student's t with this scanner's degrees of freedom";
  return out;
}

using Group = std::pair<std::string, std::string>;  // scanner, kVp

// Holds one scanner's tissue against physics or against the other scanners at its voltage.
void compare(const std::map<Group, std::array<Peaks, 3>>& groups, const Group& group,
             std::size_t tissue, HounsfieldDrift& out) {
  if (tissue == 0) {
    out.reference = "-1000 HU";
    out.difference = difference_of(out.mean, -1000, 0);
  } else {
    Peaks others;
    std::size_t scanners = 0;
    for (const auto& [other, peaks] : groups) {
      if (other.second != group.second || other.first == group.first || other.first == not_stated)
        continue;
      others.hu.insert(others.hu.end(), peaks[tissue].hu.begin(), peaks[tissue].hu.end());
      others.patient.insert(others.patient.end(), peaks[tissue].patient.begin(),
                            peaks[tissue].patient.end());
      scanners += peaks[tissue].hu.empty() ? 0 : 1;
    }
    if (scanners == 0) {
      out.reference = "no other scanner at this voltage";
      out.difference =
          stats::not_estimable("difference_hu", "stats.no-cases", "there is no other scanner");
      return;
    }
    const stats::Estimate mean = mean_of(others);
    out.reference =
        core::fixed(mean.value, 1) + " HU of " + core::counted(scanners, "other scanner");
    // One other patient has no error of its own: then nothing departs.
    if (std::isnan(mean.standard_error)) {
      out.difference = difference_of(out.mean, mean.value, 0);
      out.difference.interval = {};
      return;
    }
    out.difference = difference_of(out.mean, mean.value, mean.standard_error);
  }
  const double tolerance = tissue == 0 ? 20 : 10;
  out.departs = out.difference.has_interval() && (out.difference.interval.lower > tolerance ||
                                                  out.difference.interval.upper < -tolerance);
}

core::Json as_json(const stats::Estimate& estimate) {
  return estimate.is_estimable() ? stats::to_json(estimate) : core::Json();
}

}  // namespace

std::vector<HounsfieldDrift> hounsfield_drift(const Index& index, const PixelPass& pass,
                                              core::Findings& findings) {
  std::map<Group, std::array<Peaks, 3>> groups;
  std::map<Group, std::string> example;
  std::unordered_map<std::string, std::uint32_t> patients;
  for (std::size_t v = 0; v < index.volumes.size() && v < pass.volume_peaks.size(); ++v) {
    const image::HounsfieldPeaks& peaks = pass.volume_peaks[v];
    if (!peaks.air && !peaks.fat && !peaks.soft) continue;
    const Record& first = index.records[index.volumes[v].images.front()];
    const std::string kvp = canonical(index, first, CovariateId::kvp);
    const Group group{scanner_of(index, first), kvp.empty() ? not_stated : kvp};
    // Without a patient a volume is its own.
    const std::string whose =
        first.patient.empty() ? "volume " + index.volumes[v].id : first.patient;
    const auto patient =
        patients.emplace(whose, static_cast<std::uint32_t>(patients.size())).first->second;
    example.emplace(group, first.path);
    const std::array<std::optional<double>, 3> places{peaks.air, peaks.fat, peaks.soft};
    for (std::size_t t = 0; t < 3; ++t) {
      Peaks& of_tissue = groups[group][t];
      if (!places[t]) continue;
      of_tissue.hu.push_back(*places[t]);
      of_tissue.patient.push_back(patient);
    }
  }
  std::vector<HounsfieldDrift> out;
  for (const auto& [group, peaks] : groups)
    for (std::size_t t = 0; t < 3; ++t) {
      if (peaks[t].hu.empty()) continue;
      HounsfieldDrift one{.scanner = group.first, .kvp = group.second, .tissue = tissues[t]};
      one.mean = mean_of(peaks[t]);
      compare(groups, group, t, one);
      if (one.departs)
        findings.add(core::Severity::warning, "index.hounsfield-drift",
                     one.scanner + ", " + one.kvp + " kV",
                     one.tissue + " stands at " + core::fixed(one.mean.value, 0) + " HU, against " +
                         one.reference,
                     {.file = example[group]});
      out.push_back(std::move(one));
    }
  return out;
}

NamedTable hounsfield_table(const std::string& origin, const std::vector<HounsfieldDrift>& drift) {
  const auto number = [](double value) {
    return std::isnan(value) ? std::string() : core::fixed(value, 2);
  };
  std::vector<std::vector<std::string>> cells;
  for (const HounsfieldDrift& one : drift)
    cells.push_back({one.scanner, one.kvp, one.tissue, number(one.mean.value),
                     number(one.mean.interval.lower), number(one.mean.interval.upper),
                     std::to_string(one.mean.n), std::to_string(one.mean.n_clusters), one.reference,
                     number(one.difference.value), number(one.difference.interval.lower),
                     number(one.difference.interval.upper), one.departs ? "departs" : ""});
  const std::vector<std::string> names{
      "scanner", "kvp",      "tissue",    "mean_hu",       "mean_hu_lower",    "mean_hu_upper",
      "volumes", "patients", "reference", "difference_hu", "difference_lower", "difference_upper",
      "verdict"};
  auto table = table_from_texts(origin, names, cells);
  return {"hounsfield",
          table ? *std::move(table) : Table(),
          {"mean_hu", "mean_hu_lower", "mean_hu_upper", "volumes", "patients", "difference_hu",
           "difference_lower", "difference_upper"}};
}

std::vector<HeartSides> heart_sides(const std::vector<Looked>& looked,
                                    const std::vector<std::string>& site,
                                    core::Findings& findings) {
  struct Count {
    std::uint64_t frontal = 0, left = 0, right = 0;
  };
  std::map<std::string, Count> counts;
  for (std::size_t k = 0; k < looked.size(); ++k) {
    if (looked[k].pose.plane != image::ChestPlane::frontal) continue;
    Count& count = counts[site[k].empty() ? not_stated : site[k]];
    ++count.frontal;
    count.left += looked[k].pose.heart_side == image::HeartSide::left_of_image ? 1 : 0;
    count.right += looked[k].pose.heart_side == image::HeartSide::right_of_image ? 1 : 0;
  }
  std::vector<HeartSides> out;
  for (const auto& [name, count] : counts) {
    HeartSides one{.site = name, .frontal = count.frontal};
    const std::uint64_t decided = count.left + count.right;
    one.undecided = count.frontal - decided;
    auto share = stats::proportion(count.left, decided, {.metric = "mirrored", .unit = "image"});
    if (share) one.mirrored = *std::move(share);
    one.suspected = one.mirrored.has_interval() && one.mirrored.interval.lower > 0.5;
    if (one.suspected)
      findings.add(core::Severity::warning, "index.site-mirrored", name,
                   "most decided frontal chests have the heart on the left of the image", {},
                   count.left);
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> sites_of(const Index& index, const PixelPass& pass) {
  std::vector<std::string> out;
  for (const std::size_t i : pass.images)
    out.push_back(canonical(index, index.records[i], CovariateId::institution));
  return out;
}

core::Json to_json(const std::vector<HounsfieldDrift>& drift) {
  core::Json out = core::Json::array();
  for (const HounsfieldDrift& one : drift)
    out.push_back({{"scanner", one.scanner},
                   {"kvp", one.kvp},
                   {"tissue", one.tissue},
                   {"mean_hu", as_json(one.mean)},
                   {"reference", one.reference},
                   {"difference_hu", as_json(one.difference)},
                   {"departs", one.departs}});
  return out;
}

core::Json to_json(const std::vector<HeartSides>& sides) {
  core::Json out = core::Json::array();
  for (const HeartSides& one : sides)
    out.push_back({{"site", one.site},
                   {"frontal", one.frontal},
                   {"undecided", one.undecided},
                   {"mirrored", as_json(one.mirrored)},
                   {"suspected", one.suspected}});
  return out;
}

}  // namespace secondsite::cohort::index
