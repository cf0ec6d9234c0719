#include "readers_study_reads.h"

#include <algorithm>
#include <ostream>

#include "secondsite/core/file.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/design.h"

namespace secondsite::cli {

namespace study = readers::study;
using core::Error;
using core::Result;

void add_study_reads_options(CLI::App& app, StudyReadsOptions& options, bool required) {
  app.add_option("FILE", options.file,
                 ".imrmc, .lrc, a JAFROC workbook (.xlsx), or a table (CSV, Parquet, SQLite, "
                 "Excel): a row a read, or a column a reader")
      ->required(required);
  const char* group = "Columns (guessed where not stated)";
  app.add_option("--reader", options.columns.reader, "Column of the reader")->group(group);
  app.add_option("--case", options.columns.case_name, "Column of the case")->group(group);
  app.add_option("--modality", options.columns.modality, "Column of the modality or condition")
      ->group(group);
  app.add_option("--truth", options.columns.truth, "Column of the truth")->group(group);
  app.add_option("--rating", options.columns.ratings,
                 "Column of ratings; several: one a reader or one a modality")
      ->group(group);
  app.add_option("--columns-are", options.columns_are, "What several --rating columns stand for")
      ->check(CLI::IsMember({"readers", "modalities"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--positive", options.columns.positive,
                 "Truth value that means disease; repeatable")
      ->group(group);
  app.add_option("--eligible", options.columns.eligible,
                 "Only rows where this holds: \"study = pivotal and age >= 40\"")
      ->group(group);
  app.add_option("--lesions", options.lesions,
                 "Localisation: table of lesions (case, truth, lesion, weight); FILE holds marks "
                 "(modality, reader, case, mark NL or LL, lesion, rating)")
      ->group(group);
  app.add_flag("--highest", options.highest, "Of marks: one rating a case, the highest")
      ->group(group);
  app.add_option("--only-modality", options.only_modalities, "Only these; repeatable")
      ->group(group);
  app.add_option("--only-reader", options.only_readers, "Only these; repeatable")->group(group);
}

namespace {

Result<study::Reads> read_file_of_study(const StudyReadsOptions& options,
                                        const core::Context& context, core::Findings& findings) {
  const std::string low = core::lower(options.file);
  const auto knows_its_truth = [&](const char* form) {
    return Error("study.bad-request",
                 std::string(form) + " states its own truth: --lesions is of no use",
                 {.file = options.file}, "leave --lesions away, or hand over the marks as a table");
  };
  const bool is_imrmc = low.ends_with(".imrmc");
  if (is_imrmc || low.ends_with(".lrc")) {
    if (!options.lesions.empty())
      return knows_its_truth(is_imrmc ? "an .imrmc file" : "an .lrc file");
    auto text = core::read_file(options.file);
    if (!text) return std::move(text).error();
    return is_imrmc ? study::parse_imrmc(*text, options.file, findings)
                    : study::parse_lrc(*text, options.file, findings);
  }
  if (cohort::is_workbook_name(options.file)) {
    auto book = cohort::Workbook::open(options.file);
    if (!book) return std::move(book).error();
    if (study::is_jafroc(*book)) {
      if (!options.lesions.empty()) return knows_its_truth("a JAFROC workbook");
      return study::reads_from_jafroc(*book, options.highest, findings);
    }
  }
  auto table = cohort::read_table(options.file, context, findings);
  if (!table) {
    // An .imrmc file may go by any name; as a table it is ragged.
    auto text = core::read_file(options.file);
    if (text && text->find("BEGIN DATA:") != std::string::npos)
      return study::parse_imrmc(*text, options.file, findings);
    return std::move(table).error();
  }
  if (!options.lesions.empty()) {
    auto lesions = cohort::read_table(options.lesions, context, findings);
    if (!lesions) return std::move(lesions).error();
    return options.highest ? study::highest_ratings(*table, *lesions, findings)
                           : study::reads_from_marks(*table, *lesions, findings);
  }
  study::TableColumns columns = options.columns;
  columns.ratings_are_modalities = options.columns_are == "modalities";
  return study::reads_from_table(*table, columns, findings);
}

Result<std::vector<std::size_t>> chosen(const std::vector<std::string>& names,
                                        const std::vector<std::string>& wanted, const char* what) {
  std::vector<std::size_t> out;
  for (const std::string& name : wanted) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      return Error("study.bad-request", std::string("there is no ") + what + " " + name, {},
                   "there are " + core::join(names, ", "));
    out.push_back(static_cast<std::size_t>(at - names.begin()));
  }
  if (wanted.empty())
    for (std::size_t k = 0; k < names.size(); ++k) out.push_back(k);
  return out;
}

}  // namespace

Result<study::Reads> read_study(const StudyReadsOptions& options, const core::Context& context,
                                core::Findings& findings) {
  auto reads = read_file_of_study(options, context, findings);
  if (!reads) return std::move(reads).error().while_doing("reading the reader study");
  if (!options.model_column.empty()) {
    StudyReadsOptions same = options;
    same.columns.ratings = {options.model_column};
    core::Findings unused;
    const auto model = read_file_of_study(same, context, unused);
    if (!model) return model.error();
    reads = study::with_model(*reads, *model, options.model_column);
    if (!reads) return reads;
  }
  if (options.only_modalities.empty() && options.only_readers.empty()) return reads;
  std::vector<std::string> wanted = options.only_modalities;
  if (!wanted.empty() && !options.model_column.empty()) wanted.push_back(options.model_column);
  const auto modalities = chosen(reads->modalities, wanted, "modality");
  if (!modalities) return modalities.error();
  const auto of_readers = chosen(reads->readers, options.only_readers, "reader");
  if (!of_readers) return of_readers.error();
  return reads->subset(*modalities, *of_readers);
}

Exit fail_study(Session& session, const Error& error) {
  const Exit status = session.fail(error);
  return error.code() == "study.bad-request" || error.code() == "study.unreachable" ? Exit::usage
                                                                                    : status;
}

Exit rehearse_study(Session& session, const study::Reads& reads, const std::string& out,
                    const std::string& file_id) {
  const study::Design design = study::design_of(reads);
  const std::string writes = out.empty() ? "" : out + "/" + file_id + ".html and its tables";
  if (session.json) {
    session.out << core::pretty({{"design", design.sentence},
                                 {"modalities", reads.modalities},
                                 {"readers", reads.readers},
                                 {"cases", reads.cases.size()},
                                 {"reads", design.reads},
                                 {"writes", writes}});
    return Exit::ok;
  }
  session.out << "Design: " << design.sentence << ".\n"
              << "Modalities: " << core::join(reads.modalities, ", ") << ".\n"
              << (writes.empty() ? "Nothing would be written.\n" : "Would write " + writes + ".\n");
  return Exit::ok;
}

Exit tell_study(Session& session, const report::Dossier& dossier, core::Json json,
                const core::Findings& findings, const std::string& out) {
  if (!out.empty())
    if (auto wrote = report::write_dossier(dossier, out, SECONDSITE_VERSION, session.now); !wrote)
      return session.fail(wrote.error());
  if (session.json) {
    core::Json odd = core::Json::array();
    for (const core::Finding& finding : findings.sorted())
      odd.push_back({{"code", finding.code},
                     {"subject", finding.subject},
                     {"message", finding.message},
                     {"severity", core::name(finding.severity)},
                     {"count", finding.count}});
    json["findings"] = std::move(odd);
    session.out << core::pretty(json);
  } else {
    session.out << report::dossier_text(dossier, 80);
  }
  if (!out.empty()) session.note << "Written: " << out << "/" << dossier.id << ".html\n";
  return Exit::ok;
}

}  // namespace secondsite::cli
