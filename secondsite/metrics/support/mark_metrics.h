#pragma once
// What the metrics of marks share: the scans of a stratum as FROC columns, and estimates from them.

#include "secondsite/metrics/marks/mark_set.h"
#include "secondsite/metrics/support/afroc.h"
#include "secondsite/metrics/support/froc.h"
#include "secondsite/metrics/support/mark_match.h"
#include "secondsite/metrics/support/ratio.h"

namespace secondsite::metrics {

// The scans of `cases`, in their order; a scan stands once for each time that it is named. A lesion
// has the rating of its best mark. Weights within a scan are those of the lesions over their sum.
FrocColumns froc_columns(const Cases& cases);

// The mean sensitivity over `rates`, read off the FROC curve.
Metric froc_metric(std::string_view id, std::string_view title, std::string_view question,
                   std::vector<double> rates);

// An area under pairs of lesions and scans.
Metric afroc_metric(std::string_view id, std::string_view title, std::string_view question,
                    AfrocKind kind);

// Completes an entry whose names, texts and `better` are set: counts over counts, scan by scan, of
// the marks that the threshold leaves. Absent without lesions where the range is a fraction. `what`
// begins the method's name: "lesions hit / lesions".
using MarkRatio = Ratio (*)(const Cases& cases, const MetricOptions& options);
Metric mark_ratio_metric(Metric metric, Range range, std::string what, MarkRatio ratio_of);

// Areas under weights: for each replicate Σ W_i W_k ψ(i, k) over Σ W_i W_k, weights of the patients
// of both scans.
std::vector<double> afroc_replicates(const FrocCases& cases, AfrocKind kind,
                                     const PatientWeights& weights, unsigned threads);

}  // namespace secondsite::metrics
