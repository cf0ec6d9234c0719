#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code masks_codes[] = {
    {"image.unknown-format", "A file is of no format that is read.",
     "NIfTI (.nii, .nii.gz), NRRD (.nrrd, .nhdr), MetaImage (.mha, .mhd) and PNG are read, and as "
     "masks DICOM segmentations, LIDC's XML and tables of run lengths; convert the file."},
    {"image.unreadable",
     "An image file is damaged, cut short, or not of the format that it claims.",
     "Copy the file again from its source; open it in a viewer to see whether it is whole."},
    {"image.voxels-elsewhere",
     "A header names a file for its voxels that does not lie beside it, or several.",
     "Write the volume as one file (.mha, .nrrd, .nii.gz), or put the voxels beside the header."},
    {"image.dimensions", "An image has more than three axes that are longer than one step.",
     "Split a time series or a stack of channels into one file each."},
    {"image.channels", "The voxels hold colours or vectors, not single numbers.",
     "Save a mask with one number a voxel: the label."},
    {"image.spacing",
     "The distance between voxels is 0, negative or no number, so no millimetre "
     "can be computed.",
     "Write the right spacing into the header; the scanner's images have it."},
    {"image.directions",
     "The axes of an image are not at right angles, or are no directions at all: "
     "a sheared grid, as a tilted gantry makes.",
     "Resample the image to a straight grid before masks are drawn on it."},
    {"image.too-large", "An image has more voxels than can be handled, or an axis of none.",
     "Cut the image to the part that counts."},
    {"mask.not-whole", "A label is no whole number: this looks like a probability map.",
     "Say `--mask-threshold P` to cut probabilities into a mask, or save labels as whole numbers."},
    {"mask.label-range", "A label is negative or larger than 2,147,483,647.",
     "Renumber the labels from 1; 0 is the background."},
    {"mask.no-files", "A folder that should hold masks or images holds none that can be read.",
     "Name the folder itself: image files below it are not looked for, DICOM and XML files are."},
    {"mask.no-grid",
     "A mask does not say how large its images are (run lengths, outlines), and nothing else does.",
     "Name the images with --images, say --mask-size 1024x1024, or compare with masks that have a "
     "grid."},
    {"mask.no-spacing",
     "A mask does not say how large a pixel is: run lengths, or a segmentation without pixel "
     "measures. 1 mm stands for a pixel.",
     "Name the images with --images; or read millimetres as pixels."},
    {"mask.extent-unknown",
     "A segmentation object leaves out the slices without any voxel, so the size of the image is "
     "not known, and accuracies and shares of the image are of the slices that are there.",
     "Name the series that it was drawn on with --images."},
    {"mask.fractional", "A segmentation object holds fractions, which were cut at one half.",
     "Say --mask-threshold P to cut them elsewhere; soft measures use them as they are."},
    {"mask.overlap",
     "Segments or kinds share voxels. A voxel has one label here: the higher number, of fractions "
     "the larger one.",
     "Name with --mask-label only the labels that do not overlap, one evaluation each."},
    {"mask.other-meaning", "A label is called differently in the prediction and in the reference.",
     "Check that both number their segments alike; labels are compared by number."},
    {"mask.points-left-out",
     "LIDC's nodules below 3 mm are marked by a point and have no outline, so they are no part of "
     "a mask.",
     "Evaluate them as marks: secondsite evaluate --marks."},
    {"mask.outline-off-grid", "An outline lies on no slice of the grid, or beyond its edge.",
     "Check that the images are the series that was outlined."},
    {"mask.runs-are-distances",
     "Starts of run lengths do not rise within a row, so they were read as distances from the end "
     "of the run before (SIIM-ACR), and not as places.",
     "Say --runs places or --runs distances to have it one way."},
    {"mask.same-name", "Two files of a folder have the same name but for their endings.",
     "Leave one file a case in the folder."},
    {"mask.grid",
     "A prediction lies on another grid than its reference: another size, another "
     "place, or an axis that runs the other way.",
     "Export both from one image; say --resample only where the grids are meant to differ."},
    {"mask.resampled", "A prediction was put on the reference's grid by nearest voxel, as asked.",
     "Look at a few cases: resampling moves borders by up to half a voxel."},
    {"mask.no-case-column", "No column of the table names the mask files.",
     "Say which does with --case COLUMN; cells are file names, with or without ending and folder."},
    {"mask.repeated-case", "Two rows of the table name the same case.",
     "Keep one row a pair of masks."},
    {"mask.not-in-table", "There is a reference mask that no row of the table names.",
     "Add the case to the table if it belongs to the cohort."},
    {"mask.no-reference", "A case or a prediction has no reference mask of its name.",
     "Give both files the same name; a case without a reference cannot be scored."},
    {"mask.no-prediction",
     "A case has a reference but no prediction. It counts as an empty "
     "prediction: a model that fails does not gain by it.",
     "Give the missing file, or leave the case out of the table before the masks are seen."},
    {"mask.no-pairs", "No case has both a prediction and a reference.",
     "Files are paired by name without ending; compare the names in the two folders."},
    {"mask.too-many-labels", "The masks hold more than a thousand different values.",
     "These may be images instead of masks; the order is --masks PREDICTIONS --reference "
     "REFERENCES."},
    {"mask.unnamed-label", "A label occurs that --mask-label does not name; it is left out.",
     "Name it, or leave --mask-label out to measure every label."},
    {"mask.all-empty", "No mask of the cohort holds any label, so there is nothing to measure.",
     "Check that the right folders were named."},
    {"mask.both-empty",
     "A label is in neither mask of a case. Overlap and distances are undefined "
     "there, and the case is left out of their means.",
     "Look at false_lesions, which counts such a case as right."},
    {"mask.prediction-empty",
     "Nothing was predicted where the reference holds the label: Dice is 0, "
     "and distances are the image's diagonal.",
     "`--empty undefined` leaves distances out instead."},
    {"mask.reference-empty",
     "Something was predicted where the reference does not hold the label: "
     "Dice is 0, and distances are the image's diagonal.",
     "`--empty undefined` leaves distances out instead."},
    {"mask.label-never-in-reference", "No reference of the cohort holds this label.",
     "Check the value in --mask-label VALUE=NAME."},
    {"mask.not-a-probability", "A voxel of a probability map lies outside 0 to 1, or is no number.",
     "Hand over probabilities, not logits; without --mask-threshold labels are read."},
    {"mask.run-lengths", "A run-length code does not describe a mask on this image.",
     "Check width and height, and whether starts are places (Kaggle) or distances (SIIM)."},
};
}  // namespace

CodeGroup masks() {
  return {"masks", masks_codes};
}

}  // namespace secondsite::core::codes
