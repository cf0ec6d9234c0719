#include "secondsite/report/terminal.h"

#include <algorithm>

#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/core/utf8.h"
#include "secondsite/report/format.h"
#include "secondsite/report/story.h"

namespace secondsite::report {
namespace {

using evaluation::RunResult;

constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view faint = "\x1b[2m";
constexpr std::string_view plain = "\x1b[0m";

class Screen {
 public:
  Screen(int width, bool colour)
      : width_(static_cast<std::size_t>(std::max(width, 40))), colour_(colour) {}

  void blank() { out_ += '\n'; }
  void heading(std::string_view words) {
    blank();
    for (const std::string& line : cut(core::wrapped(printable(words), width_), most_lines, width_))
      out_ += paint(bold, line) + "\n";
  }
  // `mark` stands in the margin of the first line; further lines hang below the text. At most
  // `lines`.
  void item(std::string_view mark, std::string_view style, std::string_view words,
            std::size_t lines = 3) {
    const std::size_t margin = core::glyphs(mark) + 3;
    const std::vector<std::string> parts =
        cut(core::wrapped(printable(words), width_ - margin), lines, width_ - margin);
    for (std::size_t i = 0; i < parts.size(); ++i)
      out_ +=
          (i == 0 ? "  " + paint(style, mark) + " " : std::string(margin, ' ')) + parts[i] + "\n";
  }
  void remark(std::string_view words) {
    for (const std::string& line :
         cut(core::wrapped(printable(words), width_ - 4), most_lines, width_ - 4))
      out_ += "    " + paint(faint, line) + "\n";
  }
  std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t most_lines = 4;

  // The first of `lines`, the last of them marked where more would follow.
  static std::vector<std::string> cut(std::vector<std::string> lines, std::size_t most,
                                      std::size_t width) {
    if (lines.size() <= most) return lines;
    lines.resize(most);
    lines.back() = core::wrapped(lines.back(), width - 2).front() + " \u2026";
    return lines;
  }

  // A column's name must not be able to steer the terminal.
  static std::string printable(std::string_view words) {
    std::string out = core::valid_utf8(std::string(words));
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return out;
  }
  std::string paint(std::string_view style, std::string_view words) const {
    if (!colour_ || style.empty()) return std::string(words);
    return std::string(style) + std::string(words) + std::string(plain);
  }

  std::string out_;
  std::size_t width_;
  bool colour_;
};

std::string_view style_of(stats::Decision decision) {
  switch (decision) {
    case stats::Decision::certified:
      return green;
    case stats::Decision::refuted:
      return red;
    case stats::Decision::inconclusive:
      return yellow;
  }
  return {};
}

std::string_view mark_of(stats::Decision decision) {
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

std::string more(std::size_t shown, std::size_t all) {
  return "and " + core::grouped(all - shown) + " more; see the report";
}

void claims(const RunResult& run, Screen& screen) {
  if (run.claims.empty()) return;
  screen.heading("Claims: " + claim_counts(run));
  constexpr std::size_t roomy = 7;
  constexpr std::size_t most = 14;
  const std::size_t shown = std::min(most, run.claims.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const evaluation::ClaimResult& claim = run.claims[i];
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    const stats::Decision decision = claim.verdict.decision;
    std::string found = text(claim.estimate, form) + " \u2014 " + text(claim.verdict);
    if (const std::string lacking = shortage_text(claim.verdict); !lacking.empty())
      found += ", needs " + lacking;
    if (run.claims.size() <= roomy) {
      screen.item(mark_of(decision), style_of(decision), claim_text(claim), 2);
      screen.remark(found);
    } else {
      const std::string who = claim.finding.empty() ? claim.claim.id : claim.finding;
      screen.item(mark_of(decision), style_of(decision), who + ": " + found, 1);
    }
  }
  if (shown < run.claims.size()) screen.remark(more(shown, run.claims.size()));
}

void label_noise(const RunResult& run, Screen& screen) {
  const std::vector<std::string> sentences = label_noise_sentences(run);
  if (sentences.empty()) return;
  screen.heading("Error of the labels");
  constexpr std::size_t most = 4;
  const std::size_t lines = run.claims.size() <= 3 ? 6 : 1;
  for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i)
    screen.item("\u00b7", yellow, sentences[i], lines);
  if (sentences.size() > most) screen.remark(more(most, sentences.size()));
}

void not_powered(const RunResult& run, Screen& screen) {
  const auto strata = strata_not_powered(run);
  if (strata.empty()) return;
  screen.heading("Nobody can tell yet: " + core::counted(strata.size(), "stratum", "strata") +
                 " without enough cases");
  constexpr std::size_t most = 6;
  for (std::size_t i = 0; i < std::min(most, strata.size()); ++i) {
    // What is lacking stands first: a long name is cut at its end.
    const std::string lacking = shortage_text(*strata[i]->verdict);
    screen.item("?", yellow,
                (lacking.empty() ? "unknown how many" : lacking) + ": " + strata[i]->finding +
                    ", " + strata[i]->stratum.text(),
                1);
  }
  if (strata.size() > most) screen.remark(more(most, strata.size()));
}

void warnings(const RunResult& run, Screen& screen) {
  const std::vector<std::string> sentences = shortcut_warnings(run);
  if (sentences.empty()) return;
  screen.heading("Shortcut warnings");
  constexpr std::size_t most = 4;
  for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i)
    screen.item("!", yellow, sentences[i], 2);
  if (sentences.size() > most) screen.remark(more(most, sentences.size()));
}

// Where the first of them stands: " (row 6, score)".
std::string first_place(const core::Finding& finding) {
  if (finding.examples.empty()) return {};
  const core::Location& place = finding.examples.front();
  std::string out;
  if (place.row) out = "row " + core::grouped(*place.row);
  if (!place.column.empty()) out += (out.empty() ? "" : ", ") + place.column;
  return out.empty() ? out : " (" + out + ")";
}

void left_out(const RunResult& run, Screen& screen) {
  std::vector<const core::Finding*> odd;
  for (const core::Finding& finding : run.odd_data)
    if (finding.severity != core::Severity::note) odd.push_back(&finding);
  if (odd.empty()) return;
  constexpr std::size_t most = 5;
  const std::size_t shown = std::min(most, odd.size());
  // Mere notes are in the report.
  const std::size_t rest = run.odd_data.size() - shown;
  screen.heading("Odd data, counted and never dropped" +
                 (rest == 0 ? " in silence" : " (" + core::grouped(rest) + " more in the report)"));
  for (std::size_t i = 0; i < shown; ++i)
    screen.item("\u00b7", faint,
                core::grouped(odd[i]->count) + " \u00d7 " + odd[i]->code +
                    (odd[i]->subject.empty() ? "" : " " + odd[i]->subject) + first_place(*odd[i]) +
                    (odd[i]->severity == core::Severity::excluded ? ", excluded: " : ": ") +
                    odd[i]->message,
                2);
}

}  // namespace

std::string summary(const RunResult& run, int width, bool colour) {
  Screen screen(width, colour);
  if (!run.title.empty()) screen.remark(run.title);
  screen.heading(run.question);
  const std::string answer(headline(run.answer));
  const std::string_view style = run.answer == evaluation::Answer::yes  ? green
                                 : run.answer == evaluation::Answer::no ? red
                                                                        : yellow;
  screen.blank();
  screen.item(answer, style, run.answer_sentence, 5);
  if (!run.protocol_status.sentence.empty()) screen.remark(run.protocol_status.sentence);
  claims(run, screen);
  label_noise(run, screen);
  not_powered(run, screen);
  warnings(run, screen);
  left_out(run, screen);
  return screen.take();
}

}  // namespace secondsite::report
