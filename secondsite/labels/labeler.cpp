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

core::Result<RecordLabels> states_of_record(const core::Json& record) {
  if (!record.is_object())
    return core::Error("label.not-a-report", "a record of labels is not a JSON object");
  const bool named = record.contains("labels");
  const core::Json& labels = named && record["labels"].is_object() ? record["labels"] : record;
  RecordLabels out;
  for (const auto& [name, value] : labels.items())
    if (const auto state = state_from_json(value))
      out.states.emplace_back(name, *state);
    else
      out.unread.push_back({name, shown(value), named && (&labels != &record || name == "labels")});
  return out;
}

std::optional<std::string> text_at(const core::Json& record, const std::string& key) {
  const core::Json* at = &record;
  for (const std::string& part : core::split(key, '.')) {
    if (!at->is_object() || !at->contains(part)) return std::nullopt;
    at = &(*at)[part];
  }
  if (at->is_number()) return at->dump();
  if (!at->is_string() || core::trim(at->get_ref<const std::string&>()).empty())
    return std::nullopt;
  return at->get<std::string>();
}

std::string shown(const core::Json& value) {
  std::string out = value.is_string()
                        ? value.get<std::string>()
                        : value.dump(-1, ' ', false, core::Json::error_handler_t::replace);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
  constexpr std::size_t most = 60;
  if (out.size() <= most) return out;
  std::size_t end = most;  // not within a letter of several bytes
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  return out.substr(0, end) + "...";
}

}  // namespace secondsite::labels
