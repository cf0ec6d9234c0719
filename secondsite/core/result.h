#pragma once
// What an operation gives back when it can fail: the value, or an error that says what was being
// done, on which file, row, column or tag, why it failed, and what to try.

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace secondsite::core {

// Where a trouble lies. Rows count from 1 and name data rows (the header is not counted).
struct Location {
  std::string file;
  std::optional<std::uint64_t> row;
  std::string column;
  std::string tag;  // a DICOM tag, a YAML key path

  bool empty() const { return file.empty() && !row && column.empty() && tag.empty(); }
  std::string text() const;  // "scores.csv, row 10417, column prob"
};

class Error {
 public:
  // `code` is an id of core/codes; `what` a full sentence on this very case; `hint` what to try
  // here (where empty, the code's own remedy serves).
  Error(std::string code, std::string what, Location where = {}, std::string hint = {})
      : code_(std::move(code)),
        what_(std::move(what)),
        hint_(std::move(hint)),
        where_(std::move(where)) {}

  // Adds what was being done when it failed; outermost last.
  Error&& while_doing(std::string activity) && {
    activities_.push_back(std::move(activity));
    return std::move(*this);
  }

  const std::string& code() const { return code_; }
  const std::string& what() const { return what_; }
  const Location& where() const { return where_; }
  const std::vector<std::string>& activities() const { return activities_; }
  std::string hint() const;

  // The message as a terminal shows it: what, where, chain of causes, hint, code.
  std::string text() const;

 private:
  std::string code_;
  std::string what_;
  std::string hint_;
  Location where_;
  std::vector<std::string> activities_;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: an error is a result

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  bool has_value() const { return bool(*this); }

  T& operator*() & { return std::get<T>(state_); }
  const T& operator*() const& { return std::get<T>(state_); }
  T&& operator*() && { return std::get<T>(std::move(state_)); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }

  const Error& error() const& { return std::get<Error>(state_); }
  Error&& error() && { return std::get<Error>(std::move(state_)); }
  Error& error() & { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

// An operation that gives nothing back but may fail.
struct Done {};
using Status = Result<Done>;

}  // namespace secondsite::core
