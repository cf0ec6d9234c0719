#include <cmath>

#include "secondsite/guide/figure.h"
#include "secondsite/guide/lesion.h"
#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

double fraction_of_ct(double diameter_mm) {
  return sphere_mm3(diameter_mm) / chest_ct().volume_mm3();
}

struct Thing {
  std::string name;
  std::string kind;
  std::string geometry;
  double fraction;
};

// What Figure 1 shows, each with the geometry that its fraction follows from.
std::vector<Thing> things() {
  constexpr double frame = 640.0 * 480.0;  // pixels of a COCO photograph
  const double mammogram_mm2 = 180.0 * 240.0;
  const double calcification_mm2 = std::pow(0.5 / 2, 2) * std::acos(-1.0);
  return {
      {"photograph: object over half the frame", "natural image", "half of 640 x 480", 0.5},
      {"COCO: limit of a medium object", "natural image", "96 x 96 of 640 x 480", 96 * 96 / frame},
      {"COCO: limit of a small object", "natural image", "32 x 32 of 640 x 480", 32 * 32 / frame},
      {"chest CT: 10 mm nodule", "lesion", "sphere in 512 x 512 x 320 voxels", fraction_of_ct(10)},
      {"chest CT: 5 mm nodule", "lesion", "sphere in 512 x 512 x 320 voxels", fraction_of_ct(5)},
      {"mammogram: 0.5 mm calcification", "lesion", "disc in 18 x 24 cm",
       calcification_mm2 / mammogram_mm2},
      {"chest CT: 3 mm nodule", "lesion", "sphere in 512 x 512 x 320 voxels", fraction_of_ct(3)},
      {"chest CT: 2 mm nodule", "lesion", "sphere in 512 x 512 x 320 voxels", fraction_of_ct(2)},
  };
}

core::Json figure_1() {
  core::Json rows = core::Json::array();
  for (const Thing& thing : things())
    rows.push_back({{"what", thing.name},
                    {"kind", thing.kind},
                    {"fraction", thing.fraction},
                    {"geometry", thing.geometry}});
  return figure(
      "Fraction of an image that belongs to the finding", std::move(rows),
      {{{"mark", {{"type", "point"}, {"filled", true}, {"size", 120}}},
        {"encoding",
         {{"x", channel("fraction", "quantitative", "fraction of the image (log scale)",
                        {{"scale", {{"type", "log"}, {"domain", {1e-8, 1}}}},
                         {"axis", {{"format", ".0e"}, {"tickCount", 9}}}})},
          {"y",
           channel("what", "nominal", "", {{"sort", nullptr}, {"axis", {{"labelLimit", 260}}}})},
          {"color",
           channel("kind", "nominal", "", {{"scale", {{"range", {"#b5312c", "#2a6fbb"}}}}})},
          {"shape", channel("kind", "nominal", "")},
          {"tooltip",
           {channel("what", "nominal", "what"), channel("geometry", "nominal", "geometry"),
            channel("fraction", "quantitative", "fraction", {{"format", ".2e"}})}}}}}});
}

core::Result<PassageResult> recompute_needle(const PassageInput&) {
  const Grid ct = chest_ct();
  const double five = sphere_mm3(5);
  const double three = sphere_mm3(3);
  const std::string geometry = "512 x 512 x 320 voxels of 0.7 x 0.7 x 1.0 mm";
  PassageResult result;
  result.numbers = {
      compare({"voxels of the chest CT", "8.4e7", "8.4e7"}, ct.voxels(), "voxels", geometry),
      compare({"volume of a 5 mm nodule", "65 mm3", "65"}, five, "mm3", "4/3 pi r^3"),
      compare({"voxels of a 5 mm nodule", "about 134", "134"}, five / ct.voxel_mm3(), "voxels",
              "volume over 0.49 mm3"),
      compare({"its fraction of the volume", "1.6e-6", "1.6e-6"}, fraction_of_ct(5), "",
              "volume over volume"),
      compare({"one voxel in", "roughly six hundred thousand", "600000", Claim::about},
              1 / fraction_of_ct(5), "", "1 over the fraction"),
      compare({"one voxel in, for a 3 mm nodule", "three million", "3000000", Claim::about},
              1 / fraction_of_ct(3), "", "1 over the fraction",
              "A 3 mm nodule is " + readable(three / ct.voxel_mm3()) + " voxels."),
  };
  const double small = sphere_diameter_mm(1e-7 * ct.volume_mm3());
  const double large = sphere_diameter_mm(1e-5 * ct.volume_mm3());
  result.numbers.push_back(statement(
      "lesions at 1e-7 to 1e-5", "1e-7 to 1e-5 of the image",
      fraction_of_ct(3) > 1e-7 && fraction_of_ct(5) < 1e-5, fraction_of_ct(5), "",
      "the 3 mm and the 5 mm nodule lie inside",
      "In this CT the range is nodules of " + readable(small) + " to " + readable(large) + " mm."));
  const double middle = std::log10(std::sqrt(1e-3 * 1e0)) - std::log10(std::sqrt(1e-7 * 1e-5));
  result.numbers.push_back(
      statement("gap between the two ranges of Figure 1", "five to six orders of magnitude",
                middle >= 5 && middle <= 6, middle, "orders of magnitude",
                "centre of 1e-3..1e0 against centre of 1e-7..1e-5, on the log scale",
                "By the text's own ranges the nearest ends are 2 orders apart, the centres 4.5, "
                "the far ends 7. "
                "Five to six holds for the 5 mm nodule (10^-5.8) against an object that fills most "
                "of a frame."));
  result.figure = figure_1();
  result.figure_caption =
      "Figure 1. The fraction of an image that belongs to the finding, computed from the stated "
      "geometry of each.";
  return result;
}

}  // namespace

Passage needle() {
  return {.id = "needle",
          .title = "The needle in the haystack (Figure 1)",
          .order = 20,
          .run = recompute_needle};
}

}  // namespace secondsite::guide::passages
