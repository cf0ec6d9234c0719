#include "secondsite/labels/report_labels.h"

#include <algorithm>

namespace secondsite::labels {
namespace {

bool stands(State state) {
  return state == State::present || state == State::uncertain;
}

template <typename T>
bool holds(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

void aggregate(const Rules&, const LabelSet& set, std::span<const Mention> mentions, bool has_text,
               ReportLabels& out) {
  out.state.assign(set.labels.size(), State::not_mentioned);
  out.decided_by.assign(set.labels.size(), ReportLabels::nothing);
  for (std::uint32_t m = 0; m < mentions.size(); ++m)
    for (std::size_t l = 0; l < set.labels.size(); ++l)
      if (holds(set.labels[l].signs, mentions[m].sign)) {
        State state = mentions[m].state;
        if (state == State::present && holds(set.labels[l].doubtful, mentions[m].sign))
          state = State::uncertain;
        if (set.two_values && state == State::uncertain)
          state = mentions[m].likely ? State::present : State::absent;
        if (state <= out.state[l]) continue;
        out.state[l] = state;
        out.decided_by[l] = m;
      }
  for (const ClearLabel& clear : set.clear) {
    bool none = has_text;
    if (clear.any_sign) {
      for (const Mention& mention : mentions)
        none &= !stands(mention.state) || holds(clear.except_signs, mention.sign);
    } else {
      for (std::uint16_t l = 0; l < set.labels.size(); ++l)
        none &= l == clear.label || !stands(out.state[l]) || holds(clear.except_labels, l);
    }
    if (none) out.state[clear.label] = State::present;
  }
}

bool has_text(const Workspace& work) {
  for (const Section& section : work.sections)
    if (section.read)
      for (std::uint32_t t = section.first; t < section.last; ++t)
        if (work.tokens[t].kind == TokenKind::word) return true;
  return false;
}

}  // namespace secondsite::labels
