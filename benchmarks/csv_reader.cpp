// How long does it take to read a large CSV, and to have every column as numbers or categories?
//
//   benchmark_csv_reader FILE [MIB] [THREADS] [REPEATS]
//
// Writes FILE first where it is absent: MIB (1024) of a table like the one of a chest radiograph
// study. Prints one "name value" a line; peers/csv_arrow.py runs it beside Arrow's reader.

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "secondsite/cohort/table.h"

namespace {

using secondsite::cohort::Column;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// A fixed mixture of digits: the same file from the same size on every machine.
std::uint64_t next(std::uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

bool write_table(const std::string& path, std::uint64_t bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  constexpr int scores = 14;
  std::string text = "Image Index,Patient ID,Hospital,View Position,Patient Gender,Patient Age";
  for (int s = 0; s < scores; ++s) text += ",prob_" + std::to_string(s);
  text += ",label\n";
  std::uint64_t written = 0;
  std::uint64_t state = 88172645463325252ULL;
  char buffer[64];
  for (std::uint64_t row = 0; written < bytes; ++row) {
    const std::uint64_t draw = next(state);
    text.append(buffer, std::snprintf(buffer, sizeof buffer, "%08llu_%03llu.png,%llu,%c,%s,%c,%llu",
                                      row / 3, row % 3, row / 3, char('A' + draw % 5),
                                      draw % 7 < 4 ? "PA" : "AP", draw % 11 < 6 ? 'M' : 'F',
                                      draw / 1024 % 95));
    for (int s = 0; s < scores; ++s) {
      const double score = double(next(state) >> 11) * 0x1p-53;
      text.append(buffer, std::snprintf(buffer, sizeof buffer, ",%.8g", score * score * score));
    }
    text += draw / 4096 % 20 == 0 ? ",1\n" : ",0\n";
    if (text.size() < (1 << 20)) continue;
    if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) break;
    written += text.size();
    text.clear();
  }
  std::fwrite(text.data(), 1, text.size(), file);
  return std::fclose(file) == 0;
}

// Not getrusage: what it gives survives exec, so that a large parent would be counted.
double peak_mebibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s FILE [MIB] [THREADS] [REPEATS]\n", arguments[0]);
    return 2;
  }
  const std::string path = arguments[1];
  const std::uint64_t mebibytes = count > 2 ? std::stoull(arguments[2]) : 1024;
  secondsite::core::Context context;
  context.threads = count > 3 ? unsigned(std::stoul(arguments[3])) : 2;
  const int repeats = count > 4 ? std::stoi(arguments[4]) : 1;
  if (!std::filesystem::exists(path) && !write_table(path, mebibytes << 20)) {
    std::fprintf(stderr, "cannot write %s\n", path.c_str());
    return 3;
  }
  for (int repeat = 0; repeat < repeats; ++repeat) {
    secondsite::core::Findings findings;
    const auto start = Clock::now();
    const auto table = secondsite::cohort::read_table(path, context, findings);
    if (!table) {
      std::fprintf(stderr, "%s\n", table.error().text().c_str());
      return 3;
    }
    std::printf("index_seconds %.4f\n", seconds_since(start));
    if (repeat == 0) std::printf("index_peak_mib %.0f\n", peak_mebibytes());
    // Every column as Arrow would give it: texts as dictionaries, all else as numbers; kept to the
    // end.
    std::vector<secondsite::cohort::Numbers> numbers;
    std::vector<secondsite::cohort::Categories> categories;
    for (const Column& column : table->columns()) {
      const bool is_text = column.name == "Image Index" || column.name == "Hospital" ||
                           column.name == "View Position" || column.name == "Patient Gender";
      if (is_text)
        categories.push_back(column.cells->categories(context.threads));
      else
        numbers.push_back(column.cells->numbers(context.threads));
    }
    std::printf("all_columns_seconds %.4f\n", seconds_since(start));
    if (repeat == 0)
      std::printf("rows %zu\ncolumns %zu\nbytes %zu\npeak_mib %.0f\n", table->rows(),
                  table->columns().size(), std::size_t(std::filesystem::file_size(path)),
                  peak_mebibytes());
    std::fflush(stdout);
  }
  return 0;
}
