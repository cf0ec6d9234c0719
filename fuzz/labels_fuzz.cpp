// Any bytes as a report, a table of reports, an Open-i file, an archive and rules: no crash; what
// is said of a text lies inside it; an error has a code that exists.

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "secondsite/core/code.h"
#include "secondsite/labels/label_error.h"
#include "secondsite/labels/label_run.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/labels/tar_members.h"

using namespace secondsite;

namespace {

void read_text(std::string_view text, const labels::Rules& rules) {
  static labels::Workspace work;
  static labels::Labelled done;
  labels::label_report(text, rules, rules.label_sets.front(), work, done);
  for (const labels::Mention& mention : done.mentions) {
    if (mention.span.begin >= mention.span.end || mention.span.end > text.size()) std::abort();
    if (mention.trigger.begin > mention.trigger.end || mention.trigger.end > text.size())
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const labels::Rules english = std::move(*labels::built_in_rules("chest_en"));
  static const labels::Rules spanish = std::move(*labels::built_in_rules("padchest_es"));
  read_text(text, english);
  read_text(text, spanish);
  read_text(labels::read_openi_xml(text).text, english);
  for (const labels::TarMember& member : labels::tar_members(text))
    read_text(member.content, english);

  core::Findings findings;
  std::vector<labels::Report> batch;
  auto table =
      labels::csv_reports(std::make_unique<std::istringstream>(std::string(text)), "t.csv", {});
  if (!table && core::find_code(table.error().code()) == nullptr) std::abort();
  if (table && !(*table)->next(batch, 100, findings)) std::abort();
  std::istringstream lines{std::string(text)};
  if (!labels::json_lines(lines, "t", {})->next(batch, 100, findings)) std::abort();

  if (const auto json = core::parse_json(text, "t.json")) {
    for (const labels::Labeler& labeler : labels::labelers::all())
      if (!labeler.has_rules()) {
        (void)labeler.read(*json);
        if (labeler.split)
          for (const core::Json& part : labeler.split(*json, "subject.reference"))
            (void)labeler.read(part);
      }
    (void)labels::rates_from_json(*json, "t.json");
    (void)labels::rates_of_labeler(*json, "t.json");
  }

  const auto rules = labels::parse_rules(text, "t.yaml");
  if (!rules && core::find_code(rules.error().code()) == nullptr) std::abort();
  return 0;
}
