#pragma once
// The guide as one offline HTML file with its figures.

#include <string>
#include <vector>

#include "secondsite/guide/passage.h"

namespace secondsite::guide {

struct PassageOutcome {
  const Passage* passage = nullptr;
  PassageResult result;
};

// Tables of text against obtained, remarks, figures drawn by the embedded Vega-Lite. The file asks
// the network for nothing; its content security policy forbids it to.
std::string guide_page(const std::vector<PassageOutcome>& outcomes);

core::Json to_json(const PassageOutcome& outcome);

}  // namespace secondsite::guide
