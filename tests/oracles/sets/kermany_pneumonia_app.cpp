#include <map>
#include <set>

#include "oracle.h"
#include "secondsite/cohort/build.h"
#include "secondsite/cohort/folder.h"
#include "secondsite/cohort/partition/image_hashes.h"
#include "secondsite/cohort/partition/partition.h"

namespace secondsite::oracles::sets {
namespace {

// Two applications' test images: two of the author's images lie among the other's under new names,
// stored anew. A partition by folder must be refused on their account.
void run(const std::string& folder, Recorder& record) {
  constexpr const char* looked = "looked at: correlation of 32 x 32 averages is 1.000";
  core::Findings findings;
  core::Context context;
  context.threads = 2;
  const auto files = cohort::list_folder(folder, findings);
  if (!files) return record.fail(files.error().text());
  std::vector<std::vector<std::string>> cells;
  for (const std::string& file : files->files)
    if (file.ends_with(".jpeg") || file.ends_with(".jpg"))
      cells.push_back({file, file.substr(0, file.find('/'))});
  auto table = cohort::table_from_texts("folder", {"file", "folder"}, cells);
  if (!table) return record.fail(table.error().text());
  table = cohort::partition::with_image_hashes(*table, "file", folder, context, findings);
  if (!table) return record.fail(table.error().text());
  record.expect("images", 33, static_cast<double>(table->rows()), 0, "SOURCE.md: 8 and 25");
  record.expect("images without a hash", 0,
                static_cast<double>(findings.count("partition.image-unhashed")), 0, "JPEG is read");
  cohort::partition::Request request;
  request.by = "folder";
  request.without_patient = true;
  request.same = {"pixels_sha256"};
  request.perceptual = {"phash"};
  request.confirmed_by = "dhash";
  const auto made = cohort::partition::make(*table, request, context, findings);
  if (!made) return record.fail(made.error().text());
  record.expect("the partition by folder is refused", 0, made->is_proven() ? 1 : 0, 0, looked);
  std::map<std::string, double> proofs;  // crossings by kind
  for (const auto& proof : made->proofs) proofs[proof.what] = static_cast<double>(proof.crossings);
  std::set<std::pair<std::string, std::string>> pairs;
  const std::map<std::string, std::string> twins = {
      {"IM-0025-0001.jpeg", "normal_normal_1_(10).jpeg"},
      {"IM-0027-0001.jpeg", "normal_NORMAL__(2).jpeg"}};
  const auto name = [&](std::uint64_t row) {
    return std::string(cohort::file_name(table->find("file")->raw(row - 1)));
  };
  double known = 0;
  for (const auto& pair : made->pairs)
    if (pairs.emplace(name(pair.row_a), name(pair.row_b)).second) {
      const auto twin = twins.find(name(pair.row_a));
      known += twin != twins.end() && twin->second == name(pair.row_b) ? 1 : 0;
    }
  record.expect("offending pairs", 2, static_cast<double>(pairs.size()), 0, looked);
  record.expect("of them those that were looked at", 2, known, 0, looked);
  record.expect("pairs of equal pixels, though not of equal bytes", 2, proofs["same pixels_sha256"],
                0, "file sizes differ, pixels do not");
}

}  // namespace

OracleSet kermany_pneumonia_app() {
  return {.id = "kermany_pneumonia_app",
          .title = "Test images of two applications: the same image under two names",
          .note = "Found by perceptual hashes; no two of the others are near.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
