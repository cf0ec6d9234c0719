#include <map>
#include <set>

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

core::Result<RecordLabels> read_fhir(const Json& record) {
  if (!record.is_object() || !record.contains("resourceType"))
    return core::Error("label.not-a-report", "a record is not a FHIR resource");
  RecordLabels out;
  read_resource(record, out, 0);
  return out;
}

// The resources of a Bundle, and of the Bundles within it.
void gather(const Json& bundle, std::vector<const Json*>& out, int depth) {
  if (depth > 4 || !bundle.contains("entry") || !bundle["entry"].is_array()) return;
  for (const Json& entry : bundle["entry"]) {
    if (!entry.is_object() || !entry.contains("resource")) continue;
    const Json& resource = entry["resource"];
    if (!resource.is_object() || !resource.contains("resourceType")) continue;
    if (resource["resourceType"] == "Bundle")
      gather(resource, out, depth + 1);
    else if (resource["resourceType"] == "Observation" ||
             resource["resourceType"] == "DiagnosticReport")
      out.push_back(&resource);
  }
}

// {"a": {"b": value}} within `to` for "a.b".
void set_at(Json& to, const std::string& key, const std::string& value) {
  Json* at = &to;
  for (const std::string& part : core::split(key, '.')) {
    if (!at->is_object()) *at = Json::object();
    at = &(*at)[part];
  }
  *at = value;
}

// A Bundle of several subjects is several records; so is one whose resources differ in `key`.
std::vector<Json> split(const Json& record, const std::string& key) {
  if (!record.is_object() || !record.contains("resourceType") || record["resourceType"] != "Bundle")
    return {record};
  std::vector<const Json*> resources;
  gather(record, resources, 0);
  const std::string subject = "subject.reference";
  std::set<std::string> subjects;
  bool has_key = false;
  for (const Json* each : resources) {
    if (const auto whose = text_at(*each, subject)) subjects.insert(*whose);
    has_key |= !key.empty() && text_at(*each, key).has_value();
  }
  const bool by_key = has_key && (subjects.size() > 1 || !text_at(record, key));
  if (!by_key && subjects.size() < 2) return {record};
  const std::string& by = by_key ? key : subject;
  std::map<std::string, std::size_t> place;  // of a name's part; "" is nobody's
  std::vector<Json> parts;                   // in order of appearance
  for (const Json* each : resources) {
    const std::string name = text_at(*each, by).value_or("");
    const auto [at, fresh] = place.try_emplace(name, parts.size());
    if (fresh) {
      Json part{{"resourceType", "Bundle"}, {"entry", Json::array()}};
      if (!name.empty()) {
        part["id"] = name;
        set_at(part, by, name);
      } else if (record.contains("id")) {
        part["id"] = record["id"];
      }
      parts.push_back(std::move(part));
    }
    parts[at->second]["entry"].push_back({{"resource", *each}});
  }
  // What names nobody is of the only one who is named.
  const auto nobody = place.find("");
  if (parts.size() == 2 && nobody != place.end()) {
    const std::size_t from = nobody->second;
    for (const Json& entry : parts[from]["entry"]) parts[1 - from]["entry"].push_back(entry);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(from));
  }
  return parts;
}

}  // namespace

Labeler fhir() {
  return {.id = "fhir",
          .title =
              "Observations and conclusion codes of FHIR resources (JSON lines, files or a folder)",
          .reference = "HL7 FHIR R4, DiagnosticReport and Observation, https://hl7.org/fhir/R4/",
          .read = read_fhir,
          .split = split};
}

}  // namespace secondsite::labels::labelers
