#include "csv.h"
#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/labels/gold.h"
#include "secondsite/labels/label_run.h"

namespace secondsite::oracles::sets {
namespace {

using labels::State;

double number(State state) {
  return state == State::present     ? 1
         : state == State::absent    ? 0
         : state == State::uncertain ? -1
                                     : std::numeric_limits<double>::quiet_NaN();
}

// The reports of a file by our rules against the cells that its authors' labeler gave.
void check(const std::string& folder, const std::string& reports, const std::string& expected,
           bool headerless, const std::string& source, Recorder& record) {
  auto rules = labels::built_in_rules("chest_en");
  if (!rules) return record.fail(rules.error().text());
  const labels::LabelSet& set = **rules->label_set("chexpert");
  const Csv gold(folder + "/" + expected);
  auto opened = labels::open_reports(folder + "/" + reports, {.headerless = headerless});
  if (!opened) return record.fail(opened.error().text());
  core::Findings findings;
  std::vector<std::string> names;
  for (const labels::Label& label : set.labels) names.push_back(label.id);
  std::size_t row = 0;
  const auto done = labels::label_reports(
      **opened, *rules, set, {}, findings,
      [&](const labels::Report& report, const labels::Labelled& labelled) -> core::Status {
        for (const std::string& column : gold.header()) {
          const auto label = labels::same_label(column, names);
          if (!label) continue;
          const auto state = labels::state_from_text(gold.texts(column)[row]);
          record.expect("report " + report.id + ", " + column,
                        number(state.value_or(State::not_mentioned)),
                        number(labelled.labels.state[*label]), 0, source);
        }
        ++row;
        return core::Done{};
      });
  if (!done) record.fail(done.error().text());
  if (row != gold.rows()) record.fail(reports + ": not as many reports as labelled rows");
}

// NegBio's two example notes: its MetaMap run marked the mentions by hand-checked negation.
void check_negbio(const std::string& folder, Recorder& record) {
  constexpr const char* source = "NegBio examples/1.xml and 2.xml (BioC annotations)";
  auto rules = labels::built_in_rules("chest_en");
  if (!rules) return record.fail(rules.error().text());
  const labels::LabelSet& set = **rules->label_set("nih14");
  std::vector<std::string> names;
  for (const labels::Label& label : set.labels) names.push_back(label.id);
  labels::Workspace work;
  labels::Labelled labelled;
  const auto state = [&](const char* file, const char* label) {
    const auto text = core::read_file(folder + "/" + file);
    if (!text) return std::numeric_limits<double>::quiet_NaN();
    labels::label_report(*text, *rules, set, work, labelled);
    return number(labelled.labels.state[*labels::same_label(label, names)]);
  };
  record.expect("00000086 Pneumothorax", 0, state("negbio_00000086.txt", "Pneumothorax"), 0,
                source);
  record.expect("00019248 Cardiomegaly", 1, state("negbio_00019248.txt", "Cardiomegaly"), 0,
                source);
  constexpr const char* reason =
      "the example file was written before negation was marked: \"no evidence of focal infiltrate, "
      "effusion or pneumothorax\" denies all three";
  for (const char* label : {"Infiltration", "Effusion", "Pneumothorax"})
    record.known_disagreement(std::string("00019248 ") + label, 1,
                              state("negbio_00019248.txt", label), source, reason);
}

}  // namespace

OracleSet report_labeler_samples() {
  return {.id = "report_labeler_samples",
          .title = "Reports and labels of the authors of CheXpert's labeler, CheXbert and NegBio",
          .note = "Exact: 1 present, 0 absent, -1 uncertain, NaN not mentioned.",
          .run = [](const std::string& folder, Recorder& record) {
            check(folder, "chexpert_labeler_sample_reports.csv",
                  "chexpert_labeler_labeled_reports.csv", true,
                  "stanfordmlgroup/chexpert-labeler 44ddeb3", record);
            check(folder, "chexbert_sample_reports.csv", "chexbert_labeled_reports.csv", false,
                  "stanfordmlgroup/CheXbert 3ab882d", record);
            check_negbio(folder, record);
          }};
}

}  // namespace secondsite::oracles::sets
