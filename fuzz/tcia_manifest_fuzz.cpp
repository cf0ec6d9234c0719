// Any bytes as a TCIA manifest, as a list that Python printed, and as a tree of terms: no crash,
// and only UIDs come out of the first.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/quoted_items.h"
#include "secondsite/cohort/tcia_series.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/core/text.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  core::Findings findings;
  if (const auto uids = cohort::read_tcia_manifest(text, "fuzz.tcia", findings))
    for (const std::string& uid : *uids)
      if (!cohort::is_uid(uid)) std::abort();
  (void)cohort::quoted_items(text);
  if (const auto tree = cohort::TermTree::parse(core::split(text, '\n'), "fuzz.txt"))
    for (const std::string& line : core::split(text, '\n'))
      (void)tree->with_ancestors(std::string(core::trim(line)));
  return 0;
}
