#include "secondsite/report/html.h"

#include <cstdint>

namespace secondsite::report {
namespace {

constexpr std::string_view replacement = "\uFFFD";

// Bytes of the well-formed UTF-8 sequence that starts `text` (no overlong forms, no surrogates); 0
// = none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
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
