// How long do the estimators of a reader study take?
//
//   benchmark_reader_study CSV [READERS [CASES [REPEATS [VIPER]]]]
//
// Simulates a study of two modalities (20 readers, 500 cases), writes its reads to CSV for the
// peer, and times what follows the reading. With VIPER (the file viperObs.csv) also its 15
// analyses: five studies by AUC, true-positive and true-negative fraction. Prints one "name value"
// a line; peers/reader_study.py runs it beside NumPy and scikit-learn.

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

#include "secondsite/cohort/table.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/roe_metz.h"
#include "secondsite/readers/study/study.h"

namespace {

using namespace secondsite;      // NOLINT: a program of its own
using namespace readers::study;  // NOLINT
using Clock = std::chrono::steady_clock;

// The shortest of several runs.
double best_of(int repeats, const std::function<void()>& work) {
  double best = 1e300;
  for (int k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

void write_reads(const std::string& path, const Reads& reads) {
  std::string text = "reader,case,modality,truth,rating\n";
  for (std::size_t cell = 0; cell < reads.cells(); ++cell)
    for (std::size_t c = 0; c < reads.cases.size(); ++c)
      text += reads.readers[cell % reads.readers.size()] + "," + reads.cases[c] + "," +
              reads.modalities[cell / reads.readers.size()] + "," +
              std::to_string(reads.positive[c]) + "," + core::exact(reads.at(cell, c)) + "\n";
  if (!core::write_file(path, text)) std::fprintf(stderr, "cannot write %s\n", path.c_str());
}

GlobalTest jackknife_test(const Reads& reads, const core::Context& context) {
  const Sample sample = compare_ratings(reads);
  const LeftOut left_out = leave_one_out(sample, sums_of(sample, context.threads));
  return global_test(components_of(left_out.value, jackknife_covariance(left_out),
                                   reads.modalities.size(), reads.readers.size()),
                     Population::readers_and_cases);
}

struct Column {
  std::vector<std::string> text;
  explicit Column(const cohort::Table& table, const char* name) {
    const auto column = table.column(name);
    for (std::size_t row = 0; column && row < table.rows(); ++row)
      text.push_back((*column)->raw(row));
  }
};

// The 15 analyses: reads put together, moments, difference with its degrees of freedom.
double viper(const cohort::Table& table, const core::Context& context) {
  const Column study(table, "subStudyLabel"), reader(table, "readerID"), one_case(table, "caseID");
  const Column modality(table, "modalityID"), type(table, "caseType455"), score(table, "score");
  const Column recall(table, "recall");
  double sum = 0;
  for (const std::string& name : sorted_names(study.text))
    for (const char* metric : {"auc", "tpf", "tnf"}) {
      std::vector<RawRead> reads;
      std::vector<RawTruth> truth;
      for (std::size_t row = 0; row < study.text.size(); ++row) {
        if (study.text[row] != name) continue;
        const bool cancer = type.text[row] == "cancer";
        const double recalled = recall.text[row] == "1" ? 1 : 0;
        double rating = core::parse_number(score.text[row]).value_or(not_read);
        if (metric[1] != 'u') rating = (metric[1] == 'p') == cancer ? recalled : 0.5;
        reads.push_back({modality.text[row], reader.text[row], one_case.text[row], rating, {}});
        truth.push_back({one_case.text[row], cancer, {}});
      }
      core::Findings findings;
      const auto put = assemble(reads, truth, findings);
      if (!put) continue;
      const Sample sample = compare_ratings(*put);
      const auto moments = moments_of(sample, sums_of(sample, context.threads), context.threads);
      sum += difference(moments[0], moments[3], moments[1]).variance;
    }
  return sum;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s CSV [READERS [CASES [REPEATS [VIPER]]]]\n", arguments[0]);
    return 2;
  }
  StudySize size;
  size.readers = count > 2 ? std::stoul(arguments[2]) : 20;
  const std::size_t cases = count > 3 ? std::stoul(arguments[3]) : 500;
  size.healthy = cases - cases / 2;
  size.diseased = cases / 2;
  const int repeats = count > 4 ? std::stoi(arguments[4]) : 5;
  RoeMetz model;
  model.separation[0] = 1.5;
  model.separation[1] = 1.65;
  for (int truth = 0; truth < 2; ++truth) {
    model.shared.reader[truth] = 0.03;
    model.shared.case_[truth] = 0.3;
    model.shared.reader_case[truth] = 0.2;
    for (auto& own : model.own) {
      own.reader[truth] = 0.03;
      own.case_[truth] = 0.3;
      own.reader_case[truth] = 0.2;
    }
  }
  const Reads reads = simulate(model, size, core::Random(7, "benchmark"), 0);
  write_reads(arguments[1], reads);
  core::Context context;
  context.threads = 2;
  GlobalTest test;
  std::printf("jackknife_seconds %.6f\n",
              best_of(repeats, [&] { test = jackknife_test(reads, context); }));
  std::printf("f %.12g\ndf %.12g\n", test.statistic, test.df2);
  Averaged averaged;
  std::printf("moments_seconds %.6f\n", best_of(repeats, [&] {
                const Sample sample = compare_ratings(reads);
                const auto m = moments_of(sample, sums_of(sample, 2), 2);
                averaged = difference(m[0], m[3], m[1]);
              }));
  std::printf("u_variance %.12g\n", averaged.variance);
  Request request;
  request.replicates = 0;
  std::printf("all_estimators_seconds %.6f\n", best_of(repeats, [&] {
                core::Findings findings;
                (void)analyse(reads, request, context, findings);
              }));
  if (count > 5) {
    core::Findings findings;
    const auto table = cohort::read_table(arguments[5], context, findings);
    if (!table) return 3;
    std::printf("viper_15_seconds %.6f\n", best_of(repeats, [&] { viper(*table, context); }));
  }
  return 0;
}
