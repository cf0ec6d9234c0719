#pragma once
// Parts of a cohort between which nothing leaks: by hospital, vendor, model, time or patient, with
// a proof for each way in which two rows can be the same patient or the same image. A partition
// that cannot be proven is refused, and the offending pairs are shown.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/core/json.h"

namespace secondsite::cohort::partition {

// What to do with rows that belong together and would fall into different parts.
enum class Crossing { refuse, exclude, development };

struct Request {
  std::string by;       // column whose values decide; empty: by patient, at random
  std::string by_word;  // how it was asked for: "site", "vendor", "time", "patient" ...
  // Values of `by` that make the part "test"; the others make "development". Empty: a part a value.
  std::vector<std::string> test_values;
  // With a cut, rows before it are "development" and the others "test"; numbers compare as numbers,
  // other texts as texts (ISO dates).
  std::string cut;
  // By patient: names and shares of the parts.
  std::vector<std::pair<std::string, double>> shares = {{"development", 0.7}, {"test", 0.3}};
  std::uint64_t seed = 20180321;

  std::string patient;  // column; empty: there is none, which is an error unless allowed
  bool without_patient = false;
  std::vector<std::string> same;        // columns: rows with the same value stay together
  std::vector<std::string> follows;     // columns that hold the study of an earlier visit
  std::string study;                    // what `follows` names
  std::vector<std::string> perceptual;  // columns of 16 hexadecimal digits
  // A second hash in which near-duplicates must be near too; may be empty.
  std::string confirmed_by;
  int near_bits = 4;  // at most so many of 64 bits differ in near-duplicates
  // Hashes (of pixels, or perceptual) of images that a model was developed on.
  std::vector<std::string> development_hashes;
  Crossing crossing = Crossing::refuse;
};

// One way in which rows could leak, and how it was ruled out.
struct Proof {
  std::string what;  // "patient", "near-duplicate pixels"
  std::string column;
  std::string method;
  bool holds = false;
  std::uint64_t groups = 0;     // groups of two rows or more that had to stay together
  std::uint64_t blank = 0;      // rows of which nothing is known here
  std::uint64_t crossings = 0;  // links between rows of different parts
};

struct Pair {
  std::string what;
  std::uint64_t row_a = 0;  // counted from 1
  std::uint64_t row_b = 0;
  std::string part_a;
  std::string part_b;
};

struct Partition {
  static constexpr std::uint32_t left_out = 0xffffffffU;
  std::vector<std::string> parts;
  std::vector<std::uint32_t> part;      // one a row
  std::vector<std::uint64_t> rows;      // by part
  std::vector<std::uint64_t> patients;  // by part; 0 without a patient column
  std::uint64_t rows_left_out = 0;
  std::vector<Proof> proofs;
  std::vector<Pair> pairs;  // the first offending ones
  std::vector<std::string> not_checked;

  bool is_proven() const;
};

// Errors: no patient column and not allowed to go without ("partition.no-patient"), a column that
// is not there, fewer than two parts ("partition.one-part"), a hash that is none
// ("partition.bad-hash"). Rows whose `by` is blank belong to no part and are counted as
// "partition.unplaced". Crossings are left in the proofs; the caller refuses.
core::Result<Partition> make(const Table& table, const Request& request,
                             const core::Context& context, core::Findings& findings);

// The file: what was asked, the rows' parts, the proofs, the digests of the columns they rest on,
// and a hash over all of it.
core::Json to_json(const Partition& partition, const Request& request, const Table& table,
                   const std::string& origin);

struct Checked {
  bool holds = false;
  std::vector<std::string> differences;
  Partition partition;
};
// Reads a file that to_json wrote and proves it again on `table`. Differences: an altered file or
// table, a proof that does not come out. Errors: it is no such file ("partition.bad-file").
core::Result<Checked> check(const core::Json& file, const std::string& origin, const Table& table,
                            const core::Context& context, core::Findings& findings);
// The table that the file names.
core::Result<std::string> table_of(const core::Json& file, const std::string& origin);

// The table with a column "partition" (renamed from what stands there already).
core::Result<Table> with_parts(const Table& table, const Partition& partition);

}  // namespace secondsite::cohort::partition
