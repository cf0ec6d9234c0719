#include "secondsite/readers/mask_reads.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "secondsite/core/text.h"
#include "secondsite/image/image_folder.h"
#include "secondsite/image/read_volume.h"
#include "secondsite/image/resample.h"

namespace secondsite::readers {
namespace {

using core::Error;

constexpr double grid_tolerance = 0.01;
constexpr const char* the_only_case = "case";

void count(const Error& error, const std::string& reader, core::Findings& findings) {
  findings.add(core::Severity::excluded, error.code(), reader, "this mask was left out",
               error.where());
}

template <class T, class Read, class Put>
CaseVolumes<T> read_case(const MaskReads& reads, const std::string& one_case,
                         core::Findings& findings, Read read, Put put_on_grid) {
  CaseVolumes<T> out;
  for (std::uint32_t r = 0; r < reads.readers.size(); ++r) {
    const auto path = reads.file[r].find(one_case);
    if (path == reads.file[r].end()) continue;
    auto volume = read(path->second);
    if (!volume) {
      count(volume.error(), reads.readers[r], findings);
      continue;
    }
    if (out.reader.empty()) {
      out.grid = volume->grid;
    } else if (const std::string apart = image::difference(volume->grid, out.grid, grid_tolerance);
               !apart.empty()) {
      if (!put_on_grid(*volume, out.grid, apart, path->second)) {
        count(Error("mask.grid", apart, {.file = path->second}), reads.readers[r], findings);
        continue;
      }
    }
    out.reader.push_back(r);
    out.volume.push_back(*std::move(volume));
  }
  return out;
}

}  // namespace

core::Result<MaskReads> find_masks(const std::vector<std::pair<std::string, std::string>>& sources,
                                   core::Findings& findings) {
  if (sources.size() < 2)
    return Error("readers.one-reader",
                 core::counted(sources.size(), "reader") + " of masks; it takes two", {},
                 "name each reader's masks: --masks NAME=FOLDER, and again for the next");
  MaskReads out;
  std::error_code failed;
  const bool are_files = std::all_of(sources.begin(), sources.end(), [&](const auto& source) {
    return std::filesystem::is_regular_file(source.second, failed);
  });
  for (const auto& [name, path] : sources) {
    if (std::find(out.readers.begin(), out.readers.end(), name) != out.readers.end())
      return Error("config.bad-value", "two sources of masks belong to a reader \"" + name + "\"",
                   {}, "name them: --masks NAME=FOLDER");
    out.readers.push_back(name);
    if (are_files) {
      out.file.push_back({{the_only_case, path}});
      continue;
    }
    auto files = image::images_of(path);
    if (!files) return std::move(files).error().while_doing("finding the masks of " + name);
    out.file.push_back(*std::move(files));
  }
  std::map<std::string, std::size_t> readers_of;
  for (const auto& files : out.file)
    for (const auto& [name, path] : files) ++readers_of[name];
  for (const auto& [name, readers] : readers_of) {
    if (readers > 1)
      out.cases.push_back(name);
    else
      findings.add(core::Severity::excluded, "readers.one-mask", "", "the case was left out",
                   {.tag = name});
  }
  if (out.cases.empty())
    return Error("readers.no-common-mask", "no file name stands in the folders of two readers",
                 {.file = sources[0].second}, "masks of one case have one name in each folder");
  name_patients(out, {}, findings);
  return out;
}

void name_patients(MaskReads& reads, const std::map<std::string, std::string>& of,
                   core::Findings& findings) {
  reads.patient.clear();
  reads.patients.clear();
  std::map<std::string, std::uint32_t> number;
  for (const std::string& one : reads.cases) {
    const auto known = of.find(one);
    if (known == of.end() && !of.empty())
      findings.add(core::Severity::warning, "readers.unknown-patient", "",
                   "the case is taken as a patient of its own", {.tag = one});
    const std::string name = known == of.end() ? "\n" + one : known->second;
    const auto [at, is_new] =
        number.try_emplace(name, static_cast<std::uint32_t>(reads.patients.size()));
    if (is_new) reads.patients.push_back(known == of.end() ? one : known->second);
    reads.patient.push_back(at->second);
  }
}

CaseMasks read_masks(const MaskReads& reads, const std::string& one_case, bool resample,
                     core::Findings& findings) {
  return read_case<std::int32_t>(
      reads, one_case, findings, [](const std::string& path) { return image::read_labels(path); },
      [&](Mask& mask, const image::Grid& grid, const std::string& apart, const std::string& path) {
        if (!resample) return false;
        findings.add(core::Severity::warning, "mask.resampled", "", apart, {.file = path});
        mask = image::on_grid(mask, grid);
        return true;
      });
}

CaseMaps read_maps(const MaskReads& reads, const std::string& one_case, core::Findings& findings) {
  return read_case<float>(
      reads, one_case, findings, [](const std::string& path) { return image::read_volume(path); },
      [](const auto&, const auto&, const auto&, const auto&) { return false; });
}

std::vector<std::int32_t> labels_in(const CaseMasks& masks) {
  std::set<std::int32_t> seen;
  for (const Mask& mask : masks.volume) {
    std::int32_t last = 0;
    for (const std::int32_t label : mask.voxel)
      if (label != last) {
        last = label;
        if (label != 0) seen.insert(label);
      }
  }
  return {seen.begin(), seen.end()};
}

}  // namespace secondsite::readers
