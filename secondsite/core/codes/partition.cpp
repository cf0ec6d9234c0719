#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code partition_codes[] = {
    {"partition.crosses",
     "Rows that belong together (one patient, one image, near-duplicates, a follow-up) lie in "
     "different parts. A model tested on such a partition has seen its test cases.",
     "Say what becomes of them: --crossing exclude leaves them out, --crossing development moves "
     "the whole group there."},
    {"partition.no-patient",
     "Patients are not named, so that nothing can be proven about them. File names are no "
     "patients: "
     "in one public set each image has its own.",
     "Name the column with --patient, or say --without-patient and claim nothing about patients."},
    {"partition.unplaced", "A row has no value by which it could be placed.",
     "It is in no part. Fill the column, or partition by another one."},
    {"partition.one-part", "Fewer than two parts have a row: there is nothing to hold apart.",
     "Look at the values of the column, or at the cut."},
    {"partition.bad-hash", "A text that should be a hash is not hexadecimal or has another length.",
     "Perceptual hashes have 16 hexadecimal digits, SHA-256 has 64."},
    {"partition.bad-file", "A file is no partition, or is damaged.",
     "Write it anew with `secondsite partition TABLE --by ... --out FILE`."},
    {"covariate.one-level", "A covariate has one level only among the labelled rows.",
     "It tells nothing about the label; nothing is needed."},
    {"partition.image-unhashed", "An image has no perceptual hash: it cannot be read, or is blank.",
     "Nothing is proven about near-duplicates of this image; look at the file named."},
};
}  // namespace

CodeGroup partition() {
  return {"partition", partition_codes};
}

}  // namespace secondsite::core::codes
