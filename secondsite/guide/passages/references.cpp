#include "secondsite/core/text.h"
#include "secondsite/guide/doi.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

// Asks the registry of DOIs, until it once gives no answer: thirteen time-outs tell no more than
// one.
class Registry {
 public:
  explicit Registry(const PassageInput& input) : ask_(input.http_status) {}

  // A redirect says that the DOI is registered. Empty where that is not known.
  std::string resolution(const Citation& citation, PassageResult& result) {
    if (!ask_) return {};
    const auto status = ask_("https://doi.org/" + citation.doi);
    if (!status) {
      result.skipped.push_back("resolution, from " + citation.doi +
                               " on: " + status.error().what());
      ask_ = nullptr;
      return {};
    }
    if (*status >= 300 && *status < 400) return " It resolves.";
    if (*status == 404) return " NOT REGISTERED: doi.org does not know it.";
    result.skipped.push_back("resolution of " + citation.doi + ": doi.org answered " +
                             std::to_string(*status));
    return {};
  }

 private:
  decltype(PassageInput::http_status) ask_;
};

Recomputed check(const Citation& citation, Registry& registry, PassageResult& result) {
  const auto doi = parse_doi(citation.doi);
  const bool owned = doi && registrant(doi->prefix) == citation.journal_publisher;
  const SuffixCheck suffix = check_suffix(citation);
  std::string remark;
  if (!suffix.confirms.empty())
    remark = "The suffix repeats " + core::join(suffix.confirms, ", ") + ".";
  for (const std::string& contradiction : suffix.contradicts)
    remark += (remark.empty() ? "" : " ") + std::string("The suffix says ") + contradiction +
              " printed: the number was given on acceptance, before the issue.";
  if (suffix.confirms.empty() && suffix.contradicts.empty())
    remark = "The suffix says nothing that could be held against the citation.";
  const std::string answer = registry.resolution(citation, result);
  const bool unknown = answer.find("NOT") != std::string::npos;
  return statement(
      std::to_string(citation.number) + ". " + citation.what, citation.doi,
      doi.has_value() && owned && !unknown, static_cast<double>(suffix.confirms.size()),
      suffix.confirms.size() == 1 ? "match" : "matches",
      "form of a DOI; prefix " + (doi ? doi->prefix : std::string("none")) + " belongs to " +
          (doi ? std::string(registrant(doi->prefix)) : std::string("nobody")) +
          "; suffix against the printed year, volume and page",
      remark + answer);
}

core::Result<PassageResult> run(const PassageInput& input) {
  PassageResult result;
  Registry registry(input);
  for (const Citation& citation : citations())
    result.numbers.push_back(check(citation, registry, result));
  result.skipped.push_back(
      "check digits: a DOI has none. The last character of a Springer suffix (s10278-013-9622-7) "
      "is a "
      "check character whose rule is not published; it is not verified");
  if (!input.http_status)
    result.skipped.push_back("resolution: no network was allowed (--network asks doi.org)");
  return result;
}

}  // namespace

Passage references() {
  return {.id = "references", .title = "The thirteen references", .order = 120, .run = run};
}

}  // namespace secondsite::guide::passages
