#pragma once
// Which side of a difference is the better one.

#include "secondsite/evaluation/protocol.h"

namespace secondsite::evaluation {

// For a claim of non-inferiority or superiority: 1 where its metric is better when higher, -1 where
// it is better when lower, 0 where it is neither (a slope, a bias of either sign). Other claims say
// their direction themselves: 1.
int direction(const Claim& claim);

}  // namespace secondsite::evaluation
