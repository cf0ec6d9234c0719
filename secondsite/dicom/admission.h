#pragma once
// Is the object of a header an image of a cohort, and of which kind?

#include <string>
#include <string_view>

#include "secondsite/dicom/header.h"

namespace secondsite::dicom {

struct Admission {
  std::string kind;       // CT, MR, CR, DX, MG, PT, ...: from the SOP class, else from Modality
  std::string_view code;  // empty: admitted; else why not, a code of core/codes/dicom.cpp
  std::string why;        // one sentence on this very file
};

// Left out: what has no pixels (reports, states, plans), SOP classes that are not images of an
// acquisition (secondary captures, segmentations, doses), colour images of a modality that
// measures, localizers, dose sheets and screen saves, and directories. Order: the first reason in
// this list.
Admission admit(const Header& header);

}  // namespace secondsite::dicom
