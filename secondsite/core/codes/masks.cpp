#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code table[] = {
    {"image.unknown-format", "A file's name does not end as an image format that is read.",
     "NIfTI (.nii, .nii.gz), NRRD (.nrrd, .nhdr), MetaImage (.mha, .mhd) and PNG are read; convert "
     "the file."},
    {"image.unreadable",
     "An image file is damaged, cut short, or not of the format that it claims.",
     "Copy the file again from its source; open it in a viewer to see whether it is whole."},
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
     "Say `--threshold P` to cut probabilities into a mask, or save labels as whole numbers."},
    {"mask.label-range", "A label is negative or larger than 2,147,483,647.",
     "Renumber the labels from 1; 0 is the background."},
    {"mask.run-lengths", "A run-length code does not describe a mask on this image.",
     "Check width and height, and whether starts are places (Kaggle) or distances (SIIM)."},
};
}  // namespace

CodeGroup masks() {
  return {"masks", table};
}

}  // namespace secondsite::core::codes
