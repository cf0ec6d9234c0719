#pragma once
// The curves and histograms of a run.

#include "secondsite/evaluation/view.h"

namespace secondsite::evaluation {

// For everyone and for each site: the scores of positives and negatives in shared bins, ROC,
// precision–recall, reliability (probabilities only) and PPV against prevalence at the operating
// point.
std::vector<FindingResult> plot_findings(const View& view, const Protocol& protocol,
                                         std::vector<OperatingPoint> points,
                                         const metrics::MetricOptions& options);

}  // namespace secondsite::evaluation
