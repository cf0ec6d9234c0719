#pragma once
// Fetches instances: by C-MOVE to a storage service of our own, or by C-GET on the association
// itself.

#include "secondsite/dicom/network/received_store.h"

namespace secondsite::dicom::network {

struct Asked {
  std::uint64_t failed_suboperations = 0;  // as the archive counts them
  std::string status;                      // of a final answer that is not success; empty: success
};

// Both ends of a retrieval, on one thread: the association on which instances are asked for, and
// those on which the archive stores them, as many at once as it opens. Archives keep the latter
// open from one request to the next; they end with this object.
class Retrieval {
 public:
  // `network` listens at the port that the archive knows as that of our AE title (C-MOVE).
  Retrieval(const Network& network, const PacsNode& node, ReceivedStore& store,
            const core::Context& context);
  ~Retrieval();
  Retrieval(const Retrieval&) = delete;
  Retrieval& operator=(const Retrieval&) = delete;

  // Asks on `asking` for the instances of one series that the store lacks, and receives them.
  // Errors: "pacs.lost", "pacs.destination-unknown", "pacs.not-supported".
  core::Result<Asked> move(const Association& asking, const FoundSeries& series);
  // The same by C-GET; `asking` was opened with `contexts_to_get`.
  core::Result<Asked> get(const Association& asking, const FoundSeries& series);

 private:
  struct Answer {  // the final one
    std::uint16_t status = 0;
    std::uint64_t failed = 0;
    std::string comment;
  };
  core::Result<Asked> ask_all(const Association& asking, const FoundSeries& series, bool moves);
  core::Result<Answer> exchange(const Association& asking, T_ASC_PresentationContextID presentation,
                                T_DIMSE_Message& request, DcmDataset& question, bool moves);
  OFCondition hear_asking(T_ASC_Association* asking, Answer& answer, bool& final);
  bool serve_storing();
  bool hear_storing(T_ASC_Association* storing);
  void accept();

  const Network& network_;
  const PacsNode& node_;
  ReceivedStore& store_;
  const core::Context& context_;
  std::vector<T_ASC_Association*> storing_;
};

std::vector<ProposedContext> contexts_to_get(const FoundSeries& series);

}  // namespace secondsite::dicom::network
