#include <algorithm>

#include "secondsite/core/text.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/format.h"
#include "secondsite/report/html.h"

// A claim is a test case: certified passes, refuted fails, inconclusive is skipped with the reason.
namespace secondsite::report::exporters {
namespace {

std::string write_junit(const evaluation::RunResult& run) {
  const auto count = [&](stats::Decision decision) {
    return std::to_string(
        std::count_if(run.claims.begin(), run.claims.end(),
                      [&](const auto& claim) { return claim.verdict.decision == decision; }));
  };
  const std::string tests = std::to_string(run.claims.size());
  const std::string failures = count(stats::Decision::refuted);
  const std::string skipped = count(stats::Decision::inconclusive);

  Markup out(Markup::Kind::xml);
  out.open("testsuites", {{"name", run.title},
                          {"tests", tests},
                          {"failures", failures},
                          {"errors", "0"},
                          {"skipped", skipped}});
  out.open("testsuite", {{"name", run.question},
                         {"tests", tests},
                         {"failures", failures},
                         {"errors", "0"},
                         {"skipped", skipped},
                         {"time", "0"}});
  for (const evaluation::ClaimResult& claim : run.claims) {
    const Form form = claim.claim.is_contrast() ? Form::difference : Form::value;
    const std::string finding = claim.finding.empty() ? "everyone" : claim.finding;
    out.open("testcase",
             {{"classname", "secondsite." + finding}, {"name", claim_text(claim)}, {"time", "0"}});
    const std::string found = text(claim.estimate, form);
    std::string message =
        claim.verdict.sentence.empty() ? text(claim.verdict) : claim.verdict.sentence;
    if (claim.verdict.decision == stats::Decision::refuted)
      out.element("failure", found + "\n" + detail(claim.estimate),
                  {{"type", std::string(name(claim.verdict.reason))}, {"message", message}});
    if (claim.verdict.decision == stats::Decision::inconclusive) {
      if (const std::string lacking = shortage_text(claim.verdict); !lacking.empty())
        message += " It would take " + lacking + ".";
      out.element("skipped", "", {{"message", message}});
    }
    out.element("system-out", found + "\n" + detail(claim.estimate));
    out.close();
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out.take() + "\n";
}

}  // namespace

Exporter junit() {
  return {"junit", "Claims as test cases, for a pipeline", "junit.xml", write_junit};
}

}  // namespace secondsite::report::exporters
