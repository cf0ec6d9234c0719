#include "secondsite/labels/reports.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "secondsite/cohort/csv_bytes.h"
#include "secondsite/core/file.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"
#include "secondsite/labels/csv_records.h"
#include "secondsite/labels/sr_report.h"
#include "secondsite/labels/tar_members.h"
#include "secondsite/labels/wanted_id.h"

namespace secondsite::labels {
namespace {

using core::Error;
using core::Findings;
using core::Severity;

constexpr std::size_t batch_bytes = 8 << 20;
constexpr std::size_t head_bytes = 4096;  // by which a file that is no text is known
// One byte more than a report may have tells that it is too long.
constexpr std::size_t cell_bytes = longest_report + 1;

// Names by which columns are known, in this order; the first group that is there is taken whole.
const std::vector<std::vector<std::string>> text_names = {
    {"text"},
    {"report"},
    {"reports"},
    {"report text"},
    {"report_text"},
    {"report impression"},
    {"findings", "impression", "last_paragraph"},
    {"findings", "impression"},
    {"findings"},
    {"impression"},
    {"section_findings", "section_impression"},
    {"note"},
    {"radiology report"},
    {"body"}};
const std::vector<std::string> id_names = {"id",    "report_id", "reportid", "study",   "study_id",
                                           "uid",   "filename",  "path",     "studyid", "accession",
                                           "image", "imageid",   "note_id"};

bool same_name(std::string_view a, std::string_view b) {
  return core::lower(core::trim(a)) == core::lower(core::trim(b));
}

bool too_long(const Report& report, const std::string& origin, Findings& findings) {
  if (report.text.size() <= longest_report) return false;
  findings.add(Severity::excluded, "label.report-too-long", "",
               "a report of more than 1 MiB was left out", {.file = origin, .row = report.row});
  return true;
}

class CsvSource final : public ReportSource {
 public:
  CsvSource(std::unique_ptr<std::istream> in, std::string origin, char delimiter)
      : in_(std::move(in)), origin_(std::move(origin)), records_(*in_, delimiter, cell_bytes) {}

  core::Status open(const ReportColumns& columns) {
    keep_ = columns.keep;
    std::vector<std::string> header;
    if (columns.headerless) {
      text_ = {0};
      understood_ = "text: the only column";
      return core::Done{};
    }
    if (!records_.next(header))
      return Error("table.empty", "the file holds no header line", {.file = origin_});
    if (!header.empty() && header[0].starts_with("\xEF\xBB\xBF")) header[0].erase(0, 3);
    columns_ = header.size();
    for (std::size_t i = 0; i < header.size(); ++i)
      if (!header[i].empty() && std::count(header.begin(), header.end(), header[i]) > 1)
        return Error("table.duplicate-column", "two columns have this name",
                     {.file = origin_, .column = header[i]});
    const auto find = [&](std::string_view name) {
      for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] == name) return static_cast<int>(i);
      for (std::size_t i = 0; i < header.size(); ++i)
        if (same_name(header[i], name)) return static_cast<int>(i);
      return -1;
    };
    std::vector<std::string> wanted = columns.text;
    for (std::size_t g = 0; g < text_names.size() && wanted.empty(); ++g)
      if (std::all_of(text_names[g].begin(), text_names[g].end(),
                      [&](const std::string& name) { return find(name) >= 0; }))
        wanted = text_names[g];
    if (wanted.empty() && header.size() == 1) wanted = header;
    if (wanted.empty())
      return Error("label.no-text-column", "no column of the table is known to hold reports",
                   {.file = origin_},
                   "name it with --text; the columns are: " + core::join(header, ", "));
    for (const std::string& name : wanted) {
      const int at = find(name);
      if (at < 0) return absent(name, header);
      // MIMIC-CXR's last paragraph is there for reports without findings and impression.
      if (columns.text.empty() && same_name(name, "last_paragraph"))
        fallback_ = at;
      else
        text_.push_back(static_cast<std::size_t>(at));
      if (wanted.size() > 1) headings_.push_back(header[static_cast<std::size_t>(at)]);
    }
    if (!columns.id.empty()) {
      id_ = find(columns.id);
      if (id_ < 0) return absent(columns.id, header);
    }
    for (std::size_t i = 0; i < id_names.size() && id_ < 0; ++i) id_ = find(id_names[i]);
    for (const std::string& name : keep_) {
      const int at = find(name);
      if (at < 0) return absent(name, header);
      kept_.push_back(static_cast<std::size_t>(at));
    }
    understood_ =
        "text: " + core::join(wanted, ", ") + "; id: " +
        (id_ < 0 ? std::string("the row's number") : header[static_cast<std::size_t>(id_)]);
    return core::Done{};
  }

  core::Result<core::Done> next(std::vector<Report>& batch, std::size_t most,
                                Findings& findings) override {
    batch.clear();
    std::size_t bytes = 0;
    std::vector<std::string> cells;
    while (batch.size() < most && bytes < batch_bytes && records_.next(cells)) {
      Report report{.row = ++row_};
      if (records_.unclosed()) {
        findings.add(Severity::excluded, "label.unclosed-quote", "",
                     "the file ends inside a quoted cell, which may hold several reports; it was "
                     "left out",
                     {.file = origin_, .row = row_});
        continue;
      }
      if (columns_ != 0 && cells.size() != columns_) {
        findings.add(Severity::excluded, "label.ragged-row", "",
                     "a row has more or fewer cells than the header",
                     {.file = origin_, .row = row_});
        continue;
      }
      read(cells, report);
      bytes += report.text.size();
      if (records_.cut()) report.text.resize(cell_bytes);
      if (!too_long(report, origin_, findings)) batch.push_back(std::move(report));
    }
    return core::Done{};
  }
  std::string understood() const override { return understood_; }
  const std::vector<std::string>& kept_names() const override { return keep_; }

 private:
  core::Status absent(const std::string& name, const std::vector<std::string>& header) const {
    std::string what = "there is no column \"" + name + "\"";
    if (const auto near = core::nearest(name, header)) what += "; did you mean \"" + *near + "\"?";
    return Error("table.no-such-column", what, {.file = origin_},
                 "the columns are: " + core::join(header, ", "));
  }
  void read(std::vector<std::string>& cells, Report& report) const {
    report.id = id_ < 0 ? std::to_string(report.row) : cells[static_cast<std::size_t>(id_)];
    for (const std::size_t at : kept_) report.kept.push_back(cells[at]);
    if (headings_.empty()) {
      report.text = std::move(cells[text_[0]]);
      return;
    }
    std::vector<std::pair<std::string, std::string>> parts;
    for (std::size_t k = 0; k < text_.size(); ++k)
      parts.emplace_back(headings_[k], std::move(cells[text_[k]]));
    report.text = with_headings(parts);
    if (report.text.empty() && fallback_ >= 0)
      report.text = std::move(cells[static_cast<std::size_t>(fallback_)]);
  }

  std::unique_ptr<std::istream> in_;
  std::string origin_;
  CsvRecords records_;
  std::vector<std::size_t> text_;
  std::vector<std::string> headings_;  // empty for one column
  std::vector<std::size_t> kept_;
  std::vector<std::string> keep_;
  int id_ = -1;
  int fallback_ = -1;
  std::size_t columns_ = 0;
  std::uint64_t row_ = 0;
  std::string understood_;
};

class JsonLines final : public ReportSource {
 public:
  JsonLines(std::istream& in, std::unique_ptr<std::istream> owner, std::string origin,
            const ReportColumns& columns)
      : in_(in), owner_(std::move(owner)), origin_(std::move(origin)), columns_(columns) {}

  core::Result<core::Done> next(std::vector<Report>& batch, std::size_t most,
                                Findings& findings) override {
    batch.clear();
    std::size_t bytes = 0;
    std::string line;
    while (batch.size() < most && bytes < batch_bytes && get(line)) {
      ++row_;
      bytes += line.size();
      if (core::trim(line).empty()) continue;
      Report report{.row = row_};
      if (line.size() > 2 * longest_report) {
        report.text.resize(cell_bytes);
      } else {
        const auto json = core::parse_json(line, origin_);
        if (!json || !json->is_object() || !read(*json, report)) {
          findings.add(Severity::excluded, "label.not-a-report", "",
                       "a line is not a JSON object with a text", {.file = origin_, .row = row_});
          continue;
        }
      }
      if (!too_long(report, origin_, findings)) batch.push_back(std::move(report));
    }
    return in_.good() || std::exchange(checked_, true) ? core::Status(core::Done{})
                                                       : wanted_.check(findings);
  }
  std::string understood() const override { return "JSON lines with a text and an id"; }
  const std::vector<std::string>& kept_names() const override { return columns_.keep; }

 private:
  // A line, cut beyond what any report needs.
  bool get(std::string& line) {
    line.clear();
    int c = in_.get();
    if (c < 0) return false;
    for (; c >= 0 && c != '\n'; c = in_.get())
      if (line.size() <= 2 * longest_report) line += static_cast<char>(c);
    return true;
  }
  static std::string as_text(const core::Json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
  }
  bool read(const core::Json& json, Report& report) {
    std::vector<std::string> wanted = columns_.text;
    for (std::size_t g = 0; g < text_names.size() && wanted.empty(); ++g)
      if (json.contains(text_names[g].front())) wanted = text_names[g];
    std::vector<std::pair<std::string, std::string>> parts;
    for (const std::string& name : wanted)
      if (json.contains(name) && json[name].is_string())
        parts.emplace_back(name, json[name].get<std::string>());
    if (parts.empty()) return false;
    report.text = wanted.size() == 1 ? parts[0].second : with_headings(parts);
    report.id = std::to_string(report.row);
    if (!columns_.id.empty())
      report.id = wanted_.of(json, {.file = origin_, .row = row_}).value_or(report.id);
    else
      for (const std::string& name : id_names)
        if (json.contains(name)) {
          report.id = as_text(json[name]);
          break;
        }
    for (const std::string& name : columns_.keep)
      report.kept.push_back(json.contains(name) ? as_text(json[name]) : "");
    return true;
  }

  std::istream& in_;
  std::unique_ptr<std::istream> owner_;
  std::string origin_;
  ReportColumns columns_;
  std::uint64_t row_ = 0;
  WantedId wanted_{columns_.id};
  bool checked_ = false;
};

bool is_sr_name(const std::string& path) {
  return core::lower(path).ends_with(".dcm");
}

class Folder final : public ReportSource {
 public:
  Folder(std::vector<std::string> files, const std::string& id)
      : files_(std::move(files)), wanted_(id) {}

  core::Result<core::Done> next(std::vector<Report>& batch, std::size_t most,
                                Findings& findings) override {
    batch.clear();
    std::size_t bytes = 0;
    while (batch.size() < most && bytes < batch_bytes && at_ < files_.size()) {
      const std::string& path = files_[at_++];
      std::error_code fault;
      Report report;
      if (std::filesystem::file_size(path, fault) > 16 * longest_report && !fault) {
        report.text.resize(cell_bytes);
      } else {
        auto bytes_read = core::read_file(path);
        if (!bytes_read) {
          findings.add(Severity::excluded, "label.not-a-report", "", "a file could not be read",
                       {.file = path});
          continue;
        }
        if (is_sr_name(path)) {
          const auto document = dicom::read_structured_report(path);
          if (!document) {
            findings.add(Severity::excluded, document.error().code(), "", "the file was left out",
                         {.file = path});
            continue;
          }
          report.text = narrative_of(*document);
          report.id =
              wanted_.of(record_of(*document), {.file = path}).value_or(document->sop_instance_uid);
        } else if (path.ends_with(".xml"))
          report = read_openi_xml(*bytes_read);
        else
          report.text = std::move(*bytes_read);
      }
      report.row = at_;
      if (report.id.empty()) report.id = std::filesystem::path(path).stem().string();
      bytes += report.text.size();
      if (!too_long(report, path, findings)) batch.push_back(std::move(report));
    }
    return at_ < files_.size() || std::exchange(checked_, true) ? core::Status(core::Done{})
                                                                : wanted_.check(findings);
  }
  std::string understood() const override {
    return core::counted(files_.size(), "file") +
           ", one report each; id: the file's name (SR: the instance)";
  }
  const std::vector<std::string>& kept_names() const override { return none_; }

 private:
  std::vector<std::string> files_;
  WantedId wanted_;  // of structured reports; other files have no key
  bool checked_ = false;
  std::size_t at_ = 0;
  std::vector<std::string> none_;
};

bool is_report_name(const std::string& path) {
  const std::string lower = core::lower(path);
  return lower.ends_with(".txt") || lower.ends_with(".xml");
}

// The .txt and .xml files of a tar archive that is in memory.
class Archive final : public ReportSource {
 public:
  Archive(cohort::Bytes bytes, std::string origin)
      : bytes_(std::move(bytes)), origin_(std::move(origin)) {
    for (TarMember& member : tar_members(bytes_.text))
      if (is_report_name(member.name)) members_.push_back(std::move(member));
  }

  core::Result<core::Done> next(std::vector<Report>& batch, std::size_t most,
                                Findings& findings) override {
    batch.clear();
    for (std::size_t bytes = 0;
         batch.size() < most && bytes < batch_bytes && at_ < members_.size();) {
      const TarMember& member = members_[at_++];
      Report report;
      if (core::lower(member.name).ends_with(".xml"))
        report = read_openi_xml(member.content);
      else
        report.text = member.content.substr(0, cell_bytes);
      report.row = at_;
      if (report.id.empty()) report.id = std::filesystem::path(member.name).stem().string();
      bytes += report.text.size();
      if (!too_long(report, origin_, findings)) batch.push_back(std::move(report));
    }
    return core::Done{};
  }
  std::string understood() const override {
    return core::counted(members_.size(), "file") + " of an archive, one report each";
  }
  const std::vector<std::string>& kept_names() const override { return none_; }

 private:
  cohort::Bytes bytes_;
  std::string origin_;
  std::vector<TarMember> members_;
  std::size_t at_ = 0;
  std::vector<std::string> none_;
};

// A stream over bytes in memory, for what was compressed.
class Memory final : public std::istream {
 public:
  explicit Memory(cohort::Bytes bytes)
      : std::istream(nullptr), bytes_(std::move(bytes)), buffer_(bytes_.text) {
    rdbuf(&buffer_);
  }

 private:
  struct Buffer final : std::streambuf {
    explicit Buffer(std::string_view text) {
      char* first = const_cast<char*>(text.data());
      setg(first, first, first + text.size());
    }
  };
  cohort::Bytes bytes_;
  Buffer buffer_;
};

std::vector<std::string> report_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code fault;
  for (std::filesystem::recursive_directory_iterator it(folder, fault), end; !fault && it != end;
       it.increment(fault)) {
    const std::string name = it->path().string();
    if ((is_report_name(name) || is_sr_name(name)) && it->is_regular_file(fault))
      files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string with_headings(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string out;
  for (const auto& [name, text] : parts) {
    if (core::trim(text).empty()) continue;
    if (!out.empty()) out += "\n\n";
    std::string heading = name;
    for (char& c : heading) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      if (c == '_') c = ' ';
    }
    out += heading + ":\n" + text;
  }
  return out;
}

core::Result<std::unique_ptr<ReportSource>> csv_reports(std::unique_ptr<std::istream> in,
                                                        std::string origin,
                                                        const ReportColumns& columns) {
  const bool tabs = origin.ends_with(".tsv") || origin.ends_with(".tsv.gz");
  auto source = std::make_unique<CsvSource>(std::move(in), origin, tabs ? '\t' : ',');
  if (auto opened = source->open(columns); !opened) return std::move(opened).error();
  return std::unique_ptr<ReportSource>(std::move(source));
}

std::unique_ptr<ReportSource> json_lines(std::istream& in, std::string origin,
                                         const ReportColumns& columns) {
  return std::make_unique<JsonLines>(in, nullptr, std::move(origin), columns);
}

namespace {

// What a file that is no text is known to be by its first bytes; empty where it is text. A NUL here
// and there is not enough: exports of reports have some.
std::string binary_kind(std::string_view head) {
  using namespace std::literals;
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"PK\x03\x04"sv, "a zip file, as Excel workbooks and Word documents are"},
      {"\xD0\xCF\x11\xE0"sv, "an old Excel or Word file"},
      {"SQLite format 3\0"sv, "an SQLite database"},
      {"PAR1"sv, "a Parquet table"},
      {"%PDF-"sv, "a PDF"},
      {"{\\rtf"sv, "an RTF document"},
      {"\x89PNG"sv, "a PNG image"},
      {"\xFF\xD8\xFF"sv, "a JPEG image"},
      {"GIF8"sv, "a GIF image"},
      {"BZh"sv, "packed with bzip2"},
      {"\xFD\x37zXZ"sv, "packed with xz"},
      {"\x28\xB5\x2F\xFD"sv, "packed with zstd"},
      {"7z\xBC\xAF"sv, "a 7z archive"},
      {"\x89HDF"sv, "an HDF5 file"}};
  for (const auto& [magic, kind] : known)
    if (head.starts_with(magic)) return std::string(kind);
  if (head.size() > 132 && head.substr(128, 4) == "DICM") return "a DICOM file without .dcm";
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 32 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
  });
  const bool many = controls >= 8 && static_cast<std::size_t>(controls) * 20 > head.size();
  return many ? "not text: it is full of control bytes" : "";
}

core::Status check_text(std::string_view head, const std::string& path) {
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
    return Error("table.utf16", "the file is UTF-16 text; UTF-8 is wanted", {.file = path});
  if (const std::string kind = binary_kind(head); !kind.empty())
    return Error("label.no-text-file", "the file is " + kind, {.file = path});
  return core::Done{};
}

}  // namespace

core::Result<std::unique_ptr<ReportSource>> open_reports(const std::string& path,
                                                         const ReportColumns& columns) {
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) {
    std::vector<std::string> files = report_files(path);
    if (files.empty())
      return Error("label.no-reports", "the folder holds no .txt, .xml or .dcm file",
                   {.file = path});
    return std::unique_ptr<ReportSource>(std::make_unique<Folder>(std::move(files), columns.id));
  }
  auto in = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*in) return Error("file.not-found", "the file could not be opened", {.file = path});
  std::string head(head_bytes, '\0');
  in->read(head.data(), static_cast<std::streamsize>(head.size()));
  const std::string_view first(head.data(), static_cast<std::size_t>(in->gcount()));
  in->clear();
  in->seekg(0);
  if (cohort::is_gzip(first)) {
    auto packed = cohort::read_bytes(path);
    if (!packed) return std::move(packed).error();
    auto plain = cohort::expand_gzip(packed->text, path, {});
    if (!plain) return std::move(plain).error();
    if (is_tar(plain->text))
      return std::unique_ptr<ReportSource>(std::make_unique<Archive>(std::move(*plain), path));
    if (auto checked = check_text(plain->text.substr(0, head_bytes), path); !checked)
      return std::move(checked).error();
    return csv_reports(std::make_unique<Memory>(std::move(*plain)), path.substr(0, path.size() - 3),
                       columns);
  }
  // Of a .dcm the DICOM reader speaks.
  if (!is_sr_name(path))
    if (auto checked = check_text(first, path); !checked) return std::move(checked).error();
  const std::string lower = core::lower(path);
  if (is_report_name(path) || is_sr_name(path))
    return std::unique_ptr<ReportSource>(
        std::make_unique<Folder>(std::vector<std::string>{path}, columns.id));
  if (lower.ends_with(".jsonl") || lower.ends_with(".ndjson") || first.starts_with("{")) {
    std::istream& stream = *in;
    return std::unique_ptr<ReportSource>(
        std::make_unique<JsonLines>(stream, std::move(in), path, columns));
  }
  return csv_reports(std::move(in), path, columns);
}

}  // namespace secondsite::labels
