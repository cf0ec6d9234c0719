#include "secondsite/cohort/index/assemble.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "secondsite/cohort/index/pixel_reader.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/hounsfield_fault.h"

namespace secondsite::cohort::index {
namespace {

using core::Severity;

// Record numbers by instance UID, where more than one file has it. Paths ascend within each.
std::map<std::string_view, std::vector<std::size_t>> shared_instances(
    const std::vector<Record>& records) {
  std::unordered_map<std::string_view, std::size_t> first;
  std::map<std::string_view, std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = records[i];
    const bool copy = record.code == "index.duplicate-copy";
    if (record.instance.empty() || (!record.is_image() && !copy)) continue;
    const auto [place, fresh] = first.emplace(record.instance, i);
    if (fresh) continue;
    auto& list = out[place->first];
    if (list.empty()) list.push_back(place->second);
    list.push_back(i);
  }
  return out;
}

void mark_duplicates(Index& index) {
  for (Record& record : index.records) {
    if (record.code != "index.duplicate-copy") continue;  // of an earlier run: judged anew
    record.code.clear();
    record.why.clear();
  }
  for (const auto& [uid, files] : shared_instances(index.records)) {
    // The first file of each content is kept.
    std::map<std::tuple<std::string_view, std::uint32_t, std::uint32_t>, std::size_t> kept;
    for (const std::size_t i : files) {
      Record& record = index.records[i];
      const auto [place, fresh] = kept.emplace(
          std::tuple(std::string_view(record.pixels_hash), record.rows, record.columns), i);
      if (!fresh) {
        record.code = "index.duplicate-copy";
        record.why = "the same instance and pixels as " + index.records[place->second].path;
      } else if (kept.size() > 1) {
        index.findings.add(Severity::warning, "index.duplicate-uid", {},
                           "files share a SOP Instance UID and hold different pixels",
                           {.file = record.path});
      }
    }
  }
}

void build_volumes(Index& index) {
  // By series and group, in the order of paths.
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::size_t>> groups;
  index.volume_of.assign(index.records.size(), Index::none);
  for (std::size_t i = 0; i < index.records.size(); ++i) {
    const Record& record = index.records[i];
    if (record.is_image()) groups[{record.series, record.group}].push_back(i);
  }
  std::map<std::string_view, int> seen;
  for (auto& [key, images] : groups) {
    Volume volume;
    const int nth = ++seen[key.first];
    volume.id = std::string(key.first) + (nth > 1 ? "#" + std::to_string(nth) : std::string());
    // Instances first: the order must not hang on file names where positions repeat.
    std::stable_sort(images.begin(), images.end(), [&](std::size_t a, std::size_t b) {
      return index.records[a].instance_number < index.records[b].instance_number;
    });
    std::vector<dicom::Plane> planes;
    for (const std::size_t i : images)
      if (index.records[i].plane) planes.push_back(*index.records[i].plane);
    if (planes.size() == images.size()) {
      volume.stack = dicom::judge_stack(planes);
      for (const std::size_t place : volume.stack.order) volume.images.push_back(images[place]);
      volume.stack.order.clear();
    } else {
      volume.images = images;
      volume.stack.slices = images.size();
      if (images.size() == 1 && index.records[images[0]].frame_stack)
        volume.stack = *index.records[images[0]].frame_stack;
    }
    for (const std::size_t i : volume.images) index.volume_of[i] = index.volumes.size();
    index.volumes.push_back(std::move(volume));
  }
}

bool is_sliced(const Record& record) {
  return record.kind == "CT" || record.kind == "MR" || record.kind == "PT";
}

void count_volumes(Index& index) {
  for (const Volume& volume : index.volumes) {
    const Record& first = index.records[volume.images.front()];
    if (!is_sliced(first)) continue;
    const core::Location where{.file = first.path};
    using dicom::StackVerdict;
    switch (volume.stack.verdict) {
      case StackVerdict::uneven:
        index.findings.add(Severity::warning, "index.uneven-spacing", {},
                           "slices at uneven distances are not one regular volume", where);
        break;
      case StackVerdict::missing:
        index.findings.add(Severity::warning, "index.missing-slices", {},
                           "whole slices are missing between those that are there", where);
        break;
      case StackVerdict::mixed:
        index.findings.add(Severity::warning, "index.mixed-geometry", {},
                           "slices of one volume do not lie on one line in one orientation", where);
        break;
      case StackVerdict::tilted:
        index.findings.add(Severity::note, "index.gantry-tilt", {},
                           "the positions step along another direction than the normal", where);
        break;
      case StackVerdict::repeated:
        index.findings.add(Severity::note, "index.repeated-positions", {},
                           "several slices at each position: phases, echoes or repetitions", where);
        break;
      case StackVerdict::unknown:
        index.findings.add(Severity::note, "index.no-positions", {},
                           "slices without positions in the patient", where);
        break;
      default:
        break;
    }
    // A tilt that the header states and the positions do not show is no tilt of the volume.
    if (volume.stack.one_volume() && std::abs(first.stated_tilt_deg) > 0.5 &&
        std::abs(std::abs(first.stated_tilt_deg) - volume.stack.tilt_deg) > 0.5)
      index.findings.add(Severity::warning, "index.tilt-conflict", {},
                         "Gantry/Detector Tilt and the positions disagree", where);
  }
}

void count_records(Index& index) {
  for (const Record& record : index.records) {
    const core::Location where{.file = record.path};
    if (record.burned_in)
      index.findings.add(Severity::warning, "dicom.burned-in", {},
                         "Burned In Annotation says that text stands in the pixels", where);
    if (!record.is_image()) {
      const std::string subject =
          record.code == "index.other-format" || record.code == "index.picture" ? record.kind : "";
      const bool note = record.code == "index.other-format" || record.code == "index.picture" ||
                        record.code == "dicom.directory" || record.code == "dicom.not-an-image" ||
                        record.code == "index.empty-file";
      index.findings.add(note ? Severity::note : Severity::excluded, record.code, subject,
                         record.why, where);
      continue;
    }
    if (record.patient.empty())
      index.findings.add(Severity::warning, "index.no-patient", {},
                         "an image without a patient identifier", where);
    if ((record.oddities & dicom::broken_sequence) != 0)
      index.findings.add(Severity::note, "dicom.broken-sequence", {},
                         "items or delimiters stand where the standard has none", where);
    if ((record.oddities & dicom::no_preamble) != 0)
      index.findings.add(Severity::note, "dicom.no-preamble", {},
                         "the file begins without the preamble and mark of PS3.10", where);
    if ((record.oddities & dicom::out_of_order) != 0)
      index.findings.add(Severity::note, "dicom.out-of-order", {},
                         "elements do not stand in the order of their tags", where);
    if ((record.oddities & (dicom::deeply_nested | dicom::truncated_header | dicom::too_many)) != 0)
      index.findings.add(Severity::warning, "dicom.header-cut", {},
                         "the header could be read in part only", where);
    if ((record.oddities & (dicom::no_meta | dicom::unknown_syntax | dicom::wrong_encoding)) != 0)
      index.findings.add(Severity::note, "dicom.encoding-guessed", {},
                         "the declared encoding is absent or wrong, and was guessed", where);
    if ((record.oddities & dicom::bad_uid) != 0)
      index.findings.add(Severity::note, "dicom.bad-uid", {},
                         "a UID that is not made of digits and dots", where);
    if ((record.oddities & dicom::bad_code_string) != 0)
      index.findings.add(Severity::warning, "dicom.bad-code-string", {},
                         "a code string of more than 16 characters", where);
    if (record.kind == "CT" &&
        dicom::has_wrapped_hounsfield(record.bits_stored, record.is_signed, record.intercept))
      index.findings.add(Severity::warning, "index.hounsfield-wrapped", {},
                         "12 bits without a sign and an intercept that leaves no room for air",
                         where);
    for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
      if ((record.applies >> c & 1U) == 0) continue;
      const core::Covariate& value = index.pool.at(c, record.covariate[c]);
      const std::string_view subject = name(static_cast<dicom::CovariateId>(c));
      switch (value.verdict) {
        case core::CovariateVerdict::conflict:
          index.findings.add(Severity::warning, "index.covariate-conflict", subject,
                             "two statements about the same thing disagree", where);
          break;
        case core::CovariateVerdict::implausible:
          index.findings.add(Severity::warning, "index.covariate-implausible", subject,
                             "stated, but outside what can be", where);
          break;
        case core::CovariateVerdict::sentinel:
          index.findings.add(Severity::note, "index.covariate-sentinel", subject,
                             "a value that stands for unknown", where);
          break;
        case core::CovariateVerdict::unrecognised:
          index.findings.add(Severity::note, "index.covariate-unrecognised", subject,
                             "stated, but in no mapping table", where);
          break;
        default:
          break;
      }
    }
  }
}

// Of the decoded values, so that the same image in two transfer syntaxes is the same; where they
// cannot be decoded, of the bytes.
std::string hash_of_pixels(PixelReader& reader, const Record& record) {
  constexpr std::uint32_t most_frames = 64;
  std::string all;
  dicom::Pixels pixels;
  for (std::uint32_t frame = 0; frame < std::min(record.frames, most_frames); ++frame) {
    if (!reader.decode(record, frame, pixels)) {
      all.clear();
      break;
    }
    all += core::sha256({reinterpret_cast<const char*>(pixels.stored.data()),
                         pixels.stored.size() * sizeof(std::int32_t)});
  }
  if (!all.empty()) return core::sha256(all).substr(0, 32);
  const auto bytes = reader.bytes(record);
  if (!bytes || record.pixels_at > bytes->size()) return "unreadable " + record.path;
  return core::sha256(std::string_view(*bytes).substr(record.pixels_at)).substr(0, 32);
}

}  // namespace

bool hash_duplicates(Index& index) {
  PixelReader reader(index.root);
  bool hashed = false;
  for (const auto& [uid, files] : shared_instances(index.records)) {
    for (const std::size_t i : files) {
      Record& record = index.records[i];
      if (!record.pixels_hash.empty()) continue;
      hashed = true;
      record.pixels_hash = hash_of_pixels(reader, record);
    }
  }
  return hashed;
}

void assemble(Index& index) {
  mark_duplicates(index);
  build_volumes(index);
  count_records(index);
  count_volumes(index);
}

std::vector<FlowStep> Index::flow() const {
  std::map<std::string, std::uint64_t> reasons;
  std::unordered_map<std::string_view, bool> patients;
  FlowStep all;
  all.description = "files";
  all.cases = records.size();
  FlowStep kept;
  kept.description = "images in the cohort";
  for (const Record& record : records) {
    if (!record.is_image()) {
      ++reasons[record.code];
      continue;
    }
    ++kept.cases;
    if (!record.patient.empty()) patients.emplace(record.patient, true);
  }
  for (const auto& [code, count] : reasons) {
    std::string words = code.substr(code.find('.') + 1);
    std::replace(words.begin(), words.end(), '-', ' ');
    kept.excluded.push_back({words, code, count});
  }
  kept.patients = patients.size();
  return {all, kept};
}

}  // namespace secondsite::cohort::index
