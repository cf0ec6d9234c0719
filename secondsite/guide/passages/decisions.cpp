#include <cmath>

#include "secondsite/guide/figure.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

constexpr double sensitivity = 0.85;
constexpr double specificity = 0.90;

double ppv(double prevalence) {
  const double true_positives = sensitivity * prevalence;
  return true_positives / (true_positives + (1 - specificity) * (1 - prevalence));
}

// A calibrated probability carried from one prevalence to another (prior-odds ratio; Saerens et al.
// 2002, doi:10.1162/089976602753284446).
double carried(double p, double from, double to) {
  const double odds = p / (1 - p) * (to / (1 - to)) / (from / (1 - from));
  return odds / (1 + odds);
}

core::Json ppv_figure() {
  core::Json rows = core::Json::array();
  for (double prevalence = 0.001; prevalence < 0.6; prevalence *= 1.1)
    rows.push_back({{"prevalence", prevalence}, {"ppv", ppv(prevalence)}});
  return figure(
      "One model, one threshold, many prevalences", std::move(rows),
      {{{"mark", {{"type", "line"}, {"color", "#2a6fbb"}}},
        {"encoding",
         {{"x", channel("prevalence", "quantitative", "prevalence (log scale)",
                        {{"scale", {{"type", "log"}}}, {"axis", {{"format", "%"}}}})},
          {"y", channel("ppv", "quantitative", "positive predictive value",
                        {{"scale", {{"domain", {0, 1}}}}, {"axis", {{"format", "%"}}}})}}}}});
}

core::Result<PassageResult> recompute_decisions(const PassageInput&) {
  // 100,000 patients counted out instead of Bayes' formula.
  const double diseased = 100000 * 0.03;
  const double by_counts =
      sensitivity * diseased / (sensitivity * diseased + (1 - specificity) * (100000 - diseased));
  const std::string bayes = "Bayes, sensitivity 0.85 (the text's), specificity 0.90 (assumed)";
  PassageResult result;
  result.numbers = {
      statement("PPV at a prevalence of 30 %", "moves every PPV", ppv(0.30) > ppv(0.03),
                100 * ppv(0.30), "%", bayes, "A referral centre."),
      statement("PPV at 3 %", "moves every PPV", std::abs(ppv(0.03) - by_counts) < 1e-14,
                100 * ppv(0.03), "%", bayes + "; the same by counting 100,000 patients",
                "The pneumothorax prevalence of the text."),
      statement("PPV at 0.3 %", "moves every PPV", ppv(0.003) < ppv(0.03), 100 * ppv(0.003), "%",
                bayes, "A screening clinic: the same model and threshold."),
      statement(
          "a probability of 0.50, calibrated at 30 %, at 3 %", "moves every predicted probability",
          std::abs(carried(carried(0.5, 0.3, 0.03), 0.03, 0.3) - 0.5) < 1e-14,
          carried(0.5, 0.3, 0.03), "", "odds times the ratio of prior odds (label shift only)",
          "Recalibration by Platt scaling or isotonic regression would learn this from local "
          "cases; "
          "for pure label shift the prevalence alone suffices."),
  };
  result.figure = ppv_figure();
  result.figure_caption =
      "The positive predictive value against prevalence: why a threshold cannot travel (the text "
      "says it "
      "in words; it draws no such figure).";
  return result;
}

}  // namespace

Passage decisions() {
  return {.id = "decisions",
          .title = "Prevalence, PPV and label shift",
          .order = 110,
          .run = recompute_decisions};
}

}  // namespace secondsite::guide::passages
