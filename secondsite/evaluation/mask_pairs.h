#pragma once
// Masks of predictions beside those of the reference: found, paired, read, and brought to one grid.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "secondsite/evaluation/mask_images.h"
#include "secondsite/evaluation/mask_source.h"

namespace secondsite::evaluation {

// One side of a comparison: every case of one path.
struct MaskSide {
  std::string name;  // of the model; empty: the one that is evaluated, or the reference
  std::vector<MaskEntry> entries;  // by name
  bool is_single_file = false;     // of one mask, whatever its name

  const MaskEntry* by_name(const std::string& wanted) const;
  const MaskEntry* by_series(const std::string& uid) const;
};

// Two masks on one grid.
struct MaskPair {
  metrics::Labels prediction;
  metrics::Labels reference;
  std::map<std::int32_t, std::vector<float>> probability;  // of labels, where predictions have it
  std::map<std::int32_t, std::string> names;               // of labels, where a source has them
};

// Two grids whose voxels lie no further apart than this share of the smallest spacing are one:
// NIfTI's two ways of writing a place differ by as much.
constexpr double grid_tolerance = 0.01;

class MaskPairs {
 public:
  // Opens references, predictions, the other models and the images of a request. Errors:
  // "file.not-found", "mask.no-files" (nothing there that is a mask), "mask.same-name" (two masks
  // of one name), and those of the sources.
  static core::Result<MaskPairs> open(const MaskRequest& request, const core::Context& context,
                                      core::Findings& odd);

  const MaskSide& references() const { return references_; }
  const std::vector<MaskSide>& models() const { return models_; }  // the first is evaluated
  const MaskImages& images() const { return images_; }

  // The prediction of a case: of its name, else the one that was drawn on the same series. nullptr
  // where there is none.
  const MaskEntry* prediction_of(const MaskSide& model, const MaskEntry& reference) const;
  std::optional<std::size_t> image_of(const MaskEntry& reference,
                                      const MaskEntry* prediction) const;

  // Both, on the reference's grid; a missing prediction is empty. A segmentation object is put in
  // its place among the slices of the images, or of the other side. Errors of the sources;
  // "mask.grid" where the grids differ and the request does not say to resample; "mask.no-grid".
  core::Result<MaskPair> read(const MaskEntry& reference, const MaskEntry* prediction,
                              core::Findings& odd) const;

  // What a label is called: as the request says, else as a source says, else by its number.
  std::string label_name(std::int32_t label,
                         const std::map<std::int32_t, std::string>& names) const;

 private:
  core::Result<MaskSide> open_side(const std::string& name, const std::string& path,
                                   bool is_prediction, const core::Context& context,
                                   core::Findings& odd);

  std::shared_ptr<const MaskRequest> request_;
  std::shared_ptr<std::map<std::string, std::int32_t>> kinds_;
  MaskSide references_;
  std::vector<MaskSide> models_;
  MaskImages images_;
};

// Whether both paths are single files of one case each: then one pair is measured and shown.
bool is_one_pair(const MaskRequest& request);

}  // namespace secondsite::evaluation
