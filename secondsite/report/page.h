#pragma once
// The page that sections write on. It takes evidence (estimates, verdicts, operating points),
// counts and prose, and escapes all of it. It has no way to take a bare double: a number that
// reaches a reader has its interval, its method and its n beside it, or is a count.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/report/format.h"
#include "secondsite/report/html.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::report {

// Whole numbers that count something. Neither a double nor a bool nor a character is a count.
template <typename T>
concept Count = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

// One cell of a table.
class Cell {
 public:
  Cell() = default;
  Cell(std::string_view prose);                                      // NOLINT: prose is a cell
  Cell(const std::string& prose) : Cell(std::string_view(prose)) {}  // NOLINT
  Cell(const char* prose) : Cell(std::string_view(prose)) {}         // NOLINT
  Cell(const stats::Estimate& estimate, Form form = Form::value);    // NOLINT
  Cell(const stats::Verdict& verdict);                               // NOLINT
  template <Count T>
  Cell(T count) : Cell(counted(static_cast<std::uint64_t>(count))) {}  // NOLINT

  static Cell code(std::string_view text);  // monospaced, may break anywhere
  // Chooses a finding for the whole page (a button, so that the keyboard reaches it).
  static Cell chooser(std::string_view words, std::string_view finding);
  // A fainter second line.
  Cell&& below(std::string_view second) &&;
  static Cell number(std::string_view already_text);  // right-aligned; from format.h

  bool is_number() const { return number_; }
  Markup take() { return std::move(markup_); }

 private:
  static Cell counted(std::uint64_t count);

  Markup markup_;
  bool number_ = false;
};

struct TableRow {
  std::vector<Cell> cells;
  std::string finding;  // shown when this finding is chosen; empty: always
  bool emphasised = false;
};

struct Table {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<TableRow> rows;
  bool sortable = false;
  bool by_finding = false;  // the first column names the finding: hidden once one is chosen
};

// A chart that the page's script draws from the page's data. Without the script its caption
// remains.
struct Chart {
  std::string id;  // the script's builder: "forest"
  std::string title;
  std::string caption;      // what the reader sees, and how to read it
  bool per_finding = true;  // redrawn when another finding is chosen
};

enum class Tone { plain, good, warning, bad };

class Page {
 public:
  Page& begin_section(std::string_view id, std::string_view title, std::string_view lead = {});
  Page& end_section();
  Page& heading(std::string_view words);
  Page& paragraph(std::string_view prose);
  Page& note(Tone tone, std::string_view prose);

  Page& number(const stats::Estimate& estimate, Form form = Form::value);
  template <Count T>
  Page& number(T count) {
    return text(core_grouped(static_cast<std::uint64_t>(count)));
  }
  Page& verdict(const stats::Verdict& verdict);
  Page& table(Table table);
  Page& chart(const Chart& chart);

  // Structure, for sections with a layout of their own.
  Page& open(std::string_view tag, const Attributes& attributes = {});
  Page& close();
  Page& text(std::string_view prose);
  Page& element(std::string_view tag, std::string_view prose, const Attributes& attributes = {});
  Page& add(Markup&& markup);
  // Text in which "doi:10.…" becomes a link; nothing is fetched until a reader follows it.
  Page& citation(std::string_view text);
  Page& icon(stats::Decision decision);

  std::string take() { return markup_.take(); }

 private:
  static std::string core_grouped(std::uint64_t count);

  Markup markup_;
};

}  // namespace secondsite::report
