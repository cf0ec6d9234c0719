#pragma once
// The six intraclass correlations of Shrout & Fleiss 1979, doi:10.1037/0033-2909.86.2.420, from one
// analysis of variance.

#include "secondsite/stats/agreement_coefficient.h"

namespace secondsite::stats::agreement {

enum class IccModel {
  one_way,        // each unit has readers of its own: ICC(1, ·)
  two_way,        // the same readers, drawn from more; absolute agreement: ICC(2, ·)
  fixed_readers,  // these readers only; consistency: ICC(3, ·)
};

// `mean_of_readers`: the reliability of the mean of all readers, ICC(·, k), in place of one's.
// On the units that all readers read. Intervals: exact by F (models 1 and 3); Satterthwaite's F for
// model 2 (McGraw & Wong 1996, doi:10.1037/1082-989X.1.1.30), carried to the mean of k readers by
// the Spearman-Brown formula. Values may be below 0.
Agreement icc(const Ratings& ratings, std::span<const double> weight, IccModel model,
              bool mean_of_readers, const AgreementOptions& options, bool with_errors);

// An entry of the registry.
AgreementCoefficient icc_entry(std::string_view id, std::string_view title,
                               std::string_view question, std::string_view definition,
                               IccModel model, bool mean_of_readers);

}  // namespace secondsite::stats::agreement
