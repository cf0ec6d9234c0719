#pragma once
// Names of UK Biobank: columns in three spellings, bulk files, withdrawn participants.

#include <optional>
#include <string>
#include <string_view>

namespace secondsite::cohort {

struct UkBiobankField {
  unsigned field = 0;
  unsigned instance = 0;  // 2: first imaging visit, 3: repeat
  unsigned array = 0;
};

// "31-0.0" (CSV), "f.31.0.0" (R), "p31", "p21003_i2", "p20252_i2_a0" (research platform); nullopt
// otherwise.
std::optional<UkBiobankField> uk_biobank_column(std::string_view name);

struct UkBiobankBulk {
  std::string participant;
  UkBiobankField field;
};
// "1000223_20252_2_0.zip"
std::optional<UkBiobankBulk> uk_biobank_bulk(std::string_view file);

}  // namespace secondsite::cohort
