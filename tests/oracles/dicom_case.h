#pragma once
// One DICOM file as the oracle sets look at it.

#include <algorithm>
#include <cmath>
#include <string>

#include "oracle.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/admission.h"
#include "secondsite/dicom/covariates.h"
#include "secondsite/dicom/geometry.h"
#include "secondsite/dicom/pixels.h"
#include "secondsite/dicom/scan.h"

namespace secondsite::oracles {

struct DicomCase {
  dicom::Header header;
  dicom::Admission admission;
  dicom::Covariates covariates;
  bool readable = false;

  explicit DicomCase(const std::string& path) {
    dicom::FileSource file;
    readable = bool(file.open(path)) && bool(dicom::scan(file, dicom::index_selection(), header));
    if (!readable) return;
    admission = dicom::admit(header);
    dicom::read_covariates(header, admission.kind, covariates);
  }
  const core::Covariate& of(dicom::CovariateId id) const { return covariates[id]; }
  double number(dicom::CovariateId id) const {
    return core::parse_number(of(id).canonical).value_or(std::nan(""));
  }
};

// Texts have no place in a table of numbers: 1 stands for "agrees".
inline void expect_text(Recorder& record, const std::string& name, const std::string& expected,
                        std::string_view obtained, const std::string& source) {
  record.expect(name + " = " + expected, 1, obtained == expected ? 1 : 0, 0, source);
  if (obtained != expected) record.fail(name + ": \"" + std::string(obtained) + "\"");
}

}  // namespace secondsite::oracles
