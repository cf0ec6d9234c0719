#include <map>

#include "csv.h"
#include "oracle.h"
#include "secondsite/metrics/support/afroc.h"

namespace secondsite::oracles::sets {
namespace {

using metrics::AfrocKind;

constexpr int modalities = 5;
constexpr int readers[] = {1, 3, 4, 5};

// Highest-rating ROC areas as Iowa's OR-DBM MRMC prints them, and wAFROC areas of RJafroc.
constexpr double roc[modalities][4] = {{.90425, .79820, .81175, .86645},
                                       {.86425, .84470, .82050, .87160},
                                       {.81295, .81635, .75275, .85730},
                                       {.90235, .83150, .78865, .87980},
                                       {.84140, .77300, .77115, .84800}};
constexpr double wafroc[modalities][4] = {{.7792666667, .7248916667, .7036250000, .8050916667},
                                          {.7870, .7269, .7226166667, .8037833333},
                                          {.7296916667, .7157583333, .6723083333, .7726583333},
                                          {.8101333333, .7431166667, .6943583333, .8294083333},
                                          {.7488, .682275, .655175, .77125}};

// One reader with one modality, as the matching left it.
struct Reading {
  std::vector<std::uint32_t> lesion_scan;
  std::vector<double> lesion_rating;
  std::vector<double> lesion_weight;
  std::vector<std::uint32_t> false_scan;
  std::vector<double> false_rating;
  std::size_t scans = 0;
  metrics::FrocCases cases() const {
    return {.scans = scans,
            .lesion_scan = lesion_scan,
            .lesion_rating = lesion_rating,
            .lesion_weight = lesion_weight,
            .false_scan = false_scan,
            .false_rating = false_rating,
            .patient = {},
            .patient_key = {}};
  }
};

struct Study {
  std::map<double, std::uint32_t> scan;                       // by case number
  std::map<std::pair<double, double>, std::uint32_t> lesion;  // by case and lesion number
  Reading blank;                                              // without marks
  std::vector<double> modality, reader, mark_case, mark_lesion, rating;
  std::vector<std::uint8_t> on_lesion;
};

Study read_study(const std::string& folder) {
  Study out;
  const Csv truth(folder + "/truth.csv");
  const auto cases = truth.numbers("case");
  const auto lesions = truth.numbers("lesion");
  const auto weights = truth.numbers("weight");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto at = out.scan.emplace(cases[i], static_cast<std::uint32_t>(out.scan.size())).first;
    if (lesions[i] == 0) continue;
    out.lesion[{cases[i], lesions[i]}] = static_cast<std::uint32_t>(out.blank.lesion_scan.size());
    out.blank.lesion_scan.push_back(at->second);
    out.blank.lesion_weight.push_back(weights[i]);
    out.blank.lesion_rating.push_back(metrics::unmarked);
  }
  out.blank.scans = out.scan.size();
  const Csv marks(folder + "/marks.csv");
  out.modality = marks.numbers("modality");
  out.reader = marks.numbers("reader");
  out.mark_case = marks.numbers("case");
  out.mark_lesion = marks.numbers("lesion");
  out.rating = marks.numbers("rating");
  out.on_lesion = marks.equals("mark", "LL");
  return out;
}

Reading reading_of(const Study& study, int modality, int reader) {
  Reading out = study.blank;
  for (std::size_t m = 0; m < study.rating.size(); ++m) {
    if (study.modality[m] != modality || study.reader[m] != reader) continue;
    if (study.on_lesion[m] != 0) {
      double& best = out.lesion_rating[study.lesion.at({study.mark_case[m], study.mark_lesion[m]})];
      best = std::max(best, study.rating[m]);
    } else {
      out.false_scan.push_back(study.scan.at(study.mark_case[m]));
      out.false_rating.push_back(study.rating[m]);
    }
  }
  return out;
}

// Leaving one scan out for real, against the closed form.
double brute_jackknife(const Reading& all, std::uint32_t without, AfrocKind kind) {
  Reading rest;
  rest.scans = all.scans - 1;
  const auto moved = [&](std::uint32_t scan) { return scan > without ? scan - 1 : scan; };
  for (std::size_t l = 0; l < all.lesion_scan.size(); ++l) {
    if (all.lesion_scan[l] == without) continue;
    rest.lesion_scan.push_back(moved(all.lesion_scan[l]));
    rest.lesion_rating.push_back(all.lesion_rating[l]);
    rest.lesion_weight.push_back(all.lesion_weight[l]);
  }
  for (std::size_t m = 0; m < all.false_scan.size(); ++m) {
    if (all.false_scan[m] == without) continue;
    rest.false_scan.push_back(moved(all.false_scan[m]));
    rest.false_rating.push_back(all.false_rating[m]);
  }
  return metrics::afroc(rest.cases(), kind).value;
}

void run(const std::string& folder, Recorder& record) {
  const Study study = read_study(folder);
  record.expect("scans", 200, static_cast<double>(study.blank.scans), 0, "SOURCE.md");
  record.expect("lesions", 142, static_cast<double>(study.blank.lesion_scan.size()), 0,
                "SOURCE.md");
  for (int m = 0; m < modalities; ++m) {
    for (std::size_t r = 0; r < std::size(readers); ++r) {
      const Reading reading = reading_of(study, m + 1, readers[r]);
      const std::string who =
          "treatment " + std::to_string(m + 1) + " reader " + std::to_string(readers[r]);
      record.expect(who + " ROC", roc[m][r], metrics::afroc(reading.cases(), AfrocKind::roc).value,
                    1e-12, "Iowa OR-DBM MRMC printout, all printed digits");
      record.expect(who + " wAFROC", wafroc[m][r],
                    metrics::afroc(reading.cases(), AfrocKind::wafroc).value, 6e-11,
                    "RJafroc and an independent Python count, ten digits");
    }
  }
  const Reading one = reading_of(study, 1, 1);
  for (const AfrocKind kind : {AfrocKind::afroc, AfrocKind::wafroc, AfrocKind::afroc1,
                               AfrocKind::wafroc1, AfrocKind::roc, AfrocKind::lroc}) {
    const metrics::Afroc area = metrics::afroc(one.cases(), kind);
    double largest = 0;
    for (const std::uint32_t scan : {0U, 57U, 120U, 199U})
      largest =
          std::max(largest, std::abs(area.jackknife[scan] - brute_jackknife(one, scan, kind)));
    record.expect(std::string(name(kind)) + ": jackknife in one pass against leaving a scan out", 0,
                  largest, 1e-13, "closed form");
  }
}

}  // namespace

OracleSet froc_dataset04() {
  return {.id = "froc-dataset04",
          .title = "A mammography FROC study: 5 modalities, 4 readers, 200 cases, 142 lesions",
          .note =
              "Figures of merit a reader and modality; the F tests stand with the reader "
              "studies.",
          .run = run};
}

}  // namespace secondsite::oracles::sets
