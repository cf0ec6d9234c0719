#include <ostream>

#include "command.h"
#include "help.h"
#include "run_output.h"
#include "secondsite/cohort/build.h"
#include "secondsite/core/config.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/evaluate.h"
#include "secondsite/evaluation/ledger.h"
#include "secondsite/report/terminal.h"
#include "secondsite/report/write_run.h"
#include "secondsite/simulation/hospitals.h"

namespace secondsite::cli::commands {
namespace {

using core::Json;

// What the developers of the virtual model would claim before they see Riverside's scores.
Json protocol_json(std::uint64_t seed) {
  return {
      {"secondsite_protocol", 1},
      {"title", "Demo: a model of Northfield meets Riverside"},
      {"question", "Does Northfield's disease model survive Riverside?"},
      {"roles",
       {{"patient", "patient_id"},
        {"image", "image_id"},
        {"site", "hospital"},
        {"covariates", {"vendor", "view", "sex", "age"}},
        {"findings",
         Json::array({{{"name", "Disease"}, {"score", "disease_score"}, {"label", "disease"}}})}}},
      {"bands", {{"age", {40, 65}}}},
      {"strata", Json::array({"hospital", "view", "vendor", "sex", "age",
                              Json::array({"hospital", "view"})})},
      {"reference_site", "Northfield"},
      {"operating_point", "sensitivity >= 0.90 at site Northfield"},
      {"local_prevalence", 0.08},
      {"claims",
       Json::array({{{"id", "home"}, {"claim", "auroc >= 0.85 where hospital = Northfield"}},
                    {{"id", "away"},
                     {"claim", "auroc >= 0.80 where hospital = Riverside"},
                     {"expected", 0.88}},
                    {{"id", "away-pa"},
                     {"claim", "auroc >= 0.80 where hospital = Riverside and view = PA"},
                     {"expected", 0.88}},
                    {{"id", "away-portable"},
                     {"claim", "auroc >= 0.80 where hospital = Riverside and view = AP"},
                     {"expected", 0.88}},
                    {{"id", "vendor-c"},
                     {"claim", "auroc >= 0.80 where vendor = C"},
                     {"expected", 0.88}}})},
      {"multiplicity", "holm"},
      {"seed", seed}};
}

struct Places {
  std::string folder;
  std::string table() const { return folder + "/two_hospitals.csv"; }
  std::string truth() const { return folder + "/planted_truth.json"; }
  std::string plan() const { return folder + "/protocol.yaml"; }
  std::string run() const { return folder + "/run"; }
  std::string ledger() const { return folder + "/ledger.jsonl"; }
};

core::Result<evaluation::Protocol> write_protocol(const Session& session, const Places& places) {
  auto protocol = evaluation::protocol_from(protocol_json(session.context.seed), "the demo");
  if (!protocol) return protocol;
  protocol->written_at = session.now;
  Json json = evaluation::to_json(*protocol);
  json["hash"] = evaluation::hash_of(*protocol);
  if (auto written = core::write_file(places.plan(), core::to_yaml(json)); !written)
    return std::move(written).error();
  if (auto noted = evaluation::append_ledger(places.ledger(),
                                             {evaluation::LedgerEntry::Event::protocol_written,
                                              evaluation::hash_of(*protocol), session.now});
      !noted)
    return std::move(noted).error();
  return protocol;
}

// What was planted beside what was found.
void compare_with_truth(std::ostream& out, const std::vector<simulation::Planted>& truth,
                        const evaluation::RunResult& run) {
  out << "What was planted, and what was found\n";
  for (const simulation::Planted& fact : truth) {
    if (fact.what != "auroc") continue;
    for (const evaluation::ClaimResult& claim : run.claims) {
      if (claim.claim.where.text() != fact.where) continue;
      const stats::Estimate& estimate = claim.estimate;
      const bool holds = estimate.has_interval() && estimate.interval.lower <= fact.value &&
                         fact.value <= estimate.interval.upper;
      const std::string pad(fact.where.size() < 38 ? 38 - fact.where.size() : 1, ' ');
      out << "  " << fact.where << pad << core::fixed(fact.value, 3) << " in "
          << core::fixed(estimate.interval.lower, 3) << " to "
          << core::fixed(estimate.interval.upper, 3) << (holds ? "" : "  MISSED") << "\n      "
          << wrapped(fact.because, 72, 6) << "\n";
    }
  }
}

Exit run_demo(Session& session, const std::string& folder) {
  const Places places{folder};
  if (session.dry_run) {
    if (session.json)
      session.out << core::pretty({{"reads", nullptr}, {"writes", folder}});
    else
      session.out << "Would draw two virtual hospitals and write them, a protocol and a report to "
                  << folder << "/.\n";
    return Exit::ok;
  }
  if (auto made = core::make_folder(folder); !made) return session.fail(made.error());
  session.context.report("drawing two virtual hospitals", 0, 1);
  auto cohort = simulation::draw_cohort(simulation::default_cohort(), session.context);
  if (!cohort) return session.fail(cohort.error());
  if (auto written = cohort::write_csv(cohort->table, places.table()); !written)
    return session.fail(written.error());
  if (auto written =
          core::write_file(places.truth(), core::pretty(simulation::to_json(cohort->truth)));
      !written)
    return session.fail(written.error());
  auto protocol = write_protocol(session, places);
  if (!protocol) return session.fail(protocol.error());

  evaluation::Request request;
  request.tables = {{places.table(), {}, {}}};
  request.protocol = *protocol;
  request.from_protocol_file = true;
  auto result = evaluation::evaluate(request, {SECONDSITE_VERSION, session.now, places.ledger()},
                                     session.context);
  if (!result) return session.fail(result.error());
  if (auto written = report::write_run(*result, places.run()); !written)
    return session.fail(written.error());

  if (session.json) {
    session.out << core::pretty(
        {{"truth", simulation::to_json(cohort->truth)}, {"run", evaluation::to_json(*result)}});
    return Exit::ok;
  }
  session.out << "Two virtual hospitals, " << core::grouped(cohort->table.rows())
              << " images; the protocol was written before the scores were opened.\n\n"
              << report::summary(*result, 80, session.terminal) << "\n";
  compare_with_truth(session.out, cohort->truth, *result);
  session.out << "\nReport:    " << places.run() << "/report.html\nProtocol:  " << places.plan()
              << "\nTruth:     " << places.truth()
              << "\n\nOn your own table:\n  secondsite evaluate scores.csv --patient PATIENT "
                 "--site HOSPITAL --score SCORE --label LABEL\n"
                 "  (or just `secondsite evaluate scores.csv`: columns are guessed, and the guess "
                 "is printed)\n";
  return Exit::ok;
}

}  // namespace

Command demo() {
  return {.id = "demo",
          .summary = "Two virtual hospitals with planted truth, from plan to report",
          .group = "Beside",
          .examples = {{"secondsite demo", "Draw, plan, evaluate, report"},
                       {"secondsite demo --out /tmp/demo --seed 7", "Another draw, elsewhere"},
                       {"secondsite demo --json", "Planted truth and result for a program"}},
          .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
            auto folder = std::make_shared<std::string>("secondsite-demo");
            app.add_option("--out", *folder, "Folder to write to")->capture_default_str();
            return [folder](Session& session) { return run_demo(session, *folder); };
          }};
}

}  // namespace secondsite::cli::commands
