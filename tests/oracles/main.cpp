// `oracles [--data DIR] [--write DIR] [SET ...]`: expected beside obtained, a row a number. Exit
// status 0 only where all hold.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::oracles {

bool Row::holds() const {
  if (std::isnan(expected) && std::isnan(obtained)) return true;
  if (expected == obtained) return true;
  return std::abs(obtained - expected) <= tolerance;
}

void Recorder::expect(std::string name, double expected, double obtained, double tolerance,
                      std::string source) {
  rows_.push_back({std::move(name), expected, obtained, tolerance, std::move(source), {}});
}

void Recorder::known_disagreement(std::string name, double expected, double obtained,
                                  std::string source, std::string reason) {
  rows_.push_back({std::move(name), expected, obtained, 0, std::move(source), std::move(reason)});
}

void Recorder::fail(std::string what) {
  failures_.push_back(std::move(what));
}

namespace {

std::string short_number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

std::string state_of(const Row& row) {
  if (!row.disagreement.empty()) return "known disagreement: " + row.disagreement;
  return row.holds() ? "holds" : "FAILS";
}

std::string page_of(const OracleSet& set, const Recorder& record) {
  std::string out =
      "# " + std::string(set.id) + "\n\n" + std::string(set.title) + "\n\n" +
      std::string(set.note) +
      "\n\n| number | expected | obtained | difference | tolerance | state | source |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Row& row : record.rows()) {
    char difference[40];
    std::snprintf(difference, sizeof difference, "%.2g", row.obtained - row.expected);
    out += "| " + row.name + " | " + short_number(row.expected) + " | " +
           short_number(row.obtained) + " | " + difference + " | " + short_number(row.tolerance) +
           " | " + state_of(row) + " | " + row.source + " |\n";
  }
  return out;
}

int run(const std::string& data, const std::string& write_to,
        const std::vector<std::string>& wanted) {
  std::size_t held = 0;
  std::size_t failed = 0;
  std::size_t known = 0;
  std::size_t skipped = 0;
  for (const OracleSet& set : sets::all()) {
    // A set is named by itself or by the folder that it reads.
    const std::string_view place = set.folder.empty() ? set.id : set.folder;
    const auto is_named = [&](std::string_view name) {
      return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    };
    if (!wanted.empty() && !is_named(set.id) && !is_named(place)) continue;
    const std::string folder = data + "/" + std::string(place);
    if (!std::filesystem::is_directory(folder)) {
      std::printf("\n%s: skipped, %s is not here\n", std::string(set.id).c_str(), folder.c_str());
      ++skipped;
      continue;
    }
    Recorder record;
    set.run(folder, record);
    std::printf("\n%s: %s\n", std::string(set.id).c_str(), std::string(set.title).c_str());
    for (const Row& row : record.rows()) {
      std::printf("  %-6s %-46s expected %-18.12g obtained %-18.12g diff %-9.2g tol %-8.2g %s\n",
                  row.disagreement.empty() ? (row.holds() ? "ok" : "FAIL") : "known",
                  row.name.c_str(), row.expected, row.obtained, row.obtained - row.expected,
                  row.tolerance, row.source.c_str());
      if (!row.disagreement.empty()) {
        std::printf("         %s\n", row.disagreement.c_str());
        ++known;
      } else {
        ++(row.holds() ? held : failed);
      }
    }
    for (const std::string& failure : record.failures()) {
      std::printf("  FAIL   %s\n", failure.c_str());
      ++failed;
    }
    if (record.rows().empty() && record.failures().empty()) {
      std::printf("  FAIL   the set checked nothing\n");
      ++failed;
    }
    if (!write_to.empty()) {
      const auto written =
          core::write_file(write_to + "/" + std::string(set.id) + ".md", page_of(set, record));
      if (!written) std::fprintf(stderr, "%s\n", written.error().text().c_str());
    }
  }
  std::printf("\noracles: %zu hold, %zu fail, %zu known disagreements, %zu sets skipped\n", held,
              failed, known, skipped);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace secondsite::oracles

int main(int argc, char** argv) {
  std::string data = "../shared/data";
  std::string write_to;
  std::vector<std::string> wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if ((word == "--data" || word == "--write") && i + 1 < argc)
      (word == "--data" ? data : write_to) = argv[++i];
    else
      wanted.push_back(word);
  }
  return secondsite::oracles::run(data, write_to, wanted);
}
