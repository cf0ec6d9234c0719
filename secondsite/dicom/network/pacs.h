#pragma once
// A PACS as a source: asked what it has (C-FIND), and for that (C-MOVE or C-GET), into a folder
// that an index reads like any other. What is there from an earlier run is not fetched again.

#include <string>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/dicom/network/pacs_node.h"

namespace secondsite::dicom {

struct PacsRequest {
  PacsNode node;
  std::vector<QueryKey> keys;  // at least one
  std::string folder;          // where received objects go
  enum class Method : std::uint8_t { move, get } method = Method::move;
  std::uint16_t receive_port = 11112;  // of our storage service, for C-MOVE; the archive knows it
};

struct PacsSeries {
  std::string study;
  std::string series;
  std::string modality;
  std::string study_date;
  std::int64_t stated = -1;  // instances, as the archive says of the series; -1: it does not
  // Of a fetch:
  std::uint64_t asked = 0;        // instances that fit the keys
  std::uint64_t here = 0;         // of them in the folder now
  std::uint64_t from_before = 0;  // of them in the folder before
};

struct PacsAnswer {
  std::vector<PacsSeries> series;  // ordered by UIDs
  core::Findings findings;
  std::size_t studies() const;
  std::uint64_t total(std::uint64_t PacsSeries::*count) const;
};

// What the archive has. Nothing is fetched or written; series whose number of instances is not
// stated are counted by a query of their own. Errors: "pacs.unreachable", "pacs.refused",
// "pacs.not-supported", "pacs.query-failed", "pacs.lost".
core::Result<PacsAnswer> query_pacs(const PacsRequest& request, const core::Context& context);

// Fetches it. Instances that do not come are counted ("pacs.not-received"), with the archive's
// word; what arrives unasked is refused and counted ("pacs.not-asked-for"). A lost association is
// opened again once a series. Stopped by the context: what has come is whole, and the next run goes
// on. Further errors: "pacs.port-in-use", "pacs.destination-unknown", "file.unwritable".
core::Result<PacsAnswer> fetch_from_pacs(const PacsRequest& request, const core::Context& context);

}  // namespace secondsite::dicom
