// Any bytes as a DICOM structured report: no crash, every item has a parent before it, an error has
// a code that exists, and what is made of it is text.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/core/code.h"
#include "secondsite/labels/labeler.h"
#include "secondsite/labels/sr_report.h"

using namespace secondsite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int file = memfd_create("report", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size))
    return 0;
  const auto report = dicom::read_structured_report(path);
  if (!report) {
    if (core::find_code(report.error().code()) == nullptr) std::abort();
    return 0;
  }
  for (std::size_t i = 0; i < report->items.size(); ++i) {
    const std::size_t parent = report->items[i].parent;
    if (i == 0 ? parent != dicom::ContentItem::none : parent >= i) std::abort();
  }
  (void)labels::narrative_of(*report);
  const core::Json record = labels::record_of(*report);
  for (const labels::Labeler& labeler : labels::labelers::all())
    if (labeler.takes == labels::Takes::dicom) (void)labeler.read(record);
  return 0;
}
