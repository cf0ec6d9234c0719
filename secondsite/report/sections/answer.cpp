#include "secondsite/core/text.h"
#include "secondsite/evaluation/enough.h"
#include "secondsite/report/section.h"
#include "secondsite/report/story.h"

// The first screen: the question, the answer, why, the claims, and the scores with the one
// threshold.
namespace secondsite::report::sections {
namespace {

using evaluation::RunResult;

stats::Decision as_decision(evaluation::Answer answer) {
  switch (answer) {
    case evaluation::Answer::yes:
      return stats::Decision::certified;
    case evaluation::Answer::no:
      return stats::Decision::refuted;
    case evaluation::Answer::cannot_tell:
      break;
  }
  return stats::Decision::inconclusive;
}

Table claims_table(const RunResult& run) {
  Table table;
  table.caption = "Claims: " + claim_counts(run);
  table.columns = {"Claim", "Estimate", "Verdict"};
  for (const evaluation::ClaimResult& claim : run.claims) {
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    const std::string words = claim_text(claim);
    std::string why;
    if (claim.verdict.decision == stats::Decision::inconclusive) why = name(claim.verdict.reason);
    if (const std::string lacking = shortage_text(claim.verdict); !lacking.empty())
      why.append(why.empty() ? "needs " : ": needs ").append(lacking);
    if (claim.noise && claim.noise->is_finer)
      why.append(why.empty() ? "" : "; ").append("finer than the noise of the reference");
    const char* stated = claim.declared ? "" : "not declared before the scores were seen";
    TableRow row;
    row.cells.push_back(run.findings.size() > 1 && !claim.finding.empty()
                            ? Cell::chooser(words, claim.finding).below(stated)
                            : Cell(words).below(stated));
    row.cells.push_back(Cell(claim.estimate, form));
    row.cells.push_back(Cell(claim.verdict).below(why));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Where nothing is claimed, what there is to see about each finding.
Table findings_table(const RunResult& run) {
  Table table;
  table.caption = "Findings, exploratory";
  table.columns = {"Finding", shown_metric(run), shown_count(run)};
  for (const evaluation::StratumResult& result : run.strata) {
    const stats::Estimate* shown = result.find(result.primary);
    if (!result.stratum.dimension.empty() || shown == nullptr) continue;
    TableRow row;
    row.cells.push_back(Cell::chooser(result.finding, result.finding));
    row.cells.push_back(Cell(*shown));
    row.cells.push_back(Cell(evaluation::support_of(*shown).have));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void write_answer(const RunResult& run, Page& page) {
  const char* tone = run.answer == evaluation::Answer::yes  ? "yes"
                     : run.answer == evaluation::Answer::no ? "no"
                                                            : "unknown";
  page.open("header", {{"class", std::string("answer ") + tone}, {"id", "answer"}});
  if (!run.title.empty()) page.element("p", run.title, {{"class", "title"}});
  page.element("h1", run.question);
  page.open("div", {{"class", "headline"}});
  page.icon(as_decision(run.answer)).element("strong", headline(run.answer));
  page.element("p", run.answer_sentence).close();
  page.open("div", {{"class", "opening"}}).open("div", {{"class", "claims"}});
  if (run.claims.empty()) {
    page.note(Tone::warning,
              "No claim was declared, so nothing can be certified: what follows is exploratory.");
    if (Table table = findings_table(run); !table.rows.empty()) page.table(std::move(table));
  } else {
    page.table(claims_table(run));
  }
  page.close();
  if (has_scores(run)) {
    page.open("div", {{"class", "scores"}});
    page.chart({"scores", "Scores, and the one threshold through them",
                "Positives rise above each line, negatives hang below it; both are shares of their "
                "class. What "
                "lies right of the threshold is called positive."});
    page.close();
  }
  page.close().close();
}

}  // namespace

Section answer() {
  return {"answer", "Answer", 0, [](const RunResult&) { return true; }, write_answer};
}

}  // namespace secondsite::report::sections
