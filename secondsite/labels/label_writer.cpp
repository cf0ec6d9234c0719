#include "secondsite/labels/label_writer.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::labels {
namespace {

std::string_view words(const Report& report, const Span& span) {
  return std::string_view(report.text).substr(span.begin, span.end - span.begin);
}

}  // namespace

std::string_view number(State state) {
  constexpr std::string_view numbers[] = {"", "0", "-1", "1"};
  return numbers[static_cast<std::size_t>(state)];
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  return '"' + core::join(core::split(text, '"'), "\"\"") + '"';
}

void write_label_header(std::ostream& out, const LabelSet& set,
                        const std::vector<std::string>& kept) {
  out << "id";
  for (const std::string& name : kept) out << ',' << csv_cell(name);
  for (const Label& label : set.labels) out << ',' << csv_cell(label.id);
  out << '\n';
}

void write_labels(std::ostream& out, const Report& report, const Labelled& done) {
  out << csv_cell(report.id);
  for (const std::string& cell : report.kept) out << ',' << csv_cell(cell);
  for (const State state : done.labels.state) out << ',' << number(state);
  out << '\n';
}

void write_mention_header(std::ostream& out) {
  out << "id,sign,labels,state,rule,words,begin,end,trigger,trigger_begin,trigger_end,section,"
         "respelled\n";
}

void write_mentions(std::ostream& out, const Report& report, const Labelled& done,
                    const Rules& rules, const LabelSet& set) {
  for (const Mention& mention : done.mentions) {
    std::vector<std::string> names;
    for (const Label& label : set.labels)
      if (std::find(label.signs.begin(), label.signs.end(), mention.sign) != label.signs.end())
        names.push_back(label.id);
    const bool triggered = mention.trigger.end > mention.trigger.begin;
    out << csv_cell(report.id) << ',' << csv_cell(rules.signs[mention.sign].id) << ','
        << csv_cell(core::join(names, "; ")) << ',' << name(mention.state) << ','
        << name(mention.reason) << ',' << csv_cell(words(report, mention.span)) << ','
        << mention.span.begin << ',' << mention.span.end << ',';
    if (triggered)
      out << csv_cell(words(report, mention.trigger)) << ',' << mention.trigger.begin << ','
          << mention.trigger.end;
    else
      out << ",,";
    out << ','
        << (mention.section == Mention::no_section ? "" : csv_cell(rules.sections[mention.section]))
        << ',' << (mention.respelled ? "yes" : "") << '\n';
  }
}

}  // namespace secondsite::labels
