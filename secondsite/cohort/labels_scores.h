#pragma once
// What the cells of a finding say: the reference standard and the score, case by case. Nothing is
// dropped here and nothing becomes 0: a cell that cannot be used says why.

#include "secondsite/cohort/roles.h"
#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"

namespace secondsite::cohort {

enum class LabelState : std::uint8_t { negative, positive, uncertain, missing, outside };
std::string_view name(LabelState state);

struct Labels {
  std::vector<LabelState> state;  // one a row
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  std::uint64_t uncertain = 0;
  std::uint64_t missing = 0;
  std::uint64_t outside = 0;  // not blank, and not in the declared set
};

// Reads the label column of `finding`.
//  - A plain column: 1/0, true/false, yes/no, positive/negative, present/absent, pos/neg, t/f, y/n,
//  in any
//    case; numbers count by value ("1.0" is 1). −1, "-1.0", "uncertain", "u" and "?" are uncertain.
//    Where positive_values or negative_values are stated, the texts are compared with them alone,
//    except that numbers in them count by value too; if only one of the two is stated, every other
//    text is of the other class (only −1 and its kin stay uncertain).
//  - A list column (`separator` set): positive where one listed item, trimmed, is exactly
//  `listed_as`
//    (case counts); every other row that is not blank is negative.
// Blank is missing. Values outside the set are counted as "cohort.label-outside-set" with row and
// value, missing ones as "cohort.label-missing", uncertain ones as "cohort.label-uncertain"; a list
// column in which the item never stands is an error that names the nearest item, as is a stated
// value that means both.
core::Result<Labels> read_labels(const Table& table, const FindingColumns& finding,
                                 unsigned threads, core::Findings& findings);

// How a label enters an analysis under `policy`: 1, 0, or −1 for "left out".
int resolve(LabelState state, UncertainPolicy policy);

enum class ScoreState : std::uint8_t { finite, missing, not_a_number, infinite, malformed };
std::string_view name(ScoreState state);

struct Scores {
  std::vector<double> value;  // NaN unless finite or infinite
  std::vector<ScoreState> state;
  std::uint64_t finite = 0;
  std::uint64_t missing = 0;
  std::uint64_t not_a_number = 0;
  std::uint64_t infinite = 0;
  std::uint64_t malformed = 0;
  double least = 0;  // of the finite ones; 0 and 0 where there is none
  double greatest = 0;

  // Can the scores be probabilities? All finite ones lie in [0, 1].
  bool within_unit() const { return finite > 0 && least >= 0 && greatest <= 1; }
};

// Reads the score column of `finding`; what is not finite becomes a counted finding with row and
// value
// ("cohort.score-missing", "cohort.score-not-finite", "table.not-a-number").
core::Result<Scores> read_scores(const Table& table, const FindingColumns& finding,
                                 unsigned threads, core::Findings& findings);

// Counts the malformed cells of a column that was read as numbers: a finding "table.not-a-number"
// with the first rows and what stands there.
void note_malformed(const Table& table, const Column& column, const Numbers& numbers,
                    core::Severity severity, core::Findings& findings);

}  // namespace secondsite::cohort
