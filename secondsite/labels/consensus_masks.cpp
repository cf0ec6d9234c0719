#include "secondsite/labels/consensus_masks.h"

#include <algorithm>
#include <map>

#include "secondsite/core/parallel.h"
#include "secondsite/labels/support/latent_classes.h"
#include "secondsite/labels/support/mask_patterns.h"
#include "secondsite/labels/support/spatial_prior.h"

namespace secondsite::labels {
namespace {

constexpr std::size_t mask_chunk = std::size_t{1} << 20U;

void write_probabilities(const MaskPatterns& patterns, const std::vector<float>& of_number,
                         unsigned threads, std::vector<float>& out) {
  const std::size_t voxels = std::max(patterns.of_voxel.size(), patterns.wide.size());
  out.resize(voxels);
  core::parallel_for((voxels + mask_chunk - 1) / mask_chunk, threads, [&](std::size_t c) {
    const std::size_t end = std::min(voxels, (c + 1) * mask_chunk);
    if (patterns.wide.empty())
      for (std::size_t i = c * mask_chunk; i < end; ++i) out[i] = of_number[patterns.of_voxel[i]];
    else
      for (std::size_t i = c * mask_chunk; i < end; ++i) out[i] = of_number[patterns.wide[i]];
  });
}

}  // namespace

core::Result<MaskConsensus> staple_masks(const Masks& masks, const StapleOptions& options,
                                         const core::Context& context) {
  if (auto fits = check_masks(masks); !fits) return std::move(fits).error();
  if (options.spatial_strength > 0 &&
      std::size_t{options.size[0]} * options.size[1] * options.size[2] != masks[0].size())
    return core::Error("consensus.uneven-masks", "the size of the grid is not that of the masks",
                       {}, "");
  const MaskPatterns patterns = count_patterns(masks, context.threads);
  const PatternRatings seen = as_ratings(patterns, masks.size());
  double inside = 0;
  for (std::size_t p = 0; p < seen.number.size(); ++p)
    for (std::size_t r = 0; r < masks.size(); ++r)
      inside += ((seen.number[p] >> r) & 1U) != 0 ? seen.weight[p] : 0;
  MaskConsensus out;
  out.prior = options.prior >= 0 ? options.prior
                                 : inside / static_cast<double>(masks.size() * masks[0].size());
  const Consensus fitted =
      fit_latent_classes(seen.ratings, seen.weight,
                         {nearly_perfect(masks.size(), 2, 0.99999), {1 - out.prior, out.prior}},
                         {.estimate_prevalence = false,
                          .tolerance = options.tolerance,
                          .most_rounds = options.most_rounds});
  out.rounds = fitted.rounds;
  out.converged = fitted.converged;
  for (const ReaderQuality& reader : fitted.readers) {
    out.specificity.push_back(reader.confusion[0]);
    out.sensitivity.push_back(reader.confusion[3]);
  }
  std::vector<float> of_number(patterns.count.size(), 0);
  for (std::size_t p = 0; p < seen.number.size(); ++p)
    of_number[seen.number[p]] = static_cast<float>(fitted.pattern_posterior[2 * p + 1]);
  write_probabilities(patterns, of_number, context.threads, out.probability);
  if (options.spatial_strength > 0) {
    add_spatial_prior(patterns, options, context, out);
    for (const float p : out.probability) out.structure_voxels += p >= 0.5F ? 1 : 0;
    return out;
  }
  for (std::size_t n = 0; n < of_number.size(); ++n)
    if (of_number[n] >= 0.5F) out.structure_voxels += patterns.count[n];
  return out;
}

core::Result<LabelConsensus> staple_labels(const Masks& masks, const StapleOptions& options,
                                           const core::Context& context) {
  if (auto fits = check_masks(masks); !fits) return std::move(fits).error();
  const std::size_t voxels = masks[0].size();
  std::array<std::uint64_t, 256> occurs{};
  for (const auto& mask : masks)
    for (const std::uint8_t label : mask) ++occurs[label];
  LabelConsensus out;
  std::array<std::uint8_t, 256> code{};
  std::vector<double> prior;
  for (unsigned label = 0; label < 256; ++label) {
    if (occurs[label] == 0) continue;
    code[label] = static_cast<std::uint8_t>(out.labels.size());
    out.labels.push_back(static_cast<std::uint8_t>(label));
    prior.push_back(static_cast<double>(occurs[label]) /
                    static_cast<double>(voxels * masks.size()));
  }
  const std::size_t q = out.labels.size();
  // What all readers said of a voxel, as one number to the base q where that fits, else as text.
  std::map<std::vector<std::uint8_t>, std::uint32_t> number_of;
  stats::Ratings ratings;
  ratings.readers = static_cast<std::uint32_t>(masks.size());
  for (std::size_t k = 0; k < q; ++k) ratings.category.push_back(static_cast<double>(k));
  std::vector<double> weight;
  std::vector<std::uint32_t> pattern(voxels);
  std::vector<std::uint8_t> said(masks.size());
  std::vector<std::uint8_t> before;
  for (std::size_t i = 0; i < voxels; ++i) {
    for (std::size_t r = 0; r < masks.size(); ++r) said[r] = code[masks[r][i]];
    if (said == before) {
      pattern[i] = pattern[i - 1];
    } else {
      const auto [entry, is_new] =
          number_of.try_emplace(said, static_cast<std::uint32_t>(weight.size()));
      pattern[i] = entry->second;
      before = said;
      if (is_new) {
        for (std::uint32_t r = 0; r < masks.size(); ++r) {
          ratings.reader.push_back(r);
          ratings.code.push_back(said[r]);
        }
        ratings.start.push_back(static_cast<std::uint32_t>(ratings.reader.size()));
        weight.push_back(0);
      }
    }
    weight[pattern[i]] += 1;
  }
  const Consensus fitted =
      fit_latent_classes(ratings, weight, {nearly_perfect(masks.size(), q, 0.99999), prior},
                         {.estimate_prevalence = false,
                          .tolerance = options.tolerance,
                          .most_rounds = options.most_rounds});
  out.rounds = fitted.rounds;
  out.converged = fitted.converged;
  for (const ReaderQuality& reader : fitted.readers) out.confusion.push_back(reader.confusion);
  std::vector<std::uint8_t> best(weight.size());
  for (std::size_t p = 0; p < weight.size(); ++p) {
    const double* of = fitted.pattern_posterior.data() + p * q;
    best[p] = static_cast<std::uint8_t>(std::max_element(of, of + q) - of);
  }
  out.label.resize(voxels);
  out.probability.resize(voxels);
  core::parallel_for((voxels + mask_chunk - 1) / mask_chunk, context.threads, [&](std::size_t c) {
    for (std::size_t i = c * mask_chunk; i < std::min(voxels, (c + 1) * mask_chunk); ++i) {
      const std::uint32_t p = pattern[i];
      out.label[i] = out.labels[best[p]];
      out.probability[i] = static_cast<float>(fitted.pattern_posterior[p * q + best[p]]);
    }
  });
  return out;
}

}  // namespace secondsite::labels
