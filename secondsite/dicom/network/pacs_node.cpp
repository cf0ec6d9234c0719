#include "secondsite/dicom/network/pacs_node.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::dicom {
namespace {

constexpr std::string_view scheme = "pacs://";

struct Known {
  std::string_view keyword;
  Tag tag;
  std::string_view vr;
  QueryLevel level;
};

// Attributes that archives are asked by (PS3.4 C.6.1 and C.6.2), by the level at which they stand.
constexpr Known known_keys[] = {
    {"StudyDate", 0x00080020, "DA", QueryLevel::study},
    {"StudyTime", 0x00080030, "TM", QueryLevel::study},
    {"AccessionNumber", 0x00080050, "SH", QueryLevel::study},
    {"ModalitiesInStudy", 0x00080061, "CS", QueryLevel::study},
    {"ReferringPhysicianName", 0x00080090, "PN", QueryLevel::study},
    {"StudyDescription", 0x00081030, "LO", QueryLevel::study},
    {"PatientName", 0x00100010, "PN", QueryLevel::study},
    {"PatientID", 0x00100020, "LO", QueryLevel::study},
    {"PatientBirthDate", 0x00100030, "DA", QueryLevel::study},
    {"PatientSex", 0x00100040, "CS", QueryLevel::study},
    {"StudyInstanceUID", 0x0020000d, "UI", QueryLevel::study},
    {"StudyID", 0x00200010, "SH", QueryLevel::study},
    {"SeriesDate", 0x00080021, "DA", QueryLevel::series},
    {"Modality", 0x00080060, "CS", QueryLevel::series},
    {"Manufacturer", 0x00080070, "LO", QueryLevel::series},
    {"StationName", 0x00081010, "SH", QueryLevel::series},
    {"SeriesDescription", 0x0008103e, "LO", QueryLevel::series},
    {"ManufacturerModelName", 0x00081090, "LO", QueryLevel::series},
    {"BodyPartExamined", 0x00180015, "CS", QueryLevel::series},
    {"ProtocolName", 0x00181030, "LO", QueryLevel::series},
    {"SeriesInstanceUID", 0x0020000e, "UI", QueryLevel::series},
    {"SeriesNumber", 0x00200011, "IS", QueryLevel::series},
    {"SOPClassUID", 0x00080016, "UI", QueryLevel::image},
    {"SOPInstanceUID", 0x00080018, "UI", QueryLevel::image},
    {"InstanceNumber", 0x00200013, "IS", QueryLevel::image},
};

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool all_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

// '*': any run, '?': one character. Linear but for the last star.
bool wild_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  return all_of(pattern.substr(p), "*");
}

bool in_range(std::string_view range, std::string_view value) {
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return range == value;
  const std::string_view from = range.substr(0, dash);
  const std::string_view to = range.substr(dash + 1);
  // Times are stated to different precision: the shorter text decides.
  const auto less = [](std::string_view a, std::string_view b) {
    const std::size_t shared = std::min(a.size(), b.size());
    return a.substr(0, shared) < b.substr(0, shared);
  };
  return (from.empty() || !less(value, from)) && (to.empty() || !less(to, value));
}

core::Error bad_address(std::string_view text, const std::string& why) {
  return {"pacs.bad-address", "\"" + std::string(text) + "\": " + why};
}

core::Status check_value(const Known& known, std::string_view value) {
  const auto bad = [&](const std::string& why) {
    return core::Error("pacs.bad-key",
                       std::string(known.keyword) + "=" + std::string(value) + ": " + why);
  };
  if (value.empty()) return bad("there is no value; a key without one would ask for everything");
  if (has_control(value)) return bad("a value has no control characters");
  if (value.size() > 1024) return bad("the value is longer than 1,024 characters");
  if (known.vr == "UI" && !all_of(value, "0123456789.\\"))
    return bad("a UID has digits and dots only; several are separated by backslashes");
  if (known.vr == "DA") {
    const std::size_t dash = value.find('-');
    for (const std::string_view part :
         {value.substr(0, dash), dash == std::string_view::npos ? "" : value.substr(dash + 1)})
      if (!part.empty() && (part.size() != 8 || !all_of(part, "0123456789")))
        return bad(
            "a date is YYYYMMDD, a range YYYYMMDD-YYYYMMDD, open at one end where one is "
            "left out");
  }
  if (known.vr != "UI" && value.find('\\') != std::string_view::npos)
    return bad("only UIDs are given as a list");
  return core::Done{};
}

}  // namespace

std::string PacsNode::text() const {
  return std::string(scheme) + called_ae + "@" + host + ":" + std::to_string(port);
}

bool is_pacs_address(std::string_view text) {
  return text.starts_with(scheme);
}

core::Status check_ae_title(std::string_view title) {
  if (title.empty() || title.size() > 16 || has_control(title) ||
      title.find('\\') != std::string_view::npos || core::trim(title) != title)
    return core::Error("pacs.bad-address", "\"" + std::string(title) +
                                               "\" is no AE title: 1 to 16 characters, without "
                                               "backslash or outer blanks");
  return core::Done{};
}

core::Result<PacsNode> parse_pacs_address(std::string_view text) {
  PacsNode out;
  std::string_view rest = text;
  if (!is_pacs_address(text)) return bad_address(text, "it does not begin with pacs://");
  rest.remove_prefix(scheme.size());
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t at = rest.rfind('@');
  if (at == std::string_view::npos)
    return bad_address(text, "it does not name the archive's AE title: pacs://CALLED@host:port");
  out.called_ae = rest.substr(0, at);
  if (auto checked = check_ae_title(out.called_ae); !checked) return std::move(checked).error();
  rest.remove_prefix(at + 1);
  const std::size_t colon = rest.find(':');
  out.host = rest.substr(0, colon);
  constexpr std::string_view host_characters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  if (out.host.empty() || out.host.size() > 100 || !all_of(out.host, host_characters))
    return bad_address(text, "\"" + out.host + "\" is no name or number of a host");
  if (colon != std::string_view::npos) {
    const std::string_view digits = rest.substr(colon + 1);
    const auto port = core::parse_number(digits);
    if (!port || !all_of(digits, "0123456789") || *port < 1 || *port > 65535)
      return bad_address(text, "the port is a number from 1 to 65535");
    out.port = static_cast<std::uint16_t>(*port);
  }
  return out;
}

std::string_view name(QueryLevel level) {
  static constexpr std::string_view names[] = {"STUDY", "SERIES", "IMAGE"};
  return names[static_cast<std::size_t>(level)];
}

std::vector<std::string> query_keywords() {
  std::vector<std::string> out;
  for (const Known& known : known_keys) out.emplace_back(known.keyword);
  return out;
}

core::Result<QueryKey> parse_query_key(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view keyword = text.substr(0, equals);
  for (const Known& known : known_keys) {
    if (known.keyword != keyword) continue;
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    if (auto checked = check_value(known, value); !checked) return std::move(checked).error();
    return QueryKey{std::string(keyword), known.tag, std::string(known.vr), std::string(value),
                    known.level};
  }
  std::string why = "\"" + std::string(keyword) + "\" is no key that an archive is asked by";
  const auto names = query_keywords();
  if (const auto near = core::nearest(keyword, names)) why += "; did you mean \"" + *near + "\"?";
  return core::Error("pacs.bad-key", why, {}, "choose one of: " + core::join(names, ", "));
}

bool fits(const QueryKey& key, std::string_view value) {
  value = core::trim(value);
  if (key.value.empty() || key.value == "*") return true;
  if (key.vr == "DA" || key.vr == "TM") return in_range(key.value, value);
  if (key.vr == "UI") {
    const auto wanted = core::split(key.value, '\\');
    return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  }
  const std::string pattern = core::lower(key.value);
  for (const std::string& one : core::split(core::lower(value), '\\'))
    if (wild_match(pattern, core::trim(one))) return true;
  return false;
}

}  // namespace secondsite::dicom
