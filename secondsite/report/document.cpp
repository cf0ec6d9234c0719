#include "secondsite/report/document.h"

#include <algorithm>

#include "secondsite/core/hash.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"
#include "secondsite/report/asset.h"
#include "secondsite/report/html.h"
#include "secondsite/report/packed.h"
#include "secondsite/report/section.h"

namespace secondsite::report {
namespace {

constexpr std::string_view scripts[] = {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js",
                                        "data.js",     "draw.js",          "distribution.js",
                                        "forest.js",   "curves.js",        "marks.js",
                                        "dots.js",     "estimates.js",     "page.js"};

// A script's text cannot be escaped: what would end its element or open a comment is broken up by a
// backslash, which means nothing inside a JavaScript string.
std::string within_script(std::string_view content) {
  std::string out(content);
  for (const std::string_view ends : {"</script", "</SCRIPT", "<!--", "<script"})
    for (std::size_t at = out.find(ends); at != std::string::npos; at = out.find(ends, at + 2))
      out.insert(at + 1, "\\");
  return out;
}

// Our own files without margins and whole-line comments, which only readers of the source need.
std::string without_margins(std::string_view source) {
  std::string out;
  for (const std::string& line : core::split(source, '\n')) {
    const std::string_view words = core::trim(line);
    if (words.empty() || words.starts_with("//")) continue;
    out += words;
    out += '\n';
  }
  return out;
}

// Data: no "<" at all, as JSON can spell it otherwise.
std::string within_data(const core::Json& data) {
  const std::string text = data.dump(-1, ' ', false, core::Json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

// What a content security policy calls the script by: sha256-, then the digest in base 64.
std::string script_source(std::string_view content) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = core::sha256(content);
  std::vector<unsigned> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<unsigned>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  std::string out = "'sha256-";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const bool second = i + 1 < bytes.size();
    const bool third = i + 2 < bytes.size();
    const unsigned group =
        (bytes[i] << 16U) | (second ? bytes[i + 1] << 8U : 0U) | (third ? bytes[i + 2] : 0U);
    out += digits[(group >> 18U) & 63U];
    out += digits[(group >> 12U) & 63U];
    out += second ? digits[(group >> 6U) & 63U] : '=';
    out += third ? digits[group & 63U] : '=';
  }
  return out + "'";
}

std::vector<const Section*> chosen_sections(const evaluation::RunResult& run) {
  std::vector<const Section*> out;
  for (const Section& section : sections::all())
    if (section.applies(run)) out.push_back(&section);
  std::stable_sort(out.begin(), out.end(),
                   [](const auto* a, const auto* b) { return a->order < b->order; });
  return out;
}

// The bar below the first screen: which finding the page shows, and the way to each section.
void bar(const evaluation::RunResult& run, const std::vector<const Section*>& chosen, Page& page) {
  page.open("div", {{"class", "bar"}}).open("div", {{"class", "inner"}});
  if (run.findings.size() > 1) {
    page.open("label", {{"class", "chooser"}});
    page.element("span", "Finding").open("select", {{"id", "finding"}});
    for (const evaluation::FindingResult& finding : run.findings)
      page.element("option", finding.name, {{"value", finding.name}});
    page.close().close();
  }
  page.open("nav", {{"aria-label", "Sections"}});
  for (const Section* section : chosen)
    if (section->order > 0)
      page.element("a", section->title, {{"href", "#" + std::string(section->id)}});
  page.close().close().close();
}

std::string body(const evaluation::RunResult& run) {
  const std::vector<const Section*> chosen = chosen_sections(run);
  Page page;
  page.element("a", "Skip to the results", {{"class", "skip"}, {"href", "#content"}});
  page.open("main", {{"id", "content"}});
  bool has_bar = false;
  for (const Section* section : chosen) {
    if (section->order > 0 && !has_bar) {
      bar(run, chosen, page);
      has_bar = true;
    }
    section->write(run, page);
  }
  page.close();
  page.open("footer").element(
      "p",
      "Written by Secondsite " + run.manifest.program_version +
          (run.manifest.created_at.empty() ? std::string() : " on " + run.manifest.created_at) +
          ". This page is complete: it needs no network and asks for none.");
  page.element(
      "noscript",
      "Charts and the full table need scripts, which this viewer does not run; the numbers are in "
      "estimates.csv and result.json beside this page.");
  page.close();
  return page.take();
}

}  // namespace

std::string document(const evaluation::RunResult& run) {
  std::string embedded;
  std::string sources;
  for (const std::string_view name : scripts) {
    const bool ours = name.find(".min.") == std::string_view::npos;
    const std::string content =
        within_script(ours ? without_margins(asset(name)) : std::string(asset(name)));
    sources += " " + script_source(content);
    embedded += "<script>" + content + "</script>\n";
  }
  const std::string policy = "default-src 'none'; script-src" + sources +
                             "; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
                             "form-action 'none'";
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + escape(policy) + "\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"color-scheme\" content=\"light dark\">\n";
  out += "<meta name=\"generator\" content=\"Secondsite " + escape(run.manifest.program_version) +
         "\">\n";
  out += "<title>" + escape(run.title.empty() ? run.question : run.title) + "</title>\n";
  out += "<style>" + without_margins(asset("report.css")) + "</style>\n</head>\n<body>\n";
  out += body(run);
  out +=
      "\n<script type=\"application/json\" id=\"data\">" + within_data(packed(run)) + "</script>\n";
  out += embedded;
  return out + "</body>\n</html>\n";
}

}  // namespace secondsite::report
