#pragma once
// Oracle sets: real data with numbers that others published or computed. One .cpp in sets/ is one
// set; its name is that of its folder in the data directory (dashes for underscores).

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::oracles {

struct Row {
  std::string name;
  double expected = 0;
  double obtained = 0;
  double tolerance = 0;      // absolute
  std::string source;        // software and version, publication, or closed form
  std::string disagreement;  // where not empty: known, and why
  bool holds() const;
};

class Recorder {
 public:
  // Holds where |obtained − expected| ≤ tolerance (two NaNs agree).
  void expect(std::string name, double expected, double obtained, double tolerance,
              std::string source);
  // A published number that cannot be reached: listed with the reason, never counted as a failure.
  void known_disagreement(std::string name, double expected, double obtained, std::string source,
                          std::string reason);
  // A failure without numbers (a file that does not parse).
  void fail(std::string what);

  const std::vector<Row>& rows() const { return rows_; }
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  std::vector<Row> rows_;
  std::vector<std::string> failures_;
};

struct OracleSet {
  std::string_view id;  // folder name: "nih-chexnet"
  std::string_view title;
  std::string_view note;  // tolerance and why, printed above the table
  // `folder` exists when this is called.
  std::function<void(const std::string& folder, Recorder&)> run;
  std::string_view folder = {};  // where it is not the id: a second set on the same data
};

namespace sets {
std::span<const OracleSet> all();
}

}  // namespace secondsite::oracles
