#pragma once
// Reports one after another, from files of any size in bounded memory.

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::labels {

struct Report {
  std::string id;
  std::string text;
  std::vector<std::string> kept;  // the cells of ReportColumns::keep
  std::uint64_t row = 0;          // counted from 1; for a folder the file's place in it
};

// Which columns (CSV) or keys (JSON lines) hold what.
struct ReportColumns {
  std::vector<std::string>
      text;        // several are joined, each under its name as a heading; empty: guess
  std::string id;  // empty: guess, else the row's number
  std::vector<std::string> keep;  // carried along into the table of labels
  bool headerless = false;        // a CSV of texts only, without a header
};

// A report above this many bytes is not a report: it is counted and left out.
constexpr std::uint64_t longest_report = 1 << 20;

class ReportSource {
 public:
  virtual ~ReportSource() = default;
  // Fills `batch` with further reports, at most `most` and about 8 MiB of text; empty at the end.
  virtual core::Result<core::Done> next(std::vector<Report>& batch, std::size_t most,
                                        core::Findings& findings) = 0;
  // How the columns were understood, for the user.
  virtual std::string understood() const = 0;
  virtual const std::vector<std::string>& kept_names() const = 0;
};

// Opens a CSV or TSV (plain or .gz), JSON lines (.jsonl, .ndjson, or any file that begins with
// "{"), an Open-i XML file, a text file, a DICOM structured report (.dcm: its narrative text), or a
// folder of .txt, .xml or .dcm files, or a .tgz of .txt or .xml files. The columns of
// mimic_cxr_sectioned.csv and of Open-i's tables are known by name.
core::Result<std::unique_ptr<ReportSource>> open_reports(const std::string& path,
                                                         const ReportColumns& columns);
// JSON lines from a stream that stays alive: {"id": …, "text": …}.
std::unique_ptr<ReportSource> json_lines(std::istream& in, std::string origin,
                                         const ReportColumns& columns);
// CSV from a stream. `owner` keeps alive what the stream reads from.
core::Result<std::unique_ptr<ReportSource>> csv_reports(std::unique_ptr<std::istream> in,
                                                        std::string origin,
                                                        const ReportColumns& columns);

// The sections of an Open-i (NLMCXR) report as one text with headings, and its id. A file without
// any AbstractText gives an empty text.
Report read_openi_xml(std::string_view xml);

// Joins named parts under headings: "FINDINGS:\n…\n\nIMPRESSION:\n…".
std::string with_headings(const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace secondsite::labels
