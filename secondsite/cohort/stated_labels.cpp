#include "secondsite/cohort/stated_labels.h"

#include "secondsite/cohort/cell_text.h"

namespace secondsite::cohort {

std::span<const std::string_view> chexpert_labels() {
  static constexpr std::string_view labels[] = {"Atelectasis",
                                                "Cardiomegaly",
                                                "Consolidation",
                                                "Edema",
                                                "Enlarged Cardiomediastinum",
                                                "Fracture",
                                                "Lung Lesion",
                                                "Lung Opacity",
                                                "No Finding",
                                                "Pleural Effusion",
                                                "Pleural Other",
                                                "Pneumonia",
                                                "Pneumothorax",
                                                "Support Devices"};
  return labels;
}

StatedLabels::StatedLabels(DatasetRows& rows, const Sheet& sheet,
                           std::span<const std::string_view> names)
    : rows_(rows), sheet_(sheet) {
  for (const std::string_view name : names)
    if (const auto column = sheet.place(name))
      pairs_.push_back({*column, rows.column(name), std::string(name)});
}

void StatedLabels::set(std::size_t row, const std::string& file, core::Findings& findings) const {
  for (const Pair& pair : pairs_) {
    const std::string_view cell = sheet_.cell_at(row, pair.from);
    double value = 0;
    const CellState state = parse_cell(cell, value);
    if (state == CellState::blank) continue;
    if (state == CellState::ok && (value == 1 || value == 0 || value == -1)) {
      rows_.set(pair.to, value == 1 ? "1" : value == 0 ? "0" : "-1");
      continue;
    }
    findings.add(core::Severity::warning, "dataset.unknown-label", pair.name,
                 "a label cell is not 1, 0, -1 or blank; it was left blank",
                 {.file = file, .row = row + 1, .column = pair.name});
  }
}

}  // namespace secondsite::cohort
