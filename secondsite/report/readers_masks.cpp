#include "secondsite/report/readers_masks.h"

#include <algorithm>
#include <set>

#include "secondsite/core/text.h"
#include "secondsite/report/format.h"

namespace secondsite::report {
namespace {

std::string mask_title(const std::string& measure) {
  if (measure == "dice") return "Dice";
  if (measure == "nsd") return "Surface Dice";
  if (measure == "hd95_mm") return "HD95, mm";
  if (measure == "assd_mm") return "ASSD, mm";
  return metric_title(measure);
}

Shown mask_number(double value, int decimals) {
  if (std::isnan(value)) return nothing_to_show();
  return {core::fixed(value, decimals), value};
}

DossierTable means_table(const readers::MaskReads& reads,
                         const readers::MaskAgreementResult& result) {
  DossierTable out{.id = "agreement",
                   .title = "Agreement of contours",
                   .lead = "Mean over cases of every pair of readers.",
                   .columns = {"Readers", "Label"},
                   .rows = {}};
  for (const std::string& measure : result.measures) out.columns.push_back(mask_title(measure));
  for (const readers::MaskPairMean& mean : result.means) {
    std::vector<DossierCell> row{
        mean.first == mean.second ? std::string("all pairs")
                                  : reads.readers[mean.first] + ", " + reads.readers[mean.second],
        std::to_string(mean.label)};
    for (const stats::Estimate& estimate : mean.mean) row.emplace_back(estimate);
    out.rows.push_back(std::move(row));
  }
  return out;
}

DossierTable cases_table(const readers::MaskReads& reads,
                         const readers::MaskAgreementResult& result) {
  DossierTable out{.id = "cases",
                   .title = result.cases > 1 ? "Case by case" : "Agreement of contours",
                   .lead = "",
                   .columns = {"Case", "Readers", "Label"},
                   .rows = {},
                   .rows_in_terminal = result.cases > 1 ? 12U : 40U};
  for (const std::string& measure : result.measures) out.columns.push_back(mask_title(measure));
  for (const readers::MaskPair& pair : result.pairs) {
    std::vector<DossierCell> row{reads.cases[pair.one_case],
                                 reads.readers[pair.first] + ", " + reads.readers[pair.second],
                                 std::to_string(pair.label)};
    for (const double value : pair.value) row.emplace_back(mask_number(value, 3));
    out.rows.push_back(std::move(row));
  }
  return out;
}

void add_lesions(const readers::MaskReads& reads, const readers::MaskAgreementResult& result,
                 Dossier& out) {
  const auto all = static_cast<std::uint32_t>(reads.readers.size());
  DossierTable table{.id = "lesions",
                     .title = "How many readers outlined a lesion",
                     .lead = result.lesion_rule,
                     .columns = {"Label", "Lesions"},
                     .rows = {}};
  for (std::uint32_t k = 1; k <= all; ++k) table.columns.push_back(std::to_string(k));
  table.columns.insert(table.columns.end(), {"By all", "Dice of pairs"});
  const std::set<std::int32_t> labels(result.lesion_label.begin(), result.lesion_label.end());
  std::vector<std::string> stratum;
  for (const std::int32_t label : result.lesion_label) stratum.push_back(std::to_string(label));
  for (const std::int32_t label : labels) {
    const readers::LesionSummary sum =
        readers::summarise(result.lesions, stratum, std::to_string(label), 0.95, all, "case");
    std::vector<DossierCell> row{std::to_string(label), sum.lesions};
    for (std::uint32_t k = 1; k <= all; ++k) row.emplace_back(sum.by_readers[k]);
    row.emplace_back(sum.by_all);
    row.emplace_back(sum.dice);
    table.rows.push_back(std::move(row));
  }
  out.tables.push_back(std::move(table));
  DossierTable groups{.id = "ambiguous",
                      .title = "Ambiguous groups",
                      .lead =
                          "Groups in which one reader has several components, or in which two "
                          "are joined through others only.",
                      .columns = {"Case", "Label", "Lesion", "Components", "Readers", "Why"},
                      .rows = {},
                      .rows_in_terminal = 10};
  for (std::size_t s = 0; s < result.lesions.size(); ++s)
    for (std::size_t l = 0; l < result.lesions[s].lesions.size(); ++l) {
      const readers::Lesion& lesion = result.lesions[s].lesions[l].lesion;
      if (!lesion.is_ambiguous && !lesion.is_chained) continue;
      std::string why = lesion.is_ambiguous ? "a reader has it in parts" : "";
      if (lesion.is_chained) why += std::string(why.empty() ? "" : "; ") + "joined by a chain";
      groups.rows.push_back({result.lesions[s].series_uid, std::to_string(result.lesion_label[s]),
                             static_cast<std::uint64_t>(l + 1),
                             static_cast<std::uint64_t>(lesion.marks.size()),
                             static_cast<std::uint64_t>(lesion.readers), why});
    }
  if (!groups.rows.empty()) out.tables.push_back(std::move(groups));
}

}  // namespace

Dossier mask_agreement_dossier(const readers::MaskReads& reads,
                               const readers::MaskAgreementRequest& request,
                               const readers::MaskAgreementResult& result) {
  Dossier out;
  out.id = "mask-agreement";
  out.title = "Agreement of the contours of " + core::counted(reads.readers.size(), "reader") +
              " on " + core::counted(result.cases, "case");
  // The mean of one case has no interval and says nothing that the case does not.
  if (result.cases > 1) out.tables.push_back(means_table(reads, result));
  add_lesions(reads, result, out);
  out.tables.push_back(cases_table(reads, result));
  out.methods = {
      "A label that neither of two readers has on a case gives no value for that pair; where one "
      "of "
      "them has none, Dice and surface Dice are 0 and distances have no value.",
      "Surface Dice at " + core::exact(request.options.tolerance_mm) +
          " mm (Nikolov et al. 2021, doi:10.2196/26151); distances in mm on the masks' own grid.",
      "Means: Student's t over " +
          std::string(reads.patients.size() < reads.cases.size() ? "patients" : "cases") +
          ", all pairs and cases of one together."};
  out.findings = result.odd;
  return out;
}

Dossier mask_consensus_dossier(const readers::MaskReads& reads,
                               const readers::MaskConsensusRequest& request,
                               const readers::MaskConsensusResult& result) {
  Dossier out;
  out.id = "mask-consensus";
  const bool staple = request.rule == "staple";
  out.title = std::string(staple                  ? "STAPLE"
                          : request.probabilities ? "Mean"
                                                  : "Majority") +
              " of the contours of " + core::counted(reads.readers.size(), "reader") + " on " +
              core::counted(result.cases.size(), "case");
  DossierTable readers{.id = "readers",
                       .title = "Readers and the consensus",
                       .lead = "Means over cases. \"Others\": the consensus of all other readers.",
                       .columns = {"Reader", "Dice with consensus", "Dice with others",
                                   "Sensitivity", "Specificity"},
                       .rows = {}};
  const auto cell = [](const stats::Estimate& estimate) -> DossierCell {
    if (!estimate.is_estimable()) return nothing_to_show();
    return estimate;
  };
  for (std::size_t r = 0; r < result.readers.size(); ++r)
    readers.rows.push_back(
        {reads.readers[r], cell(result.readers[r].dice), cell(result.readers[r].dice_left_out),
         cell(result.readers[r].sensitivity), cell(result.readers[r].specificity)});
  DossierTable cases{.id = "cases",
                     .title = "Cases",
                     .lead = "",
                     .columns = {"Case", "Readers", "Labels", "Voxels of the consensus", "Ties"},
                     .rows = {},
                     .rows_in_terminal = 12};
  for (const auto& one : result.cases)
    cases.rows.push_back({one.name, one.readers, one.labels, one.voxels, one.ties});
  out.tables = {std::move(readers), std::move(cases)};
  if (staple)
    out.methods.push_back(
        request.probabilities
            ? "STAPLE of probability maps: Akhondi-Asl & Warfield 2013, "
              "doi:10.1109/TMI.2013.2266258; inside at one half or more."
            : "STAPLE: Warfield, Zou & Wells 2004, doi:10.1109/TMI.2004.828354; inside at one half "
              "or more. Sensitivity and specificity are the model's estimates, of voxels; nobody "
              "was "
              "held against a known truth.");
  else
    out.methods.push_back(
        request.probabilities
            ? "Mean of the maps; inside above one half."
            : "The value that most readers gave a voxel; where several were given "
              "as often, the voxel stays outside and is counted.");
  if (request.spatial_strength > 0)
    out.methods.push_back("Spatial prior: Ising, strength " +
                          core::exact(request.spatial_strength) +
                          ", mean field over 6 neighbours.");
  out.methods.push_back(
      "Dice is the mean over the labels of a case; intervals: Student's t over "
      "cases or patients.");
  out.findings = result.odd;
  return out;
}

}  // namespace secondsite::report
