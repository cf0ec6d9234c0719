#include "secondsite/evaluation/marks.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/evaluation/mark_cohort.h"

namespace secondsite::evaluation {

using core::Error;
using core::Result;
using core::Severity;
using metrics::MarkFate;
using metrics::no_place;

namespace {

// One kind of lesion, and the marks held against it.
struct Matched {
  std::vector<std::uint32_t> lesion_scan;
  std::vector<std::uint32_t> mark_scan;
  metrics::Matching matching;
};

Matched match_kind(const MarkCohort& cohort, const PlacedMarks& marks, const std::string& kind,
                   const metrics::MatchRules& rules, unsigned threads) {
  Matched out;
  out.lesion_scan = cohort.lesions.scan_of_kind(kind);
  out.mark_scan = marks.scan_of_kind(kind);
  const auto excluded = cohort.excluded.scan_of_kind(kind);
  out.matching = metrics::match_marks(
      marks.places(out.mark_scan), marks.table.rating, cohort.lesions.places(out.lesion_scan),
      cohort.excluded.places(excluded), cohort.scan.size(), rules, threads);
  return out;
}

// What a lesion measures: its diameter, or that of a square or cube like its box.
double size_of(const cohort::MarkTable& lesions, std::size_t l) {
  if (!lesions.diameter.empty()) return lesions.diameter[l];
  if (lesions.width.empty()) return 0;
  if (lesions.depth.empty()) return std::sqrt(lesions.width[l] * lesions.height[l]);
  return std::cbrt(lesions.width[l] * lesions.height[l] * lesions.depth[l]);
}

std::shared_ptr<const metrics::MarkSet> mark_set(const MarkCohort& cohort, const PlacedMarks& marks,
                                                 const Matched& matched,
                                                 const metrics::MatchRules& rules) {
  const std::size_t scans = cohort.scan.size();
  std::vector<std::vector<metrics::Lesion>> lesions(scans);
  std::vector<std::vector<metrics::Mark>> found(scans);
  for (std::size_t l = 0; l < matched.lesion_scan.size(); ++l) {
    const std::uint32_t scan = matched.lesion_scan[l];
    if (scan == no_place) continue;
    const std::uint32_t mark = matched.matching.mark_of_lesion[l];
    if (mark != no_place)
      found[scan].push_back(
          {marks.table.rating[mark], static_cast<std::uint32_t>(lesions[scan].size())});
    const double size = size_of(cohort.lesions.table, l);
    lesions[scan].push_back({1, size > 0 ? size : 0});
  }
  for (std::size_t m = 0; m < matched.mark_scan.size(); ++m) {
    const MarkFate fate = matched.matching.fate[m];
    if (fate == MarkFate::false_mark || (fate == MarkFate::extra && rules.extra_marks_are_false))
      found[matched.mark_scan[m]].push_back({marks.table.rating[m], metrics::Mark::miss});
  }
  auto out = std::make_shared<metrics::MarkSet>();
  out->rule = cohort.rule;
  for (std::size_t s = 0; s < scans; ++s) out->add_scan(found[s], lesions[s]);
  return out;
}

// How the marks add up, and what was missed.
MarkReport report_of(const MarkCohort& cohort, const Matched& matched, const Matched* candidates,
                     const std::string& finding) {
  MarkReport out;
  out.finding = finding;
  out.rule = cohort.rule;
  const auto& count = matched.matching.count;
  for (std::size_t f = 0; f < metrics::mark_fates; ++f) {
    const auto fate = static_cast<MarkFate>(f);
    // Marks of another kind lie nowhere here, and are told with their own kind.
    if (fate != MarkFate::unknown_scan)
      out.counts.emplace_back("marks: " + std::string(name(fate)), count[f]);
  }
  out.counts.emplace_back("lesions found", matched.matching.found);
  out.counts.emplace_back("lesions missed", matched.matching.missed);
  const cohort::MarkTable& lesions = cohort.lesions.table;
  const std::string unit =
      lesions.unit == cohort::LengthUnit::unknown ? "" : " " + std::string(name(lesions.unit));
  for (std::size_t l = 0; l < matched.lesion_scan.size(); ++l) {
    if (matched.lesion_scan[l] == no_place || matched.matching.mark_of_lesion[l] != no_place)
      continue;
    if (out.missed.size() == MarkReport::most_missed) break;
    const double size = size_of(lesions, l);
    out.missed.push_back(
        {{.file = lesions.origin, .row = lesions.row[l]},
         size > 0 ? core::fixed(size, 1) + unit : "",
         candidates != nullptr && candidates->matching.mark_of_lesion[l] == no_place});
  }
  return out;
}

void count_marks(const MarkReport& report, const metrics::MarkSet& set, View& view) {
  const auto note = [&](MarkFate fate, const char* code, const char* message) {
    for (const auto& [name, count] : report.counts)
      if (name == "marks: " + std::string(metrics::name(fate)) && count > 0)
        view.odd.add(Severity::note, code, report.finding, message, {}, count);
  };
  note(MarkFate::on_excluded, "marks.on-excluded", "marks on findings that are to be ignored");
  note(MarkFate::extra, "marks.extra", "further marks on a lesion that is found");
  note(MarkFate::over_limit, "marks.over-limit", "marks over the limit of a scan");
  std::uint64_t silent = 0;
  for (std::size_t s = 0; s < set.scans(); ++s)
    if (!set.lesions_of(s).empty() && set.marks_of(s).empty()) ++silent;
  if (silent > 0)
    view.odd.add(Severity::warning, "marks.scan-without-marks", report.finding,
                 "scans with lesions that have no mark that counts: their lesions are missed", {},
                 silent);
}

}  // namespace

Result<View> open_marks(const Request& request, bool declared, const core::Context& context) {
  auto opened = open_mark_cohort(request, declared, context);
  if (!opened) return std::move(opened).error();
  MarkCohort& cohort = *opened;
  View& view = cohort.view;
  const metrics::MatchRules rules = *request.marks->rules();
  std::uint64_t lesions = 0;
  for (const std::string& kind : cohort.kinds) {
    context.report("matching marks to lesions", 0, 0);
    const Matched matched = match_kind(cohort, cohort.marks, kind, rules, context.threads);
    lesions += matched.matching.found + matched.matching.missed;
    FindingCases finding;
    finding.columns.name = kind.empty() ? "lesion" : kind;
    finding.columns.score = request.marks->marks;
    finding.columns.label = request.marks->lesions;
    finding.input = metrics::Input::marks;
    finding.primary = "cpm";
    if (cohort.lesions.table.unit != cohort::LengthUnit::unknown)
      finding.size_unit = name(cohort.lesions.table.unit);
    finding.marks = mark_set(cohort, cohort.marks, matched, rules);
    std::optional<Matched> candidates;
    for (const auto& [name, other] : cohort.others) {
      Matched own = match_kind(cohort, other, kind, rules, context.threads);
      finding.others.push_back({name, {}, mark_set(cohort, other, own, rules)});
      if (!request.marks->candidates.empty() && !candidates) candidates = std::move(own);
    }
    for (std::uint32_t row = 0; row < cohort.scan.size(); ++row) {
      if (view.eligible[row] == 0) continue;
      finding.row.push_back(row);
      finding.scan.push_back(row);
      finding.positive.push_back(finding.marks->lesions_of(row).empty() ? 0 : 1);
      if (view.is_clustered()) finding.patient.push_back(view.patient_of_row[row]);
    }
    view.mark_reports.push_back(
        report_of(cohort, matched, candidates ? &*candidates : nullptr, finding.columns.name));
    count_marks(view.mark_reports.back(), *finding.marks, view);
    view.findings.push_back(std::move(finding));
  }
  if (lesions == 0)
    return Error("marks.no-lesions", "no lesion lies in a scan that is evaluated",
                 {.file = request.marks->lesions});
  for (FindingCases& finding : view.findings) finding.patient_key = view.patient_key;
  return std::move(view);
}

Result<std::string> match_table(const Request& request, const core::Context& context) {
  auto opened = open_mark_cohort(request, false, context);
  if (!opened) return std::move(opened).error();
  const MarkCohort& cohort = *opened;
  const metrics::MatchRules rules = *request.marks->rules();
  std::string out = "what,kind,scan,row,fate,lesion_row,rating\n";
  const auto quoted = [](const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string safe = "\"";
    for (const char c : text) safe += c == '"' ? "\"\"" : std::string(1, c);
    return safe + "\"";
  };
  for (const std::string& kind : cohort.kinds) {
    const Matched matched = match_kind(cohort, cohort.marks, kind, rules, context.threads);
    const cohort::MarkTable& marks = cohort.marks.table;
    const cohort::MarkTable& lesions = cohort.lesions.table;
    for (std::size_t m = 0; m < marks.size(); ++m) {
      if (matched.mark_scan[m] == no_place) continue;
      const std::uint32_t lesion = matched.matching.lesion_of_mark[m];
      out += "mark," + quoted(kind) + "," + quoted(cohort.scan[matched.mark_scan[m]]) + "," +
             std::to_string(marks.row[m]) + "," + std::string(name(matched.matching.fate[m])) +
             "," + (lesion == no_place ? "" : std::to_string(lesions.row[lesion])) + "," +
             core::exact(marks.rating[m]) + "\n";
    }
    for (std::size_t l = 0; l < lesions.size(); ++l) {
      if (matched.lesion_scan[l] == no_place) continue;
      const std::uint32_t mark = matched.matching.mark_of_lesion[l];
      out += "lesion," + quoted(kind) + "," + quoted(cohort.scan[matched.lesion_scan[l]]) + "," +
             std::to_string(lesions.row[l]) + "," + (mark == no_place ? "missed" : "found") + "," +
             std::to_string(lesions.row[l]) + "," +
             (mark == no_place ? "" : core::exact(marks.rating[mark])) + "\n";
    }
  }
  return out;
}

}  // namespace secondsite::evaluation
