// Names, titles, questions and references of every registry.
#include <cctype>
#include <set>

#include "entries.h"
#include "secondsite/cohort/check.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/source.h"
#include "secondsite/core/code.h"
#include "secondsite/dicom/codec.h"
#include "secondsite/evaluation/mask_source.h"
#include "secondsite/evaluation/stratifier.h"
#include "secondsite/guide/passage.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/metrics/losses/loss.h"
#include "secondsite/metrics/metric.h"
#include "secondsite/metrics/samplers/sampler.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/section.h"
#include "secondsite/shift/audit.h"
#include "secondsite/stats/hypothesis_test.h"
#include "secondsite/stats/interval_method.h"

namespace secondsite::conformance {
namespace {

TEST(Registries, NameEachEntryOnceInLettersThatCanBeTyped) {
  expect_named(metrics::every());
  expect_named(stats::intervals::all());
  expect_named(stats::tests::all());
  expect_named(dicom::codecs::all());
  expect_named(cohort::sources::all());
  expect_named(cohort::datasets::all());
  expect_named(cohort::checks::all());
  expect_named(labels::labelers::all());
  expect_named(evaluation::stratifiers::all());
  expect_named(evaluation::mask_sources::all());
  expect_named(metrics::losses::all());
  expect_named(metrics::samplers::all());
  expect_named(shift::audits::all());
  expect_named(report::sections::all());
  expect_named(report::exporters::all());
  expect_named(guide::passages::all());
}

TEST(Metrics, AskAQuestionDefineThemselvesAndCiteASource) {
  for (const metrics::Metric& metric : metrics::every()) {
    EXPECT_NE(metric.question.find('?'), std::string_view::npos)
        << metric.id << ": " << metric.question;
    EXPECT_GT(metric.definition.size(), 20U) << metric.id;
    EXPECT_TRUE(is_citation(metric.reference)) << metric.id << ": " << metric.reference;
    EXPECT_TRUE(has_whole_dois(metric.reference)) << metric.id << ": " << metric.reference;
    EXPECT_TRUE(bool(metric.estimate)) << metric.id;
  }
}

TEST(Metrics, AreCalledByTheirIdInTheEstimatesThatTheyMake) {
  const metrics::Cases nothing;
  for (const metrics::Metric& metric : metrics::every())
    EXPECT_EQ(metric.estimate(nothing, {}).metric, metric.id);
}

TEST(Codecs, ShareNoTransferSyntaxAndSayWhoDecodes) {
  std::set<std::string_view> seen;
  for (const dicom::Codec& codec : dicom::codecs::all()) {
    EXPECT_FALSE(codec.library.empty() || codec.syntaxes.empty()) << codec.id;
    EXPECT_TRUE(codec.decode != nullptr) << codec.id;
    for (const std::string_view syntax : codec.syntaxes) {
      EXPECT_TRUE(syntax.starts_with("1.2.840.10008.1.2.")) << syntax;
      EXPECT_TRUE(seen.insert(syntax).second) << syntax;
    }
  }
}

TEST(Intervals, SayWhenToUseThemAndCiteASource) {
  for (const stats::IntervalMethod& method : stats::intervals::all()) {
    EXPECT_TRUE(is_citation(method.reference)) << method.id << ": " << method.reference;
    EXPECT_TRUE(has_whole_dois(method.reference)) << method.id;
    EXPECT_GT(method.remark.size(), 20U) << method.id;
  }
}

TEST(Tests, StateTheirNullHypothesisTheirInputsAndASource) {
  for (const stats::HypothesisTest& test : stats::tests::all()) {
    EXPECT_TRUE(is_citation(test.reference)) << test.id << ": " << test.reference;
    EXPECT_FALSE(test.null_hypothesis.empty()) << test.id;
    EXPECT_FALSE(test.inputs.empty()) << test.id;
    for (const std::string& input : test.inputs) EXPECT_TRUE(is_typable(input)) << input;
  }
}

TEST(Audits, AskAQuestionAndCiteASource) {
  for (const shift::Audit& audit : shift::audits::all()) {
    EXPECT_TRUE(audit.question.ends_with("?")) << audit.id;
    EXPECT_TRUE(is_citation(audit.reference)) << audit.id << ": " << audit.reference;
  }
}

TEST(Sections, HaveAPlaceOfTheirOwnOnThePage) {
  std::set<int> taken;
  for (const report::Section& section : report::sections::all())
    EXPECT_TRUE(taken.insert(section.order).second) << section.id;
}

TEST(Exporters, WriteFilesOfDifferentPlainNames) {
  std::set<std::string> taken;
  for (const report::Exporter& exporter : report::exporters::all()) {
    EXPECT_TRUE(taken.insert(std::string(exporter.file_name)).second) << exporter.file_name;
    EXPECT_EQ(exporter.file_name.find_first_of("/\\ "), std::string_view::npos);
    EXPECT_NE(exporter.file_name.find('.'), std::string_view::npos);
  }
}

TEST(Passages, HaveAPlaceOfTheirOwn) {
  std::set<int> taken;
  for (const guide::Passage& passage : guide::passages::all())
    EXPECT_TRUE(taken.insert(passage.order).second) << passage.id;
}

TEST(Codes, AreNamedByAreaAndSayWhatToTry) {
  std::set<std::string> seen;
  for (const core::CodeGroup& group : core::codes::all())
    for (const core::Code& code : group.codes) {
      const std::string id(code.id);
      EXPECT_TRUE(seen.insert(id).second) << id << " stands twice";
      const std::size_t dot = id.find('.');
      ASSERT_NE(dot, std::string::npos) << id;
      EXPECT_TRUE(is_typable(id.substr(0, dot)) && is_typable(id.substr(dot + 1))) << id;
      EXPECT_TRUE(code.meaning.ends_with(".")) << id << ": " << code.meaning;
      EXPECT_TRUE(code.remedy.ends_with(".") || code.remedy.ends_with("?"))
          << id << ": " << code.remedy;
      EXPECT_EQ(core::find_code(id), &code);
    }
}

}  // namespace
}  // namespace secondsite::conformance
