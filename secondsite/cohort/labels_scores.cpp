#include "secondsite/cohort/labels_scores.h"

#include <cmath>
#include <set>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using core::Severity;

constexpr std::string_view positive_words[] = {"true", "yes", "positive", "present",
                                               "pos",  "t",   "y"};
constexpr std::string_view negative_words[] = {"false", "no", "negative", "absent",
                                               "neg",   "f",  "n"};
constexpr std::string_view uncertain_words[] = {"uncertain", "u", "?"};

template <std::size_t size>
bool is_one_of(const std::string& word, const std::string_view (&words)[size]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool says_uncertain(std::string_view text, const std::string& folded) {
  double value = 0;
  return (parse_cell(text, value) == CellState::ok && value == -1) ||
         is_one_of(folded, uncertain_words);
}

// Same text, or the same number ("1" and "1.0").
bool is_stated(std::string_view text, const std::vector<std::string>& stated) {
  double value = 0;
  const bool number = parse_cell(text, value) == CellState::ok;
  return std::any_of(stated.begin(), stated.end(), [&](const std::string& item) {
    double other = 0;
    return trimmed(item) == text ||
           (number && parse_cell(item, other) == CellState::ok && other == value);
  });
}

LabelState meaning(const std::string& level, const FindingColumns& finding) {
  const std::string folded = core::lower(level);
  const bool positives_stated = !finding.positive_values.empty();
  const bool negatives_stated = !finding.negative_values.empty();
  if (positives_stated && is_stated(level, finding.positive_values)) return LabelState::positive;
  if (negatives_stated && is_stated(level, finding.negative_values)) return LabelState::negative;
  if (says_uncertain(level, folded)) return LabelState::uncertain;
  if (positives_stated || negatives_stated) {
    if (positives_stated && negatives_stated) return LabelState::outside;
    return positives_stated ? LabelState::negative : LabelState::positive;
  }
  double value = 0;
  if (parse_cell(level, value) == CellState::ok) {
    if (value == 1) return LabelState::positive;
    return value == 0 ? LabelState::negative : LabelState::outside;
  }
  if (is_one_of(folded, positive_words)) return LabelState::positive;
  return is_one_of(folded, negative_words) ? LabelState::negative : LabelState::outside;
}

core::Result<std::vector<LabelState>> listed_meanings(const Categories& cells,
                                                      const FindingColumns& finding,
                                                      const Table& table) {
  if (finding.separator.size() != 1)
    return core::Error(
        "roles.bad-separator",
        "the separator of a list is one character, not \"" + finding.separator + "\"",
        {.file = table.origin(), .column = finding.label});
  std::set<std::string> items;
  std::vector<LabelState> out;
  bool found = false;
  for (const std::string& level : cells.levels) {
    bool has = false;
    for (const std::string& part : core::split(level, finding.separator.front())) {
      const std::string_view item = core::trim(part);
      has = has || item == finding.listed_as;
      items.emplace(item);
    }
    found = found || has;
    out.push_back(has ? LabelState::positive : LabelState::negative);
  }
  if (!found) {
    const std::vector<std::string> known(items.begin(), items.end());
    std::string message = "no row lists \"" + finding.listed_as + "\"";
    if (const auto near = core::nearest(finding.listed_as, known))
      message += "; did you mean \"" + *near + "\"?";
    const std::size_t shown = std::min<std::size_t>(known.size(), 25);
    return core::Error("roles.item-not-listed", message,
                       {.file = table.origin(), .column = finding.label},
                       "items that are listed: " + core::join(std::span(known).first(shown), ", "));
  }
  return out;
}

}  // namespace

std::string_view name(LabelState state) {
  switch (state) {
    case LabelState::negative:
      return "negative";
    case LabelState::positive:
      return "positive";
    case LabelState::uncertain:
      return "uncertain";
    case LabelState::missing:
      return "missing";
    case LabelState::outside:
      return "outside the declared set";
  }
  return "";
}

std::string_view name(ScoreState state) {
  switch (state) {
    case ScoreState::finite:
      return "finite";
    case ScoreState::missing:
      return "missing";
    case ScoreState::not_a_number:
      return "NaN";
    case ScoreState::infinite:
      return "infinite";
    case ScoreState::malformed:
      return "not a number";
  }
  return "";
}

core::Result<Labels> read_labels(const Table& table, const FindingColumns& finding,
                                 unsigned threads, core::Findings& findings) {
  const auto column = table.column(finding.label);
  if (!column)
    return core::Error(column.error())
        .while_doing("reading the labels of \"" + finding.name + "\"");
  for (const std::string& value : finding.positive_values)
    if (is_stated(trimmed(value), finding.negative_values))
      return core::Error("roles.bad-values",
                         "\"" + value + "\" is stated as positive and as negative",
                         {.file = table.origin(), .column = finding.label});
  const Categories cells = (*column)->cells->categories(threads);
  std::vector<LabelState> of_level;
  if (finding.separator.empty()) {
    for (const std::string& level : cells.levels) of_level.push_back(meaning(level, finding));
  } else if (!cells.levels.empty()) {
    auto listed = listed_meanings(cells, finding, table);
    if (!listed)
      return std::move(listed).error().while_doing("reading the labels of \"" + finding.name +
                                                   "\"");
    of_level = std::move(*listed);
  }

  Labels out;
  out.state.resize(cells.code.size());
  const auto note = [&](std::string_view code, std::size_t row, Severity severity,
                        const std::string& message) {
    findings.add(severity, code, finding.name, message,
                 {.file = table.origin(), .row = row + 1, .column = finding.label});
  };
  for (std::size_t row = 0; row < cells.code.size(); ++row) {
    const std::uint32_t code = cells.code[row];
    const LabelState state = code == Categories::blank ? LabelState::missing : of_level[code];
    out.state[row] = state;
    switch (state) {
      case LabelState::positive:
        ++out.positives;
        break;
      case LabelState::negative:
        ++out.negatives;
        break;
      case LabelState::uncertain:
        if (out.uncertain++ < core::Findings::examples_kept)
          note("cohort.label-uncertain", row, Severity::warning,
               "the label is uncertain (\"" + cells.levels[code] + "\")");
        break;
      case LabelState::missing:
        if (out.missing++ < core::Findings::examples_kept)
          note("cohort.label-missing", row, Severity::excluded, "the label is blank");
        break;
      case LabelState::outside:
        if (out.outside++ < core::Findings::examples_kept)
          note("cohort.label-outside-set", row, Severity::excluded,
               "the label \"" + cells.levels[code] +
                   "\" is neither positive nor negative by the declared values");
        break;
    }
  }
  const auto rest = [&](std::string_view code, std::uint64_t total, Severity severity) {
    if (total > core::Findings::examples_kept)
      findings.add(severity, code, finding.name, "", {}, total - core::Findings::examples_kept);
  };
  rest("cohort.label-uncertain", out.uncertain, Severity::warning);
  rest("cohort.label-missing", out.missing, Severity::excluded);
  rest("cohort.label-outside-set", out.outside, Severity::excluded);
  return out;
}

int resolve(LabelState state, UncertainPolicy policy) {
  switch (state) {
    case LabelState::positive:
      return 1;
    case LabelState::negative:
      return 0;
    case LabelState::uncertain:
      return policy == UncertainPolicy::exclude ? -1 : policy == UncertainPolicy::positive ? 1 : 0;
    default:
      return -1;
  }
}

void note_malformed(const Table& table, const Column& column, const Numbers& numbers,
                    Severity severity, core::Findings& findings) {
  if (numbers.malformed == 0) return;
  std::size_t shown = 0;
  for (std::size_t row = numbers.first_malformed_row - 1;
       row < numbers.state.size() && shown < core::Findings::examples_kept; ++row) {
    if (numbers.state[row] != CellState::malformed) continue;
    ++shown;
    const std::string cell = column.raw(row).substr(0, 60);
    findings.add(severity, "table.not-a-number", column.name,
                 "\"" + cell + "\" is not a number: " + why_not_a_number(cell),
                 {.file = table.origin(), .row = row + 1, .column = column.name});
  }
  if (numbers.malformed > shown)
    findings.add(severity, "table.not-a-number", column.name, "", {}, numbers.malformed - shown);
}

core::Result<Scores> read_scores(const Table& table, const FindingColumns& finding,
                                 unsigned threads, core::Findings& findings) {
  const auto column = table.column(finding.score);
  if (!column)
    return core::Error(column.error())
        .while_doing("reading the scores of \"" + finding.name + "\"");
  Numbers numbers = (*column)->cells->numbers(threads);
  Scores out;
  out.state.resize(numbers.value.size());
  const auto note = [&](std::string_view code, std::size_t row, const std::string& message) {
    findings.add(Severity::excluded, code, finding.name, message,
                 {.file = table.origin(), .row = row + 1, .column = finding.score});
  };
  for (std::size_t row = 0; row < numbers.value.size(); ++row) {
    const double value = numbers.value[row];
    if (numbers.state[row] == CellState::blank) {
      out.state[row] = ScoreState::missing;
      if (out.missing++ < core::Findings::examples_kept)
        note("cohort.score-missing", row, "the score is blank");
    } else if (numbers.state[row] == CellState::malformed) {
      out.state[row] = ScoreState::malformed;
      ++out.malformed;
    } else if (std::isfinite(value)) {
      out.state[row] = ScoreState::finite;
      out.least = out.finite == 0 ? value : std::min(out.least, value);
      out.greatest = out.finite == 0 ? value : std::max(out.greatest, value);
      ++out.finite;
    } else {
      const bool is_nan = std::isnan(value);
      out.state[row] = is_nan ? ScoreState::not_a_number : ScoreState::infinite;
      ++(is_nan ? out.not_a_number : out.infinite);
      if (out.not_a_number + out.infinite <= core::Findings::examples_kept)
        note("cohort.score-not-finite", row,
             "the score is " + core::exact(value) + ", which has no rank to stand on");
    }
  }
  const auto rest = [&](std::string_view code, std::uint64_t total) {
    if (total > core::Findings::examples_kept)
      findings.add(Severity::excluded, code, finding.name, "", {},
                   total - core::Findings::examples_kept);
  };
  rest("cohort.score-missing", out.missing);
  rest("cohort.score-not-finite", out.not_a_number + out.infinite);
  note_malformed(table, **column, numbers, Severity::excluded, findings);
  out.value = std::move(numbers.value);
  return out;
}

}  // namespace secondsite::cohort
