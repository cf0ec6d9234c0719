// The first line of a delimited text: what separates its cells, and what they are called.

#include <algorithm>

#include "secondsite/cohort/csv_index.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::csv {
namespace {

// Cells in each of the first lines, were `delimiter` the delimiter. Quoted parts do not count.
std::vector<std::size_t> cells_a_line(std::string_view text, char delimiter) {
  constexpr std::size_t lines_wanted = 20;
  constexpr std::size_t bytes_wanted = 1 << 18;
  std::vector<std::size_t> counts;
  std::size_t cells = 1;
  bool quoted = false;
  bool empty = true;
  text = text.substr(0, bytes_wanted);
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == delimiter) ++cells;
    if (c == '\n') {
      if (!empty) counts.push_back(cells);
      if (counts.size() == lines_wanted) return counts;
      cells = 1;
      empty = true;
    } else if (c != '\r') {
      empty = false;
    }
  }
  if (!empty && (counts.empty() || text.size() < bytes_wanted)) counts.push_back(cells);
  return counts;
}

}  // namespace

char sniff_delimiter(std::string_view text) {
  char best = ',';
  double best_score = 0;
  for (const char candidate : {',', '\t', ';'}) {
    const std::vector<std::size_t> counts = cells_a_line(text, candidate);
    if (counts.empty() || counts.front() < 2) continue;
    const auto agreeing =
        static_cast<double>(std::count(counts.begin(), counts.end(), counts.front()));
    // Agreement between the lines weighs more than the number of cells.
    const double agreement = agreeing / static_cast<double>(counts.size());
    const double score = agreement * agreement * agreement * static_cast<double>(counts.front());
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

std::string_view unquoted(std::string_view cell, std::string& scratch) {
  if (cell.empty() || cell.front() != '"') return cell;
  const std::string_view inner = cell.substr(1);
  const std::size_t close = inner.find('"');
  if (close != std::string_view::npos && close + 1 == inner.size()) return inner.substr(0, close);
  scratch.clear();
  bool inside = true;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inside && inner[i] == '"') {
      if (i + 1 < inner.size() && inner[i + 1] == '"') {
        ++i;
      } else {
        inside = false;
        continue;
      }
    }
    scratch += inner[i];
  }
  return scratch;
}

core::Result<Header> read_header(std::string_view text, char delimiter, const std::string& origin) {
  Header header;
  std::string scratch;
  std::size_t start = 0;
  bool quoted = false;
  const auto take = [&](std::size_t end) {
    header.names.emplace_back(core::trim(unquoted(text.substr(start, end - start), scratch)));
    start = end + 1;
  };
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') continue;
      if (at + 1 < text.size() && text[at + 1] == '"')
        ++at;
      else
        quoted = false;
    } else if (c == '"' && at == start) {
      quoted = true;
    } else if (c == delimiter) {
      take(at);
    } else if (c == '\n') {
      break;
    }
  }
  if (quoted)
    return core::Error("table.quote-unclosed", "a quote that opens in the header never closes",
                       {.file = origin}, "Look for a lone \" in the first line.");
  header.crlf = at < text.size() && at > start && text[at - 1] == '\r';
  take(header.crlf ? at - 1 : at);
  if (!header.names.back().empty() && header.names.back().back() == '\r')
    header.names.back().pop_back();
  header.end = std::min(text.size(), at + 1);
  return header;
}

}  // namespace secondsite::cohort::csv
