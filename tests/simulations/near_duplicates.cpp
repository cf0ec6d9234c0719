// How often does a changed copy of a radiograph count as a near-duplicate, and how often do two
// different patients? Copies are planted in real images: rescaled, recompressed, brighter, cropped,
// written on. Writes the page whose path is its argument; the images are looked for in
// ../shared/data.

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "films.h"
#include "secondsite/core/parallel.h"
#include "secondsite/image/averaged.h"
#include "secondsite/image/perceptual_hash.h"

namespace secondsite::simulations {
namespace {

using Hash = image::PerceptualHash;

Hash hash_of(const Film& film) {
  return image::perceptual_hash(film.level, film.columns, film.rows).value_or(Hash{});
}

Film rescaled(const Film& film, std::uint32_t rows, std::uint32_t columns) {
  const auto small = image::averaged(film.level, film.columns, film.rows, columns, rows);
  return {rows, columns, std::vector<float>(small.begin(), small.end())};
}

Film each(Film film, const std::function<float(float)>& change) {
  for (float& v : film.level) v = std::clamp(change(v), 0.0F, 1.0F);
  return film;
}

Film cropped(const Film& film, double share) {
  const auto cut_y = static_cast<std::uint32_t>(std::lround(share * film.rows));
  const auto cut_x = static_cast<std::uint32_t>(std::lround(share * film.columns));
  Film out{film.rows - 2 * cut_y, film.columns - 2 * cut_x, {}};
  for (std::uint32_t y = cut_y; y < film.rows - cut_y; ++y)
    for (std::uint32_t x = cut_x; x < film.columns - cut_x; ++x)
      out.level.push_back(film.level[std::size_t{y} * film.columns + x]);
  return out;
}

// Blocks of eight by eight whose cosines are rounded, as JPEG does with one step for all: the
// coarser the step, the lower the quality.
Film recompressed(const Film& film, double step) {
  constexpr int n = 8;
  double cosine[n][n];
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i)
      cosine[k][i] = std::cos((2 * i + 1) * k * M_PI / 16) * (k == 0 ? std::sqrt(0.125) : 0.5);
  Film out = film;
  for (std::uint32_t y0 = 0; y0 + n <= film.rows; y0 += n)
    for (std::uint32_t x0 = 0; x0 + n <= film.columns; x0 += n) {
      double half[n][n] = {};
      double block[n][n] = {};
      const auto at = [&](int y, int x) -> std::size_t {
        return std::size_t{y0 + static_cast<std::uint32_t>(y)} * film.columns + x0 +
               static_cast<std::uint32_t>(x);
      };
      for (int k = 0; k < n; ++k)
        for (int x = 0; x < n; ++x)
          for (int y = 0; y < n; ++y) half[k][x] += cosine[k][y] * film.level[at(y, x)];
      for (int k = 0; k < n; ++k)
        for (int l = 0; l < n; ++l) {
          for (int x = 0; x < n; ++x) block[k][l] += half[k][x] * cosine[l][x];
          block[k][l] = std::round(block[k][l] / step) * step;
        }
      for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x) {
          double sum = 0;
          for (int k = 0; k < n; ++k)
            for (int l = 0; l < n; ++l) sum += cosine[k][y] * cosine[l][x] * block[k][l];
          out.level[at(y, x)] = static_cast<float>(std::clamp(sum, 0.0, 1.0));
        }
    }
  return out;
}

Film with_marker(Film film) {
  const std::uint32_t side = film.rows / 16;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < 2 * side; ++x)
      film.level[std::size_t{y + side / 2} * film.columns + x + side / 2] = 1;
  return film;
}

Film blackened(Film film) {  // MIMIC-CXR paints boxes over text
  const std::uint32_t side = film.rows / 10;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < 2 * side; ++x) film.level[std::size_t{y} * film.columns + x] = 0;
  return film;
}

Film mirrored(Film film) {
  for (std::uint32_t y = 0; y < film.rows; ++y) {
    const auto row = film.level.begin() + static_cast<std::ptrdiff_t>(y) * film.columns;
    std::reverse(row, row + film.columns);
  }
  return film;
}

struct Change {
  const char* name;
  std::function<Film(const Film&)> plant;
};

std::vector<Change> changes() {
  return {
      {"rescaled to half", [](const Film& f) { return rescaled(f, f.rows / 2, f.columns / 2); }},
      {"rescaled to 224 x 224", [](const Film& f) { return rescaled(f, 224, 224); }},
      {"rescaled to 128 x 128", [](const Film& f) { return rescaled(f, 128, 128); }},
      {"recompressed, fine", [](const Film& f) { return recompressed(f, 0.05); }},
      {"recompressed, coarse", [](const Film& f) { return recompressed(f, 0.4); }},
      {"brighter by a tenth",
       [](const Film& f) { return each(f, [](float v) { return v + 0.1F; }); }},
      {"darker by a quarter",
       [](const Film& f) { return each(f, [](float v) { return 0.75F * v; }); }},
      {"gamma 0.7",
       [](const Film& f) { return each(f, [](float v) { return std::pow(v, 0.7F); }); }},
      {"narrower window",
       [](const Film& f) { return each(f, [](float v) { return (v - 0.2F) / 0.6F; }); }},
      {"four grey bits",
       [](const Film& f) { return each(f, [](float v) { return std::floor(v * 15) / 15; }); }},
      {"cropped by half a per cent a side", [](const Film& f) { return cropped(f, 0.005); }},
      {"cropped by two per cent a side", [](const Film& f) { return cropped(f, 0.02); }},
      {"cropped by five per cent a side", [](const Film& f) { return cropped(f, 0.05); }},
      {"a bright marker put in", with_marker},
      {"a black box put in", blackened},
      {"mirrored (not claimed)", mirrored},
      {"inverted (not claimed)",
       [](const Film& f) { return each(f, [](float v) { return 1 - v; }); }},
  };
}

bool near(const Hash& a, const Hash& b, int bits, bool both) {
  return image::distance(a.dct, b.dct) <= bits &&
         (!both || image::distance(a.gradient, b.gradient) <= bits);
}

// The same image under two names, told without a hash: averaged to 32 x 32 they correlate above
// 0.999. Of the others the closest pair correlates below 0.985.
bool is_one_image(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
    ab += a[i] * b[i];
  }
  return (ab - sa * sb / n) / std::sqrt((aa - sa * sa / n) * (bb - sb * sb / n)) > 0.999;
}

constexpr int shown_bits[] = {0, 2, 4, 6, 8};

std::string page() {
  std::vector<Film> films;
  for (Hospital& one : all_hospitals())
    for (Film& film : one.films) films.push_back(std::move(film));
  std::vector<Hash> original(films.size());
  core::parallel_for(films.size(), 2, [&](std::size_t i) { original[i] = hash_of(films[i]); });
  std::string out =
      "# Near-duplicates: how many are found, and how many are none\n\n"
      "Written by `tests/simulations/near_duplicates.cpp` from " +
      core::grouped(films.size()) +
      " real chest radiographs of three hospitals. A copy counts as found where both hashes, the "
      "cosine one and the gradient one, differ from the original's in at most so many of 64 bits "
      "(`partition --images --near-bits`, 4 by default). Shares with Wilson intervals, 95 %.\n\n"
      "| planted copy |";
  for (const int bits : shown_bits) out += " " + std::to_string(bits) + " bits |";
  out += "\n|---|---|---|---|---|---|\n";
  for (const Change& change : changes()) {
    std::vector<Hash> changed(films.size());
    core::parallel_for(films.size(), 2,
                       [&](std::size_t i) { changed[i] = hash_of(change.plant(films[i])); });
    out += std::string("| ") + change.name + " |";
    for (const int bits : shown_bits) {
      std::uint64_t found = 0;
      for (std::size_t i = 0; i < films.size(); ++i)
        found += near(original[i], changed[i], bits, true) ? 1 : 0;
      out += " " + share(found, films.size()) + " |";
    }
    out += "\n";
  }
  std::vector<std::vector<double>> small(films.size());
  for (std::size_t i = 0; i < films.size(); ++i)
    small[i] = image::averaged(films[i].level, films[i].columns, films[i].rows, 32, 32);
  std::string doubles;
  std::vector<std::pair<std::size_t, std::size_t>> different;
  for (std::size_t i = 0; i < films.size(); ++i)
    for (std::size_t j = i + 1; j < films.size(); ++j) {
      if (!is_one_image(small[i], small[j])) {
        different.emplace_back(i, j);
        continue;
      }
      doubles += "- `" + films[i].name + "` and `" + films[j].name +
                 "`: " + (near(original[i], original[j], 4, true) ? "found" : "missed") + "\n";
    }
  if (!doubles.empty())
    out +=
        "\nAnd two that nobody planted: one image under two names, in what two applications call "
        "their test images.\n\n" +
        doubles;
  out += "\nDifferent images, all pairs:\n\n| hash |";
  for (const int bits : shown_bits) out += " " + std::to_string(bits) + " bits |";
  out += "\n|---|---|---|---|---|---|\n";
  for (const bool both : {true, false}) {
    out += both ? "| both agree |" : "| the cosine one alone |";
    for (const int bits : shown_bits) {
      std::uint64_t matches = 0;
      for (const auto& [i, j] : different)
        matches += near(original[i], original[j], bits, both) ? 1 : 0;
      out += " " + share(matches, different.size(), 3) + " |";
    }
    out += "\n";
  }
  return out +
         "\nChest radiographs resemble each other more than photographs do. In a million images "
         "there are half a billion pairs, so even a share of one in a million would be 500,000 "
         "chance pairs: pairs that `partition` shows are for looking at, and a refusal on their "
         "account errs on the safe side. A copy that is cropped by more than a few pixels, turned, "
         "mirrored or inverted is not found by these hashes; identifiers must tell it.\n";
}

}  // namespace

int write(int count, char** words) {
  return write_where_films_are(count, words, page);
}

}  // namespace secondsite::simulations

int main(int count, char** words) {
  return secondsite::simulations::write(count, words);
}
