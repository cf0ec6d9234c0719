#include "secondsite/report/html.h"

#include <cstdint>

#include "secondsite/core/utf8.h"

namespace secondsite::report {
namespace {

constexpr std::string_view replacement = "\uFFFD";

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t length = core::utf8_sequence(text);
    if (length == 0) {
      out += replacement;
      text.remove_prefix(1);
      continue;
    }
    const char c = text.front();
    const bool control =
        length == 1 && static_cast<std::uint8_t>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
    if (control || c == 0x7f)
      out += replacement;
    else if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

void Markup::tag(std::string_view name, const Attributes& attributes) {
  out_ += '<';
  out_ += name;
  for (const auto& [key, value] : attributes) {
    out_ += ' ';
    out_ += key;
    out_ += "=\"" + escape(value) + "\"";
  }
}

Markup& Markup::open(std::string_view name, const Attributes& attributes) {
  tag(name, attributes);
  out_ += '>';
  open_.emplace_back(name);
  return *this;
}

Markup& Markup::close() {
  if (open_.empty()) return *this;
  out_ += "</" + open_.back() + ">";
  if (kind_ == Kind::xml) out_ += '\n';
  open_.pop_back();
  return *this;
}

Markup& Markup::text(std::string_view words) {
  out_ += escape(words);
  return *this;
}

Markup& Markup::element(std::string_view name, std::string_view words,
                        const Attributes& attributes) {
  return open(name, attributes).text(words).close();
}

Markup& Markup::empty(std::string_view name, const Attributes& attributes) {
  tag(name, attributes);
  out_ += kind_ == Kind::xml ? "/>" : ">";
  return *this;
}

Markup& Markup::add(Markup&& other) {
  out_ += other.take();
  return *this;
}

std::string Markup::take() {
  while (!open_.empty()) close();
  return std::move(out_);
}

}  // namespace secondsite::report
