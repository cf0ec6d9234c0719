#include "secondsite/guide/doi.h"

#include <gtest/gtest.h>

namespace secondsite::guide {
namespace {

TEST(Doi, HasAPrefixOfDigitsAndASuffixWithoutSpaces) {
  ASSERT_TRUE(parse_doi("10.1007/s10278-013-9622-7"));
  EXPECT_EQ(parse_doi("10.1007/s10278-013-9622-7")->prefix, "10.1007");
  EXPECT_EQ(parse_doi("10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2")->suffix,
            "1520-0493(1950)078<0001:VOFEIT>2.0.CO;2");
  EXPECT_TRUE(parse_doi("10.1000.10/123"));
}

TEST(Doi, RefusesWhatIsNotOne) {
  for (const char* wrong : {"", "10.1007", "10.1007/", "11.1007/x", "10.abc/x", "10.1/x",
                            "10.1007/a b", "10.1007./x", "10.1000..10/x", "doi:10.1007/x"})
    EXPECT_FALSE(parse_doi(wrong)) << wrong;
}

TEST(Citations, AreThirteenWellFormedOnesOfTheRightPublisher) {
  ASSERT_EQ(citations().size(), 13U);
  for (const Citation& citation : citations()) {
    const auto doi = parse_doi(citation.doi);
    ASSERT_TRUE(doi) << citation.doi;
    EXPECT_EQ(registrant(doi->prefix), citation.journal_publisher) << citation.doi;
  }
}

TEST(Suffix, FindsAYearThatDoesNotFit) {
  Citation changed = citations().front();
  changed.year = 2014;
  EXPECT_EQ(check_suffix(changed).contradicts.size(), 1U);
  EXPECT_TRUE(check_suffix(citations().front()).contradicts.empty());
}

TEST(Suffix, OnlyTheOneAcceptedTheYearBeforeContradictsItsCitation) {
  for (const Citation& citation : citations())
    EXPECT_EQ(check_suffix(citation).contradicts.size(), citation.number == 8 ? 1U : 0U)
        << citation.doi;
}

TEST(Suffix, ReadsVolumeAndPageOfAaai) {
  const SuffixCheck check = check_suffix(citations()[2]);
  EXPECT_EQ(check.confirms, (std::vector<std::string>{"volume 33", "page 590"}));
}

}  // namespace
}  // namespace secondsite::guide
