#include "secondsite/guide/figure.h"

namespace secondsite::guide {

using core::Json;

Json figure(std::string title, Json rows, Json layers) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
          {"title", std::move(title)},
          {"width", 560},
          {"height", 300},
          {"data", {{"values", std::move(rows)}}},
          {"layer", std::move(layers)}};
}

Json channel(std::string field, std::string type, std::string title, Json more) {
  Json out{{"field", std::move(field)}, {"type", std::move(type)}, {"title", std::move(title)}};
  out.update(more);
  return out;
}

}  // namespace secondsite::guide
