#include "secondsite/dicom/network/pacs.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/scp.h>
#include <dcmtk/dcmnet/scu.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "secondsite/dicom/library.h"

// An archive that can be told to misbehave; tests/cli/pacs.test has real ones.
namespace secondsite::dicom {
namespace {

namespace fs = std::filesystem;

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ntohs(address.sin_port);
}

constexpr const char* ct = UID_CTImageStorage;

struct Manners {
  std::vector<std::string> series{"1.2.1"};
  std::vector<std::string> listed{"1.2.1.1", "1.2.1.2"};  // images of every series
  std::vector<std::string> sent{"1.2.1.1", "1.2.1.2"};
  std::string modality = "CT";
  int aborts = 0;  // so many retrievals end in an abort
  bool silent = false;
  std::uint16_t move_status = 0;
};

class FakeArchive : public DcmSCP {
 public:
  FakeArchive(Manners manners, std::uint16_t port, std::uint16_t ours)
      : manners_(std::move(manners)), ours_(ours) {
    silence_libraries();
    OFList<OFString> native;
    native.push_back(UID_LittleEndianExplicitTransferSyntax);
    native.push_back(UID_LittleEndianImplicitTransferSyntax);
    addPresentationContext(UID_FINDStudyRootQueryRetrieveInformationModel, native);
    addPresentationContext(UID_MOVEStudyRootQueryRetrieveInformationModel, native);
    setPort(port);
    setAETitle("FAKE");
    setConnectionBlockingMode(DUL_NOBLOCK);
    setConnectionTimeout(1);
    openListenPort();
    thread_ = std::thread([this] { acceptAssociations(); });
  }
  ~FakeArchive() override {
    stop_ = true;
    thread_.join();
  }

 private:
  OFBool stopAfterConnectionTimeout() override { return stop_; }
  OFBool stopAfterCurrentAssociation() override { return stop_; }

  OFCondition handleIncomingCommand(T_DIMSE_Message* message,
                                    const DcmPresentationContextInfo& info) override {
    const auto id = static_cast<T_ASC_PresentationContextID>(info.presentationContextID);
    DcmDataset* asked = nullptr;
    OFString level;
    if (message->CommandField == DIMSE_C_FIND_RQ) {
      receiveFINDRequest(message->msg.CFindRQ, id, asked);
      const std::unique_ptr<DcmDataset> owned(asked);
      asked->findAndGetOFString(DCM_QueryRetrieveLevel, level);
      const auto& request = message->msg.CFindRQ;
      if (level == "STUDY") answer(request, id, DCM_StudyInstanceUID, {"1.2"});
      if (level == "SERIES") answer(request, id, DCM_SeriesInstanceUID, manners_.series);
      if (level == "IMAGE") answer(request, id, DCM_SOPInstanceUID, manners_.listed);
      return sendFINDResponse(id, request.MessageID, request.AffectedSOPClassUID, nullptr,
                              STATUS_Success);
    }
    if (message->CommandField != DIMSE_C_MOVE_RQ)
      return DcmSCP::handleIncomingCommand(message, info);
    OFString destination;
    receiveMOVERequest(message->msg.CMoveRQ, id, asked, destination);
    delete asked;
    if (manners_.aborts-- > 0) {
      abortAssociation();
      return EC_Normal;
    }
    if (manners_.silent) {
      while (!stop_) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return EC_IllegalCall;
    }
    if (manners_.move_status == 0) send_all(destination);
    return sendMOVEResponse(id, message->msg.CMoveRQ.MessageID,
                            message->msg.CMoveRQ.AffectedSOPClassUID, nullptr, manners_.move_status,
                            nullptr, 0, 0, 0, 0);
  }

  void answer(const T_DIMSE_C_FindRQ& request, T_ASC_PresentationContextID id, const DcmTagKey& key,
              const std::vector<std::string>& uids) {
    for (const std::string& uid : uids) {
      DcmDataset one;
      one.putAndInsertString(key, uid.c_str());
      one.putAndInsertString(DCM_Modality, manners_.modality.c_str());
      one.putAndInsertString(DCM_SOPClassUID, ct);
      one.putAndInsertString(DCM_StudyDate, "20240131");
      sendFINDResponse(id, request.MessageID, request.AffectedSOPClassUID, &one,
                       STATUS_FIND_Pending_MatchesAreContinuing);
    }
  }

  void send_all(const OFString& destination) {
    DcmSCU sender;
    OFList<OFString> native;
    native.push_back(UID_LittleEndianExplicitTransferSyntax);
    sender.addPresentationContext(ct, native);
    sender.setAETitle("FAKE");
    sender.setPeerAETitle(destination);
    sender.setPeerHostName("127.0.0.1");
    sender.setPeerPort(ours_);
    sender.initNetwork();
    if (sender.negotiateAssociation().bad()) return;
    for (const std::string& uid : manners_.sent) {
      DcmDataset image;
      image.putAndInsertString(DCM_SOPClassUID, ct);
      image.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
      image.putAndInsertString(DCM_Modality, "CT");
      Uint16 status = 0;
      image.updateOriginalXfer();
      sender.sendSTORERequest(0, "", &image, status);
    }
    sender.releaseAssociation();
  }

  Manners manners_;
  std::uint16_t ours_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class Pacs : public testing::Test {
 protected:
  Pacs() : folder_(fs::temp_directory_path() / ("secondsite-pacs-" + std::to_string(::getpid()))) {
    request_.node = *parse_pacs_address("pacs://FAKE@127.0.0.1:" + std::to_string(free_port()));
    request_.node.timeout_seconds = 3;
    request_.keys = {*parse_query_key("Modality=CT")};
    request_.folder = folder_.string();
    request_.receive_port = free_port();
  }
  ~Pacs() override { fs::remove_all(folder_); }

  core::Result<PacsAnswer> fetch(const Manners& manners) {
    const FakeArchive archive(manners, request_.node.port, request_.receive_port);
    return fetch_from_pacs(request_, {});
  }
  std::size_t files() const {
    std::size_t out = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
      out += entry.is_regular_file() ? 1 : 0;
    return out;
  }

  fs::path folder_;
  PacsRequest request_;
};

TEST_F(Pacs, GivesWhatWasAskedForOnceAndNotTwice) {
  const auto first = fetch({});
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ(first->total(&PacsSeries::here), 2U);
  EXPECT_TRUE(fs::exists(folder_ / "1.2" / "1.2.1" / "1.2.1.1.dcm"));
  Manners sends_nothing;
  sends_nothing.sent = {};
  const auto second = fetch(sends_nothing);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->total(&PacsSeries::from_before), 2U);
  EXPECT_TRUE(second->findings.empty());
}

TEST_F(Pacs, CountsWhatDoesNotComeAndRefusesWhatWasNotAskedFor) {
  Manners manners;
  manners.sent = {"1.2.1.1", "9.9.9"};
  manners.move_status = 0;
  const auto answer = fetch(manners);
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->findings.count("pacs.not-received"), 1U);
  EXPECT_EQ(answer->findings.count("pacs.not-asked-for"), 1U);
  EXPECT_EQ(files(), 1U);
}

TEST_F(Pacs, TakesNoUidThatIsAPath) {
  Manners manners;
  manners.series = {"..", "1.2.1", "1..2"};
  manners.listed = {"../../../../tmp/x", "1.2.1.1", "", ".", "1.2."};
  manners.sent = {"../../../../tmp/x", "1.2.1.1"};
  const auto answer = fetch(manners);
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->findings.count("pacs.bad-answer"), 6U);
  EXPECT_EQ(files(), 1U);
}

TEST_F(Pacs, PassesOverWhatDoesNotFitAKeyThatTheArchiveIgnores) {
  Manners manners;
  manners.modality = "MR";
  const auto answer = fetch(manners);
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_TRUE(answer->series.empty());
  EXPECT_EQ(answer->findings.count("pacs.key-ignored"), 1U);
  EXPECT_EQ(files(), 0U);
}

TEST_F(Pacs, IsAskedAgainOnceWhereItHangsUp) {
  Manners manners;
  manners.aborts = 1;
  const auto answer = fetch(manners);
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->total(&PacsSeries::here), 2U);
  EXPECT_EQ(answer->findings.count("pacs.opened-again"), 1U);
  manners.aborts = 9;
  manners.series = {"1.2.2"};
  const auto never = fetch(manners);
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code(), "pacs.lost");
}

TEST_F(Pacs, IsLostWhereItIsSilent) {
  Manners manners;
  manners.silent = true;
  request_.node.timeout_seconds = 1;
  const auto answer = fetch(manners);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), "pacs.lost");
}

TEST_F(Pacs, SaysWhereItDoesNotKnowUs) {
  Manners manners;
  manners.move_status = STATUS_MOVE_Refused_MoveDestinationUnknown;
  const auto answer = fetch(manners);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), "pacs.destination-unknown");
}

TEST_F(Pacs, IsUnreachableWhereNobodyListensAndOurPortIsRefusedWhereItIsTaken) {
  const auto nobody = query_pacs(request_, {});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code(), "pacs.unreachable");
  const FakeArchive archive({}, request_.node.port, request_.receive_port);
  request_.receive_port = request_.node.port;
  const auto taken = fetch_from_pacs(request_, {});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code(), "pacs.port-in-use");
}

}  // namespace
}  // namespace secondsite::dicom
