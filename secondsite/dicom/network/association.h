#pragma once
// An association with an archive, asked for and closed by scope. For the files of this folder only:
// DCMTK's types do not leave it.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>

#include <memory>
#include <string>
#include <vector>

#include "secondsite/dicom/network/pacs_node.h"

namespace secondsite::dicom::network {

// Sockets of this process; with a port, it can also be called.
class Network {
 public:
  // `port` 0: calls only. Errors: "pacs.port-in-use".
  static core::Result<Network> open(std::uint16_t port, unsigned timeout_seconds);
  T_ASC_Network* get() const { return network_.get(); }

 private:
  struct Drop {
    void operator()(T_ASC_Network* network) const { ASC_dropNetwork(&network); }
  };
  std::unique_ptr<T_ASC_Network, Drop> network_;
};

struct ProposedContext {
  std::string abstract_syntax;
  std::vector<std::string> transfer_syntaxes;
  bool we_receive = false;  // C-GET: the archive stores to us on this association
};

class Association {
 public:
  // Errors: "pacs.unreachable", "pacs.refused" (with the archive's reason), "pacs.lost".
  static core::Result<Association> open(const Network& network, const PacsNode& node,
                                        const std::vector<ProposedContext>& contexts);
  T_ASC_Association* get() const { return association_.get(); }
  // The context accepted for a service; error "pacs.not-supported" where there is none.
  core::Result<T_ASC_PresentationContextID> context_of(const char* abstract_syntax,
                                                       const std::string& service) const;
  std::uint16_t next_message_id() const;
  // Ends the association as it should end; without it the destructor aborts.
  void release();

 private:
  struct Drop {
    void operator()(T_ASC_Association* association) const;
  };
  std::unique_ptr<T_ASC_Association, Drop> association_;
  PacsNode node_;
};

// "pacs.lost", with what DCMTK says.
core::Error lost(const PacsNode& node, const OFCondition& condition, const std::string& activity);

// Every transfer syntax that pixel data come in, those first that an archive need not convert.
std::vector<std::string> storage_syntaxes();

}  // namespace secondsite::dicom::network
