#pragma once
// Which came first, the protocol or the scores? The ledger is an append-only file in which each
// line is hashed together with the one before: when a protocol was written, when a table of scores
// was first opened. It proves nothing against somebody who deletes it; it keeps honest people
// honest.

#include <string>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/evaluation/run.h"

namespace secondsite::evaluation {

struct LedgerEntry {
  enum class Event { protocol_written, scores_opened };
  Event event = Event::protocol_written;
  std::string hash;  // of the protocol, or of the file with the scores
  std::string time;  // ISO 8601, UTC
};

// The entries of `path`, oldest first; an absent file is an empty ledger. A broken chain is an
// error that names the line.
core::Result<std::vector<LedgerEntry>> read_ledger(const std::string& path);
// Adds one entry and flushes it to the disk. The folder is made where it is missing.
core::Status append_ledger(const std::string& path, const LedgerEntry& entry);

// What the ledger says of this protocol and these files. A protocol that it does not know counts as
// `after_scores` where the scores were opened before, else as `unknown`. `entries` are those from
// before this run.
ProtocolStatus protocol_order(const std::vector<LedgerEntry>& entries, const Protocol& protocol,
                              const std::vector<std::string>& score_hashes, const std::string& now);

}  // namespace secondsite::evaluation
