#include "secondsite/cohort/partition/partition.h"

#include <algorithm>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/partition/links.h"
#include "secondsite/core/identifier.h"
#include "secondsite/core/random.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::partition {
namespace {

constexpr std::size_t pairs_kept = 20;

// A part for each row from the value of one column.
core::Status place_by_value(const Table& table, const Request& request, unsigned threads,
                            Partition& out) {
  const auto column = table.column(request.by);
  if (!column) return column.error();
  const Categories cells = (*column)->cells->categories(threads);
  std::vector<std::uint32_t> part_of(cells.levels.size());
  if (!request.cut.empty()) {
    out.parts = {"development", "test"};
    double cut = 0;
    const bool as_numbers = parse_cell(request.cut, cut) == CellState::ok;
    for (std::size_t i = 0; i < part_of.size(); ++i) {
      double value = 0;
      const bool number = parse_cell(cells.levels[i], value) == CellState::ok;
      const bool before = as_numbers && number ? value < cut : cells.levels[i] < request.cut;
      part_of[i] = before ? 0 : 1;
    }
  } else if (!request.test_values.empty()) {
    out.parts = {"development", "test"};
    for (const std::string& value : request.test_values)
      if (std::find(cells.levels.begin(), cells.levels.end(), value) == cells.levels.end()) {
        std::string message = "no row has the value \"" + value + "\"";
        if (const auto near = core::nearest(value, cells.levels))
          message += "; did you mean \"" + *near + "\"?";
        return core::Error("config.bad-value", message,
                           {.file = table.origin(), .column = request.by});
      }
    for (std::size_t i = 0; i < part_of.size(); ++i)
      part_of[i] =
          std::count(request.test_values.begin(), request.test_values.end(), cells.levels[i]) > 0;
  } else {
    constexpr std::size_t most_parts = 10'000;
    if (cells.levels.size() > most_parts)
      return core::Error(
          "config.bad-value",
          "the column has " + core::grouped(cells.levels.size()) + " values, which are no parts",
          {.file = table.origin(), .column = request.by},
          "say which values are the test part, or cut it at one value");
    out.parts = cells.levels;
    for (std::uint32_t i = 0; i < part_of.size(); ++i) part_of[i] = i;
  }
  for (std::size_t row = 0; row < cells.code.size(); ++row)
    out.part[row] =
        cells.code[row] == Categories::blank ? Partition::left_out : part_of[cells.code[row]];
  return core::Done{};
}

// A part for each group of rows, drawn by the smallest key among its patients: the same for any
// order of rows, and a patient keeps its part when others are added.
void place_at_random(const Table& table, const Request& request, unsigned threads, Groups& groups,
                     Partition& out) {
  for (const auto& [name, share] : request.shares) out.parts.push_back(name);
  const std::string& key_column = request.patient;
  std::vector<std::uint64_t> key(table.rows(), ~std::uint64_t{0});
  if (!key_column.empty()) {
    const Categories cells = table.find(key_column)->cells->categories(threads);
    std::vector<std::uint64_t> key_of(cells.levels.size());
    for (std::size_t i = 0; i < key_of.size(); ++i)
      key_of[i] = core::PatientId(cells.levels[i]).key();
    for (std::size_t row = 0; row < key.size(); ++row)
      if (cells.code[row] != Categories::blank) key[row] = key_of[cells.code[row]];
  }
  for (std::uint32_t row = 0; row < key.size(); ++row) {
    if (key[row] == ~std::uint64_t{0}) key[row] = core::key_of("row " + std::to_string(row));
    std::uint64_t& smallest = key[groups.root(row)];
    smallest = std::min(smallest, key[row]);
  }
  double total = 0;
  for (const auto& [name, share] : request.shares) total += share;
  const core::Random random(request.seed, "partition");
  for (std::uint32_t row = 0; row < key.size(); ++row) {
    double drawn = random.uniform(key[groups.root(row)], 0) * total;
    std::uint32_t part = 0;
    while (part + 1 < out.parts.size() && drawn >= request.shares[part].second)
      drawn -= request.shares[part++].second;
    out.part[row] = part;
  }
}

// Rows that the model was developed on belong to "development", and no row of another part may be
// tied to them.
void place_developed(const std::vector<std::uint32_t>& rows, Partition& out, Proof& proof) {
  const auto at = std::find(out.parts.begin(), out.parts.end(), "development");
  const auto part = static_cast<std::uint32_t>(at - out.parts.begin());
  for (const std::uint32_t row : rows) {
    if (out.part[row] == Partition::left_out || out.part[row] == part) continue;
    ++proof.crossings;
    if (out.pairs.size() < pairs_kept)
      out.pairs.push_back({proof.what, std::uint64_t{row} + 1, std::uint64_t{row} + 1,
                           out.parts[out.part[row]], "a list of development hashes"});
  }
  proof.groups = rows.size();
  proof.holds = proof.crossings == 0;
}

// Takes crossing groups apart from the parts: out, or into development as a whole.
void settle(Crossing crossing, const std::vector<std::uint32_t>& developed, Groups& groups,
            core::Findings& findings, Partition& out) {
  constexpr std::uint32_t none = 0xfffffffeU;
  std::vector<std::uint32_t> seen(out.part.size(), none);
  std::vector<std::uint8_t> crosses(out.part.size());
  const auto at = std::find(out.parts.begin(), out.parts.end(), "development");
  const auto development = static_cast<std::uint32_t>(at - out.parts.begin());
  const auto look = [&](std::uint32_t row, std::uint32_t part) {
    const std::uint32_t root = groups.root(row);
    if (seen[root] == none)
      seen[root] = part;
    else if (seen[root] != part)
      crosses[root] = 1;
  };
  for (std::uint32_t row = 0; row < out.part.size(); ++row)
    if (out.part[row] != Partition::left_out) look(row, out.part[row]);
  for (const std::uint32_t row : developed) look(row, development);
  const bool move = crossing == Crossing::development && at != out.parts.end();
  std::uint64_t changed = 0;
  for (std::uint32_t row = 0; row < out.part.size(); ++row) {
    if (out.part[row] == Partition::left_out || crosses[groups.root(row)] == 0) continue;
    if (move && out.part[row] == development) continue;
    out.part[row] = move ? development : Partition::left_out;
    ++changed;
  }
  if (changed > 0)
    findings.add(move ? core::Severity::note : core::Severity::excluded, "partition.crosses", "",
                 move ? "a row was moved to development, where a row that belongs with it is"
                      : "a row was left out because rows that belong with it lie in another part",
                 {}, changed);
}

void prove(const Links& links, Partition& out) {
  Proof proof{.what = links.what,
              .column = links.column,
              .method = links.method,
              .groups = links.groups,
              .blank = links.blank};
  for (const auto& [a, b] : links.pairs) {
    const std::uint32_t part_a = out.part[a];
    const std::uint32_t part_b = out.part[b];
    if (part_a == part_b || part_a == Partition::left_out || part_b == Partition::left_out)
      continue;
    ++proof.crossings;
    if (out.pairs.size() < pairs_kept)
      out.pairs.push_back({links.what, std::uint64_t{a} + 1, std::uint64_t{b} + 1,
                           out.parts[part_a], out.parts[part_b]});
  }
  proof.holds = proof.crossings == 0;
  out.proofs.push_back(std::move(proof));
}

// A group's links run through its first row; where that row is in no part, its other rows must
// still not cross.
std::vector<std::pair<std::uint32_t, std::uint32_t>> through_placed(const Links& links,
                                                                    const Partition& out) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs = links.pairs;
  if (links.method != "equal texts") return pairs;
  std::vector<std::uint32_t> stand_in(out.part.size(), Partition::left_out);
  for (auto& [a, b] : pairs) {
    if (out.part[a] != Partition::left_out) continue;
    if (stand_in[a] == Partition::left_out && out.part[b] != Partition::left_out) stand_in[a] = b;
    if (stand_in[a] != Partition::left_out) a = stand_in[a];
  }
  return pairs;
}

void count(const Table& table, const Request& request, unsigned threads, Partition& out) {
  out.rows.assign(out.parts.size(), 0);
  out.patients.assign(out.parts.size(), 0);
  for (const std::uint32_t part : out.part)
    if (part == Partition::left_out)
      ++out.rows_left_out;
    else
      ++out.rows[part];
  if (request.patient.empty()) return;
  const Categories cells = table.find(request.patient)->cells->categories(threads);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (std::size_t row = 0; row < out.part.size(); ++row) {
    if (out.part[row] == Partition::left_out) continue;
    if (cells.code[row] == Categories::blank)
      ++out.patients[out.part[row]];
    else
      seen.emplace_back(out.part[row], cells.code[row]);
  }
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  for (const auto& [part, patient] : seen) ++out.patients[part];
}

// Do the values come from a trait of the images and not from a statement?
bool is_inferred(const Table& table, const std::string& column) {
  const Column* from = column.empty() ? nullptr : table.find(column + " (from)");
  if (from == nullptr) return false;
  const Categories cells = from->cells->categories(1);
  return std::any_of(cells.levels.begin(), cells.levels.end(), [](const std::string& level) {
    return level.find("(inferred)") != std::string::npos;
  });
}

}  // namespace

bool Partition::is_proven() const {
  return std::all_of(proofs.begin(), proofs.end(), [](const Proof& proof) { return proof.holds; });
}

core::Result<Partition> make(const Table& table, const Request& request,
                             const core::Context& context, core::Findings& findings) {
  if (request.patient.empty() && !request.without_patient)
    return core::Error("partition.no-patient",
                       "no column names the patient, so that nothing can be proven about patients",
                       {.file = table.origin()},
                       "name it with --patient COLUMN, or say --without-patient and read the proof "
                       "as one about images");
  auto links = find_links(table, request, context, findings);
  if (!links) return std::move(links).error();
  Groups groups(table.rows());
  for (const Links& kind : links->kinds)
    for (const auto& [a, b] : kind.pairs) groups.join(a, b);

  Partition out;
  out.part.assign(table.rows(), Partition::left_out);
  if (request.by.empty()) {
    place_at_random(table, request, context.threads, groups, out);
  } else if (auto placed = place_by_value(table, request, context.threads, out); !placed) {
    return placed.error();
  }
  if (const auto unplaced = static_cast<std::uint64_t>(
          std::count(out.part.begin(), out.part.end(), Partition::left_out));
      unplaced > 0)
    findings.add(core::Severity::excluded, "partition.unplaced", request.by,
                 "a row has no value by which it could be placed; it is in no part",
                 {.file = table.origin(), .column = request.by}, unplaced);
  if (request.crossing != Crossing::refuse)
    settle(request.crossing, links->developed_on, groups, findings, out);
  out.not_checked = std::move(links->not_checked);
  for (Links& kind : links->kinds) {
    if (kind.blank == table.rows()) {  // an empty column proves nothing
      out.not_checked.push_back(
          kind.what + ": the column \"" + kind.column + "\" " +
          (kind.unreadable > 0 ? "holds no hash of 16 hexadecimal digits" : "is blank"));
      continue;
    }
    kind.pairs = through_placed(kind, out);
    prove(kind, out);
  }
  if (!request.development_hashes.empty()) {
    Proof proof{.what = "images that the model was developed on",
                .method = core::grouped(request.development_hashes.size()) + " hashes"};
    place_developed(links->developed_on, out, proof);
    out.proofs.push_back(std::move(proof));
  }
  if (is_inferred(table, request.by))
    out.not_checked.push_back("whether \"" + request.by +
                              "\" is one hospital a value: it is inferred, not stated");
  count(table, request, context.threads, out);
  if (std::count_if(out.rows.begin(), out.rows.end(), [](std::uint64_t n) { return n > 0; }) < 2)
    return core::Error("partition.one-part", "fewer than two parts have a row",
                       {.file = table.origin(), .column = request.by});
  return out;
}

core::Result<Table> with_parts(const Table& table, const Partition& partition) {
  std::vector<Column> columns;
  for (Column column : table.columns()) {
    if (column.name == "partition") column.name = "partition (published)";
    columns.push_back(std::move(column));
  }
  Categories parts{partition.parts, partition.part};
  return with_column(Table(table.origin(), table.rows(), std::move(columns)),
                     category_column("partition", std::move(parts)));
}

}  // namespace secondsite::cohort::partition
