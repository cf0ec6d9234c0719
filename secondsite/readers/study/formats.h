#pragma once
// The files that reader studies come in.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/table.h"
#include "secondsite/cohort/workbook.h"
#include "secondsite/readers/study/reads.h"

namespace secondsite::readers::study {

// iMRMC's text: lines of reader,case,modality,score after "BEGIN DATA:"; the truth stands as the
// reader "truth" or "-1" under the modality "truth", with score 0 or 1. The counts above (N0, N1,
// NR, NM) are held against what follows; a difference is a finding.
core::Result<Reads> parse_imrmc(std::string_view text, const std::string& origin,
                                core::Findings& findings);

// LABMRMC / OR-DBM MRMC text: a title, then for each reader its name, (for the first) the quoted
// names of the treatments and a line of L or S (large or small ratings mean disease), the healthy
// cases up to "*", the diseased ones up to "*"; "#" ends the file. Cases are told apart by their
// place alone; the text after the ratings is theirs to say and is not read. Without the line of
// treatments and directions (the simple form) treatments are numbered and large means disease.
core::Result<Reads> parse_lrc(std::string_view text, const std::string& origin,
                              core::Findings& findings);

// Which column is what; empty: guessed from the usual names.
struct TableColumns {
  std::string reader;
  std::string case_name;
  std::string modality;
  std::string truth;
  std::vector<std::string> ratings;     // one: long. Several: one a reader or one a modality
  bool ratings_are_modalities = false;  // what several rating columns stand for
  std::vector<std::string> positive;    // truth values that mean disease; empty: 1, yes, true ...
  std::string eligible;                 // condition on the rows ("study = pivotal"); empty: all
};
// A table with one read a row (long), or with a column a reader or a modality (wide). Without a
// modality column there is one modality, "reads".
core::Result<Reads> reads_from_table(const cohort::Table& table, const TableColumns& columns,
                                     core::Findings& findings);

// The reads with one modality more, `name`: at each read of any modality the number that `model`
// (the same readers and cases) has there, so that readers can be compared with the model. One model
// has one number a case: two different ones are "study.model-varies".
core::Result<Reads> with_model(const Reads& reads, const Reads& model, const std::string& name);

// The columns that the names suggest, for messages and for what reads the same table.
TableColumns guessed_columns(const cohort::Table& table, const TableColumns& stated);

// Localisation: a table of marks (modality, reader, case, mark NL or LL, lesion, rating) and one of
// truth (case, truth, lesion, weight). Every reader is taken to have read every case of the truth
// table; a case without a mark is one. Of several marks on a lesion, or false marks on a healthy
// case, the highest counts; false marks on diseased cases do not (wAFROC, Chakraborty & Zhai 2016,
// doi:10.1118/1.4948694). Weights of a case are scaled to add up to 1.
core::Result<Reads> reads_from_marks(const cohort::Table& marks, const cohort::Table& truth,
                                     core::Findings& findings);
// One rating a case: the highest mark of any kind, the inferred ROC rating; unmarked where none.
core::Result<Reads> highest_ratings(const cohort::Table& marks, const cohort::Table& truth,
                                    core::Findings& findings);

// JAFROC's and RJafroc's workbooks: sheets Truth (CaseID, LesionID 0 for a healthy case, Weight),
// TP or LL (ReaderID, ModalityID, CaseID, LesionID, rating) and FP or NL. A workbook with two of
// the three is one, and the third is asked for ("study.sheet-missing"). Weights of 0 throughout a
// case count alike. Where the sheet states the paradigm ROC, or states none and every read is one
// rating ("study.jafroc-kind" says so), they are ratings of cases, and a read that is not there was
// not read; else marks, as reads_from_marks (or highest_ratings) takes them.
bool is_jafroc(const cohort::Workbook& book);
core::Result<Reads> reads_from_jafroc(const cohort::Workbook& book, bool highest,
                                      core::Findings& findings);

// The lesions of a case, each with its weight.
using Lesions = std::vector<std::pair<std::string, double>>;
// One more lesion of a case. The same one again is counted ("study.lesion-twice") and not taken;
// with another weight it is "study.truth-differs".
core::Status add_lesion(Lesions& lesions, const std::string& case_name, const std::string& lesion,
                        double weight, const core::Location& where, core::Findings& findings);

// Counts a line of the truth that says what another has said.
void note_lesion_twice(const std::string& case_name, const core::Location& where,
                       core::Findings& findings);

// How names of columns and sheets are compared: lower case, without _ - . and spaces.
std::string plain_name(std::string_view name);

}  // namespace secondsite::readers::study
