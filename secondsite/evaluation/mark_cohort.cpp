#include "secondsite/evaluation/mark_cohort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <set>

#include "secondsite/cohort/build.h"
#include "secondsite/core/text.h"

namespace secondsite::evaluation {

using cohort::MarkTable;
using core::Done;
using core::Error;
using core::Result;
using core::Severity;
using core::Status;
using metrics::no_place;

namespace {

constexpr double default_diameter_mm = 10;  // LUNA16's, for findings without a size

Result<PlacedMarks> read_placed(const std::string& path, const char* what,
                                const core::Context& context, View& view) {
  auto table = cohort::read_mark_table(path, context, view.odd);
  if (!table) return std::move(table).error().while_doing(std::string("reading the ") + what);
  for (std::string& reason : table->reasons) view.join_reasons.push_back(std::move(reason));
  return PlacedMarks{std::move(*table), {}};
}

// The tables of marks and lesions themselves.
Status read_all(const MarkRequest& request, const core::Context& context, MarkCohort& cohort) {
  const auto read = [&](const std::string& path, const char* what, PlacedMarks& into) -> Status {
    auto placed = read_placed(path, what, context, cohort.view);
    if (!placed) return std::move(placed).error();
    into = std::move(*placed);
    return Done{};
  };
  const auto read_rated = [&](const std::string& path, const char* what,
                              PlacedMarks& into) -> Status {
    if (auto done = read(path, what, into); !done) return done;
    if (into.table.rating.empty() && into.table.size() > 0)
      return Error("marks.no-rating", "the " + std::string(what) + " have no rating",
                   {.file = path}, "call the column probability, score or confidence");
    return Done{};
  };
  if (auto done = read_rated(request.marks, "marks", cohort.marks); !done) return done;
  if (auto done = read(request.lesions, "lesions", cohort.lesions); !done) return done;
  if (!request.excluded.empty())
    if (auto done = read(request.excluded, "excluded findings", cohort.excluded); !done)
      return done;
  if (!request.candidates.empty()) {
    cohort.others.emplace_back("candidates", PlacedMarks{});
    if (auto done = read_rated(request.candidates, "candidates", cohort.others.back().second);
        !done)
      return done;
  }
  for (const MarkRequest::Other& other : request.others) {
    cohort.others.emplace_back(other.name, PlacedMarks{});
    if (auto done = read_rated(other.marks, "other model's marks", cohort.others.back().second);
        !done)
      return done;
  }
  return Done{};
}

// A list of scans as a table of its own.
Result<cohort::Table> table_of_list(const std::string& path, const MarkCohort& cohort,
                                    const core::Context& context, View& view,
                                    cohort::ScanList& list) {
  auto table = cohort::read_table(path, context, view.odd);
  if (!table) return std::move(table).error().while_doing("reading the list of scans");
  auto found = cohort::scan_list(*table, {&cohort.lesions.table, &cohort.marks.table});
  if (!found) return std::move(found).error();
  list = std::move(*found);
  view.join_reasons.push_back(path + ": " +
                              (list.column.empty() ? "one scan a line, without a header"
                                                   : "scan is \"" + list.column + "\"") +
                              ".");
  if (!list.column.empty()) return table;
  return cohort::Table(table->origin(), list.id.size(), {cohort::text_column("scan", list.id)});
}

// Every scan that a mark or lesion names.
cohort::Table table_of_names(const MarkCohort& cohort, cohort::ScanList& list) {
  std::set<std::string> seen;
  for (const MarkTable* table : {&cohort.lesions.table, &cohort.marks.table})
    for (const std::string& level : table->scan.levels)
      if (seen.insert(cohort::scan_key(level)).second) list.id.push_back(level);
  return cohort::Table(
      "scans named in " + cohort.lesions.table.origin + " and " + cohort.marks.table.origin,
      list.id.size(), {cohort::text_column("scan", list.id)});
}

// Which rows are scans to be evaluated: each once, and on the list where there is one.
void keep_listed(MarkCohort& cohort, const std::optional<cohort::ScanList>& list) {
  View& view = cohort.view;
  std::set<std::string> wanted;
  if (list)
    for (const std::string& id : list->id) wanted.insert(cohort::scan_key(id));
  std::set<std::string> seen;
  std::uint64_t twice = 0;
  std::uint64_t unlisted = 0;
  for (std::size_t row = 0; row < cohort.scan.size(); ++row) {
    const std::string key = cohort::scan_key(cohort.scan[row]);
    const bool is_first = seen.insert(key).second;
    const bool is_listed = !list || wanted.count(key) > 0;
    if (view.eligible[row] == 0 || (is_first && is_listed)) continue;
    view.eligible[row] = 0;
    ++(is_first ? unlisted : twice);
    view.odd.add(
        Severity::excluded, is_first ? "marks.scan-not-listed" : "marks.duplicate-scan", "",
        is_first ? "rows of the table that are not on the list of scans" : "further rows of a scan",
        {.file = view.table.origin(), .row = row + 1});
  }
  std::uint64_t absent = 0;
  for (const std::string& key : wanted) absent += seen.count(key) == 0 ? 1 : 0;
  if (absent > 0)
    view.odd.add(Severity::excluded, "marks.scan-not-in-table", "",
                 "scans of the list without a row in " + view.table.origin(), {}, absent);
  if (twice + unlisted > 0)
    add_step(view, "scans, each once", view.eligible,
             {{"named twice", "marks.duplicate-scan", twice},
              {"not on the list of scans", "marks.scan-not-listed", unlisted}});
}

void place(PlacedMarks& marks, const std::map<std::string, std::uint32_t>& row_of, View& view) {
  const MarkTable& table = marks.table;
  std::vector<std::uint32_t> of_level(table.scan.levels.size(), no_place);
  const auto find = [&](const std::string& name) {
    const auto at = row_of.find(cohort::scan_key(name));
    return at == row_of.end() ? no_place : at->second;
  };
  for (std::size_t level = 0; level < of_level.size(); ++level) {
    of_level[level] = find(table.scan.levels[level]);
    if (of_level[level] == no_place && level < table.scan_id.size())
      of_level[level] = find(table.scan_id[level]);  // the list of scans may have the numbers
  }
  marks.scan.reserve(table.size());
  for (std::size_t m = 0; m < table.size(); ++m) {
    const std::uint32_t level = table.scan.code[m];
    const std::uint32_t at = level == cohort::Categories::blank ? no_place : of_level[level];
    marks.scan.push_back(at);
    if (at == no_place)
      view.odd.add(Severity::excluded, "marks.unknown-scan", table.origin,
                   "rows in scans that are not evaluated",
                   {.file = table.origin, .row = table.row[m]});
  }
}

Status check_frames(const MarkCohort& cohort, const PlacedMarks& marks, metrics::HitRule rule) {
  const MarkTable& a = marks.table;
  const MarkTable& b = cohort.lesions.table;
  if (a.size() == 0 || b.size() == 0) return Done{};
  const auto known = [](const MarkTable& table) {
    return table.unit != cohort::LengthUnit::unknown;
  };
  if (a.z.empty() != b.z.empty())
    return Error("marks.different-frames", (a.z.empty() ? a.origin : b.origin) +
                                               " has no third coordinate, " +
                                               (a.z.empty() ? b.origin : a.origin) + " has one");
  if (known(a) && known(b) && a.unit != b.unit)
    return Error("marks.different-frames", a.origin + " is in " + std::string(name(a.unit)) + ", " +
                                               b.origin + " in " + std::string(name(b.unit)));
  const bool lesion_size = !b.diameter.empty() || !b.width.empty();
  if (rule == metrics::HitRule::inside && !lesion_size)
    return Error("marks.no-size", b.origin + " has neither diameters nor boxes", {.file = b.origin},
                 "use --hit distance:LENGTH");
  if (rule == metrics::HitRule::iou && (a.width.empty() != b.width.empty() ||
                                        a.diameter.empty() != b.diameter.empty() || !lesion_size))
    return Error("marks.no-size", "an IoU needs boxes on both sides, or balls on both sides",
                 {.file = a.origin});
  return Done{};
}

bool is_somewhere(const MarkTable& table, std::size_t m) {
  return std::isfinite(table.x[m]) && std::isfinite(table.y[m]) &&
         (table.z.empty() || std::isfinite(table.z[m]));
}

// A lesion that is written twice is one lesion: further rows of the same scan, kind, place and size
// lie nowhere. Rows without a place stay: nothing tells that they are the same.
void drop_duplicates(PlacedMarks& lesions, View& view) {
  const MarkTable& table = lesions.table;
  std::set<std::array<std::uint64_t, 9>> seen;
  for (std::size_t m = 0; m < table.size(); ++m) {
    if (lesions.scan[m] == no_place || !is_somewhere(table, m)) continue;
    std::array<std::uint64_t, 9> key{lesions.scan[m],
                                     table.kind.levels.empty() ? 0 : table.kind.code[m]};
    std::size_t next = 2;
    for (const auto* column :
         {&table.x, &table.y, &table.z, &table.diameter, &table.width, &table.height, &table.depth})
      key[next++] = column->empty() ? 0 : std::bit_cast<std::uint64_t>((*column)[m] + 0.0);
    if (seen.insert(key).second) continue;
    lesions.scan[m] = no_place;
    view.odd.add(Severity::excluded, "marks.duplicate-lesion", table.origin,
                 "further rows of a lesion", {.file = table.origin, .row = table.row[m]});
  }
}

// Findings without a size get LUNA16's; what has no place is counted.
void mend(PlacedMarks& marks, bool are_lesions, View& view) {
  MarkTable& table = marks.table;
  const bool by_mm = table.unit == cohort::LengthUnit::mm;
  for (std::size_t m = 0; m < table.size(); ++m) {
    if (marks.scan[m] == no_place) continue;
    const core::Location where{.file = table.origin, .row = table.row[m]};
    if (are_lesions && !table.diameter.empty() &&
        (!(table.diameter[m] > 0) || std::isinf(table.diameter[m]))) {
      table.diameter[m] = by_mm ? default_diameter_mm : 0;
      view.odd.add(Severity::note, "marks.no-diameter", table.origin,
                   by_mm ? "without a diameter: 10 mm is taken" : "without a diameter", where);
    }
    bool is_endless = false;  // a box without an end would hold every mark
    for (auto* side : {&table.width, &table.height, &table.depth}) {
      if (side->empty() || !std::isinf((*side)[m])) continue;
      (*side)[m] = 0;
      is_endless = true;
    }
    if (is_endless)
      view.odd.add(Severity::note, "marks.no-diameter", table.origin, "without a finite size",
                   where);
    const bool is_placed =
        is_somewhere(table, m) && (are_lesions || std::isfinite(table.rating[m]));
    if (!is_placed)
      view.odd.add(are_lesions ? Severity::warning : Severity::excluded, "marks.not-placed",
                   table.origin, "rows without a finite place or rating", where);
  }
}

// Marks beyond the width, height and depth that the table of scans tells.
void check_extents(MarkCohort& cohort) {
  View& view = cohort.view;
  const MarkTable& marks = cohort.marks.table;
  if (marks.unit == cohort::LengthUnit::mm) return;  // the origin of millimetres is not known
  const auto extent = [&](std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (const cohort::Column* column = view.table.find(name))
        return column->cells->numbers(1).value;
    return std::vector<double>();
  };
  const std::pair<const std::vector<double>*, std::vector<double>> axes[] = {
      {&marks.x, extent({"width", "Width", "columns", "Columns"})},
      {&marks.y, extent({"height", "Height", "rows", "Rows"})},
      {&marks.z, extent({"depth", "slices", "Slices"})}};
  for (std::size_t m = 0; m < marks.size(); ++m) {
    if (cohort.marks.scan[m] == no_place) continue;
    const bool is_outside = std::any_of(std::begin(axes), std::end(axes), [&](const auto& axis) {
      if (axis.first->empty() || axis.second.empty()) return false;
      const double at = (*axis.first)[m];
      if (!std::isfinite(at)) return false;  // told as not placed
      return at < 0 || at > axis.second[cohort.marks.scan[m]];
    });
    if (is_outside)
      view.odd.add(Severity::warning, "marks.outside-volume", "", "marks outside of their scan",
                   {.file = marks.origin, .row = marks.row[m]});
  }
}

// COCO's results name images and kinds by numbers that only the annotations resolve.
void resolve_numbers(MarkCohort& cohort) {
  const MarkTable& lesions = cohort.lesions.table;
  const auto resolve = [](std::vector<std::string>& levels, const std::vector<std::string>& ids,
                          const std::vector<std::string>& names) {
    std::map<std::string, std::string> name_of;
    for (std::size_t k = 0; k < ids.size(); ++k) name_of[ids[k]] = names[k];
    for (std::string& level : levels)
      if (const auto name = name_of.find(level); name != name_of.end()) level = name->second;
  };
  const auto resolve_all = [&](MarkTable& table) {
    if (table.scan_id.empty()) return;  // no results of COCO's
    resolve(table.scan.levels, lesions.scan_id, lesions.scan.levels);
    resolve(table.kind.levels, lesions.kind_id, lesions.kind.levels);
  };
  resolve_all(cohort.marks.table);
  for (auto& [name, other] : cohort.others) resolve_all(other.table);
}

// One kind for each that lesions have, where the marks say theirs too.
void find_kinds(MarkCohort& cohort) {
  const MarkTable& lesions = cohort.lesions.table;
  const MarkTable& marks = cohort.marks.table;
  cohort.kinds = {""};
  if (lesions.kind.levels.empty() || marks.kind.levels.empty()) return;
  cohort.kinds = lesions.kind.levels;
  std::sort(cohort.kinds.begin(), cohort.kinds.end());
}

std::string rule_in_words(const metrics::MatchRules& rules, cohort::LengthUnit unit) {
  std::string out(name(rules.hit));
  if (rules.hit == metrics::HitRule::distance)
    out = "centres nearer than " + core::exact(rules.limit) + " " + std::string(name(unit));
  if (rules.hit == metrics::HitRule::iou)
    out = "intersection over union of " + core::exact(rules.limit) + " or more";
  out += rules.one_to_one ? "; each mark takes one lesion, by rating"
                          : "; a lesion takes its best mark";
  out += rules.extra_marks_are_false ? "; further marks are false" : "; further marks are ignored";
  if (rules.most_marks > 0)
    out += "; at most " + std::to_string(rules.most_marks) + " marks a scan";
  return out;
}

}  // namespace

std::vector<std::uint32_t> PlacedMarks::scan_of_kind(const std::string& kind) const {
  if (kind.empty() || table.kind.levels.empty()) return scan;
  std::vector<std::uint32_t> out = scan;
  for (std::size_t m = 0; m < out.size(); ++m) {
    const std::uint32_t code = table.kind.code[m];
    if (code == cohort::Categories::blank || table.kind.levels[code] != kind) out[m] = no_place;
  }
  return out;
}

metrics::Places PlacedMarks::places(const std::vector<std::uint32_t>& of) const {
  return {of, table.x, table.y, table.z, table.diameter, table.width, table.height, table.depth};
}

Result<MarkCohort> open_mark_cohort(const Request& request, bool declared,
                                    const core::Context& context) {
  MarkCohort cohort;
  View& view = cohort.view;
  const MarkRequest& asked = *request.marks;
  const auto rules = asked.rules();
  if (!rules) return rules.error();
  if (auto done = read_all(asked, context, cohort); !done) return std::move(done).error();
  resolve_numbers(cohort);

  cohort::ScanList list;
  std::optional<cohort::ScanList> selection;
  if (!request.tables.empty()) {
    auto table = open_tables(request, context, view);
    if (!table) return std::move(table).error().while_doing("opening the cohort");
    auto found = cohort::scan_list(*table, {&cohort.lesions.table, &cohort.marks.table});
    if (!found) return std::move(found).error();
    list = std::move(*found);
    view.table = list.column.empty() ? cohort::Table(table->origin(), list.id.size(),
                                                     {cohort::text_column("scan", list.id)})
                                     : std::move(*table);
    view.join_reasons.push_back("scan is \"" + list.column + "\" of " + view.table.origin() + ".");
    if (!asked.scans.empty()) {
      selection.emplace();
      auto listed = table_of_list(asked.scans, cohort, context, view, *selection);
      if (!listed) return std::move(listed).error();
    }
  } else if (!asked.scans.empty()) {
    auto table = table_of_list(asked.scans, cohort, context, view, list);
    if (!table) return std::move(table).error();
    view.table = std::move(*table);
  } else {
    view.table = table_of_names(cohort, list);
    view.odd.add(Severity::warning, "marks.no-scan-list", "",
                 "scans without marks and lesions are not known");
  }
  if (view.table.rows() == 0)
    return Error("marks.no-scans", "the list of scans is empty", {.file = view.table.origin()});
  cohort.scan = std::move(list.id);
  if (auto arranged = arrange(view, request, declared, context); !arranged)
    return std::move(arranged).error();
  keep_listed(cohort, selection);

  std::map<std::string, std::uint32_t> row_of;
  for (std::uint32_t row = 0; row < cohort.scan.size(); ++row)
    if (view.eligible[row] != 0) row_of.emplace(cohort::scan_key(cohort.scan[row]), row);
  if (row_of.empty())
    return Error("marks.no-scans", "no scan is eligible", {.file = view.table.origin()});
  place(cohort.marks, row_of, view);
  place(cohort.lesions, row_of, view);
  place(cohort.excluded, row_of, view);
  drop_duplicates(cohort.lesions, view);
  mend(cohort.marks, false, view);
  mend(cohort.lesions, true, view);
  mend(cohort.excluded, true, view);
  if (auto fits = check_frames(cohort, cohort.marks, rules->hit); !fits)
    return std::move(fits).error();
  for (auto& [name, other] : cohort.others) {
    place(other, row_of, view);
    mend(other, false, view);
    if (auto fits = check_frames(cohort, other, rules->hit); !fits) return std::move(fits).error();
  }
  check_extents(cohort);
  find_kinds(cohort);
  cohort.rule = rule_in_words(*rules, cohort.lesions.table.unit);
  return cohort;
}

}  // namespace secondsite::evaluation
