#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code index_codes[] = {
    {"index.apple-file",
     "Files named \"._...\" or \".DS_Store\" hold what macOS keeps beside files, not data.",
     "Nothing; or remove them."},
    {"index.bad-ismrmrd", "The XML header of raw MR data is not XML, or not an ISMRMRD header.",
     "The file is indexed without the covariates of its header."},
    {"index.blank-image", "All pixels of an image have one value, or nearly.",
     "Leave it out; or look whether the decoder understood the file."},
    {"index.broken-archive", "The zip has no readable directory of its files.",
     "Fetch it again, or unpack what can be unpacked and index the folder."},
    {"index.covariate-conflict",
     "Two statements of one header about the same thing disagree: Exposure and current times time, "
     "View Position and the procedure text, vendor and private creators. The covariate has the "
     "verdict \"conflict\" and counts as unknown in strata.",
     "Look at covariates.csv, which names the raw texts; decide by hand, or leave such cases out."},
    {"index.covariate-implausible",
     "A covariate is stated and cannot be: 414 years, 53 mm pitch. Its value is left blank.",
     "Look at covariates.csv for the raw texts."},
    {"index.covariate-sentinel",
     "A covariate is stated by a value that stands for \"unknown\": kVp 0, age 000Y. Its value is "
     "left blank; it never counts as 0.",
     "Nothing, or fill it in from another source."},
    {"index.covariate-unrecognised",
     "A covariate is stated in words that no mapping table has. Its raw text is kept, its value is "
     "left blank.",
     "Look at covariates.csv; if the words are common, add a row to the mapping table."},
    {"index.cut-suspected",
     "The last rows of an image have one value throughout, and the first ones do not: what "
     "decoders "
     "leave of a file that was cut short. A collimator at the lower edge looks the same.",
     "Look at it; fetch the file again. Suspicions never leave an image out."},
    {"index.damaged-pixels",
     "The compressed pixels of an image were decoded, and the decoder warned: some of its bytes "
     "make "
     "no sense, so a part of the image is not what was measured.",
     "Fetch the file again; do not use the image."},
    {"index.duplicate-copy",
     "Two files have the same SOP Instance UID and the same pixels: one image, stored twice. The "
     "first by path is kept.",
     "Nothing; remove the copy to be rid of the note."},
    {"index.duplicate-uid",
     "Files have the same SOP Instance UID and different pixels, so the UID does not name an "
     "image. "
     "All are kept; a join by UID would be refused.",
     "Join by the column \"file\", or leave these files out."},
    {"index.empty-file", "The file has no bytes: an interrupted copy.", "Fetch the file again."},
    {"index.encrypted", "A file in the zip is encrypted.", "Unpack it, and index the folder."},
    {"index.gantry-tilt",
     "The slices of a volume step along another direction than their normal: the gantry was "
     "tilted. "
     "Stacking them as a box shears the patient.",
     "Resample with the positions; the series table has the angle."},
    {"index.gap-bridged",
     "A volume was resampled across a gap of more than twice its usual slice distance. The voxels "
     "there are interpolated between slices that lie far apart; nothing was scanned.",
     "Look at widest_gap_mm in resampled.csv; leave such volumes out where lesions are small."},
    {"index.heart-side-suspected",
     "The heart of a frontal chest reaches further to the left of the image than to its right: a "
     "mirrored image, a marker on the wrong side, situs inversus, or disease that pulls. Of single "
     "images nearly every such suspicion is false (docs/reference/accuracy/image_facts.md).",
     "Look at it. Where most images of a site are so, its images are mirrored."},
    {"index.hounsfield-drift",
     "The air, fat or soft tissue of one scanner stands elsewhere than physics or the other "
     "scanners at the same tube voltage put it, beyond what its series vary.",
     "Look at hounsfield.csv; correct the rescale, or keep thresholds in HU off this scanner."},
    {"index.hounsfield-shift",
     "The peaks of air, fat or soft tissue in a CT do not stand where they should: a wrong "
     "rescale, or "
     "a scanner that drifted.",
     "Look at pixels.csv by scanner and kVp before any threshold in HU is trusted."},
    {"index.hounsfield-wrapped",
     "A CT is written in 12 bits without a sign, with a Rescale Intercept above -100: so no value "
     "can "
     "stand for air, and what should lie below wraps to the top. A known fault of RSNA's "
     "intracranial "
     "haemorrhage collection.",
     "Index with --pixels --repair-hounsfield to see the HU that were meant, by the rule of those "
     "who worked with the collection: add 1000, wrap at 4096, intercept -1000."},
    {"index.inverted-suspected",
     "A radiograph may be inverted: a drawn thorax fits its negative better, or its border is "
     "brighter than its middle as displayed.",
     "Look at it; suspicions never leave an image out."},
    {"index.link",
     "A link leads to a folder or to nothing. Links to folders are not followed, so that no loop "
     "can arise.",
     "Index the folder that it leads to by itself."},
    {"index.missing-slices",
     "The distances between slices are whole multiples of the usual one: slices are missing.",
     "Fetch the series again, or leave the volume out."},
    {"index.mixed-geometry",
     "Slices of one series with one kernel and matrix do not lie on one line in one orientation.",
     "Do not stack them; the series table has one row for each volume that was found."},
    {"index.no-patient",
     "An image has no Patient ID: intervals cannot be clustered by patient there, and a partition "
     "by "
     "patient cannot be proven.",
     "Join a table that names the patient."},
    {"index.no-positions",
     "Slices of a modality that makes volumes have no Image Position (Patient).",
     "Do not stack them by file name or instance number."},
    {"index.not-a-folder", "The index reads a folder or a zip, and this is neither.",
     "Name the folder that holds the files."},
    {"index.not-decoded", "The pixels of an image could not be decoded.",
     "The message has the libraries' word; convert the file or fetch it again."},
    {"index.not-resampled", "A volume could not be put onto a regular grid.",
     "Look at resampled.csv for the reason; split the series, or leave it out."},
    {"index.other-format",
     "The file is in a format that is not DICOM: text, a picture, a volume, an archive.",
     "Nothing; or convert it. Zips are indexed by themselves."},
    {"index.picture",
     "A PNG or JPEG file: an image without a header, so without patient, date or acquisition.",
     "Lay its table beside it: a dataset that is known, or one table that names the images, is "
     "read "
     "by itself. Or let pictures in with --admit index.picture."},
    {"index.padding-undeclared",
     "One value below -1100 HU, far from all others, fills the border of a CT, and Pixel Padding "
     "Value "
     "does not declare it. It is taken as padding, not as a measurement.",
     "Nothing here; leave such pixels out of every mean, histogram and augmentation."},
    {"index.repeated-positions",
     "There are several slices at each position, equally many: cardiac phases, echoes, repetitions "
     "or copies with new UIDs.",
     "Take one of them before stacking."},
    {"index.saturated", "A fifth or more of the pixels have the greatest value of the image.",
     "Look whether values were clipped on export."},
    {"index.site-mirrored",
     "Most frontal chests of a site have the heart on the left of the image: the site's images are "
     "mirrored, or its heart sides cannot be told.",
     "Look at a few; mirror them before a model that knows left from right sees them."},
    {"index.special-file", "Pipes, sockets and devices are not opened.",
     "Nothing, unless an image was meant: then save it as a file."},
    {"index.text-suspected",
     "Strokes of one bright value stand near the border: text that may name the patient, or a "
     "marker.",
     "Look at it before the image leaves the hospital."},
    {"index.tilt-conflict",
     "Gantry/Detector Tilt says another angle than the positions show: a series that was resampled "
     "after the scan, or positions that were written without the tilt.",
     "Trust neither until one slice was looked at; positions are what the geometry columns hold."},
    {"index.turn-suspected",
     "A chest radiograph seems to be turned by a quarter or a half: a drawn thorax fits better "
     "after "
     "the turn.",
     "Look at it; pixels.csv says by how much. Suspicions never leave an image out."},
    {"index.uneven-spacing",
     "The distances between slices differ, so the slices are not one regular volume. Stacking them "
     "as such would stretch the patient.",
     "Resample with the positions, or split the series; the series table lists the distances."},
    {"index.unreadable-file", "The file could not be opened or inflated.",
     "Check its permissions, or fetch it again."},
    {"index.unreadable-folder",
     "A folder could not be opened, so what lies below it is not in the index.",
     "Check its permissions; the index is then continued by the same command."},
    {"index.view-conflict",
     "Header or text name one view of a radiograph and the pixels look like another: the lateral "
     "that was sent as a frontal. The covariate \"view\" has the verdict \"conflict\" and counts "
     "as "
     "unknown in strata.",
     "Look at its thumbnail in index.html; covariates.csv names the statements."},
    {"index.view-suspected",
     "Header and text agree on the view of a radiograph, and its pixels look otherwise. The two "
     "statements outweigh the pixels, so the view stands.",
     "Look at it; a few per cent of true frontal images look otherwise."},
};
}  // namespace

CodeGroup index() {
  return {"index", index_codes};
}

}  // namespace secondsite::core::codes
