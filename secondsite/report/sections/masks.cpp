#include <set>

#include "secondsite/core/text.h"
#include "secondsite/report/mask_figures.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// Masks: what each label's numbers say side by side, the accuracy that nothing would have, the
// worst cases as pictures, and who wins when patients are drawn anew.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

constexpr std::string_view columns[] = {"dice",    "voxel_accuracy",          "empty_mask_accuracy",
                                        "hd95_mm", "hd95_pooled_mm",          "hd95_area_mm",
                                        "nsd",     "mask_lesion_sensitivity", "false_lesions"};

void write_labels(const RunResult& run, Page& page) {
  Table table;
  table.caption = "Each label, everyone";
  table.columns = {"Label"};
  for (const std::string_view id : columns) table.columns.push_back(metric_title(id));
  std::set<std::string> labels;
  for (const evaluation::MaskCase& one : run.mask_cases) labels.insert(one.label);
  for (const evaluation::StratumResult& stratum : run.strata) {
    if (!stratum.stratum.dimension.empty() || labels.count(stratum.finding) == 0) continue;
    TableRow row;
    row.finding = stratum.finding;
    row.cells.push_back(Cell(stratum.finding));
    for (const std::string_view id : columns) {
      const stats::Estimate* estimate = stratum.find(id);
      row.cells.push_back(estimate == nullptr ? Cell("not asked for") : Cell(*estimate));
    }
    table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
  page.note(Tone::plain,
            "Voxel accuracy looks splendid beside any small structure. The column after it is what "
            "predicting nothing at all would score on the same cases.");
}

void write_sizes(const RunResult& run, Page& page) {
  if (!has_plot(run, "lesion-size")) return;
  page.heading("How much of it is found, by its size?");
  page.chart({"lesion-size", "By lesion size",
              "Share of the reference's connected parts that share a voxel with the prediction, in "
              "bands of size, each at its middle part; size is the diameter of the ball of equal "
              "volume."});
}

void write_fractions(const RunResult& run, Page& page) {
  page.heading("How much of the image is the structure?");
  page.paragraph(
      "Each dot is one reference mask, at its share of the image's voxels, on a logarithmic axis.");
  page.open("div", {{"class", "scroll"}});
  page.add(lesion_fractions(run.mask_cases));
  page.close();
}

void write_panels(const RunResult& run, Page& page) {
  if (run.mask_panels.empty()) return;
  page.heading("Worst cases");
  page.paragraph(
      "The cases with the lowest Dice, in the slice where most voxels differ. Full line: the "
      "reference. Broken: the prediction. Slices count from 1 along the third axis. Images stand "
      "behind the outlines where --images names them, grey from the 1st to the 99th percentile of "
      "what is shown.");
  page.open("div", {{"style", "display:flex;flex-wrap:wrap;gap:1rem"}});
  for (const evaluation::MaskPanel& panel : run.mask_panels) {
    page.open("figure", {{"style", "margin:0;max-width:250px"}});
    page.add(mask_panel(panel));
    page.element("figcaption", panel.name + ", " + panel.label + ", slice " +
                                   core::grouped(panel.slice + std::uint64_t{1}) + ": " +
                                   core::counted(panel.differing, "voxel") + " of it differ");
    page.close();
  }
  page.close();
}

void write_ranks(const RunResult& run, Page& page) {
  if (run.model_ranks.empty()) return;
  page.heading("Would the same model win on other patients?");
  std::size_t models = 0;
  for (const evaluation::ModelRanks& each : run.model_ranks)
    models = std::max(models, each.replicates_at.size());
  Table table;
  table.caption = "Rank by mean Dice in bootstrap replicates of the patients";
  table.columns = {"Label", "Model", "Dice"};
  for (std::size_t k = 0; k < models; ++k)
    table.columns.push_back("Replicates at rank " + std::to_string(k + 1));
  for (const evaluation::ModelRanks& each : run.model_ranks) {
    TableRow row;
    row.finding = each.label;
    row.cells = {Cell(each.label), Cell(each.model.empty() ? "the model evaluated" : each.model),
                 Cell(each.dice)};
    for (const std::uint64_t count : each.replicates_at) row.cells.push_back(Cell(count));
    table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
}

void write_masks(const RunResult& run, Page& page) {
  page.begin_section("masks", "Masks",
                     "What was measured on each case is in cases_measures.csv, a row a label; here "
                     "are means over cases, with their intervals.");
  write_labels(run, page);
  write_sizes(run, page);
  write_fractions(run, page);
  write_panels(run, page);
  write_ranks(run, page);
  page.end_section();
}

}  // namespace

Section masks() {
  return {"masks", "Masks", 22, [](const RunResult& run) { return !run.mask_cases.empty(); },
          write_masks};
}

}  // namespace secondsite::report::sections
