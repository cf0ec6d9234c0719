#include <cmath>
#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/core/registry.h"
#include "secondsite/labels/consensus.h"
#include "secondsite/readers/agreement.h"
#include "secondsite/readers/band.h"
#include "secondsite/readers/swapped_columns.h"

namespace secondsite::oracles::sets {
namespace {

using readers::ReaderTable;
using readers::Reads;

const std::vector<std::string> truth_readers{"bc1", "bc2", "bc3", "bc5", "bc7"};
const std::vector<std::string> benchmark_readers{"bc4", "bc6", "bc8"};

ReaderTable table_of(const std::string& reader, const std::string& path) {
  core::Findings findings;
  auto table = cohort::read_table(path, {}, findings);
  if (!table) throw std::runtime_error(table.error().text());
  return {reader, *std::move(table)};
}

std::vector<ReaderTable> tables_of(const std::string& folder) {
  std::vector<ReaderTable> out;
  for (const std::string& reader : truth_readers)
    out.push_back(table_of(reader, folder + "/radiologists/groundtruth/" + reader + "_gt.csv"));
  for (const std::string& reader : benchmark_readers)
    out.push_back(
        table_of(reader, folder + "/radiologists/benchmark_radiologists/" + reader + ".csv"));
  return out;
}

double fleiss(const Reads& reads, const std::string& finding) {
  return stats::estimate_agreement(
             **core::find_entry(stats::agreement::all(), "fleiss_kappa", "coefficient"),
             readers::ratings_of(reads, **reads.find(finding)), {}, {})
      .value;
}

void kappas(const Reads& reads, Recorder& record) {
  const std::vector<std::string> names{
      "Atelectasis",  "Cardiomegaly", "Consolidation",   "Edema",        "Pleural Effusion",
      "Pneumothorax", "Pneumonia",    "Support Devices", "Lung Opacity", "No Finding"};
  const double all[] = {.4204, .3234, .2453, .4154, .5248, .5686, .1785, .7520, .5873, .4130};
  const double five[] = {.3813, .2487, .1933, .4215, .4748, .5747, .1683, .7120, .5448, .4287};
  const Reads truth = *reads.only(truth_readers);
  for (std::size_t i = 0; i < names.size(); ++i) {
    record.expect("Fleiss' kappa of eight, " + names[i], all[i], fleiss(reads, names[i]), 5.1e-5,
                  "statsmodels (four digits)");
    record.expect("Fleiss' kappa of five, " + names[i], five[i], fleiss(truth, names[i]), 5.1e-5,
                  "statsmodels (four digits)");
  }
}

void majority(const std::string& folder, const Reads& reads, Recorder& record) {
  const Csv published(folder + "/groundtruth.csv");
  const auto studies = published.texts("Study");
  std::map<std::string, std::size_t> row_of;
  for (std::size_t r = 0; r < studies.size(); ++r) row_of[studies[r]] = r;
  const Reads truth = *reads.only(truth_readers);
  const auto& rule =
      **core::find_entry(labels::consensus_rules::all(), "majority", "consensus rule");
  double agree = 0;
  double ties = 0;
  for (const readers::RatedFinding& finding : truth.findings) {
    const auto ratings = readers::ratings_of(truth, finding);
    const auto consensus = *rule.apply(ratings, {});
    ties += static_cast<double>(consensus.ties);
    const auto column = published.numbers(finding.name);
    for (std::size_t c = 0; c < truth.cases.size(); ++c)
      agree += consensus.label(ratings, c) == column[row_of.at(truth.cases[c])] ? 1 : 0;
  }
  record.expect("cells where the consensus is the published truth", 7000, agree, 0,
                "published (upstream README)");
  record.expect("ties of five readers", 0, ties, 0, "closed form: an odd number");
}

void points(const std::string& folder, const Reads& reads, Recorder& record) {
  const Csv expected(folder + "/expected_operating_points.csv");
  const auto who = expected.texts("reader");
  const auto label = expected.texts("label");
  const std::map<std::string, std::string> columns{
      {"sensitivity", "sens"}, {"specificity", "spec"}, {"mcc", "mcc"}, {"f1", "f1"}};
  readers::BandRequest request;
  request.reference = truth_readers;
  request.metrics = {"sensitivity", "specificity", "mcc", "f1", "kappa"};
  request.replicates = 200;
  const ReaderTable model =
      table_of("drnet", folder + "/example_models/decisions/standard/drnet_decisions.csv");
  core::Findings findings;
  const auto output = readers::model_output(reads, model.table, "Study", findings);
  if (!output) throw std::runtime_error(output.error().text());
  const auto band = readers::measure_band(reads, *output, request, {});
  if (!band) throw std::runtime_error(band.error().text());
  double mcc = 0;
  double f1 = 0;
  double model_mcc = 0;
  for (const readers::FindingBand& finding : band->findings)
    for (const readers::BandMetric& metric : finding.metrics) {
      const auto column = columns.find(metric.metric);
      for (std::size_t row = 0; row < who.size() && column != columns.end(); ++row) {
        if (label[row] != finding.finding) continue;
        const double value = expected.numbers(column->second)[row];
        for (std::size_t r = 0; r < finding.readers.size(); ++r)
          if (who[row] == "rad_" + finding.readers[r]) {
            record.expect(who[row] + " " + label[row] + " " + metric.metric, value,
                          metric.reader[r].value, 1e-12, "scikit-learn, computed for the folder");
            if (metric.metric == "mcc") mcc += metric.reader[r].value / 15;
            if (metric.metric == "f1") f1 += metric.reader[r].value / 15;
          }
        if (who[row] == "dec_drnet") {
          record.expect("drnet " + label[row] + " " + metric.metric, value, metric.model.value,
                        1e-12, "scikit-learn, computed for the folder");
          if (metric.metric == "mcc") model_mcc += metric.model.value / 5;
        }
      }
    }
  record.expect("mean MCC of the readers", .5296, mcc, 5.1e-5, "SOURCE.md");
  record.expect("mean F1 of the readers", .6160, f1, 5.1e-5, "SOURCE.md");
  record.expect("mean MCC of the readers, published", .530, mcc, 5e-3,
                "CheXzero, Tiu et al. 2022, bootstrap mean, as quoted in SOURCE.md: a band");
  record.expect("mean MCC of drnet", .5435, model_mcc, 5.1e-5, "SOURCE.md");
}

void run(const std::string& folder, Recorder& record) try {
  std::vector<ReaderTable> tables = tables_of(folder);
  core::Findings findings;
  const auto read = readers::reads_from(tables, {}, {}, findings);
  if (!read) throw std::runtime_error(read.error().text());
  record.expect("readers", 8, static_cast<double>(read->reads.readers.size()), 0, "SOURCE.md");
  record.expect("studies", 500, static_cast<double>(read->reads.cases.size()), 0, "SOURCE.md");
  core::Findings orders;
  tables.insert(tables.begin(), table_of("groundtruth", folder + "/groundtruth.csv"));
  readers::compare_orders(tables, orders);
  record.expect("columns that stand elsewhere than in groundtruth.csv, 8 readers x 2", 16,
                static_cast<double>(orders.count("readers.column-order")), 0,
                "SOURCE.md: Lung Lesion and Lung Opacity are swapped");
  record.expect("columns swapped by content", 0,
                static_cast<double>(readers::find_swaps(read->reads, orders).size()), 0,
                "by name all readers agree with each other");
  kappas(read->reads, record);
  majority(folder, read->reads, record);
  points(folder, read->reads, record);
} catch (const std::exception& error) {
  record.fail(error.what());
}

}  // namespace

OracleSet chexpert_readers() {
  return {.id = "chexpert-test-readers",
          .title = "500 chest radiograph studies: agreement, consensus and band of 8 readers",
          .note = "Computed files to 1e-12; quoted numbers to half of their last digit.",
          .run = run,
          .folder = "chexpert-test"};
}

}  // namespace secondsite::oracles::sets
