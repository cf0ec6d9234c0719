#pragma once
// What one evaluation is asked: which tables, how they join, under which protocol. A run's manifest
// holds it, and `verify` recomputes the run from it.

#include <optional>
#include <string>
#include <vector>

#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/evaluation/mark_request.h"
#include "secondsite/evaluation/mask_request.h"
#include "secondsite/evaluation/protocol.h"

namespace secondsite::evaluation {

struct TableRequest {
  std::string path;
  // For every table but the first: its key column, and the column of what is joined so far that it
  // equals. Empty: the column name that both sides share and that identifies rows.
  std::string key;
  std::string equals;
};

struct Request {
  std::vector<TableRequest> tables;
  Protocol protocol;
  bool from_protocol_file =
      false;  // else the protocol holds defaults and what the command line stated
  double default_margin = 0.05;    // of the default claim: second site not lower by this or more
  bool row_level_by_name = false;  // intervals by row, asked for by name
  // At most one of the two; with either, the tables describe the scans and hold no scores.
  std::optional<MaskRequest> masks;
  std::optional<MarkRequest> marks;
};

core::Json to_json(const Request& request);
core::Result<Request> request_from(const core::Json& json, const std::string& origin);

}  // namespace secondsite::evaluation
