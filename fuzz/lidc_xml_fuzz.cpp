// Any bytes as a LIDC-IDRI annotation: no crash, and every mark that is kept has a point.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/lidc_xml.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  core::Findings findings;
  const auto message = cohort::lidc::read_message(text, "fuzz.xml", findings);
  if (!message) return 0;
  if (message->series_uid.empty()) std::abort();
  for (const auto& session : message->sessions) {
    for (const auto& mark : session.marks) {
      std::size_t points = 0;
      for (const auto& outline : mark.outlines) points += outline.points.size();
      if (points == 0) std::abort();
    }
  }
  return 0;
}
