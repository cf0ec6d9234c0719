#include "secondsite/metrics/support/influence.h"

namespace secondsite::metrics {
namespace {

std::size_t patients_in(const Cases& cases) {
  if (!cases.patient_key.empty()) return cases.patient_key.size();
  std::size_t largest = 0;
  for (const std::uint32_t p : cases.patient) largest = std::max<std::size_t>(largest, p + 1);
  return largest;
}

bool takes_part(const Influence& influence, std::size_t i) {
  return influence.takes_part.empty() || influence.takes_part[i] != 0;
}

double corrected(double sum, double units) {
  return units < 2 ? stats::unknown : sum * units / (units - 1);
}

// Sums of squares and products over units, for the two classes.
struct Sums {
  double positive = 0;  // Σ P²
  double negative = 0;  // Σ N²
  double cross = 0;     // Σ P N
  double pooled = 0;    // Σ (P + N)²
  double units = 0;
  double positive_units = 0;
  double negative_units = 0;
  bool positives_matter = false;  // the class has any influence at all
  bool negatives_matter = false;
};

Sums sums_by_case(const Cases& cases, const Influence& influence) {
  Sums out;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!takes_part(influence, i)) continue;
    const double value = influence.per_case[i];
    const bool is_positive = cases.positive[i] != 0;
    (is_positive ? out.positive : out.negative) += value * value;
    (is_positive ? out.positive_units : out.negative_units) += 1;
  }
  out.pooled = out.positive + out.negative;
  out.units = out.positive_units + out.negative_units;
  out.positives_matter = out.positive_units > 0;
  out.negatives_matter = out.negative_units > 0;
  return out;
}

Sums sums_by_patient(const Cases& cases, const Influence& influence) {
  struct Patient {
    double positive = 0;
    double negative = 0;
    bool has_positive = false;
    bool has_negative = false;
  };
  std::vector<Patient> patients(patients_in(cases));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!takes_part(influence, i)) continue;
    Patient& patient = patients[cases.patient[i]];
    if (cases.positive[i] != 0) {
      patient.positive += influence.per_case[i];
      patient.has_positive = true;
    } else {
      patient.negative += influence.per_case[i];
      patient.has_negative = true;
    }
  }
  Sums out;
  for (const Patient& patient : patients) {
    if (!patient.has_positive && !patient.has_negative) continue;
    out.units += 1;
    out.positive_units += patient.has_positive ? 1 : 0;
    out.negative_units += patient.has_negative ? 1 : 0;
    out.positive += patient.positive * patient.positive;
    out.negative += patient.negative * patient.negative;
    out.cross += patient.positive * patient.negative;
    const double all = patient.positive + patient.negative;
    out.pooled += all * all;
  }
  out.positives_matter = out.positive_units > 0;
  out.negatives_matter = out.negative_units > 0;
  return out;
}

// Variances that add up, each with the units that it was learned from.
struct Parts {
  double sum = 0;
  double squares_over_degrees = 0;
  void add(double squares, double units) {
    const double v = corrected(squares, units);
    sum += v;
    squares_over_degrees += v * v / (units - 1);
  }
  double degrees() const { return sum * sum / squares_over_degrees; }
};

Sums sums(const Cases& cases, const Influence& influence, Unit unit);

void add_parts(Parts& parts, const Cases& cases, const Influence& influence, Unit unit) {
  const Sums s = sums(cases, influence, unit);
  if (!influence.by_class) {
    parts.add(s.pooled, s.units);
    return;
  }
  if (s.positives_matter) parts.add(s.positive, s.positive_units);
  if (s.negatives_matter) parts.add(s.negative, s.negative_units);
}

Sums sums(const Cases& cases, const Influence& influence, Unit unit) {
  return unit == Unit::patient && cases.is_clustered() ? sums_by_patient(cases, influence)
                                                       : sums_by_case(cases, influence);
}

}  // namespace

Counts count(const Cases& cases) {
  Counts out;
  out.n = cases.size();
  for (const std::uint8_t p : cases.positive) out.n_positive += p;
  if (!cases.is_clustered()) return out;
  std::vector<std::uint8_t> seen(patients_in(cases), 0);
  for (const std::uint32_t p : cases.patient) {
    out.n_clusters += seen[p] == 0 ? 1 : 0;
    seen[p] = 1;
  }
  return out;
}

Counts count_together(const Cases& a, const Cases& b) {
  Counts out;
  out.n = a.size() + b.size();
  for (const std::uint8_t p : a.positive) out.n_positive += p;
  for (const std::uint8_t p : b.positive) out.n_positive += p;
  std::vector<std::uint8_t> seen(std::max(patients_in(a), patients_in(b)), 0);
  for (const Cases* cases : {&a, &b}) {
    for (const std::uint32_t p : cases->patient) {
      out.n_clusters += seen[p] == 0 ? 1 : 0;
      seen[p] = 1;
    }
  }
  return out;
}

double pooled_variance(const Cases& cases, const Influence& influence, Unit unit) {
  const Sums s = sums(cases, influence, unit);
  return corrected(s.pooled, s.units);
}

double class_variance(const Cases& cases, const Influence& influence, Unit unit) {
  const Sums s = sums(cases, influence, unit);
  if (s.units == 0) return stats::unknown;
  double out = 0;
  if (s.positives_matter) out += corrected(s.positive, s.positive_units);
  if (s.negatives_matter) out += corrected(s.negative, s.negative_units);
  if (s.cross != 0) out += 2 * corrected(s.cross, s.units);
  return out;
}

double variance(const Cases& cases, const Influence& influence, Unit unit) {
  return influence.by_class ? class_variance(cases, influence, unit)
                            : pooled_variance(cases, influence, unit);
}

double covariance(const Cases& cases, const Influence& a, const Influence& b, Unit unit) {
  // Each rule is a quadratic form of the influences, so polarisation gives its bilinear form:
  // 4 Cov(a, b) = Var(a + b) − Var(a − b).
  Influence sum = a;
  for (std::size_t i = 0; i < sum.per_case.size(); ++i) sum.per_case[i] += b.per_case[i];
  return (variance(cases, sum, unit) - variance(cases, paired_difference(a, b), unit)) / 4;
}

double degrees_of_freedom(const Cases& cases, const Influence& influence, Unit unit) {
  Parts parts;
  add_parts(parts, cases, influence, unit);
  return parts.degrees();
}

double degrees_of_freedom(const Cases& a, const Influence& of_a, const Cases& b,
                          const Influence& of_b, Unit unit) {
  Parts parts;
  add_parts(parts, a, of_a, unit);
  add_parts(parts, b, of_b, unit);
  return parts.degrees();
}

Influence paired_difference(const Influence& a, const Influence& b) {
  Influence out = a;
  out.value = a.value - b.value;
  for (std::size_t i = 0; i < out.per_case.size(); ++i) out.per_case[i] -= b.per_case[i];
  if (!a.takes_part.empty()) {
    if (b.takes_part.empty()) {
      out.takes_part.clear();
    } else {
      for (std::size_t i = 0; i < out.takes_part.size(); ++i) out.takes_part[i] |= b.takes_part[i];
    }
  }
  return out;
}

std::vector<double> unit_sums(const Cases& cases, const Influence& influence) {
  std::vector<double> out;
  if (!cases.is_clustered()) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (takes_part(influence, i)) out.push_back(influence.per_case[i]);
    }
    return out;
  }
  std::vector<double> sum(patients_in(cases), 0);
  std::vector<std::uint8_t> present(sum.size(), 0);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!takes_part(influence, i)) continue;
    sum[cases.patient[i]] += influence.per_case[i];
    present[cases.patient[i]] = 1;
  }
  for (std::size_t p = 0; p < sum.size(); ++p) {
    if (present[p] != 0) out.push_back(sum[p]);
  }
  return out;
}

}  // namespace secondsite::metrics
