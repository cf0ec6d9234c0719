// Every section and every exporter on a run that is empty, and on one whose names are hostile.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "secondsite/core/json.h"
#include "secondsite/evaluation/run.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/page.h"
#include "secondsite/report/section.h"
#include "secondsite/report/terminal.h"

namespace secondsite::conformance {
namespace {

const std::string script = "<script>alert('x')</script>";

stats::Estimate estimate(const std::string& name) {
  stats::Estimate out;
  out.metric = "auroc";
  out.value = 0.8;
  out.interval = {0.7, 0.9};
  out.method = name;
  out.unit = name;
  out.n = 100;
  out.n_positive = 30;
  out.n_clusters = 50;
  out.standard_error = 0.05;
  out.definitions = {{name, name}};
  out.other_intervals = {{name, {0.6, 0.95}}};
  return out;
}

evaluation::RunResult run_named(const std::string& name) {
  evaluation::RunResult run;
  run.title = run.question = run.answer_sentence = run.unit = name;
  run.protocol.title = run.protocol.reference_site = name;
  run.protocol_status = {evaluation::ProtocolStatus::Order::after_scores, name, name, name};
  cohort::FlowStep step;
  step.description = name;
  step.cases = 100;
  step.patients = 50;
  run.flow.push_back(step);
  step.cases = 90;
  step.excluded = {{name, "cohort.score-missing", 10}};
  run.flow.push_back(step);

  evaluation::ClaimResult claim;
  claim.claim.id = claim.finding = claim.claim.finding = name;
  claim.estimate = estimate(name);
  claim.verdict.decision = stats::Decision::refuted;
  claim.verdict.reason = stats::Reason::misses_goal;
  claim.verdict.sentence = name;
  run.claims.push_back(claim);
  claim.verdict.decision = stats::Decision::inconclusive;
  claim.verdict.reason = stats::Reason::not_estimable;
  claim.estimate = stats::not_estimable("auroc", "metric.one-class", name);
  run.claims.push_back(claim);

  evaluation::FindingResult finding;
  finding.name = finding.score_column = finding.label_column = name;
  finding.calibration_refused = name;
  finding.operating_point = evaluation::OperatingPoint{0.5, name, {estimate(name)}};
  stats::Curve curve{"roc", name, name, name, 0.95, 100, 30, 50, {{0, 0, {}}, {1, 1, {0.9, 1}}}};
  finding.plots.push_back({{name, name}, name, curve, {}});
  curve.points.clear();
  finding.plots.push_back({{}, "", curve, {}});
  finding.plots.push_back(
      {{}, "positive", {}, stats::Histogram{"score", name, {0, 0.5, 1}, {3, 4}}});
  run.findings.push_back(finding);

  evaluation::StratumResult stratum;
  stratum.finding = name;
  stratum.estimates = {estimate(name), stats::not_estimable("ppv", "metric.one-class", name)};
  run.strata.push_back(stratum);
  stratum.stratum = {name, name};
  stratum.verdict = stats::Verdict{};
  stratum.verdict->sentence = name;
  run.strata.push_back(stratum);

  evaluation::ContrastResult contrast;
  contrast.finding = name;
  contrast.a = contrast.b = {name, name};
  contrast.difference = estimate(name);
  run.contrasts.push_back(contrast);

  evaluation::CovariateAudit audit;
  audit.finding = audit.covariate = audit.level = audit.sentence = name;
  audit.covariate_alone = audit.score_predicts = audit.score_predicts_all = estimate(name);
  audit.flagged = true;
  run.audits.push_back(audit);
  run.simpson.push_back({name, name, estimate(name), {{{name, name}, estimate(name)}}, name});
  run.waterfall.push_back({name, 100, 30, estimate(name), 0.5, 250});
  run.odd_data.push_back({"cohort.score-missing",
                          name,
                          name,
                          core::Severity::excluded,
                          10,
                          {{.file = name, .row = 3, .column = name, .tag = name}}});
  run.methods.push_back({name, {name}});
  run.role_reasons.push_back(name);
  run.manifest.program_version = run.manifest.created_at = name;
  run.manifest.inputs.push_back({name, name, 100, 3});
  run.manifest.request = core::Json::object();
  run.manifest.libraries.push_back({name, name});
  return run;
}

std::vector<std::string> hostile_names() {
  return {script,
          "line\nbreak\r\n\ttab",
          "\"quotes\" 'and' &amp; `ticks`",
          "</script><!-- ]]>",
          std::string(10000, 'n'),
          "control \x01\x02\x1b[31m\x7f",
          "bad UTF-8 \xff\xfe\xc3",
          "=HYPERLINK(\"x\")",
          "| table | *bold* [a](javascript:b)",
          std::string("nul\0nul", 7)};
}

TEST(EverySection, SurvivesAnEmptyRun) {
  const evaluation::RunResult empty;
  for (const report::Section& section : report::sections::all()) {
    ASSERT_NO_THROW((void)section.applies(empty)) << section.id;
    report::Page page;
    ASSERT_NO_THROW(section.write(empty, page)) << section.id;
  }
}

TEST(EveryExporter, SurvivesAnEmptyRun) {
  const evaluation::RunResult empty;
  for (const report::Exporter& exporter : report::exporters::all()) {
    std::string text;
    ASSERT_NO_THROW(text = exporter.write(empty)) << exporter.id;
    EXPECT_FALSE(text.empty()) << exporter.id;
    // The page carries the chart libraries, which know the word.
    if (!exporter.file_name.ends_with(".html"))
      EXPECT_EQ(text.find("nan"), std::string::npos) << exporter.id << " writes a bare nan";
  }
}

TEST(EverySection, SurvivesHostileNames) {
  for (const std::string& name : hostile_names()) {
    const evaluation::RunResult run = run_named(name);
    for (const report::Section& section : report::sections::all()) {
      report::Page page;
      ASSERT_NO_THROW(section.write(run, page)) << section.id << " on " << name.substr(0, 40);
    }
  }
}

TEST(EveryExporter, LetsNoNameWriteMarkupOrBreakTheFormat) {
  for (const std::string& name : hostile_names()) {
    const evaluation::RunResult run = run_named(name);
    for (const report::Exporter& exporter : report::exporters::all()) {
      std::string text;
      ASSERT_NO_THROW(text = exporter.write(run)) << exporter.id << " on " << name.substr(0, 40);
      EXPECT_LT(text.size(), 4'000'000U) << exporter.id << " on " << name.substr(0, 40);
      if (exporter.file_name.ends_with(".html") || exporter.file_name.ends_with(".xml")) {
        EXPECT_EQ(text.find(script), std::string::npos) << exporter.id;
        EXPECT_EQ(text.find('\x1b'), std::string::npos) << exporter.id;
      }
      if (exporter.file_name.ends_with(".xml"))
        EXPECT_EQ(text.find('\x01'), std::string::npos) << exporter.id;
      if (exporter.file_name.ends_with(".json"))
        EXPECT_FALSE(core::Json::parse(text, nullptr, false).is_discarded())
            << exporter.id << " on " << name.substr(0, 40);
    }
  }
}

// 0xC3 0x28 and the like: what is written must be UTF-8, whatever was read.
bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t more = byte < 0x80 ? 0 : byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    if (byte >= 0x80 && (byte < 0xc2 || byte > 0xf4)) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if (i + k >= text.size() || (static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80)
        return false;
    i += more + 1;
  }
  return true;
}

TEST(EveryExporter, WritesUtf8WithoutNulWhateverItWasHanded) {
  for (const std::string& name : hostile_names())
    for (const report::Exporter& exporter : report::exporters::all()) {
      const std::string text = exporter.write(run_named(name));
      EXPECT_TRUE(is_utf8(text)) << exporter.id << " on " << name.substr(0, 40);
      EXPECT_EQ(text.find('\0'), std::string::npos) << exporter.id << " on " << name.substr(0, 40);
    }
}

TEST(EveryExporter, WritesTheSameBytesEachTime) {
  const evaluation::RunResult run = run_named("hospital");
  for (const report::Exporter& exporter : report::exporters::all())
    EXPECT_EQ(exporter.write(run), exporter.write(run)) << exporter.id;
}

TEST(Summary, HasFewerThanSixtyLinesAndSendsNoControlToTheTerminal) {
  for (const std::string& name : hostile_names()) {
    if (name.size() > 1000) continue;
    const std::string text = report::summary(run_named(name), 80, false);
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << name.substr(0, 40);
    EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 60) << name.substr(0, 40);
  }
  EXPECT_FALSE(report::summary({}, 80, false).empty());
}

TEST(Summary, HasFewerThanSixtyLinesWhereANameIsLong) {
  const std::string text = report::summary(run_named(std::string(10000, 'n')), 80, false);
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 60);
}

}  // namespace
}  // namespace secondsite::conformance
