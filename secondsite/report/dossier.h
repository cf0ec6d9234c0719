#pragma once
// Results that are no evaluation run (agreement, a reader study, error rates of a labeler): tables
// of evidence with their notes and odd data, as one HTML page, as text for a terminal, as JSON and
// as CSV. Like Page, it takes no bare double.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/report/page.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::report {

// What a page and a terminal show, and what JSON and CSV hold for it: {"27.4 %", 0.274}, or
// {"—", nullptr} where there is nothing.
struct Shown {
  std::string text;
  core::Json value;
};
inline Shown nothing_to_show() {
  return {"—", nullptr};
}

using DossierCell =
    std::variant<std::string, std::uint64_t, Shown, stats::Estimate, stats::Verdict>;

struct DossierTable {
  std::string id;  // of the page's anchor, the JSON key and the CSV's name: "agreement"
  std::string title;
  std::string lead;  // what the table answers and how to read it; may be empty
  std::vector<std::string> columns;
  std::vector<std::vector<DossierCell>> rows;  // as many cells as columns
  // On a terminal only the first rows are printed, and the rest are counted; 0: all.
  std::size_t rows_in_terminal = 0;
};

// Small pictures with what they show, for the page alone.
struct DossierPicture {
  std::string png;
  std::string caption;
};
struct DossierGallery {
  std::string id;
  std::string title;
  std::string lead;
  std::vector<DossierPicture> pictures;
};

struct DossierNote {
  Tone tone = Tone::plain;
  std::string text;
};

struct Dossier {
  std::string id;     // "agreement": names the files
  std::string title;  // "Agreement between 8 readers on 500 cases"
  std::string lead;
  std::vector<DossierNote> notes;
  std::vector<DossierTable> tables;
  std::vector<DossierGallery> galleries;
  std::vector<std::string> methods;  // sentences, with their sources ("doi:10.…" becomes a link)
  core::Findings findings;           // odd data
};

// One offline page without scripts. `created_at` may be empty.
std::string dossier_html(const Dossier& dossier, const std::string& program_version,
                         const std::string& created_at);
// At most `width` columns.
std::string dossier_text(const Dossier& dossier, std::size_t width);
core::Json dossier_json(const Dossier& dossier);
// One table: an estimate becomes value, lower, upper, standard error, n, n_clusters and method.
std::string dossier_csv(const DossierTable& table);

// ID.html, ID.json and one ID-TABLE.csv a table into `folder`, which is made.
core::Status write_dossier(const Dossier& dossier, const std::string& folder,
                           const std::string& program_version, const std::string& created_at);

// The rows of a table of odd data: what, how often, its consequence, code and first examples.
Table odd_data_table(const std::vector<core::Finding>& findings);

}  // namespace secondsite::report
