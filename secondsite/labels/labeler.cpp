#include "secondsite/labels/labeler.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"

namespace secondsite::labels {

std::optional<State> state_from_text(std::string_view cell) {
  const std::string word = core::lower(core::trim(cell));
  if (const auto number = core::parse_number(word)) {
    if (std::isnan(*number)) return State::not_mentioned;
    if (*number == 1) return State::present;
    if (*number == 0) return State::absent;
    if (*number == -1) return State::uncertain;
    return std::nullopt;
  }
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (any({"", "not mentioned", "none", "null", "na", "n/a", "blank"})) return State::not_mentioned;
  if (any({"present", "positive", "pos", "yes", "y", "true", "t"})) return State::present;
  if (any({"absent", "negative", "neg", "no", "n", "false", "f"})) return State::absent;
  if (any({"uncertain", "u", "?", "possible", "probable", "equivocal", "indeterminate"}))
    return State::uncertain;
  return std::nullopt;
}

std::optional<State> state_from_json(const core::Json& value) {
  if (value.is_null()) return State::not_mentioned;
  if (value.is_boolean()) return value.get<bool>() ? State::present : State::absent;
  if (value.is_number()) return state_from_text(core::exact(value.get<double>()));
  if (value.is_string()) return state_from_text(value.get<std::string>());
  return std::nullopt;
}

core::Result<NamedStates> states_of_record(const core::Json& record) {
  if (!record.is_object())
    return core::Error("label.not-a-report", "a record of labels is not a JSON object");
  const core::Json& labels =
      record.contains("labels") && record["labels"].is_object() ? record["labels"] : record;
  NamedStates out;
  for (const auto& [name, value] : labels.items())
    if (const auto state = state_from_json(value)) out.emplace_back(name, *state);
  return out;
}

}  // namespace secondsite::labels
