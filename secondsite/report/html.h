#pragma once
// Markup in which every text and every attribute value is escaped: there is no way to write raw
// markup.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secondsite::report {

// The five characters that mean something in HTML and XML, as entities; control characters that
// neither allows, and bytes that are not UTF-8, as U+FFFD.
std::string escape(std::string_view text);

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

class Markup {
 public:
  enum class Kind { html, xml };
  explicit Markup(Kind kind = Kind::html) : kind_(kind) {}

  Markup& open(std::string_view tag, const Attributes& attributes = {});
  Markup& close();  // the innermost element that is open
  Markup& text(std::string_view words);
  // open, text, close.
  Markup& element(std::string_view tag, std::string_view words, const Attributes& attributes = {});
  // An element without content (<br>, <circle/>).
  Markup& empty(std::string_view tag, const Attributes& attributes = {});
  // Markup that another Markup made.
  Markup& add(Markup&& other);

  // Closes what is still open.
  std::string take();

 private:
  void tag(std::string_view name, const Attributes& attributes);

  Kind kind_;
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace secondsite::report
