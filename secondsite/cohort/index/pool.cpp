#include "secondsite/cohort/index/record.h"

namespace secondsite::cohort::index {

Pool::Pool() : lists_(dicom::covariate_count) {}

std::uint32_t Pool::intern(std::size_t covariate, const core::Covariate& value) {
  thread_local std::string key;
  key.clear();
  key += value.raw;
  key += '\x1f';
  key += value.canonical;
  key += '\x1f';
  key += value.provenance;
  key += static_cast<char>('0' + static_cast<int>(value.verdict));
  List& list = lists_[covariate];
  const auto known = list.numbers.find(key);
  if (known != list.numbers.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(list.values.size());
  list.numbers.emplace(key, number);
  list.values.push_back(value);
  return number;
}

}  // namespace secondsite::cohort::index
