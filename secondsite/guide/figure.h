#pragma once
// The figures of the guide as Vega-Lite specifications that carry their own data.

#include <string>
#include <vector>

#include "secondsite/core/json.h"

namespace secondsite::guide {

// The frame that every figure shares: schema, size, data, and `layers` over it.
core::Json figure(std::string title, core::Json rows, core::Json layers);

// One channel: {"field": …, "type": …, "title": …} and what `more` adds.
core::Json channel(std::string field, std::string type, std::string title,
                   core::Json more = core::Json::object());

}  // namespace secondsite::guide
