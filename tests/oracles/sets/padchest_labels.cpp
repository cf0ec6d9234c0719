#include <set>

#include "oracle.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/label_run.h"

namespace secondsite::oracles::sets {
namespace {

using Names = std::set<std::string>;

// What a sign implies against the tree that PadChest's authors publish. Places are named without
// their "loc " there.
void check_ancestors(const std::string& folder, const labels::Rules& rules, Recorder& record) {
  const std::string path = folder + "/tree_term_CUI_counts_image_covid_1.csv";
  const auto text = core::read_file(path);
  if (!text) return record.fail(text.error().text());
  const auto tree = cohort::TermTree::parse(core::split(*text, '\n'), path);
  if (!tree) return record.fail(tree.error().text());
  const Names roots{"differential diagnosis", "localization", "radiological finding"};
  std::size_t known = 0;
  std::size_t findings = 0;
  std::size_t missing = 0;
  std::size_t extra = 0;
  for (const labels::Sign& sign : rules.signs) {
    const bool place = sign.id.starts_with("loc ");
    const std::string name = place ? sign.id.substr(4) : sign.id;
    if (!tree->has(name)) continue;
    ++known;
    Names ours;
    for (const std::uint16_t up : sign.ancestors) {
      const std::string& above = rules.signs[up].id;
      ours.insert(above.starts_with("loc ") ? above.substr(4) : above);
    }
    for (const std::string& above : tree->with_ancestors(name))
      missing += above != name && roots.count(above) == 0 && ours.count(above) == 0 && !place;
    for (const std::string& above : ours)
      extra += roots.count(above) == 0 && tree->with_ancestors(name).count(above) == 0 && !place;
    findings += !place;
  }
  record.expect("signs that the tree does not name", 0,
                static_cast<double>(rules.signs.size() - known), 0, "the published tree");
  record.expect("findings and diagnoses: ancestors that are missing", 0,
                static_cast<double>(missing), 0, "the published tree");
  record.expect("findings and diagnoses: ancestors that the tree does not have", 0,
                static_cast<double>(extra), 0, "the published tree");
}

// The one real record at hand.
void check_record(const labels::Rules& rules, Recorder& record) {
  const labels::LabelSet& set = **rules.label_set("padchest");
  labels::Workspace work;
  labels::Labelled done;
  labels::label_report(
      "cambi pulmonar cronic sever . sign fibrosis bibasal . sutil infiltr pseudonodul milimetr "
      "vidri deslustr localiz bas . cifosis sever .",
      rules, set, work, done);
  for (const char* label : {"pulmonary fibrosis", "chronic changes", "kyphosis", "pseudonodule",
                            "ground glass pattern", "loc basal", "loc basal bilateral"})
    for (std::size_t l = 0; l < set.labels.size(); ++l)
      if (set.labels[l].id == label)
        record.expect(std::string("the quoted record, ") + label, 1,
                      done.labels.state[l] == labels::State::present ? 1 : 0, 0,
                      "PadChest, record quoted in assignment_with_sample_rows.txt");
}

}  // namespace

OracleSet padchest_labels() {
  return {.id = "padchest-labels",
          .title = "PadChest's tree of findings and its one quoted record",
          .note = "Exact.",
          .run =
              [](const std::string& folder, Recorder& record) {
                auto rules = labels::built_in_rules("padchest_es");
                if (!rules) return record.fail(rules.error().text());
                check_ancestors(folder, *rules, record);
                check_record(*rules, record);
              },
          .folder = "padchest"};
}

}  // namespace secondsite::oracles::sets
