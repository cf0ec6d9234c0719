#include "secondsite/dicom/network/retrieve.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>

#include "secondsite/core/text.h"
#include "secondsite/dicom/codec.h"

namespace secondsite::dicom::network {
namespace {

constexpr std::size_t most_named = 100;   // UIDs in one request
constexpr std::size_t most_storing = 16;  // associations on which an archive stores at once
constexpr unsigned pause_ms = 5;          // between looks at silent associations

// What to ask for: the series as a whole where nothing of it is here and all of it is wanted, else
// instances by name, `most_named` at a time.
std::vector<DcmDataset> questions_for(const FoundSeries& series, const ReceivedStore& store) {
  std::vector<std::string> missing;
  for (const FoundInstance& instance : series.instances)
    if (!store.has(series, instance)) missing.push_back(instance.uid);
  const auto question = [&](const char* level) {
    DcmDataset out;
    out.putAndInsertString(DCM_QueryRetrieveLevel, level);
    out.putAndInsertString(DCM_StudyInstanceUID, series.study.c_str());
    out.putAndInsertString(DCM_SeriesInstanceUID, series.series.c_str());
    return out;
  };
  std::vector<DcmDataset> out;
  if (missing.size() == series.instances.size() && series.whole) {
    out.push_back(question("SERIES"));
    return out;
  }
  for (std::size_t begin = 0; begin < missing.size(); begin += most_named) {
    const std::size_t end = std::min(missing.size(), begin + most_named);
    const std::vector<std::string> named(missing.begin() + static_cast<std::ptrdiff_t>(begin),
                                         missing.begin() + static_cast<std::ptrdiff_t>(end));
    out.push_back(question("IMAGE"));
    out.back().putAndInsertString(DCM_SOPInstanceUID, core::join(named, "\\").c_str());
  }
  return out;
}

std::string status_text(std::uint16_t status, const std::string& comment) {
  if (status == STATUS_Success) return {};
  char digits[8];
  std::snprintf(digits, sizeof digits, "%04x", status);
  std::string out = std::string("status ") + digits;
  if (status == STATUS_MOVE_Refused_OutOfResourcesNumberOfMatches) out += ", out of resources";
  if (status == STATUS_MOVE_Refused_OutOfResourcesSubOperations)
    out += ", it cannot send what it has";
  if (status == STATUS_MOVE_Error_DataSetDoesNotMatchSOPClass)
    out += ", it does not understand the request";
  if (status == STATUS_MOVE_Warning_SubOperationsCompleteOneOrMoreFailures)
    out += ", some instances could not be sent";
  return out + (comment.empty() ? "" : ": " + comment);
}

void close(T_ASC_Association* association) {
  ASC_dropAssociation(association);
  ASC_destroyAssociation(&association);
}

bool is_readable(T_ASC_Association* association) {
  T_ASC_Association* one[] = {association};
  return ASC_selectReadableAssociation(one, 1, 0);
}

template <std::size_t N>
void copy_uid(char (&to)[N], const char* uid) {
  OFStandard::strlcpy(to, uid, N);
}

// C-MOVE and C-GET have the same fields in different structures.
T_DIMSE_Message request_to(bool moves, std::uint16_t id, const std::string& destination) {
  T_DIMSE_Message out{};
  if (moves) {
    out.CommandField = DIMSE_C_MOVE_RQ;
    T_DIMSE_C_MoveRQ& request = out.msg.CMoveRQ;
    request.MessageID = id;
    copy_uid(request.AffectedSOPClassUID, UID_MOVEStudyRootQueryRetrieveInformationModel);
    request.Priority = DIMSE_PRIORITY_MEDIUM;
    request.DataSetType = DIMSE_DATASET_PRESENT;
    copy_uid(request.MoveDestination, destination.c_str());
  } else {
    out.CommandField = DIMSE_C_GET_RQ;
    T_DIMSE_C_GetRQ& request = out.msg.CGetRQ;
    request.MessageID = id;
    copy_uid(request.AffectedSOPClassUID, UID_GETStudyRootQueryRetrieveInformationModel);
    request.Priority = DIMSE_PRIORITY_MEDIUM;
    request.DataSetType = DIMSE_DATASET_PRESENT;
  }
  return out;
}

}  // namespace

Retrieval::Retrieval(const Network& network, const PacsNode& node, ReceivedStore& store,
                     const core::Context& context)
    : network_(network), node_(node), store_(store), context_(context) {}

Retrieval::~Retrieval() {
  for (T_ASC_Association* storing : storing_) {
    ASC_abortAssociation(storing);
    close(storing);
  }
}

core::Result<Asked> Retrieval::move(const Association& asking, const FoundSeries& series) {
  return ask_all(asking, series, true);
}

core::Result<Asked> Retrieval::get(const Association& asking, const FoundSeries& series) {
  return ask_all(asking, series, false);
}

core::Result<Asked> Retrieval::ask_all(const Association& asking, const FoundSeries& series,
                                       bool moves) {
  const auto presentation = moves
                                ? asking.context_of(UID_MOVEStudyRootQueryRetrieveInformationModel,
                                                    "retrieval (C-MOVE, Study Root)")
                                : asking.context_of(UID_GETStudyRootQueryRetrieveInformationModel,
                                                    "retrieval (C-GET, Study Root)");
  if (!presentation) return presentation.error();
  store_.expect(series, series.instances);
  Asked out;
  for (DcmDataset& question : questions_for(series, store_)) {
    if (context_.stopped()) break;
    T_DIMSE_Message request = request_to(moves, asking.next_message_id(), node_.calling_ae);
    auto answer = exchange(asking, *presentation, request, question, moves);
    if (!answer) return std::move(answer).error().while_doing("fetching series " + series.series);
    if (moves && answer->status == STATUS_MOVE_Refused_MoveDestinationUnknown)
      return core::Error(
          "pacs.destination-unknown",
          node_.text() + " does not know where the AE title " + node_.calling_ae + " is");
    out.failed_suboperations += answer->failed;
    if (answer->status != STATUS_Success) out.status = status_text(answer->status, answer->comment);
  }
  return out;
}

// Sends one request, and serves both ends until the final answer has come.
core::Result<Retrieval::Answer> Retrieval::exchange(const Association& asking,
                                                    T_ASC_PresentationContextID presentation,
                                                    T_DIMSE_Message& request, DcmDataset& question,
                                                    bool moves) {
  OFCondition done = DIMSE_sendMessageUsingMemoryData(asking.get(), presentation, &request, nullptr,
                                                      &question, nullptr, nullptr);
  Answer answer;
  bool final = false;
  bool cancelled = false;
  std::uint64_t silent_ms = 0;
  while (done.good() && !final) {
    bool heard = moves && serve_storing();
    if (is_readable(asking.get())) {
      heard = true;
      done = hear_asking(asking.get(), answer, final);
    }
    if (heard) {
      silent_ms = 0;
      context_.report("receiving images", store_.received(), 0);
      continue;
    }
    if (context_.stopped() && !cancelled) {
      cancelled = true;
      DIMSE_sendCancelRequest(asking.get(), presentation,
                              moves ? request.msg.CMoveRQ.MessageID : request.msg.CGetRQ.MessageID);
    }
    // One that was told to stop has two seconds to say that it did.
    const std::uint64_t most = cancelled ? 2000 : node_.timeout_seconds * std::uint64_t{1000};
    if (silent_ms >= most) done = DIMSE_NODATAAVAILABLE;
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    silent_ms += pause_ms;
  }
  if (done.bad()) return lost(node_, done, "it sent images");
  return answer;
}

// A message on the asking association: a response, or (C-GET) an object.
OFCondition Retrieval::hear_asking(T_ASC_Association* asking, Answer& answer, bool& final) {
  const auto timeout = static_cast<int>(node_.timeout_seconds);
  T_DIMSE_Message message{};
  T_ASC_PresentationContextID id = 0;
  DcmDataset* detail = nullptr;
  const OFCondition done =
      DIMSE_receiveCommand(asking, DIMSE_NONBLOCKING, timeout, &id, &message, &detail);
  const std::unique_ptr<DcmDataset> owned(detail);
  if (done.bad()) return done;
  if (message.CommandField == DIMSE_C_STORE_RQ)
    return receive_object(asking, id, message.msg.CStoreRQ, store_, node_.timeout_seconds);
  if (message.CommandField != DIMSE_C_MOVE_RSP && message.CommandField != DIMSE_C_GET_RSP)
    return DIMSE_BADCOMMANDTYPE;
  const bool moved = message.CommandField == DIMSE_C_MOVE_RSP;
  const T_DIMSE_C_MoveRSP& move = message.msg.CMoveRSP;
  const T_DIMSE_C_GetRSP& get = message.msg.CGetRSP;
  answer.status = moved ? move.DimseStatus : get.DimseStatus;
  if (moved ? (move.opts & O_MOVE_NUMBEROFFAILEDSUBOPERATIONS) != 0
            : (get.opts & O_GET_NUMBEROFFAILEDSUBOPERATIONS) != 0)
    answer.failed = moved ? move.NumberOfFailedSubOperations : get.NumberOfFailedSubOperations;
  OFString comment;
  if (detail != nullptr) detail->findAndGetOFString(DCM_ErrorComment, comment);
  answer.comment = comment.c_str();
  final = !DICOM_PENDING_STATUS(answer.status);
  if ((moved ? move.DataSetType : get.DataSetType) == DIMSE_DATASET_NULL) return done;
  DcmDataset* failed = nullptr;  // the list of what failed: what is missing is seen in the folder
  const OFCondition listed = DIMSE_receiveDataSetInMemory(asking, DIMSE_NONBLOCKING, timeout, &id,
                                                          &failed, nullptr, nullptr);
  delete failed;
  return listed;
}

// Looks once at the archive's own associations: new ones, and what is said on those that are open.
bool Retrieval::serve_storing() {
  bool heard = false;
  if (ASC_associationWaiting(network_.get(), 0)) {
    accept();
    heard = true;
  }
  for (std::size_t i = 0; i < storing_.size();) {
    if (!is_readable(storing_[i])) {
      ++i;
      continue;
    }
    heard = true;
    if (hear_storing(storing_[i]))
      ++i;
    else
      storing_.erase(storing_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return heard;
}

void Retrieval::accept() {
  T_ASC_Association* association = nullptr;
  const OFCondition called =
      ASC_receiveAssociation(network_.get(), &association, ASC_DEFAULTMAXPDU, nullptr, nullptr,
                             OFFalse, DUL_NOBLOCK, static_cast<int>(node_.timeout_seconds));
  if (association == nullptr) return;
  if (called.bad()) return close(association);
  const bool ours =
      std::string_view(association->params->DULparams.calledAPTitle) == node_.calling_ae;
  if (!ours || storing_.size() >= most_storing) {
    const T_ASC_RejectParameters reject{
        ours ? ASC_RESULT_REJECTEDTRANSIENT : ASC_RESULT_REJECTEDPERMANENT,
        ours ? ASC_SOURCE_SERVICEPROVIDER_PRESENTATION_RELATED : ASC_SOURCE_SERVICEUSER,
        ours ? ASC_REASON_SP_PRES_LOCALLIMITEXCEEDED : ASC_REASON_SU_CALLEDAETITLENOTRECOGNIZED};
    ASC_rejectAssociation(association, &reject);
    return close(association);
  }
  const auto syntaxes = storage_syntaxes();
  std::vector<const char*> names;
  for (const std::string& syntax : syntaxes) names.push_back(syntax.c_str());
  const auto count = static_cast<int>(names.size());
  const char* verification[] = {UID_VerificationSOPClass};
  ASC_acceptContextsWithPreferredTransferSyntaxes(association->params, verification, 1,
                                                  names.data(), count);
  ASC_acceptContextsWithPreferredTransferSyntaxes(association->params, dcmAllStorageSOPClassUIDs,
                                                  numberOfDcmAllStorageSOPClassUIDs, names.data(),
                                                  count);
  if (ASC_acknowledgeAssociation(association).bad()) return close(association);
  storing_.push_back(association);
}

// One message; false where the association has ended.
bool Retrieval::hear_storing(T_ASC_Association* storing) {
  T_DIMSE_Message message{};
  T_ASC_PresentationContextID id = 0;
  OFCondition done = DIMSE_receiveCommand(
      storing, DIMSE_NONBLOCKING, static_cast<int>(node_.timeout_seconds), &id, &message, nullptr);
  if (done.good() && message.CommandField == DIMSE_C_STORE_RQ)
    done = receive_object(storing, id, message.msg.CStoreRQ, store_, node_.timeout_seconds);
  else if (done.good() && message.CommandField == DIMSE_C_ECHO_RQ)
    done = DIMSE_sendEchoResponse(storing, id, &message.msg.CEchoRQ, STATUS_Success, nullptr);
  else if (done.good())
    done = DIMSE_BADCOMMANDTYPE;
  if (done.good()) return true;
  if (done == DUL_PEERREQUESTEDRELEASE)
    ASC_acknowledgeRelease(storing);
  else if (done != DUL_PEERABORTEDASSOCIATION)
    ASC_abortAssociation(storing);
  close(storing);
  return false;
}

std::vector<ProposedContext> contexts_to_get(const FoundSeries& series) {
  constexpr std::size_t most = 110;  // an association has 128 contexts at most
  std::vector<ProposedContext> out{
      {UID_GETStudyRootQueryRetrieveInformationModel,
       {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax}}};
  const auto syntaxes = storage_syntaxes();
  std::set<std::string> classes;
  bool all_told = true;
  for (const FoundInstance& instance : series.instances) {
    all_told = all_told && !instance.sop_class.empty();
    if (!instance.sop_class.empty()) classes.insert(instance.sop_class);
  }
  if (!all_told || classes.size() > 8) {
    // One context for each class that there is.
    for (int i = 0; i < numberOfDcmLongSCUStorageSOPClassUIDs && out.size() < 127; ++i)
      out.push_back({dcmLongSCUStorageSOPClassUIDs[i], syntaxes, true});
    return out;
  }
  // One context for each compressed syntax, so that the archive can send what it has as it is.
  for (const std::string& sop_class : classes) {
    std::vector<std::string> native;
    for (const std::string& syntax : syntaxes) {
      if (codec_of(syntax) != nullptr && out.size() < most)
        out.push_back({sop_class, {syntax}, true});
      else
        native.push_back(syntax);
    }
    out.push_back({sop_class, native, true});
  }
  return out;
}

}  // namespace secondsite::dicom::network
