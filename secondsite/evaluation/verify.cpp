#include "secondsite/evaluation/verify.h"

#include "secondsite/evaluation/inputs.h"

namespace secondsite::evaluation {

using core::Error;
using core::Json;
using core::Result;

namespace {

constexpr std::size_t differences_shown = 20;

// The text under `key`, empty where there is none: the file may have been changed by hand.
std::string text_at(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto place = object.find(key);
  return place != object.end() && place->is_string() ? place->get<std::string>() : std::string();
}

bool is_expected_to_differ(const std::string& path) {
  return path == "/manifest/created_at" || path == "/manifest/program_version" ||
         path.rfind("/manifest/libraries", 0) == 0 || path.rfind("/protocol_status", 0) == 0;
}

void compare(const Json& recorded, const Json& recomputed, const std::string& path,
             Verification& out) {
  if (is_expected_to_differ(path)) return;
  if (recorded.is_object() && recomputed.is_object()) {
    for (const auto& [key, value] : recorded.items())
      compare(value, recomputed.contains(key) ? recomputed[key] : Json(), path + "/" + key, out);
    for (const auto& [key, value] : recomputed.items())
      if (!recorded.contains(key)) compare(Json(), value, path + "/" + key, out);
    return;
  }
  if (recorded.is_array() && recomputed.is_array() && recorded.size() == recomputed.size()) {
    for (std::size_t i = 0; i < recorded.size(); ++i)
      compare(recorded[i], recomputed[i], path + "/" + std::to_string(i), out);
    return;
  }
  ++out.compared;
  if (recorded == recomputed) return;
  ++out.differing;
  if (out.differences.size() < differences_shown) {
    const auto shown = [](const Json& value) {
      const std::string text = value.dump();
      return text.size() <= 60 ? text : text.substr(0, 57) + "...";
    };
    out.differences.push_back(path + ": " + shown(recorded) + " on file, " + shown(recomputed) +
                              " now");
  }
}

}  // namespace

Result<Verification> verify(const Json& recorded, const std::string& origin,
                            const Occasion& occasion, const core::Context& context) {
  const auto manifest = recorded.find("manifest");
  if (!recorded.is_object() || manifest == recorded.end() || !manifest->contains("request"))
    return Error("config.missing-key",
                 "this is no run of Secondsite: it has no manifest with a request",
                 {.file = origin},
                 "name the folder that `secondsite evaluate --out` wrote, or its result.json");
  auto request = request_from((*manifest)["request"], origin);
  if (!request) return std::move(request).error().while_doing("reading the run's manifest");
  const auto inputs = manifest->find("inputs");
  if (inputs != manifest->end() && inputs->is_array())
    for (const Json& input : *inputs) {
      const std::string path = text_at(input, "path");
      const std::string recorded_hash = text_at(input, "sha256");
      auto hash = hash_of(path.substr(0, path.find('#')));
      if (!hash) return std::move(hash).error().while_doing("checking the run's inputs");
      if (*hash != recorded_hash)
        return Error("run.input-changed",
                     "the input is not what it was: its hash was " + recorded_hash.substr(0, 12) +
                         "…, and is " + hash->substr(0, 12) + "…",
                     {.file = path});
    }
  const std::string order =
      recorded.contains("protocol_status") ? text_at(recorded["protocol_status"], "order") : "";
  auto again = evaluate(*request, {occasion.program_version, occasion.now, ""}, context,
                        order == "after scores");
  if (!again) return std::move(again).error().while_doing("recomputing the run");
  Verification out;
  out.recorded_version = text_at(*manifest, "program_version");
  compare(recorded, core::Json::parse(core::pretty(to_json(*again))), "", out);
  out.reproduced = out.differing == 0;
  return out;
}

}  // namespace secondsite::evaluation
