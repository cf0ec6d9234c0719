#include <charconv>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/cohort/selection.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using Op = Condition::Op;

bool is_filter_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

struct Word {
  std::string text;
  bool quoted = false;
  bool is(std::string_view keyword) const { return !quoted && core::lower(text) == keyword; }
};

// Reads "column op value and ..." from left to right.
class FilterReader {
 public:
  FilterReader(std::string_view text, const std::string& origin) : text_(text), origin_(origin) {}

  core::Result<Filter> read() {
    Filter filter;
    if (text_.size() > longest) return fault("the filter is longer than 64 KiB");
    skip_spaces();
    if (done()) return filter;
    for (;;) {
      auto condition = read_condition();
      if (!condition) return condition.error();
      filter.conditions.push_back(std::move(*condition));
      skip_spaces();
      if (done()) return filter;
      const auto joint = word("\"and\"");
      if (!joint) return joint.error();
      if (joint->is("or"))
        return fault("\"or\" is not known in a filter", "For one column write: column in [A, B].");
      if (!joint->is("and")) return fault("\"and\" is wanted before \"" + joint->text + "\"");
    }
  }

 private:
  static constexpr std::size_t longest = 1 << 16;

  bool done() const { return at_ >= text_.size(); }
  void skip_spaces() {
    while (!done() && is_filter_space(text_[at_])) ++at_;
  }
  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  core::Error fault(const std::string& what, std::string hint = {}) const {
    return {"cohort.filter-syntax",
            what + ", at character " + std::to_string(at_ + 1) +
                " of: " + std::string(text_.substr(0, 200)),
            {.file = origin_},
            std::move(hint)};
  }

  // A text in double quotes ("" inside means one quote), or what stands up to a space or an
  // operator.
  core::Result<Word> word(std::string_view wanted) {
    skip_spaces();
    Word out;
    if (done()) return fault(std::string(wanted) + " is missing at the end");
    if (take("\"")) {
      out.quoted = true;
      for (;; ++at_) {
        if (done()) return fault("a quote is not closed");
        if (text_[at_] == '"') {
          ++at_;
          if (done() || text_[at_] != '"') return out;
        }
        out.text += text_[at_];
      }
    }
    while (!done() && !is_filter_space(text_[at_]) &&
           std::string_view("=!<>[],\"").find(text_[at_]) == std::string_view::npos)
      out.text += text_[at_++];
    if (out.text.empty()) return fault(std::string(wanted) + " is wanted");
    return out;
  }

  core::Result<std::vector<std::string>> list() {
    skip_spaces();
    if (!take("[")) return fault("a list in [brackets] is wanted after \"in\"");
    std::vector<std::string> values;
    for (;;) {
      auto value = word("a value");
      if (!value) return value.error();
      // Values of several words need no quotes inside a list.
      for (skip_spaces(); !value->quoted && !done() && text_[at_] != ',' && text_[at_] != ']';
           skip_spaces()) {
        const auto more = word("a value");
        if (!more) return more.error();
        value->text += " " + more->text;
      }
      values.push_back(std::move(value->text));
      skip_spaces();
      if (take("]")) return values;
      if (!take(",")) return fault("a comma or ] is wanted in the list");
    }
  }

  core::Result<Condition> read_condition() {
    Condition out;
    auto column = word("a column");
    if (!column) return column.error();
    out.column = std::move(column->text);
    skip_spaces();
    constexpr std::pair<std::string_view, Op> symbols[] = {
        {"==", Op::equal},   {"!=", Op::not_equal}, {"<>", Op::not_equal}, {"≠", Op::not_equal},
        {"<=", Op::at_most}, {"≤", Op::at_most},    {">=", Op::at_least},  {"≥", Op::at_least},
        {"<", Op::less},     {">", Op::greater},    {"=", Op::equal}};
    for (const auto& [symbol, op] : symbols) {
      if (!take(symbol)) continue;
      out.op = op;
      auto value = word("a value");
      if (!value) return value.error();
      if (value->is("blank") && (op == Op::equal || op == Op::not_equal)) {
        out.op = op == Op::equal ? Op::blank : Op::present;
        return out;
      }
      out.values = {std::move(value->text)};
      return out;
    }
    const auto verb = word("an operator (=, !=, <, <=, >, >=, in, not in, is blank, is present)");
    if (!verb) return verb.error();
    if (verb->is("is")) {
      auto what = word("blank or present");
      if (!what) return what.error();
      const bool negated = what->is("not");
      if (negated) what = word("blank");
      if (!what) return what.error();
      if (what->is("blank"))
        out.op = negated ? Op::present : Op::blank;
      else if (what->is("present"))
        out.op = negated ? Op::blank : Op::present;
      else
        return fault("after \"is\" only blank or present is known, not \"" + what->text + "\"",
                     "For a value write: column = value.");
      return out;
    }
    bool negated = false;
    if (verb->is("not")) {
      negated = true;
      const auto in = word("\"in\"");
      if (!in) return in.error();
      if (!in->is("in")) return fault("\"in\" is wanted after \"not\"");
    } else if (!verb->is("in")) {
      return fault("\"" + verb->text + "\" is no operator",
                   "A column whose name has spaces stands in double quotes; operators are =, !=, "
                   "<, <=, >, >=, in, "
                   "not in, is blank, is present.");
    }
    out.op = negated ? Op::not_in : Op::in;
    auto values = list();
    if (!values) return values.error();
    out.values = std::move(*values);
    return out;
  }

  std::string_view text_;
  const std::string& origin_;
  std::size_t at_ = 0;
};

std::string quoted_if_needed(const std::string& text) {
  const bool plain = !text.empty() &&
                     text.find_first_of(" \t\r\n\v\f=!<>[],\"") == std::string::npos &&
                     text.find("≤") == std::string::npos && text.find("≥") == std::string::npos &&
                     text.find("≠") == std::string::npos;
  const bool keyword = core::lower(text) == "blank";
  if (plain && !keyword) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

bool compares_order(Op op) {
  return op == Op::less || op == Op::at_most || op == Op::greater || op == Op::at_least;
}

bool holds(Op op, double cell, const std::vector<double>& values) {
  const bool any = std::find(values.begin(), values.end(), cell) != values.end();
  switch (op) {
    case Op::equal:
    case Op::in:
      return any;
    case Op::not_equal:
    case Op::not_in:
      return !any;
    case Op::less:
      return cell < values.front();
    case Op::at_most:
      return cell <= values.front();
    case Op::greater:
      return cell > values.front();
    case Op::at_least:
      return cell >= values.front();
    default:
      return false;
  }
}

core::Status apply_one(const Condition& condition, const Table& table, unsigned threads,
                       std::vector<std::uint8_t>& keep) {
  const auto found = table.column(condition.column);
  if (!found)
    return core::Error(found.error()).while_doing("applying the filter: " + condition.text());
  const Column& column = **found;
  const bool presence = condition.op == Op::blank || condition.op == Op::present;
  if (!presence && condition.values.empty())
    return core::Error("cohort.filter-syntax", "the condition has no value",
                       {.file = table.origin(), .column = column.name});

  std::vector<double> wanted;
  for (const std::string& value : condition.values) {
    double number = 0;
    if (parse_cell(value, number) == CellState::ok) wanted.push_back(number);
  }
  const bool values_are_numbers = !presence && wanted.size() == condition.values.size();
  if (compares_order(condition.op) && !values_are_numbers)
    return core::Error("cohort.filter-not-a-number",
                       "\"" + condition.values.front() + "\" is not a number, and " +
                           condition.text() + " compares numbers",
                       {.file = table.origin(), .column = column.name});
  if (values_are_numbers) {
    const Numbers numbers = column.cells->numbers(threads);
    if (compares_order(condition.op) && numbers.malformed > 0) {
      const std::string cell = column.raw(numbers.first_malformed_row - 1).substr(0, 60);
      return core::Error("table.not-a-number",
                         "\"" + cell + "\" is not a number: " + why_not_a_number(cell),
                         {.file = table.origin(),
                          .row = numbers.first_malformed_row,
                          .column = column.name})
          .while_doing("applying the filter: " + condition.text());
    }
    if (numbers.malformed == 0) {
      for (std::size_t row = 0; row < keep.size(); ++row)
        keep[row] &=
            numbers.state[row] == CellState::ok && holds(condition.op, numbers.value[row], wanted)
                ? 1
                : 0;
      return core::Done{};
    }
  }
  const Categories cells = column.cells->categories(threads);
  const bool negative = condition.op == Op::not_equal || condition.op == Op::not_in;
  std::vector<std::uint8_t> of_level(cells.levels.size());
  for (std::size_t level = 0; level < of_level.size(); ++level) {
    const bool any = std::any_of(
        condition.values.begin(), condition.values.end(),
        [&](const std::string& value) { return trimmed(value) == cells.levels[level]; });
    of_level[level] =
        condition.op == Op::present || (condition.op != Op::blank && any != negative) ? 1 : 0;
  }
  const std::uint8_t of_blank = condition.op == Op::blank ? 1 : 0;
  for (std::size_t row = 0; row < keep.size(); ++row)
    keep[row] &= cells.code[row] == Categories::blank ? of_blank : of_level[cells.code[row]];
  return core::Done{};
}

}  // namespace

std::string Condition::text() const {
  const std::string name = quoted_if_needed(column);
  const auto list = [&] {
    std::vector<std::string> parts;
    for (const std::string& value : values) parts.push_back(quoted_if_needed(value));
    return "[" + core::join(parts, ", ") + "]";
  };
  const auto compared = [&](std::string_view symbol) {
    return name + " " + std::string(symbol) + " " +
           (values.empty() ? "\"\"" : quoted_if_needed(values.front()));
  };
  switch (op) {
    case Op::equal:
      return compared("=");
    case Op::not_equal:
      return compared("!=");
    case Op::less:
      return compared("<");
    case Op::at_most:
      return compared("<=");
    case Op::greater:
      return compared(">");
    case Op::at_least:
      return compared(">=");
    case Op::in:
      return name + " in " + list();
    case Op::not_in:
      return name + " not in " + list();
    case Op::blank:
      return name + " is blank";
    case Op::present:
      return name + " is present";
  }
  return name;
}

std::string Filter::text() const {
  std::vector<std::string> parts;
  for (const Condition& condition : conditions) parts.push_back(condition.text());
  return core::join(parts, " and ");
}

core::Result<Filter> parse_filter(std::string_view text, const std::string& origin) {
  return FilterReader(text, origin).read();
}

core::Result<std::vector<std::uint8_t>> apply(const Filter& filter, const Table& table,
                                              unsigned threads) {
  std::vector<std::uint8_t> keep(table.rows(), 1);
  for (const Condition& condition : filter.conditions)
    if (const auto status = apply_one(condition, table, threads, keep); !status)
      return status.error();
  return keep;
}

}  // namespace secondsite::cohort
