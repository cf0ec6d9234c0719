#include "secondsite/cohort/site_finding.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "secondsite/cohort/cell_text.h"
#include "secondsite/core/embedded_table.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/mapping.h"

namespace secondsite::cohort {

namespace tables {
std::span<const core::EmbeddedTable> all();
}

namespace {

using core::Covariate;
using core::CovariateVerdict;

Covariate unknown(std::string_view raw, const char* provenance) {
  return {std::string(raw), "", provenance,
          is_blank(raw) ? CovariateVerdict::missing : CovariateVerdict::unrecognised};
}

Covariate known(std::string_view raw, std::string canonical, const char* provenance) {
  return {std::string(raw), std::move(canonical), provenance, CovariateVerdict::ok};
}

std::string_view looked_up(std::string_view table, std::string_view key) {
  for (const auto& row : core::embedded_table(tables::all(), table).rows())
    if (row.at(0) == key) return row.at(1);
  return {};
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Covariate site_of_brats(std::string_view id) {
  Covariate out = unknown(id, "BraTS identifier");
  const std::vector<std::string> parts = core::split(trimmed(id), '_');
  // Brats17_<site>_<case>_1: four parts. BraTS20_Training_001 has three and states none.
  if (parts.size() < 4 || !core::lower(parts[0]).starts_with("brats")) {
    if (core::lower(parts[0]).starts_with("brats")) out.verdict = CovariateVerdict::missing;
    return out;
  }
  return known(id, parts[1], "BraTS identifier");
}

Covariate site_of_tcga(std::string_view barcode) {
  constexpr const char* from = "TCGA tissue source site";
  Covariate out = unknown(barcode, from);
  const std::vector<std::string> parts = core::split(trimmed(barcode), '-');
  if (parts.size() < 3 || parts[0] != "TCGA") return out;
  const std::string_view hospital = looked_up("tcga_sites", parts[1]);
  if (!hospital.empty()) return known(barcode, std::string(hospital), from);
  return out;
}

Covariate site_of_uk_biobank(std::string_view centre) {
  Covariate out = unknown(centre, "field 54");
  std::string_view name = looked_up("uk_biobank_centres", trimmed(centre));
  // The research platform hands out the words for the codes: "Cheadle (imaging)".
  if (name.empty())
    for (const auto& row : core::embedded_table(tables::all(), "uk_biobank_centres").rows())
      if (trimmed(centre).substr(0, trimmed(centre).find(" (")) == row.at(1)) name = row.at(1);
  return name.empty() ? out : known(centre, std::string(name), "field 54");
}

Covariate group_of_fastmri(std::string_view file) {
  constexpr const char* from = "file name (inferred)";
  Covariate out = unknown(file, from);
  const std::vector<std::string> parts = core::split(file, '_');
  if (parts.size() == 5 && parts[0] == "file" && parts[1] == "brain" && all_digits(parts[3]))
    return known(file, parts[3], from);
  out.verdict = CovariateVerdict::missing;
  return out;
}

Covariate detector_of_spacing(std::string_view spacing_mm) {
  constexpr const char* from = "pixel spacing (inferred)";
  Covariate out = unknown(spacing_mm, from);
  const auto number = core::parse_number(trimmed(spacing_mm));
  if (!number || !(*number > 0) || *number > 10) return out;
  return known(spacing_mm, core::fixed(*number, 3) + " mm", from);
}

Covariate vendor_of_private_creator(std::string_view creator) {
  constexpr const char* from = "private creator";
  Covariate out = unknown(creator, from);
  const std::string_view vendor = dicom::mapped_creator(trimmed(creator));
  if (vendor.empty()) return out;
  return known(creator, vendor == "-" ? "archive" : std::string(vendor), from);
}

core::Result<Purity> purity(const Table& table, const std::string& by, const std::string& told,
                            unsigned threads) {
  const auto left = table.column(by);
  if (!left) return left.error();
  const auto right = table.column(told);
  if (!right) return right.error();
  const Categories groups = (*left)->cells->categories(threads);
  const Categories values = (*right)->cells->categories(threads);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> pairs;
  std::vector<std::uint64_t> totals(values.levels.size());
  Purity out{.by = by, .told = told};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint32_t g = groups.code[row];
    const std::uint32_t v = values.code[row];
    if (g == Categories::blank || v == Categories::blank) {
      ++out.left_out;
      continue;
    }
    ++out.rows;
    ++pairs[{g, v}];
    ++totals[v];
  }
  std::vector<std::uint64_t> most(groups.levels.size());
  for (const auto& [pair, count] : pairs) most[pair.first] = std::max(most[pair.first], count);
  for (const std::uint64_t count : most) {
    out.agreeing += count;
    out.groups += count > 0 ? 1 : 0;
  }
  for (const std::uint64_t count : totals) {
    out.most_common = std::max(out.most_common, count);
    out.values += count > 0 ? 1 : 0;
  }
  return out;
}

}  // namespace secondsite::cohort
