#pragma once
// The registry of consensus rules: what several readers said about each unit, as one label with its
// uncertainty, and how good each reader was held to be.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/stats/ratings.h"

namespace secondsite::labels {

struct ConsensusOptions {
  // What a tie becomes: −1 leaves the unit without a label, else the code of a category.
  std::int32_t tie = -1;
  // weighted_majority: one a reader; empty: every reader's observed agreement with the others.
  std::vector<double> reader_weight;
  // dawid_skene, staple: EM stops where no posterior moves by more, or after so many rounds.
  double tolerance = 1e-8;
  unsigned most_rounds = 2000;
  // staple: P(category) of a unit; empty: the share of each category among all readings.
  std::vector<double> prior;
};

// What a reader says of units that truly are of category t: confusion[t * q + said].
struct ReaderQuality {
  std::vector<double> confusion;  // empty where the rule holds no opinion on readers
  double weight = 1;              // vote of the majority rules
  double readings = 0;
};

struct Consensus {
  std::string rule;
  std::size_t categories = 0;
  std::vector<double> pattern_posterior;    // patterns × categories: the soft label
  std::vector<std::int32_t> pattern_label;  // its category; −1: a tie, or nobody read
  std::vector<ReaderQuality> readers;
  std::vector<double> prevalence;  // of each category, as estimated or stated
  std::uint64_t ties = 0;          // units
  std::uint64_t unread = 0;        // units
  unsigned rounds = 0;             // of EM
  bool converged = true;
  double log_likelihood = 0;  // of EM; 0 for the majority rules

  std::span<const double> posterior(const stats::Ratings& ratings, std::size_t unit) const {
    return std::span(pattern_posterior)
        .subspan(std::size_t{ratings.pattern_of_unit[unit]} * categories, categories);
  }
  std::int32_t label(const stats::Ratings& ratings, std::size_t unit) const {
    return pattern_label[ratings.pattern_of_unit[unit]];
  }
};

struct ConsensusRule {
  std::string_view id;
  std::string_view title;
  std::string_view question;
  std::string_view definition;  // ties, missing readings
  std::string_view reference;
  // Errors: no readings at all ("consensus.no-readings"), options that do not fit.
  std::function<core::Result<Consensus>(const stats::Ratings&, const ConsensusOptions&)> apply;
};

namespace consensus_rules {
std::span<const ConsensusRule> all();
}

// The ratings without one reader, whose readings are taken out of every pattern; units, readers and
// categories keep their numbers. For the leave-one-reader-out consensus.
stats::Ratings without_reader(const stats::Ratings& ratings, std::uint32_t reader);

}  // namespace secondsite::labels
