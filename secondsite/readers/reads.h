#pragma once
// What each reader said about each case and finding, from tables of any of the usual shapes.

#include <cstdint>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/stats/agreement_coefficient.h"
#include "secondsite/stats/ratings.h"

namespace secondsite::readers {

// One thing that was rated: a finding, a score, a diameter.
struct RatedFinding {
  std::string name;
  std::vector<double> value;       // cases × readers, case by case; NaN: not read
  std::vector<std::string> level;  // names of the categories 0, 1, 2 …; empty: numbers
  // Every value is 0 or 1 (yes/no and their kin are read as 1 and 0).
  bool is_binary = false;

  double at(std::size_t one_case, std::size_t reader, std::size_t readers) const {
    return value[one_case * readers + reader];
  }
};

struct Reads {
  std::vector<std::string> cases;
  std::vector<std::string> readers;
  std::vector<std::uint32_t> patient;      // of each case; empty: there is no patient column
  std::vector<std::uint64_t> patient_key;  // one a patient; without patients one a case
  std::vector<RatedFinding> findings;

  stats::Clusters clusters() const;
  // The finding of that name, or an error that names the nearest.
  core::Result<const RatedFinding*> find(const std::string& name) const;
  // The readers `wanted` alone, in that order; unknown ones are an error.
  core::Result<Reads> only(const std::vector<std::string>& wanted) const;
};

// Categories of a binary finding are 0 and 1 even where one of them does not occur.
stats::Ratings ratings_of(const Reads& reads, const RatedFinding& finding);

// One table and the reader that it belongs to, where each reader has a table.
struct ReaderTable {
  std::string reader;
  cohort::Table table;
};

// How the tables are to be read. What is empty is guessed, and the guess is told in `reasons`.
struct ReadsRequest {
  std::string one_case;  // column that names the case; guessed from the usual names
  std::string patient;   // column of the patient; guessed likewise; none: a case is its own
  std::string reader;    // long table: column of the reader
  std::vector<std::string> ratings;  // long: columns of ratings; wide: columns of the readers
  std::string finding;               // name of what a wide table rates
  // Long table of events: a row says that its reader saw what stands in this column in its case; a
  // case that a reader has any row for was read by that reader. `no_finding`: values that say that
  // nothing was seen.
  std::string event;
  std::vector<std::string> no_finding{"No finding", "No Finding"};
};

struct ReadsAndReasons {
  Reads reads;
  std::vector<std::string> reasons;
};

// Columns that are known by their names to be keys (patient, study, image, site, time), age or sex
// are never taken for readers or ratings unless `ratings` says so; in a wide table nor are the
// other covariates ("vendor", "view").
//
// Several tables: one a reader, columns by name. One table with a reader column: long. One without:
// wide, a column a reader. What is odd is counted in `findings`: cases that some readers miss
// ("readers.missing-case"), a case read twice ("readers.repeated-read", the first counts), cells
// that are neither number nor category ("readers.bad-cell").
core::Result<ReadsAndReasons> reads_from(const std::vector<ReaderTable>& tables,
                                         const ReadsRequest& request, const core::Context& context,
                                         core::Findings& findings);

// Oddities in what was read, counted by finding and reader: nothing but one value
// ("readers.constant"), a binary finding never called ("readers.never-positive").
void check_reads(const Reads& reads, core::Findings& findings);

}  // namespace secondsite::readers
