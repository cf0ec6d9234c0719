#pragma once
// Figures of merit of free-response readings that compare ratings in pairs: how often does a lesion
// rate above the highest false mark of a scan?

#include <string_view>
#include <vector>

#include "secondsite/metrics/support/froc_cases.h"

namespace secondsite::metrics {

enum class AfrocKind {
  afroc,    // each lesion counts 1; false marks on scans without lesions
  wafroc,   // each scan with lesions counts 1, shared out by the lesions' weights
  afroc1,   // as afroc, with the false marks of all scans
  wafroc1,  // as wafroc, with the false marks of all scans
  roc,      // highest rating of a scan with lesions against that of one without
  lroc,     // as roc, but the highest mark must sit on a lesion, else the pair is lost
};
std::string_view name(AfrocKind kind);

// Pairs of a scan (its highest false mark, `unmarked` without one) and a lesion (its rating): won
// 1, equal ½, so a missed lesion against a scan without marks gets ½. The value is the weighted
// mean over pairs. Sources: Chakraborty & Berbaum 2004, doi:10.1118/1.1769352 (AFROC); Chakraborty
// & Zhai 2016, doi:10.1118/1.4947125 (wAFROC); Swensson 1996, doi:10.1118/1.597758 (LROC).
struct Afroc {
  double value = 0;  // NaN where there are no scans of one kind
  // One a scan. Influence: what the scan adds to the value's error, so that Var = Σ influence²
  // (design factors apart). Jackknife: the value without that scan, exact; NaN where none is left
  // of its kind. Placement: mean win of a scan's lesions, and of a scan's highest false mark (V10
  // and V01 of DeLong 1988; NaN for the scans that have no part in the side).
  std::vector<double> influence;
  std::vector<double> jackknife;
  std::vector<double> lesion_placement;
  std::vector<double> false_placement;
};

// O(n log n) in marks and lesions; ratings must not be NaN.
Afroc afroc(const FrocCases& cases, AfrocKind kind);

// One a scan: the highest false mark, `unmarked` where there is none.
std::vector<double> highest_false_marks(const FrocCases& cases);

// One side of the pairs: an entry belongs to a scan, has a rating and counts `weight`. `loses`: the
// entry wins no pair, whatever its rating (a mark in the wrong place).
struct AfrocEntry {
  std::uint32_t scan = 0;
  double rating = unmarked;
  double weight = 1;
  bool loses = false;
};
// The entries of `kind`, lesions and false marks, in the order of scans.
struct AfrocEntries {
  std::vector<AfrocEntry> lesions;
  std::vector<AfrocEntry> falses;
  bool by_scan = true;  // each scan with lesions counts 1; else each lesion
};
AfrocEntries afroc_entries(const FrocCases& cases, AfrocKind kind);

}  // namespace secondsite::metrics
