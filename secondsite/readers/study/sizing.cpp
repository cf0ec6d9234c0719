#include "secondsite/readers/study/sizing.h"

#include <algorithm>
#include <cmath>

#include "secondsite/core/text.h"
#include "secondsite/stats/distributions.h"
#include "secondsite/stats/noncentral.h"

namespace secondsite::readers::study {
namespace {

using core::Error;

struct NamedLayout {
  Layout layout;
  std::string_view name;
};
constexpr NamedLayout layouts[] = {{Layout::crossed, "crossed"},
                                   {Layout::cases_nested, "cases-nested"},
                                   {Layout::readers_nested, "readers-nested"},
                                   {Layout::both_nested, "both-nested"},
                                   {Layout::one_sample, "one-sample"}};

double power_of(const SizeDesign& design, double readers, double cases) {
  const Planned plan = planned(design, readers, cases);
  const double se = plan.standard_error;
  const bool normal = std::isnan(plan.degrees);
  const auto quantile = [&](double p) {
    return normal ? stats::normal_quantile(p) : stats::student_quantile(p, plan.degrees);
  };
  const auto upper = [&](double x, double shift) {
    return normal ? stats::normal_upper(x - shift)
                  : stats::noncentral_t_upper(x, plan.degrees, shift);
  };
  const double bound = quantile(1 - design.alpha / 2);
  switch (design.claim) {
    case ClaimKind::non_inferiority:
      return upper(bound, (design.effect + design.margin) / se);
    case ClaimKind::equivalence:
      return std::max(0.0, upper(bound, (design.margin + design.effect) / se) +
                               upper(bound, (design.margin - design.effect) / se) - 1);
    default:
      break;
  }
  const double shift = std::abs(design.effect) / se;
  if (normal) return stats::normal_upper(bound - shift) + stats::normal_upper(bound + shift);
  return stats::noncentral_f_upper(bound * bound, 1, plan.degrees, shift * shift);
}

std::optional<Error> fault_of_sizes(const SizeDesign& d) {
  const auto bad = [](const std::string& what) { return Error("study.bad-request", what); };
  const int given =
      int(d.readers.has_value()) + int(d.cases.has_value()) + int(d.power.has_value());
  if (given != 2) return bad("give two of readers, cases and power; the third is solved for");
  for (const double number : {d.error, d.cov1, d.cov2, d.cov3, d.var_reader, d.var_modality_reader,
                              d.pilot_cases, d.effect, d.margin})
    if (!std::isfinite(number)) return bad("every component, effect and margin is a finite number");
  if (d.readers.value_or(1) > most_readers || d.cases.value_or(1) > most_cases)
    return bad("at most 10,000 readers and 10,000,000 cases");
  if (!(d.pilot_cases > 1)) return bad("the components need the number of cases behind them");
  if (!(d.error > 0)) return bad("the error variance must be above 0");
  if (d.power && !(*d.power > 0 && *d.power < 1)) return bad("the power must lie between 0 and 1");
  if (!(d.alpha > 0 && d.alpha < 1)) return bad("alpha must lie between 0 and 1");
  if (d.readers && !(*d.readers >= 1)) return bad("there must be a reader");
  if (d.cases && !(*d.cases >= 2)) return bad("there must be two cases");
  if (!(d.blocks >= 1) || (d.readers && *d.readers < d.blocks))
    return bad("there cannot be more blocks than readers");
  if (d.claim == ClaimKind::superiority && d.effect == 0)
    return bad("no number of cases shows a difference of 0: add --effect X");
  if (d.claim != ClaimKind::superiority && !(d.margin > 0))
    return bad("the margin must be above 0");
  if (d.population != Population::cases && d.readers && *d.readers < 2)
    return bad("random readers are at least two");
  return std::nullopt;
}

}  // namespace

std::string_view name(Layout layout) {
  for (const NamedLayout& each : layouts)
    if (each.layout == layout) return each.name;
  return {};
}

std::optional<Layout> layout_named(std::string_view wanted) {
  for (const NamedLayout& each : layouts)
    if (each.name == wanted) return each.layout;
  return std::nullopt;
}

Planned planned(const SizeDesign& d, double r, double cases) {
  // Error and covariances shrink with the cases that a reader reads: those of the reader's block.
  const double scale = d.pilot_cases / (cases / d.blocks);
  const bool same_cases = d.layout == Layout::crossed || d.layout == Layout::readers_nested;
  const bool same_readers = d.layout == Layout::crossed || d.layout == Layout::cases_nested;
  const double error = scale * d.error;
  const double cov1 = same_cases && same_readers ? scale * d.cov1 : 0;
  const double cov2 = scale * d.cov2;
  const double cov3 = same_cases ? scale * d.cov3 : 0;
  // Of the other readers, the share that is in the reader's block.
  const double together = r > 1 ? (r / d.blocks - 1) / (r - 1) : 0;
  const double shared =
      together * std::max(d.layout == Layout::one_sample ? cov2 : cov2 - cov3, 0.0);
  double varying = std::max(d.var_modality_reader, 0.0);
  if (!same_readers) varying += std::max(d.var_reader, 0.0);
  const double groups = d.layout == Layout::one_sample ? 1 : 2;
  const double mean_square = varying + error - cov1 - shared;
  if (d.population == Population::cases)
    return {std::sqrt(groups / r * (error - cov1 + (r - 1) * shared)), stats::unknown};
  const double sum = d.population == Population::readers ? mean_square : mean_square + r * shared;
  // Nested readers give two estimates of a mean square, each with r - 1 degrees of freedom.
  const double own = (r - 1) * (groups == 2 && !same_readers ? 2 : 1);
  return {std::sqrt(groups / r * sum), own * sum * sum / (mean_square * mean_square)};
}

core::Result<SizeDesign> solve(const SizeDesign& design) {
  if (auto fault = fault_of_sizes(design)) return *std::move(fault);
  SizeDesign out = design;
  if (!design.power) {
    out.power = power_of(design, *design.readers, *design.cases);
    return out;
  }
  const auto enough = [&](double readers, double cases) {
    return power_of(design, readers, cases) >= *design.power;
  };
  const auto unreachable = [&](const std::string& what) {
    return Error("study.unreachable", what + " give a power of " + core::exact(*design.power));
  };
  if (!design.cases) {
    double high = 1e7;
    double low = 2;
    if (!enough(*design.readers, high))
      return unreachable("with " + core::exact(*design.readers) + " readers no 10,000,000 cases");
    if (enough(*design.readers, low)) high = low;
    while (high - low > 1e-6 * high) {
      const double middle = (low + high) / 2;
      (enough(*design.readers, middle) ? high : low) = middle;
    }
    out.cases = high;
    return out;
  }
  const double least = std::max(design.blocks, design.population == Population::cases ? 1.0 : 2.0);
  for (double readers = least; readers <= 10000; readers += 1)
    if (enough(readers, *design.cases)) {
      out.readers = readers;
      return out;
    }
  return unreachable("with " + core::exact(*design.cases) + " cases no 10,000 readers");
}

SizeDesign design_from_pilot(const Components& components, std::size_t pilot_cases, double effect) {
  SizeDesign out;
  out.error = components.error;
  out.cov1 = components.cov1;
  out.cov2 = components.cov2;
  out.cov3 = components.cov3;
  out.pilot_cases = static_cast<double>(pilot_cases);
  out.effect = effect;
  out.power = 0.8;
  if (components.modalities < 2) {
    out.layout = Layout::one_sample;
    out.var_modality_reader =
        components.mean_squares.reader_within[0] - components.error + components.cov2;
    return out;
  }
  out.var_reader = components.reader;
  out.var_modality_reader = components.modality_reader;
  return out;
}

}  // namespace secondsite::readers::study
