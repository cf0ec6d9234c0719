#include "secondsite/evaluation/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "secondsite/core/file.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/json.h"
#include "secondsite/core/text.h"

namespace secondsite::evaluation {

using core::Error;
using core::Json;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view origin_link = "secondsite ledger 1";

std::string_view name(LedgerEntry::Event event) {
  return event == LedgerEntry::Event::protocol_written ? "protocol-written" : "scores-opened";
}

std::string link_of(const std::string& previous, const LedgerEntry& entry) {
  return core::sha256(previous + "\n" + std::string(name(entry.event)) + "\n" + entry.hash + "\n" +
                      entry.time);
}

struct Chain {
  std::vector<LedgerEntry> entries;
  std::string last{origin_link};
};

Result<Chain> read_chain(const std::string& path) {
  Chain chain;
  std::error_code fault;
  if (!std::filesystem::exists(path, fault)) return chain;
  auto text = core::read_file(path);
  if (!text) return std::move(text).error().while_doing("reading the ledger");
  std::uint64_t line_number = 0;
  for (const std::string& line : core::split(*text, '\n')) {
    ++line_number;
    if (core::trim(line).empty()) continue;
    const auto json = core::parse_json(line, path);
    const bool whole = json && json->is_object() && json->contains("event") &&
                       json->contains("hash") && json->contains("time") && json->contains("link") &&
                       (*json)["hash"].is_string() && (*json)["time"].is_string() &&
                       (*json)["link"].is_string();
    LedgerEntry entry;
    if (whole) {
      entry.event = (*json)["event"] == "protocol-written" ? LedgerEntry::Event::protocol_written
                                                           : LedgerEntry::Event::scores_opened;
      entry.hash = (*json)["hash"];
      entry.time = (*json)["time"];
    }
    if (!whole || link_of(chain.last, entry) != (*json)["link"])
      return Error(
          "plan.ledger-broken",
          "the chain of the ledger breaks here: the line was changed, or one before it removed",
          {.file = path, .row = line_number});
    chain.last = (*json)["link"];
    chain.entries.push_back(std::move(entry));
  }
  return chain;
}

}  // namespace

Result<std::vector<LedgerEntry>> read_ledger(const std::string& path) {
  auto chain = read_chain(path);
  if (!chain) return std::move(chain).error();
  return std::move(chain->entries);
}

Status append_ledger(const std::string& path, const LedgerEntry& entry) {
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty())
    if (auto made = core::make_folder(folder.string()); !made)
      return std::move(made).error().while_doing("writing the ledger");
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0)
    return Error("file.unwritable", "cannot write the ledger: " + std::string(std::strerror(errno)),
                 {.file = path});
  ::flock(file, LOCK_EX);  // two runs at once must not fork the chain
  auto chain = read_chain(path);
  bool written = false;
  if (chain) {
    const Json line{{"event", name(entry.event)},
                    {"hash", entry.hash},
                    {"time", entry.time},
                    {"link", link_of(chain->last, entry)}};
    const std::string text = line.dump() + "\n";
    written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
              ::fsync(file) == 0;
  }
  ::close(file);
  if (!chain) return std::move(chain).error();
  if (!written)
    return Error("file.unwritable", "the ledger could not be written to its end", {.file = path});
  return core::Done{};
}

ProtocolStatus protocol_order(const std::vector<LedgerEntry>& entries, const Protocol& protocol,
                              const std::vector<std::string>& score_hashes,
                              const std::string& now) {
  ProtocolStatus status;
  status.hash = hash_of(protocol);
  status.written_at = protocol.written_at;
  const auto written = std::find_if(entries.begin(), entries.end(), [&](const LedgerEntry& entry) {
    return entry.event == LedgerEntry::Event::protocol_written && entry.hash == status.hash;
  });
  const auto opened = std::find_if(entries.begin(), entries.end(), [&](const LedgerEntry& entry) {
    return entry.event == LedgerEntry::Event::scores_opened &&
           std::find(score_hashes.begin(), score_hashes.end(), entry.hash) != score_hashes.end();
  });
  const std::string name = "Protocol " + status.hash.substr(0, 12);
  if (written == entries.end()) {
    // Opened before and never registered: nothing shows that the protocol came first.
    status.order = opened == entries.end() ? ProtocolStatus::Order::unknown
                                           : ProtocolStatus::Order::after_scores;
    status.sentence =
        name +
        " is not in this machine's ledger, so its order cannot be shown: it says of itself that it "
        "was written " +
        (protocol.written_at.empty() ? "at no stated time" : "at " + protocol.written_at) +
        (opened == entries.end()
             ? "; no earlier opening of these scores is recorded here."
             : "; these scores were first opened here at " + opened->time + ".");
  } else if (opened == entries.end()) {
    status.order = ProtocolStatus::Order::before_scores;
    status.sentence = name + " was written at " + written->time +
                      ", before these scores were first opened here (now, " + now + ").";
  } else if (written < opened) {
    status.order = ProtocolStatus::Order::before_scores;
    status.sentence = name + " was written at " + written->time +
                      ", before these scores were first opened here at " + opened->time + ".";
  } else {
    status.order = ProtocolStatus::Order::after_scores;
    status.sentence = name + " was written at " + written->time +
                      ", AFTER these scores were first opened here at " + opened->time +
                      ": its claims are not declared before they were seen.";
  }
  return status;
}

}  // namespace secondsite::evaluation
