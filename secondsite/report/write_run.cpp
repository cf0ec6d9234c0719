#include "secondsite/report/write_run.h"

#include "secondsite/core/file.h"
#include "secondsite/report/exporter.h"

namespace secondsite::report {

core::Status write_run(const evaluation::RunResult& run, const std::string& folder) {
  if (core::Status made = core::make_folder(folder); !made)
    return std::move(made).error().while_doing("making the folder of the report");
  for (const Exporter& exporter : exporters::all()) {
    if (exporter.applies && !exporter.applies(run)) continue;
    const std::string path = folder + "/" + std::string(exporter.file_name);
    if (core::Status written = core::write_file(path, exporter.write(run)); !written)
      return std::move(written).error().while_doing("writing the report as " +
                                                    std::string(exporter.id));
  }
  return core::Done{};
}

}  // namespace secondsite::report
