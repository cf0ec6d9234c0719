#include "secondsite/dicom/network/association.h"

#include "secondsite/dicom/codec.h"
#include "secondsite/dicom/library.h"

namespace secondsite::dicom::network {
namespace {

constexpr long largest_pdu = ASC_DEFAULTMAXPDU;

std::string reason_of(const T_ASC_RejectParameters& parameters, const PacsNode& node) {
  switch (parameters.reason) {
    case ASC_REASON_SU_CALLINGAETITLENOTRECOGNIZED:
      return "it does not know our AE title " + node.calling_ae;
    case ASC_REASON_SU_CALLEDAETITLENOTRECOGNIZED:
      return "it does not go by the AE title " + node.called_ae;
    case ASC_REASON_SP_PRES_TEMPORARYCONGESTION:
    case ASC_REASON_SP_PRES_LOCALLIMITEXCEEDED:
      return "it has too many associations at the moment";
    default: {
      OFString text;
      ASC_printRejectParameters(text, &parameters);
      std::string out(text.c_str());
      for (char& c : out)
        if (c == '\n') c = ' ';
      return out;
    }
  }
}

}  // namespace

core::Result<Network> Network::open(std::uint16_t port, unsigned timeout_seconds) {
  silence_libraries();
  OFStandard::initializeNetwork();
  dcmConnectionTimeout.set(static_cast<Sint32>(timeout_seconds));
  T_ASC_Network* network = nullptr;
  const OFCondition done = ASC_initializeNetwork(port == 0 ? NET_REQUESTOR : NET_ACCEPTORREQUESTOR,
                                                 port, static_cast<int>(timeout_seconds), &network);
  if (done.bad()) {
    if (network != nullptr) ASC_dropNetwork(&network);
    return core::Error("pacs.port-in-use",
                       "port " + std::to_string(port) + " cannot be listened at: " + done.text());
  }
  Network out;
  out.network_.reset(network);
  return out;
}

void Association::Drop::operator()(T_ASC_Association* association) const {
  ASC_abortAssociation(association);
  ASC_dropAssociation(association);
  ASC_destroyAssociation(&association);
}

core::Result<Association> Association::open(const Network& network, const PacsNode& node,
                                            const std::vector<ProposedContext>& contexts) {
  T_ASC_Parameters* parameters = nullptr;
  ASC_createAssociationParameters(&parameters, largest_pdu);
  ASC_setAPTitles(parameters, node.calling_ae.c_str(), node.called_ae.c_str(), nullptr);
  ASC_setPresentationAddresses(parameters, OFStandard::getHostName().c_str(),
                               (node.host + ":" + std::to_string(node.port)).c_str());
  int id = 1;
  for (const ProposedContext& context : contexts) {
    if (id > 255) break;
    std::vector<const char*> syntaxes;
    for (const std::string& syntax : context.transfer_syntaxes) syntaxes.push_back(syntax.c_str());
    ASC_addPresentationContext(parameters, static_cast<T_ASC_PresentationContextID>(id),
                               context.abstract_syntax.c_str(), syntaxes.data(),
                               static_cast<int>(syntaxes.size()),
                               context.we_receive ? ASC_SC_ROLE_SCP : ASC_SC_ROLE_DEFAULT);
    id += 2;
  }
  T_ASC_Association* association = nullptr;
  const OFCondition done =
      ASC_requestAssociation(network.get(), parameters, &association, nullptr, nullptr, DUL_NOBLOCK,
                             static_cast<int>(node.timeout_seconds));
  if (done.bad()) {
    core::Error error("pacs.unreachable", node.text() + " does not answer: " + done.text());
    if (done == DUL_ASSOCIATIONREJECTED) {
      T_ASC_RejectParameters reject;
      ASC_getRejectParameters(parameters, &reject);
      error = core::Error("pacs.refused",
                          node.text() + " refused the association: " + reason_of(reject, node));
    }
    // Which of the two owns the parameters depends on how far it came.
    if (association != nullptr)
      ASC_destroyAssociation(&association);
    else
      ASC_destroyAssociationParameters(&parameters);
    return error;
  }
  Association out;
  out.association_.reset(association);
  out.node_ = node;
  if (ASC_countAcceptedPresentationContexts(association->params) == 0)
    return core::Error("pacs.not-supported",
                       node.text() + " accepted the association and none of its services");
  return out;
}

core::Result<T_ASC_PresentationContextID> Association::context_of(
    const char* abstract_syntax, const std::string& service) const {
  const auto id = ASC_findAcceptedPresentationContextID(get(), abstract_syntax);
  if (id == 0)
    return core::Error("pacs.not-supported", node_.text() + " does not offer " + service);
  return id;
}

std::uint16_t Association::next_message_id() const {
  return get()->nextMsgID++;
}

void Association::release() {
  if (!association_) return;
  T_ASC_Association* association = association_.release();
  if (ASC_releaseAssociation(association).bad()) ASC_abortAssociation(association);
  ASC_dropAssociation(association);
  ASC_destroyAssociation(&association);
}

core::Error lost(const PacsNode& node, const OFCondition& condition, const std::string& activity) {
  std::string why = condition.text();
  if (condition == DIMSE_NODATAAVAILABLE || condition == DUL_READTIMEOUT)
    why = "it was silent for " + std::to_string(node.timeout_seconds) + " s";
  return {"pacs.lost", node.text() + " was lost while " + activity + ": " + why};
}

std::vector<std::string> storage_syntaxes() {
  std::vector<std::string> out;
  for (const Codec& codec : codecs::all())
    for (const std::string_view syntax : codec.syntaxes) out.emplace_back(syntax);
  out.emplace_back(UID_LittleEndianExplicitTransferSyntax);
  out.emplace_back(UID_BigEndianExplicitTransferSyntax);
  out.emplace_back(UID_LittleEndianImplicitTransferSyntax);
  return out;
}

}  // namespace secondsite::dicom::network
