#pragma once
// How evidence reads as text: the value, its interval, and what stands behind them. Every surface
// (page, Markdown, terminal, JUnit) takes its wording from here, so that one number reads the same
// everywhere.

#include <string>
#include <string_view>

#include "secondsite/evaluation/run.h"
#include "secondsite/stats/estimate.h"
#include "secondsite/stats/verdict.h"

namespace secondsite::report {

// A value stands for itself; a difference carries its sign.
enum class Form { value, difference };

// Decimals that a reader can use, the same for the value and its bounds: three up to 1.5 in size,
// fewer for larger numbers, more only where the interval is narrower than they could show. At most
// six.
int decimals(const stats::Estimate& estimate);

// "0.883 (0.872–0.893)", "−0.041 (−0.080 to −0.002)", "0.883 (no interval)", "not estimable: one
// class only".
std::string text(const stats::Estimate& estimate, Form form = Form::value);
// "0.883" alone, for a column beside the interval's; "—" where there is none.
std::string value_text(const stats::Estimate& estimate, Form form = Form::value);
// "0.872–0.893"; "—" where there is none.
std::string interval_text(const stats::Estimate& estimate, Form form = Form::value);
// What stands behind it: "95 % interval; DeLong, clusters by Obuchowski 1997; unit of analysis:
// patient; n 22,433, 678 positive, 6,187 patients; design effect 1.32; standard error 0.0053; ties:
// half credit".
std::string detail(const stats::Estimate& estimate);
// The same without definitions, other intervals and the test: what a table of hundreds can afford.
std::string brief_detail(const stats::Estimate& estimate);

// "p = 0.032", "p < 0.001"; empty for NaN.
std::string p_text(double p_value);
std::string test_text(const stats::TestResult& test);

// "certified", "refuted", "cannot tell".
std::string_view decision_text(stats::Decision decision);
// "certified", "refuted", "cannot tell: not powered".
std::string text(const stats::Verdict& verdict);
// "54 more positives", "54 more positives and 20 more negatives", empty where nothing is missing.
std::string shortage_text(const stats::Verdict& verdict);

// "YES", "NO", "CAN'T TELL".
std::string_view headline(evaluation::Answer answer);
// The metric's title from its registry; the id itself where it has none.
std::string metric_title(std::string_view id);
// "sensitivity" for an axis or a heading within a sentence; acronyms stay ("AUROC").
std::string metric_label(std::string_view id);

// "AUROC for Effusion at site = B is at least 0.80": the claim's own words, with the finding that
// it is about.
std::string claim_text(const evaluation::ClaimResult& claim);
// "score ≥ 0.42, sensitivity ≥ 0.90 at site A".
std::string threshold_text(const evaluation::OperatingPoint& point);
// Expected counts may be fractional: "66", "66.3", "7,352".
std::string expected_cases(const evaluation::WaterfallStep& step);
std::string expected_positives(const evaluation::WaterfallStep& step);
std::string needed_positives(const evaluation::WaterfallStep& step);
// "30 %".
std::string power_text(const evaluation::WaterfallStep& step);
std::string power_text(const stats::Verdict& verdict);

}  // namespace secondsite::report
