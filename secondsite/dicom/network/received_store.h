#pragma once
// Where received objects lie, and which of those that were asked for are there: one file an
// instance, STUDY/SERIES/INSTANCE.dcm. What is there is whole: a file has its name only once all of
// it has arrived.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"
#include "secondsite/dicom/network/query.h"

namespace secondsite::dicom::network {

class ReceivedStore {
 public:
  explicit ReceivedStore(std::string folder) : folder_(std::move(folder)) {}

  // Makes the folder, and removes what a stopped run left half received.
  core::Status open();
  bool has(const FoundSeries& series, const FoundInstance& instance) const;

  // Instances of a series that may be received from now on; what else arrives is refused.
  void expect(const FoundSeries& series, const std::vector<FoundInstance>& instances);
  enum class Arrival : std::uint8_t { wanted, here_already, not_asked_for };
  Arrival arrives(const std::string& uid);
  // Where to write an arriving instance that is wanted.
  std::string part_of(const std::string& uid) const;
  // It has arrived whole (or not).
  void finish(const std::string& uid, bool whole);

  std::uint64_t received() const { return received_; }
  std::uint64_t refused() const { return refused_; }  // not asked for
  std::uint64_t failed() const { return failed_; }    // not written to the end

 private:
  std::string path_of(const FoundSeries& series, const std::string& uid) const;

  std::string folder_;
  struct Expected {
    std::string path;
    bool here = false;
  };
  std::unordered_map<std::string, Expected> expected_;  // by instance
  std::uint64_t received_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t failed_ = 0;
};

// One object of a C-STORE: written as it arrives, into the store, bit by bit as it was sent.
OFCondition receive_object(T_ASC_Association* association, T_ASC_PresentationContextID presentation,
                           T_DIMSE_C_StoreRQ& request, ReceivedStore& store,
                           unsigned timeout_seconds);

}  // namespace secondsite::dicom::network
