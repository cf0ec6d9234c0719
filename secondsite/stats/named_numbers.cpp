#include "secondsite/stats/named_numbers.h"

#include <algorithm>

#include "secondsite/core/text.h"

namespace secondsite::stats {

core::Result<std::vector<double>> numbers_by_name(const NamedNumbers& given,
                                                  std::span<const std::string> wanted) {
  const std::string list = "it takes: " + core::join(wanted, ", ");
  for (const auto& [key, value] : given)
    if (std::find(wanted.begin(), wanted.end(), key) == wanted.end())
      return core::Error("stats.unknown-input", "this test takes no number named \"" + key + "\"",
                         {}, list);
  std::vector<double> out;
  for (const std::string& name : wanted) {
    const auto found = given.find(name);
    if (found == given.end() && name != "side")
      return core::Error("stats.missing-input", "this test needs the number \"" + name + "\"", {},
                         list);
    out.push_back(found == given.end() ? 0 : found->second);
  }
  return out;
}

core::Result<Alternative> alternative_of(double side) {
  if (side == 0) return Alternative::two_sided;
  if (side == 1) return Alternative::greater;
  if (side == -1) return Alternative::less;
  return core::Error("stats.bad-input", "the side " + core::exact(side) +
                                            " is none of 0 (two-sided), 1 (greater), "
                                            "-1 (less)");
}

HypothesisTest with_numbers(HypothesisTest entry, NumbersTest test) {
  entry.run = [wanted = entry.inputs,
               test = std::move(test)](const NamedNumbers& given) -> core::Result<TestResult> {
    auto numbers = numbers_by_name(given, wanted);
    if (!numbers) return std::move(numbers).error();
    return test(*numbers);
  };
  return entry;
}

HypothesisTest with_numbers_and_side(HypothesisTest entry, SidedTest test) {
  entry.inputs.emplace_back("side");
  return with_numbers(
      std::move(entry),
      [test = std::move(test)](std::span<const double> x) -> core::Result<TestResult> {
        auto alternative = alternative_of(x.back());
        if (!alternative) return std::move(alternative).error();
        return test(x, *alternative);
      });
}

}  // namespace secondsite::stats
