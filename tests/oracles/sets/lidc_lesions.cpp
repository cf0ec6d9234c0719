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
  const auto series = readers::link_all(*messages, {}, context, findings);
  const auto all = readers::summarise(series);
  record.expect("usable marks", 6860, as(all.marks), 0, "SOURCE.md: repeated series removed");
  const std::string armato = "Armato et al. 2011, doi:10.1118/1.3528204";
  record.expect("lesions of 3 mm and more", 2669, as(all.lesions), 26.69, armato + ": within 1 %");
  record.expect("marked by all four", 928, as(all.by_readers[4]), 18.56, armato + ": within 2 %");
  record.expect("share marked by all", .348, all.by_all.value, .01, armato);
  readers::LinkRule wide;
  wide.with_outline = true;
  const auto other = readers::summarise(readers::link_all(*messages, wide, context, findings));
  record.expect("lesions, outlines included", 2655, as(other.lesions), 13,
                "scikit-image polygon fill (SOURCE.md of lidc-readers): another fill rule, 0.5 %");
  record.expect("marked by all four, outlines included", 910, as(other.by_readers[4]), 9,
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
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet lidc_lesions() {
  return {.id = "lidc_idri",
          .title = "Marks of LIDC-IDRI linked to lesions",
          .note = "Rule: filled outlines, themselves excluded, share a pixel of a slice.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
