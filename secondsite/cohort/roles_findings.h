#pragma once
// Which score belongs to which label.

#include "secondsite/cohort/column_profile.h"
#include "secondsite/cohort/roles.h"

namespace secondsite::cohort {

// Pairs by name and content, in this order, each column once: the same name twice, one of them with
// a file name behind it (as join() leaves it); score and label words around one name; a list of
// findings ('|') whose items are the names of scores; a lone score and a lone label. `taken[i]`:
// column i has another role already. What is paired, or could be a label without its score, is
// marked in `taken` too.
void guess_findings(const Table& table, const std::vector<Profile>& profiles,
                    std::vector<bool>& taken, unsigned threads, Roles& roles);

}  // namespace secondsite::cohort
