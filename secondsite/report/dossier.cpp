#include "secondsite/report/dossier.h"

#include <cmath>

#include "secondsite/cohort/build.h"
#include "secondsite/core/base64.h"
#include "secondsite/core/file.h"
#include "secondsite/core/monospace.h"
#include "secondsite/core/text.h"
#include "secondsite/report/asset.h"
#include "secondsite/report/csv_cell.h"
#include "secondsite/report/format.h"

namespace secondsite::report {
namespace {

std::string plain_cell(const DossierCell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* count = std::get_if<std::uint64_t>(&cell)) return core::grouped(*count);
  if (const auto* shown = std::get_if<Shown>(&cell)) return shown->text;
  if (const auto* verdict = std::get_if<stats::Verdict>(&cell)) return text(*verdict);
  return text(std::get<stats::Estimate>(cell));
}

Cell page_cell(const DossierCell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* count = std::get_if<std::uint64_t>(&cell)) return *count;
  if (const auto* shown = std::get_if<Shown>(&cell)) return shown->text;
  if (const auto* verdict = std::get_if<stats::Verdict>(&cell)) return *verdict;
  return std::get<stats::Estimate>(cell);
}

core::Json json_of(const DossierCell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* count = std::get_if<std::uint64_t>(&cell)) return *count;
  if (const auto* shown = std::get_if<Shown>(&cell)) return shown->value;
  if (const auto* verdict = std::get_if<stats::Verdict>(&cell)) return stats::to_json(*verdict);
  return stats::to_json(std::get<stats::Estimate>(cell));
}

void add_table(const DossierTable& table, Page& page) {
  page.begin_section(table.id, table.title, table.lead);
  Table out;
  out.caption = table.title;
  out.columns = table.columns;
  out.sortable = false;
  for (const auto& cells : table.rows) {
    TableRow row;
    for (const DossierCell& cell : cells) row.cells.push_back(page_cell(cell));
    out.rows.push_back(std::move(row));
  }
  page.table(std::move(out));
  page.end_section();
}

void add_gallery(const DossierGallery& gallery, Page& page) {
  page.begin_section(gallery.id, gallery.title, gallery.lead);
  page.open("div", {{"class", "gallery"}});
  for (const DossierPicture& picture : gallery.pictures) {
    Markup image;
    image.empty("img", {{"src", "data:image/png;base64," + core::base64(picture.png)},
                        {"alt", picture.caption}});
    page.open("figure").add(std::move(image)).element("figcaption", picture.caption).close();
  }
  page.close();
  page.end_section();
}

void add_wrapped(std::string& out, std::string_view words, std::size_t width,
                 const std::string& indent) {
  for (const std::string& line : core::wrapped(words, width - indent.size()))
    out += indent + line + "\n";
}

// Columns as wide as what they hold; where that is too wide, the widest give way and wrap.
std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows,
                                   std::size_t columns, std::size_t width) {
  std::vector<std::size_t> out(columns, 1);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < columns; ++c) out[c] = std::max(out[c], core::glyphs(row[c]));
  const auto total = [&out] {
    std::size_t sum = 0;
    for (const std::size_t w : out) sum += w + 2;
    return sum;
  };
  while (total() > width) {
    auto widest = std::max_element(out.begin(), out.end());
    if (*widest <= 8) break;
    --*widest;
  }
  return out;
}

void add_rows(std::string& out, const DossierTable& table, std::size_t width) {
  const std::size_t shown = table.rows_in_terminal == 0
                                ? table.rows.size()
                                : std::min(table.rows.size(), table.rows_in_terminal);
  std::vector<std::vector<std::string>> rows{table.columns};
  for (std::size_t r = 0; r < shown; ++r) {
    rows.emplace_back();
    for (const DossierCell& cell : table.rows[r]) rows.back().push_back(plain_cell(cell));
  }
  const auto widths = widths_of(rows, table.columns.size(), width);
  for (const auto& row : rows) {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t c = 0; c < row.size(); ++c) {
      lines.push_back(core::wrapped(row[c], widths[c]));
      height = std::max(height, lines.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string printed;
      for (std::size_t c = 0; c < lines.size(); ++c)
        printed += "  " + core::padded(line < lines[c].size() ? lines[c][line] : "", widths[c]);
      printed.erase(printed.find_last_not_of(' ') + 1);
      out += printed + "\n";
    }
  }
  if (shown < table.rows.size())
    out += "  … and " + core::counted(table.rows.size() - shown, "row") +
           " more: see the files, or --json\n";
}

void add_csv(const DossierCell& cell, std::vector<std::string>& row) {
  const auto* e = std::get_if<stats::Estimate>(&cell);
  if (e == nullptr) {
    const auto* count = std::get_if<std::uint64_t>(&cell);
    const auto* shown = std::get_if<Shown>(&cell);
    if (shown != nullptr && (shown->value.is_number() || shown->value.is_null()))
      row.push_back(shown->value.is_null() ? std::string()
                                           : core::exact(shown->value.get<double>()));
    else
      row.push_back(count != nullptr ? std::to_string(*count) : plain_cell(cell));
    return;
  }
  for (const double v : {e->value, e->interval.lower, e->interval.upper, e->standard_error})
    row.push_back(csv_number(v));
  row.push_back(std::to_string(e->n));
  row.push_back(std::to_string(e->n_clusters));
  row.push_back(e->absent_code.empty() ? e->method : e->absent_reason);
}

}  // namespace

std::string dossier_html(const Dossier& dossier, const std::string& program_version,
                         const std::string& created_at) {
  Page page;
  page.element("a", "Skip to the results", {{"class", "skip"}, {"href", "#content"}});
  page.open("main", {{"id", "content"}});
  page.open("header", {{"class", "answer"}}).element("h1", dossier.title);
  if (!dossier.lead.empty()) page.paragraph(dossier.lead);
  page.close();
  for (const DossierNote& note : dossier.notes) page.note(note.tone, note.text);
  // Pictures stand behind the first table, before the long ones.
  for (std::size_t t = 0; t < std::max<std::size_t>(1, dossier.tables.size()); ++t) {
    if (t < dossier.tables.size()) add_table(dossier.tables[t], page);
    if (t > 0) continue;
    for (const DossierGallery& gallery : dossier.galleries)
      if (!gallery.pictures.empty()) add_gallery(gallery, page);
  }
  if (!dossier.findings.empty()) {
    page.begin_section("odd-data", "Odd data",
                       "Nothing that was odd stopped the run, and nothing was dropped in silence.");
    page.table(odd_data_table(dossier.findings.sorted()));
    page.end_section();
  }
  if (!dossier.methods.empty()) {
    page.begin_section("methods", "Methods");
    for (const std::string& sentence : dossier.methods) page.open("p").citation(sentence).close();
    page.end_section();
  }
  page.close();
  page.open("footer").element(
      "p", "Written by Secondsite " + program_version +
               (created_at.empty() ? std::string() : " on " + created_at) +
               ". This page is complete: it needs no network and asks for none.");
  page.close();
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"color-scheme\" content=\"light dark\">\n";
  out += "<title>" + escape(dossier.title) + "</title>\n";
  out += "<style>" + std::string(asset("report.css")) + "</style>\n</head>\n<body>\n";
  return out + page.take() + "\n</body>\n</html>\n";
}

std::string dossier_text(const Dossier& dossier, std::size_t width) {
  std::string out;
  add_wrapped(out, dossier.title, width, "");
  if (!dossier.lead.empty()) add_wrapped(out, dossier.lead, width, "");
  for (const DossierNote& note : dossier.notes) {
    out += "\n";
    add_wrapped(out, (note.tone == Tone::plain ? "" : "! ") + note.text, width, "  ");
  }
  for (const DossierTable& table : dossier.tables) {
    out += "\n";
    add_wrapped(out, table.title, width, "");
    if (!table.lead.empty()) add_wrapped(out, table.lead, width, "  ");
    add_rows(out, table, width);
  }
  if (dossier.findings.empty()) return out;
  out += "\nOdd data\n";
  for (const core::Finding& finding : dossier.findings.sorted()) {
    const std::string subject = finding.subject.empty() ? "" : finding.subject + ": ";
    add_wrapped(out,
                core::grouped(finding.count) + " x " + subject + finding.message + " (" +
                    finding.code + ")",
                width, "  ");
  }
  return out;
}

core::Json dossier_json(const Dossier& dossier) {
  core::Json out{{"id", dossier.id}, {"title", dossier.title}, {"lead", dossier.lead}};
  core::Json notes = core::Json::array();
  for (const DossierNote& note : dossier.notes) notes.push_back(note.text);
  out["notes"] = std::move(notes);
  core::Json tables = core::Json::object();
  for (const DossierTable& table : dossier.tables) {
    core::Json rows = core::Json::array();
    for (const auto& cells : table.rows) {
      core::Json row = core::Json::object();
      for (std::size_t c = 0; c < cells.size(); ++c) row[table.columns[c]] = json_of(cells[c]);
      rows.push_back(std::move(row));
    }
    tables[table.id] = std::move(rows);
  }
  out["tables"] = std::move(tables);
  core::Json odd = core::Json::array();
  for (const core::Finding& finding : dossier.findings.sorted()) {
    core::Json examples = core::Json::array();
    for (const core::Location& where : finding.examples) examples.push_back(where.text());
    odd.push_back({{"code", finding.code},
                   {"severity", core::name(finding.severity)},
                   {"subject", finding.subject},
                   {"message", finding.message},
                   {"count", finding.count},
                   {"examples", examples}});
  }
  out["odd_data"] = std::move(odd);
  out["methods"] = dossier.methods;
  return out;
}

std::string dossier_csv(const DossierTable& table) {
  // A column holds estimates where its first row with more than words does.
  std::vector<std::uint8_t> is_estimate(table.columns.size(), 0);
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < row.size(); ++c)
      if (std::holds_alternative<stats::Estimate>(row[c])) is_estimate[c] = 1;
  std::vector<std::string> names;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    names.push_back(table.columns[c]);
    if (is_estimate[c] != 0)
      for (const char* part : {" lower", " upper", " standard error", " n", " patients", " method"})
        names.push_back(table.columns[c] + part);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& cells : table.rows) {
    rows.emplace_back();
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const bool is_words = !std::holds_alternative<stats::Estimate>(cells[c]);
      add_csv(cells[c], rows.back());
      if (is_words && is_estimate[c] != 0) rows.back().insert(rows.back().end(), 6, "");
    }
  }
  auto made = cohort::table_from_texts(table.id, std::move(names), rows);
  return made ? cohort::csv_text(*made) : std::string();
}

core::Status write_dossier(const Dossier& dossier, const std::string& folder,
                           const std::string& program_version, const std::string& created_at) {
  if (auto made = core::make_folder(folder); !made) return made;
  const std::string base = folder + "/" + dossier.id;
  if (auto wrote =
          core::write_file(base + ".html", dossier_html(dossier, program_version, created_at));
      !wrote)
    return wrote;
  if (auto wrote = core::write_file(base + ".json", core::pretty(dossier_json(dossier))); !wrote)
    return wrote;
  for (const DossierTable& table : dossier.tables)
    if (auto wrote = core::write_file(base + "-" + table.id + ".csv", dossier_csv(table)); !wrote)
      return wrote;
  return core::Done{};
}

}  // namespace secondsite::report
