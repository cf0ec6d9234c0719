#include "secondsite/cohort/roles.h"
#include "secondsite/core/config.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

core::Status must_exist(const Table& table, const std::string& column, const std::string& origin,
                        const std::string& key) {
  if (column.empty()) return core::Done{};
  const auto found = table.column(column);
  if (!found)
    return core::Error(found.error()).while_doing("reading the key " + key + " of " + origin);
  return core::Done{};
}

FindingColumns read_finding(core::ConfigReader& reader) {
  FindingColumns out;
  out.score = reader.text("score");
  out.label = reader.text("label");
  out.separator = reader.text("separator", "");
  out.listed_as = reader.text("listed_as", "");
  out.name = reader.text("name", out.listed_as.empty() ? out.label : out.listed_as);
  if (!out.separator.empty() && out.listed_as.empty()) out.listed_as = out.name;
  out.positive_values = reader.texts("positive");
  out.negative_values = reader.texts("negative");
  return out;
}

core::Result<std::vector<FindingColumns>> read_findings(core::ConfigReader& reader,
                                                        const std::string& origin,
                                                        const Table& table) {
  std::vector<FindingColumns> out;
  const core::Json& list = reader.raw("findings");
  const std::string path = reader.path_of("findings");
  if (!list.is_array())
    return core::Error("config.wrong-type",
                       "a list of findings is wanted, each with score and label",
                       {.file = origin, .tag = path});
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string here = path + "[" + std::to_string(i) + "]";
    core::ConfigReader entry(list[i], origin, here);
    FindingColumns finding = read_finding(entry);
    if (const auto status = entry.finish(); !status) return status.error();
    const core::Location where{.file = origin, .tag = here};
    if (finding.score.empty() || finding.label.empty())
      return core::Error("roles.incomplete",
                         "the finding \"" + finding.name + "\" needs a score and a label column",
                         where);
    if (!finding.listed_as.empty() && finding.separator.size() != 1)
      return core::Error("roles.bad-separator",
                         "a column that lists findings needs a separator of one character", where);
    for (const FindingColumns& other : out)
      if (other.name == finding.name)
        return core::Error("roles.duplicate-finding",
                           "a finding named \"" + finding.name + "\" stands above already", where);
    for (const std::string& value : finding.positive_values)
      if (std::find(finding.negative_values.begin(), finding.negative_values.end(), value) !=
          finding.negative_values.end())
        return core::Error("roles.bad-values",
                           "\"" + value + "\" is stated as positive and as negative", where);
    for (const std::string& column : {finding.score, finding.label})
      if (const auto status = must_exist(table, column, origin, here); !status)
        return status.error();
    out.push_back(std::move(finding));
  }
  return out;
}

// A label column that lists findings ("Effusion|Mass") needs no separator stated where the guess
// found it.
void complete_from_guess(const std::vector<FindingColumns>& guessed, FindingColumns& stated) {
  if (!stated.separator.empty() || !stated.positive_values.empty() ||
      !stated.negative_values.empty())
    return;
  for (const FindingColumns& guess : guessed) {
    if (guess.score != stated.score || guess.label != stated.label) continue;
    stated.separator = guess.separator;
    stated.listed_as = guess.listed_as;
    if (stated.name == stated.label) stated.name = guess.name;
  }
}

}  // namespace

core::Result<Roles> roles_from(const core::Json& stated, const std::string& origin,
                               const Table& table, const core::Context& context) {
  Roles roles = guess_roles(table, context);
  core::ConfigReader reader(stated, origin);
  const auto drop_reasons = [&](std::string_view key) {
    std::erase_if(roles.reasons,
                  [&](const std::string& reason) { return reason.starts_with(key); });
  };
  const std::pair<const char*, std::string*> singles[] = {
      {"patient", &roles.patient}, {"study", &roles.study}, {"image", &roles.image},
      {"site", &roles.site},       {"time", &roles.time},   {"reader", &roles.reader}};
  for (const auto& [key, column] : singles) {
    const bool is_stated = reader.has(key);
    const std::string value = reader.text(key, "");
    if (!is_stated) continue;
    if (const auto status = must_exist(table, value, origin, key); !status) return status.error();
    *column = value;
    drop_reasons(std::string(key) + ":");
    roles.reasons.push_back(std::string(key) + ": " +
                            (value.empty() ? "none" : "\"" + value + "\"") + ", as stated in " +
                            origin + ".");
  }
  const bool covariates_stated = reader.has("covariates");
  std::vector<std::string> covariates = reader.texts("covariates");
  if (covariates_stated) {
    for (const std::string& column : covariates)
      if (const auto status = must_exist(table, column, origin, "covariates"); !status)
        return status.error();
    roles.covariates = std::move(covariates);
    drop_reasons("covariate:");
    drop_reasons("not a covariate:");
    roles.reasons.push_back("covariates: " + core::join(roles.covariates, ", ") +
                            ", as stated in " + origin + ".");
  }
  if (reader.has("findings")) {
    auto findings = read_findings(reader, origin, table);
    if (!findings) return findings.error();
    for (FindingColumns& finding : *findings) complete_from_guess(roles.findings, finding);
    roles.findings = std::move(*findings);
    drop_reasons("finding ");
    drop_reasons("findings:");
    roles.reasons.push_back("findings: as stated in " + origin + ".");
  }
  // A column that now has another role is no longer a guessed covariate.
  if (!covariates_stated) {
    std::erase_if(roles.covariates, [&](const std::string& column) {
      const bool single = std::any_of(std::begin(singles), std::end(singles),
                                      [&](const auto& s) { return *s.second == column; });
      return single || std::any_of(roles.findings.begin(), roles.findings.end(),
                                   [&](const FindingColumns& f) {
                                     return f.score == column || f.label == column;
                                   });
    });
  }
  const std::string policy =
      reader.choice("uncertain", {"exclude", "positive", "negative"}, "exclude");
  roles.uncertain = policy == "positive"   ? UncertainPolicy::positive
                    : policy == "negative" ? UncertainPolicy::negative
                                           : UncertainPolicy::exclude;
  if (const auto status = reader.finish(); !status) return status.error();
  return roles;
}

core::Json to_json(const Roles& roles) {
  core::Json out = core::Json::object();
  const auto put = [&](const char* key, const std::string& column) {
    if (!column.empty()) out[key] = column;
  };
  put("patient", roles.patient);
  put("study", roles.study);
  put("image", roles.image);
  put("site", roles.site);
  put("time", roles.time);
  put("reader", roles.reader);
  out["covariates"] = roles.covariates;
  out["findings"] = core::Json::array();
  for (const FindingColumns& finding : roles.findings) {
    core::Json entry{{"name", finding.name}, {"score", finding.score}, {"label", finding.label}};
    if (!finding.separator.empty()) entry["separator"] = finding.separator;
    if (!finding.listed_as.empty()) entry["listed_as"] = finding.listed_as;
    if (!finding.positive_values.empty()) entry["positive"] = finding.positive_values;
    if (!finding.negative_values.empty()) entry["negative"] = finding.negative_values;
    out["findings"].push_back(std::move(entry));
  }
  constexpr const char* policies[] = {"exclude", "positive", "negative"};
  out["uncertain"] = policies[static_cast<int>(roles.uncertain)];
  return out;
}

}  // namespace secondsite::cohort
