#include <algorithm>
#include <map>

#include "secondsite/core/text.h"
#include "secondsite/labels/coded_states.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {
namespace {

using core::Json;

std::string text_of(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

struct Coded {
  std::string value;
  std::string meaning;
};
Coded coded(const Json& item, const char* key) {
  const auto at = item.find(key);
  if (at == item.end()) return {};
  return {text_of(*at, "value"), text_of(*at, "meaning")};
}

// A name under which the value is what was found, and not how it is.
bool names_a_finding(const Coded& name) {
  constexpr std::string_view codes[] = {"121071",  "121073",    "121077",  "111060",   "59776-5",
                                        "19005-8", "246453008", "F-01710", "404684003"};
  if (std::find(std::begin(codes), std::end(codes), name.value) != std::end(codes)) return true;
  const std::string word = core::lower(name.meaning);
  constexpr std::string_view words[] = {"finding",   "findings",    "impression", "conclusion",
                                        "diagnosis", "conclusions", "observation"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// "Finding: Edema" is Edema, present unless a coded item below it says otherwise; "Edema: absent"
// is Edema, absent.
core::Result<RecordLabels> read_dicom_sr(const Json& record) {
  if (!record.is_object() || !record.contains("items") || !record["items"].is_array())
    return core::Error("label.not-a-report", "a record is not a structured report");
  const Json& items = record["items"];
  NamedStates out;
  std::map<std::size_t, std::size_t> label_of;  // item that names a finding → place in `out`
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Json& item = items[i];
    if (!item.is_object() || text_of(item, "type") != "CODE") continue;
    const Coded name = coded(item, "name");
    const Coded value = coded(item, "code");
    const auto state = state_of_code(value.value, value.meaning);
    if (names_a_finding(name)) {
      if (state || value.meaning.empty()) continue;
      label_of[i] = out.size();
      out.emplace_back(value.meaning, State::present);
      continue;
    }
    if (!state) continue;
    const auto parent = item.find("parent");
    const auto below = parent != item.end() && parent->is_number_unsigned()
                           ? label_of.find(parent->get<std::size_t>())
                           : label_of.end();
    if (below != label_of.end())
      out[below->second].second = *state;
    else if (!name.meaning.empty())
      out.emplace_back(name.meaning, *state);
  }
  return RecordLabels{.states = std::move(out), .unread = {}};
}

}  // namespace

Labeler dicom_sr() {
  return {.id = "dicom_sr",
          .title = "Coded findings of DICOM structured reports (a file or a folder)",
          .reference = "DICOM PS3.3 C.17.3 and PS3.16 TID 1500, 2000, 4100",
          .read = read_dicom_sr,
          .takes = Takes::dicom};
}

}  // namespace secondsite::labels::labelers
