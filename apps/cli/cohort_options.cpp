#include "cohort_options.h"

#include <filesystem>

#include "number_check.h"
#include "secondsite/core/config.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/gold.h"

namespace secondsite::cli {

using core::Error;
using core::Json;
using core::Result;

bool CohortOptions::states_protocol() const {
  return !claims.empty() || !metrics.empty() || !strata.empty() || !bands.empty() ||
         !eligible.empty() || !operating_point.empty() || !reference_site.empty() || prevalence ||
         alpha || power || !multiplicity.empty() || !interval.empty() || replicates ||
         !label_error.empty() || !audited_truth.empty() || error_correlation ||
         !noise_floor.empty() || !question.empty() || !title.empty() || !roles_file.empty() ||
         !scores.empty() || !labels.empty() || !patient.empty() || !site.empty() ||
         !covariates.empty() || !image.empty() || !unit.empty() || !findings.empty() ||
         !positive_values.empty() || !uncertain.empty();
}

void add_column_options(CLI::App& app, CohortOptions& options) {
  const char* group = "Columns (guessed where not stated; the guess is printed)";
  app.add_option("--on", options.on, "Key that joins the next table: KEY or LEFT=RIGHT")
      ->group(group);
  app.add_option("--roles", options.roles_file, "YAML that says what the columns are")
      ->group(group);
  app.add_option("--score", options.scores, "Score column; repeat with --label for more")
      ->group(group);
  app.add_option("--label", options.labels, "Column of the reference standard")->group(group);
  app.add_option("--finding", options.findings, "Name of the finding of a --score")->group(group);
  app.add_option("--positive", options.positive_values, "Text that means positive")->group(group);
  app.add_option("--patient", options.patient, "Patient column: the unit of analysis")
      ->group(group);
  app.add_option("--site", options.site, "Hospital column")->group(group);
  app.add_option("--image", options.image, "Image column")->group(group);
  app.add_option("--covariate", options.covariates, "Covariate column; repeatable")->group(group);
  app.add_option("--uncertain", options.uncertain,
                 "Uncertain labels: exclude, positive or negative")
      ->check(CLI::IsMember({"exclude", "positive", "negative"}))
      ->group(group);
}

void add_protocol_options(CLI::App& app, CohortOptions& options) {
  const char* group = "What is asked";
  app.add_option("--claim", options.claims, "A claim: \"auroc >= 0.80 where site = B\"; repeatable")
      ->group(group);
  app.add_option("--metric", options.metrics, "Only these metrics (see list metrics); repeatable")
      ->group(group);
  app.add_option("--strata", options.strata,
                 "Column to stratify by; \"sex x view\" crosses; repeatable")
      ->group(group);
  app.add_option("--band", options.bands, "Cut a number column: age=40,65")->group(group);
  app.add_option("--where", options.eligible, "Eligible cases: \"view in [AP, PA]\"")->group(group);
  app.add_option("--reference-site", options.reference_site,
                 "Where the model comes from (default: most cases)")
      ->group(group);
  app.add_option("--operating-point", options.operating_point,
                 "\"threshold 0.4\" or \"sensitivity >= 0.90 at site A\"")
      ->group(group);
  app.add_option("--prevalence", options.prevalence, "Local prevalence for PPV and NPV")
      ->group(group);
  app.add_option("--alpha", options.alpha, "Two-sided error of the claims (default 0.05)")
      ->group(group);
  app.add_option("--power", options.power, "Power that is wanted (default 0.80)")->group(group);
  app.add_option("--multiplicity", options.multiplicity,
                 "none, bonferroni, holm, hochberg, benjamini-hochberg, fixed-sequence")
      ->group(group);
  app.add_option("--interval", options.interval, "analytic, bootstrap-percentile or bootstrap-bca")
      ->group(group);
  app.add_option("--unit", options.unit,
                 "\"patient\", or the row by name (\"image\") for row-level intervals")
      ->group(group);
  app.add_option("--replicates", options.replicates,
                 "Bootstrap replicates (default 2000; 0 for none)")
      ->group(group);
  const char* noise = "What is known of the reference standard's errors";
  app.add_option("--label-error", options.label_error,
                 "[FINDING=]FILE: JSON of error rates or of an audit, or the labels.json of "
                 "`label --gold`; repeatable")
      ->group(noise);
  app.add_option("--audited-truth", options.audited_truth,
                 "[FINDING=]COLUMN: the truth of the cases that were audited, blank elsewhere")
      ->group(noise);
  app.add_option("--error-correlation", options.error_correlation,
                 "Of the labels' and the model's errors, given the truth (default 0: independent)")
      ->check(number_from(0, 0.99))
      ->group(noise);
  app.add_option("--noise-floor", options.noise_floor,
                 "The band.json of `readers band --out`, or METRIC=FLOOR; repeatable")
      ->group(noise);
  app.add_option("--question", options.question, "The question in words, for the report")
      ->group(group);
  app.add_option("--title", options.title, "Title of the report")->group(group);
}

Result<Json> stated_roles(const CohortOptions& options) {
  Json roles = Json::object();
  if (!options.roles_file.empty()) {
    auto text = core::read_file(options.roles_file);
    if (!text) return std::move(text).error().while_doing("reading the roles");
    auto parsed = core::parse_yaml(*text, options.roles_file);
    if (!parsed) return std::move(parsed).error();
    if (parsed->is_object()) roles = std::move(*parsed);
    if (roles.contains("roles") && roles.size() == 1) roles = Json(roles["roles"]);
  }
  const auto set = [&roles](const char* key, const std::string& value) {
    if (!value.empty()) roles[key] = value;
  };
  set("patient", options.patient);
  set("site", options.site);
  set("image", options.image);
  set("uncertain", options.uncertain);
  if (!options.covariates.empty()) roles["covariates"] = options.covariates;
  if (options.scores.size() != options.labels.size())
    return Error("config.bad-value",
                 std::to_string(options.scores.size()) + " --score and " +
                     std::to_string(options.labels.size()) + " --label were given",
                 {}, "give one --label for each --score, in the same order");
  if (options.findings.size() > options.scores.size())
    return Error("config.bad-value", "there are more --finding than --score", {},
                 "give one --finding for each --score, or none");
  if (options.scores.empty() && !(options.positive_values.empty() && options.findings.empty()))
    return Error("config.bad-value", "--positive and --finding belong to a --score and --label", {},
                 "name the score and the label too");
  if (!options.scores.empty()) {
    Json findings = Json::array();
    for (std::size_t i = 0; i < options.scores.size(); ++i) {
      Json finding{{"name", i < options.findings.size() ? options.findings[i] : options.labels[i]},
                   {"score", options.scores[i]},
                   {"label", options.labels[i]}};
      if (!options.positive_values.empty()) finding["positive"] = options.positive_values;
      findings.push_back(std::move(finding));
    }
    roles["findings"] = std::move(findings);
  }
  return roles;
}

namespace {

// "FINDING=REST" in two; a text that is a file's name is one.
std::pair<std::string, std::string> finding_and_rest(const std::string& text) {
  std::error_code failed;
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos || std::filesystem::exists(text, failed)) return {"", text};
  return {text.substr(0, sign), text.substr(sign + 1)};
}

Result<Json> json_file(const std::string& path, const char* what) {
  auto text = core::read_file(path);
  if (!text) return std::move(text).error().while_doing(std::string("reading ") + what);
  return core::parse_json(*text, path);
}

// The entries of `label_error` that the options state.
Result<Json> stated_label_error(const CohortOptions& options) {
  Json out = Json::array();
  const auto add = [&](Json entry, const std::string& finding) {
    if (!finding.empty()) entry["finding"] = finding;
    if (options.error_correlation) entry["correlation"] = *options.error_correlation;
    out.push_back(std::move(entry));
  };
  for (const std::string& stated : options.label_error) {
    const auto [finding, path] = finding_and_rest(stated);
    auto json = json_file(path, "the error rates of the labels");
    if (!json) return std::move(json).error();
    if (json->is_object() && json->contains("agreement")) {
      auto rates = labels::rates_of_labeler(*json, path);
      if (!rates) return std::move(rates).error();
      for (const auto& [label, each] : *rates) {
        if (!finding.empty() && !labels::same_label(label, {finding})) continue;
        Json entry = labels::to_json(each);
        entry["optional"] = true;
        add(std::move(entry), finding.empty() ? label : finding);
      }
      continue;
    }
    auto rates = labels::rates_from_json(*json, path);
    if (!rates) return std::move(rates).error();
    add(labels::to_json(*rates), finding);
  }
  for (const std::string& stated : options.audited_truth) {
    const auto [finding, column] = finding_and_rest(stated);
    add({{"truth", column}}, finding);
  }
  if (out.empty() && options.error_correlation)
    return Error("config.bad-value", "--error-correlation belongs to error rates of the labels", {},
                 "add --label-error FILE or --audited-truth COLUMN");
  return out;
}

// The entries of `noise_floor` that the options state.
Result<Json> stated_noise_floors(const CohortOptions& options) {
  Json out = Json::array();
  for (const std::string& stated : options.noise_floor) {
    std::error_code failed;
    const std::size_t sign = stated.find('=');
    if (sign != std::string::npos && !std::filesystem::exists(stated, failed)) {
      const auto floor = core::parse_number(stated.substr(sign + 1));
      if (!floor)
        return Error("config.bad-value", "\"" + stated + "\" is no noise floor", {},
                     "write --noise-floor sensitivity=0.05, or name a band.json");
      out.push_back({{"metric", stated.substr(0, sign)}, {"floor", *floor}});
      continue;
    }
    auto json = json_file(stated, "the inter-reader band");
    if (!json) return std::move(json).error();
    auto floors = evaluation::noise_floors_of_band(*json, stated);
    if (!floors) return std::move(floors).error();
    for (const evaluation::NoiseFloorSpec& floor : *floors) {
      Json entry = evaluation::to_json(floor);
      entry["optional"] = true;
      out.push_back(std::move(entry));
    }
  }
  return out;
}

}  // namespace

Result<evaluation::Protocol> stated_protocol(const CohortOptions& options, std::uint64_t seed) {
  auto roles = stated_roles(options);
  if (!roles) return std::move(roles).error();
  Json json = Json::object();
  const auto set = [&json](const char* key, const auto& value, bool stated) {
    if (stated) json[key] = value;
  };
  set("title", options.title, !options.title.empty());
  set("question", options.question, !options.question.empty());
  set("roles", *roles, !roles->empty());
  set("eligible", options.eligible, !options.eligible.empty());
  set("reference_site", options.reference_site, !options.reference_site.empty());
  set("operating_point", options.operating_point, !options.operating_point.empty());
  if (options.prevalence) json["local_prevalence"] = *options.prevalence;
  if (options.alpha) json["alpha"] = *options.alpha;
  if (options.power) json["power"] = *options.power;
  auto label_error = stated_label_error(options);
  if (!label_error) return std::move(label_error).error();
  set("label_error", *label_error, !label_error->empty());
  auto noise_floors = stated_noise_floors(options);
  if (!noise_floors) return std::move(noise_floors).error();
  set("noise_floor", *noise_floors, !noise_floors->empty());
  set("multiplicity", options.multiplicity, !options.multiplicity.empty());
  set("interval", options.interval, !options.interval.empty());
  set("unit", options.unit, !options.unit.empty());
  if (options.replicates) json["replicates"] = *options.replicates;
  json["seed"] = seed;
  set("claims", options.claims, !options.claims.empty());
  set("metrics", options.metrics, !options.metrics.empty());
  Json strata = Json::array();
  for (const std::string& each : options.strata) {
    Json columns = Json::array();
    std::string rest = each;
    for (std::size_t at = rest.find(" x "); at != std::string::npos; at = rest.find(" x ")) {
      columns.push_back(std::string(core::trim(rest.substr(0, at))));
      rest = rest.substr(at + 3);
    }
    columns.push_back(std::string(core::trim(rest)));
    strata.push_back(std::move(columns));
  }
  set("strata", strata, !strata.empty());
  Json bands = Json::object();
  for (const std::string& band : options.bands) {
    const std::size_t sign = band.find('=');
    Json edges = Json::array();
    if (sign != std::string::npos)
      for (const std::string& edge : core::split(std::string_view(band).substr(sign + 1), ','))
        if (const auto number = core::parse_number(edge)) edges.push_back(*number);
    if (edges.empty())
      return Error("config.bad-value", "\"" + band + "\" is no band", {}, "write --band age=40,65");
    bands[band.substr(0, sign)] = std::move(edges);
  }
  set("bands", bands, !bands.empty());
  return evaluation::protocol_from(json, "the command line");
}

Result<std::vector<evaluation::TableRequest>> stated_tables(const CohortOptions& options) {
  std::vector<evaluation::TableRequest> tables;
  for (std::size_t i = 0; i < options.tables.size(); ++i) {
    evaluation::TableRequest request{options.tables[i], {}, {}};
    if (i > 0 && !options.on.empty()) {
      const std::string& on = options.on[std::min(i - 1, options.on.size() - 1)];
      const std::size_t sign = on.find('=');
      request.equals = on.substr(0, sign);
      request.key = sign == std::string::npos ? on : on.substr(sign + 1);
    }
    tables.push_back(std::move(request));
  }
  if (options.on.size() + 1 > std::max<std::size_t>(options.tables.size(), 1))
    return Error("config.bad-value", "there are more --on than tables to join", {},
                 "give one --on for each table after the first");
  return tables;
}

}  // namespace secondsite::cli
