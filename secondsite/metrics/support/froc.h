#pragma once
// The free-response ROC: what share of the lesions is found at how many false marks a scan?
// Bunch et al. 1978, doi:10.1117/12.955926; challenges: Setio et al. 2017 (LUNA16),
// doi:10.1016/j.media.2017.06.015.

#include <array>
#include <vector>

#include "secondsite/metrics/support/bootstrap.h"
#include "secondsite/metrics/support/froc_cases.h"

namespace secondsite::metrics {

// False marks a scan at which challenges read the curve; their mean is the CPM (Niemeijer et al.
// 2011, doi:10.1109/TMI.2010.2072789).
inline constexpr std::array<double, 7> froc_rates{0.125, 0.25, 0.5, 1, 2, 4, 8};

// How the curve is read between two of its points, one a distinct rating.
enum class FrocInterpolation {
  linear,  // straight between the points, as LUNA16's script does; level beyond the last point
  step,    // the sensitivity of the last point that has not more false marks: one a reader can set
};
std::string_view name(FrocInterpolation interpolation);

// The marks in order of suspicion, made once and read under any weights. A mark at the same rating
// as another belongs to the same point of the curve.
struct FrocPlan {
  struct Group {  // the marks of one rating: events first … first + falses are false, the rest hits
    std::uint32_t first = 0;
    std::uint32_t falses = 0;
    std::uint32_t hits = 0;
    double rating = 0;
  };
  std::vector<std::uint32_t> scan_of_event;
  std::vector<std::uint32_t> unit_of_event;  // the patient, else the scan
  std::vector<Group> groups;                 // highest rating first
  std::vector<std::uint32_t> scan_unit;      // one a scan
  std::vector<std::uint32_t> lesion_unit;    // one a lesion, missed ones too
  std::vector<std::uint32_t> lesion_scan;
  std::size_t units = 0;
};
FrocPlan froc_plan(const FrocCases& cases);

struct FrocPoint {
  double rating = 0;  // marks at or above it count
  double falses_a_scan = 0;
  double sensitivity = 0;
};
// One a distinct rating, highest first; a first point at (0, 0) with rating +∞. NaN without scans
// or lesions.
std::vector<FrocPoint> froc_points(const FrocPlan& plan);

// The sensitivity at each of `rates` (false marks a scan, ascending). NaN without scans or lesions.
std::vector<double> froc_at(const FrocPlan& plan, std::span<const double> rates,
                            FrocInterpolation interpolation = FrocInterpolation::linear);

// The same in every bootstrap replicate, replicate after replicate (rates.size() values each).
// Weights must have been drawn for plan.units.
std::vector<double> froc_replicates(const FrocPlan& plan, const PatientWeights& weights,
                                    std::span<const double> rates, FrocInterpolation interpolation,
                                    unsigned threads);

// Weights for the units of these cases: by patient where there are patients, else by scan.
PatientWeights froc_weights(const FrocCases& cases, Resampling resampling, unsigned replicates,
                            const core::Context& context);

// What each scan adds to the error of the mean sensitivity over `rates`:
//   (hits − s · lesions) / all lesions − slope · (falses − rate · 1) / all scans,
// hits and falses of the scan at the rating where the curve has the rate. The slope is that of the
// curve from rate / 1.5 to rate × 1.5, since at a point a step function has none.
std::vector<double> froc_influence(const FrocPlan& plan, std::span<const double> rates);

}  // namespace secondsite::metrics
