#include "secondsite/readers/mask_consensus.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/labels/consensus_maps.h"
#include "secondsite/labels/consensus_masks.h"
#include "secondsite/stats/clustered_mean.h"

namespace secondsite::readers {
namespace {

using core::Error;
using core::Result;

// The labels of a case as codes 0 … 255.
struct Coded {
  std::vector<std::int32_t> value{0};  // of each code
  std::vector<std::vector<std::uint8_t>> mask;
};

Result<Coded> coded(const CaseMasks& masks) {
  Coded out;
  for (const std::int32_t label : labels_in(masks)) out.value.push_back(label);
  if (out.value.size() > 256)
    return Error("mask.too-many-labels",
                 "the masks hold " + core::grouped(out.value.size() - 1) + " different values", {});
  for (const Mask& mask : masks.volume) {
    std::vector<std::uint8_t> own(mask.voxel.size());
    std::int32_t last = 0;
    std::uint8_t code = 0;
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (mask.voxel[i] != last) {
        last = mask.voxel[i];
        code = static_cast<std::uint8_t>(
            std::lower_bound(out.value.begin() + 1, out.value.end(), last) - out.value.begin());
        if (last == 0) code = 0;
      }
      own[i] = code;
    }
    out.mask.push_back(std::move(own));
  }
  return out;
}

// What a rule makes of some of the readers.
struct Made {
  std::vector<std::uint8_t> code;  // one a voxel
  std::vector<float> probability;
  std::vector<double> sensitivity;  // one a reader, or empty
  std::vector<double> specificity;
  std::uint64_t ties = 0;
  unsigned rounds = 0;
  bool converged = true;
};

Made most_votes(const std::vector<std::vector<std::uint8_t>>& masks, std::size_t codes) {
  Made out;
  const std::size_t n = masks[0].size();
  out.code.resize(n);
  out.probability.resize(n);
  std::vector<std::uint32_t> votes(codes, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (const auto& mask : masks) ++votes[mask[i]];
    std::size_t best = 0;
    std::uint32_t inside = 0;
    bool tied = false;
    for (std::size_t c = 0; c < codes; ++c) {
      if (c > 0) inside += votes[c];
      if (c > 0 && votes[c] == votes[best]) tied = true;
      if (votes[c] > votes[best]) {
        best = c;
        tied = false;
      }
    }
    if (tied) {
      ++out.ties;
      best = 0;
    }
    out.code[i] = static_cast<std::uint8_t>(best);
    const std::uint32_t share = codes == 2 ? inside : votes[best];
    out.probability[i] = static_cast<float>(share) / static_cast<float>(masks.size());
    for (const auto& mask : masks) votes[mask[i]] = 0;
  }
  return out;
}

void take_one_structure(labels::MaskConsensus found, Made& out) {
  out.code.resize(found.probability.size());
  for (std::size_t i = 0; i < out.code.size(); ++i)
    out.code[i] = found.probability[i] >= 0.5F ? 1 : 0;
  out.probability = std::move(found.probability);
  out.sensitivity = std::move(found.sensitivity);
  out.specificity = std::move(found.specificity);
  out.rounds = found.rounds;
  out.converged = found.converged;
}

Result<Made> staple(const std::vector<std::vector<std::uint8_t>>& masks, std::size_t codes,
                    const MaskConsensusRequest& request, const image::Grid& grid,
                    const core::Context& context) {
  labels::StapleOptions options;
  options.prior = request.prior;
  options.spatial_strength = request.spatial_strength;
  options.size = grid.size;
  Made out;
  const labels::Masks spans(masks.begin(), masks.end());
  if (codes <= 2) {
    auto found = labels::staple_masks(spans, options, context);
    if (!found) return std::move(found).error();
    take_one_structure(*std::move(found), out);
    return out;
  }
  auto found = labels::staple_labels(spans, options, context);
  if (!found) return std::move(found).error();
  out.code = std::move(found->label);
  out.probability = std::move(found->probability);
  out.rounds = found->rounds;
  out.converged = found->converged;
  return out;
}

// Mean Dice over the codes that either has; NaN where neither has any.
double mean_dice(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  std::array<std::uint64_t, 256> in_a{};
  std::array<std::uint64_t, 256> in_b{};
  std::array<std::uint64_t, 256> both{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    ++in_a[a[i]];
    ++in_b[b[i]];
    both[a[i]] += a[i] == b[i] ? 1 : 0;
  }
  double sum = 0;
  double labels = 0;
  for (std::size_t c = 1; c < 256; ++c) {
    if (in_a[c] + in_b[c] == 0) continue;
    sum += 2 * static_cast<double>(both[c]) / static_cast<double>(in_a[c] + in_b[c]);
    labels += 1;
  }
  return labels > 0 ? sum / labels : stats::unknown;
}

template <class T>
std::vector<T> without_reader(const std::vector<T>& all, std::size_t left_out) {
  std::vector<T> out;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (k != left_out) out.push_back(all[k]);
  return out;
}

// Makes the consensus of all and of all but each; `decided`: what each reader says, as codes.
template <class Input, class Make>
core::Status fill(const std::vector<Input>& inputs,
                  const std::vector<std::vector<std::uint8_t>>& decided,
                  const std::vector<std::uint32_t>& reader, const Make& make, CaseConsensus& out,
                  Made& made) {
  auto all = make(inputs);
  if (!all) return std::move(all).error();
  made = *std::move(all);
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    MaskReaderScore score{.reader = reader[k]};
    if (!made.sensitivity.empty()) {
      score.sensitivity = made.sensitivity[k];
      score.specificity = made.specificity[k];
    }
    score.dice = mean_dice(decided[k], made.code);
    if (inputs.size() > 2) {
      auto others = make(without_reader(inputs, k));
      if (!others) return std::move(others).error();
      score.dice_left_out = mean_dice(decided[k], others->code);
    }
    out.readers.push_back(score);
  }
  return core::Done{};
}

Made mean_of_maps(const std::vector<std::span<const float>>& maps) {
  Made out;
  out.code.resize(maps[0].size());
  out.probability.resize(maps[0].size());
  for (std::size_t i = 0; i < out.code.size(); ++i) {
    double sum = 0;
    for (const auto& map : maps) sum += map[i];
    out.probability[i] = static_cast<float>(sum / static_cast<double>(maps.size()));
    if (2 * sum == static_cast<double>(maps.size())) ++out.ties;
    out.code[i] = 2 * sum > static_cast<double>(maps.size()) ? 1 : 0;
  }
  return out;
}

Result<bool> of_maps(const MaskReads& reads, const MaskConsensusRequest& request,
                     const core::Context& context, CaseConsensus& out, Made& made,
                     core::Findings& odd) {
  const CaseMaps maps = read_maps(reads, out.one_case, odd);
  if (maps.volume.size() < 2) return false;
  std::vector<std::span<const float>> spans;
  std::vector<std::vector<std::uint8_t>> decided;
  for (const auto& map : maps.volume) {
    spans.emplace_back(map.voxel);
    std::vector<std::uint8_t> own(map.voxel.size());
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = map.voxel[i] >= 0.5F ? 1 : 0;
    decided.push_back(std::move(own));
  }
  // Once, before a rule that would not notice.
  if (auto sound = labels::check_maps(spans, context.threads); !sound)
    return std::move(sound).error();
  const auto make = [&](const std::vector<std::span<const float>>& some) -> Result<Made> {
    if (request.rule == "majority") return mean_of_maps(some);
    labels::StapleOptions options;
    options.prior = request.prior;
    auto found = labels::staple_maps(some, options, context);
    if (!found) return std::move(found).error();
    Made one;
    take_one_structure(*std::move(found), one);
    return one;
  };
  if (auto filled = fill(spans, decided, maps.reader, make, out, made); !filled)
    return std::move(filled).error();
  out.label.grid = maps.grid;
  out.labels = {1};
  return true;
}

Result<bool> of_masks(const MaskReads& reads, const MaskConsensusRequest& request,
                      const core::Context& context, CaseConsensus& out, Made& made,
                      std::vector<std::int32_t>& value, core::Findings& odd) {
  const CaseMasks masks = read_masks(reads, out.one_case, request.resample, odd);
  if (masks.volume.size() < 2) return false;
  auto codes = coded(masks);
  if (!codes) return std::move(codes).error();
  value = codes->value;
  if (request.spatial_strength > 0 && value.size() > 2)
    return Error("config.bad-value",
                 "the spatial prior is for one structure, and the masks of " + out.one_case +
                     " hold " + core::counted(value.size() - 1, "label"),
                 {}, "leave --spatial out, or hand over masks of one structure");
  const auto make = [&](const std::vector<std::vector<std::uint8_t>>& some) -> Result<Made> {
    return request.rule == "majority"
               ? Result<Made>(most_votes(some, std::max<std::size_t>(2, value.size())))
               : staple(some, value.size(), request, masks.grid, context);
  };
  if (auto filled = fill(codes->mask, codes->mask, masks.reader, make, out, made); !filled)
    return std::move(filled).error();
  out.label.grid = masks.grid;
  out.labels.assign(value.begin() + 1, value.end());
  return true;
}

// Means over cases of what each reader scored.
class Scores {
 public:
  Scores(const MaskReads& reads, double level)
      : reads_(reads), level_(level), of_(reads.readers.size()) {}

  void add(const CaseConsensus& one, std::uint32_t patient) {
    for (const MaskReaderScore& score : one.readers) {
      of_[score.reader].score.push_back(score);
      of_[score.reader].patient.push_back(patient);
    }
  }
  std::vector<MaskConsensusResult::Reader> means() const {
    std::vector<MaskConsensusResult::Reader> out;
    for (const Of& of : of_)
      out.push_back({mean("sensitivity", of, &MaskReaderScore::sensitivity),
                     mean("specificity", of, &MaskReaderScore::specificity),
                     mean("dice", of, &MaskReaderScore::dice),
                     mean("dice", of, &MaskReaderScore::dice_left_out)});
    return out;
  }

 private:
  struct Of {
    std::vector<MaskReaderScore> score;
    std::vector<std::uint32_t> patient;
  };
  stats::Estimate mean(const char* metric, const Of& of, double MaskReaderScore::*part) const {
    std::vector<double> value;
    for (const MaskReaderScore& score : of.score) value.push_back(score.*part);
    stats::Estimate out = stats::clustered_mean(
        metric, value, {of.patient, static_cast<std::uint32_t>(reads_.patients.size())}, level_,
        true, "readers.no-measure");
    out.unit = reads_.patients.size() < reads_.cases.size() ? "patient" : "case";
    return out;
  }
  const MaskReads& reads_;
  double level_;
  std::vector<Of> of_;
};

}  // namespace

Result<MaskConsensusResult> make_mask_consensus(
    const MaskReads& reads, const MaskConsensusRequest& request, const core::Context& context,
    const std::function<core::Status(const CaseConsensus&)>& take) {
  if (request.rule != "staple" && request.rule != "majority")
    return Error("config.unknown-name", "masks have no consensus rule \"" + request.rule + "\"", {},
                 "staple or majority");
  if (request.spatial_strength > 0 && (request.rule != "staple" || request.probabilities))
    return Error("config.bad-value", "the spatial prior belongs to staple of masks", {},
                 "leave --spatial out, or --rule staple without --probabilities");
  MaskConsensusResult out;
  Scores scores(reads, request.level);
  for (std::uint32_t c = 0; c < reads.cases.size(); ++c) {
    if (context.stopped()) return Error("run.interrupted", "the consensus was stopped");
    context.report("making the consensus of masks", c, reads.cases.size());
    CaseConsensus one{.one_case = reads.cases[c]};
    Made made;
    std::vector<std::int32_t> value{0, 1};
    auto done = request.probabilities
                    ? of_maps(reads, request, context, one, made, out.odd)
                    : of_masks(reads, request, context, one, made, value, out.odd);
    if (!done)
      return std::move(done).error().while_doing("making the consensus of " + one.one_case);
    if (!*done) continue;
    one.ties = made.ties;
    one.rounds = made.rounds;
    one.converged = made.converged;
    one.label.voxel.resize(made.code.size());
    for (std::size_t i = 0; i < made.code.size(); ++i) {
      one.label.voxel[i] = value[made.code[i]];
      one.voxels += made.code[i] != 0 ? 1 : 0;
    }
    one.probability = {one.label.grid, std::move(made.probability)};
    if (one.ties > 0)
      out.odd.add(core::Severity::note, "consensus.tie", "voxels",
                  "the voxels of a tie stay outside", {.tag = one.one_case});
    if (!one.converged)
      out.odd.add(core::Severity::warning, "consensus.not-converged", "", "the last round counts",
                  {.tag = one.one_case});
    if (one.readers.size() == 2 && request.rule == "staple")
      out.odd.add(core::Severity::warning, "consensus.two-readers", "",
                  "the estimate leans on its start", {.tag = one.one_case});
    scores.add(one, reads.patient[c]);
    out.cases.push_back(
        {one.one_case, one.readers.size(), one.labels.size(), one.voxels, one.ties});
    if (auto taken = take(one); !taken) return std::move(taken).error();
  }
  if (out.cases.empty())
    return Error("readers.no-common-mask", "no case has masks of two readers that can be compared",
                 {}, "the odd data says what was wrong with each: run it on one case to see it");
  out.readers = scores.means();
  return out;
}

}  // namespace secondsite::readers
