#pragma once
// The registry of passages: each recomputes one part of the field guide and says where the text is
// imprecise.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/core/context.h"
#include "secondsite/core/json.h"
#include "secondsite/core/result.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::guide {

// One number of the text beside ours.
struct Recomputed {
  std::string what;       // "positives per group for 80 % power"
  std::string text_says;  // as printed: "about 250"; empty: the text has no such number
  double value = stats::unknown;
  std::string unit;
  std::string method;   // formula or call, with its source
  bool agrees = false;  // to the precision that the text prints
  std::string remark;   // where the text is imprecise, and what would be exact
};

struct PassageResult {
  std::vector<Recomputed> numbers;
  core::Json figure;  // a Vega-Lite specification with its data; null where there is none
  std::string figure_caption;
  std::vector<std::string> skipped;  // what could not be recomputed here, and why
};

struct PassageInput {
  core::Context context;
  std::string data_folder;  // real files, where present; else empty
  // Asks the network for a page and gives its HTTP status (redirects not followed). Empty: no
  // network was allowed, and nothing is asked. A failure is never an error of the passage.
  std::function<core::Result<int>(const std::string& url)> http_status;
};

struct Passage {
  std::string_view id;
  std::string_view title;
  int order = 0;
  std::function<core::Result<PassageResult>(const PassageInput&)> run;
};

namespace passages {
std::span<const Passage> all();
}

}  // namespace secondsite::guide
