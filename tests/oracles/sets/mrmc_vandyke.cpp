#include <cmath>

#include "oracle.h"
#include "reader_study.h"
#include "secondsite/readers/study/sizing.h"
#include "secondsite/stats/distributions.h"

namespace secondsite::oracles::sets {
namespace {

using study::Population;

constexpr const char* iowa = "OR-DBM MRMC 2.51 (University of Iowa), printed output";
constexpr const char* jafroc = "JAFROC 4.2.1, printed output (single precision)";
constexpr const char* mrmcaov = "MRMCaov @ d79e49b";
constexpr const char* imrmc = "iMRMC 2.1.2 (R)";
constexpr const char* rjafroc = "RJafroc @ 44b0e39";

void figures(const study::Result& result, Recorder& record) {
  const double expected[2][5] = {{.91964573, .85877617, .90386473, .97310789, .82979066},
                                 {.94782609, .90531401, .92173913, .99935588, .92995169}};
  for (std::size_t t = 0; t < 2; ++t)
    for (std::size_t r = 0; r < 5; ++r)
      record.expect("AUC, treatment " + std::to_string(t + 1) + ", reader " + std::to_string(r + 1),
                    expected[t][r], result.cells[t * 5 + r].value, 5.1e-9, iowa);
  const auto& row = row_of(result, "or-jackknife");
  record.expect("mean AUC, treatment 1", .89703704, row.means[0].value, 5.1e-9, iowa);
  record.expect("mean AUC, treatment 2", .94083736, row.means[1].value, 5.1e-9, iowa);
  record.expect("difference", -.04380032, row.differences[0].value, 5.1e-9, iowa);
}

void components(const Numbers& numbers, Recorder& record) {
  const auto covariance = study::jackknife_covariance(numbers.left_out);
  const auto c = study::components_of(numbers.left_out.value, covariance, 2, 5);
  const auto expect = [&](const char* name, double expected, double obtained) {
    record.expect(name, expected, obtained, 5.1e-9, iowa);
  };
  expect("MS(T)", .00479617, c.mean_squares.modality);
  expect("MS(R)", .00383620, c.mean_squares.reader);
  expect("MS(T*R)", .00055103, c.mean_squares.modality_reader);
  expect("MS(R), treatment 1", .00308263, c.mean_squares.reader_within[0]);
  expect("MS(R), treatment 2", .00130460, c.mean_squares.reader_within[1]);
  expect("Var(R)", .00153500, c.reader);
  expect("Var(T*R)", .00020040, c.modality_reader);
  expect("Cov1", .00034661, c.cov1);
  expect("Cov2", .00034407, c.cov2);
  expect("Cov3", .00023903, c.cov3);
  expect("Var(Error)", .00080229, c.error);
  expect("correlation 1", .43203138, c.cov1 / c.error);
  expect("correlation 2", .42886683, c.cov2 / c.error);
  expect("correlation 3", .29793328, c.cov3 / c.error);
  expect("Var(Error), treatment 1", .00101410, c.error_within[0]);
  expect("Var(Error), treatment 2", .00059047, c.error_within[1]);
  expect("Cov2, treatment 1", .00048396, c.cov2_within[0]);
  expect("Cov2, treatment 2", .00020419, c.cov2_within[1]);
  const double error_by[] = {.00069890, .00110605, .00084234, .00015058, .00121357};
  const double cov1_by[] = {.00037347, .00076016, .00035532, .00000108, .00024304};
  for (std::size_t r = 0; r < 5; ++r) {
    const std::string reader = ", reader " + std::to_string(r + 1);
    record.expect("Var(Error)" + reader, error_by[r], c.error_of_reader[r], 5.1e-9, iowa);
    record.expect("Cov1" + reader, cov1_by[r], c.cov1_of_reader[r], 5.1e-9, iowa);
  }
}

void tests(const study::Result& result, Recorder& record) {
  const auto test = [&](const char* id, double f, double df, double p, double se, double lower,
                        double upper) {
    const auto& row = row_of(result, id);
    const std::string name = std::string(id) + ": ";
    const auto& difference = row.differences[0];
    const bool chi = std::string_view(id) == "fixed-readers";
    record.expect(name + (chi ? "X2" : "F"), f, row.all_equal->statistic, chi ? 5.1e-6 : 5.1e-3,
                  iowa);
    if (!chi)
      record.expect(name + "degrees of freedom", df, row.all_equal->degrees_of_freedom, 5.1e-3,
                    iowa);
    record.expect(name + "p", p, row.all_equal->p_value, 5.1e-5, iowa);
    record.expect(name + "standard error", se, difference.standard_error, 5.1e-6, iowa);
    record.expect(name + "lower", lower, difference.interval.lower, 5.1e-6, iowa);
    record.expect(name + "upper", upper, difference.interval.upper, 5.1e-6, iowa);
  };
  test("or-jackknife", 4.46, 15.26, .0517, .02075, -.08796, .00036);
  test("fixed-readers", 5.47595, 1, .0193, .01872, -.08049, -.00711);
  test("fixed-cases", 8.70, 4, .0420, .01485, -.08502, -.00258);
  test("dbm", 4.46, 15.26, .0517, .02075, -.08796, .00036);
  const auto single = [&](const char* id, std::size_t t, double se, double lower, double upper) {
    const auto& mean = row_of(result, id).means[t];
    const std::string name = std::string(id) + ", treatment " + std::to_string(t + 1);
    record.expect(name + ": standard error", se, mean.standard_error, 5.1e-9, iowa);
    record.expect(name + ": lower", lower, mean.interval.lower, 5.1e-9, iowa);
    record.expect(name + ": upper", upper, mean.interval.upper, 5.1e-9, iowa);
  };
  single("or-jackknife", 0, .03317360, .82522360, .96885048);
  single("or-jackknife", 1, .02156637, .89413783, .98753689);
  single("fixed-readers", 0, .02428971, .84943008, .94464399);
  single("fixed-readers", 1, .01677632, .90795637, .97371835);
  single("fixed-cases", 0, .02482994, .82809808, .96597599);
  single("fixed-cases", 1, .01615303, .89598936, .98568536);
  const double reader[5][5] = {{-.02818, .02551, .2693, -.07818, .02182},
                               {-.04654, .02630, .0768, -.09809, .00501},
                               {-.01787, .03121, .5668, -.07904, .04330},
                               {-.02625, .01729, .1290, -.06014, .00764},
                               {-.10016, .04406, .0230, -.18651, -.01381}};
  for (std::size_t r = 0; r < 5; ++r) {
    const auto& e = result.reader_differences[r];
    const std::string name = "reader " + std::to_string(r + 1) + ": ";
    record.expect(name + "difference", reader[r][0], e.value, 5.1e-6, iowa);
    record.expect(name + "standard error", reader[r][1], e.standard_error, 5.1e-6, iowa);
    record.expect(name + "p", reader[r][2], e.test->p_value, 5.1e-5, iowa);
    record.expect(name + "lower", reader[r][3], e.interval.lower, 5.1e-6, iowa);
    record.expect(name + "upper", reader[r][4], e.interval.upper, 5.1e-6, iowa);
  }
  const auto& fixed = row_of(result, "dbm-fixed-readers");
  record.expect("DBM, readers fixed: F(1,113)", 5.48, fixed.all_equal->statistic, 5.1e-3, jafroc);
  record.expect("DBM, readers fixed: p", .0210, fixed.all_equal->p_value, 5.1e-5, jafroc);
}

void pseudovalues(const Numbers& numbers, Recorder& record) {
  const auto anova = study::pseudovalue_anova(numbers.left_out, 2, 5);
  if (!anova) return record.fail("no pseudovalues");
  const auto expect = [&](const char* name, double expected, double obtained, double tolerance,
                          const char* source) {
    record.expect(std::string("DBM ") + name, expected, obtained, tolerance, source);
  };
  expect("Var(R)", .00153500, anova->var_reader(), 5.1e-9, iowa);
  expect("Var(C)", .02724923, anova->var_case(), 5.1e-9, iowa);
  expect("Var(T*R)", .00020040, anova->var_modality_reader(), 5.1e-9, iowa);
  expect("Var(T*C)", .01197530, anova->var_modality_case(), 5.1e-9, iowa);
  expect("Var(R*C)", .01226473, anova->var_reader_case(), 5.1e-9, iowa);
  expect("Var(T*R*C) + error", .03997160, anova->residual, 5.1e-9, iowa);
  expect("MS(T)", .54676316, anova->modality, 5e-6, jafroc);
  expect("MS(R)", .43732679, anova->reader, 5e-6, jafroc);
  expect("MS(C)", .39686891, anova->case_, 5e-6, jafroc);
  expect("MS(TR)", .06281753, anova->modality_reader, 5e-6, jafroc);
  expect("MS(TC)", .09984813, anova->modality_case, 5e-6, jafroc);
  expect("MS(RC)", .06450099, anova->reader_case, 5e-6, jafroc);
  expect("MS(TRC)", .03997167, anova->residual, 5e-6, jafroc);
}

void other_covariances(const Numbers& numbers, Recorder& record) {
  struct Expected {
    const char* name;
    study::Covariance covariance;
    double cov1, cov2, cov3, error, f, df, p;
  };
  const Expected all[] = {
      {"DeLong", study::delong_covariance(numbers.sums), .0003420090, .0003395265, .0002358497,
       .0007921325, 4.484854, 15.06611, .05123303},
      {"unbiased", study::unbiased_covariance(numbers.sample, numbers.sums, 1), .0003416706,
       .0003390650, .0002356148, .0007883925, 4.489614, 15.03418, .0511618}};
  for (const Expected& e : all) {
    const auto c = study::components_of(numbers.left_out.value, e.covariance, 2, 5);
    const auto test = study::global_test(c, Population::readers_and_cases);
    const std::string name = std::string(e.name) + ": ";
    record.expect(name + "Cov1", e.cov1, c.cov1, 5.1e-11, mrmcaov);
    record.expect(name + "Cov2", e.cov2, c.cov2, 5.1e-11, mrmcaov);
    record.expect(name + "Cov3", e.cov3, c.cov3, 5.1e-11, mrmcaov);
    record.expect(name + "error", e.error, c.error, 5.1e-11, mrmcaov);
    record.expect(name + "F", e.f, test.statistic, 5.1e-7, mrmcaov);
    record.expect(name + "degrees of freedom", e.df, test.df2, 5.1e-6, mrmcaov);
    record.expect(name + "p", e.p, test.p_value, 5.1e-8, mrmcaov);
  }
}

void nested_cases(const std::string& folder, Recorder& record) {
  const auto nested = [&](const char* column) {
    study::TableColumns columns;
    columns.case_name = column;
    return analysed(reads_at(folder + "/VanDyke.csv", columns));
  };
  const auto in_readers = nested("case2");
  const auto& a = *row_of(in_readers, "or-unbiased").all_equal;
  record.expect("cases nested in readers: F(1,4)", 8.704, a.statistic, 5.1e-4, mrmcaov);
  record.expect("cases nested in readers: degrees of freedom", 4, a.degrees_of_freedom, 1e-9,
                mrmcaov);
  record.expect("cases nested in readers: p", .04195875, a.p_value, 5.1e-9, mrmcaov);
  const auto in_treatments = nested("case3");
  const auto& b = *row_of(in_treatments, "or-unbiased").all_equal;
  record.expect("cases nested in treatments: F", 2.13509, b.statistic, 5.1e-6, mrmcaov);
  record.expect("cases nested in treatments: degrees of freedom", 66.4761, b.degrees_of_freedom,
                5.1e-5, mrmcaov);
  record.expect("cases nested in treatments: p", .148673, b.p_value, 5.1e-7, mrmcaov);
}

void binary(const study::Reads& reads, Recorder& record) {
  const auto test = [&](study::Outcome outcome, const char* name, double difference, double f,
                        double df, double p) {
    study::Request request;
    request.outcome = outcome;
    request.threshold = 3;
    const auto result = analysed(reads, request);
    const auto& row = row_of(result, "or-delong");
    record.expect(std::string(name) + ": difference", difference, row.differences[0].value, 5.1e-9,
                  mrmcaov);
    record.expect(std::string(name) + ": F", f, row.all_equal->statistic, 5.1e-7, mrmcaov);
    record.expect(std::string(name) + ": degrees of freedom", df, row.all_equal->degrees_of_freedom,
                  5.1e-6, mrmcaov);
    record.expect(std::string(name) + ": p", p, row.all_equal->p_value, 5.1e-8, mrmcaov);
  };
  test(study::Outcome::sensitivity, "sensitivity (rating >= 3)", -.09777778, 6.689493, 15.71732,
       .02008822);
  test(study::Outcome::specificity, "specificity (rating < 3)", .01449275, .2017206, 5.572641,
       .6702701);
}

void u_statistics(const Numbers& numbers, const study::Result& result, Recorder& record) {
  const auto moments = study::moments_of(numbers.sample, numbers.sums, 1);
  const auto a = study::one_modality(moments[0]);
  const auto b = study::one_modality(moments[3]);
  const auto d = study::difference(moments[0], moments[3], moments[1]);
  record.expect("U: var(A)", .0010937044899, a.variance, 5.1e-14, imrmc);
  record.expect("U: var(B)", .0004618715914, b.variance, 5.1e-14, imrmc);
  record.expect("U: var(difference)", .0004273125167, d.variance, 5.1e-14, imrmc);
  record.expect("U: df(BDG)", 12.81341101, d.degrees, 5.1e-9, imrmc);
  record.expect("V: var(difference)", .0006261327259, d.variance_v, 5.1e-14, imrmc);
  record.expect("V: df(BDG)", 27.51099737, d.degrees_v, 5.1e-9, imrmc);
  const auto& bdg = row_of(result, "u-bdg").differences[0];
  record.expect("U: p(normal)", .03410138, row_of(result, "u-normal").differences[0].test->p_value,
                5.1e-9, imrmc);
  record.expect("U: p(BDG)", .05564666, bdg.test->p_value, 5.1e-9, imrmc);
  record.expect("U: lower", -.08883974, bdg.interval.lower, 5.1e-9, imrmc);
  record.expect("U: upper", .00123909, bdg.interval.upper, 5.1e-9, imrmc);
  record.expect("V: p(BDG)", .09140174, row_of(result, "v-bdg").differences[0].test->p_value,
                5.1e-9, imrmc);
  const double m[8] = {.8616425121, .8597480345, .8457820963, .8449383541,
                       .8549154589, .8536330752, .8439551310, .8434018252};
  for (std::size_t k = 0; k < 8; ++k)
    record.expect("BDG moment " + std::to_string(k + 1) + ", both modalities", m[k],
                  moments[1].mean[k], 5.1e-11, imrmc);
}

// One modality's own numbers when the study has no other (1T), and one reader's (1R).
void parts(const study::Reads& reads, Recorder& record) {
  const auto one_reader = analysed(reads.subset({0, 1}, {0}));
  const auto& fixed = row_of(one_reader, "fixed-readers");
  record.expect("one reader: X2", 1.22011, fixed.all_equal->statistic, 5.1e-6, iowa);
  record.expect("one reader: p", .2693, fixed.all_equal->p_value, 5.1e-5, iowa);
  record.expect("one reader, treatment 1: standard error", .03012552, fixed.means[0].standard_error,
                5.1e-9, iowa);
  const auto one_modality = analysed(reads.subset({0}, {0, 1, 2, 3, 4}));
  const auto& row = row_of(one_modality, "or-jackknife");
  record.expect("one treatment: standard error", .03317360, row.means[0].standard_error, 5.1e-9,
                iowa);
  record.expect("one treatment: Cov2", .00048396, component_of(row, "cov2"), 5.1e-9, iowa);
  record.expect("one treatment: Var(Error)", .00101410, component_of(row, "var-error"), 5.1e-9,
                iowa);
}

void formats(const std::string& folder, const study::Result& csv, Recorder& record) {
  core::Findings findings;
  const auto text = [&](const char* name) {
    return value_or_throw(core::read_file(folder + "/" + name));
  };
  const auto same = [&](const char* name, const study::Reads& reads) {
    const auto result = analysed(reads);
    record.expect(std::string(name) + ": difference", csv.rows[0].differences[0].value,
                  result.rows[0].differences[0].value, 1e-15, "the same reads as CSV");
    record.expect(std::string(name) + ": standard error", csv.rows[0].differences[0].standard_error,
                  result.rows[0].differences[0].standard_error, 1e-15, "the same reads as CSV");
  };
  same("RocData.imrmc",
       value_or_throw(study::parse_imrmc(text("RocData.imrmc"), "RocData.imrmc", findings)));
  same("RocData.lrc",
       value_or_throw(study::parse_lrc(text("RocData.lrc"), "RocData.lrc", findings)));
  same("RocData.csv", reads_at(folder + "/RocData.csv"));
}

void sizes(const Numbers& numbers, Recorder& record) {
  const auto c = study::components_of(numbers.left_out.value,
                                      study::jackknife_covariance(numbers.left_out), 2, 5);
  const std::pair<double, double> wanted[] = {{6, 251}, {7, 211}, {8, 188}, {9, 173}, {10, 163}};
  study::SizeDesign design = study::design_from_pilot(c, 114, .043800322);
  for (const auto& [readers, cases] : wanted) {
    design.readers = readers;
    design.cases = std::nullopt;
    const auto sized = study::solve(design);
    if (!sized) {
      record.fail(sized.error().text());
      continue;
    }
    record.expect("cases for 80 % power with " + core::exact(readers) + " readers", cases,
                  std::ceil(*sized->cases), 0, rjafroc);
  }
  design.readers = 6;
  design.cases = 251;
  design.power = std::nullopt;
  if (const auto solved = study::solve(design))
    record.expect("power with 6 readers, 251 cases", .80054, *solved->power, 5.1e-6, rjafroc);
}

void run(const std::string& folder, Recorder& record) try {
  const auto reads = reads_at(folder + "/VanDyke.csv");
  const auto result = analysed(reads);
  const Numbers numbers(reads);
  figures(result, record);
  components(numbers, record);
  tests(result, record);
  pseudovalues(numbers, record);
  other_covariances(numbers, record);
  nested_cases(folder, record);
  binary(reads, record);
  u_statistics(numbers, result, record);
  parts(reads, record);
  formats(folder, result, record);
  sizes(numbers, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet mrmc_vandyke() {
  return {.id = "mrmc-vandyke",
          .title = "Van Dyke 1993: 5 readers, 114 cases, cine and spin-echo MRI",
          .note = "Tolerances are half of the last digit that the source prints.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
