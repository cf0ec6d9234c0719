#pragma once
// What the pixels say of scanners and sites rather than of single images: where air, fat and soft
// tissue stand by scanner and tube voltage, and on which side the hearts are by site.

#include <string>
#include <vector>

#include "secondsite/cohort/index/pixel_pass.h"
#include "secondsite/stats/estimate.h"

namespace secondsite::cohort::index {

// One scanner (vendor, model and station as far as stated) at one tube voltage.
struct HounsfieldDrift {
  std::string scanner;
  std::string kvp;     // as canonical text; "not stated"
  std::string tissue;  // air, fat, soft tissue
  // Mean place of the peak over volumes, in HU, Student's t over patients.
  stats::Estimate mean;
  // What it is held against: -1000 HU for air, for the others the mean of the other scanners at
  // this voltage. Absent where there is none.
  stats::Estimate difference;
  std::string reference;  // "-1000 HU", "31.2 HU of 2 other scanners"
  bool departs = false;
};

// A volume counts once, by the peaks of all its slices. A scanner departs where the whole interval
// of the difference lies beyond 20 HU (air) or 10 HU (fat, soft tissue); one patient has no
// interval and never departs. Sorted by scanner, voltage and tissue; departures are counted as
// "index.hounsfield-drift". Voltage, contrast and body part move fat and soft tissue as well as the
// scanner does: compare like with like.
std::vector<HounsfieldDrift> hounsfield_drift(const Index& index, const PixelPass& pass,
                                              core::Findings& findings);
NamedTable hounsfield_table(const std::string& origin, const std::vector<HounsfieldDrift>& drift);

// The frontal chests of one site.
struct HeartSides {
  std::string site;
  std::uint64_t frontal = 0;
  std::uint64_t undecided = 0;
  // Of the decided ones, those with the heart on the left of the image; Wilson, by image.
  stats::Estimate mirrored;
  bool suspected = false;  // the whole interval lies above one half
};
// By `site` of each look (blank: "not stated"). Suspected sites are counted as
// "index.site-mirrored".
std::vector<HeartSides> heart_sides(const std::vector<Looked>& looked,
                                    const std::vector<std::string>& site, core::Findings& findings);
// The site of each image of a pass: Institution Name.
std::vector<std::string> sites_of(const Index& index, const PixelPass& pass);

core::Json to_json(const std::vector<HounsfieldDrift>& drift);
core::Json to_json(const std::vector<HeartSides>& sides);

}  // namespace secondsite::cohort::index
