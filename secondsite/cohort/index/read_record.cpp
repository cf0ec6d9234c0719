#include "secondsite/cohort/index/read_record.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/identifier.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/admission.h"
#include "secondsite/dicom/character_set.h"
#include "secondsite/dicom/mapping.h"
#include "secondsite/dicom/scan.h"

namespace secondsite::cohort::index {
namespace {

using dicom::CovariateId;
namespace tag = dicom::tag;

struct Signature {
  std::size_t at;
  std::string_view bytes;
  std::string_view format;
};

constexpr Signature signatures[] = {
    {0, "\x89PNG\r\n\x1a\n", "PNG"},
    {0, "\xff\xd8\xff", "JPEG"},
    {0, "\x89HDF\r\n\x1a\n", "HDF5"},
    {0, "NRRD", "NRRD"},
    {344, std::string_view("n+1\0", 4), "NIfTI"},
    {344, std::string_view("ni1\0", 4), "NIfTI"},
    {0, "\x1f\x8b", "gzip"},
    {0, "PK\x03\x04", "zip"},
    {0,
     "\xfd"
     "7zXZ",
     "xz"},
    {0, "%PDF", "PDF"},
    {0, "SQLite format 3", "SQLite"},
    {0, "PAR1", "Parquet"},
    {0, "II*\0", "TIFF"},
    {0, "ObjectType", "MetaImage"},
};

// What tells volumes within one series apart.
std::string group_of(const dicom::Header& header, const dicom::Covariates& covariates,
                     const dicom::ImageGeometry& geometry) {
  std::string out = std::to_string(geometry.rows) + "x" + std::to_string(geometry.columns);
  const auto add = [&](std::string_view text) {
    out += '|';
    out += text;
  };
  add(covariates[CovariateId::kernel].canonical);
  add(covariates[CovariateId::te_ms].canonical);
  // Of CT the first three values: later ones say how a slice was made up (GE's ADD), not what it
  // is.
  std::string_view type = header.text(tag::image_type);
  if (header.text(tag::modality) == "CT") {
    std::size_t end = 0;
    for (int i = 0; i < 3 && end != std::string_view::npos; ++i) end = type.find('\\', end + 1);
    type = type.substr(0, end);
  }
  add(type);
  if (geometry.spacing_mm)
    add(core::fixed((*geometry.spacing_mm)[0], 4) + "," +
        core::fixed((*geometry.spacing_mm)[1], 4));
  if (!geometry.planes.empty())
    for (const double part : geometry.planes[0].orientation) add(core::fixed(part, 2));
  return out;
}

void fill_geometry(const dicom::Header& header, const dicom::Covariates& covariates,
                   Record& record) {
  const dicom::ImageGeometry geometry = dicom::read_geometry(header);
  record.rows = geometry.rows;
  record.columns = geometry.columns;
  record.frames = geometry.frames;
  record.mosaic_tiles = geometry.mosaic_tiles;
  record.spacing_at_detector = geometry.spacing_at_detector;
  if (geometry.spacing_mm) {
    record.row_spacing_mm = (*geometry.spacing_mm)[0];
    record.column_spacing_mm = (*geometry.spacing_mm)[1];
  }
  if (geometry.stated_tilt_deg) record.stated_tilt_deg = *geometry.stated_tilt_deg;
  if (geometry.planes.size() == 1) record.plane = geometry.planes[0];
  if (geometry.planes.size() > 1) {
    record.frame_stack = dicom::judge_stack(geometry.planes);
    record.frame_stack->order = {};
  }
  record.group = group_of(header, covariates, geometry);
}

bool mostly_text(std::string_view head) {
  return !head.empty() && std::none_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 9 || (byte > 13 && byte < 32 && byte != 27);
  });
}

bool is_uid(std::string_view text) {
  return text.size() <= 64 && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Collections write identifiers of their own ("ID_000039fa0"): those name an image as well.
bool can_name(std::string_view text) {
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '.' || c == '-' || c == '_';
         });
}

bool has_long_part(std::string_view text) {
  while (text.size() > 16) {
    const std::size_t cut = text.find('\\');
    if (cut > 16) return true;
    text.remove_prefix(cut + 1);
  }
  return false;
}

// Marks values that the standard's value representations do not allow.
void judge_values(const dicom::Header& header, Record& record) {
  for (const dicom::Tag tag : {tag::study, tag::series, tag::sop_instance, tag::sop_class})
    if (!is_uid(header.text(tag))) record.oddities |= dicom::bad_uid;
  for (const dicom::Tag tag : {tag::modality, tag::photometric, tag::image_type})
    if (has_long_part(header.text(tag))) record.oddities |= dicom::bad_code_string;
  if (can_name(record.instance)) return;
  record.instance.clear();
  if (!record.code.empty()) return;
  record.code = "dicom.bad-uid";
  record.why = "the SOP Instance UID has characters that no UID has, or more than 64";
}

}  // namespace

std::string format_of(std::string_view head) {
  for (const Signature& signature : signatures)
    if (head.size() >= signature.at + signature.bytes.size() &&
        head.substr(signature.at, signature.bytes.size()) == signature.bytes)
      return std::string(signature.format);
  return mostly_text(head.substr(0, 256)) ? "text" : "";
}

void read_record(dicom::ByteSource& source, const Options& options, std::uint64_t seed,
                 Workspace& workspace, Record& record, dicom::Covariates& covariates) {
  if (source.size() == 0) {
    record.code = "index.empty-file";
    record.why = "the file is empty";
    return;
  }
  dicom::Header& header = workspace.header;
  const auto scanned = dicom::scan(source, dicom::index_selection(), header);
  record.oddities = header.oddities;
  if (!scanned) {
    const auto front = static_cast<std::size_t>(std::min<std::uint64_t>(source.size(), 512));
    const unsigned char* head = source.need(0, front);
    const std::string format =
        head == nullptr ? "" : format_of({reinterpret_cast<const char*>(head), front});
    record.code = format.empty() ? scanned.error().code() : "index.other-format";
    record.why = format.empty() ? scanned.error().what() : format + ", not DICOM";
    record.kind = format;
    if (format == "PNG" || format == "JPEG") {
      record.code = "index.picture";
      record.why = "a " + format + " picture, which says nothing of patient or acquisition";
    }
    return;
  }
  dicom::Admission admission = dicom::admit(header);
  record.kind = dicom::printable(admission.kind);
  if (!admission.code.empty() && std::find(options.admitted.begin(), options.admitted.end(),
                                           admission.code) == options.admitted.end()) {
    record.code = admission.code;
    record.why = dicom::printable(admission.why);
  }
  dicom::read_covariates(header, record.kind, covariates);
  record.applies = covariates.applies;
  const std::string_view patient = header.text(tag::patient_id);
  if (!patient.empty())
    record.patient = options.keep_patient_ids
                         ? dicom::utf8(patient, header.text(tag::character_set))
                         : core::PatientId(patient).pseudonym(seed);
  record.study = dicom::printable(header.text(tag::study));
  record.series = dicom::printable(header.text(tag::series));
  record.instance = header.text(tag::sop_instance);
  record.transfer_syntax = dicom::printable(header.transfer_syntax);
  record.photometric = dicom::printable(header.text(tag::photometric));
  record.image_type = dicom::printable(header.text(tag::image_type));
  judge_values(header, record);
  const double number = header.number(tag::instance_number).value_or(-1);
  record.instance_number = std::abs(number) < 1e15 ? static_cast<std::int64_t>(number) : -1;
  record.bits_stored = header.word(tag::bits_stored).value_or(0);
  record.burned_in = dicom::folded(header.text(tag::burned_in)) == "YES";
  record.is_signed = header.word(tag::signedness).value_or(0) == 1;
  record.pixels_at = header.pixels_at;
  record.intercept = dicom::stated_intercept(header).value_or(std::nan(""));
  fill_geometry(header, covariates, record);
  if (record.code.empty() && (header.oddities & dicom::truncated_pixels) != 0) {
    record.code = "dicom.truncated";
    record.why = "fewer bytes of pixel data than the header declares";
  }
  if (record.code.empty() && record.instance.empty()) {
    record.code = "dicom.no-identity";
    record.why = "no SOP Instance UID";
  }
}

}  // namespace secondsite::cohort::index
