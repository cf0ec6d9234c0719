#pragma once
// What Boost.Math does where a distribution has no value: it gives NaN or infinity, and throws
// nothing.

#include <boost/math/policies/policy.hpp>

namespace secondsite::stats {

using NoThrow = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace secondsite::stats
