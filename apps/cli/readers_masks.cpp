#include "readers_masks.h"

#include <filesystem>
#include <ostream>

#include "overwrite.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/image/write_mask.h"
#include "secondsite/report/readers_masks.h"

namespace secondsite::cli {
namespace {

using core::Error;
using core::Result;

// "NAME=PATH", or the path under its own name.
std::pair<std::string, std::string> named_mask_reads(const std::string& argument) {
  const std::size_t sign = argument.find('=');
  std::error_code fault;
  if (sign != std::string::npos && sign > 0 && !std::filesystem::exists(argument, fault))
    return {argument.substr(0, sign), argument.substr(sign + 1)};
  std::filesystem::path path(argument);
  if (!path.has_filename()) path = path.parent_path();
  return {path.filename().string(), argument};
}

// The patient of each case, from a table with a row a case.
Result<std::map<std::string, std::string>> patients_of(const ReadsOptions& options,
                                                       Session& session, core::Findings& findings) {
  std::map<std::string, std::string> out;
  if (options.tables.empty()) return out;
  if (options.tables.size() > 1)
    return Error("config.bad-value", "with --masks one table at most names the patients", {}, "");
  auto table = cohort::read_table(options.tables[0], session.context, findings);
  if (!table) return std::move(table).error().while_doing("reading the table of cases");
  const cohort::Roles roles = cohort::guess_roles(*table, session.context);
  const std::string patient =
      options.request.patient.empty() ? roles.patient : options.request.patient;
  std::string one = options.request.one_case;
  for (const std::string* guess : {&roles.image, &roles.study})
    if (one.empty()) one = *guess;
  if (one.empty() && !table->columns().empty()) one = table->columns()[0].name;
  if (patient.empty())
    return Error("config.bad-value", "no column of the table names patients",
                 {.file = options.tables[0]}, "name it: --patient COLUMN");
  auto keys = table->column(one);
  if (!keys) return std::move(keys).error();
  auto whose = table->column(patient);
  if (!whose) return std::move(whose).error();
  session.note << "\"" << one << "\" names the case, \"" << patient << "\" the patient\n";
  for (std::size_t r = 0; r < table->rows(); ++r)
    out[std::string(core::trim((*keys)->raw(r)))] = std::string(core::trim((*whose)->raw(r)));
  return out;
}

Result<readers::MaskReads> open_masks(const ReaderMasks& masks, const ReadsOptions& options,
                                      Session& session, core::Findings& findings) {
  std::vector<std::pair<std::string, std::string>> sources;
  for (const std::string& argument : masks.sources) sources.push_back(named_mask_reads(argument));
  auto reads = readers::find_masks(sources, findings);
  if (!reads) return std::move(reads).error();
  auto patients = patients_of(options, session, findings);
  if (!patients) return std::move(patients).error();
  readers::name_patients(*reads, *patients, findings);
  return reads;
}

Exit rehearse(Session& session, const readers::MaskReads& reads, const std::string& writes) {
  if (session.json)
    session.out << core::pretty(
        {{"readers", reads.readers}, {"cases", reads.cases}, {"writes", writes}});
  else
    session.out << "Would compare the masks of " << core::counted(reads.readers.size(), "reader")
                << " on " << core::counted(reads.cases.size(), "case") << ".\n"
                << (writes.empty() ? std::string("Nothing would be written.\n")
                                   : "Would write to " + writes + ".\n");
  return Exit::ok;
}

}  // namespace

void add_reader_masks(CLI::App& app, ReaderMasks& masks) {
  const char* group = "Contours";
  app.add_option("--masks", masks.sources,
                 "Masks of one reader: a folder or a file, or NAME=either; once for each reader")
      ->group(group);
  app.add_flag("--resample", masks.resample,
               "Put masks on another grid onto the first reader's, by nearest voxel")
      ->group(group);
}

Exit run_mask_agreement(Session& session, const ReaderMasks& masks, const ReadsOptions& options,
                        readers::MaskAgreementRequest request) {
  core::Findings findings;
  auto reads = open_masks(masks, options, session, findings);
  if (!reads) return session.fail(reads.error());
  if (session.dry_run) return rehearse(session, *reads, options.out);
  request.resample = masks.resample;
  auto result = readers::measure_mask_agreement(*reads, request, session.context);
  if (!result) return session.fail(result.error());
  result->odd.merge(findings);
  return tell_dossier(session, report::mask_agreement_dossier(*reads, request, *result),
                      options.out);
}

Exit run_mask_consensus(Session& session, const ReaderMasks& masks, const ReadsOptions& options,
                        readers::MaskConsensusRequest request) {
  core::Findings findings;
  auto reads = open_masks(masks, options, session, findings);
  if (!reads) return session.fail(reads.error());
  if (session.dry_run) return rehearse(session, *reads, options.out);
  request.resample = masks.resample;
  const std::string folder = options.out.empty() ? "" : options.out + "/masks";
  if (!folder.empty()) {
    std::vector<std::string> writes;
    std::vector<std::string> inputs;
    for (const std::string& one : reads->cases) {
      writes.push_back(folder + "/" + one + ".nii.gz");
      writes.push_back(folder + "/" + one + "-probability.nii.gz");
    }
    for (const auto& files : reads->file)
      for (const auto& [name, path] : files) inputs.push_back(path);
    if (auto kept = keep_inputs(writes, inputs); !kept) {
      session.fail(kept.error());
      return Exit::usage;
    }
    if (auto made = core::make_folder(folder); !made) return session.fail(made.error());
  }
  const auto take = [&](const readers::CaseConsensus& one) -> core::Status {
    if (folder.empty()) return core::Done{};
    if (auto wrote = image::write_mask(one.label, folder + "/" + one.one_case + ".nii.gz"); !wrote)
      return wrote;
    return image::write_map(one.probability, folder + "/" + one.one_case + "-probability.nii.gz");
  };
  auto result = readers::make_mask_consensus(*reads, request, session.context, take);
  if (!result) return session.fail(result.error());
  result->odd.merge(findings);
  return tell_dossier(session, report::mask_consensus_dossier(*reads, request, *result),
                      options.out);
}

}  // namespace secondsite::cli
