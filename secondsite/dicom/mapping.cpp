#include "secondsite/dicom/mapping.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "secondsite/core/hash.h"

namespace secondsite::dicom {
namespace {

using Rows = std::vector<std::vector<std::string_view>>;

Rows rows_of(std::string_view table) {
  return core::embedded_table(tables::all(), table).rows();
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// First column, folded -> second column.
TextMap<std::string_view> simple_map(std::string_view table) {
  TextMap<std::string_view> out;
  for (const auto& row : rows_of(table)) out.emplace(folded(row.at(0)), row.at(1));
  return out;
}

template <typename Map>
auto found_or_empty(const Map& map, std::string_view key) -> typename Map::mapped_type {
  const auto place = map.find(key);
  return place == map.end() ? typename Map::mapped_type{} : place->second;
}

bool is_word_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

struct KernelRow {
  std::string vendor;
  std::string kernel;  // exact, or the letters before the number
  int from = -1;       // -1: exact
  int to = -1;
  std::string_view says;
};

std::vector<KernelRow> kernel_rows() {
  std::vector<KernelRow> out;
  for (const auto& row : rows_of("kernels")) {
    KernelRow kernel{std::string(row.at(0)), folded(row.at(2)), -1, -1, row.at(3)};
    if (row.at(1) == "range") {
      const std::size_t space = kernel.kernel.find(' ');
      const std::size_t dash = kernel.kernel.find('-', space);
      kernel.from = std::atoi(kernel.kernel.c_str() + space + 1);
      kernel.to = std::atoi(kernel.kernel.c_str() + dash + 1);
      kernel.kernel.resize(space);
    }
    out.push_back(std::move(kernel));
  }
  return out;
}

std::vector<WordRow> word_rows(std::string_view table, bool with_place) {
  std::vector<WordRow> out;
  for (const auto& row : rows_of(table))
    out.push_back(with_place ? WordRow{row.at(0), row.at(1), row.at(2)}
                             : WordRow{{}, row.at(0), row.at(1)});
  return out;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool has_words(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos;
       at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool begins =
        at == 0 || !is_word_character(text[at - 1]) || !is_word_character(words.front());
    const bool ends =
        end == text.size() || !is_word_character(text[end]) || !is_word_character(words.back());
    if (begins && ends) return true;
  }
  return false;
}

std::string_view mapped_vendor(std::string_view manufacturer) {
  struct Row {
    std::string_view match;
    std::string written;
    std::string_view vendor;
  };
  static const std::vector<Row> table = [] {
    std::vector<Row> out;
    for (const auto& row : rows_of("vendors"))
      out.push_back({row.at(0), folded(row.at(1)), row.at(2)});
    return out;
  }();
  const std::string text = folded(manufacturer);
  for (const Row& row : table) {
    const bool fits = row.match == "exact"    ? text == row.written
                      : row.match == "begins" ? text.starts_with(row.written)
                                              : text.find(row.written) != std::string::npos;
    if (fits) return row.vendor;
  }
  return {};
}

std::string_view mapped_creator(std::string_view private_creator) {
  static const Rows table = rows_of("creators");
  for (const auto& row : table)
    if (private_creator.starts_with(row.at(0))) return row.at(1);
  return {};
}

std::string_view mapped_model(std::string_view model) {
  struct Row {
    bool begins;
    std::string written;
    std::string_view vendor;
  };
  static const std::vector<Row> table = [] {
    std::vector<Row> out;
    for (const auto& row : rows_of("models"))
      out.push_back({row.at(0) == "begins", std::string(row.at(1)), row.at(2)});
    return out;
  }();
  const std::string text = folded(model);
  for (const Row& row : table)
    if (row.begins ? text.starts_with(row.written) : has_words(text, row.written))
      return row.vendor;
  return {};
}

std::pair<std::string_view, std::string_view> mapped_view(std::string_view written) {
  static const auto table = [] {
    TextMap<std::pair<std::string_view, std::string_view>> out;
    for (const auto& row : rows_of("views"))
      out.emplace(folded(row.at(0)), std::pair(row.at(1), row.at(2)));
    return out;
  }();
  return found_or_empty(table, folded(written));
}

std::string_view mapped_position(std::string_view written) {
  static const auto table = simple_map("positions");
  return found_or_empty(table, folded(written));
}

std::string_view mapped_sequence(std::string_view sorted_values) {
  static const auto table = simple_map("sequences");
  return found_or_empty(table, sorted_values);
}

std::string_view mapped_density(std::string_view code) {
  static const auto table = simple_map("densities");
  return found_or_empty(table, folded(code));
}

std::string_view mapped_kernel(std::string_view vendor, std::string_view kernel) {
  static const std::vector<KernelRow> table = kernel_rows();
  const std::string text = folded(kernel);
  std::size_t letters = 0;
  while (letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z') ++letters;
  const bool numbered =
      letters > 0 && letters < text.size() && text[letters] >= '0' && text[letters] <= '9';
  const int number = numbered ? std::atoi(text.c_str() + letters) : -1;
  for (const KernelRow& row : table) {
    if (row.vendor != vendor && row.vendor != "*") continue;
    if (row.from < 0 ? text == row.kernel
                     : numbered && std::string_view(text).substr(0, letters) == row.kernel &&
                           number >= row.from && number <= row.to)
      return row.says;
  }
  return {};
}

bool is_sentinel_text(std::string_view covariate, std::string_view written) {
  struct Row {
    std::string_view covariate;
    std::string written;
  };
  static const std::vector<Row> table = [] {
    std::vector<Row> out;
    for (const auto& row : rows_of("sentinels")) out.push_back({row.at(0), folded(row.at(1))});
    return out;
  }();
  if (written.size() > 16) return false;
  const std::string text = folded(written);
  return std::any_of(table.begin(), table.end(), [&](const Row& row) {
    return (row.covariate == "*" || row.covariate == covariate) && row.written == text;
  });
}

std::pair<std::string_view, std::string_view> mapped_sop_class(std::string_view uid) {
  static const auto table = [] {
    TextMap<std::pair<std::string_view, std::string_view>> out;
    for (const auto& row : rows_of("sop_classes"))
      out.emplace(std::string(row.at(0)),
                  std::pair(row.at(1), row.size() > 2 ? row.at(2) : std::string_view()));
    return out;
  }();
  return found_or_empty(table, uid);
}

std::span<const WordRow> view_words() {
  static const auto rows = word_rows("view_words", false);
  return rows;
}

std::span<const WordRow> contrast_words() {
  static const auto rows = word_rows("contrast_words", true);
  return rows;
}

double nominal_field(double tesla) {
  static const std::vector<double> fields = [] {
    std::vector<double> out;
    for (const auto& row : rows_of("fields"))
      out.push_back(core::parse_number(row.at(0)).value_or(0));
    return out;
  }();
  double best = 0;
  for (const double field : fields)
    if (std::abs(tesla - field) <= 0.05 * field && std::abs(tesla - field) < std::abs(tesla - best))
      best = field;
  return best;
}

std::string tables_hash() {
  std::string all;
  for (const core::EmbeddedTable& table : tables::all()) {
    all += table.name;
    all += '\0';
    all += table.text;
  }
  return core::sha256(all);
}

}  // namespace secondsite::dicom
