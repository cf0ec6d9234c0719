#pragma once
// From where was a radiograph taken? Three may say so: the header, the words of procedure and
// series, and the pixels. One verdict over the three.

#include <string>
#include <string_view>

#include "secondsite/core/covariate.h"

namespace secondsite::dicom {

// What the pixels say of the plane: "frontal", "not frontal", "lateral", or nothing.
//
//   header and text name different planes              conflict
//   one of them speaks, and the pixels say otherwise   conflict: one word against another
//   both agree, and the pixels say otherwise           ok, the view that both name; two statements
//                                                      outweigh a weak sign, which `raw` records
//   neither speaks                                     missing, whatever the pixels say: `raw`
//                                                      records it, and it is never filled in
//
// An oblique or other plane contradicts nothing. The view itself is the header's, else the text's;
// who agrees stands in the provenance ("tag 0018,5101; text agrees").
core::Covariate view_verdict(const core::Covariate& header, const core::Covariate& text,
                             std::string_view pixels);

// The same where header and text have been judged already, by this function with no pixels.
core::Covariate view_verdict(const core::Covariate& stated, std::string_view pixels);

// What the words of a procedure or series say of the view, by tables/view_words.csv: whole words,
// in any case. "PA/AP" is "frontal"; empty where they say nothing, or two planes ("PA and
// lateral").
std::string view_in_words(std::string_view words);

// Do the words of a body part or a procedure name the chest? Pixels can only then say that a
// radiograph is not a frontal one.
bool names_chest(std::string_view words);

}  // namespace secondsite::dicom
