#include "secondsite/core/json.h"

#include "secondsite/report/exporter.h"

namespace secondsite::report::exporters {

Exporter json() {
  return {"json", "Everything, as a versioned document", "result.json",
          [](const evaluation::RunResult& run) { return core::pretty(to_json(run)); }};
}

}  // namespace secondsite::report::exporters
