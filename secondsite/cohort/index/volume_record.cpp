#include "secondsite/cohort/index/volume_record.h"

#include <algorithm>

#include "secondsite/core/file.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/mapping.h"
#include "secondsite/image/picture.h"
#include "secondsite/image/read_volume.h"

namespace secondsite::cohort::index {
namespace {

using core::Covariate;
using core::CovariateVerdict;
using dicom::CovariateId;

class Sidecar {
 public:
  Sidecar(const core::Json& json, dicom::Covariates& out) : json_(json), out_(out) {}

  std::string text(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number() ? core::exact(found->get<double>()) : std::string();
  }
  void set(CovariateId id, Covariate value) {
    out_.applies |= std::uint64_t{1} << static_cast<unsigned>(id);
    if (!value.raw.empty()) out_[id] = std::move(value);
  }
  void verbatim(CovariateId id, const char* key) {
    const std::string raw = text(key);
    const auto verdict = dicom::is_sentinel_text(dicom::name(id), raw) ? CovariateVerdict::sentinel
                                                                       : CovariateVerdict::ok;
    set(id, {raw, verdict == CovariateVerdict::ok ? raw : "", from(key), verdict});
  }
  void number(CovariateId id, const char* key, double scale) {
    const std::string raw = text(key);
    const auto value = core::parse_number(raw);
    set(id,
        {raw,
         value ? core::exact(core::parse_number(core::fixed(*value * scale, 6)).value_or(0)) : "",
         from(key), value ? CovariateVerdict::ok : CovariateVerdict::unrecognised});
  }
  static std::string from(const char* key) { return std::string("sidecar ") + key; }

 private:
  const core::Json& json_;
  dicom::Covariates& out_;
};

void read_sidecar(const core::Json& json, Record& record, dicom::Covariates& covariates) {
  Sidecar sidecar(json, covariates);
  record.kind = sidecar.text("Modality");
  sidecar.set(CovariateId::vendor,
              dicom::vendor_from(sidecar.text("Manufacturer"), Sidecar::from("Manufacturer")));
  sidecar.verbatim(CovariateId::model, "ManufacturersModelName");
  sidecar.verbatim(CovariateId::station, "StationName");
  sidecar.verbatim(CovariateId::software, "SoftwareVersions");
  sidecar.verbatim(CovariateId::institution, "InstitutionName");
  sidecar.verbatim(CovariateId::body_part, "BodyPartExamined");
  sidecar.number(CovariateId::thickness_mm, "SliceThickness", 1);
  if (record.kind == "MR") {
    sidecar.set(CovariateId::field_t,
                dicom::field_strength_from(sidecar.text("MagneticFieldStrength"),
                                           Sidecar::from("MagneticFieldStrength")));
    sidecar.number(CovariateId::te_ms, "EchoTime", 1000);
    sidecar.number(CovariateId::tr_ms, "RepetitionTime", 1000);
    sidecar.number(CovariateId::ti_ms, "InversionTime", 1000);
    sidecar.number(CovariateId::flip_deg, "FlipAngle", 1);
  }
  if (record.kind == "CT") {
    sidecar.number(CovariateId::kvp, "KVP", 1);
    sidecar.verbatim(CovariateId::kernel, "ConvolutionKernel");
    const Covariate& kernel = covariates[CovariateId::kernel];
    if (!kernel.canonical.empty())
      sidecar.set(
          CovariateId::kernel_class,
          dicom::kernel_class_from(kernel.canonical, covariates[CovariateId::vendor].canonical,
                                   kernel.provenance));
  }
}

}  // namespace

bool read_volume_record(const std::string& path, Record& record, dicom::Covariates& covariates) {
  if (!image::is_image_name(path) || path.ends_with(".png")) return false;
  const auto header = image::read_header(path);
  if (!header) return false;
  record.code.clear();
  record.why.clear();
  const std::string name = record.path.substr(record.path.rfind('/') + 1);
  const std::string stem = image::image_stem(path);
  record.instance =
      record.path.substr(0, record.path.size() - name.size()) + stem.substr(stem.rfind('/') + 1);
  record.study = record.series = record.instance;
  record.image_type = "volume of " + header->stored_type;
  const image::Grid& grid = header->grid;
  record.columns = grid.size[0];
  record.rows = grid.size[1];
  record.frames = grid.size[2];
  record.column_spacing_mm = grid.spacing_mm[0];
  record.row_spacing_mm = grid.spacing_mm[1];
  record.kind.clear();
  covariates = {};
  const std::string folder = path.substr(0, path.size() - name.size());
  const auto text = core::read_file(folder + stem.substr(stem.rfind('/') + 1) + ".json");
  if (text) {
    const auto json = core::parse_json(*text, record.path);
    if (json && json->is_object()) read_sidecar(*json, record, covariates);
  }
  record.applies = covariates.applies;
  return true;
}

void read_picture_record(const std::string& path, const Options& options, Record& record) {
  const bool admitted = std::find(options.admitted.begin(), options.admitted.end(),
                                  "index.picture") != options.admitted.end();
  if (!admitted) return;
  const auto header = image::read_picture_header(path);
  if (!header) {
    record.code = "index.unreadable-file";
    record.why = header.error().what();
    return;
  }
  record.code.clear();
  record.why.clear();
  record.kind.clear();
  const std::size_t slash = record.path.rfind('/');
  const std::size_t dot = record.path.rfind('.');
  const bool has_ending = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  record.instance = has_ending ? record.path.substr(0, dot) : record.path;
  record.series = record.instance;
  record.rows = header->rows;
  record.columns = header->columns;
  record.frames = 1;
  record.bits_stored = header->bits;
  record.photometric = header->channels >= 3 ? "RGB" : "MONOCHROME2";
}

}  // namespace secondsite::cohort::index
