#pragma once
// The two losses that the guide names, as it writes them.

#include <cstdint>
#include <span>

namespace secondsite::guide {

// 2|P ∩ G| / (|P| + |G|) of two masks of equal length; NaN where both are empty. Sørensen 1948;
// Dice, Ecology 1945;26:297, doi:10.2307/1932409.
double dice(std::span<const std::uint8_t> predicted, std::span<const std::uint8_t> reference);

// −(1 − p)^γ ln p, p the probability given to the true class: 0 at p = 1, infinite at 0. γ = 0 is
// the cross-entropy. Lin et al., ICCV 2017, doi:10.1109/ICCV.2017.324.
double focal_loss(double p, double gamma);

}  // namespace secondsite::guide
