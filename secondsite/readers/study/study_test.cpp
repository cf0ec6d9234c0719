#include "secondsite/readers/study/study.h"

#include <gtest/gtest.h>

#include "secondsite/readers/study/automation.h"
#include "secondsite/readers/study/roe_metz.h"
#include "secondsite/readers/study/sizing.h"

namespace secondsite::readers::study {
namespace {

RoeMetz usual() {
  RoeMetz out;
  for (int truth = 0; truth < 2; ++truth) {
    out.shared.reader[truth] = 0.02;
    out.shared.case_[truth] = 0.3;
    out.shared.reader_case[truth] = 0.2;
    for (auto& own : out.own) {
      own.reader[truth] = 0.02;
      own.case_[truth] = 0.2;
      own.reader_case[truth] = 0.3;
    }
  }
  return out;
}

Reads drawn(std::size_t readers, std::size_t blocks = 1) {
  StudySize size;
  size.readers = readers;
  size.healthy = 24;
  size.diseased = 24;
  size.blocks = blocks;
  return simulate(usual(), size, core::Random(3, "study test"), 1);
}

Result analysed(const Reads& reads, const Request& request = {}) {
  core::Findings findings;
  auto result = analyse(reads, request, {}, findings);
  EXPECT_TRUE(result) << result.error().text();
  return *result;
}

const EstimatorRow& row_of(const Result& result, std::string_view id) {
  for (const EstimatorRow& row : result.rows)
    if (row.id == id) return row;
  throw std::runtime_error("no such row");
}

TEST(Study, pseudovalues_and_covariances_give_the_same_test) {
  const Result result = analysed(drawn(5));
  const auto& dbm = row_of(result, "dbm").differences.at(0);
  const auto& obuchowski = row_of(result, "or-jackknife").differences.at(0);
  EXPECT_NEAR(dbm.standard_error, obuchowski.standard_error, 1e-12);
  EXPECT_NEAR(dbm.test->p_value, obuchowski.test->p_value, 1e-12);
}

TEST(Study, every_declared_estimator_is_marked_and_alone) {
  for (const std::string& id : estimator_ids()) {
    Request request;
    request.declared = id;
    request.replicates = 10;
    const Result result = analysed(drawn(4), request);
    std::size_t marked = 0;
    for (const EstimatorRow& row : result.rows) marked += row.declared ? 1 : 0;
    EXPECT_EQ(marked, 1U) << id;
  }
}

TEST(Study, one_reader_leaves_only_the_cases_random) {
  const Result result = analysed(drawn(1));
  EXPECT_EQ(row_of(result, "or-jackknife").absent_code, "study.one-reader");
  EXPECT_EQ(row_of(result, "u-bdg").absent_code, "study.one-reader");
  EXPECT_TRUE(row_of(result, "fixed-readers").differences.at(0).has_interval());
}

TEST(Study, constant_ratings_have_an_area_of_one_half_and_do_not_break_anything) {
  Reads reads = drawn(3);
  for (double& rating : reads.rating) rating = 2;
  const Result result = analysed(reads);
  for (const auto& cell : result.cells) EXPECT_EQ(cell.value, 0.5);
  EXPECT_EQ(row_of(result, "or-jackknife").differences.at(0).value, 0);
}

TEST(Study, blocks_are_told_and_need_no_pseudovalues) {
  const Result result = analysed(drawn(6, 2));
  EXPECT_EQ(result.design.blocks, 2U);
  EXPECT_EQ(row_of(result, "dbm").absent_code, "study.missing-reads");
  EXPECT_TRUE(row_of(result, "or-jackknife").differences.at(0).has_interval());
  EXPECT_TRUE(row_of(result, "u-bdg").differences.at(0).has_interval());
}

TEST(Study, nested_readers_get_a_difference_between_groups) {
  Reads reads = drawn(6);
  for (std::size_t p = 0; p < 6; ++p)
    for (std::size_t c = 0; c < reads.cases.size(); ++c)
      reads.at(reads.cell(p < 3 ? 1 : 0, p), c) = not_read;
  const Result result = analysed(reads);
  EXPECT_TRUE(result.design.readers_nested);
  const auto& difference = row_of(result, "or-jackknife").differences.at(0);
  EXPECT_TRUE(difference.has_interval());
  const auto& u = row_of(result, "u-normal").differences.at(0);
  EXPECT_NEAR(u.value, difference.value, 1e-12);
}

TEST(Study, readers_against_a_model_have_readers_random_and_the_model_not) {
  Reads reads = drawn(5);
  for (std::size_t p = 1; p < 5; ++p)
    for (std::size_t c = 0; c < reads.cases.size(); ++c)
      reads.at(reads.cell(1, p), c) = reads.at(reads.cell(1, 0), c);
  Request request;
  request.model = "B";
  const Result result = analysed(reads, request);
  const auto& difference = row_of(result, "or-jackknife").differences.at(0);
  EXPECT_TRUE(difference.has_interval());
  EXPECT_FALSE(row_of(result, "or-jackknife").all_equal);
}

TEST(Study, a_claim_is_judged_by_the_declared_interval) {
  Request request;
  request.claim = ClaimKind::non_inferiority;
  request.margin = 0.9;
  EXPECT_EQ(analysed(drawn(5), request).verdict->decision, stats::Decision::certified);
  request.margin = 1e-6;
  EXPECT_EQ(analysed(drawn(5), request).verdict->decision, stats::Decision::inconclusive);
  request.claim = ClaimKind::equivalence;
  request.margin = 0.9;
  EXPECT_EQ(analysed(drawn(5), request).verdict->decision, stats::Decision::certified);
}

TEST(Study, threads_change_no_bit) {
  const Reads reads = drawn(5);
  Request request;
  request.replicates = 50;
  core::Context two;
  two.threads = 2;
  core::Findings findings;
  EXPECT_EQ(to_json(analysed(reads, request)).dump(),
            to_json(*analyse(reads, request, two, findings)).dump());
}

TEST(RoeMetz, the_average_u_variance_is_the_models) {
  StudySize size;
  size.readers = 6;
  size.healthy = size.diseased = 30;
  size.blocks = 3;
  const core::Random random(11, "roe-metz test");
  double mean = 0;
  constexpr int studies = 400;
  for (int k = 0; k < studies; ++k) {
    const Sample sample = compare_ratings(simulate(usual(), size, random, k));
    const auto m = moments_of(sample, sums_of(sample), 1);
    mean += difference(m[0], m[3], m[1]).variance / studies;
  }
  const double expected = variance_of_difference(usual(), size);
  EXPECT_NEAR(mean, expected, 0.1 * expected);
}

TEST(Sizing, what_is_solved_for_gives_the_power_that_was_asked) {
  SizeDesign design{.error = .0008, .cov1 = .00035, .cov2 = .00034, .cov3 = .00024};
  design.var_modality_reader = .0002;
  design.pilot_cases = 114;
  design.effect = .05;
  design.readers = 6;
  design.power = .8;
  for (const Layout layout :
       {Layout::crossed, Layout::cases_nested, Layout::readers_nested, Layout::both_nested})
    for (const ClaimKind claim : {ClaimKind::superiority, ClaimKind::non_inferiority}) {
      design.layout = layout;
      design.claim = claim;
      design.margin = .02;
      design.cases.reset();
      const auto sized = solve(design);
      ASSERT_TRUE(sized) << sized.error().text();
      SizeDesign back = *sized;
      back.power.reset();
      EXPECT_NEAR(*solve(back)->power, .8, 1e-4);
    }
}

TEST(Sizing, cases_alone_cannot_remove_the_variance_of_readers) {
  SizeDesign design{.error = .0008};
  design.var_modality_reader = .01;
  design.pilot_cases = 100;
  design.effect = .02;
  design.readers = 4;
  design.power = .8;
  const auto sized = solve(design);
  ASSERT_FALSE(sized);
  EXPECT_EQ(sized.error().code(), "study.unreachable");
}

TEST(Automation, errors_and_changes_are_counted_by_hand) {
  // Two readers, four cases; the model is wrong on the second (healthy) and third (diseased).
  Reads reads =
      Reads::empty({"aided", "unaided"}, {"r1", "r2"}, {"1", "2", "3", "4"}, {0, 0, 1, 1});
  Reads model = reads;
  const double unaided[2][4] = {{0, 0, 1, 0}, {0, 1, 0, 1}};
  const double aided[2][4] = {{0, 1, 0, 1}, {0, 1, 1, 1}};
  for (std::size_t p = 0; p < 2; ++p)
    for (std::size_t c = 0; c < 4; ++c) {
      reads.at(reads.cell(0, p), c) = aided[p][c];
      reads.at(reads.cell(1, p), c) = unaided[p][c];
      for (std::size_t t = 0; t < 2; ++t) model.at(model.cell(t, p), c) = c == 1 || c == 3 ? 1 : 0;
    }
  AutomationRequest request;
  request.unaided = "unaided";
  request.aided = "aided";
  const auto result = automation_bias(reads, model, {}, request);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->model_wrong, 2U);
  const auto overall = [&](std::string_view id) {
    for (const AutomationRow& row : result->rows)
      if (row.id == id) return row.overall.value;
    return -1.0;
  };
  EXPECT_EQ(overall("commission"), 1);                   // both say yes to case 2
  EXPECT_EQ(overall("commission-without"), 0.5);         // one did before
  EXPECT_EQ(overall("omission"), 0.5);                   // one says no to case 3
  EXPECT_EQ(overall("towards-truth-model-right"), 1);    // reader 1 on case 4
  EXPECT_EQ(overall("away-from-truth-model-wrong"), 1);  // reader 1 on cases 2 and 3
  EXPECT_EQ(overall("towards-truth-model-wrong"), 0.5);  // reader 2: case 3 of cases 2 and 3
}

}  // namespace
}  // namespace secondsite::readers::study
