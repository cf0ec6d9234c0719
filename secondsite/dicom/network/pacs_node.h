#pragma once
// Who is asked, as whom, and for what: the address of an archive and the keys of a query.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/dicom/tag.h"

namespace secondsite::dicom {

struct PacsNode {
  std::string called_ae;  // of the archive
  std::string host;
  std::uint16_t port = 104;
  std::string calling_ae = "SECONDSITE";  // ours
  unsigned timeout_seconds = 60;          // of silence, before the archive counts as lost
  std::string text() const;               // "pacs://CALLED@host:port"
};

bool is_pacs_address(std::string_view text);  // begins with "pacs://"

// "pacs://CALLED@host:port"; without a port 104. Errors: "pacs.bad-address".
core::Result<PacsNode> parse_pacs_address(std::string_view text);
// An AE title is 1 to 16 characters, none of them a control or a backslash (PS3.5 6.2).
core::Status check_ae_title(std::string_view title);

enum class QueryLevel : std::uint8_t { study, series, image };
std::string_view name(QueryLevel level);  // "STUDY", as it goes over the wire

struct QueryKey {
  std::string keyword;  // "StudyDate"
  Tag tag = 0;
  std::string vr;     // "DA"
  std::string value;  // as the standard writes it: "20240101-20240131", "CHEST*"
  QueryLevel level = QueryLevel::study;
};

// "StudyDate=20240101-20240131". Errors: "pacs.bad-key", which names the nearest keyword.
core::Result<QueryKey> parse_query_key(std::string_view text);
std::vector<std::string> query_keywords();

// Does a value of a response fit a key (PS3.4 C.2.2.2: single value, list of UIDs, range of dates
// or times, wildcards)? Upper and lower case count as one, and an empty key fits everything.
bool fits(const QueryKey& key, std::string_view value);

}  // namespace secondsite::dicom
