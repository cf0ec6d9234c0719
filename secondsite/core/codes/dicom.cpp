#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code dicom_codes[] = {
    {"dicom.not-dicom",
     "The file has no DICM mark at byte 128 and does not begin as a bare data set, so it is not a "
     "DICOM file, or its front is lost.",
     "Leave it where it is: it is counted and takes no part. If it should be an image, fetch it "
     "again."},
    {"dicom.broken-sequence",
     "A sequence holds items or delimiters where the standard has none; it was passed over and the "
     "rest of the header was read.",
     "Nothing, unless a covariate is missing that should be there."},
    {"dicom.burned-in",
     "Burned In Annotation is YES: text that may name the patient stands in the pixels, as the "
     "device "
     "itself says.",
     "Do not pass the file on before its pixels were looked at."},
    {"dicom.colour",
     "The file has a colour image and a modality whose values are measurements (CT, MR, "
     "radiography): it is a fused display, a chart or a copy of a screen.",
     "Nothing, where it is such a copy. If the series should be grey, look at the sending device."},
    {"dicom.directory", "A DICOMDIR lists the files of a medium; it is not an image.",
     "Nothing: the files that it lists are indexed where they lie."},
    {"dicom.encoding-guessed",
     "The file does not say how it is encoded, or says what is not so; the encoding was told from "
     "the bytes.",
     "Nothing, unless values look wrong; dcmconv writes the file anew."},
    {"dicom.header-cut",
     "The header could be read in part only: it is nested deeper than 32 sequences, which are "
     "passed over, it has more than 200,000 elements, of which later ones are not kept, or an "
     "element "
     "reaches beyond the end of the file.",
     "Fetch the file again."},
    {"dicom.localizer",
     "Image Type says LOCALIZER: a scout that plans the scan, with another geometry and other "
     "values than the images.",
     "Nothing: localizers take no part in a cohort. --admit dicom.localizer lets them in."},
    {"dicom.no-identity", "The object has no SOP Instance UID, so nothing can be joined to it.",
     "Write the file anew with a UID, for instance by dcmodify --gen-inst-uid."},
    {"dicom.bad-code-string",
     "A code string of the header has more than 16 characters, so the header is damaged or was "
     "written by hand.",
     "Look at the header, for instance by dcmdump; fetch the file again."},
    {"dicom.bad-uid",
     "A UID of the header is not made of digits and dots, at most 64. Where the SOP Instance UID "
     "has other bytes than letters, digits, dot, hyphen and underscore, it cannot name the image, "
     "which is left out; else the image is kept.",
     "Where a collection has its own identifiers, nothing; else fetch the file again."},
    {"dicom.nested-too-deep",
     "Sequences are nested so deep (100,000 levels) that the pixel data behind them were not "
     "looked for.",
     "Fetch the file again: no device writes such a file."},
    {"dicom.pixels-not-reached",
     "Of a deflated data set or a file in a zip, 16 MiB are inflated, and the pixel data do not "
     "begin there.",
     "Unpack the zip, or write the file anew without deflation (dcmconv), and index that."},
    {"dicom.no-preamble",
     "The file begins with its data set, without the 128 bytes and the mark DICM of PS3.10; it was "
     "read all the same.",
     "Nothing; dcmconv writes the file anew."},
    {"dicom.out-of-order",
     "Elements of the header do not stand in ascending order of their tags; all of them were read.",
     "Nothing, unless a covariate is missing that should be there."},
    {"dicom.no-pixels",
     "The object has no pixel data: a report, a presentation state, a plan, or an image whose end "
     "is lost.",
     "Nothing, where it is a report or a state. If it should be an image, fetch it again."},
    {"dicom.not-an-image",
     "The SOP class is not that of an acquired image: a segmentation, a dose grid, a spectrum, or "
     "nothing that can be told.",
     "Nothing: such objects are counted and take no part."},
    {"dicom.not-segmentation",
     "A file that should be a DICOM segmentation is none: another SOP class, or no DICOM at all.",
     "Name segmentation objects; the images that they were drawn on go to --images."},
    {"dicom.segmentation",
     "What a segmentation says of itself cannot be: no segment, frames without a place, slices at "
     "odd distances, or fewer bytes than frames.",
     "Look at it with dcmdump; export it again from the program that drew it."},
    {"dicom.segmentation-frames",
     "A segmentation has another number of frames than descriptions of frames; the smaller number "
     "was read.",
     "Export the segmentation again; frames without a description have no place."},
    {"dicom.series-no-volume",
     "The slices of a series cannot be put together as one straight volume: they lie at uneven or "
     "repeated places, slices are missing, or the gantry was tilted.",
     "Give masks that have a grid of their own, or leave the series out."},
    {"dicom.screen-capture",
     "Image Type or Series Description says that this is a dose sheet, a patient protocol or a "
     "copy "
     "of a screen.",
     "Nothing: its pixels are a page, not an image."},
    {"dicom.secondary-capture",
     "The SOP class is Secondary Capture: a copy whose pixels need not be those that the device "
     "measured, whatever Modality says.",
     "Leave it out; or, for a collection that was converted (SIIM pneumothorax), let it in with "
     "--admit dicom.secondary-capture."},
    {"dicom.not-decodable",
     "The pixel data could not be decoded: the transfer syntax is one that neither library knows, "
     "or "
     "the compressed bytes are damaged. The message has the library's word.",
     "Convert the file with the archive that sent it, or fetch it again."},
    {"dicom.not-a-report",
     "The object is no structured report, or none of a size that a report has.",
     "Hand over SR objects (Basic Text, Enhanced, Comprehensive, CAD); images have no content "
     "tree."},
    {"dicom.not-raw-mr",
     "An HDF5 file holds neither k-space nor an ISMRMRD header, or HDF5 cannot open it.",
     "Nothing, where it is another kind of HDF5 file."},
    {"dicom.truncated",
     "The file ends within its header or its pixel data; or a length in the header is wrong and "
     "reaches beyond the end of the file.",
     "Fetch the file again."},
    {"dicom.not-inflated",
     "The file declares a deflated data set, and the bytes that follow do not inflate.",
     "Fetch the file again, or convert it with dcmconv where the original is at hand."},
};
}  // namespace

CodeGroup dicom() {
  return {"dicom", dicom_codes};
}

}  // namespace secondsite::core::codes
