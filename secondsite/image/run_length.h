#pragma once
// Masks as run lengths in a table's cell: pairs of start and length, separated by spaces.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "secondsite/core/result.h"
#include "secondsite/image/volume.h"

namespace secondsite::image {

// Voxels are counted down the columns: the index is x · height + y. absolute: a start is a place,
// counted from 1 (Kaggle's usual). relative: a start is the distance from the end of the run before
// it, the first from 0 (SIIM-ACR Pneumothorax).
enum class RunStarts { absolute, relative };

// The pairs of start and length as written; none for "-1" and for nothing at all. Error
// "mask.run-lengths": a word that is no number, an odd number of words.
core::Result<std::vector<std::pair<std::uint64_t, std::uint64_t>>> run_pairs(std::string_view text);

// "-1" and nothing at all are the empty mask. Errors: "mask.run-lengths" with what is wrong: a word
// that is no number, an odd number of words, a run that leaves the image or runs backwards.
core::Result<Volume<std::uint8_t>> decode_runs(std::string_view text, std::uint32_t width,
                                               std::uint32_t height, RunStarts starts);
// "-1" for an empty mask.
std::string encode_runs(const Volume<std::uint8_t>& mask, RunStarts starts);

}  // namespace secondsite::image
