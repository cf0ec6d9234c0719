#include "secondsite/cohort/workbook_dates.h"

#include <cmath>
#include <map>

#include "secondsite/cohort/moment.h"
#include "secondsite/cohort/xml_names.h"

namespace secondsite::cohort {
namespace {

// Formats that every workbook has without stating them (ISO/IEC 29500-1, 18.8.30), the East Asian
// ones among them.
bool is_built_in_date(unsigned long long id) {
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
         (id >= 50 && id <= 54) || (id >= 57 && id <= 58);
}

}  // namespace

bool shows_a_date(std::string_view format) {
  for (std::size_t at = 0; at < format.size(); ++at) {
    switch (format[at]) {
      case '"':  // a text of its own
        at = format.find('"', at + 1);
        break;
      case '[':  // a colour, a language, a duration
        at = format.find(']', at + 1);
        break;
      case '\\':  // one letter of text
      case '_':   // as wide as that letter
      case '*':   // filled with it
        ++at;
        break;
      case ';':  // what follows is for negative numbers
        return false;
      case 'd':
      case 'D':
      case 'y':
      case 'Y':
        return true;
      default:
        break;
    }
    if (at == std::string_view::npos) return false;
  }
  return false;
}

CellDates::CellDates(const pugi::xml_document& styles, bool from_1904) : from_1904_(from_1904) {
  const pugi::xml_node root = styles.document_element();
  std::map<unsigned long long, bool> stated;
  for (const pugi::xml_node& each : child(root, "numFmts").children())
    stated[each.attribute("numFmtId").as_ullong()] =
        shows_a_date(each.attribute("formatCode").value());
  for (const pugi::xml_node& each : child(root, "cellXfs").children()) {
    if (local(each) != "xf") continue;
    const unsigned long long id = each.attribute("numFmtId").as_ullong();
    const auto found = stated.find(id);
    is_date_.push_back(found != stated.end() ? found->second : is_built_in_date(id));
  }
}

std::optional<std::string> CellDates::text(std::size_t style, double days) const {
  constexpr double last = 2958466;  // the day after 9999-12-31
  if (style >= is_date_.size() || !is_date_[style]) return std::nullopt;
  if (!(days >= (from_1904_ ? 0 : 1) && days < last)) return std::nullopt;
  // Day 60 is 29 February 1900, which never was; from there on days count from 30 December 1899.
  double since_1970 = days - 25569;
  if (from_1904_)
    since_1970 += 1462;
  else if (days < 60)
    since_1970 += 1;
  else if (days < 61)
    return std::nullopt;
  const auto milliseconds = static_cast<std::int64_t>(std::llround(since_1970 * 86400000));
  return moment(milliseconds, 1000, milliseconds % 86400000 != 0);
}

}  // namespace secondsite::cohort
