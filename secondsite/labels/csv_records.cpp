#include "secondsite/labels/csv_records.h"

namespace secondsite::labels {

bool CsvRecords::next(std::vector<std::string>& cells) {
  for (;;) {
    cells.assign(1, std::string());
    cut_ = false;
    bool quoted = false;
    bool any = false;
    bool was_quoted = false;
    int c = get();
    if (c < 0) return false;
    for (; c >= 0; c = get()) {
      std::string& cell = cells.back();
      if (quoted) {
        if (c != '"') {
          put(cell, c);
          continue;
        }
        const int after = get();
        if (after == '"') {
          put(cell, '"');
          continue;
        }
        quoted = false;
        if (after >= 0) unget();
        continue;
      }
      if (c == '"' && cell.empty() && !was_quoted) {
        quoted = was_quoted = any = true;
      } else if (c == delimiter_) {
        cells.emplace_back();
        was_quoted = false;
        any = true;
      } else if (c == '\n' || c == '\r') {
        if (c == '\r') {
          const int after = get();
          if (after >= 0 && after != '\n') unget();
        }
        break;
      } else {
        put(cell, c);
        any = true;
      }
    }
    unclosed_ = quoted;
    if (!any) continue;  // a blank line
    ++records_;
    return true;
  }
}

}  // namespace secondsite::labels
