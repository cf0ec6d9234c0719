#pragma once
// Where does the model stand among the readers? Each reader is held against the consensus of the
// others, and the model against the same; what lies between the worst and the best reader is the
// inter-reader band.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/readers/reads.h"

namespace secondsite::readers {

struct BandRequest {
  // Readers whose majority is the reference; empty: all. A reader among them is held against the
  // others of them.
  std::vector<std::string> reference;
  // Readers that form the band; empty: all that are not in `reference`, or all where none is named.
  std::vector<std::string> compared;
  std::optional<double> threshold;  // of the model's scores: positive where at or above
  std::vector<std::string> metrics{"sensitivity", "specificity", "balanced_accuracy",
                                   "mcc",         "f1",          "kappa"};
  unsigned replicates = 1000;
  double level = 0.95;
  std::optional<double> claimed_margin;  // a difference that somebody means to claim
};

// The model's output for one finding, one a case of the reads; NaN: none.
struct ModelOutput {
  std::string finding;
  std::vector<double> score;
};

enum class Place { below, touches_lower, within, touches_upper, above, unknown };
std::string_view name(Place place);

// One metric, the readers and the model.
struct BandMetric {
  std::string metric;
  std::vector<stats::Estimate> reader;  // in the order of FindingBand::readers
  stats::Estimate model;                // mean over the readers' references
  stats::Estimate against_worst;        // model − the worst reader, and − the best
  stats::Estimate against_best;
  Place place = Place::unknown;
  // Mean over pairs of readers of the difference between their values: differences smaller than
  // this are smaller than what the choice of the reader makes.
  stats::Estimate noise_floor;
  bool claim_is_finer = false;  // than the noise floor
};

struct ReaderOnRoc {
  std::string reader;
  stats::Estimate sensitivity;
  stats::Estimate specificity;
  stats::Estimate model_sensitivity;  // of the model's ROC at the reader's specificity
  stats::Estimate advantage;          // model − reader
};

struct FindingBand {
  std::string finding;
  std::vector<std::string> readers;
  std::uint64_t cases = 0;
  std::uint64_t ties = 0;  // summed over the readers' references
  std::vector<BandMetric> metrics;
  std::vector<ReaderOnRoc> roc;  // where the model gives scores
};

struct BandResult {
  std::vector<FindingBand> findings;
  core::Findings odd;
};

// Place: above, where the interval of model − best reader lies above 0; below, where that of model
// − worst reader lies below 0; within, where the model is above the worst and below the best;
// otherwise it touches the edge that it cannot be told from. Intervals of readers are the metric's
// own by patient; of the model, of differences and of the floor by the patient bootstrap
// (percentile), the same draws for all. Cases without a majority leave that reference and are
// counted. Errors: fewer than two reference readers, no binary finding, an unknown name.
core::Result<BandResult> measure_band(const Reads& reads, const std::vector<ModelOutput>& model,
                                      const BandRequest& request, const core::Context& context);

// The model's output for each finding that the table has a column for, by the case column. Errors:
// no such column, no case that was read ("readers.model-missed-all").
core::Result<std::vector<ModelOutput>> model_output(const Reads& reads, const cohort::Table& table,
                                                    const std::string& case_column,
                                                    core::Findings& findings);

}  // namespace secondsite::readers
