// How often does each estimator of a reader study see a difference that is not there, and how often
// does its interval hold the one that is? Writes the page whose path is its argument.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <thread>

#include "coverage_cell.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/roe_metz.h"
#include "secondsite/readers/study/study.h"
#include "write_page.h"

namespace secondsite::simulations {
namespace {

using namespace readers::study;  // NOLINT: the program is about nothing else

constexpr std::uint64_t seed = 20180321;
constexpr std::size_t repeats = 2000;

const std::vector<std::string> shown = {"or-jackknife",  "or-delong",  "or-unbiased",
                                        "u-bdg",         "u-normal",   "v-bdg",
                                        "fixed-readers", "fixed-cases"};

struct World {
  const char* name;
  double reader;      // variance of readers, shared and own
  double case_;       // of cases
  double own_case;    // of cases by modality
  double separation;  // of the first modality
  double gain;        // of the second
  StudySize size;
};

RoeMetz model_of(const World& world) {
  RoeMetz out;
  out.separation[0] = world.separation;
  out.separation[1] = world.separation + world.gain;
  for (int truth = 0; truth < 2; ++truth) {
    out.shared.reader[truth] = world.reader;
    out.shared.case_[truth] = world.case_;
    out.shared.reader_case[truth] = 0.2;
    for (auto& own : out.own) {
      own.reader[truth] = world.reader;
      own.case_[truth] = world.own_case;
      own.reader_case[truth] = 0.8 - world.case_ - world.own_case;
    }
  }
  return out;
}

std::string row_of(const World& world) {
  const RoeMetz model = model_of(world);
  const double truth = area(model, 0) - area(model, 1);
  const core::Random random(seed, world.name);
  // Per repeat and estimator: 1 the interval holds the truth, 0 not, 2 none.
  std::vector<std::uint8_t> answer(repeats * shown.size(), 2);
  core::parallel_for(
      repeats, std::max(1U, std::thread::hardware_concurrency()), [&](std::size_t repeat) {
        const Reads reads = simulate(model, world.size, random, repeat);
        Request request;
        request.replicates = 0;
        core::Findings findings;
        const auto result = analyse(reads, request, {}, findings);
        if (!result) return;
        for (const EstimatorRow& row : result->rows) {
          const auto at = std::find(shown.begin(), shown.end(), row.id);
          if (at == shown.end() || row.differences.empty()) continue;
          const stats::Estimate& each = row.differences.front();
          if (!each.has_interval()) continue;
          const bool holds = each.interval.lower <= truth && truth <= each.interval.upper;
          answer[repeat * shown.size() + static_cast<std::size_t>(at - shown.begin())] =
              holds ? 1 : 0;
        }
      });
  std::string out = "| " + std::string(world.name) + " | " + std::to_string(world.size.readers) +
                    " | " + std::to_string(world.size.healthy) + " + " +
                    std::to_string(world.size.diseased) + " | " +
                    std::to_string(world.size.blocks) + " | " + core::fixed(area(model, 0), 3) +
                    " | " + core::fixed(-truth, 3);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    double held = 0;
    double n = 0;
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
      const std::uint8_t each = answer[repeat * shown.size() + k];
      if (each == 2) continue;
      held += each;
      n += 1;
    }
    out += coverage_cell(held, n, repeats);
  }
  return out + " |\n";
}

int run(const std::string& path) {
  const auto size = [](std::size_t readers, std::size_t healthy, std::size_t diseased,
                       std::size_t blocks) {
    StudySize out;
    out.readers = readers;
    out.healthy = healthy;
    out.diseased = diseased;
    out.blocks = blocks;
    return out;
  };
  const World worlds[] = {
      {"readers alike, no difference", .0055, .3, .3, 1.5, 0, size(3, 25, 25, 1)},
      {"readers alike, no difference", .0055, .3, .3, 1.5, 0, size(5, 50, 50, 1)},
      {"readers alike, no difference", .0055, .3, .3, 1.5, 0, size(10, 100, 25, 1)},
      {"readers differ, no difference", .03, .3, .3, 1.5, 0, size(3, 25, 25, 1)},
      {"readers differ, no difference", .03, .3, .3, 1.5, 0, size(5, 50, 50, 1)},
      {"readers differ, no difference", .03, .3, .3, 1.5, 0, size(10, 100, 25, 1)},
      {"readers differ, high area", .03, .3, .3, 2.5, 0, size(5, 50, 50, 1)},
      {"cases matter less", .03, .1, .1, 1.5, 0, size(5, 50, 50, 1)},
      {"split-plot", .03, .3, .3, 1.5, 0, size(6, 48, 48, 2)},
      {"split-plot", .03, .3, .3, 1.5, 0, size(12, 90, 90, 3)},
      {"readers differ, a difference", .03, .3, .3, 1.5, 0.3, size(5, 50, 50, 1)},
      {"readers differ, a difference", .03, .3, .3, 1.5, 0.3, size(10, 100, 100, 1)},
  };
  std::string page =
      "# Coverage of the estimators of a reader study\n\nWritten by "
      "tests/simulations/coverage_reader_study.cpp with the seed " +
      std::to_string(seed) +
      "; run it again with `./dev simulate`.\n\nRoe-Metz studies of two modalities, " +
      std::to_string(repeats) +
      " of each kind. How often the 95 % interval of the difference holds the true one, in %; "
      "where there is no difference the rest is the type-I error. Monte-Carlo error at 95 %: 0.5. "
      "*none*: studies without an interval (an unbiased variance that is not above 0), which are "
      "left out. `fixed-readers` and `fixed-cases` answer for these readers or these cases only; "
      "that they hold the truth of new ones less often is the reason to declare another.\n\n"
      "| world | readers | cases | blocks | AUC | difference |";
  for (const std::string& id : shown) page += " " + id + " |";
  page += "\n|---|---|---|---|---|---|";
  for (std::size_t k = 0; k < shown.size(); ++k) page += "---|";
  page += "\n";
  for (const World& world : worlds) page += row_of(world);
  return write_page(path, page);
}

}  // namespace
}  // namespace secondsite::simulations

int main(int count, char** arguments) {
  return secondsite::simulations::run(
      count > 1 ? arguments[1] : "docs/reference/accuracy/coverage_reader_study.md");
}
