#pragma once
// The rules of a labeler: phrases, triggers, statements and label sets, read from a YAML file that
// a radiologist can edit. docs/reference/labels.md describes every key.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/embedded_table.h"
#include "secondsite/core/result.h"
#include "secondsite/labels/lexicon.h"

namespace secondsite::labels {

enum class State : std::uint8_t { not_mentioned, absent, uncertain, present };
std::string_view name(State state);

// What a phrase speaks of, finer than a label: "pleural effusion", "widened mediastinum".
struct Sign {
  std::string id;
  std::vector<std::uint16_t> ancestors;  // more general signs that it implies, nearest first
};

// "the heart is enlarged": a subject and a predicate that together state a sign.
struct Statement {
  std::uint16_t subject = 0;
  std::uint16_t predicate = 0;
  std::uint16_t sign = 0;
  State as = State::present;
};

// One observation of a label set, and the signs that stand for it.
struct Label {
  std::string id;
  std::vector<std::uint16_t> signs;
  std::vector<std::uint16_t> doubtful;  // of these, the ones that leave the label uncertain
};

// The label that says that there is nothing: present where no label (or, if `any_sign`, no sign at
// all) other than the exceptions is present or uncertain.
struct ClearLabel {
  std::size_t label = 0;  // index into LabelSet::labels
  bool any_sign = false;
  std::vector<std::uint16_t> except_labels;
  std::vector<std::uint16_t> except_signs;
};

struct LabelSet {
  std::string id;
  std::vector<Label> labels;
  std::vector<ClearLabel> clear;  // none or one
  // Without "uncertain": what is likely counts as present, what is merely possible as absent.
  bool two_values = false;
};

struct Rules {
  std::string name;
  std::string version;
  std::string language;
  std::string hash;  // SHA-256 of the file's bytes
  Lexicon lexicon;
  std::vector<Sign> signs;
  std::vector<std::string> subjects;
  std::vector<std::string> predicates;
  std::vector<std::string> sections;
  std::vector<Statement> statements;
  std::vector<LabelSet> label_sets;

  // "chest_en 1 (3f2a91c07b5e)": what outputs show.
  std::string stamp() const;
  core::Result<const LabelSet*> label_set(std::string_view id) const;
};

// `origin` names the file in errors. An unknown key, a sign that a label or statement names and
// that does not exist, and a phrase without a word are errors.
core::Result<Rules> parse_rules(std::string_view yaml, const std::string& origin);

// The rules inside the program (rules/*.yaml), by the file's name without ".yaml".
core::Result<Rules> built_in_rules(std::string_view name);

namespace tables {
std::span<const core::EmbeddedTable> all();
}

}  // namespace secondsite::labels
