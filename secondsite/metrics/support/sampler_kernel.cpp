#include "secondsite/metrics/support/sampler_kernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "secondsite/core/random.h"
#include "secondsite/core/text.h"

namespace secondsite::metrics {
namespace {

using core::Error;

Error bad_sampler(const char* option, double value, const char* range) {
  return {"sampler.bad-option",
          std::string(option) + " is " + core::exact(value) + "; it must be " + range};
}

core::Status check(const SamplerInput& input, const SamplerOptions& options, SamplerRule rule) {
  const std::size_t voxels = input.grid.voxels();
  if (voxels == 0 || input.lesion.size() != voxels ||
      (!input.valid.empty() && input.valid.size() != voxels) ||
      (rule.hard && input.score.size() != voxels))
    return Error("sampler.uneven-columns",
                 "the image has " + core::counted(voxels, "voxel") + ", the lesions " +
                     core::grouped(input.lesion.size()) + ", the scores " +
                     core::grouped(input.score.size()) + ", the valid voxels " +
                     core::grouped(input.valid.size()));
  for (const double spacing : input.grid.spacing_mm)
    if (!(spacing > 0) || !std::isfinite(spacing))
      return bad_sampler("the spacing", spacing, "above 0");
  for (const std::uint32_t side : options.patch)
    if (side == 0) return bad_sampler("a side of the patch", 0, "1 voxel or more");
  if (!(options.lesion_share >= 0 && options.lesion_share <= 1))
    return bad_sampler("lesion_share", options.lesion_share, "in [0, 1]");
  if (!(options.hard_share >= 0 && options.hard_share <= 1))
    return bad_sampler("hard_share", options.hard_share, "in [0, 1]");
  if (!(options.hardness >= 0) || !std::isfinite(options.hardness))
    return bad_sampler("hardness", options.hardness, "0 or more");
  for (std::size_t e = 0; e < options.size_edges_mm.size(); ++e)
    if (!(options.size_edges_mm[e] > (e == 0 ? 0 : options.size_edges_mm[e - 1])))
      return bad_sampler("an edge of size", options.size_edges_mm[e],
                         "above 0 and above the one before");
  if (!options.stratum_weights.empty() &&
      options.stratum_weights.size() != options.size_edges_mm.size() + 1)
    return bad_sampler("the number of stratum weights",
                       static_cast<double>(options.stratum_weights.size()),
                       "one more than that of edges");
  for (const double weight : options.stratum_weights)
    if (!(weight >= 0) || !std::isfinite(weight))
      return bad_sampler("a stratum's weight", weight, "0 or more");
  if (!rule.hard) return core::Done{};
  for (std::size_t i = 0; i < voxels; ++i)
    if (!(input.score[i] >= 0) || !std::isfinite(input.score[i]))
      return Error("sampler.bad-score", "the score of voxel " + core::grouped(i) + " is " +
                                            core::exact(static_cast<double>(input.score[i])));
  return core::Done{};
}

// The place of the first sum that exceeds `at`.
template <typename T>
std::size_t place_of(const std::vector<T>& sums, T at) {
  return static_cast<std::size_t>(std::upper_bound(sums.begin(), sums.end(), at) - sums.begin());
}

class Drawn final : public PatchSampler {
 public:
  Drawn(const SamplerInput& input, const SamplerOptions& options, SamplerRule rule)
      : input_(input), options_(options), rule_(rule), random_(options.seed, "metrics.sampler") {
    index_background();
    if (rule.lesions) index_lesions();
  }

  bool is_empty() const { return voxels_ == 0 && strata_.empty(); }

  Patch draw(std::uint64_t n) const override {
    Patch out;
    const bool has_background = voxels_ > 0;
    // Of the first n patches, as many as the share of n says, rounded down.
    const bool wants_lesion = counts(n, options_.lesion_share);
    std::size_t centre = 0;
    if (!strata_.empty() && (wants_lesion || !has_background)) {
      centre = draw_lesion(n, out);
    } else {
      const std::uint64_t background =
          n - static_cast<std::uint64_t>(std::floor(static_cast<double>(n) * share_of_lesions()));
      const bool hard = rule_.hard && weight_ > 0 && counts(background, options_.hard_share);
      out.kind = hard ? PatchKind::hard_negative : PatchKind::background;
      centre = hard ? draw_hard(n) : draw_background(n);
    }
    place(centre, out);
    return out;
  }

 private:
  enum Use : std::uint64_t { which_stratum, which_lesion, which_voxel, uses };
  std::uint64_t index(std::uint64_t n, Use use) const { return n * uses + use; }
  static bool counts(std::uint64_t n, double share) {
    return std::floor(static_cast<double>(n + 1) * share) >
           std::floor(static_cast<double>(n) * share);
  }
  double share_of_lesions() const { return strata_.empty() ? 0 : options_.lesion_share; }

  bool is_background(std::size_t i) const {
    return (!rule_.lesions || input_.lesion[i] == 0) &&
           (input_.valid.empty() || input_.valid[i] != 0);
  }

  double weight(std::size_t i) const {
    const auto score = static_cast<double>(input_.score[i]);
    return score > 0 ? (options_.hardness == 1 ? score : std::pow(score, options_.hardness)) : 0;
  }

  // Sums by row: a row is found by a search, its voxel by a walk.
  void index_background() {
    const std::size_t width = input_.grid.size[0];
    const std::size_t rows = input_.grid.voxels() / width;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t x = 0; x < width; ++x) {
        if (!is_background(r * width + x)) continue;
        ++voxels_;
        if (rule_.hard) weight_ += weight(r * width + x);
      }
      voxels_to_.push_back(voxels_);
      if (rule_.hard) weight_to_.push_back(weight_);
    }
  }

  void index_lesions() {
    image::Volume<std::uint8_t> mask{input_.grid, std::vector<std::uint8_t>(input_.lesion.size())};
    for (std::size_t i = 0; i < mask.voxel.size(); ++i)
      mask.voxel[i] =
          input_.lesion[i] != 0 && (input_.valid.empty() || input_.valid[i] != 0) ? 1 : 0;
    auto found = image::components(mask, image::Connectivity::corners, 1);
    std::stable_sort(
        found.runs.begin(), found.runs.end(),
        [](const image::Run& a, const image::Run& b) { return a.component < b.component; });
    runs_ = std::move(found.runs);
    first_run_.assign(found.size.size() + 1, 0);
    for (const image::Run& run : runs_) ++first_run_[run.component + 1];
    for (std::size_t k = 1; k < first_run_.size(); ++k) first_run_[k] += first_run_[k - 1];
    size_ = std::move(found.size);
    std::vector<Stratum> strata(options_.size_edges_mm.size() + 1);
    for (std::uint32_t k = 0; k < size_.size(); ++k) {
      const double diameter =
          std::cbrt(6 / std::numbers::pi * input_.grid.voxel_mm3() * static_cast<double>(size_[k]));
      strata[place_of(options_.size_edges_mm, diameter)].lesions.push_back(k);
    }
    for (std::size_t s = 0; s < strata.size(); ++s) {
      const double weight = options_.stratum_weights.empty() ? 1 : options_.stratum_weights[s];
      if (strata[s].lesions.empty() || weight == 0) continue;
      strata[s].number = static_cast<std::uint32_t>(s);
      stratum_to_.push_back((stratum_to_.empty() ? 0 : stratum_to_.back()) + weight);
      strata_.push_back(std::move(strata[s]));
    }
  }

  std::size_t draw_lesion(std::uint64_t n, Patch& out) const {
    const std::uint64_t key = options_.image_key;
    const double at = random_.uniform(key, index(n, which_stratum)) * stratum_to_.back();
    const Stratum& stratum = strata_[std::min(place_of(stratum_to_, at), strata_.size() - 1)];
    const std::uint32_t lesion =
        stratum.lesions[random_.below(stratum.lesions.size(), key, index(n, which_lesion))];
    std::uint64_t rest = random_.below(size_[lesion], key, index(n, which_voxel));
    std::size_t run = first_run_[lesion];
    for (; rest >= runs_[run].end - runs_[run].begin; ++run)
      rest -= runs_[run].end - runs_[run].begin;
    out.kind = PatchKind::lesion;
    out.lesion = lesion + 1;
    out.stratum = stratum.number;
    return runs_[run].begin + rest;
  }

  std::size_t draw_background(std::uint64_t n) const {
    const std::uint64_t at = random_.below(voxels_, options_.image_key, index(n, which_voxel));
    const std::size_t row = place_of(voxels_to_, at);
    std::uint64_t rest = at - (row == 0 ? 0 : voxels_to_[row - 1]);
    for (std::size_t i = row * input_.grid.size[0];; ++i) {
      if (!is_background(i)) continue;
      if (rest == 0) return i;
      --rest;
    }
  }

  std::size_t draw_hard(std::uint64_t n) const {
    const double at = random_.uniform(options_.image_key, index(n, which_voxel)) * weight_;
    const std::size_t row = std::min(place_of(weight_to_, at), weight_to_.size() - 1);
    double sum = row == 0 ? 0 : weight_to_[row - 1];
    const std::size_t first = row * input_.grid.size[0];
    std::size_t last = first;
    for (std::size_t i = first; i < first + input_.grid.size[0]; ++i) {
      if (!is_background(i) || weight(i) == 0) continue;
      last = i;
      sum += weight(i);
      if (sum > at) break;
    }
    return last;
  }

  void place(std::size_t centre, Patch& out) const {
    const auto& size = input_.grid.size;
    out.centre = {static_cast<std::uint32_t>(centre % size[0]),
                  static_cast<std::uint32_t>(centre / size[0] % size[1]),
                  static_cast<std::uint32_t>(centre / size[0] / size[1])};
    for (std::size_t a = 0; a < 3; ++a) {
      const std::int64_t room = std::int64_t{size[a]} - std::int64_t{options_.patch[a]};
      const std::int64_t low = std::int64_t{out.centre[a]} - options_.patch[a] / 2;
      // Rounded towards the outside where the patch is longer.
      out.low[a] = room < 0 ? (room - 1) / 2 : std::clamp<std::int64_t>(low, 0, room);
    }
  }

  struct Stratum {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> lesions;
  };

  SamplerInput input_;
  SamplerOptions options_;
  SamplerRule rule_;
  core::Random random_;
  std::uint64_t voxels_ = 0;  // of the background
  double weight_ = 0;
  std::vector<std::uint64_t> voxels_to_;  // up to the end of each row
  std::vector<double> weight_to_;
  std::vector<image::Run> runs_;  // by lesion
  std::vector<std::size_t> first_run_;
  std::vector<std::uint64_t> size_;  // voxels of each lesion
  std::vector<Stratum> strata_;      // those that have lesions
  std::vector<double> stratum_to_;   // weights, added up
};

}  // namespace

core::Result<std::unique_ptr<PatchSampler>> open_sampler(const SamplerInput& input,
                                                         const SamplerOptions& options,
                                                         SamplerRule rule) {
  if (auto sound = check(input, options, rule); !sound) return std::move(sound).error();
  auto out = std::make_unique<Drawn>(input, options, rule);
  if (out->is_empty())
    return Error("sampler.nothing-to-draw", "no voxel of the image may be the centre of a patch");
  return std::unique_ptr<PatchSampler>(std::move(out));
}

}  // namespace secondsite::metrics
