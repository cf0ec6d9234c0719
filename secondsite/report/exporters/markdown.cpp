#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/core/utf8.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/format.h"
#include "secondsite/report/story.h"

// A summary for a merge request or an e-mail: prose wraps at 80 columns, tables do not.
namespace secondsite::report::exporters {
namespace {

// Text from a user's table must not become markup.
std::string plain(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

void prose(std::string& out, std::string_view words, std::string_view first = "",
           std::string_view hang = "") {
  const std::vector<std::string> lines = core::wrapped(words, 80 - hang.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    out += std::string(i == 0 ? first : hang) + lines[i] + "\n";
}

std::string mark(stats::Decision decision) {
  switch (decision) {
    case stats::Decision::certified:
      return "\u2713";
    case stats::Decision::refuted:
      return "\u2717";
    case stats::Decision::inconclusive:
      return "?";
  }
  return {};
}

void claims(const evaluation::RunResult& run, std::string& out) {
  if (run.claims.empty()) return;
  out += "\n## Claims: " + claim_counts(run) + "\n\n";
  out += "| | claim | estimate | verdict | lacking |\n|---|---|---|---|---|\n";
  for (const evaluation::ClaimResult& claim : run.claims) {
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    out += "| " + mark(claim.verdict.decision) + " | " + plain(claim_text(claim)) + " | " +
           plain(text(claim.estimate, form)) + " | " + text(claim.verdict) + " | " +
           shortage_text(claim.verdict) + " |\n";
  }
}

void flow(const evaluation::RunResult& run, std::string& out) {
  if (run.flow.empty()) return;
  out += "\n## Who was evaluated\n\n";
  for (const cohort::FlowStep& step : run.flow) {
    std::string line = core::grouped(step.cases) + " cases";
    if (step.patients > 0) line += " of " + core::counted(step.patients, "patient");
    prose(out, plain(line + ": " + step.description), "- ", "  ");
    for (const auto& excluded : step.excluded)
      prose(out, plain(core::grouped(excluded.cases) + " left out: " + excluded.reason), "  - ",
            "    ");
  }
}

std::string write_markdown(const evaluation::RunResult& run) {
  std::string out = "# " + plain(run.question) + "\n\n";
  prose(out, "**" + std::string(headline(run.answer)) + ".** " + plain(run.answer_sentence));
  if (!run.protocol_status.sentence.empty()) {
    out += "\n";
    prose(out, plain(run.protocol_status.sentence));
  }
  claims(run, out);

  const auto noise = label_noise_sentences(run);
  if (!noise.empty()) {
    out += "\n## Error of the labels\n\n";
    for (const std::string& sentence : noise) prose(out, plain(sentence), "- ", "  ");
  }
  const auto unpowered = strata_not_powered(run);
  if (!unpowered.empty()) {
    out += "\n## Strata that nobody can judge yet\n\n";
    for (const evaluation::StratumResult* stratum : unpowered) {
      std::string line = stratum->finding + ", " + stratum->stratum.text();
      if (const std::string lacking = shortage_text(*stratum->verdict); !lacking.empty())
        line += ": needs " + lacking;
      prose(out, plain(line), "- ", "  ");
    }
  }
  const auto warnings = shortcut_warnings(run);
  if (!warnings.empty()) {
    out += "\n## Shortcut warnings\n\n";
    for (const std::string& sentence : warnings) prose(out, plain(sentence), "- ", "  ");
  }
  flow(run, out);
  if (!run.odd_data.empty()) {
    out += "\n## Odd data\n\n";
    for (const core::Finding& finding : run.odd_data)
      prose(out,
            core::grouped(finding.count) + " \u00d7 " + plain(finding.message) + " (" +
                std::string(name(finding.severity)) + ", `" + finding.code + "`)",
            "- ", "  ");
  }
  out += "\n## What was run\n\n";
  prose(out, plain("Secondsite " + run.manifest.program_version + ", unit of analysis: " +
                   run.unit + ", seed " + std::to_string(run.protocol.seed) + "."));
  for (const evaluation::InputFile& input : run.manifest.inputs)
    out += "- `" + input.path + "`, " + core::counted(input.rows, "row") + ", SHA-256 `" +
           input.sha256 + "`\n";
  return core::valid_utf8(std::move(out));
}

}  // namespace

Exporter markdown() {
  return {"markdown", "A summary to paste", "report.md", write_markdown};
}

}  // namespace secondsite::report::exporters
