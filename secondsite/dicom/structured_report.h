#pragma once
// A DICOM structured report as the flat list of its content: concept names, codes, texts, numbers
// and how they hang together (PS3.3 C.17.3).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/result.h"

namespace secondsite::dicom {

// A coded concept: "121071", "DCM", "Finding".
struct Concept {
  std::string value;
  std::string scheme;
  std::string meaning;
  bool empty() const { return value.empty() && meaning.empty(); }
  // The same code; code schemes compare without version.
  bool is(std::string_view other_value, std::string_view other_scheme) const {
    return value == other_value && scheme == other_scheme;
  }
};

struct ContentItem {
  static constexpr std::size_t none = ~std::size_t{0};
  std::size_t parent = none;  // index in the list; none: the root
  std::uint32_t depth = 0;
  std::string type;          // "CONTAINER", "CODE", "TEXT", "NUM", "PNAME", "DATE" ...
  std::string relationship;  // "CONTAINS", "HAS CONCEPT MOD" ...; empty: the root
  Concept name;
  Concept code;                  // CODE
  std::string text;              // TEXT, DATE, TIME, UIDREF; names of persons are left out
  std::optional<double> number;  // NUM
  Concept unit;
};

struct StructuredReport {
  std::string sop_instance_uid;
  std::string study_uid;
  std::string series_uid;
  std::string accession;
  std::string sop_class_uid;
  std::string completion;          // "COMPLETE", "PARTIAL"
  std::string verification;        // "VERIFIED", "UNVERIFIED"
  std::vector<ContentItem> items;  // depth first, the root first
  bool cut = false;                // deeper or longer than is read; the rest is missing
};

inline constexpr std::uint64_t most_report_bytes = std::uint64_t{64} << 20;
inline constexpr std::uint32_t deepest_content = 32;
inline constexpr std::size_t most_content_items = 100000;

// Does the file begin as DICOM files do?
bool looks_like_dicom(const std::string& path);

// Texts come as UTF-8. The content need not obey its template. Errors: "file.not-found",
// "dicom.not-dicom", "dicom.not-a-report" (no SR document: no content, no root container, or larger
// than most_report_bytes).
core::Result<StructuredReport> read_structured_report(const std::string& path);

}  // namespace secondsite::dicom
