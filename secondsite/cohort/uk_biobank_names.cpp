#include "secondsite/cohort/uk_biobank_names.h"

#include <charconv>

namespace secondsite::cohort {
namespace {

// Reads a whole number off the front.
bool take(std::string_view& text, unsigned& value) {
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}
bool take(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

}  // namespace

std::optional<UkBiobankField> uk_biobank_column(std::string_view name) {
  UkBiobankField out;
  if (take(name, "p")) {
    if (!take(name, out.field)) return std::nullopt;
    if (take(name, "_i") && !take(name, out.instance)) return std::nullopt;
    if (take(name, "_a") && !take(name, out.array)) return std::nullopt;
    return name.empty() ? std::optional(out) : std::nullopt;
  }
  const bool of_r = take(name, "f.");
  const bool reads = take(name, out.field) && take(name, of_r ? "." : "-") &&
                     take(name, out.instance) && take(name, ".") && take(name, out.array);
  return reads && name.empty() ? std::optional(out) : std::nullopt;
}

std::optional<UkBiobankBulk> uk_biobank_bulk(std::string_view file) {
  UkBiobankBulk out;
  std::string_view text = file;
  unsigned participant = 0;
  const bool reads = take(text, participant) && take(text, "_") && take(text, out.field.field) &&
                     take(text, "_") && take(text, out.field.instance) && take(text, "_") &&
                     take(text, out.field.array);
  if (!reads || (text != ".zip" && text != ".dcm" && text != ".cvi42.zip")) return std::nullopt;
  out.participant = std::string(file.substr(0, file.find('_')));
  return out;
}

}  // namespace secondsite::cohort
