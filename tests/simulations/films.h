#pragma once
// Real radiographs of three hospitals from ../shared/data, for simulations that plant changes in
// them.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "secondsite/core/text.h"
#include "secondsite/image/picture.h"
#include "secondsite/stats/proportion.h"
#include "write_page.h"

namespace secondsite::simulations {

struct Film {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::vector<float> level;  // 0 to 1
  std::string name = {};
};

struct Hospital {
  std::string name;
  std::vector<Film> films;
};

inline Hospital hospital(const std::string& name, const std::vector<std::string>& folders) {
  Hospital out{name, {}};
  std::vector<std::string> files;
  for (const std::string& folder : folders)
    for (const auto& entry : std::filesystem::directory_iterator("../shared/data/" + folder))
      if (image::is_picture_name(entry.path().string())) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    auto picture = image::read_picture(file);
    if (!picture) continue;
    const float most = picture->bits == 16 ? 65535.0F : 255.0F;
    for (float& v : picture->value) v /= most;
    out.films.push_back({picture->rows, picture->columns, std::move(picture->value),
                         std::filesystem::path(file).filename().string()});
  }
  return out;
}

inline bool films_are_there() {
  return std::filesystem::is_directory("../shared/data/nih_chestxray14");
}

inline std::vector<Hospital> all_hospitals() {
  return {hospital("ChestX-ray14, adults", {"nih_chestxray14/images"}),
          hospital("Hannover, adults with COVID-19", {"covid_hannover/png"}),
          hospital("Guangzhou, children", {"kermany_pneumonia_app/author_test_images",
                                           "kermany_pneumonia_app/more_samples"})};
}

// The body of main: writes what `page` returns to the path that is named, where the images are
// there.
inline int write_where_films_are(int count, char** words, std::string (*page)()) {
  if (count != 2) return 2;
  if (films_are_there()) return write_page(words[1], page());
  std::printf("no images in ../shared/data: the page stays as it is\n");
  return 0;
}

// "49 of 52 (84 to 98 %)", Wilson, 95 %.
inline std::string share(std::uint64_t hits, std::uint64_t cases, int digits = 0) {
  const auto estimate = stats::proportion(hits, cases);
  if (!estimate) return "";
  return core::grouped(hits) + " of " + core::grouped(cases) + " (" +
         core::fixed(100 * estimate->interval.lower, digits) + " to " +
         core::fixed(100 * estimate->interval.upper, digits) + " %)";
}

}  // namespace secondsite::simulations
