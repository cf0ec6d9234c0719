// Any bytes as an Excel workbook, as its sheet and its shared texts: no crash, no more cells than
// are allowed, an error has a code that exists. JAFROC's sheets likewise.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "secondsite/cohort/workbook_fixture.h"
#include "secondsite/core/code.h"
#include "secondsite/core/file.h"
#include "secondsite/readers/study/formats.h"

using namespace secondsite;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

template <typename T>
void must_be_coded(const core::Result<T>& result) {
  must(result || core::find_code(result.error().code()) != nullptr);
}

void read(const std::string& path) {
  core::Findings findings;
  const auto book = cohort::Workbook::open(path);
  must_be_coded(book);
  if (!book) return;
  for (const std::string& sheet : book->sheets()) {
    const auto table = book->table(sheet, findings);
    must_be_coded(table);
    if (table) must(table->rows() * table->columns().size() <= cohort::Workbook::most_cells);
  }
  if (!readers::study::is_jafroc(*book)) return;
  for (const bool highest : {false, true})
    must_be_coded(readers::study::reads_from_jafroc(*book, highest, findings));
}

}  // namespace

// The first byte says what the rest is: a file, or four parts of one, cut at bytes of 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/dev/shm/secondsite_fuzz_" + std::to_string(getpid()) + ".xlsx";
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 4 == 0) {
    must(core::write_file(path, text).has_value());
  } else {
    std::string part[4];
    std::size_t at = 0;
    for (const char c : text) {
      if (c == '\0' && at < 3)
        ++at;
      else
        part[at] += c;
    }
    cohort::write_zip(path, cohort::workbook_parts(
                                {{"Truth", part[0]}, {"TP", part[1]}, {"FP", part[2]}}, part[3]));
  }
  read(path);
  std::remove(path.c_str());
  return 0;
}
