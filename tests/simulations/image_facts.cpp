// How often do the facts that are read from pixels come out on real radiographs, and how often do
// they cry wolf? Each image is looked at as it is, and again with a planted turn, inversion,
// mirror, text, saturation or cut. Writes the page whose path is its argument; the images are
// looked for in
// ../shared/data.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "films.h"
#include "secondsite/core/parallel.h"
#include "secondsite/image/chest_pose.h"
#include "secondsite/image/pixel_facts.h"
#include "secondsite/image/thorax_fixture.h"

namespace secondsite::simulations {
namespace {

Film turned(const Film& film) {  // a quarter, clockwise
  Film out{film.columns, film.rows, std::vector<float>(film.level.size())};
  for (std::uint32_t y = 0; y < film.rows; ++y)
    for (std::uint32_t x = 0; x < film.columns; ++x)
      out.level[std::size_t{x} * film.rows + (film.rows - 1 - y)] =
          film.level[std::size_t{y} * film.columns + x];
  return out;
}

Film mirrored(const Film& film) {
  Film out = film;
  for (std::uint32_t y = 0; y < film.rows; ++y) {
    const auto row = out.level.begin() + static_cast<std::ptrdiff_t>(y) * film.columns;
    std::reverse(row, row + film.columns);
  }
  return out;
}

Film inverted(Film film) {
  for (float& v : film.level) v = 1 - v;
  return film;
}

// Twelve letters of upright and level strokes, a fortieth of the image high, in a corner.
Film with_text(Film film) {
  const std::uint32_t height = std::max(12U, film.rows / 40);
  const std::uint32_t stroke = std::max(2U, height / 8);
  const auto paint = [&](std::uint32_t y0, std::uint32_t x0, std::uint32_t h, std::uint32_t w) {
    for (std::uint32_t y = y0; y < std::min(y0 + h, film.rows); ++y)
      for (std::uint32_t x = x0; x < std::min(x0 + w, film.columns); ++x)
        film.level[std::size_t{y} * film.columns + x] = 1;
  };
  for (std::uint32_t letter = 0; letter < 12; ++letter) {
    const std::uint32_t x = film.columns / 30 + letter * height;
    const std::uint32_t y = film.rows / 30;
    paint(y, x, height, stroke);
    if (letter % 2 == 0) paint(y, x + height / 2, height, stroke);
    if (letter % 3 != 0) paint(y + height / 2, x, stroke, height / 2);
  }
  return film;
}

Film saturated(Film film) {
  std::vector<float> sorted = film.level;
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * 3 / 4);
  std::nth_element(sorted.begin(), place, sorted.end());
  for (float& v : film.level) v = std::min(v, *place);
  return film;
}

Film cut(Film film) {  // the last fifth never arrived: decoders leave grey
  std::fill(
      film.level.begin() + static_cast<std::ptrdiff_t>(film.rows - film.rows / 5) * film.columns,
      film.level.end(), 0.5F);
  return film;
}

struct Look {
  image::ChestPose pose;
  image::PixelFacts facts;
};

std::vector<Look> look(const std::vector<Film>& films,
                       const std::function<Film(const Film&)>& plant) {
  std::vector<Look> out(films.size());
  core::parallel_for(films.size(), 2, [&](std::size_t i) {
    const Film film = plant(films[i]);
    out[i] = {image::chest_pose(film.level, film.rows, film.columns),
              image::pixel_facts(film.level, film.rows, film.columns, true)};
  });
  return out;
}

using Says = std::function<bool(const Look&)>;

std::string share_of(const std::vector<Look>& looks, const Says& says) {
  return share(static_cast<std::uint64_t>(std::count_if(looks.begin(), looks.end(), says)),
               looks.size());
}

struct Question {
  const char* what;
  std::function<Film(const Film&)> plant;
  Says says;
};

bool found_inverted(const Look& look) {
  return look.pose.inverted_suspected || (look.pose.fit < 0.8 && look.facts.inverted_suspected);
}

std::vector<Question> questions() {
  const auto as_is = [](const Film& film) { return film; };
  const auto half = [](const Film& film) { return turned(turned(film)); };
  const auto three = [](const Film& film) { return turned(turned(turned(film))); };
  using image::HeartSide;
  const auto heart = [](HeartSide side) {
    return [side](const Look& look) { return look.pose.heart_side == side; };
  };
  const auto turns = [](int wanted) {
    return [wanted](const Look& look) {
      return look.pose.turn_suspected && look.pose.turns == wanted;
    };
  };
  return {
      {"frontal, as it is", as_is,
       [](const Look& l) { return l.pose.plane == image::ChestPlane::frontal; }},
      {"called not frontal (false)", as_is,
       [](const Look& l) { return l.pose.plane == image::ChestPlane::not_frontal; }},
      {"turn suspected, as it is (false)", as_is,
       [](const Look& l) { return l.pose.turn_suspected; }},
      {"planted quarter turn, found and named", turned, turns(1)},
      {"planted half turn, found and named", half, turns(2)},
      {"planted three quarters, found and named", three, turns(3)},
      {"inversion suspected, as it is (false)", as_is, found_inverted},
      {"planted inversion, found", inverted, found_inverted},
      {"the border rule alone, as it is (false)", as_is,
       [](const Look& l) { return l.facts.inverted_suspected; }},
      {"the border rule alone, planted inversion", inverted,
       [](const Look& l) { return l.facts.inverted_suspected; }},
      {"heart on the usual side, as it is", as_is, heart(HeartSide::right_of_image)},
      {"heart on the other side, as it is (false)", as_is, heart(HeartSide::left_of_image)},
      {"planted mirror: heart on the other side", mirrored, heart(HeartSide::left_of_image)},
      {"planted mirror: heart on the usual side (missed)", mirrored,
       heart(HeartSide::right_of_image)},
      {"text suspected, as it is (many have markers)", as_is,
       [](const Look& l) { return l.facts.text_suspected; }},
      {"planted text, found", with_text, [](const Look& l) { return l.facts.text_suspected; }},
      {"saturation, as it is", as_is, [](const Look& l) { return l.facts.saturated; }},
      {"planted saturation, found", saturated, [](const Look& l) { return l.facts.saturated; }},
      {"cut suspected, as it is", as_is, [](const Look& l) { return l.facts.cut_suspected; }},
      {"planted cut, found", cut, [](const Look& l) { return l.facts.cut_suspected; }},
  };
}

std::string rates(const std::vector<Hospital>& hospitals) {
  std::string out = "| what |";
  std::string rule = "|---|";
  for (const Hospital& one : hospitals) {
    out += " " + one.name + " |";
    rule += "---|";
  }
  out += "\n" + rule + "\n";
  for (const Question& question : questions()) {
    out += std::string("| ") + question.what + " |";
    for (const Hospital& one : hospitals)
      out += " " + share_of(look(one.films, question.plant), question.says) + " |";
    out += "\n";
  }
  return out;
}

std::string shadows() {
  const auto films = [](image::ThoraxView view, bool mirror) {
    std::vector<Film> out;
    for (std::uint64_t number = 0; number < 200; ++number) {
      auto shadow = image::thorax_shadow(number, view, mirror);
      out.push_back({shadow.side, shadow.side, std::move(shadow.level)});
    }
    return out;
  };
  using image::ChestPlane;
  using image::HeartSide;
  using image::ThoraxView;
  const auto plane = [](ChestPlane wanted) {
    return [wanted](const Look& l) { return l.pose.plane == wanted; };
  };
  const auto side = [](HeartSide wanted) {
    return [wanted](const Look& l) { return l.pose.heart_side == wanted; };
  };
  const auto as_is = [](const Film& film) { return film; };
  const auto front = look(films(ThoraxView::frontal, false), as_is);
  const auto flank = look(films(ThoraxView::lateral, false), as_is);
  const auto situs = look(films(ThoraxView::frontal, true), as_is);
  return "| what | shadows |\n|---|---|\n| from the front: frontal | " +
         share_of(front, plane(ChestPlane::frontal)) + " |\n| from the side: not frontal | " +
         share_of(flank, plane(ChestPlane::not_frontal)) +
         " |\n| from the side: called frontal (false) | " +
         share_of(flank, plane(ChestPlane::frontal)) +
         " |\n| from the front: heart on the usual side | " +
         share_of(front, side(HeartSide::right_of_image)) +
         " |\n| heart planted on the other side, found | " +
         share_of(situs, side(HeartSide::left_of_image)) + " |\n";
}

std::string page() {
  const std::vector<Hospital> hospitals = all_hospitals();
  return "# Facts from pixels: how often they are right\n\n"
         "Written by `tests/simulations/image_facts.cpp` from real frontal radiographs, each "
         "looked "
         "at as it is and with a planted change. Shares with Wilson intervals, 95 %, one image a "
         "patient or nearly so. The thresholds were chosen on the images of ChestX-ray14 (24 with "
         "pneumonia, 28 without finding); the two other hospitals had no part in it.\n\n" +
         rates(hospitals) +
         "\nThe same of shadows of a chest of ellipsoids, from the front and from the side "
         "(`secondsite/image/thorax_fixture.h`, 200 patients):\n\n" +
         shadows() +
         "\n## What this does not show\n\n"
         "- **No real lateral radiograph was at hand.** That laterals are told from frontals is "
         "measured on the shadows alone, which have no ribs, arms or disease, and the share moves "
         "with how they are drawn: take it for a check of the code, not for a rate. The views of "
         "Open-i were read from pixels by others; their 180 laterals under PA are found through "
         "that list (openi_iu.md).\n"
         "- **The side of the heart is a weak sign.** Of adults, about half are undecided and a "
         "few "
         "per cent come out on the wrong side: disease, a turned patient, a shifted mediastinum. "
         "Situs inversus is one in about 10,000, so nearly every single suspicion is false. What "
         "the number is good for is a whole site or a whole folder: if most decided images of a "
         "site have the heart on the left of the image, its images are mirrored.\n"
         "- Text is looked for as strokes of the greatest value; markers of lead, grey or blurred "
         "text and text on bright ground are missed. Nothing is read.\n"
         "- All images are chests. Of other parts of the body nothing is claimed but that the "
         "drawn thorax does not fit.\n";
}

}  // namespace

int write(int count, char** words) {
  return write_where_films_are(count, words, page);
}

}  // namespace secondsite::simulations

int main(int count, char** words) {
  return secondsite::simulations::write(count, words);
}
