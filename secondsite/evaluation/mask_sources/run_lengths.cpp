#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "secondsite/cohort/table.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/mask_source.h"
#include "secondsite/image/run_length.h"

namespace secondsite::evaluation::mask_sources {
namespace {

using core::Error;
using core::Result;

struct Columns {
  const cohort::Column* name = nullptr;
  const cohort::Column* runs = nullptr;
  const cohort::Column* kind = nullptr;
  const cohort::Column* width = nullptr;
  const cohort::Column* height = nullptr;
};

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : core::lower(core::trim(text)))
    if (c != '_' && c != ' ' && c != '-') out += c;
  return out;
}

const cohort::Column* first_of(const cohort::Table& table,
                               std::initializer_list<const char*> names) {
  for (const char* name : names)
    for (const cohort::Column& column : table.columns())
      if (folded(column.name) == name) return &column;
  return nullptr;
}

Result<Columns> columns_of(const cohort::Table& table) {
  Columns out;
  out.name = first_of(table, {"imageid", "image", "id", "case", "scan", "img", "filename", "file"});
  out.runs = first_of(table, {"encodedpixels", "rle", "segmentation", "runs", "runlengths", "mask",
                              "encodedmask", "rlemask"});
  out.kind = first_of(table, {"class", "classid", "classname", "label", "category"});
  out.width = first_of(table, {"width", "columns", "imagewidth", "imgwidth"});
  out.height = first_of(table, {"height", "rows", "imageheight", "imgheight"});
  if (out.name != nullptr && out.runs != nullptr) return out;
  return Error("mask.run-lengths",
               std::string("no column holds ") +
                   (out.runs == nullptr ? "run lengths" : "the images' names") +
                   "; there are: " + core::join(table.names(), ", "),
               {.file = table.origin()}, "name them ImageId and EncodedPixels");
}

struct Mask {
  std::vector<std::pair<std::int32_t, std::uint64_t>> rows;  // label and row of the table
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

// Starts are places where every row reads as places, which rise; else distances.
image::RunStarts starts_of(const cohort::Table& table, const Columns& columns,
                           const std::string& stated, core::Findings& odd) {
  if (stated == "places") return image::RunStarts::absolute;
  if (stated == "distances") return image::RunStarts::relative;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto runs = image::run_pairs(columns.runs->raw(row));
    if (!runs) continue;  // told when the mask is read
    std::uint64_t end = 0;
    for (const auto& [start, length] : *runs) {
      if (start <= end) {
        odd.add(core::Severity::warning, "mask.runs-are-distances", "",
                "starts of runs do not rise here, so in the whole table each counts from the end "
                "of the run before it; --runs places says otherwise",
                {.file = table.origin(), .row = row + 1, .column = columns.runs->name});
        return image::RunStarts::relative;
      }
      end = start + length - 1;
    }
  }
  return image::RunStarts::absolute;
}

struct Opened {
  cohort::Table table;
  Columns columns;
  image::RunStarts starts = image::RunStarts::absolute;
  std::map<std::int32_t, std::string> names;
};

Result<ReadMask> read_runs(const Opened& opened, const Mask& mask, const Canvas* on,
                           core::Findings& odd) {
  image::Grid grid;
  grid.size = {mask.width, mask.height, 1};
  if (on != nullptr) {
    const auto& size = on->grid.size;
    if (size[2] != 1 || (mask.width != 0 && (size[0] != mask.width || size[1] != mask.height)))
      return Error("mask.run-lengths",
                   "the image has another size than the table says, or several slices",
                   {.file = opened.table.origin(), .row = mask.rows.front().second + 1});
    grid = on->grid;
  }
  if (grid.voxels() == 0)
    return Error("mask.no-grid", "run lengths do not say how large the image is",
                 {.file = opened.table.origin(), .row = mask.rows.front().second + 1},
                 "say --mask-size 1024x1024, add columns width and height, or name the images with "
                 "--images");
  ReadMask out{{grid, std::vector<std::int32_t>(grid.voxels(), 0)}, {}, opened.names};
  std::uint64_t shared = 0;
  for (const auto& [label, row] : mask.rows) {
    const auto runs = image::decode_runs(opened.columns.runs->raw(row), grid.size[0], grid.size[1],
                                         opened.starts);
    if (!runs)
      return Error(
          runs.error().code(), runs.error().what(),
          {.file = opened.table.origin(), .row = row + 1, .column = opened.columns.runs->name});
    for (std::size_t i = 0; i < runs->voxel.size(); ++i) {
      if (runs->voxel[i] == 0) continue;
      std::int32_t& voxel = out.labels.voxel[i];
      shared += voxel != 0 && voxel != label ? 1 : 0;
      voxel = std::max(voxel, label);
    }
  }
  if (shared > 0)
    odd.add(core::Severity::warning, "mask.overlap", "",
            "kinds share pixels, and a pixel has one label here",
            {.file = opened.table.origin(), .row = mask.rows.front().second + 1}, shared);
  if (on == nullptr)
    odd.add(core::Severity::note, "mask.no-spacing", "",
            "a mask does not say how large a pixel is; 1 mm stands for one",
            {.file = opened.table.origin()});
  return out;
}

// A kind that is a whole number is a label. Words are numbered: as --mask-label says, else in
// order.
std::map<std::string, std::int32_t> labels_of_kinds(Opened& opened, const MaskSideRequest& side,
                                                    const core::Context& context) {
  std::map<std::string, std::int32_t> out;
  if (opened.columns.kind == nullptr) return out;
  const auto levels = opened.columns.kind->cells->categories(context.threads).levels;
  bool all_numbers = true;
  for (const std::string& level : levels) {
    const auto number = core::parse_number(level);
    all_numbers =
        all_numbers && number && *number >= 1 && *number <= 1e6 && *number == std::floor(*number);
    if (all_numbers) out[level] = static_cast<std::int32_t>(*number);
  }
  if (all_numbers) return out;
  for (const std::string& level : levels) {
    auto& kinds = *side.kinds;
    for (const MaskRequest::Label& label : side.request->labels)
      if (label.name == level) kinds.try_emplace(level, label.value);
    if (kinds.count(level) == 0) {
      std::int32_t next = 1;
      for (const auto& [name, value] : kinds) next = std::max(next, value + 1);
      for (const MaskRequest::Label& label : side.request->labels)
        next = std::max(next, label.value + 1);
      kinds[level] = next;
    }
    out[level] = kinds[level];
    opened.names[kinds[level]] = level;
  }
  return out;
}

std::uint32_t size_in(const cohort::Column* column, std::size_t row) {
  if (column == nullptr) return 0;
  const auto value = core::parse_number(column->raw(row));
  return value && *value >= 1 && *value <= 65534 ? static_cast<std::uint32_t>(*value) : 0;
}

Result<std::vector<MaskEntry>> open_one(const std::string& file, const MaskSideRequest& side,
                                        const core::Context& context, core::Findings& odd) {
  auto table = cohort::read_table(file, context, odd);
  if (!table) return std::move(table).error();
  auto columns = columns_of(*table);
  if (!columns) return std::move(columns).error();
  auto opened = std::make_shared<Opened>();
  opened->table = std::move(*table);
  opened->columns = *columns_of(opened->table);
  opened->starts = starts_of(opened->table, opened->columns, side.request->runs, odd);
  const auto labels = labels_of_kinds(*opened, side, context);
  std::map<std::string, Mask> masks;
  for (std::size_t row = 0; row < opened->table.rows(); ++row) {
    const std::string name(core::trim(opened->columns.name->raw(row)));
    if (name.empty()) {
      odd.add(core::Severity::excluded, "mask.run-lengths", "", "a row names no image",
              {.file = file, .row = row + 1});
      continue;
    }
    Mask& mask = masks[name];
    const auto kind = opened->columns.kind == nullptr
                          ? labels.end()
                          : labels.find(std::string(opened->columns.kind->raw(row)));
    mask.rows.emplace_back(kind == labels.end() ? 1 : kind->second, row);
    mask.width = std::max(mask.width, size_in(opened->columns.width, row));
    mask.height = std::max(mask.height, size_in(opened->columns.height, row));
  }
  std::vector<MaskEntry> out;
  for (auto& [name, mask] : masks) {
    if (side.request->mask_size && (mask.width == 0 || mask.height == 0)) {
      mask.width = (*side.request->mask_size)[0];
      mask.height = (*side.request->mask_size)[1];
    }
    MaskEntry entry;
    entry.name = name;
    entry.file = file;
    entry.has_grid = false;
    entry.read = [opened, runs = mask](const Canvas* on, core::Findings& found) {
      return read_runs(*opened, runs, on, found);
    };
    entry.states_size = mask.width != 0 && mask.height != 0;
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::vector<MaskEntry>> open_run_lengths(const std::vector<std::string>& files,
                                                const MaskSideRequest& side,
                                                const core::Context& context, core::Findings& odd) {
  std::vector<MaskEntry> out;
  for (const std::string& file : files) {
    auto more = open_one(file, side, context, odd);
    if (!more) return std::move(more).error();
    for (MaskEntry& entry : *more) out.push_back(std::move(entry));
  }
  return out;
}

bool is_table_name(const std::string& file) {
  const std::string name = core::lower(file);
  for (const char* ending : {".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet"})
    if (name.ends_with(ending)) return true;
  return false;
}

}  // namespace

MaskSource run_lengths() {
  return {.id = "run_lengths",
          .title = "Run lengths in a table (Kaggle)",
          .definition =
              "A row an image, or several: ImageId, EncodedPixels, and class where there "
              "are several. Starts that rise are places from 1; else each counts from "
              "the end of the run before (SIIM-ACR). Down the columns.",
          .recognises = is_table_name,
          .holds_many = true,
          .open = open_run_lengths};
}

}  // namespace secondsite::evaluation::mask_sources
