#include <cmath>
#include <map>
#include <stdexcept>

#include "oracle.h"
#include "secondsite/core/file.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/readers/study/roe_metz.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::oracles::sets {
namespace {

namespace study = readers::study;

constexpr const char* integrated =
    "numerical integration: Gallas & Hillis 2014, doi:10.1117/1.JMI.1.3.031006 (iMRMC @ ad589e5)";
constexpr const char* simulated = "Monte-Carlo means of iMRMC @ ad589e5 (simSummary.csv)";

struct Configuration {
  study::RoeMetz model;
  study::StudySize size;
};

// Columns by name, of files whose rows end in a comma that the header lacks.
class Columns {
 public:
  explicit Columns(const std::string& path) {
    const auto text = core::read_file(path);
    if (!text) throw std::runtime_error(text.error().text());
    for (const std::string& line : core::split(*text, '\n'))
      if (!core::trim(line).empty()) rows_.push_back(core::split(core::trim(line), ','));
    if (rows_.empty()) throw std::runtime_error(path + " is empty");
  }
  std::size_t rows() const { return rows_.size() - 1; }
  std::vector<std::string> texts(const std::string& name) const {
    std::size_t at = 0;
    while (at < rows_[0].size() && rows_[0][at] != name) ++at;
    std::vector<std::string> out;
    for (std::size_t r = 1; r < rows_.size(); ++r) out.push_back(rows_[r].at(at));
    return out;
  }
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> out;
    for (const std::string& text : texts(name))
      out.push_back(core::parse_number(text).value_or(study::not_read));
    return out;
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

// The files write some numbers with their names in other forms ("066", "66").
int number_of(const std::string& text) {
  return static_cast<int>(core::parse_number(text).value_or(-1));
}

std::map<int, Configuration> configurations(const std::string& folder) {
  const Columns table(folder + "/configs.csv");
  std::map<int, Configuration> out;
  const auto column = [&](const std::string& name) { return table.numbers(name); };
  const auto ids = table.texts("Inputfile");
  std::vector<Configuration> rows(table.rows());
  const auto fill = [&](const std::string& prefix, auto into) {
    for (int truth = 0; truth < 2; ++truth) {
      const auto r = column(prefix + "R" + std::to_string(truth));
      const auto c = column(prefix + "C" + std::to_string(truth));
      const auto rc = column(prefix + "RC" + std::to_string(truth));
      for (std::size_t k = 0; k < rows.size(); ++k) {
        study::EffectVariances& v = into(rows[k].model);
        v.reader[truth] = r[k];
        v.case_[truth] = c[k];
        v.reader_case[truth] = rc[k];
      }
    }
  };
  fill("", [](study::RoeMetz& m) -> study::EffectVariances& { return m.shared; });
  fill("A", [](study::RoeMetz& m) -> study::EffectVariances& { return m.own[0]; });
  fill("B", [](study::RoeMetz& m) -> study::EffectVariances& { return m.own[1]; });
  const auto a = column("uA"), b = column("uB"), n0 = column("n0"), n1 = column("n1");
  const auto nr = column("nr"), groups = column("Num of Split-Plot Groups");
  for (std::size_t k = 0; k < rows.size(); ++k) {
    rows[k].model.separation[0] = a[k];
    rows[k].model.separation[1] = b[k];
    rows[k].size.healthy = static_cast<std::size_t>(n0[k]);
    rows[k].size.diseased = static_cast<std::size_t>(n1[k]);
    rows[k].size.readers = static_cast<std::size_t>(nr[k]);
    rows[k].size.blocks = static_cast<std::size_t>(groups[k]);
    out[number_of(ids[k])] = rows[k];
  }
  return out;
}

// The moments as the source sums them: 256 points over five standard deviations to each side.
study::Eight summed_moments(const study::RoeMetz& model, std::size_t a, std::size_t b) {
  study::Eight out{};
  constexpr int points = 256;
  constexpr double step = 10.0 / points;
  for (std::size_t kind = 0; kind < 8; ++kind) {
    const double common = study::shared_variance(model, a, b, kind);
    const double x = std::sqrt(study::rating_variance(model, a) - common);
    const double y = std::sqrt(study::rating_variance(model, b) - common);
    if (kind == 7 || x == 0) {  // products of areas, and the area itself, need no sum
      out[kind] = study::area(model, a) * (kind == 7 ? study::area(model, b) : 1);
      continue;
    }
    for (int k = 0; k < points; ++k) {
      const double z = k * step - 5;
      const double shift = z * std::sqrt(common);
      out[kind] += step * stats::normal_density(z) *
                   stats::normal_cdf((model.separation[a] + shift) / x) *
                   stats::normal_cdf((model.separation[b] + shift) / y);
    }
  }
  return out;
}

double covariance_with(const study::Eight& means, const study::StudySize& size, bool between) {
  const study::Eight shares = study::moment_shares(size, between);
  double out = -means[7];
  for (std::size_t k = 0; k < 8; ++k) out += shares[k] * means[k];
  return out;
}

void against_integration(const std::string& folder, const std::map<int, Configuration>& all,
                         Recorder& record) {
  const Columns table(folder + "/numSummary.csv");
  const auto ids = table.texts("Inputfile");
  const auto auc = table.numbers("NumAUC_A");
  const auto a = table.numbers("NumvarAUC_A"), b = table.numbers("NumvarAUC_B");
  const auto ab = table.numbers("NumvarAUC_AB");
  record.expect("configurations", 216, static_cast<double>(ids.size()), 0, integrated);
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const Configuration& c = all.at(number_of(ids[k]));
    const std::string name = "configuration " + ids[k] + ": ";
    // Five digits are printed.
    const auto half_digit = [](double x) {
      return 0.51 * std::pow(10, std::floor(std::log10(std::abs(x))) - 4);
    };
    record.expect(name + "AUC", auc[k], study::area(c.model, 0), half_digit(auc[k]), integrated);
    const double summed_a = covariance_with(summed_moments(c.model, 0, 0), c.size, false);
    const double summed_b = covariance_with(summed_moments(c.model, 1, 1), c.size, false);
    const double summed_ab = covariance_with(summed_moments(c.model, 0, 1), c.size, true);
    const auto variance = [&](const char* what, double printed, double summed, double exact) {
      record.expect(name + what + ", moments summed as the source does", printed, summed,
                    half_digit(printed), integrated);
      // Further off than that sum can explain is a failure, not a disagreement.
      constexpr double explained = 2e-7;
      const double apart = std::abs(exact - printed);
      if (apart <= half_digit(printed) || apart > explained)
        record.expect(name + what, printed, exact, half_digit(printed), integrated);
      else
        record.known_disagreement(
            name + what, printed, exact, integrated,
            "the source sums 256 points within five standard deviations and so leaves out up to "
            "6e-7 of each moment; with its sum in the place of our probabilities its digits come "
            "out (the row above), and 30-digit arithmetic gives ours");
    };
    variance("variance A", a[k], summed_a, study::covariance_of_averages(c.model, c.size, 0, 0));
    variance("variance B", b[k], summed_b, study::covariance_of_averages(c.model, c.size, 1, 1));
    variance("variance of the difference", ab[k], summed_a + summed_b - 2 * summed_ab,
             study::variance_of_difference(c.model, c.size));
  }
  // Python's mpmath at 30 digits, the same normal probabilities by adaptive quadrature.
  const std::pair<int, double> exact[] = {{50, .00024510290107},   {101, 9.56233830254e-05},
                                          {181, .000539994341725}, {205, 6.77145865833e-05},
                                          {66, .00111213558591},   {26, .00114720481904}};
  for (const auto& [id, expected] : exact) {
    const Configuration& c = all.at(id);
    record.expect("configuration " + std::to_string(id) + ": variance A, 30-digit arithmetic",
                  expected, study::covariance_of_averages(c.model, c.size, 0, 0),
                  std::abs(expected) * 1e-11, "mpmath 1.3");
  }
}

// The simulator with our own estimator against iMRMC's Monte-Carlo means; ours is within four
// standard errors of the two means.
void against_simulation(const std::string& folder, const std::map<int, Configuration>& all,
                        Recorder& record) {
  const Columns table(folder + "/simSummary.csv");
  const auto ids = table.texts("Inputfile");
  const auto auc = table.numbers("mcMeanAUC_A");
  const auto variance = table.numbers("mcMeanvarAUC_AB");
  const auto spread = table.numbers("mcVarvarAUC_AB");
  const auto auc_spread = table.numbers("mcVarAUC_A");
  constexpr std::size_t studies = 300;
  const core::Random random(20180321, "roemetz-analytic");
  for (std::size_t k = 0; k < ids.size(); k += 24) {
    const Configuration& c = all.at(number_of(ids[k]));
    std::vector<double> areas(studies);
    std::vector<double> variances(studies);
    core::parallel_for(studies, 2, [&](std::size_t s) {
      const auto sample = study::compare_ratings(study::simulate(c.model, c.size, random, s));
      const auto moments = study::moments_of(sample, study::sums_of(sample), 1);
      areas[s] = moments[0].average_a;
      variances[s] = study::difference(moments[0], moments[3], moments[1]).variance;
    });
    double mean_area = 0;
    double mean_variance = 0;
    for (std::size_t s = 0; s < studies; ++s) {
      mean_area += areas[s] / studies;
      mean_variance += variances[s] / studies;
    }
    record.expect("configuration " + ids[k] + ", simulated: mean AUC", auc[k], mean_area,
                  4 * std::sqrt(auc_spread[k] / studies) + .005, simulated);
    record.expect("configuration " + ids[k] + ", simulated: mean U variance of the difference",
                  variance[k], mean_variance,
                  4 * std::sqrt(spread[k] / studies) + .005 * variance[k], simulated);
  }
}

void run(const std::string& folder, Recorder& record) try {
  const auto all = configurations(folder);
  against_integration(folder, all, record);
  against_simulation(folder, all, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet roemetz_analytic() {
  return {.id = "roemetz-analytic",
          .title = "216 Roe-Metz configurations: analytic variances, and simulated ones",
          .note =
              "Half of the fifth digit that is printed; simulated: four Monte-Carlo errors and "
              "the rounding of the printed mean (three digits).",
          .run = run};
}

}  // namespace secondsite::oracles::sets
