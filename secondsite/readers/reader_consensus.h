#pragma once
// Reads of several readers as labels: one consensus a finding, hard and soft, with what it holds of
// each reader.

#include <string>
#include <vector>

#include "secondsite/labels/consensus.h"
#include "secondsite/readers/reads.h"

namespace secondsite::readers {

struct ConsensusRequest {
  std::string rule = "majority";  // of labels::consensus_rules
  labels::ConsensusOptions options;
  unsigned replicates = 200;  // of the readers' error rates, where the rule estimates them
  double level = 0.95;
};

struct ReaderErrors {
  std::string reader;
  stats::Estimate sensitivity;
  stats::Estimate specificity;
};

// The consensus without one reader, beside that of all.
struct LeftOutReader {
  std::string reader;
  stats::Estimate changed;  // share of the labels that are another, or none, without the reader
  stats::Estimate agrees;   // share of the reader's readings that the others' label repeats
};

struct FindingConsensus {
  std::string finding;
  stats::Ratings ratings;
  labels::Consensus consensus;
  std::uint64_t labelled = 0;
  std::uint64_t positive = 0;         // binary findings
  stats::Estimate prevalence;         // binary findings: of the labels (of the model, for EM rules)
  std::vector<ReaderErrors> readers;  // binary findings, rules that estimate them
  stats::Estimate expected_error;     // share of the labels that the soft labels expect to be wrong
  std::vector<LeftOutReader> left_out;  // three readers or more
};

struct ConsensusResult {
  std::vector<FindingConsensus> findings;
  core::Findings odd;
};

// Findings "consensus.tie", "consensus.two-readers", "consensus.not-converged" and
// "consensus.flipped" are counted. Error rates have patient bootstrap intervals: EM is run again
// under each replicate's weights from the solution.
core::Result<ConsensusResult> make_consensus(const Reads& reads, const ConsensusRequest& request,
                                             const core::Context& context);

// A row a case: case, patient (where known), and for each finding its label (blank: a tie) and the
// probability of it being positive (of the label, where there are more than two categories).
core::Result<cohort::Table> consensus_table(const Reads& reads, const ConsensusResult& result);

}  // namespace secondsite::readers
