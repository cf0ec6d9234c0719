#include "secondsite/guide/printed.h"

namespace secondsite::guide::passages {
namespace {

// Mass attenuation coefficient (cm²/g, total with coherent scattering) and density (g/cm³): NIST,
// Hubbell & Seltzer, X-Ray Mass Attenuation Coefficients, table 4 (ICRU-44 tissues); densities from
// its table 2.
struct Material {
  double at_60_kev;
  double at_80_kev;
  double density;
};
constexpr Material water{0.2059, 0.1837, 1.000};
constexpr Material air{0.1875, 0.1662, 1.205e-3};
constexpr Material adipose{0.1974, 0.1800, 0.950};
constexpr Material cortical_bone{0.3148, 0.2229, 1.920};

double hounsfield(double mu, double mu_water, double mu_air) {
  return 1000 * (mu - mu_water) / (mu_water - mu_air);
}

double at_60(const Material& material) {
  return hounsfield(material.at_60_kev * material.density, water.at_60_kev * water.density,
                    air.at_60_kev * air.density);
}

double at_80(const Material& material) {
  return hounsfield(material.at_80_kev * material.density, water.at_80_kev * water.density,
                    air.at_80_kev * air.density);
}

core::Result<PassageResult> recompute_physics(const PassageInput&) {
  const std::string method =
      "HU = 1000 (mu - mu_water)/(mu_water - mu_air) with NIST coefficients at 60 keV, about the "
      "mean "
      "energy of a 120 kVp beam";
  PassageResult result;
  result.numbers.push_back(compare({"water", "0", "0"}, at_60(water), "HU", method));
  result.numbers.push_back(compare({"air", "-1000", "-1000"}, at_60(air), "HU", method));
  result.numbers.push_back(compare(
      {"fat", "around -100", "-100", Claim::about}, at_60(adipose), "HU", method,
      "Fat is not the same number in every scanner: with the same coefficients at 80 keV it is " +
          readable(std::round(at_80(adipose))) +
          " HU. Water and air are fixed by the definition; all else moves with the beam."));
  result.numbers.push_back(statement(
      "cortical bone", "+1000 or more", at_60(cortical_bone) >= 1000, at_60(cortical_bone), "HU",
      method, "At 80 keV " + readable(std::round(at_80(cortical_bone))) + " HU."));
  return result;
}

}  // namespace

Passage physics() {
  return {.id = "physics", .title = "Hounsfield units", .order = 10, .run = recompute_physics};
}

}  // namespace secondsite::guide::passages
