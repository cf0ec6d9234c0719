#pragma once
// What is left of a reading once its marks have been matched: the rating at which each lesion was
// found, and the ratings of the marks that found none. FROC, AFROC, wAFROC and LROC are functions
// of this alone.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace secondsite::metrics {

// Below every rating: a lesion that nobody marked, a scan without false marks.
inline constexpr double unmarked = -std::numeric_limits<double>::infinity();

// Columns of one reading (one detector, or one reader with one modality), borrowed.
struct FrocCases {
  std::size_t scans = 0;  // all scans that were read; those without marks or lesions count too
  // One a lesion: its scan (< scans), the rating at which it was found (`unmarked`: missed), and
  // its weight within its scan; weights empty: 1 / number of lesions of the scan.
  std::span<const std::uint32_t> lesion_scan;
  std::span<const double> lesion_rating;
  std::span<const double> lesion_weight;
  // One a mark that hit no lesion: its scan and rating.
  std::span<const std::uint32_t> false_scan;
  std::span<const double> false_rating;
  // One a scan: index into patient_key; empty: each scan is its own patient.
  std::span<const std::uint32_t> patient;
  std::span<const std::uint64_t> patient_key;  // what random numbers are keyed by

  bool is_clustered() const { return !patient.empty(); }
};

// How many lesions each scan has.
inline std::vector<std::uint32_t> lesions_of_scans(const FrocCases& cases) {
  std::vector<std::uint32_t> out(cases.scans, 0);
  for (const std::uint32_t scan : cases.lesion_scan) ++out[scan];
  return out;
}

}  // namespace secondsite::metrics
