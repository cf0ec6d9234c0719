#include "secondsite/cohort/index/ismrmrd.h"

#include <cmath>
#include <pugixml.hpp>

#include "secondsite/core/identifier.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/raw_mr.h"

namespace secondsite::cohort::index {
namespace {

using core::Covariate;
using core::CovariateVerdict;
using dicom::CovariateId;

std::array<double, 3> triple(const pugi::xml_node& node) {
  return {node.child("x").text().as_double(), node.child("y").text().as_double(),
          node.child("z").text().as_double()};
}

std::vector<double> numbers(const pugi::xml_node& parent, const char* name) {
  std::vector<double> out;
  for (const pugi::xml_node& node : parent.children(name)) {
    const auto value = core::parse_number(node.text().as_string());
    if (value && std::isfinite(*value)) out.push_back(*value);
  }
  return out;
}

std::string cleaned(const pugi::xml_node& node) {
  return std::string(core::trim(node.text().as_string()));
}

}  // namespace

core::Result<IsmrmrdHeader> parse_ismrmrd(std::string_view xml, const std::string& origin) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size());
  const pugi::xml_node root = document.child("ismrmrdHeader");
  if (!parsed || !root)
    return core::Error("index.bad-ismrmrd",
                       parsed ? "the XML has no ismrmrdHeader"
                              : "the header is not XML: " + std::string(parsed.description()),
                       {.file = origin});
  IsmrmrdHeader out;
  const pugi::xml_node system = root.child("acquisitionSystemInformation");
  out.vendor = cleaned(system.child("systemVendor"));
  out.model = cleaned(system.child("systemModel"));
  out.institution = cleaned(system.child("institutionName"));
  out.field_t = cleaned(system.child("systemFieldStrength_T"));
  const pugi::xml_node encoding = root.child("encoding");
  out.trajectory = cleaned(encoding.child("trajectory"));
  out.encoded_matrix = triple(encoding.child("encodedSpace").child("matrixSize"));
  out.encoded_fov_mm = triple(encoding.child("encodedSpace").child("fieldOfView_mm"));
  out.recon_matrix = triple(encoding.child("reconSpace").child("matrixSize"));
  out.recon_fov_mm = triple(encoding.child("reconSpace").child("fieldOfView_mm"));
  const pugi::xml_node centre =
      encoding.child("encodingLimits").child("kspace_encoding_step_1").child("center");
  out.padding_left =
      centre ? std::floor(out.encoded_matrix[1] / 2) - centre.text().as_double() : std::nan("");
  const pugi::xml_node sequence = root.child("sequenceParameters");
  out.tr_ms = numbers(sequence, "TR");
  out.te_ms = numbers(sequence, "TE");
  out.ti_ms = numbers(sequence, "TI");
  out.flip_deg = numbers(sequence, "flipAngle_deg");
  return out;
}

bool read_raw_record(const std::string& path, const Options& options, std::uint64_t seed,
                     Record& record, dicom::Covariates& covariates) {
  const auto raw = dicom::read_raw_mr(path);
  if (!raw) return false;
  record.code.clear();
  record.why.clear();
  record.kind = "MR";
  record.image_type = "raw k-space";
  const std::string name = record.path.substr(record.path.rfind('/') + 1);
  record.instance = record.study = record.series = name.substr(0, name.rfind('.'));
  if (!raw->patient.empty())
    record.patient =
        options.keep_patient_ids ? raw->patient : core::PatientId(raw->patient).pseudonym(seed);
  if (!raw->kspace_shape.empty())
    record.frames = static_cast<std::uint32_t>(raw->kspace_shape.front());
  covariates = {};
  const auto set = [&](CovariateId id, Covariate value) {
    covariates.applies |= std::uint64_t{1} << static_cast<unsigned>(id);
    if (!value.raw.empty()) covariates[id] = std::move(value);
  };
  const auto verbatim = [](const std::string& text, const char* from) {
    return Covariate{text, text, from, CovariateVerdict::ok};
  };
  set(CovariateId::sequence,
      raw->acquisition.empty() ? Covariate{} : verbatim(raw->acquisition, "attribute acquisition"));
  const auto header = parse_ismrmrd(raw->header_xml, path);
  if (!header) {
    record.applies = covariates.applies;
    return true;
  }
  const std::string from = "ismrmrd_header";
  set(CovariateId::vendor, dicom::vendor_from(header->vendor, from));
  set(CovariateId::model, verbatim(header->model, "ismrmrd_header"));
  set(CovariateId::institution, verbatim(header->institution, "ismrmrd_header"));
  set(CovariateId::field_t, dicom::field_strength_from(header->field_t, from));
  const auto first = [&](CovariateId id, const std::vector<double>& values) {
    set(id, values.empty() ? Covariate{} : verbatim(core::exact(values.front()), "ismrmrd_header"));
  };
  first(CovariateId::tr_ms, header->tr_ms);
  first(CovariateId::te_ms, header->te_ms);
  first(CovariateId::ti_ms, header->ti_ms);
  first(CovariateId::flip_deg, header->flip_deg);
  record.applies = covariates.applies;
  record.rows = static_cast<std::uint32_t>(header->recon_matrix[1]);
  record.columns = static_cast<std::uint32_t>(header->recon_matrix[0]);
  if (header->recon_matrix[0] > 0 && header->recon_matrix[1] > 0) {
    record.column_spacing_mm = header->recon_fov_mm[0] / header->recon_matrix[0];
    record.row_spacing_mm = header->recon_fov_mm[1] / header->recon_matrix[1];
  }
  return true;
}

}  // namespace secondsite::cohort::index
