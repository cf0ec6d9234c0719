#include <gtest/gtest.h>

#include <set>

#include "secondsite/labels/label_run.h"

namespace secondsite::labels {
namespace {

using Names = std::set<std::string>;

// Signs of a Spanish text by state, without those that are inherited.
Names said(std::string_view text, State state) {
  static const Rules rules = std::move(*built_in_rules("padchest_es"));
  Workspace work;
  std::vector<Mention> mentions;
  find_mentions(text, rules, work, mentions);
  Names out;
  for (const Mention& mention : mentions)
    if (mention.state == state && mention.reason != Reason::inherited)
      out.insert(rules.signs[mention.sign].id);
  return out;
}

TEST(SpanishStems, OfARealRecordGiveItsLabels) {
  EXPECT_EQ(said("cambi pulmonar cronic sever . sign fibrosis bibasal . sutil infiltr pseudonodul "
                 "milimetr vidri deslustr localiz bas . cifosis sever .",
                 State::present),
            (Names{"chronic changes", "pulmonary fibrosis", "loc basal bilateral", "infiltrates",
                   "pseudonodule", "ground glass pattern", "loc basal", "kyphosis"}));
}

TEST(SpanishText, IsReadWithAccentsArticlesAndEndings) {
  EXPECT_EQ(
      said("Derrame pleural izquierdo. Silueta cardíaca aumentada de tamaño.", State::present),
      (Names{"pleural effusion", "loc left", "cardiomegaly"}));
  EXPECT_EQ(said("No se observan infiltrados ni condensaciones.", State::absent),
            (Names{"infiltrates", "consolidation"}));
  EXPECT_EQ(said("Posible neumonía.", State::uncertain), (Names{"pneumonia"}));
  EXPECT_EQ(said("Senos costofrénicos libres.", State::absent),
            (Names{"costophrenic angle blunting"}));
}

TEST(SpanishLabels, OfASpecialFindingImplyTheMoreGeneralOnes) {
  const auto rules = built_in_rules("padchest_es");
  ASSERT_TRUE(rules);
  const LabelSet& set = **rules->label_set("padchest");
  Workspace work;
  Labelled done;
  label_report("broncograma aéreo", *rules, set, work, done);
  Names present;
  for (std::size_t l = 0; l < set.labels.size(); ++l)
    if (done.labels.state[l] == State::present) present.insert(set.labels[l].id);
  EXPECT_EQ(present, (Names{"air bronchogram", "consolidation", "alveolar pattern", "infiltrates",
                            "radiological finding"}));
}

}  // namespace
}  // namespace secondsite::labels
