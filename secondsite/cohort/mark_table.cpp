#include "secondsite/cohort/mark_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "secondsite/cohort/csv_table.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {

using core::Error;
using core::Result;

namespace {

// Letters and digits only, in lower case: "Bbox [x" is "bboxx", "image_id" is "imageid".
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : core::lower(name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

using ColumnNames = std::vector<std::string_view>;

// The column with the first of `names` that the table has.
const Column* mark_column(const Table& table, const ColumnNames& names) {
  for (const std::string_view name : names)
    for (const Column& column : table.columns())
      if (plain(column.name) == name) return &column;
  return nullptr;
}

const ColumnNames scan_names{"seriesuid", "seriesinstanceuid",
                             "scan",      "scanid",
                             "imageid",   "imageindex",
                             "image",     "case",
                             "caseid",    "study",
                             "studyuid",  "studyinstanceuid",
                             "volume",    "file",
                             "filename",  "patientid",
                             "patient",   "subject",
                             "accession"};
const ColumnNames rating_names{"probability", "score", "confidence", "rating", "prob", "conf"};
const ColumnNames kind_names{"classname", "findinglabel", "class",   "label",
                             "category",  "lesiontype",   "classid", "kind"};

// One axis: where its number stands, and what it means.
struct Axis {
  const Column* centre = nullptr;
  const Column* corner = nullptr;  // the lower edge
  const Column* upper = nullptr;   // the upper edge
  const Column* size = nullptr;
  bool is_there() const { return centre != nullptr || corner != nullptr; }
};

Axis axis_of(const Table& table, const std::string& letter, const ColumnNames& size) {
  Axis out;
  out.size = mark_column(table, size);
  out.corner = mark_column(table, {letter + "min"});
  out.upper = mark_column(table, {letter + "max"});
  if (out.corner != nullptr && out.upper != nullptr) return out;
  const std::array<std::string, 7> centres{"coord" + letter, "center" + letter, "centre" + letter,
                                           "c" + letter,     letter + "center", letter + "mm",
                                           letter + "centre"};
  out.corner = nullptr;
  out.centre = mark_column(table, ColumnNames(centres.begin(), centres.end()));
  if (out.centre != nullptr) return out;
  const std::array<std::string, 3> either{letter, "bbox" + letter, "box" + letter};
  const Column* at = mark_column(table, ColumnNames(either.begin(), either.end()));
  // Beside a width, x is the corner of a box; by itself it is a point.
  (out.size != nullptr ? out.corner : out.centre) = at;
  return out;
}

LengthUnit unit_of(const Table& table, const Axis& x, const Column* diameter) {
  const auto says_mm = [](const Column* column) {
    return column != nullptr &&
           (plain(column->name).starts_with("coord") || plain(column->name).ends_with("mm"));
  };
  if (says_mm(x.centre) || says_mm(x.size) || says_mm(diameter)) return LengthUnit::mm;
  if (x.corner != nullptr && mark_column(table, {"z", "zmin", "coordz", "depth"}) == nullptr)
    return LengthUnit::pixels;
  return LengthUnit::unknown;
}

struct Cell {
  double value = std::nan("");
  bool blank = true;
};

class Reader {
 public:
  Reader(const Table& table, unsigned threads) : table_(table), threads_(threads) {}

  Result<MarkTable> read() {
    const Column* scan = mark_column(table_, scan_names);
    if (scan == nullptr)
      return Error("marks.no-scan-column",
                   "no column of " + table_.origin() + " names the scan of a mark",
                   {.file = table_.origin()},
                   "call it seriesuid, scan or image_id; the columns are: " +
                       core::join(table_.names(), ", "));
    x_ = axis_of(table_, "x", {"width", "w", "sizex", "bboxw"});
    y_ = axis_of(table_, "y", {"height", "h", "sizey", "bboxh"});
    z_ = axis_of(table_, "z", {"depth", "d", "sizez", "bboxd"});
    if (!x_.is_there() || !y_.is_there())
      return Error("marks.no-coordinates",
                   "no columns of " + table_.origin() + " hold the places of marks",
                   {.file = table_.origin()},
                   "call them coordX, coordY, coordZ, or x, y, width, height; the columns are: " +
                       core::join(table_.names(), ", "));
    diameter_ = mark_column(table_, {"diametermm", "diameter"});
    radius_ = mark_column(table_, {"radiusmm", "radius"});
    rating_ = mark_column(table_, rating_names);
    kind_ = mark_column(table_, kind_names);
    out_.origin = table_.origin();
    out_.rows = table_.rows();
    out_.unit = unit_of(table_, x_, diameter_ != nullptr ? diameter_ : radius_);
    out_.scan = scan->cells->categories(threads_);
    fill();
    explain(*scan);
    return std::move(out_);
  }

 private:
  struct Values {
    const Column* column = nullptr;
    Numbers numbers;
    Cell at(std::size_t row) const {
      if (column == nullptr) return {};
      return {numbers.state[row] == CellState::ok ? numbers.value[row] : std::nan(""),
              numbers.state[row] == CellState::blank};
    }
  };
  Values values(const Column* column) const {
    return {column, column == nullptr ? Numbers{} : column->cells->numbers(threads_)};
  }

  // Centres and sizes of one axis; `blank` is left true where nothing is written.
  struct AxisValues {
    Values centre, corner, upper, size;
    void read(std::size_t row, double& middle, double& extent, bool& blank) const {
      const Cell c = centre.at(row);
      const Cell low = corner.at(row);
      const Cell high = upper.at(row);
      const Cell length = size.at(row);
      blank = blank && c.blank && low.blank;
      extent = high.blank ? length.value : high.value - low.value;
      middle = c.blank ? low.value + extent / 2 : c.value;
      if (extent < 0) extent = std::nan("");
    }
  };
  AxisValues values(const Axis& axis) const {
    return {values(axis.centre), values(axis.corner), values(axis.upper), values(axis.size)};
  }

  void fill() {
    const AxisValues x = values(x_);
    const AxisValues y = values(y_);
    const AxisValues z = values(z_);
    const Values diameter = values(diameter_);
    const Values radius = values(radius_);
    const Values rating = values(rating_);
    const bool has_z = z_.is_there();
    const bool has_boxes = (x_.size != nullptr || x_.upper != nullptr) && diameter_ == nullptr;
    const Categories kind = kind_ == nullptr ? Categories{} : kind_->cells->categories(threads_);
    std::vector<std::uint32_t> scan;
    std::vector<std::uint32_t> kinds;
    std::vector<std::uint32_t> used(kind.levels.size(), Categories::blank);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      double place[3] = {};
      double size[3] = {};
      bool blank = true;
      x.read(row, place[0], size[0], blank);
      y.read(row, place[1], size[1], blank);
      if (has_z) z.read(row, place[2], size[2], blank);
      if (blank) continue;
      out_.row.push_back(row + 1);
      scan.push_back(out_.scan.code[row]);
      out_.x.push_back(place[0]);
      out_.y.push_back(place[1]);
      if (has_z) out_.z.push_back(place[2]);
      if (has_boxes) {
        out_.width.push_back(size[0]);
        out_.height.push_back(size[1]);
        if (has_z) out_.depth.push_back(size[2]);
      }
      if (diameter_ != nullptr)
        out_.diameter.push_back(diameter.at(row).value);
      else if (radius_ != nullptr)
        out_.diameter.push_back(2 * radius.at(row).value);
      if (rating_ != nullptr) out_.rating.push_back(rating.at(row).value);
      if (kind.levels.empty()) continue;
      const std::uint32_t code = kind.code[row];
      if (code != Categories::blank && used[code] == Categories::blank) used[code] = 0;
      kinds.push_back(code);
    }
    out_.scan.code = std::move(scan);
    // Kinds that no mark has ("No finding") are none.
    for (std::uint32_t k = 0; k < used.size(); ++k) {
      if (used[k] == Categories::blank) continue;
      used[k] = static_cast<std::uint32_t>(out_.kind.levels.size());
      out_.kind.levels.push_back(kind.levels[k]);
    }
    for (const std::uint32_t code : kinds)
      out_.kind.code.push_back(code == Categories::blank ? code : used[code]);
  }

  void explain(const Column& scan) {
    std::string what = table_.origin() + ": scan is \"" + scan.name + "\", ";
    what += x_.centre != nullptr ? "centres are \"" + x_.centre->name + "\" and the like"
                                 : "boxes begin at \"" + x_.corner->name + "\" and the like";
    if (diameter_ != nullptr || radius_ != nullptr)
      what += ", size is \"" + (diameter_ != nullptr ? diameter_ : radius_)->name + "\"";
    if (rating_ != nullptr) what += ", rating is \"" + rating_->name + "\"";
    if (!out_.kind.levels.empty()) what += ", kind is \"" + kind_->name + "\"";
    out_.reasons.push_back(what + "; lengths in " + std::string(name(out_.unit)) + ".");
  }

  const Table& table_;
  unsigned threads_;
  Axis x_, y_, z_;
  const Column* diameter_ = nullptr;
  const Column* radius_ = nullptr;
  const Column* rating_ = nullptr;
  const Column* kind_ = nullptr;
  MarkTable out_;
};

// The NIH's list of boxes ends its header in commas that its rows do not have.
Result<Table> without_empty_names(const std::string& path, const core::Context& context,
                                  core::Findings& findings) {
  auto bytes = read_bytes(path);
  if (!bytes) return std::move(bytes).error();
  if (is_gzip(bytes->text)) {
    auto expanded = expand_gzip(bytes->text, path, context);
    if (!expanded) return std::move(expanded).error();
    bytes = std::move(expanded);
  }
  const std::string_view text = bytes->text;
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::size_t last = text.substr(0, end).find_last_not_of(", \t");
  std::string shorter(text.substr(0, last == std::string_view::npos ? end : last + 1));
  shorter += text.substr(end);
  const auto owner = std::make_shared<const std::string>(std::move(shorter));
  return parse_csv({owner, *owner}, path, context, findings);
}

bool is_whole_number(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view name(LengthUnit unit) {
  switch (unit) {
    case LengthUnit::mm:
      return "mm";
    case LengthUnit::pixels:
      return "pixels";
    case LengthUnit::unknown:
      return "a unit that the names do not tell";
  }
  return "";
}

std::string scan_key(std::string_view id) {
  id = core::trim(id);
  if (!is_whole_number(id)) return std::string(id);
  while (id.size() > 1 && id.front() == '0') id.remove_prefix(1);
  return std::string(id);
}

Result<MarkTable> read_mark_table(const std::string& path, const core::Context& context,
                                  core::Findings& findings) {
  if (core::lower(path).ends_with(".json")) {
    auto text = core::read_file(path);
    if (!text) return std::move(text).error();
    return parse_coco(*text, path);
  }
  core::Findings odd;
  auto table = read_table(path, context, odd);
  if (!table && table.error().code() == "table.ragged-row") {
    core::Findings other;
    if (auto again = without_empty_names(path, context, other)) {
      odd = std::move(other);
      table = std::move(again);
    }
  }
  if (!table) return std::move(table).error();
  findings.merge(odd);
  return marks_of(*table, context.threads);
}

Result<MarkTable> marks_of(const Table& table, unsigned threads) {
  return Reader(table, threads).read();
}

Result<ScanList> scan_list(const Table& table, const std::vector<const MarkTable*>& known) {
  ScanList out;
  if (table.columns().size() == 1) {
    const Column& only = table.columns().front();
    const std::string name = plain(only.name);
    const bool is_header =
        std::find(scan_names.begin(), scan_names.end(), name) != scan_names.end();
    if (is_header)
      out.column = only.name;
    else  // a list without a header: the first identifier stands where a name would
      out.id.push_back(only.name);
    for (std::size_t row = 0; row < table.rows(); ++row) out.id.push_back(only.raw(row));
    for (std::size_t i = 0; i < out.id.size(); ++i) out.row.push_back(i + 1);
    return out;
  }
  std::set<std::string> wanted;
  for (const MarkTable* each : known)
    for (const std::string& level : each->scan.levels) wanted.insert(scan_key(level));
  std::size_t most = 0;
  const Column* best = nullptr;
  for (const Column& column : table.columns()) {
    std::size_t matched = 0;
    for (const std::string& level : column.cells->categories(1).levels)
      matched += wanted.count(scan_key(level));
    if (matched > most) {
      most = matched;
      best = &column;
    }
  }
  if (best == nullptr)
    return Error("marks.no-scan-column",
                 "no column of " + table.origin() + " holds the scans that are marked",
                 {.file = table.origin()}, "the same identifiers must stand in both tables");
  out.column = best->name;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out.id.push_back(best->raw(row));
    out.row.push_back(row + 1);
  }
  return out;
}

}  // namespace secondsite::cohort
