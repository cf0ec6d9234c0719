#include "secondsite/dicom/network/pacs.h"

#include <set>

#include "secondsite/core/text.h"
#include "secondsite/dicom/network/retrieve.h"

namespace secondsite::dicom {
namespace {

using core::Severity;
using network::Association;
using network::FoundSeries;
using network::Network;

std::vector<network::ProposedContext> contexts_to_ask(const PacsRequest& request, bool fetches) {
  const std::vector<std::string> native{UID_LittleEndianExplicitTransferSyntax,
                                        UID_LittleEndianImplicitTransferSyntax};
  std::vector<network::ProposedContext> out{
      {UID_FINDStudyRootQueryRetrieveInformationModel, native}};
  if (fetches && request.method == PacsRequest::Method::move)
    out.push_back({UID_MOVEStudyRootQueryRetrieveInformationModel, native});
  return out;
}

PacsSeries summary_of(const FoundSeries& found) {
  PacsSeries out;
  out.study = found.study;
  out.series = found.series;
  out.modality = found.modality;
  out.study_date = found.study_date;
  out.stated = found.stated_instances;
  return out;
}

// One fetch, from query to the last instance.
class Fetch {
 public:
  Fetch(const PacsRequest& request, const core::Context& context)
      : request_(request), context_(context), store_(request.folder) {}

  core::Result<PacsAnswer> run() {
    if (auto opened = store_.open(); !opened) return std::move(opened).error();
    const bool moves = request_.method == PacsRequest::Method::move;
    auto network = Network::open(moves ? request_.receive_port : 0, request_.node.timeout_seconds);
    if (!network) return std::move(network).error();
    network_.emplace(*std::move(network));
    retrieval_.emplace(*network_, request_.node, store_, context_);
    if (auto opened = reopen(); !opened) return std::move(opened).error();
    auto found = network::find_series(*association_, request_.node, request_.keys, context_,
                                      answer_.findings);
    if (!found) return std::move(found).error();
    for (FoundSeries& series : *found) {
      if (context_.stopped()) break;
      if (auto fetched = fetch_with_one_retry(series); !fetched) return std::move(fetched).error();
      series.instances = {};
    }
    if (association_) association_->release();
    if (store_.refused() > 0)
      answer_.findings.add(Severity::note, "pacs.not-asked-for", {},
                           "the archive sent an instance that was not asked for; it was refused",
                           {.file = request_.node.text()}, store_.refused());
    if (store_.failed() > 0)
      answer_.findings.add(Severity::warning, "pacs.not-stored", {},
                           "an instance that arrived could not be written to its end",
                           {.file = request_.folder}, store_.failed());
    return std::move(answer_);
  }

 private:
  core::Status reopen() {
    association_.reset();
    auto opened = Association::open(*network_, request_.node, contexts_to_ask(request_, true));
    if (!opened) return std::move(opened).error();
    association_.emplace(*std::move(opened));
    return core::Done{};
  }

  core::Status fetch_with_one_retry(FoundSeries& series) {
    auto fetched = fetch(series);
    if (fetched || fetched.error().code() != "pacs.lost") return fetched;
    answer_.findings.add(Severity::note, "pacs.opened-again", {}, fetched.error().what(),
                         {.file = request_.node.text()});
    // Where it cannot be opened again, the loss is the news.
    if (!reopen()) return fetched;
    return fetch(series);
  }

  core::Status fetch(FoundSeries& series) {
    if (auto found = network::find_instances(*association_, request_.node, request_.keys, series,
                                             answer_.findings);
        !found)
      return found;
    PacsSeries summary = summary_of(series);
    summary.asked = series.instances.size();
    for (const auto& instance : series.instances)
      summary.from_before += store_.has(series, instance) ? 1 : 0;
    network::Asked asked;
    if (summary.from_before < summary.asked) {
      auto received = retrieve(series);
      if (!received) return std::move(received).error();
      asked = *std::move(received);
    }
    for (const auto& instance : series.instances) {
      if (store_.has(series, instance)) {
        ++summary.here;
      } else if (!context_.stopped()) {
        answer_.findings.add(Severity::excluded, "pacs.not-received", {},
                             "an instance was asked for and did not come" +
                                 (asked.status.empty() ? std::string() : " (" + asked.status + ")"),
                             {.file = series.study + "/" + series.series + "/" + instance.uid});
      }
    }
    answer_.series.push_back(std::move(summary));
    context_.report("receiving images", store_.received(), 0);
    return core::Done{};
  }

  core::Result<network::Asked> retrieve(const FoundSeries& series) {
    if (request_.method == PacsRequest::Method::move)
      return retrieval_->move(*association_, series);
    // The contexts of C-GET depend on what the series holds: an association of its own.
    auto getting = Association::open(*network_, request_.node, network::contexts_to_get(series));
    if (!getting) return std::move(getting).error();
    auto asked = retrieval_->get(*getting, series);
    if (asked) getting->release();
    return asked;
  }

  const PacsRequest& request_;
  const core::Context& context_;
  network::ReceivedStore store_;
  std::optional<Network> network_;
  std::optional<Association> association_;
  std::optional<network::Retrieval> retrieval_;
  PacsAnswer answer_;
};

}  // namespace

std::size_t PacsAnswer::studies() const {
  std::set<std::string_view> uids;
  for (const PacsSeries& one : series) uids.insert(one.study);
  return uids.size();
}

std::uint64_t PacsAnswer::total(std::uint64_t PacsSeries::*count) const {
  std::uint64_t out = 0;
  for (const PacsSeries& one : series) out += one.*count;
  return out;
}

core::Result<PacsAnswer> query_pacs(const PacsRequest& request, const core::Context& context) {
  auto network = Network::open(0, request.node.timeout_seconds);
  if (!network) return std::move(network).error();
  auto association = Association::open(*network, request.node, contexts_to_ask(request, false));
  if (!association) return std::move(association).error();
  PacsAnswer out;
  auto found =
      network::find_series(*association, request.node, request.keys, context, out.findings);
  if (!found) return std::move(found).error();
  for (FoundSeries& series : *found) {
    PacsSeries summary = summary_of(series);
    if (summary.stated < 0 && !context.stopped()) {
      if (auto counted = network::find_instances(*association, request.node, request.keys, series,
                                                 out.findings);
          !counted)
        return std::move(counted).error();
      summary.stated = static_cast<std::int64_t>(series.instances.size());
    }
    out.series.push_back(std::move(summary));
  }
  association->release();
  return out;
}

core::Result<PacsAnswer> fetch_from_pacs(const PacsRequest& request, const core::Context& context) {
  return Fetch(request, context).run();
}

}  // namespace secondsite::dicom
