#pragma once
// The centre line of a mask: thin, of the same topology.

#include "secondsite/image/volume.h"

namespace secondsite::image {

// 1 on the centre line, 0 elsewhere. Border voxels are taken away from six sides in turn as long as
// they are simple (taking one away neither splits nor joins nor opens a hole: one 26-connected part
// of the mask and one 6-connected part of the outside in its neighbourhood; Bertrand & Malandain
// 1994, doi:10.1016/0167-8655(94)90046-9) and not the end of a line (one neighbour). Voxels are
// visited in order, so the result is always the same; another thinning gives another line, and
// centre-line Dice depends on it.
Volume<std::uint8_t> skeleton(const Volume<std::uint8_t>& mask);

}  // namespace secondsite::image
