#pragma once
// How many readers and cases a reader study needs, from the variance components of a pilot or of
// the literature (Hillis, Obuchowski & Berbaum 2011, doi:10.1016/j.acra.2010.09.007; split-plot:
// Obuchowski 2009, doi:10.1007/s00330-009-1327-9; Hillis 2014, doi:10.1002/sim.5926).

#include <optional>

#include "secondsite/readers/study/study.h"

namespace secondsite::readers::study {

enum class Layout {
  crossed,         // every reader reads every case with both modalities
  cases_nested,    // every reader reads with both modalities, on other cases
  readers_nested,  // every modality has its own readers, on the same cases
  both_nested,     // its own readers and its own cases
  one_sample,      // one figure a reader: a mean against a goal, or differences from a model
};
std::string_view name(Layout layout);
std::optional<Layout> layout_named(std::string_view name);

// No real study is larger, and beyond it the distributions cannot be computed.
inline constexpr double most_readers = 10000;
inline constexpr double most_cases = 10000000;

// Exactly one of readers, cases and power is empty and solved for. `readers` and `cases` are per
// modality where those are nested; with `blocks` > 1 the readers and cases are shared out over
// blocks and each reader reads the cases of one block.
struct SizeDesign {
  double error = 0, cov1 = 0, cov2 = 0, cov3 = 0;  // at `pilot_cases` cases
  double var_reader = 0;
  double var_modality_reader = 0;  // negative counts as 0
  double pilot_cases = 0;
  double effect = 0;  // the true difference test - reference, in the figure's units
  double margin = 0;  // non-inferiority, equivalence
  ClaimKind claim = ClaimKind::superiority;  // superiority: a two-sided test of no difference
  Population population = Population::readers_and_cases;
  Layout layout = Layout::crossed;
  double blocks = 1;
  double alpha = 0.05;  // two-sided; non-inferiority and equivalence hold each side to half of it
  std::optional<double> readers;
  std::optional<double> cases;
  std::optional<double> power;
};

// What a study of these components has.
struct Planned {
  double standard_error = 0;
  double degrees = 0;  // NaN: normal
};
Planned planned(const SizeDesign& design, double readers, double cases);

// "study.bad-request" where not exactly one is empty or a number is out of range;
// "study.unreachable" where no number up to 10,000 readers or 10,000,000 cases reaches the power.
core::Result<SizeDesign> solve(const SizeDesign& design);

SizeDesign design_from_pilot(const Components& components, std::size_t pilot_cases, double effect);

}  // namespace secondsite::readers::study
