#include "secondsite/core/result.h"

#include "secondsite/core/code.h"

namespace secondsite::core {

std::string Location::text() const {
  std::string out = file;
  const auto add = [&out](const std::string& part) {
    if (!out.empty()) out += ", ";
    out += part;
  };
  if (row) add("row " + std::to_string(*row));
  if (!column.empty()) add("column \"" + column + "\"");
  if (!tag.empty()) add(tag);
  return out;
}

std::string Error::hint() const {
  if (!hint_.empty()) return hint_;
  const Code* code = find_code(code_);
  return code == nullptr ? std::string() : std::string(code->remedy);
}

std::string Error::text() const {
  std::string out = what_;
  if (!where_.empty()) out += "\n  where: " + where_.text();
  for (const std::string& activity : activities_) out += "\n  while: " + activity;
  if (const std::string advice = hint(); !advice.empty()) out += "\n  try:   " + advice;
  out += "\n  code:  " + code_ + " (secondsite explain " + code_ + ")";
  return out;
}

}  // namespace secondsite::core
