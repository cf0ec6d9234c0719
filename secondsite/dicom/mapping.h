#pragma once
// The mapping tables of this module, looked up by folded text.

#include <string>
#include <string_view>

#include "secondsite/core/embedded_table.h"

namespace secondsite::dicom {

namespace tables {
std::span<const core::EmbeddedTable> all();
}

// Upper case (ASCII), outer space gone, runs of space and control characters one space.
std::string folded(std::string_view text);

// Does `words` stand in `text` as whole words? Both folded. Words end where a letter or digit meets
// something else.
bool has_words(std::string_view text, std::string_view words);

std::string_view mapped_vendor(std::string_view manufacturer);      // empty: in no row
std::string_view mapped_creator(std::string_view private_creator);  // "-": not a scanner
std::string_view mapped_model(std::string_view model);              // its vendor; empty: in no row
// {view, plane}; both empty where unknown.
std::pair<std::string_view, std::string_view> mapped_view(std::string_view written);
std::string_view mapped_position(std::string_view written);
std::string_view mapped_sequence(std::string_view sorted_values);
std::string_view mapped_density(std::string_view code);
std::string_view mapped_kernel(std::string_view vendor, std::string_view kernel);
bool is_sentinel_text(std::string_view covariate, std::string_view written);
// {kind, reason}: both empty where the class is in no row.
std::pair<std::string_view, std::string_view> mapped_sop_class(std::string_view uid);
// Rows of view_words.csv and contrast_words.csv, as they stand.
struct WordRow {
  std::string_view where;
  std::string_view words;
  std::string_view says;
};
std::span<const WordRow> view_words();
std::span<const WordRow> contrast_words();
// The nominal field nearest to `tesla` within 5 %, or 0.
double nominal_field(double tesla);
// A hash of all tables: an index made with other tables is made again.
std::string tables_hash();

}  // namespace secondsite::dicom
