#include "secondsite/dicom/network/received_store.h"

#include <filesystem>

#include "secondsite/core/file.h"

namespace secondsite::dicom::network {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".part";
constexpr const char* nowhere = "/dev/null";

}  // namespace

core::Status ReceivedStore::open() {
  if (auto made = core::make_folder(folder_); !made) return made;
  std::error_code fault;
  std::vector<fs::path> left;
  for (fs::recursive_directory_iterator at(folder_, fault), end; !fault && at != end;
       at.increment(fault))
    if (at->path().extension() == unfinished) left.push_back(at->path());
  for (const fs::path& path : left) fs::remove(path, fault);
  return core::Done{};
}

// UIDs are digits and dots (query.cpp refuses others), so they name a file and nothing else.
std::string ReceivedStore::path_of(const FoundSeries& series, const std::string& uid) const {
  return folder_ + "/" + series.study + "/" + series.series + "/" + uid + ".dcm";
}

bool ReceivedStore::has(const FoundSeries& series, const FoundInstance& instance) const {
  std::error_code fault;
  return fs::exists(path_of(series, instance.uid), fault);
}

void ReceivedStore::expect(const FoundSeries& series, const std::vector<FoundInstance>& instances) {
  std::error_code ignored;
  fs::create_directories(folder_ + "/" + series.study + "/" + series.series, ignored);
  expected_.clear();
  for (const FoundInstance& instance : instances)
    expected_[instance.uid] = {path_of(series, instance.uid), has(series, instance)};
}

ReceivedStore::Arrival ReceivedStore::arrives(const std::string& uid) {
  const auto place = expected_.find(uid);
  if (place != expected_.end()) return place->second.here ? Arrival::here_already : Arrival::wanted;
  ++refused_;
  return Arrival::not_asked_for;
}

std::string ReceivedStore::part_of(const std::string& uid) const {
  return expected_.at(uid).path + std::string(unfinished);
}

void ReceivedStore::finish(const std::string& uid, bool whole) {
  Expected& expected = expected_.at(uid);
  std::error_code fault;
  const std::string part = expected.path + std::string(unfinished);
  if (whole) fs::rename(part, expected.path, fault);
  if (whole && !fault) {
    ++received_;
    expected.here = true;
    return;
  }
  ++failed_;
  fs::remove(part, fault);
}

namespace {

// Not one of those that were asked for: refused, so that the archive knows.
void refuse(void*, T_DIMSE_StoreProgress* progress, T_DIMSE_C_StoreRQ*, char*, DcmDataset**,
            T_DIMSE_C_StoreRSP* response, DcmDataset**) {
  if (progress->state == DIMSE_StoreEnd) response->DimseStatus = STATUS_STORE_Refused_NotAuthorized;
}

// DCMTK has set the status: a file that could not be written is "out of resources".
void note_status(void* user, T_DIMSE_StoreProgress* progress, T_DIMSE_C_StoreRQ*, char*,
                 DcmDataset**, T_DIMSE_C_StoreRSP* response, DcmDataset**) {
  if (progress->state == DIMSE_StoreEnd)
    *static_cast<bool*>(user) = response->DimseStatus == STATUS_Success;
}

}  // namespace

OFCondition receive_object(T_ASC_Association* association, T_ASC_PresentationContextID presentation,
                           T_DIMSE_C_StoreRQ& request, ReceivedStore& store,
                           unsigned timeout_seconds) {
  const std::string uid = request.AffectedSOPInstanceUID;
  const auto timeout = static_cast<int>(timeout_seconds);
  const auto arrival = store.arrives(uid);
  if (arrival != ReceivedStore::Arrival::wanted)
    return DIMSE_storeProvider(association, presentation, &request, nowhere, OFFalse, nullptr,
                               arrival == ReceivedStore::Arrival::not_asked_for ? refuse : nullptr,
                               nullptr, DIMSE_NONBLOCKING, timeout);
  bool stored = false;
  const OFCondition done =
      DIMSE_storeProvider(association, presentation, &request, store.part_of(uid).c_str(), OFTrue,
                          nullptr, note_status, &stored, DIMSE_NONBLOCKING, timeout);
  store.finish(uid, done.good() && stored);
  return done;
}

}  // namespace secondsite::dicom::network
