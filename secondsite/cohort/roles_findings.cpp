#include "secondsite/cohort/roles_findings.h"

#include <map>

#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

using Kind = FindingName::Kind;

class Pairing {
 public:
  Pairing(const Table& table, const std::vector<Profile>& profiles, std::vector<bool>& taken,
          Roles& roles)
      : table_(table), profiles_(profiles), taken_(taken), roles_(roles) {}

  void run(unsigned threads) {
    same_name_twice();
    words_around_one_name();
    lists(threads);
    lone_pair();
  }

 private:
  bool is_free(std::size_t i) const { return !taken_[i]; }
  std::string quoted(std::size_t i) const { return "\"" + profiles_[i].name + "\""; }

  bool add(FindingColumns finding, std::size_t score, std::size_t label, const std::string& why) {
    for (const FindingColumns& other : roles_.findings)
      if (other.name == finding.name) finding.name = profiles_[score].name;
    for (const FindingColumns& other : roles_.findings)
      if (other.name == finding.name) return false;
    finding.score = profiles_[score].name;
    finding.label = profiles_[label].name;
    roles_.reasons.push_back("finding " + finding.name + ": score " + quoted(score) + " against " +
                             quoted(label) + ", because " + why + ".");
    roles_.findings.push_back(std::move(finding));
    taken_[score] = true;
    return true;
  }

  // "Edema" and "Edema (model_7)".
  void same_name_twice() {
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < profiles_.size(); ++i) by_name.emplace(profiles_[i].name, i);
    std::vector<std::size_t> labels;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const std::string& name = profiles_[i].name;
      const std::size_t open = name.rfind(" (");
      if (open == std::string::npos || name.back() != ')' || !is_free(i)) continue;
      const auto plain = by_name.find(name.substr(0, open));
      if (plain == by_name.end() || !is_free(plain->second)) continue;
      std::size_t score = i;
      std::size_t label = plain->second;
      if (profiles_[score].label_like) std::swap(score, label);
      if (!profiles_[score].can_score() || !profiles_[label].label_like) continue;
      if (add({.name = plain->first}, score, label,
              "both tables that were joined had a column of this name, and " + quoted(label) +
                  " holds 0 and 1"))
        labels.push_back(label);
    }
    for (const std::size_t label : labels) taken_[label] = true;
  }

  // "prob_Edema" and "Edema", "Edema" and "Edema_label".
  void words_around_one_name() {
    std::vector<std::size_t> labels;
    for (std::size_t s = 0; s < profiles_.size(); ++s) {
      const Profile& score = profiles_[s];
      if (!is_free(s) || !score.can_score() || score.finding.base.empty() ||
          score.finding.kind == Kind::label)
        continue;
      for (std::size_t l = 0; l < profiles_.size(); ++l) {
        const Profile& label = profiles_[l];
        if (l == s || !is_free(l) || !label.label_like || label.finding.kind == Kind::score)
          continue;
        if (label.finding.base != score.finding.base) continue;
        if (score.finding.kind == Kind::neither && label.finding.kind == Kind::neither) continue;
        const std::string& shown =
            label.finding.kind == Kind::neither ? label.name : label.finding.shown;
        if (add({.name = shown}, s, l, "the names agree")) labels.push_back(l);
        break;
      }
    }
    for (const std::size_t label : labels) taken_[label] = true;
  }

  // "prob_Pleural_Thickening" and a column of "Effusion|Pleural_Thickening".
  void lists(unsigned threads) {
    for (std::size_t l = 0; l < profiles_.size(); ++l) {
      if (!is_free(l) || !profiles_[l].lists) continue;
      std::map<std::string, std::string> items;  // folded name, as listed
      for (const std::string& level : table_.columns()[l].cells->categories(threads).levels)
        for (const std::string& item : core::split(level, '|'))
          items.emplace(folded_name(item), core::trim(item));
      bool any = false;
      for (std::size_t s = 0; s < profiles_.size(); ++s) {
        if (s == l || !is_free(s) || !profiles_[s].can_score()) continue;
        const auto item = items.find(profiles_[s].finding.base);
        if (item == items.end() || item->first.empty()) continue;
        any = add({.name = item->second, .separator = "|", .listed_as = item->second}, s, l,
                  "the list names \"" + item->second + "\"") ||
              any;
      }
      taken_[l] = any;
    }
  }

  // "score" and "label"; "proba_1" and "outcome".
  void lone_pair() {
    std::vector<std::size_t> labels;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const Profile& p = profiles_[i];
      const bool two_texts = p.is_text() && p.values.size() == 2;
      if (is_free(i) && p.finding.kind == Kind::label && (p.label_like || two_texts))
        labels.push_back(i);
    }
    if (labels.empty()) {
      for (std::size_t i = 0; i < profiles_.size(); ++i)
        if (is_free(i) && profiles_[i].label_like && profiles_[i].finding.kind == Kind::neither &&
            !is_covariate_name(profiles_[i].name))
          labels.push_back(i);
    }
    std::vector<std::size_t> scores;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const Profile& p = profiles_[i];
      // Of "proba_0" and "proba_1" the second is that of the positive class.
      if (is_free(i) && p.can_score() && p.finding.kind == Kind::score && p.finding.base != "0")
        scores.push_back(i);
    }
    if (labels.size() != 1) {
      if (labels.size() > 1 && !scores.empty())
        roles_.reasons.push_back("findings: " + names(labels) +
                                 " could each be the label; state findings: with score and label.");
      return;
    }
    const std::size_t label = labels.front();
    if (scores.empty()) {
      for (std::size_t i = 0; i < profiles_.size(); ++i) {
        const Profile& p = profiles_[i];
        if (i != label && is_free(i) && p.can_score() && !p.whole && !is_covariate_name(p.name))
          scores.push_back(i);
      }
      if (scores.size() != 1) {
        if (!scores.empty())
          roles_.reasons.push_back(
              "findings: " + quoted(label) + " looks like the label, and " + names(scores) +
              " could each be its score; state findings: with score and label.");
        taken_[label] = true;
        return;
      }
    }
    const bool needs_values = !profiles_[label].label_like;
    if (needs_values) {
      std::vector<std::string> values(profiles_[label].values.begin(),
                                      profiles_[label].values.end());
      roles_.reasons.push_back(
          "findings: " + quoted(label) + " looks like the label, but which of " +
          core::join(values, " and ") + " is positive is not for guessing; state positive: [" +
          values.back() + "] or the other.");
      taken_[label] = true;
      return;
    }
    for (const std::size_t score : scores) {
      const bool single = scores.size() == 1;
      const FindingName& words = profiles_[single ? label : score].finding;
      const std::string shown =
          words.shown.empty() ? profiles_[single ? label : score].name : words.shown;
      add({.name = shown}, score, label,
          single ? "they are the only score and label" : "it is the only label");
    }
    taken_[label] = true;
  }

  std::string names(const std::vector<std::size_t>& columns) const {
    std::vector<std::string> parts;
    for (const std::size_t i : columns) {
      if (parts.size() == 8) {
        parts.emplace_back("...");
        break;
      }
      parts.push_back(quoted(i));
    }
    return core::join(parts, ", ");
  }

  const Table& table_;
  const std::vector<Profile>& profiles_;
  std::vector<bool>& taken_;
  Roles& roles_;
};

}  // namespace

void guess_findings(const Table& table, const std::vector<Profile>& profiles,
                    std::vector<bool>& taken, unsigned threads, Roles& roles) {
  Pairing(table, profiles, taken, roles).run(threads);
}

}  // namespace secondsite::cohort
