#include "secondsite/cohort/versions.h"

#include <arrow/util/config.h>
#include <sqlite3.h>
#include <zlib.h>

namespace secondsite::cohort {

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {{"Apache Arrow", ARROW_VERSION_STRING},
          {"SQLite", sqlite3_libversion()},
          {"zlib", zlibVersion()}};
}

}  // namespace secondsite::cohort
