#include "secondsite/evaluation/protocol.h"

#include <algorithm>
#include <set>

#include "secondsite/core/config.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"
#include "secondsite/metrics/metric.h"

namespace secondsite::evaluation {

using core::ConfigReader;
using core::Error;
using core::Json;
using core::Result;

namespace {

const std::vector<std::string> multiplicity_names{
    "none", "bonferroni", "holm", "hochberg", "benjamini-hochberg", "fixed-sequence"};
const std::vector<std::string> interval_names{"analytic", "bootstrap-percentile", "bootstrap-bca"};

// A protocol writes the methods with hyphens, as it writes everything.
std::string hyphened(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

stats::MultiplicityMethod multiplicity_named(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  const auto method = stats::multiplicity_from(name);
  return method ? *method : stats::MultiplicityMethod::holm;
}

// What is said against a goal or margin that the metric cannot reach; empty where nothing is.
std::string beyond_range(const Claim& claim) {
  const std::vector<std::string> shares{"auroc",       "partial_auroc", "auprc", "sensitivity",
                                        "specificity", "ppv",           "npv",   "accuracy",
                                        "f1",          "ece",           "brier"};
  if (std::find(shares.begin(), shares.end(), claim.metric) == shares.end()) return {};
  if (!claim.is_contrast() && !(claim.goal >= 0 && claim.goal <= 1))
    return "the goal " + core::exact(claim.goal) + " lies outside what " + claim.metric + " can be";
  if (claim.is_contrast() && claim.margin >= 1)
    return "the margin " + core::exact(claim.margin) + " is as wide as " + claim.metric + " itself";
  return {};
}

void read_claims(ConfigReader& top, Protocol& protocol, const std::string& origin) {
  const Json& list = top.raw("claims");
  if (list.is_null()) return;
  if (!list.is_array()) {
    top.fail(
        Error("config.wrong-type", "claims must be a list", {.file = origin, .tag = "claims"}));
    return;
  }
  std::set<std::string> ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "claims[" + std::to_string(i + 1) + "]";
    const Json as_text{{"claim", list[i]}};
    ConfigReader reader(list[i].is_string() ? as_text : list[i], origin, path);
    const std::string text = reader.text("claim");
    auto claim = parse_claim(text, origin);
    if (!claim) {
      top.fail(std::move(claim).error());
      return;
    }
    claim->id = reader.text("id", "claim-" + std::to_string(i + 1));
    claim->finding = reader.text("finding", claim->finding);
    claim->family = reader.text("family", "primary");
    if (reader.has("expected")) claim->expected = reader.number("expected");
    if (const auto finished = reader.finish(); !finished) {
      top.fail(finished.error());
      return;
    }
    const auto metric = core::find_entry(metrics::every(), claim->metric, "metric");
    if (!metric) {
      top.fail(Error(metric.error().code(), metric.error().what(), {.file = origin, .tag = path},
                     metric.error().hint()));
      return;
    }
    if (const std::string fault = beyond_range(*claim); !fault.empty()) {
      top.fail(Error("config.bad-value", fault, {.file = origin, .tag = path},
                     "an AUROC, a sensitivity and their like lie between 0 and 1"));
      return;
    }
    if (!ids.insert(claim->id).second) {
      top.fail(Error("config.bad-value", "two claims have the id \"" + claim->id + "\"",
                     {.file = origin, .tag = path}, "give each claim an id of its own"));
      return;
    }
    protocol.claims.push_back(std::move(*claim));
  }
}

void read_strata(ConfigReader& top, Protocol& protocol, const std::string& origin) {
  const Json& list = top.raw("strata");
  if (list.is_null()) return;
  if (!list.is_array()) {
    top.fail(Error("config.wrong-type",
                   "strata must be a list of columns, or of lists of columns to cross",
                   {.file = origin, .tag = "strata"}));
    return;
  }
  for (const Json& item : list) {
    std::vector<std::string> columns;
    if (item.is_string()) columns.push_back(item.get<std::string>());
    if (item.is_array())
      for (const Json& column : item)
        if (column.is_string()) columns.push_back(column.get<std::string>());
    if (columns.empty() || (item.is_array() && columns.size() != item.size()))
      top.fail(Error("config.wrong-type", "a stratum is a column name or a list of them",
                     {.file = origin, .tag = "strata"}));
    protocol.strata.push_back(std::move(columns));
  }
}

void read_bands(ConfigReader& top, Protocol& protocol, const std::string& origin) {
  const Json& bands = top.raw("bands");
  if (bands.is_null()) return;
  if (!bands.is_object()) {
    top.fail(Error("config.wrong-type", "bands must map a column to a list of edges",
                   {.file = origin, .tag = "bands"}));
    return;
  }
  for (const auto& [column, edges] : bands.items()) {
    Band band{column, {}};
    bool rising = edges.is_array() && !edges.empty();
    if (rising)
      for (const Json& edge : edges) {
        rising = rising && edge.is_number() &&
                 (band.edges.empty() || edge.get<double>() > band.edges.back());
        if (edge.is_number()) band.edges.push_back(edge.get<double>());
      }
    if (!rising)
      top.fail(Error("config.bad-value", "the edges of a band must be rising numbers",
                     {.file = origin, .tag = "bands." + column},
                     "write, for example, bands: {age: [40, 65]}"));
    protocol.bands.push_back(std::move(band));
  }
}

void read_operating_point(ConfigReader& top, Protocol& protocol, const std::string& origin) {
  if (!top.has("operating_point")) {
    top.raw("operating_point");
    return;
  }
  auto rule = parse_operating_point(top.text("operating_point"), origin);
  if (rule)
    protocol.operating_point = *rule;
  else
    top.fail(std::move(rule).error());
}

void read_families(ConfigReader& top, Protocol& protocol, const std::string& origin) {
  const Json& families = top.raw("families");
  if (families.is_null()) return;
  ConfigReader reader(families, origin, "families");
  if (families.is_object())
    for (const auto& [family, method] : families.items())
      protocol.families.emplace_back(family,
                                     multiplicity_named(reader.choice(family, multiplicity_names)));
  if (const auto finished = reader.finish(); !finished) top.fail(finished.error());
  for (const auto& [family, method] : protocol.families) {
    const auto uses = [&name = family](const Claim& claim) { return claim.family == name; };
    if (family == "strata" || std::any_of(protocol.claims.begin(), protocol.claims.end(), uses))
      continue;
    std::vector<std::string> known{"strata"};
    for (const Claim& claim : protocol.claims) known.push_back(claim.family);
    std::string message = "no claim is of the family \"" + family + "\"";
    if (const auto near = core::nearest(family, known))
      message += "; did you mean \"" + *near + "\"?";
    top.fail(Error("config.bad-value", message, {.file = origin, .tag = "families." + family},
                   "give a claim that family, or leave the line out"));
  }
}

// A list of entries, each read by `read`.
template <typename Entry, typename Read>
void read_entries(ConfigReader& top, const char* key, const std::string& origin,
                  std::vector<Entry>& out, Read read) {
  const Json& list = top.raw(key);
  if (list.is_null()) return;
  if (!list.is_array()) {
    top.fail(Error("config.wrong-type", std::string(key) + " must be a list of mappings",
                   {.file = origin, .tag = key}));
    return;
  }
  for (const Json& item : list) {
    auto entry = read(item, origin);
    if (entry)
      out.push_back(*std::move(entry));
    else
      top.fail(std::move(entry).error());
  }
}

void check_range(ConfigReader& top, double value, double low, double high, const char* key,
                 const std::string& origin) {
  if (value > low && value < high) return;
  top.fail(Error("config.bad-value",
                 std::string(key) + " must lie between " + core::exact(low) + " and " +
                     core::exact(high) + ", not " + core::exact(value),
                 {.file = origin, .tag = key}));
}

Json texts(const std::vector<std::string>& list) {
  return Json(list);
}

}  // namespace

std::vector<std::string> default_metrics() {
  return {"auroc", "sensitivity", "specificity", "ppv", "npv"};
}

Result<Protocol> protocol_from(const Json& json, const std::string& origin) {
  Protocol protocol;
  ConfigReader top(json, origin);
  if (top.count("secondsite_protocol", 1) != 1)
    top.fail(Error("config.bad-value", "this program reads version 1 of the protocol",
                   {.file = origin, .tag = "secondsite_protocol"}));
  protocol.title = top.text("title", "");
  protocol.question = top.text("question", "");
  protocol.roles = top.raw("roles");
  if (const std::string eligible = top.text("eligible", ""); !eligible.empty()) {
    auto filter = cohort::parse_filter(eligible, origin);
    if (filter)
      protocol.eligible = std::move(*filter);
    else
      top.fail(std::move(filter).error());
  }
  read_bands(top, protocol, origin);
  read_strata(top, protocol, origin);
  protocol.reference_site = top.text("reference_site", "");
  read_operating_point(top, protocol, origin);
  if (top.has("local_prevalence")) {
    protocol.local_prevalence = top.number("local_prevalence");
    check_range(top, *protocol.local_prevalence, 0, 1, "local_prevalence", origin);
  } else {
    top.raw("local_prevalence");
  }
  read_entries(top, "label_error", origin, protocol.label_error, label_error_from);
  read_entries(top, "noise_floor", origin, protocol.noise_floors, noise_floor_from);
  protocol.metrics = top.texts("metrics");
  for (const std::string& metric : protocol.metrics)
    if (const auto found = core::find_entry(metrics::every(), metric, "metric"); !found)
      top.fail(Error(found.error().code(), found.error().what(), {.file = origin, .tag = "metrics"},
                     found.error().hint()));
  read_claims(top, protocol, origin);
  read_families(top, protocol, origin);
  protocol.alpha = top.number("alpha", protocol.alpha);
  check_range(top, protocol.alpha, 0, 0.5, "alpha", origin);
  protocol.power = top.number("power", protocol.power);
  check_range(top, protocol.power, 0, 1, "power", origin);
  protocol.multiplicity =
      multiplicity_named(top.choice("multiplicity", multiplicity_names, "holm"));
  protocol.interval = top.choice("interval", interval_names, protocol.interval);
  protocol.unit = top.text("unit", protocol.unit);
  protocol.replicates = static_cast<unsigned>(top.count("replicates", protocol.replicates));
  if (protocol.replicates > 1000000)
    top.fail(Error("config.bad-value", "at most 1,000,000 bootstrap replicates",
                   {.file = origin, .tag = "replicates"}));
  protocol.seed = top.count("seed", protocol.seed);
  protocol.written_at = top.text("written_at", "");
  const std::string hash = top.text("hash", "");
  if (const auto finished = top.finish(); !finished)
    return core::Error(finished.error()).while_doing("reading the protocol");
  if (!hash.empty() && hash != hash_of(protocol))
    return Error("plan.hash-mismatch",
                 "the protocol was changed after it was written: its text says hash " +
                     hash.substr(0, 12) + "…, its content has " + hash_of(protocol).substr(0, 12) +
                     "…",
                 {.file = origin});
  return protocol;
}

Json to_json(const Protocol& protocol) {
  Json strata = Json::array();
  for (const auto& columns : protocol.strata)
    strata.push_back(columns.size() == 1 ? Json(columns[0]) : Json(columns));
  Json bands = Json::object();
  for (const Band& band : protocol.bands) bands[band.column] = band.edges;
  Json claims = Json::array();
  for (const Claim& claim : protocol.claims) {
    Json item{{"id", claim.id}, {"claim", claim_source(claim)}};
    if (!claim.finding.empty()) item["finding"] = claim.finding;
    if (claim.family != "primary") item["family"] = claim.family;
    if (claim.expected) item["expected"] = *claim.expected;
    claims.push_back(std::move(item));
  }
  Json families = Json::object();
  for (const auto& [family, method] : protocol.families) families[family] = hyphened(name(method));

  Json out{{"secondsite_protocol", 1}};
  const auto add = [&out](const char* key, Json value, bool present) {
    if (present) out[key] = std::move(value);
  };
  add("title", protocol.title, !protocol.title.empty());
  add("question", protocol.question, !protocol.question.empty());
  add("roles", protocol.roles, !protocol.roles.is_null() && !protocol.roles.empty());
  add("eligible", protocol.eligible.text(), !protocol.eligible.conditions.empty());
  add("bands", bands, !bands.empty());
  add("strata", strata, !strata.empty());
  add("reference_site", protocol.reference_site, !protocol.reference_site.empty());
  add("operating_point", protocol.operating_point.text(), protocol.operating_point.is_set());
  if (protocol.local_prevalence) out["local_prevalence"] = *protocol.local_prevalence;
  Json errors = Json::array();
  for (const LabelErrorSpec& spec : protocol.label_error) errors.push_back(to_json(spec));
  Json floors = Json::array();
  for (const NoiseFloorSpec& spec : protocol.noise_floors) floors.push_back(to_json(spec));
  add("label_error", errors, !errors.empty());
  add("noise_floor", floors, !floors.empty());
  add("metrics", texts(protocol.metrics), !protocol.metrics.empty());
  add("claims", claims, !claims.empty());
  add("families", families, !families.empty());
  out["alpha"] = protocol.alpha;
  out["power"] = protocol.power;
  out["multiplicity"] = hyphened(name(protocol.multiplicity));
  out["interval"] = protocol.interval;
  out["unit"] = protocol.unit;
  out["replicates"] = protocol.replicates;
  out["seed"] = protocol.seed;
  add("written_at", protocol.written_at, !protocol.written_at.empty());
  return out;
}

std::string hash_of(const Protocol& protocol) {
  Json content = to_json(protocol);
  content.erase("written_at");
  return core::sha256(core::canonical(content));
}

}  // namespace secondsite::evaluation
