#include "secondsite/report/document.h"
#include "secondsite/report/exporter.h"

namespace secondsite::report::exporters {

Exporter html() {
  return {"html", "One offline page", "report.html", document};
}

}  // namespace secondsite::report::exporters
