#include <set>

#include "secondsite/cohort/partition/partition.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::partition {
namespace {

using core::Json;

constexpr const char* format_name = "secondsite-partition/1";

std::string_view name(Crossing crossing) {
  switch (crossing) {
    case Crossing::exclude:
      return "exclude";
    case Crossing::development:
      return "development";
    default:
      return "refuse";
  }
}

Json request_json(const Request& request) {
  Json shares = Json::array();
  for (const auto& [part, share] : request.shares)
    shares.push_back({{"part", part}, {"share", share}});
  return {{"by", request.by_word},
          {"column", request.by},
          {"test_values", request.test_values},
          {"cut", request.cut},
          {"shares", shares},
          {"seed", request.seed},
          {"patient", request.patient},
          {"without_patient", request.without_patient},
          {"same", request.same},
          {"follows", request.follows},
          {"study", request.study},
          {"perceptual", request.perceptual},
          {"confirmed_by", request.confirmed_by},
          {"near_bits", request.near_bits},
          {"development_hashes", request.development_hashes},
          {"crossing", name(request.crossing)}};
}

Request request_from(const Json& json) {
  Request out;
  out.by_word = json.at("by");
  out.by = json.at("column");
  out.test_values = json.at("test_values").get<std::vector<std::string>>();
  out.cut = json.at("cut");
  out.shares.clear();
  for (const Json& share : json.at("shares"))
    out.shares.emplace_back(share.at("part"), share.at("share"));
  out.seed = json.at("seed");
  out.patient = json.at("patient");
  out.without_patient = json.at("without_patient");
  out.same = json.at("same").get<std::vector<std::string>>();
  out.follows = json.at("follows").get<std::vector<std::string>>();
  out.study = json.at("study");
  out.perceptual = json.at("perceptual").get<std::vector<std::string>>();
  out.confirmed_by = json.at("confirmed_by");
  out.near_bits = json.at("near_bits");
  out.development_hashes = json.at("development_hashes").get<std::vector<std::string>>();
  const std::string crossing = json.at("crossing");
  out.crossing = crossing == "exclude"       ? Crossing::exclude
                 : crossing == "development" ? Crossing::development
                                             : Crossing::refuse;
  return out;
}

// SHA-256 of each column that the partition rests on, over its raw cells.
Json digests(const Table& table, const Request& request) {
  std::set<std::string> names{request.by, request.patient, request.study, request.confirmed_by};
  for (const auto* list : {&request.same, &request.follows, &request.perceptual})
    names.insert(list->begin(), list->end());
  Json out = Json::object();
  for (const std::string& each : names) {
    const Column* column = table.find(each);
    if (each.empty() || column == nullptr) continue;
    std::string bytes;
    std::string scratch;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      bytes += column->cells->raw(row, scratch);
      bytes += '\x1f';
    }
    out[each] = core::sha256(bytes);
  }
  return out;
}

// "0*120;1*30;.*2": runs of part numbers, a dot for rows in no part.
std::string runs(const std::vector<std::uint32_t>& part) {
  std::string out;
  for (std::size_t begin = 0; begin < part.size();) {
    std::size_t end = begin + 1;
    while (end < part.size() && part[end] == part[begin]) ++end;
    if (!out.empty()) out += ';';
    out += part[begin] == Partition::left_out ? "." : std::to_string(part[begin]);
    out += '*' + std::to_string(end - begin);
    begin = end;
  }
  return out;
}

Json proofs_json(const Partition& partition) {
  Json out = Json::array();
  for (const Proof& proof : partition.proofs)
    out.push_back({{"what", proof.what},
                   {"column", proof.column},
                   {"method", proof.method},
                   {"holds", proof.holds},
                   {"groups", proof.groups},
                   {"rows_unknown", proof.blank},
                   {"crossings", proof.crossings}});
  return out;
}

Json parts_json(const Partition& partition) {
  Json out = Json::array();
  for (std::size_t i = 0; i < partition.parts.size(); ++i)
    out.push_back({{"name", partition.parts[i]},
                   {"rows", partition.rows[i]},
                   {"patients", partition.patients[i]}});
  return out;
}

std::string hash_of(Json file) {
  file.erase("hash");
  return core::sha256(core::canonical(file));
}

core::Error bad_file(const std::string& origin, const std::string& why) {
  return {
      "partition.bad-file", "it is no partition that this program wrote: " + why, {.file = origin}};
}

}  // namespace

Json to_json(const Partition& partition, const Request& request, const Table& table,
             const std::string& origin) {
  Json file{{"format", format_name},
            {"table", origin},
            {"rows", table.rows()},
            {"request", request_json(request)},
            {"parts", parts_json(partition)},
            {"rows_in_no_part", partition.rows_left_out},
            {"proven", partition.is_proven()},
            {"proofs", proofs_json(partition)},
            {"not_checked", partition.not_checked},
            {"columns_sha256", digests(table, request)},
            {"part_of_row", runs(partition.part)}};
  file["hash"] = hash_of(file);
  return file;
}

core::Result<std::string> table_of(const Json& file, const std::string& origin) {
  if (!file.is_object() || file.value("format", "") != format_name || !file.contains("table") ||
      !file["table"].is_string())
    return bad_file(origin, "its format is not " + std::string(format_name));
  return file["table"].get<std::string>();
}

core::Result<Checked> check(const Json& file, const std::string& origin, const Table& table,
                            const core::Context& context, core::Findings& findings) try {
  if (auto named = table_of(file, origin); !named) return std::move(named).error();
  Checked out;
  if (file.at("hash") != hash_of(file))
    out.differences.emplace_back("the file was altered: its hash is not that of its content");
  const Request request = request_from(file.at("request"));
  if (file.at("rows") != table.rows()) {
    out.differences.push_back("the table has " + core::grouped(table.rows()) + " rows, not " +
                              file.at("rows").dump());
    return out;
  }
  const Json now = digests(table, request);
  for (const auto& [column, digest] : file.at("columns_sha256").items())
    if (!now.contains(column) || now.at(column) != digest)
      out.differences.push_back("the column \"" + column + "\" is not what it was");
  if (!out.differences.empty()) return out;
  auto again = make(table, request, context, findings);
  if (!again) return std::move(again).error();
  out.partition = std::move(*again);
  if (file.at("part_of_row") != runs(out.partition.part) ||
      file.at("parts") != parts_json(out.partition))
    out.differences.emplace_back("rows lie in other parts than the rule puts them");
  if (file.at("proofs") != proofs_json(out.partition))
    out.differences.emplace_back("the proofs do not come out as recorded");
  if (!out.partition.is_proven())
    out.differences.emplace_back("the partition is not proven: something crosses its parts");
  out.holds = out.differences.empty();
  return out;
} catch (const Json::exception& fault) {
  return bad_file(origin, fault.what());
}

}  // namespace secondsite::cohort::partition
