#include "secondsite/labels/labeler.h"

namespace secondsite::labels::labelers {
namespace {

// Every value that is a state is a label; names and other texts are passed over.
core::Result<NamedStates> read(const core::Json& record) {
  if (!record.is_object())
    return core::Error("label.not-a-report", "a record of labels is not a JSON object");
  const core::Json& labels =
      record.contains("labels") && record["labels"].is_object() ? record["labels"] : record;
  NamedStates out;
  for (const auto& [name, value] : labels.items())
    if (const auto state = state_from_json(value)) out.emplace_back(name, *state);
  return out;
}

}  // namespace

Labeler columns() {
  return {.id = "columns",
          .title = "Labels that stand in the columns of a table or the keys of JSON lines",
          .reference = "states as in Irvin 2019, doi:10.1609/aaai.v33i01.3301590",
          .read = read};
}

}  // namespace secondsite::labels::labelers
