#include "partition_options.h"

#include <algorithm>
#include <cmath>

#include "secondsite/cohort/column_words.h"
#include "secondsite/cohort/dataset.h"
#include "secondsite/cohort/partition/image_hashes.h"
#include "secondsite/cohort/roles.h"
#include "secondsite/core/file.h"
#include "secondsite/core/text.h"

namespace secondsite::cli {
namespace {

using cohort::partition::Crossing;
using cohort::partition::Request;

// The column for a word like "site": the role's, or one whose name holds the word.
core::Result<std::string> column_for(const std::string& word, const cohort::Table& table,
                                     const cohort::Roles& roles) {
  if (word == "site" && !roles.site.empty()) return roles.site;
  if (word == "time" && !roles.time.empty()) return roles.time;
  if (table.find(word) != nullptr) return word;
  const std::vector<std::string> kin = word == "vendor"  ? std::vector<std::string>{"manufacturer"}
                                       : word == "model" ? std::vector<std::string>{"scanner"}
                                                         : std::vector<std::string>{};
  for (const cohort::Column& column : table.columns()) {
    const auto words = cohort::words_of(column.name);
    const auto has = [&](const std::string& one) {
      return std::find(words.begin(), words.end(), one) != words.end();
    };
    if (has(word) || std::any_of(kin.begin(), kin.end(), has)) return column.name;
  }
  auto missing = table.column(word);
  return missing.error();
}

core::Result<std::vector<std::pair<std::string, double>>> shares_of(const std::string& text) {
  std::vector<std::pair<std::string, double>> out;
  double sum = 0;
  for (const std::string& item : core::split(text, ',')) {
    const std::size_t equals = item.find('=');
    const auto share =
        equals == std::string::npos ? std::nullopt : core::parse_number(item.substr(equals + 1));
    if (!share || !(*share > 0) || *share > 1e9 || core::trim(item.substr(0, equals)).empty())
      return core::Error("config.bad-value", "\"" + item + "\" is no part with its share", {},
                         "write --parts development=0.7,test=0.3");
    const std::string name(core::trim(item.substr(0, equals)));
    for (const auto& [other, its_share] : out)
      if (other == name)
        return core::Error("config.bad-value", "two parts are named \"" + name + "\"", {},
                           "give every part its own name");
    out.emplace_back(name, *share);
    sum += *share;
  }
  // Thirds written as 0.33 are meant as they stand; so are percents.
  constexpr double slack = 0.015;
  if (std::abs(sum - 1) > slack && std::abs(sum - 100) > 100 * slack)
    return core::Error("config.bad-value",
                       "the shares of --parts sum to " + core::fixed(sum, 3) + ", not to 1", {},
                       "write shares such as development=0.7,test=0.3, or percents");
  return out;
}

core::Result<std::vector<std::string>> hashes_in(const std::string& path) {
  auto text = core::read_file(path);
  if (!text) return std::move(text).error().while_doing("opening the development hashes");
  std::vector<std::string> out;
  std::uint64_t row = 0;
  for (const std::string& line : core::split(*text, '\n')) {
    ++row;
    const std::string hash(core::trim(line));
    if (hash.empty() || hash.front() == '#') continue;
    const bool hexadecimal = hash.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!hexadecimal || (hash.size() != 16 && hash.size() != 64))
      return core::Error("partition.bad-hash", "a line holds no hash of 16 or 64 digits",
                         {.file = path, .row = row});
    out.push_back(hash);
  }
  return out;
}

}  // namespace

void add_partition_options(CLI::App& app, PartitionOptions& options) {
  app.add_option("TABLE", options.table,
                 "Table, or folder of a dataset (`secondsite list sources`)");
  app.add_option("--dataset", options.dataset, "Which dataset the folder is, where it cannot tell");
  app.add_option("--by", options.by, "site, vendor, model, time, patient, or a column")
      ->capture_default_str();
  app.add_option("--test", options.test_values, "Values that make the test part")->delimiter(',');
  app.add_option("--cut", options.cut, "Rows before this value are development, the others test");
  app.add_option("--parts", options.parts, "By patient: names and shares, a=0.7,b=0.3");
  app.add_option("--patient", options.patient, "Column that names the patient");
  app.add_flag("--without-patient", options.without_patient,
               "There is no patient column: prove what can be proven of images");
  app.add_option("--same", options.same, "Further column whose equal rows stay together")
      ->delimiter(',');
  app.add_option("--follows", options.follows, "Column that names the study of an earlier visit")
      ->delimiter(',');
  app.add_option("--hash", options.hashes, "Column of perceptual hashes (16 hexadecimal digits)")
      ->delimiter(',');
  app.add_option("--images", options.images, "Folder of the images: hash their pixels");
  app.add_option("--near-bits", options.near_bits, "Near-duplicates differ in at most so many bits")
      ->capture_default_str()
      ->check(CLI::Range(0, 8));
  app.add_option("--development-hashes", options.development_hashes,
                 "File of hashes of images that the model was developed on");
  app.add_option("--crossing", options.crossing, "Rows that belong together across parts")
      ->capture_default_str()
      ->check(CLI::IsMember({"refuse", "exclude", "development"}));
  app.add_option("--out", options.out, "File (JSON) for the partition and its proofs");
  app.add_option("--table-out", options.table_out, "The table with a column \"partition\" (CSV)");
  app.add_flag("--summary", options.summary,
               "Instead: what covariates alone say about the labels, and about the site");
  app.add_option("--label", options.labels, "For --summary: label columns")->delimiter(',');
  app.add_option("--covariate", options.covariates, "For --summary: covariates")->delimiter(',');
  app.add_option("--check", options.check, "Prove a partition on file again");
}

core::Result<cohort::Table> partition_table(const PartitionOptions& options,
                                            const core::Context& context,
                                            core::Findings& findings) {
  if (options.table.empty())
    return core::Error("config.missing-key", "no table is named", {},
                       "secondsite partition TABLE --by site");
  core::Result<cohort::Table> table = cohort::Table();
  if (options.dataset.empty()) {
    table = cohort::read_table(options.table, context, findings);
  } else {
    auto opened = cohort::open_dataset(options.table, context, findings, options.dataset);
    if (!opened) return std::move(opened).error();
    table = std::move(opened->table);
  }
  if (!table) return table;
  cohort::Table with_patient = cohort::with_patient_from_path(*table, context);
  if (options.images.empty()) return with_patient;
  const cohort::Roles roles = cohort::guess_roles(with_patient, context);
  const bool has_file = with_patient.find("file") != nullptr;
  return cohort::partition::with_image_hashes(with_patient, has_file ? "file" : roles.image,
                                              options.images, context, findings);
}

core::Result<Request> partition_request(const PartitionOptions& options, const cohort::Table& table,
                                        const core::Context& context) {
  const cohort::Roles roles = cohort::guess_roles(table, context);
  Request out;
  out.by_word = options.by;
  out.seed = context.seed;
  if (options.by != "patient") {
    auto column = column_for(options.by, table, roles);
    if (!column) return std::move(column).error();
    out.by = *column;
    if (!options.parts.empty())
      return core::Error("config.bad-value", "--parts divides patients at random", {},
                         "leave it out, or say --by patient");
  } else if (!options.test_values.empty() || !options.cut.empty()) {
    return core::Error("config.bad-value", "--test and --cut choose values of a column", {},
                       "say which column with --by");
  }
  if (!options.parts.empty()) {
    auto shares = shares_of(options.parts);
    if (!shares) return std::move(shares).error();
    out.shares = std::move(*shares);
  }
  out.test_values = options.test_values;
  out.cut = options.cut;
  out.patient = options.patient.empty() ? roles.patient : options.patient;
  out.without_patient = options.without_patient;
  out.same = options.same;
  out.study = roles.study;
  out.follows = options.follows;
  const auto add = [&](const std::string& name) {
    const bool there = !name.empty() && table.find(name) != nullptr && name != out.patient;
    if (there && std::count(out.same.begin(), out.same.end(), name) == 0) out.same.push_back(name);
  };
  add(roles.study);
  add(roles.image);
  add("pixels_sha256");
  out.perceptual = options.hashes;
  if (out.perceptual.empty() && table.find("phash") != nullptr) {
    out.perceptual = {"phash"};
    if (table.find("dhash") != nullptr) out.confirmed_by = "dhash";
  }
  out.near_bits = options.near_bits;
  if (!options.development_hashes.empty()) {
    auto hashes = hashes_in(options.development_hashes);
    if (!hashes) return std::move(hashes).error();
    out.development_hashes = std::move(*hashes);
  }
  out.crossing = options.crossing == "exclude"       ? Crossing::exclude
                 : options.crossing == "development" ? Crossing::development
                                                     : Crossing::refuse;
  return out;
}

}  // namespace secondsite::cli
