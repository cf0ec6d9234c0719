#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code label_codes[] = {
    {"label.rules", "A rules file for report labels says something that cannot be meant.",
     "Go to the key that the message names; docs/reference/labels.md describes every key."},
    {"label.no-text-column", "No column of the table is known to hold the text of reports.",
     "Name it with --text COLUMN; several columns are joined, each under its name as a heading."},
    {"label.no-reports", "The input holds no report that could be labelled.",
     "In a folder reports are .txt files, or .xml files as Open-i has them; labels.json counts "
     "what "
     "was left out."},
    {"label.not-a-report", "A line or file among the reports is none, and was left out.",
     "Go to the line named; a line is a JSON object with a text."},
    {"label.program-failed", "The program that was asked for labels did not do its work.",
     "Run the command by itself with a line of JSON; what it wrote on standard error stands "
     "above."},
    {"label.program-silent", "The program gave no answer for a report.",
     "It has no labels; look at what the program says of that report."},
    {"label.program-unasked", "The program answered with an id that it was not asked about.",
     "The id of an answer is that of its report, letter for letter."},
    {"label.no-text-file", "The file of reports is no text, so that no report can be read from it.",
     "Reports come as CSV or TSV (plain or .gz), JSON lines, .txt, Open-i .xml, .dcm, a folder or "
     "a "
     ".tgz of them. Save a workbook as CSV; export a database's or Parquet table as CSV."},
    {"label.report-too-long",
     "A report has more than 1 MiB of text. No radiology report has; a file of many reports was "
     "probably taken for one.",
     "Split it into one report a row, line or file."},
    {"label.ragged-row",
     "A row has more or fewer cells than the header names, so that its text cannot be trusted. It "
     "was left out.",
     "Quote texts that hold a comma or a line end."},
    {"label.unclosed-quote",
     "The file ends inside a quoted cell: the last report may hold several. It was left out.",
     "Look at the last row named; close the quote, or double it if it is part of the text."},
    {"label.binary", "A report holds many control bytes: it is not text, and was left out.",
     "Check what wrote it; UTF-16 must be converted to UTF-8 first."},
    {"label.control-bytes", "A report holds NUL or control bytes, which were read as spaces.",
     "Nothing, if they are few; otherwise check what wrote the file."},
    {"label.not-utf8",
     "A report is not valid UTF-8. The bytes that are not were read as Latin-1 letters.",
     "Convert the file: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT."},
    {"label.empty-report",
     "A report has no word in a section that is read (findings, impression, addenda), and so no "
     "label at all, not even No Finding.",
     "Nothing, if the report is empty; else look at its headings."},
    {"label.unknown-language",
     "A report is in another language than the labeler's, by its function and negation words, or "
     "by none of its words being known. It was left out: what looks like a finding may be denied.",
     "Choose a labeler for its language; `secondsite list labelers` says which there are."},
    {"label.unknown-words",
     "The rules know hardly a word of a report: it may be no chest radiograph report. Its blanks "
     "do not mean that nothing was found.",
     "Check that the reports are of chest radiographs."},
    {"label.repeated-id",
     "An id stands before more than one report. Each keeps its row in labels.csv; the first one "
     "is held against a gold table.",
     "Name a column with --id that tells reports apart, such as the study."},
    {"label.unread-state", "Words stand where the state of a label was wanted.",
     "Write 1, 0, -1 or nothing, or words such as present, absent and uncertain."},
    {"label.contradiction",
     "Records of one id give one label different states. The stronger one was taken: present, then "
     "uncertain, then absent.",
     "Name with --id what tells the records apart, or mend the records."},
    {"label.absent-id", "A record lacks the key that --id names, by which its labels are joined.",
     "Name a key that every record has, with dots for one within another (subject.reference)."},
    {"label.no-gold-labels", "No column of the gold table holds states.",
     "Cells must be 1, 0, -1 or blank, or words such as present and absent."},
    {"label.gold-cell", "A cell of the gold table is no state.",
     "Write 1, 0, -1 or leave it blank."},
    {"label.gold-twice", "An id stands in two label_codes of the gold table; the first one counts.",
     "Take one of them out."},
    {"label.gold-unmatched", "A row of the gold table has no report of its id.",
     "Check that --id and --gold-id name columns with the same ids."},
    {"label.no-shared-labels",
     "The gold table and the labeler have no label, or no report, in common.",
     "Name the gold table's columns as the labeler does; check --gold-id."},
};
}  // namespace

CodeGroup label() {
  return {"label", label_codes};
}

}  // namespace secondsite::core::codes
