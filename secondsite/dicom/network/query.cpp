#include "secondsite/dicom/network/query.h"

#include <algorithm>
#include <cstdio>
#include <functional>

#include "secondsite/core/text.h"
#include "secondsite/dicom/character_set.h"

namespace secondsite::dicom::network {
namespace {

using core::Severity;

DcmTagKey tag_key(Tag tag) {
  return {group_of(tag), element_of(tag)};
}

std::string text(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFStringArray(key, value);
  return printable(core::trim({value.c_str(), value.size()}));
}

// Pending responses go to `take`, one by one.
struct Taking {
  std::function<void(DcmDataset&)> take;
};

void on_response(void* user, T_DIMSE_C_FindRQ*, int, T_DIMSE_C_FindRSP*, DcmDataset* answer) {
  if (answer != nullptr) static_cast<Taking*>(user)->take(*answer);
}

core::Status ask(const Association& association, const PacsNode& node, DcmDataset& question,
                 const std::function<void(DcmDataset&)>& take) {
  const auto context = association.context_of(UID_FINDStudyRootQueryRetrieveInformationModel,
                                              "queries of studies (C-FIND, Study Root)");
  if (!context) return context.error();
  T_DIMSE_C_FindRQ request{};
  request.MessageID = association.next_message_id();
  OFStandard::strlcpy(request.AffectedSOPClassUID, UID_FINDStudyRootQueryRetrieveInformationModel,
                      sizeof request.AffectedSOPClassUID);
  request.Priority = DIMSE_PRIORITY_MEDIUM;
  request.DataSetType = DIMSE_DATASET_PRESENT;
  T_DIMSE_C_FindRSP response{};
  DcmDataset* detail = nullptr;
  int count = 0;
  Taking taking{take};
  const OFCondition done =
      DIMSE_findUser(association.get(), *context, &request, &question, count, on_response, &taking,
                     DIMSE_NONBLOCKING, static_cast<int>(node.timeout_seconds), &response, &detail);
  const std::string comment = detail == nullptr ? "" : text(*detail, DCM_ErrorComment);
  delete detail;
  if (done.bad()) return lost(node, done, "it answered a query");
  if (response.DimseStatus != STATUS_Success) {
    char status[16];
    std::snprintf(status, sizeof status, "%04x", response.DimseStatus);
    return core::Error("pacs.query-failed", node.text() + " did not answer the query: status " +
                                                status + (comment.empty() ? "" : ", " + comment));
  }
  return core::Done{};
}

// The question of one level: its own keys, empty ones for what is wanted back, UIDs of the levels
// above.
DcmDataset question_of(QueryLevel level, const std::vector<QueryKey>& keys,
                       const std::vector<DcmTagKey>& wanted) {
  DcmDataset out;
  const std::string level_name(name(level));
  out.putAndInsertString(DCM_QueryRetrieveLevel, level_name.c_str());
  for (const DcmTagKey& key : wanted) out.insertEmptyElement(key);
  bool modalities = false;
  const QueryKey* modality = nullptr;
  for (const QueryKey& key : keys) {
    if (std::any_of(key.value.begin(), key.value.end(),
                    [](char c) { return static_cast<unsigned char>(c) > 0x7e; }))
      out.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
    if (key.keyword == "Modality") modality = &key;
    if (key.keyword == "ModalitiesInStudy") modalities = true;
    if (key.level == level) out.putAndInsertString(tag_key(key.tag), key.value.c_str());
  }
  // Narrows the studies; where an archive does not know it, their series are looked at all the
  // same.
  if (level == QueryLevel::study && modality != nullptr && !modalities)
    out.putAndInsertString(DCM_ModalitiesInStudy, modality->value.c_str());
  return out;
}

// Does an answer fit the keys of its level?
bool fits_all(DcmDataset& answer, QueryLevel level, const std::vector<QueryKey>& keys,
              core::Findings& findings) {
  for (const QueryKey& key : keys) {
    if (key.level != level) continue;
    if (!answer.tagExistsWithValue(tag_key(key.tag))) {
      findings.add(Severity::note, "pacs.key-not-answered", key.keyword,
                   "the archive does not tell the value by which it was asked");
      continue;
    }
    if (fits(key, text(answer, tag_key(key.tag)))) continue;
    findings.add(Severity::note, "pacs.key-ignored", key.keyword,
                 "the archive answers with what does not fit the key; it is passed over");
    return false;
  }
  return true;
}

// Digits with single dots between: it names a folder and a file, so ".." must not be one.
bool is_uid(std::string_view uid) {
  return !uid.empty() && uid.size() <= 64 && uid.front() != '.' && uid.back() != '.' &&
         uid.find("..") == std::string_view::npos &&
         uid.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool add_uid(std::vector<std::string>& uids, std::string uid, core::Findings& findings) {
  const bool good = is_uid(uid);
  if (!good)
    findings.add(Severity::excluded, "pacs.bad-answer", {},
                 "the archive answers with a UID that cannot be one");
  else
    uids.push_back(std::move(uid));
  return good;
}

}  // namespace

core::Result<std::vector<FoundSeries>> find_series(const Association& association,
                                                   const PacsNode& node,
                                                   const std::vector<QueryKey>& keys,
                                                   const core::Context& context,
                                                   core::Findings& findings) {
  struct Study {
    std::string uid;
    std::string date;
    bool operator<(const Study& other) const { return uid < other.uid; }
  };
  std::vector<Study> studies;
  auto question = question_of(QueryLevel::study, keys, {DCM_StudyInstanceUID, DCM_StudyDate});
  auto asked = ask(association, node, question, [&](DcmDataset& answer) {
    std::vector<std::string> uid;
    if (fits_all(answer, QueryLevel::study, keys, findings) &&
        add_uid(uid, text(answer, DCM_StudyInstanceUID), findings))
      studies.push_back({uid[0], text(answer, DCM_StudyDate)});
  });
  if (!asked) return std::move(asked).error();
  std::sort(studies.begin(), studies.end());
  studies.erase(std::unique(studies.begin(), studies.end(),
                            [](const Study& a, const Study& b) { return a.uid == b.uid; }),
                studies.end());
  std::vector<FoundSeries> out;
  for (std::size_t s = 0; s < studies.size() && !context.stopped(); ++s) {
    context.report("asking for series", s, studies.size());
    auto series =
        question_of(QueryLevel::series, keys,
                    {DCM_SeriesInstanceUID, DCM_Modality, DCM_NumberOfSeriesRelatedInstances});
    series.putAndInsertString(DCM_StudyInstanceUID, studies[s].uid.c_str());
    asked = ask(association, node, series, [&](DcmDataset& answer) {
      std::vector<std::string> uid;
      if (!fits_all(answer, QueryLevel::series, keys, findings) ||
          !add_uid(uid, text(answer, DCM_SeriesInstanceUID), findings))
        return;
      FoundSeries found;
      found.study = studies[s].uid;
      found.series = uid[0];
      found.modality = text(answer, DCM_Modality);
      found.study_date = studies[s].date;
      if (const auto count = core::parse_number(text(answer, DCM_NumberOfSeriesRelatedInstances)))
        found.stated_instances = static_cast<std::int64_t>(std::clamp(*count, -1.0, 1e9));
      out.push_back(std::move(found));
    });
    if (!asked) return std::move(asked).error();
  }
  std::sort(out.begin(), out.end(), [](const FoundSeries& a, const FoundSeries& b) {
    return std::pair(a.study, a.series) < std::pair(b.study, b.series);
  });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const FoundSeries& a, const FoundSeries& b) {
                          return a.study == b.study && a.series == b.series;
                        }),
            out.end());
  return out;
}

core::Status find_instances(const Association& association, const PacsNode& node,
                            const std::vector<QueryKey>& keys, FoundSeries& series,
                            core::Findings& findings) {
  auto question = question_of(QueryLevel::image, keys, {DCM_SOPInstanceUID, DCM_SOPClassUID});
  question.putAndInsertString(DCM_StudyInstanceUID, series.study.c_str());
  question.putAndInsertString(DCM_SeriesInstanceUID, series.series.c_str());
  series.instances.clear();
  series.whole = std::none_of(keys.begin(), keys.end(),
                              [](const QueryKey& key) { return key.level == QueryLevel::image; });
  auto asked = ask(association, node, question, [&](DcmDataset& answer) {
    std::vector<std::string> uid;
    if (fits_all(answer, QueryLevel::image, keys, findings) &&
        add_uid(uid, text(answer, DCM_SOPInstanceUID), findings))
      series.instances.push_back({uid[0], text(answer, DCM_SOPClassUID)});
  });
  if (!asked) return asked;
  std::sort(series.instances.begin(), series.instances.end(),
            [](const FoundInstance& a, const FoundInstance& b) { return a.uid < b.uid; });
  series.instances.erase(
      std::unique(series.instances.begin(), series.instances.end(),
                  [](const FoundInstance& a, const FoundInstance& b) { return a.uid == b.uid; }),
      series.instances.end());
  return core::Done{};
}

}  // namespace secondsite::dicom::network
