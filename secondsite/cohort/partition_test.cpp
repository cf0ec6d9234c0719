#include "secondsite/cohort/partition/partition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <numeric>

#include "secondsite/cohort/build.h"
#include "secondsite/cohort/partition/near_hashes.h"
#include "secondsite/core/random.h"

namespace secondsite::cohort::partition {
namespace {

using Cells = std::vector<std::vector<std::string>>;

class PartitionTest : public testing::Test {
 protected:
  Table table(const std::vector<std::string>& names, const Cells& cells) {
    auto made = table_from_texts("t.csv", names, cells);
    EXPECT_TRUE(made);
    return *made;
  }
  core::Findings findings;
  core::Context context;
};

const std::vector<std::string> names = {"patient", "site", "study", "image", "prior", "phash"};
const Cells clean = {{"p1", "A", "s1", "i1", "", "0000000000000000"},
                     {"p1", "A", "s2", "i2", "s1", "00000000ffffffff"},
                     {"p2", "B", "s3", "i3", "", "ffffffff00000000"},
                     {"p3", "B", "s4", "i4", "", "f0f0f0f0f0f0f0f0"}};

Request by_site() {
  return {.by = "site", .by_word = "site", .patient = "patient"};
}

TEST_F(PartitionTest, ACleanTableIsProven) {
  Request request = by_site();
  request.same = {"image"};
  request.follows = {"prior"};
  request.study = "study";
  request.perceptual = {"phash"};
  const auto made = make(table(names, clean), request, context, findings);
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_TRUE(made->is_proven());
  EXPECT_EQ(made->proofs.size(), 4U);
  EXPECT_EQ(made->patients, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(PartitionTest, EachWayToLeakIsFound) {
  const auto crossing = [&](std::size_t column, const std::string& cell, const Request& request) {
    Cells cells = clean;
    cells[2][column] = cell;
    const auto made = make(table(names, cells), request, context, findings);
    EXPECT_TRUE(made);
    std::uint64_t crossings = 0;
    for (const Proof& proof : made->proofs) crossings += proof.crossings;
    EXPECT_EQ(made->is_proven(), crossings == 0);
    EXPECT_EQ(made->pairs.empty(), crossings == 0);
    return crossings;
  };
  Request request = by_site();
  EXPECT_EQ(crossing(0, "p1", request), 1U);
  request.same = {"image"};
  EXPECT_EQ(crossing(3, "i1", request), 1U);
  request.follows = {"prior"};
  request.study = "study";
  EXPECT_EQ(crossing(4, "s2", request), 1U);
  request.perceptual = {"phash"};
  EXPECT_EQ(crossing(5, "000000000000000f", request), 1U);  // four bits from row 1
  EXPECT_EQ(crossing(5, "000000000000001f", request), 0U);  // five
  EXPECT_EQ(crossing(5, "00000000FFFFFFFF", request), 1U);  // the same in capitals
  EXPECT_EQ(crossing(5, "nonsense", request), 0U);
  EXPECT_EQ(findings.count("partition.bad-hash"), 1U);
}

TEST_F(PartitionTest, HashesOfADevelopmentSetAreHeldOutOfTheTestPart) {
  Request request = by_site();
  request.test_values = {"B"};
  request.perceptual = {"phash"};
  request.development_hashes = {"ffffffff00000001"};  // one bit from row 3, which is in B
  auto made = make(table(names, clean), request, context, findings);
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->is_proven());
  EXPECT_EQ(made->pairs.at(0).row_a, 3U);
  request.crossing = Crossing::development;
  made = make(table(names, clean), request, context, findings);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_proven());
  EXPECT_EQ(made->part, (std::vector<std::uint32_t>{0, 0, 0, 1}));
}

TEST_F(PartitionTest, CrossingGroupsLeaveOrMoveAsAWhole) {
  Cells cells = clean;
  cells[2][0] = "p1";
  Request request = by_site();
  request.test_values = {"B"};
  request.crossing = Crossing::exclude;
  auto made = make(table(names, cells), request, context, findings);
  EXPECT_FALSE(made);  // nothing of A is left
  request.crossing = Crossing::development;
  made = make(table(names, cells), request, context, findings);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_proven());
  EXPECT_EQ(made->part, (std::vector<std::uint32_t>{0, 0, 0, 1}));
}

TEST_F(PartitionTest, ARowWithoutAPlaceHidesNoCrossing) {
  Cells cells = {{"p1", ""}, {"p1", "A"}, {"p1", "B"}, {"p2", "B"}};
  const auto made = make(table({"patient", "site"}, cells), by_site(), context, findings);
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->is_proven());
  EXPECT_EQ(findings.count("partition.unplaced"), 1U);
}

TEST_F(PartitionTest, WithoutPatientsNothingIsProvenUnlessAskedFor) {
  Request request = by_site();
  request.patient.clear();
  auto made = make(table(names, clean), request, context, findings);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "partition.no-patient");
  request.without_patient = true;
  made = make(table(names, clean), request, context, findings);
  ASSERT_TRUE(made);
  EXPECT_THAT(made->not_checked, testing::Contains(testing::HasSubstr("patient")));
}

TEST_F(PartitionTest, RandomPartsFollowThePatientAndNotTheOrderOfRows) {
  Cells cells;
  for (int i = 0; i < 3000; ++i)
    cells.push_back({"p" + std::to_string(i % 1000), "i" + std::to_string(i)});
  Request request{.by_word = "patient", .patient = "patient"};
  const auto forward = make(table({"patient", "image"}, cells), request, context, findings);
  std::reverse(cells.begin(), cells.end());
  const auto backward = make(table({"patient", "image"}, cells), request, context, findings);
  ASSERT_TRUE(forward && backward);
  EXPECT_TRUE(forward->is_proven());
  for (std::size_t i = 0; i < cells.size(); ++i)
    ASSERT_EQ(forward->part[i], backward->part[cells.size() - 1 - i]);
  EXPECT_NEAR(double(forward->patients[0]), 700, 60);
}

TEST_F(PartitionTest, TimeIsCutAtAValue) {
  const Cells cells = {{"p1", "2014-05-01"}, {"p2", "2016-01-01"}, {"p3", "2015-12-31"}};
  Request request{.by = "date", .by_word = "time", .cut = "2016-01-01", .patient = "patient"};
  const auto made = make(table({"patient", "date"}, cells), request, context, findings);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->part, (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST_F(PartitionTest, TheFileProvesItselfAgainAndSeesWhatWasAltered) {
  const Table whole = table(names, clean);
  const Request request = by_site();
  const auto made = make(whole, request, context, findings);
  ASSERT_TRUE(made);
  const core::Json file = to_json(*made, request, whole, "t.csv");
  auto checked = check(file, "p.json", whole, context, findings);
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->holds);

  core::Json altered = file;
  altered["part_of_row"] = "0*4";
  checked = check(altered, "p.json", whole, context, findings);
  ASSERT_TRUE(checked);
  EXPECT_FALSE(checked->holds);

  Cells cells = clean;
  cells[2][0] = "p1";
  checked = check(file, "p.json", table(names, cells), context, findings);
  ASSERT_TRUE(checked);
  EXPECT_FALSE(checked->holds);
  EXPECT_THAT(checked->differences, testing::Contains(testing::HasSubstr("\"patient\"")));

  EXPECT_FALSE(check({{"format", "other"}}, "p.json", whole, context, findings));
  core::Json cut = file;
  cut.erase("request");
  EXPECT_FALSE(check(cut, "p.json", whole, context, findings));
}

TEST(NearHashes, AgreeWithComparingAllPairs) {
  const core::Random random(5, "hashes");
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t i = 0; i < 400; ++i) hashes.push_back(random.bits(i, 0));
  for (std::uint64_t i = 0; i < 200; ++i) {  // neighbours at known distances
    std::uint64_t hash = hashes[i];
    for (std::uint64_t bit = 0; bit < i % 10; ++bit)
      hash ^= std::uint64_t{1} << random.below(64, i, 10 + bit);
    if (std::find(hashes.begin(), hashes.end(), hash) == hashes.end()) hashes.push_back(hash);
  }
  for (int bits = 0; bits <= 8; ++bits) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t i = 0; i < hashes.size(); ++i)
      for (std::uint32_t j = i + 1; j < hashes.size(); ++j)
        if (bits > 0 && std::popcount(hashes[i] ^ hashes[j]) <= bits) expected.emplace_back(i, j);
    EXPECT_EQ(near_pairs(hashes, bits, 2), expected) << bits;
  }
}

}  // namespace
}  // namespace secondsite::cohort::partition
