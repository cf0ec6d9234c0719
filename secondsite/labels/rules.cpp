#include "secondsite/labels/rules.h"

#include <algorithm>

#include "secondsite/core/config.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/text.h"

namespace secondsite::labels {
namespace {

using core::ConfigReader;
using core::Error;
using core::Json;

constexpr std::size_t most_names = 60000;  // ids are 16 bits

class Builder {
 public:
  Builder(Rules& rules, std::string origin) : rules_(rules), origin_(std::move(origin)) {}

  core::Status build(const Json& file) {
    ConfigReader top(file, origin_);
    rules_.name = top.text("name");
    rules_.version = std::to_string(top.count("version"));
    rules_.language = top.text("language");
    sections(top.inside("sections"));
    triggers(top.inside("triggers"));
    rules_.lexicon.set_endings(top.texts("endings"));
    for (const std::string& word : top.texts("abbreviations"))
      rules_.lexicon.add_abbreviation(word);
    for (const std::string& word : top.texts("skipped_words")) rules_.lexicon.add_skipped(word);
    for (const std::string& word : top.texts("known_words")) rules_.lexicon.add_known(word);
    const std::size_t shortest = top.count("shortest_respelled", 0);
    signs(top.raw("signs"));
    named_phrases(top.raw("subjects"), "subjects", Part::subject, rules_.subjects);
    named_phrases(top.raw("predicates"), "predicates", Part::predicate, rules_.predicates);
    statements(top.raw("statements"));
    label_sets(top.raw("label_sets"));
    if (!fault_.empty()) return Error("label.rules", fault_, {.file = origin_});
    if (auto done = top.finish(); !done) return done;
    rules_.lexicon.finish(shortest);
    return core::Done{};
  }

 private:
  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  void take(ConfigReader&& reader) {
    if (auto done = reader.finish(); !done) fail(done.error().what());
  }
  void add(const std::string& phrase, Meaning meaning) {
    if (fold(phrase).empty()) fail("the phrase \"" + phrase + "\" holds no word");
    rules_.lexicon.add(phrase, meaning);
  }

  void sections(ConfigReader reader) {
    for (const auto& [key, part] :
         {std::pair{"read", Part::section_read}, std::pair{"skip", Part::section_skip}})
      for (const std::string& phrase : reader.texts(key)) {
        const auto id = static_cast<std::uint16_t>(rules_.sections.size());
        rules_.sections.push_back(expand(phrase).front());
        add(phrase, {part, id});
      }
    take(std::move(reader));
  }

  void triggers(ConfigReader reader) {
    constexpr std::pair<const char*, Part> kinds[] = {
        {"absent_before", Part::absent_before},
        {"absent_after", Part::absent_after},
        {"uncertain_before", Part::uncertain_before},
        {"uncertain_linked", Part::uncertain_linked},
        {"uncertain_after", Part::uncertain_after},
        {"likely", Part::likely},
        {"enumerates", Part::enumerates},
        {"past_before", Part::past_before},
        {"past_after", Part::past_after},
        {"unasserted_before", Part::unasserted_before},
        {"unasserted_after", Part::unasserted_after},
        {"not_a_trigger", Part::hidden},
        {"stop", Part::stop},
        {"soft_stop", Part::soft_stop},
        {"asserts", Part::asserts},
        {"verbs", Part::verb},
        {"or", Part::joins_or},
        {"and", Part::joins_and},
    };
    for (const auto& [key, part] : kinds)
      for (const std::string& phrase : reader.texts(key)) add(phrase, {part, 0});
    take(std::move(reader));
  }

  // {id: [phrase, …], …}
  void named_phrases(const Json& map, const char* what, Part part,
                     std::vector<std::string>& names) {
    if (map.is_null()) return;
    if (!map.is_object()) return fail(std::string(what) + " is not a mapping");
    for (const auto& [id, phrases] : map.items()) {
      const auto number = static_cast<std::uint16_t>(names.size());
      names.push_back(id);
      each_text(phrases, what, [&](const std::string& phrase) { add(phrase, {part, number}); });
    }
    if (names.size() > most_names) fail(std::string(what) + " has too many entries");
  }
  template <typename Call>
  void each_text(const Json& list, const std::string& what, const Call& call) {
    if (list.is_string()) return call(list.get<std::string>());
    if (!list.is_array()) return fail(what + " wants a list of texts");
    for (const Json& item : list) {
      if (!item.is_string()) return fail(what + " wants a list of texts");
      call(item.get<std::string>());
    }
  }

  // {id: [phrase, …]} or {id: {phrases: […], not: […], under: […]}}
  void signs(const Json& map) {
    if (!map.is_object()) return fail("signs is not a mapping");
    for (const auto& [id, entry] : map.items()) rules_.signs.push_back({id, {}});
    if (rules_.signs.size() > most_names) return fail("there are too many signs");
    std::vector<std::vector<std::uint16_t>> parents(rules_.signs.size());
    std::uint16_t number = 0;
    for (const auto& [id, entry] : map.items()) {
      const Meaning sign{Part::sign, number};
      const auto positive = [&](const std::string& phrase) { add(phrase, sign); };
      if (entry.is_object()) {
        ConfigReader reader(entry, origin_, "signs." + id);
        for (const std::string& phrase : reader.texts("phrases")) positive(phrase);
        for (const std::string& phrase : reader.texts("not")) add(phrase, {Part::hidden, 0});
        for (const std::string& parent : reader.texts("under"))
          parents[number].push_back(sign_id(parent, "signs." + id + ".under"));
        take(std::move(reader));
      } else {
        each_text(entry, "signs." + id, positive);
      }
      ++number;
    }
    if (fault_.empty()) climb(parents);
  }
  // Ancestors breadth first, each once; a circle ends where it meets itself.
  void climb(const std::vector<std::vector<std::uint16_t>>& parents) {
    for (std::size_t i = 0; i < rules_.signs.size(); ++i) {
      std::vector<std::uint16_t>& up = rules_.signs[i].ancestors;
      up = parents[i];
      for (std::size_t k = 0; k < up.size(); ++k)
        for (const std::uint16_t next : parents[up[k]])
          if (next != i && std::find(up.begin(), up.end(), next) == up.end()) up.push_back(next);
    }
  }

  std::uint16_t index(const std::vector<std::string>& names, const std::string& id,
                      const std::string& where, const char* kind) {
    const auto found = std::find(names.begin(), names.end(), id);
    if (found != names.end()) return static_cast<std::uint16_t>(found - names.begin());
    std::string what = where + " names the " + kind + " \"" + id + "\", which there is not";
    if (const auto near = core::nearest(id, names)) what += "; did you mean \"" + *near + "\"?";
    fail(std::move(what));
    return 0;
  }
  std::uint16_t sign_id(const std::string& id, const std::string& where) {
    if (sign_names_.size() != rules_.signs.size()) {
      sign_names_.clear();
      for (const Sign& sign : rules_.signs) sign_names_.push_back(sign.id);
    }
    return index(sign_names_, id, where, "sign");
  }

  void statements(const Json& list) {
    if (list.is_null()) return;
    if (!list.is_array()) return fail("statements is not a list");
    std::size_t number = 0;
    for (const Json& item : list) {
      const std::string where = "statements[" + std::to_string(number++) + "]";
      ConfigReader reader(item, origin_, where);
      const std::string as = reader.choice("as", {"present", "absent", "uncertain"}, "present");
      const std::uint16_t sign = sign_id(reader.text("states"), where);
      const State state = as == "absent"      ? State::absent
                          : as == "uncertain" ? State::uncertain
                                              : State::present;
      const auto subjects = reader.texts("subject");
      for (const std::string& predicate : reader.texts("predicate"))
        for (const std::string& subject : subjects)
          rules_.statements.push_back({index(rules_.subjects, subject, where, "subject"),
                                       index(rules_.predicates, predicate, where, "predicate"),
                                       sign, state});
      take(std::move(reader));
    }
  }

  void label_sets(const Json& map) {
    if (!map.is_object()) return fail("label_sets is not a mapping");
    for (const auto& [id, entry] : map.items()) {
      LabelSet set{.id = id};
      const std::string where = "label_sets." + id;
      ConfigReader reader(entry, origin_, where);
      const Json& labels = reader.raw("labels");
      if (labels.is_string() && labels == "signs") {
        for (std::uint16_t s = 0; s < rules_.signs.size(); ++s)
          set.labels.push_back({.id = rules_.signs[s].id, .signs = {s}});
      } else if (labels.is_object()) {
        for (const auto& [label, signs] : labels.items()) {
          set.labels.push_back({.id = label});
          each_text(signs, where, [&](const std::string& sign) {
            // "sign?": whoever states it leaves the label in doubt.
            const bool doubt = sign.ends_with('?');
            const std::uint16_t number =
                sign_id(doubt ? sign.substr(0, sign.size() - 1) : sign, where);
            set.labels.back().signs.push_back(number);
            if (doubt) set.labels.back().doubtful.push_back(number);
          });
        }
      } else {
        fail(where + ".labels is not a mapping");
      }
      set.two_values = reader.flag("two_values", false);
      if (reader.has("clear")) set.clear.push_back(clear_label(reader.inside("clear"), set, where));
      take(std::move(reader));
      rules_.label_sets.push_back(std::move(set));
    }
  }
  std::uint16_t label_index(const LabelSet& set, const std::string& id, const std::string& where) {
    std::vector<std::string> names;
    for (const Label& label : set.labels) names.push_back(label.id);
    return index(names, id, where, "label");
  }
  ClearLabel clear_label(ConfigReader reader, const LabelSet& set, const std::string& where) {
    ClearLabel out;
    out.label = label_index(set, reader.text("label"), where);
    out.any_sign = reader.choice("when_none_of", {"labels", "signs"}, "labels") == "signs";
    for (const std::string& id : reader.texts("except")) {
      if (out.any_sign)
        out.except_signs.push_back(sign_id(id, where));
      else
        out.except_labels.push_back(label_index(set, id, where));
    }
    take(std::move(reader));
    return out;
  }

  Rules& rules_;
  std::string origin_;
  std::string fault_;
  std::vector<std::string> sign_names_;
};

}  // namespace

std::string_view name(State state) {
  switch (state) {
    case State::absent:
      return "absent";
    case State::uncertain:
      return "uncertain";
    case State::present:
      return "present";
    case State::not_mentioned:
      break;
  }
  return "not mentioned";
}

std::string Rules::stamp() const {
  return name + " " + version + " (" + hash.substr(0, 12) + ")";
}

core::Result<const LabelSet*> Rules::label_set(std::string_view id) const {
  std::vector<std::string> ids;
  for (const LabelSet& set : label_sets) {
    if (set.id == id) return &set;
    ids.push_back(set.id);
  }
  return Error("config.unknown-name",
               "the rules " + name + " have no label set \"" + std::string(id) + "\"", {},
               "choose one of: " + core::join(ids, ", "));
}

core::Result<Rules> parse_rules(std::string_view yaml, const std::string& origin) {
  auto file = core::parse_yaml(yaml, origin);
  if (!file) return std::move(file).error();
  Rules rules;
  if (auto built = Builder(rules, origin).build(*file); !built) return std::move(built).error();
  rules.hash = core::sha256(yaml);
  return rules;
}

core::Result<Rules> built_in_rules(std::string_view name) {
  for (const core::EmbeddedTable& file : tables::all())
    if (file.name == name) return parse_rules(file.text, std::string(name) + ".yaml");
  return Error("config.unknown-name",
               "there are no built-in rules named \"" + std::string(name) + "\"");
}

}  // namespace secondsite::labels
