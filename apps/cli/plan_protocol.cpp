#include <ostream>

#include "cohort_options.h"
#include "help.h"
#include "plan_parts.h"
#include "secondsite/core/config.h"
#include "secondsite/core/file.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/evaluation/forecast.h"
#include "secondsite/evaluation/ledger.h"

namespace secondsite::cli {
namespace {

struct PlanProtocolOptions {
  CohortOptions cohort;
  std::string from;
  std::string out = "protocol.yaml";
  double design_effect = 1;
};

core::Result<evaluation::Protocol> protocol_of(const Session& session,
                                               const PlanProtocolOptions& options) {
  if (options.from.empty()) return stated_protocol(options.cohort, session.context.seed);
  auto text = core::read_file(options.from);
  if (!text) return std::move(text).error().while_doing("opening the draft");
  auto json = core::parse_yaml(*text, options.from);
  if (!json) return std::move(json).error();
  if (json->is_object()) json->erase("hash");
  return evaluation::protocol_from(*json, options.from);
}

core::Json protocol_as_json(const evaluation::Forecast& each) {
  core::Json out{{"what", each.what},
                 {"finding", each.finding},
                 {"cases", each.cases},
                 {"positives", each.positives},
                 {"patients", each.patients},
                 {"assumed", core::json_number(each.assumed)},
                 {"power", core::json_number(each.power)},
                 {"can_certify", each.can_certify}};
  if (each.further_positives) out["further_positives"] = *each.further_positives;
  if (each.further_negatives) out["further_negatives"] = *each.further_negatives;
  if (!each.remark.empty()) out["remark"] = each.remark;
  return out;
}

void print(std::ostream& out, const std::vector<evaluation::Forecast>& forecasts, double power) {
  out << "What these cases can certify (from labels and covariates; no score is used)\n"
         "  claim or stratum                   finding       positives power more\n";
  for (const evaluation::Forecast& each : forecasts) {
    std::string more = each.can_certify ? "enough" : "";
    if (!each.can_certify && each.further_positives)
      more = "+" + core::grouped(*each.further_positives) + " pos";
    if (!each.can_certify && !each.further_positives && each.further_negatives)
      more = "+" + core::grouped(*each.further_negatives) + " neg";
    if (more.empty()) more = each.remark;
    const std::string power_text = std::isnan(each.power) ? "-" : core::fixed(each.power, 2);
    const std::string line = "  " + core::fitted(each.what, 34) + " " +
                             core::fitted(each.finding, 13) + " " +
                             core::fitted(core::grouped(each.positives), 9) + " " +
                             core::fitted(power_text, 5) + " " + wrapped(more, 12, 67) + "\n";
    out << line;
  }
  const auto able =
      std::count_if(forecasts.begin(), forecasts.end(),
                    [](const evaluation::Forecast& each) { return each.can_certify; });
  out << "  " << able << " of " << forecasts.size() << " can be certified with a chance of "
      << core::fixed(100 * power, 0) << " %, if the truth is what is assumed.\n";
}

Exit run_plan_protocol(Session& session, const PlanProtocolOptions& options) {
  auto protocol = protocol_of(session, options);
  if (!protocol) return session.fail(protocol.error());
  std::vector<evaluation::Forecast> forecasts;
  if (!options.cohort.tables.empty()) {
    evaluation::Request request;
    auto tables = stated_tables(options.cohort);
    if (!tables) return session.fail(tables.error());
    request.tables = std::move(*tables);
    request.protocol = *protocol;
    request.row_level_by_name = protocol->unit != "patient";
    auto view =
        evaluation::open_view(request, true, session.context, evaluation::Scores::left_closed);
    if (!view) return session.fail(view.error());
    auto made = evaluation::forecast(*view, *protocol, options.design_effect);
    if (!made) return session.fail(made.error());
    forecasts = std::move(*made);
    if (protocol->roles.is_null() || protocol->roles.empty())
      protocol->roles = cohort::to_json(view->roles);
  }
  if (protocol->claims.empty())
    session.note << "secondsite: this protocol claims nothing; state what must hold with --claim "
                    "\"auroc >= 0.80 where site = B\"\n";

  protocol->written_at = session.now;
  const std::string hash = evaluation::hash_of(*protocol);
  core::Json document = evaluation::to_json(*protocol);
  document["hash"] = hash;
  const std::string yaml = core::to_yaml(document);
  if (!session.dry_run) {
    if (auto noted = evaluation::append_ledger(
            session.state_folder + "/ledger.jsonl",
            {evaluation::LedgerEntry::Event::protocol_written, hash, session.now});
        !noted)
      return session.fail(noted.error());
    if (auto written = core::write_file(options.out, yaml); !written)
      return session.fail(written.error());
  }
  if (session.json) {
    core::Json list = core::Json::array();
    for (const evaluation::Forecast& each : forecasts) list.push_back(protocol_as_json(each));
    session.out << core::pretty(
        {{"file", options.out}, {"hash", hash}, {"protocol", document}, {"forecast", list}});
    return Exit::ok;
  }
  if (session.dry_run) {
    session.out << "Would write to " << options.out << ":\n\n" << yaml << "\n";
  } else {
    session.out << "Protocol " << hash.substr(0, 12) << " written to " << options.out << " at "
                << session.now << ", and to the ledger.\n";
  }
  if (!forecasts.empty()) print(session.out, forecasts, protocol->power);
  if (!session.dry_run)
    session.out << "Then: secondsite evaluate TABLE --plan " << options.out << "\n";
  return Exit::ok;
}

}  // namespace

Act declare_plan_protocol(CLI::App& app) {
  auto options = std::make_shared<PlanProtocolOptions>();
  app.add_option("TABLE", options->cohort.tables,
                 "Tables to check it against; their scores stay closed");
  app.add_option("--from", options->from, "A YAML draft instead of the options below");
  app.add_option("--out", options->out, "Where to write it")->capture_default_str();
  app.add_option("--design-effect", options->design_effect,
                 "What several images a patient cost, from an earlier study")
      ->capture_default_str();
  add_column_options(app, options->cohort);
  add_protocol_options(app, options->cohort);
  return [options](Session& session) { return run_plan_protocol(session, *options); };
}

}  // namespace secondsite::cli
