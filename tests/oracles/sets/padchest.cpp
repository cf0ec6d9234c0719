#include <stdexcept>

#include "cohort_counts.h"
#include "oracle.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "unpacked.h"

namespace secondsite::oracles::sets {
namespace {

// The header and the one real record that a course sheet quotes. The sheet breaks lines within
// words, and between words after a blank, which are put together again.
void quoted_record(const std::string& folder, Recorder& record) {
  constexpr const char* source = "assignment_with_sample_rows.txt, read by eye";
  const auto sheet = core::read_file(folder + "/assignment_with_sample_rows.txt");
  if (!sheet) return record.fail(sheet.error().text());
  const auto between = [&](std::string_view from, std::string_view to) {
    const std::size_t begin = sheet->find(from);
    std::string text = sheet->substr(begin, sheet->find(to, begin) - begin);
    std::string out;
    for (const std::string& line : core::split(text, '\n')) {
      // A line that was broken within a word begins with a blank.
      const bool glued = !out.empty() && line.starts_with(' ');
      out += glued ? line.substr(1) : line;
    }
    return out;
  };
  const std::string header = between("\n,ImageID,", "\nLe s");
  const std::string row = between("\n1,135803", "\n2,135803");
  const Unpacked somewhere;
  const std::string trimmed_header(core::trim(header));
  if (!core::write_file(somewhere.folder() + "/padchest.csv",
                        trimmed_header + "\n" + std::string(core::trim(row)) + "\n"))
    return record.fail("cannot write the record");
  const CohortCounts cohort(somewhere.folder(), "padchest");
  record.expect("the quoted record: rows", 1, cohort.rows(), 0, source);
  const auto is = [&](const char* column, const char* value) {
    record.expect(std::string("the quoted record: ") + column + " is " + value, 1,
                  cohort.having(column, value), 0, source);
  };
  is("view", "lateral");
  is("age", "86");  // 2015 - 1929
  is("sex", "M");
  is("modality", "CR");
  is("label_source", "radiologist");
  is("tube_current_ma", "400");
  is("exposure_mas", "10");
  is("pulmonary fibrosis", "1");
  is("pseudonodule", "1");
  is("ground glass pattern", "1");
  is("localizations", "loc basal|loc basal bilateral");
  record.expect("the quoted record has no column nodule", 0,
                cohort.table().find("nodule") != nullptr ? 1 : 0, 0, source);
}

void run(const std::string& folder, Recorder& record) try {
  quoted_record(folder, record);
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
