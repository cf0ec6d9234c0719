#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code study_codes[] = {
    {"study.truth-differs",
     "One case of a reader study is diseased in one line and healthy in another.",
     "Correct the truth; every line of a case must say the same."},
    {"study.truth-missing", "A case of a reader study was read and has no truth.",
     "Add its truth, or leave its reads out."},
    {"study.truth-unclear", "A truth is neither 0 nor 1 nor a word that is known.",
     "Name the values that mean disease: --positive VALUE."},
    {"study.case-not-read", "A case has a truth and nobody read it. It was left out.",
     "Nothing, if it was not part of the study."},
    {"study.no-reads", "A file of a reader study holds no read.",
     "Check the names of the columns and that the file was written to its end."},
    {"study.too-large",
     "Readers x modalities x cases of a reader study is more than can be held, which no real study "
     "is.",
     "Check which column names the reader and which the case."},
    {"study.blank-rating", "A read has no rating. It counts as not read.",
     "Nothing, if the reader did not read the case; else fill it in."},
    {"study.read-twice",
     "One reader rated one case under one modality twice, and differently. Which rating counts "
     "would be a guess.",
     "Keep one of the two lines, or give the second session its own modality."},
    {"study.duplicate-read", "A read stands twice with the same rating. It counts once.",
     "Remove the copy."},
    {"study.constant-ratings",
     "A reader gave every case the same rating: nothing is ranked, so the AUC is 0.5 and does not "
     "vary with the cases.",
     "Check the reader's file: a scale that was not filled in looks like this."},
    {"study.never-positive",
     "A reader called no case positive at the threshold: sensitivity 0, specificity 1.",
     "Check the threshold and the direction of the scale."},
    {"study.missing-reads",
     "A reader did not read every case. Obuchowski-Rockette takes each reader's own cases; the "
     "U-statistics are made for it.",
     "Nothing; say in the report why the reads are missing."},
    {"study.one-reader",
     "The study has one reader: nothing can be said about other readers, only about cases.",
     "Read the results for fixed readers, or add readers."},
    {"study.one-modality", "The study has one modality: there is nothing to compare.",
     "Read the modality's own figure, or name the modality column with --modality."},
    {"study.one-class", "A reader study needs healthy and diseased cases for this outcome.",
     "Check the truth column, or take --outcome mean."},
    {"study.reader-left-out",
     "A reader has no figure under one of the modalities (not read, or cases of one class only) "
     "and is left out of the analyses of variance. The U-statistics keep the reads.",
     "Check whether the reads are missing by design."},
    {"study.nested-readers",
     "No reader read with every modality: readers are nested in modalities, and the differences "
     "are between groups of readers.",
     "Nothing; such a design needs more readers for the same power."},
    {"study.negative-variance",
     "An unbiased variance estimate is negative: the study is too small to tell the component from "
     "0. No interval is given.",
     "Read the V-statistic or the jackknife beside it."},
    {"study.header-differs",
     "The counts in the header of an .imrmc file are not those of its lines.",
     "Check that the file is whole."},
    {"study.imrmc-damaged", "An .imrmc file does not have the form reader,case,modality,score.",
     "Go to the line named."},
    {"study.lrc-damaged",
     "An .lrc file does not have its form: title, reader, treatments, L or S, cases, *, cases, *.",
     "Go to the line named."},
    {"study.jafroc-kind", "A JAFROC workbook does not state whether it holds ratings or marks.",
     "Write ROC or FROC into a column Paradigm of the sheet Truth if the guess is wrong."},
    {"study.sheet-missing",
     "A JAFROC workbook lacks one of its sheets Truth, TP (or LL), FP (or NL).",
     "Add the sheet, with its header alone where nothing was marked; or name a sheet to be read as "
     "a "
     "table: book.xlsx#sheet."},
    {"study.lesion-twice", "A line of the truth stands twice. It counts once.", "Remove the copy."},
    {"study.mark-kind-unknown", "A mark is neither LL (TP: on a lesion) nor NL (FP: elsewhere).",
     "Correct the column of the mark's kind; an unknown kind is not taken for a false mark."},
    {"study.column-unknown", "A table does not say which column is the reader, case or rating.",
     "Name it: --reader, --case, --modality, --truth, --rating."},
    {"study.rating-not-a-number", "A rating or a weight is not a finite number.",
     "Correct the cell, or leave it blank if the case was not read."},
    {"study.reader-blank", "A read has no reader.", "Fill in the reader's name or number."},
    {"study.lesion-unknown", "A mark is on a lesion that the truth table does not have.",
     "Use the lesion numbers of the truth table."},
    {"study.model-varies",
     "The column of the model holds two different numbers for one case. One model has one output.",
     "Check the column; two versions of a model are two columns."},
    {"study.bad-request", "A reader study was asked for something that does not fit its data.",
     "Read the message; see secondsite readers study --help."},
    {"study.unreachable",
     "No number of cases or readers within the range gives the power that is asked for.",
     "Ask for less power or a larger effect, or add readers: cases alone cannot remove the "
     "variance "
     "of readers."},
};
}  // namespace

CodeGroup study() {
  return {"reader studies", study_codes};
}

}  // namespace secondsite::core::codes
