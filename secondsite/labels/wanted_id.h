#pragma once
// Do the records have the key that --id names?

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/labeler.h"

namespace secondsite::labels {

class WantedId {
 public:
  explicit WantedId(std::string key) : key_(std::move(key)) {}

  // The id of a record by the key; nullopt where none was named, or the record lacks it.
  std::optional<std::string> of(const core::Json& record, const core::Location& where) {
    if (key_.empty()) return std::nullopt;
    if (auto found = text_at(record, key_)) {
      any_ = true;
      return found;
    }
    if (lacking_++ == 0) {
      first_ = where;
      if (record.is_object())
        for (const auto& [key, value] : record.items()) keys_.push_back(shown(key));
    }
    return std::nullopt;
  }
  // To be asked once, after the last record: an error where no record had the key; counted where
  // some lacked it.
  core::Status check(core::Findings& findings) const {
    if (lacking_ == 0) return core::Done{};
    if (any_) {
      findings.add(core::Severity::warning, "label.absent-id", key_,
                   "a record lacks the key of --id; its own id, its name or its place serves",
                   first_, lacking_);
      return core::Done{};
    }
    std::string what = "no record has a \"" + key_ + "\", which --id names";
    if (const auto near = core::nearest(key_, keys_)) what += "; did you mean \"" + *near + "\"?";
    return core::Error("label.absent-id", what, first_,
                       keys_.empty()
                           ? "leave --id out: the file's name serves"
                           : "the keys of the first record are: " + core::join(keys_, ", "));
  }

 private:
  std::string key_;
  bool any_ = false;
  std::uint64_t lacking_ = 0;
  core::Location first_;
  std::vector<std::string> keys_;  // of the first record that lacks it
};

}  // namespace secondsite::labels
