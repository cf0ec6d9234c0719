#pragma once
// Obuchowski & Rockette's model and Dorfman, Berbaum & Metz's, with Hillis's degrees of freedom:
// readers and cases random, readers fixed, or cases fixed.
//
// Obuchowski & Rockette 1995, doi:10.1080/03610919508813243; Dorfman, Berbaum & Metz 1992,
// doi:10.1097/00004424-199209000-00015; Hillis 2007, doi:10.1002/sim.2532; Hillis 2014,
// doi:10.1002/sim.5926 (nested designs).

#include <optional>
#include <vector>

#include "secondsite/readers/study/covariance.h"

namespace secondsite::readers::study {

enum class Population {
  readers_and_cases,  // both random
  cases,              // readers fixed: holds for these readers
  readers,            // cases fixed: holds for these cases
};

// An F or chi-squared test that all modalities are equal.
struct GlobalTest {
  double statistic = 0;
  double df1 = 0;
  double df2 = 0;  // NaN: chi-squared
  double p_value = 0;
};

// A value with its standard error and the t (NaN: normal) that it is held against.
struct Effect {
  double value = 0;
  double standard_error = 0;
  double degrees = 0;
};

struct MeanSquares {
  double modality = 0;
  double reader = 0;
  double modality_reader = 0;
  std::vector<double> reader_within;  // of each modality by itself
};

// Obuchowski-Rockette components; correlations are covariances over `error`.
struct Components {
  std::size_t modalities = 0;
  std::size_t readers = 0;
  MeanSquares mean_squares;
  double error = 0;                  // mean variance of a cell
  double cov1 = 0;                   // same reader, other modality
  double cov2 = 0;                   // other reader, same modality
  double cov3 = 0;                   // other reader, other modality
  double reader = 0;                 // variance of readers; may be negative
  double modality_reader = 0;        // of reader x modality; may be negative
  std::vector<double> error_within;  // of each modality by itself
  std::vector<double> cov2_within;
  std::vector<double> error_of_reader;  // of each reader by itself
  std::vector<double> cov1_of_reader;
};

// `figures` and `covariance` by cell, modality first; every cell must have a value.
Components components_of(const std::vector<double>& figures, const Covariance& covariance,
                         std::size_t modalities, std::size_t readers);

GlobalTest global_test(const Components& components, Population population);
// Of two modalities of a crossed design; the error is pooled over all modalities.
Effect modality_difference(const Components& components, double difference, Population population);
// Of one modality, from its own data alone.
Effect modality_mean(const Components& components, std::size_t modality, double mean,
                     Population population);
// Of one reader: z against the cases.
Effect reader_difference(const Components& components, std::size_t reader, double difference);

// Readers that differ between modalities (readers nested in modality): the mean squares of readers
// within each modality take the place of MS(T x R); degrees of freedom by Satterthwaite over them.
// `members[t]`: the readers of modality t, as cells.
struct Nested {
  std::vector<std::vector<std::size_t>> members;
};
Effect nested_difference(const std::vector<double>& figures, const Covariance& covariance,
                         const Nested& nested, std::size_t a, std::size_t b, Population population);
Effect nested_mean(const std::vector<double>& figures, const Covariance& covariance,
                   const Nested& nested, std::size_t modality, Population population);

// The ANOVA of the pseudovalues n θ - (n - 1) θ(without case), which a fully crossed design needs.
struct Pseudovalues {
  double modality = 0, reader = 0, case_ = 0;  // mean squares
  double modality_reader = 0, modality_case = 0, reader_case = 0, residual = 0;
  std::size_t modalities = 0, readers = 0, cases = 0;
  // Components: R, C, TR, TC, RC, TRC + error; may be negative.
  double var_reader() const;
  double var_case() const;
  double var_modality_reader() const;
  double var_modality_case() const;
  double var_reader_case() const;
};
std::optional<Pseudovalues> pseudovalue_anova(const LeftOut& left_out, std::size_t modalities,
                                              std::size_t readers);
GlobalTest global_test(const Pseudovalues& anova, Population population);
Effect modality_difference(const Pseudovalues& anova, double difference, Population population);

// p-value (two-sided) and interval of an effect against `against`.
double p_value_of(const Effect& effect, double against = 0);
double quantile_of(const Effect& effect, double p);

}  // namespace secondsite::readers::study
