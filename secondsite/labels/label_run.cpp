#include "secondsite/labels/label_run.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_set>

#include "secondsite/core/parallel.h"

namespace secondsite::labels {
namespace {

using core::Severity;

constexpr std::size_t batch_reports = 4096;
constexpr std::size_t chunk_reports = 64;
// A report of at least so many words, of which the rules know less than this share, is of another
// examination, or in a language that is_foreign() does not know.
constexpr std::uint32_t enough_words = 12;
constexpr double known_share = 0.12;
constexpr double own_share = 0.08;  // function words, the least in running text

bool is_unfamiliar(const Labelled& done) {
  return done.words >= enough_words && done.known_words < known_share * done.words;
}

bool is_in_another_language(const Labelled& done) {
  return is_foreign(done.language, done.words) ||
         (is_unfamiliar(done) && done.language.own < own_share * done.words);
}

bool is_binary(const TextNature& nature) {
  return nature.controls > 0 && nature.controls * 50 > nature.bytes;
}

void judge(const Report& report, const Labelled& done, core::Findings& findings) {
  const core::Location where{.file = {}, .row = report.row};
  const TextNature& nature = done.nature;
  if (nature.controls > 0)
    findings.add(Severity::warning, "label.control-bytes", "",
                 "a report holds NUL or other control bytes; they were read as spaces", where);
  if (nature.not_utf8 > 0)
    findings.add(Severity::warning, "label.not-utf8", "",
                 "a report is not UTF-8; its other bytes were read as Latin-1", where);
  if (done.words == 0)
    findings.add(Severity::warning, "label.empty-report", "",
                 "a report has no word in a section that is read; it has no label", where);
  else if (is_unfamiliar(done))
    findings.add(Severity::warning, "label.unknown-words", "",
                 "the rules know hardly a word of a report", where);
}

}  // namespace

void label_report(std::string_view text, const Rules& rules, const LabelSet& set, Workspace& work,
                  Labelled& out) {
  out.nature = nature(text);
  out.words = out.known_words = 0;
  out.language = {};
  find_mentions(text, rules, work, out.mentions);
  for (const Section& section : work.sections) {
    if (!section.read) continue;
    count_language(text,
                   std::span(work.tokens).subspan(section.first, section.last - section.first),
                   rules.language, out.language);
    for (std::uint32_t t = section.first; t < section.last; ++t) {
      if (work.tokens[t].kind != TokenKind::word) continue;
      ++out.words;
      out.known_words += work.tokens[t].word != Token::unknown;
    }
  }
  aggregate(rules, set, out.mentions, out.words > 0, out.labels);
}

core::Result<LabelTally> label_reports(
    ReportSource& source, const Rules& rules, const LabelSet& set, const core::Context& context,
    core::Findings& findings,
    const std::function<core::Status(const Report&, const Labelled&)>& sink) {
  LabelTally tally;
  tally.states.resize(set.labels.size());
  std::vector<Report> batch;
  std::vector<Labelled> done(batch_reports);
  const std::size_t most_chunks = (batch_reports + chunk_reports - 1) / chunk_reports;
  std::vector<Workspace> work(most_chunks);
  std::unordered_set<std::size_t> ids;
  for (;;) {
    auto filled = source.next(batch, batch_reports, findings);
    if (!filled) return std::move(filled).error();
    if (batch.empty()) break;
    core::parallel_for((batch.size() + chunk_reports - 1) / chunk_reports, context.threads,
                       [&](std::size_t c) {
                         const std::size_t end = std::min(batch.size(), (c + 1) * chunk_reports);
                         for (std::size_t i = c * chunk_reports; i < end; ++i)
                           label_report(batch[i].text, rules, set, work[c], done[i]);
                       });
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (is_binary(done[i].nature)) {
        findings.add(Severity::excluded, "label.binary", "",
                     "a report is not text; it was left out", {.row = batch[i].row});
        continue;
      }
      if (is_in_another_language(done[i])) {
        findings.add(Severity::excluded, "label.unknown-language", "",
                     "a report is in another language than the labeler's; it was left out",
                     {.row = batch[i].row});
        continue;
      }
      // A hash of the id: two ids of millions are one by chance less than once in a million runs.
      if (!ids.insert(std::hash<std::string>{}(batch[i].id)).second)
        findings.add(Severity::warning, "label.repeated-id", "",
                     "an id stands before more than one report; each keeps its row in labels.csv, "
                     "and the first is held against a gold table",
                     {.row = batch[i].row});
      judge(batch[i], done[i], findings);
      ++tally.reports;
      tally.bytes += batch[i].text.size();
      tally.mentions += done[i].mentions.size();
      for (const Mention& mention : done[i].mentions) tally.respelled += mention.respelled;
      for (std::size_t l = 0; l < set.labels.size(); ++l)
        ++tally.states[l][static_cast<std::size_t>(done[i].labels.state[l])];
      if (auto taken = sink(batch[i], done[i]); !taken) return std::move(taken).error();
    }
    context.report("labelling", tally.reports, 0);
    if (context.stopped()) break;
  }
  return tally;
}

}  // namespace secondsite::labels
