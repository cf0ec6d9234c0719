#pragma once
// What a run has for marks only: curves, bands of lesion size, the stages of a pipeline.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// FROC with its band, AFROC, and sensitivity by lesion size ("froc", "afroc", "lesion-size"), for
// everyone and (the first two) at each site.
void plot_marks(const View& view, const FindingCases& cases, const metrics::MetricOptions& options,
                std::vector<Plot>& plots);

// The lesions of `cases` whose size lies in [lowest, highest): the others and the marks on them are
// gone, false marks stay (which lesion they missed nobody can say).
FindingCases of_size(const FindingCases& cases, double lowest, double highest);

// A band [lowest, highest) of lesion size.
struct SizeBand {
  double lowest;
  double highest;
  std::string text() const;  // "4–6", "below 4"
};
// 4, 6, 8, 10, 20, 40 mm, as far as they lie among the sizes, which are sorted (small nodules
// decide).
std::vector<double> size_edges_mm(std::span<const double> sizes);
// The bands that edges make; none without an edge.
std::vector<SizeBand> bands_between(std::span<const double> sizes,
                                    const std::vector<double>& edges);

// Edges of the bands of lesion size: those above where lengths are mm, else the quartiles. Empty
// where fewer than nine in ten lesions have a size.
std::vector<double> size_edges(const FindingCases& cases);

// Exploratory strata "lesion size = 4–6" for each finding that is marked.
std::vector<StratumResult> lesion_size_strata(const View& view, const Protocol& protocol,
                                              const metrics::MetricOptions& options);

// Where there were candidates: what they found, what the classifier left of it, and the difference.
void fill_stages(View& view, const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
