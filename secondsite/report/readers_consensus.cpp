#include "secondsite/report/readers_consensus.h"

#include "secondsite/core/registry.h"
#include "secondsite/core/text.h"

namespace secondsite::report {

Dossier consensus_dossier(const readers::Reads& reads, const readers::ConsensusRequest& request,
                          const readers::ConsensusResult& result) {
  const auto& rule =
      **core::find_entry(labels::consensus_rules::all(), request.rule, "consensus rule");
  Dossier out;
  out.id = "consensus";
  out.title = std::string(rule.title) + " of " + core::counted(reads.readers.size(), "reader") +
              " on " + core::counted(reads.cases.size(), "case");
  DossierTable labels{.id = "labels",
                      .title = "Labels",
                      .lead = "",
                      .columns = {"Finding", "Labelled", "Positive", "Ties", "Prevalence"},
                      .rows = {}};
  DossierTable errors{.id = "readers",
                      .title = "Error rates of the readers",
                      .lead = "As the model estimates them; nobody was held against a known truth.",
                      .columns = {"Finding", "Reader", "Sensitivity", "Specificity"},
                      .rows = {},
                      .rows_in_terminal = 24};
  DossierTable doubt{.id = "doubt",
                     .title = "How many labels are expected to be wrong",
                     .lead = "Mean over cases of 1 − the probability of the label.",
                     .columns = {"Finding", "Expected share wrong"},
                     .rows = {}};
  DossierTable without{
      .id = "left-out",
      .title = "The labels without one reader",
      .lead =
          "Labels that become another or none, and the reader held against "
          "the consensus of the others.",
      .columns = {"Finding", "Left out", "Labels changed", "Agrees with the others"},
      .rows = {},
      .rows_in_terminal = 24};
  for (const readers::FindingConsensus& found : result.findings) {
    const bool binary = !found.prevalence.metric.empty();
    labels.rows.push_back(
        {found.finding, found.labelled,
         binary ? DossierCell(found.positive) : DossierCell(nothing_to_show()),
         found.consensus.ties,
         binary ? DossierCell(found.prevalence) : DossierCell(nothing_to_show())});
    for (const readers::ReaderErrors& reader : found.readers)
      errors.rows.push_back({found.finding, reader.reader, reader.sensitivity, reader.specificity});
    if (!found.expected_error.metric.empty())
      doubt.rows.push_back({found.finding, found.expected_error});
    for (const readers::LeftOutReader& reader : found.left_out)
      without.rows.push_back({found.finding, reader.reader, reader.changed, reader.agrees});
  }
  out.tables.push_back(std::move(labels));
  if (!errors.rows.empty()) out.tables.push_back(std::move(errors));
  if (!doubt.rows.empty()) out.tables.push_back(std::move(doubt));
  if (!without.rows.empty()) out.tables.push_back(std::move(without));
  out.methods.push_back(std::string(rule.title) + ": " + std::string(rule.definition) + " " +
                        std::string(rule.reference));
  out.findings = result.odd;
  return out;
}

}  // namespace secondsite::report
