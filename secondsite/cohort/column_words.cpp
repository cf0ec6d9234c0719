#include "secondsite/cohort/column_words.h"

#include <algorithm>
#include <array>
#include <span>

#include "secondsite/core/text.h"

namespace secondsite::cohort {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

using Words = std::span<const std::string_view>;

// Best first.
constexpr std::string_view patient_names[] = {
    "patient_id",     "patientid",   "patient",     "subject_id",
    "subjectid",      "subject",     "mrn",         "empi",
    "empi_anon",      "pid",         "patient_key", "patient_number",
    "participant_id", "participant", "person_id"};
constexpr std::string_view study_names[] = {"study_instance_uid",
                                            "studyinstanceuid",
                                            "study_id",
                                            "studyid",
                                            "accession_number",
                                            "accession",
                                            "accession_no",
                                            "study",
                                            "exam_id",
                                            "exam",
                                            "acc_anon"};
constexpr std::string_view image_names[] = {
    "sop_instance_uid", "sopinstanceuid", "image_id", "imageid",   "image_index", "image_name",
    "image_path",       "image",          "dicom_id", "file_name", "filename",    "file_path",
    "filepath",         "path",           "file",     "img",       "img_id"};
constexpr std::string_view site_names[] = {
    "site",     "hospital",  "institution", "institution_name", "hospital_id", "hospital_name",
    "site_id",  "site_name", "center",      "centre",           "center_id",   "centre_id",
    "facility", "clinic",    "data_source", "hospital_system"};
constexpr std::string_view time_names[] = {"study_date",
                                           "studydate",
                                           "acquisition_date",
                                           "exam_date",
                                           "acquisition_time",
                                           "study_time",
                                           "date",
                                           "datetime",
                                           "timestamp",
                                           "study_datetime",
                                           "year",
                                           "month",
                                           "time"};
constexpr std::string_view reader_names[] = {"reader",         "reader_id",    "radiologist",
                                             "radiologist_id", "rater",        "rater_id",
                                             "annotator",      "annotator_id", "observer"};
constexpr std::string_view covariate_words[] = {
    "sex",          "gender",        "age",        "view",     "projection", "vendor",
    "manufacturer", "scanner",       "portable",   "kvp",      "race",       "ethnicity",
    "insurance",    "ward",          "department", "setting",  "inpatient",  "emergency",
    "modality",     "kernel",        "contrast",   "detector", "density",    "language",
    "position",     "protocol",      "device",     "model",    "dose",       "thickness",
    "sequence",     "fieldstrength", "bmi",        "smoking",  "stage",      "laterality",
    "orientation",  "subgroup",      "stratum",    "group"};

Words names_of(Role role) {
  switch (role) {
    case Role::patient:
      return patient_names;
    case Role::study:
      return study_names;
    case Role::image:
      return image_names;
    case Role::site:
      return site_names;
    case Role::time:
      return time_names;
    case Role::reader:
      return reader_names;
  }
  return {};
}

bool contains(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::string_view score_words[] = {
    "prob",  "proba",  "probability", "score",      "pred", "prediction", "predicted",
    "logit", "output", "risk",        "confidence", "p",    "yhat",       "likelihood"};
constexpr std::string_view label_words[] = {
    "label",     "labels",      "truth",  "target", "outcome", "gt",        "true",
    "reference", "groundtruth", "actual", "gold",   "y",       "diagnosis", "class"};

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(core::lower(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter =
        is_upper(c) || is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (!letter) {
      finish();
      continue;
    }
    // "patientID" breaks before I, "SOPInstance" before Instance.
    const bool hump = is_upper(c) && !word.empty() &&
                      (is_lower(name[i - 1]) ||
                       (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
    if (hump) finish();
    word += c;
  }
  finish();
  return words;
}

std::string folded_name(std::string_view name) {
  return core::join(words_of(name), "_");
}

int fitness(Role role, std::string_view name) {
  const Words names = names_of(role);
  const std::string folded = folded_name(name);
  const std::string lower = core::lower(core::trim(name));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == folded || names[i] == lower) return static_cast<int>(names.size() - i);
  return 0;
}

bool is_covariate_name(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return contains(covariate_words, word); });
}

bool is_age_name(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  return std::find(words.begin(), words.end(), "age") != words.end();
}

FindingName finding_name(std::string_view column) {
  using Kind = FindingName::Kind;
  const std::vector<std::string> words = words_of(column);
  FindingName out;
  const auto is_score = [](const std::string& word) { return contains(score_words, word); };
  const auto is_label = [](const std::string& word) { return contains(label_words, word); };
  std::size_t first = 0;
  std::size_t last = words.size();
  // "y_prob", "y_score" and "y_pred" are scores, "y_true" is a label: the y itself says neither.
  if (last > 1 && words[0] == "y" && (is_score(words[1]) || is_label(words[1]))) first = 1;
  for (const auto& [kind, matches] :
       {std::pair(Kind::score, +is_score), std::pair(Kind::label, +is_label)}) {
    std::size_t begin = first;
    std::size_t end = last;
    while (begin < end && matches(words[begin])) ++begin;
    while (end > begin && matches(words[end - 1])) --end;
    if (begin == first && end == last) continue;
    out.kind = kind;
    // "label_score" is a score: a name is taken by its outermost score word before its label words.
    std::vector<std::string> base(words.begin() + std::ptrdiff_t(begin),
                                  words.begin() + std::ptrdiff_t(end));
    if (kind == Kind::score)
      while (!base.empty() && is_label(base.front())) base.erase(base.begin());
    out.base = core::join(base, "_");
    // The finding as the column writes it: the text from its first word to its last.
    if (!base.empty()) {
      const std::string lower = core::lower(column);
      const std::size_t from = lower.find(base.front());
      const std::size_t to = lower.rfind(base.back());
      if (from != std::string::npos && to != std::string::npos && to >= from)
        out.shown = std::string(column.substr(from, to + base.back().size() - from));
      else
        out.shown = out.base;
    }
    return out;
  }
  out.base = core::join(words, "_");
  out.shown = std::string(core::trim(column));
  return out;
}

}  // namespace secondsite::cohort
