#include "run_output.h"

#include <ostream>

#include "help.h"
#include "secondsite/report/exporter.h"
#include "secondsite/report/terminal.h"
#include "secondsite/report/write_run.h"

namespace secondsite::cli {

Exit exit_of(const evaluation::RunResult& run) {
  if (run.claims.empty() || run.answer == evaluation::Answer::yes) return Exit::ok;
  return run.answer == evaluation::Answer::no ? Exit::refuted : Exit::inconclusive;
}

std::vector<std::string> run_files(const std::string& folder) {
  std::vector<std::string> out;
  for (const report::Exporter& exporter : report::exporters::all())
    out.push_back(folder + "/" + std::string(exporter.file_name));
  return out;
}

Exit write_and_tell(Session& session, const evaluation::RunResult& run, const std::string& folder) {
  if (session.context.progress != nullptr && !session.json) {
    session.note << "Columns as understood (say otherwise with --roles or the column options):\n";
    for (const std::string& reason : run.role_reasons)
      session.note << "  " << wrapped(reason, 76, 4) << "\n";
  }
  session.context.report("writing " + folder, 0, 1);
  if (auto written = report::write_run(run, folder); !written) return session.fail(written.error());
  if (session.json)
    session.out << core::pretty(evaluation::to_json(run));
  else
    session.out << report::summary(run, 80, session.terminal) << "Report: " << folder
                << "/report.html\n";
  return exit_of(run);
}

}  // namespace secondsite::cli
