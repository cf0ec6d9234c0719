#include "secondsite/core/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "secondsite/core/text.h"

namespace secondsite::core {
namespace {

constexpr int deepest = 64;
constexpr std::size_t largest = 16 << 20;
constexpr std::size_t most_nodes = 1'000'000;

std::string place(const YAML::Mark& mark) {
  return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

Json scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // quoted
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  std::int64_t integer = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (fault == std::errc() && end == text.data() + text.size()) return integer;
  const bool numeric = text.find_first_of("0123456789") != std::string::npos;
  if (const auto number = numeric ? parse_number(text) : std::nullopt;
      number && std::isfinite(*number))
    return *number;
  return text;
}

// `nodes` counts what was made so far: aliases that refer to aliases multiply.
Result<Json> convert(const YAML::Node& node, const std::string& origin, int depth,
                     std::size_t& nodes) {
  if (++nodes > most_nodes)
    return Error("config.syntax", "more than a million values: aliases that multiply are refused",
                 {.file = origin});
  if (depth > deepest)
    return Error("config.syntax", "nested deeper than " + std::to_string(deepest) + " levels",
                 {.file = origin});
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return Json(nullptr);
    case YAML::NodeType::Scalar:
      return scalar(node);
    case YAML::NodeType::Sequence: {
      Json list = Json::array();
      for (const YAML::Node& item : node) {
        auto value = convert(item, origin, depth + 1, nodes);
        if (!value) return value;
        list.push_back(std::move(*value));
      }
      return list;
    }
    case YAML::NodeType::Map: {
      Json object = Json::object();
      for (const auto& pair : node) {
        if (!pair.first.IsScalar())
          return Error("config.syntax",
                       "a key must be a plain text, at " + place(pair.first.Mark()),
                       {.file = origin});
        const std::string& key = pair.first.Scalar();
        if (object.contains(key))
          return Error("config.syntax",
                       "the key \"" + key + "\" stands twice, again at " + place(pair.first.Mark()),
                       {.file = origin});
        auto value = convert(pair.second, origin, depth + 1, nodes);
        if (!value) return value;
        object[key] = std::move(*value);
      }
      return object;
    }
  }
  return Json(nullptr);
}

void emit(YAML::Emitter& out, const Json& value) {
  if (value.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, item] : value.items()) {
      out << YAML::Key << key << YAML::Value;
      emit(out, item);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    const bool flat = std::none_of(value.begin(), value.end(),
                                   [](const Json& item) { return item.is_structured(); });
    if (flat) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const Json& item : value) emit(out, item);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    const std::string text = value.get<std::string>();
    const bool plain = scalar(YAML::Node(text)) == Json(text);
    if (!plain) out << YAML::DoubleQuoted;
    out << text;
  } else if (value.is_boolean()) {
    out << value.get<bool>();
  } else if (value.is_number_float()) {
    out << exact(value.get<double>());
  } else if (value.is_number()) {
    out << value.get<std::int64_t>();
  } else {
    out << YAML::Null;
  }
}

const Json& nothing() {
  static const Json null;
  return null;
}

std::string_view type_of(const Json& value) {
  if (value.is_object()) return "a mapping";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "a text";
  if (value.is_boolean()) return "true/false";
  if (value.is_number()) return "a number";
  return "nothing";
}

}  // namespace

Result<Json> parse_yaml(std::string_view text, const std::string& origin) {
  if (text.size() > largest)
    return Error("config.syntax", "a configuration above 16 MiB is refused", {.file = origin});
  try {
    std::size_t nodes = 0;
    return convert(YAML::Load(std::string(text)), origin, 0, nodes);
  } catch (const YAML::Exception& fault) {
    return Error("config.syntax", "this is not YAML: " + fault.msg + ", at " + place(fault.mark),
                 {.file = origin});
  }
}

std::string to_yaml(const Json& value) {
  YAML::Emitter out;
  out.SetIndent(2);
  emit(out, value);
  return std::string(out.c_str()) + "\n";
}

ConfigReader::ConfigReader(const Json& mapping, std::string origin, std::string path)
    : mapping_(&mapping), origin_(std::move(origin)), path_(std::move(path)) {
  if (!mapping.is_object() && !mapping.is_null())
    fail(Error("config.wrong-type",
               "a mapping is wanted here, not " + std::string(type_of(mapping)),
               {.file = origin_, .tag = path_}));
}

std::string ConfigReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void ConfigReader::fail(Error error) {
  if (!error_) error_ = std::move(error);
}

bool ConfigReader::has(std::string_view key) const {
  return mapping_->is_object() && mapping_->contains(std::string(key));
}

const Json* ConfigReader::take(std::string_view key, bool required) {
  asked_.emplace_back(key);
  if (has(key) && !(*mapping_)[std::string(key)].is_null()) return &(*mapping_)[std::string(key)];
  if (required)
    fail(Error("config.missing-key", "the key \"" + std::string(key) + "\" is missing",
               {.file = origin_, .tag = path_of(key)}));
  return nullptr;
}

const Json& ConfigReader::raw(std::string_view key) {
  const Json* value = take(key, false);
  return value == nullptr ? nothing() : *value;
}

ConfigReader ConfigReader::inside(std::string_view key) {
  return {raw(key), origin_, path_of(key)};
}

std::string ConfigReader::text(std::string_view key, std::optional<std::string> fallback) {
  const Json* value = take(key, !fallback);
  if (value == nullptr) return fallback.value_or("");
  if (value->is_string()) return value->get<std::string>();
  if (value->is_number_integer()) return std::to_string(value->get<std::int64_t>());
  if (value->is_number()) return exact(value->get<double>());
  if (value->is_boolean()) return value->get<bool>() ? "true" : "false";
  fail(Error("config.wrong-type", "a text is wanted, not " + std::string(type_of(*value)),
             {.file = origin_, .tag = path_of(key)}));
  return fallback.value_or("");
}

double ConfigReader::number(std::string_view key, std::optional<double> fallback) {
  const Json* value = take(key, !fallback);
  if (value == nullptr) return fallback.value_or(0);
  if (value->is_number()) return value->get<double>();
  fail(Error("config.wrong-type", "a number is wanted, not " + std::string(type_of(*value)),
             {.file = origin_, .tag = path_of(key)}));
  return fallback.value_or(0);
}

std::uint64_t ConfigReader::count(std::string_view key, std::optional<std::uint64_t> fallback) {
  const double value =
      number(key, fallback ? std::optional<double>(static_cast<double>(*fallback)) : std::nullopt);
  if (value >= 0 && value <= 9e15 && value == std::floor(value))
    return static_cast<std::uint64_t>(value);
  fail(Error("config.bad-value", "a whole number from 0 up is wanted, not " + exact(value),
             {.file = origin_, .tag = path_of(key)}));
  return fallback.value_or(0);
}

bool ConfigReader::flag(std::string_view key, bool fallback) {
  const Json* value = take(key, false);
  if (value == nullptr) return fallback;
  if (value->is_boolean()) return value->get<bool>();
  fail(Error("config.wrong-type", "true or false is wanted, not " + std::string(type_of(*value)),
             {.file = origin_, .tag = path_of(key)}));
  return fallback;
}

std::string ConfigReader::choice(std::string_view key, const std::vector<std::string>& choices,
                                 std::optional<std::string> fallback) {
  const std::string value = text(key, std::move(fallback));
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  std::string message = "\"" + value + "\" is not one of: " + join(choices, ", ");
  if (const auto near = nearest(value, choices)) message += "; did you mean \"" + *near + "\"?";
  fail(Error("config.bad-value", message, {.file = origin_, .tag = path_of(key)}));
  return choices.front();
}

std::vector<std::string> ConfigReader::texts(std::string_view key) {
  const Json* value = take(key, false);
  if (value == nullptr) return {};
  std::vector<std::string> out;
  const auto add = [&](const Json& item) {
    if (item.is_string())
      out.push_back(item.get<std::string>());
    else if (item.is_primitive() && !item.is_null())
      out.push_back(item.dump());
    else
      fail(Error("config.wrong-type", "a list of texts is wanted",
                 {.file = origin_, .tag = path_of(key)}));
  };
  if (value->is_array())
    for (const Json& item : *value) add(item);
  else
    add(*value);
  return out;
}

Status ConfigReader::finish() {
  if (error_) return *error_;
  if (mapping_->is_object()) {
    for (const auto& [key, value] : mapping_->items()) {
      if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
      std::string message = "the key \"" + key + "\" is not known here";
      if (const auto near = nearest(key, asked_)) message += "; did you mean \"" + *near + "\"?";
      return Error("config.unknown-key", message, {.file = origin_, .tag = path_of(key)},
                   "known keys: " + join(asked_, ", "));
    }
  }
  return Done{};
}

}  // namespace secondsite::core
