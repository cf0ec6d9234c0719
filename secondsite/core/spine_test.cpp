#include <gtest/gtest.h>

#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "secondsite/core/code.h"
#include "secondsite/core/file.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/identifier.h"
#include "secondsite/core/json.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/registry.h"

namespace secondsite::core {
namespace {

TEST(Error, TellsWhatWhereWhileAndWhatToTry) {
  const Error error = Error("file.not-found", "cannot open the file",
                            {.file = "a.csv", .row = 7, .column = "score"})
                          .while_doing("reading the cohort");
  const std::string text = error.text();
  for (const char* part : {"cannot open the file", "a.csv, row 7, column \"score\"",
                           "while: reading the cohort", "try:", "file.not-found"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(Codes, AreUniqueAndExplained) {
  std::set<std::string_view> seen;
  for (const CodeGroup& group : codes::all())
    for (const Code& code : group.codes) {
      EXPECT_TRUE(seen.insert(code.id).second) << code.id;
      EXPECT_GT(code.meaning.size(), 20U) << code.id;
      EXPECT_GT(code.remedy.size(), 10U) << code.id;
      EXPECT_EQ(find_code(code.id), &code);
    }
  EXPECT_GT(seen.size(), 50U);
}

TEST(Findings, CountByCodeAndSubjectAndKeepTheFirstExamples) {
  Findings findings;
  for (std::uint64_t row = 1; row <= 9; ++row)
    findings.add(Severity::note, "a.b", "column", "odd", {.file = "f", .row = row});
  findings.add(Severity::excluded, "a.c", "column", "worse", {}, 3);
  const auto sorted = findings.sorted();
  ASSERT_EQ(sorted.size(), 2U);
  EXPECT_EQ(sorted[0].code, "a.c");
  EXPECT_EQ(sorted[1].count, 9U);
  EXPECT_EQ(sorted[1].examples.size(), Findings::examples_kept);
  EXPECT_EQ(*sorted[1].examples.front().row, 1U);
}

TEST(Findings, MergeToTheSameWhateverTheOrder) {
  Findings a;
  Findings b;
  for (std::uint64_t row = 1; row <= 6; ++row)
    a.add(Severity::note, "a.b", "x", "odd", {.file = "f", .row = row});
  for (std::uint64_t row = 7; row <= 9; ++row)
    b.add(Severity::note, "a.b", "x", "odd", {.file = "f", .row = row});
  Findings ab = a;
  ab.merge(b);
  Findings ba = b;
  ba.merge(a);
  EXPECT_EQ(ab.sorted()[0].count, 9U);
  for (std::size_t i = 0; i < Findings::examples_kept; ++i)
    EXPECT_EQ(*ab.sorted()[0].examples[i].row, *ba.sorted()[0].examples[i].row);
}

TEST(Parallel, VisitsEachItemOnce) {
  std::vector<std::atomic<int>> visits(1000);
  parallel_for(1000, 7, [&](std::size_t i) { ++visits[i]; });
  for (const auto& count : visits) EXPECT_EQ(count, 1);
}

TEST(Parallel, SumsToTheSameBitsOnAnyNumberOfThreads) {
  const auto chunk = [](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += 1.0 / static_cast<double>(i + 1);
    return sum;
  };
  const double one = parallel_sum<double>(100000, 512, 1, chunk);
  for (const unsigned threads : {2U, 3U, 8U})
    EXPECT_EQ(parallel_sum<double>(100000, 512, threads, chunk), one);
}

TEST(Parallel, HandsAnExceptionToTheCaller) {
  EXPECT_THROW(parallel_for(100, 3,
                            [](std::size_t i) {
                              if (i == 57) throw std::runtime_error("57");
                            }),
               std::runtime_error);
}

TEST(Hash, AgreesWithTheStandardsExamples) {  // FIPS 180-2, appendix B
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, OfAFileThatIsNotThereIsAnError) {
  const auto hash = sha256_file("no/such/file");
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code(), "file.not-found");
}

TEST(File, IsWrittenWholeAndReadBack) {
  const auto path =
      (std::filesystem::temp_directory_path() / ("spine_test_" + std::to_string(::getpid())))
          .string();
  const std::string content("a\0b\n", 4);
  ASSERT_TRUE(write_file(path, content));
  EXPECT_EQ(*read_file(path), content);
  EXPECT_EQ(*sha256_file(path), sha256(content));
  std::filesystem::remove(path);
  EXPECT_EQ(read_file("/").error().code(), "file.unreadable");
  EXPECT_EQ(write_file("/no/such/folder/x", "a").error().code(), "file.unwritable");
}

TEST(Json, TurnsWhatIsNoNumberIntoNull) {
  EXPECT_TRUE(json_number(std::nan("")).is_null());
  EXPECT_TRUE(json_number(INFINITY).is_null());
  EXPECT_EQ(canonical({{"b", 1}, {"a", {2, 3}}}), "{\"a\":[2,3],\"b\":1}");
}

template <typename T>
constexpr bool streams = requires(std::ostream& out, const T& value) {
  out << value;
};
template <typename T>
constexpr bool is_text =
    std::is_convertible_v<T, std::string> || std::is_convertible_v<T, std::string_view>;

TEST(PatientId, HasNoWayToBePrinted) {
  static_assert(!streams<PatientId> && !is_text<PatientId>);
  const PatientId id("P123");
  EXPECT_EQ(id, PatientId("P123"));
  EXPECT_NE(id.pseudonym(1), id.pseudonym(2));
  EXPECT_EQ(id.pseudonym(1).size(), 12U);
  EXPECT_EQ(id.pseudonym(1).find("P123"), std::string::npos);
}

struct Entry {
  std::string_view id;
};

TEST(Registry, NamesTheNearestEntry) {
  const Entry table[] = {{"holm"}, {"hochberg"}};
  EXPECT_TRUE(find_entry<Entry>(table, "holm", "method"));
  const auto missing = find_entry<Entry>(table, "hom", "method");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what().find("did you mean \"holm\""), std::string::npos);
}

}  // namespace
}  // namespace secondsite::core
