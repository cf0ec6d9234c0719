#include "secondsite/readers/study/reads.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "secondsite/core/text.h"

namespace secondsite::readers::study {
namespace {

using core::Error;
using core::Severity;

bool before(const std::string& a, const std::string& b) {
  const auto x = core::parse_number(a);
  const auto y = core::parse_number(b);
  if (x && y && *x != *y) return *x < *y;
  if (bool(x) != bool(y)) return bool(x);
  return a < b;
}

using Index = std::map<std::string, std::size_t>;

Index index_of(const std::vector<std::string>& names) {
  Index out;
  for (std::size_t i = 0; i < names.size(); ++i) out[names[i]] = i;
  return out;
}

core::Result<Index> truths_of(const std::vector<RawTruth>& truth, core::Findings& findings) {
  std::map<std::string, const RawTruth*> first;
  Index out;
  for (const RawTruth& row : truth) {
    const auto [known, is_new] = first.emplace(row.case_name, &row);
    if (!is_new) {
      if (known->second->positive != row.positive)
        return Error("study.truth-differs",
                     "case " + row.case_name + " is diseased in one line and not in another",
                     row.where, "correct the truth of that case; every line must agree");
      continue;
    }
    out[row.case_name] = row.positive ? 1 : 0;
  }
  (void)findings;
  return out;
}

// A reader who says the same of every case ranks nothing: AUC 0.5 with no variance.
void note_constant_cells(const Reads& reads, core::Findings& findings) {
  for (std::size_t t = 0; t < reads.modalities.size(); ++t)
    for (std::size_t r = 0; r < reads.readers.size(); ++r) {
      std::set<double> seen;
      const std::size_t cell = reads.cell(t, r);
      for (std::size_t s = 0; s < reads.slots() && seen.size() < 2; ++s)
        if (!std::isnan(reads.at(cell, s))) seen.insert(reads.at(cell, s));
      if (seen.size() == 1)
        findings.add(Severity::warning, "study.constant-ratings", reads.readers[r],
                     "reader " + reads.readers[r] + " gave every case the same rating with " +
                         reads.modalities[t]);
    }
}

void note_missing_reads(const Reads& reads, core::Findings& findings) {
  for (std::size_t r = 0; r < reads.readers.size(); ++r)
    for (std::size_t t = 0; t < reads.modalities.size(); ++t) {
      std::uint64_t missing = 0;
      for (std::size_t c = 0; c < reads.cases.size(); ++c)
        missing += reads.has(reads.cell(t, r), c) ? 0 : 1;
      if (missing > 0 && missing < reads.cases.size())
        findings.add(
            Severity::note, "study.missing-reads", reads.modalities[t],
            "reader " + reads.readers[r] + " did not read every case with " + reads.modalities[t],
            {}, missing);
    }
}

}  // namespace

std::vector<std::string> sorted_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end(), before);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::size_t Reads::positives() const {
  return static_cast<std::size_t>(std::count(positive.begin(), positive.end(), 1));
}

Reads Reads::empty(std::vector<std::string> modalities, std::vector<std::string> readers,
                   std::vector<std::string> cases, std::vector<std::uint8_t> positive) {
  Reads out;
  out.modalities = std::move(modalities);
  out.readers = std::move(readers);
  out.cases = std::move(cases);
  out.positive = std::move(positive);
  out.slot_begin.resize(out.cases.size() + 1);
  std::iota(out.slot_begin.begin(), out.slot_begin.end(), 0U);
  out.weight.assign(out.cases.size(), 1);
  out.rating.assign(out.cells() * out.slots(), not_read);
  return out;
}

Reads Reads::subset(const std::vector<std::size_t>& wanted_modalities,
                    const std::vector<std::size_t>& wanted_readers) const {
  Reads out;
  for (const std::size_t t : wanted_modalities) out.modalities.push_back(modalities[t]);
  for (const std::size_t r : wanted_readers) out.readers.push_back(readers[r]);
  std::vector<std::uint32_t> kept;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    bool read = false;
    for (const std::size_t t : wanted_modalities)
      for (const std::size_t r : wanted_readers) read = read || has(cell(t, r), c);
    if (!read) continue;
    out.cases.push_back(cases[c]);
    out.positive.push_back(positive[c]);
    out.slot_begin.push_back(static_cast<std::uint32_t>(kept.size()));
    for (std::uint32_t s = slot_begin[c]; s < slot_begin[c + 1]; ++s) {
      kept.push_back(s);
      out.weight.push_back(weight[s]);
    }
  }
  out.slot_begin.push_back(static_cast<std::uint32_t>(kept.size()));
  for (const std::size_t t : wanted_modalities)
    for (const std::size_t r : wanted_readers)
      for (const std::uint32_t s : kept) out.rating.push_back(at(cell(t, r), s));
  return out;
}

core::Result<Reads> assemble(const std::vector<RawRead>& reads, const std::vector<RawTruth>& truth,
                             core::Findings& findings) {
  auto truths = truths_of(truth, findings);
  if (!truths) return std::move(truths).error();
  std::vector<std::string> modalities;
  std::vector<std::string> readers;
  std::vector<std::string> cases;
  for (const RawRead& read : reads) {
    modalities.push_back(read.modality);
    readers.push_back(read.reader);
    cases.push_back(read.case_name);
  }
  modalities = sorted_names(std::move(modalities));
  readers = sorted_names(std::move(readers));
  cases = sorted_names(std::move(cases));
  if (cases.empty())
    return Error("study.no-reads", "no line of the file is a read with a rating", {},
                 "check the names of the columns: reader, case, modality, rating, truth");
  // Readers x modalities x cases is allocated whole: a file of all-different names must not fill
  // the memory.
  const double cells = static_cast<double>(modalities.size()) *
                       static_cast<double>(readers.size()) * static_cast<double>(cases.size());
  if (cells > 2e8)
    return Error("study.too-large",
                 core::counted(modalities.size(), "modality", "modalities") + " x " +
                     core::counted(readers.size(), "reader") + " x " +
                     core::counted(cases.size(), "case") + " are more than can be held",
                 {}, "check which column names the reader and which the case");
  std::vector<std::uint8_t> positive;
  for (const std::string& name : cases) {
    const auto found = truths->find(name);
    if (found == truths->end())
      return Error("study.truth-missing", "case " + name + " was read and has no truth", {},
                   "add its truth line, or leave its reads out");
    positive.push_back(static_cast<std::uint8_t>(found->second));
  }
  for (const auto& [name, value] : *truths)
    if (!std::binary_search(cases.begin(), cases.end(), name, before))
      findings.add(Severity::note, "study.case-not-read", "", "a case has a truth and no read");
  Reads out = Reads::empty(std::move(modalities), std::move(readers), std::move(cases),
                           std::move(positive));
  const Index modality = index_of(out.modalities);
  const Index reader = index_of(out.readers);
  const Index case_index = index_of(out.cases);
  for (const RawRead& read : reads) {
    double& value = out.at(out.cell(modality.at(read.modality), reader.at(read.reader)),
                           case_index.at(read.case_name));
    if (std::isnan(read.rating)) {
      findings.add(Severity::note, "study.blank-rating", "", "a read has no rating", read.where);
      continue;
    }
    if (!std::isnan(value)) {
      if (value != read.rating)
        return Error("study.read-twice",
                     "reader " + read.reader + " rated case " + read.case_name + " with " +
                         read.modality + " twice, and differently",
                     read.where,
                     "keep one of the two lines; which one counts is not to be guessed");
      findings.add(Severity::warning, "study.duplicate-read", "",
                   "a read stands twice with the same rating", read.where);
    }
    value = read.rating;
  }
  note_constant_cells(out, findings);
  note_missing_reads(out, findings);
  return out;
}

}  // namespace secondsite::readers::study
