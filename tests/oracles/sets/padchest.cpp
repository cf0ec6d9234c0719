#include <stdexcept>

#include "oracle.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::oracles::sets {
namespace {

void run(const std::string& folder, Recorder& record) try {
  const auto text = core::read_file(folder + "/tree_term_CUI_counts_image_covid_1.csv");
  if (!text) throw std::runtime_error(text.error().text());
  const auto tree = cohort::TermTree::parse(core::split(*text, '\n'), "tree");
  if (!tree) throw std::runtime_error(tree.error().text());
  constexpr const char* read = "the tree as it is drawn";
  const auto above = [&](const char* term, const char* ancestor) {
    return tree->with_ancestors(term).count(ancestor) != 0 ? 1.0 : 0.0;
  };
  record.expect("calcified granuloma is a granuloma", 1, above("calcified granuloma", "granuloma"),
                0, read);
  record.expect("and a calcified density", 1, above("calcified granuloma", "calcified densities"),
                0, read);
  record.expect("calcified mediastinal adenopathy is an adenopathy", 1,
                above("calcified mediastinal adenopathy", "adenopathy"), 0, read);
  record.expect("pseudonodule is no nodule", 0, above("pseudonodule", "nodule"), 0, read);
  record.expect("subcutaneous emphysema is no emphysema", 0,
                above("subcutaneous emphysema", "emphysema"), 0, read);
  record.expect("everything below radiological finding has it above", 1,
                above("calcified fibroadenoma", "radiological finding"), 0, read);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet padchest() {
  return {
      .id = "padchest",
      .title = "PadChest: the tree of its findings",
      .note = "The table itself is under access control; its layout is tested on a synthetic copy.",
      .run = run};
}

}  // namespace secondsite::oracles::sets
