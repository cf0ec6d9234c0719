#pragma once
// Roe & Metz's model of a reader study: ratings are sums of normal effects of modality, reader,
// case and their interactions, with variances of their own for each truth (Roe & Metz 1997,
// doi:10.1016/S1076-6332(97)80210-3; Gallas & Hillis 2014, doi:10.1117/1.JMI.1.3.031006). Its AUC
// and the variance of a study's average are known, so it says what an estimator should find.

#include "secondsite/core/random.h"
#include "secondsite/readers/study/moments.h"

namespace secondsite::readers::study {

// Variances of reader, case, and reader x case (with what is left), healthy and diseased.
struct EffectVariances {
  double reader[2] = {0, 0};
  double case_[2] = {0, 0};
  double reader_case[2] = {0, 0};
};

struct RoeMetz {
  double separation[2] = {1, 1};  // mean rating of diseased less healthy cases, by modality
  EffectVariances shared;         // the same draw for both modalities
  EffectVariances own[2];         // drawn anew for each
};

// How many of everything; blocks > 1: split-plot, readers and cases shared out over blocks.
struct StudySize {
  std::size_t healthy = 0;
  std::size_t diseased = 0;
  std::size_t readers = 0;
  std::size_t blocks = 1;
  bool paired_readers = true;  // the same readers with both modalities
  bool paired_healthy = true;  // the same cases
  bool paired_diseased = true;
};

double area(const RoeMetz& model, std::size_t modality);
// Variance of the difference of a diseased and a healthy rating, and what two such differences have
// in common that share what pairs of that kind share.
double rating_variance(const RoeMetz& model, std::size_t modality);
double shared_variance(const RoeMetz& model, std::size_t a, std::size_t b, std::size_t kind);
// The mean of two kernels' product for each kind of pair of triples (see Eight): normal
// probabilities in closed form.
Eight moment_means(const RoeMetz& model, std::size_t a, std::size_t b);
// The share of each kind among all pairs of triples of a study of that size, within one modality or
// between the two.
Eight moment_shares(const StudySize& size, bool between_modalities);
// The variance of the average area of modality a (a = b), or of the covariance of both.
double covariance_of_averages(const RoeMetz& model, const StudySize& size, std::size_t a,
                              std::size_t b);
double variance_of_difference(const RoeMetz& model, const StudySize& size);

// One study. Draws are keyed by what they belong to and by `study`.
Reads simulate(const RoeMetz& model, const StudySize& size, const core::Random& random,
               std::uint64_t study);

}  // namespace secondsite::readers::study
