#include "secondsite/core/text.h"
#include "secondsite/labels/coded_states.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {
namespace {

using core::Json;

// "text", else the first coding's display, else its code.
std::string concept_text(const Json& concept_json) {
  if (!concept_json.is_object()) return {};
  if (concept_json.contains("text") && concept_json["text"].is_string())
    return concept_json["text"].get<std::string>();
  if (!concept_json.contains("coding") || !concept_json["coding"].is_array()) return {};
  for (const Json& coding : concept_json["coding"])
    for (const char* key : {"display", "code"})
      if (coding.is_object() && coding.contains(key) && coding[key].is_string())
        return coding[key].get<std::string>();
  return {};
}

// What the codings say, else the words.
std::optional<State> state_of(const Json& concept_json) {
  if (concept_json.is_object() && concept_json.contains("coding") &&
      concept_json["coding"].is_array())
    for (const Json& coding : concept_json["coding"]) {
      if (!coding.is_object()) continue;
      const auto text = [&](const char* key) {
        return coding.contains(key) && coding[key].is_string() ? coding[key].get<std::string>()
                                                               : std::string();
      };
      if (const auto state = state_of_code(text("code"), text("display"))) return state;
    }
  return state_of_code("", concept_text(concept_json));
}

// What was entered in error was never observed, nor what was cancelled.
bool is_void(const Json& resource) {
  return resource.contains("status") &&
         (resource["status"] == "entered-in-error" || resource["status"] == "cancelled");
}

// An Observation, or one of its components: both have a code and a value.
void read_observation(const Json& observation, RecordLabels& out, int depth) {
  if (!observation.is_object() || depth > 4 || is_void(observation)) return;
  if (observation.contains("component") && observation["component"].is_array())
    for (const Json& component : observation["component"])
      read_observation(component, out, depth + 1);
  const std::string name = observation.contains("code") ? concept_text(observation["code"]) : "";
  if (name.empty()) return;
  std::optional<State> state;
  std::optional<std::string> words;  // that a value has
  for (const char* key : {"valueBoolean", "valueInteger", "valueString"})
    if (observation.contains(key)) {
      const Json& value = observation[key];
      state = value.is_string() ? state_of_code("", value.get_ref<const std::string&>())
                                : state_from_json(value);
      words = shown(value);
    }
  if (observation.contains("valueCodeableConcept")) {
    const Json& value = observation["valueCodeableConcept"];
    state = state_of(value);
    words = concept_text(value).empty() ? shown(value) : shown(concept_text(value));
  }
  if (!state && observation.contains("interpretation") && observation["interpretation"].is_array())
    for (const Json& each : observation["interpretation"])
      if (!state) {
        state = state_of(each);
        if (!words) words = shown(concept_text(each).empty() ? each : Json(concept_text(each)));
      }
  if (observation.contains("dataAbsentReason")) state = State::not_mentioned;
  if (state)
    out.states.emplace_back(name, *state);
  else if (words)
    out.unread.push_back({name, *words});
}

// A Bundle's entries, a DiagnosticReport's conclusion codes (each present) and contained
// Observations, or one Observation.
void read_resource(const Json& resource, RecordLabels& out, int depth) {
  if (!resource.is_object() || depth > 4 || is_void(resource)) return;
  const std::string type = resource.value("resourceType", Json("")).is_string()
                               ? resource.value("resourceType", Json("")).get<std::string>()
                               : "";
  if (type == "Observation") read_observation(resource, out, 0);
  if (type == "DiagnosticReport" && resource.contains("conclusionCode") &&
      resource["conclusionCode"].is_array())
    for (const Json& code : resource["conclusionCode"])
      if (const std::string name = concept_text(code); !name.empty())
        out.states.emplace_back(name, State::present);
  if (resource.contains("contained") && resource["contained"].is_array())
    for (const Json& inner : resource["contained"]) read_resource(inner, out, depth + 1);
  if (type == "Bundle" && resource.contains("entry") && resource["entry"].is_array())
    for (const Json& entry : resource["entry"])
      if (entry.is_object() && entry.contains("resource"))
        read_resource(entry["resource"], out, depth + 1);
}

core::Result<RecordLabels> read(const Json& record) {
  if (!record.is_object() || !record.contains("resourceType"))
    return core::Error("label.not-a-report", "a record is not a FHIR resource");
  RecordLabels out;
  read_resource(record, out, 0);
  return out;
}

}  // namespace

Labeler fhir() {
  return {.id = "fhir",
          .title =
              "Observations and conclusion codes of FHIR resources (JSON lines, files or a folder)",
          .reference = "HL7 FHIR R4, DiagnosticReport and Observation, https://hl7.org/fhir/R4/",
          .read = read};
}

}  // namespace secondsite::labels::labelers
