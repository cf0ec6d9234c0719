#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/guide/data.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

double percent_of(const std::vector<std::string>& cells, auto&& wanted) {
  const auto count = std::count_if(cells.begin(), cells.end(), wanted);
  return 100.0 * static_cast<double>(count) / static_cast<double>(cells.size());
}

core::Result<PassageResult> recompute_regulation(const PassageInput& input) {
  PassageResult result;
  const auto table = table_if_there(input, "fda-ai-devices/devices.csv",
                                    "the FDA's list of AI-enabled devices, counted", result);
  result.skipped.push_back(
      "\"fewer than a third have published prospective testing\": the list does not say");
  if (!table) return result;
  const std::vector<std::string> panel = texts(*table, "panel");
  const std::vector<std::string> submission = texts(*table, "submission_id");
  const std::vector<std::string> year = texts(*table, "year");
  if (panel.empty() || submission.empty() || year.empty()) {
    result.skipped.push_back("the FDA's list: it has no columns panel, submission_id and year");
    return result;
  }
  const double radiology = percent_of(panel, [](const auto& cell) { return cell == "Radiology"; });
  const double cleared =
      percent_of(submission, [](const auto& cell) { return cell.starts_with("K"); });
  const double premarket =
      percent_of(submission, [](const auto& cell) { return cell.starts_with("P"); });
  const std::string from = core::grouped(table->rows()) + " devices of the list";
  result.numbers = {
      statement("devices in radiology", "roughly three-quarters", std::abs(radiology - 75) < 2.5,
                radiology, "%", "panel = Radiology among " + from),
      statement("cleared through 510(k)", "almost everything", cleared > 95, cleared, "%",
                "submission number begins with K"),
      statement("premarket approval", "rare", premarket < 2, premarket, "%",
                "submission number begins with P", "Of all panels together."),
      statement("earliest year", "from the 1990s",
                *std::min_element(year.begin(), year.end()) < "2000",
                core::parse_number(*std::min_element(year.begin(), year.end())).value_or(0), "",
                "least year of decision",
                "The list goes to " + *std::max_element(year.begin(), year.end()) + "."),
  };
  return result;
}

}  // namespace

Passage regulation() {
  return {.id = "regulation",
          .title = "The FDA's list of devices",
          .order = 100,
          .run = recompute_regulation};
}

}  // namespace secondsite::guide::passages
