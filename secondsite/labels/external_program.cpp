#include "secondsite/labels/external_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <unordered_set>

#include "secondsite/core/text.h"

extern char** environ;

namespace secondsite::labels {
namespace {

using core::Error;

constexpr std::size_t longest_answer = std::size_t{16} << 20;

Error failed(const std::string& what) {
  return Error("label.program-failed", what, {},
               "run the command by itself, with a line of {\"id\": \"1\", \"text\": \"...\"}");
}

// The child and our ends of its standard input and output. A socket pair, since writing to a socket
// whose reader is gone is an error and not a signal.
class Child {
 public:
  explicit Child(const std::string& command) {
    int to[2];
    int from[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) != 0) return;
    if (pipe2(from, O_CLOEXEC) != 0) {
      close(to[0]);
      close(to[1]);
      return;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[1], 0);
    posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    std::string shell = "sh";
    std::string flag = "-c";
    std::string text = command;
    char* const arguments[] = {shell.data(), flag.data(), text.data(), nullptr};
    if (posix_spawn(&process_, "/bin/sh", &actions, nullptr, arguments, environ) != 0)
      process_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    close(to[1]);
    close(from[1]);
    in_ = to[0];
    out_ = from[0];
    fcntl(in_, F_SETFL, O_NONBLOCK);
    fcntl(out_, F_SETFL, O_NONBLOCK);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    close_input();
    if (out_ >= 0) close(out_);
    if (process_ > 0) {
      kill(process_, SIGTERM);
      waitpid(process_, nullptr, 0);
    }
  }
  bool runs() const { return process_ > 0; }
  int in() const { return in_; }
  int out() const { return out_; }
  void close_input() {
    if (in_ >= 0) close(in_);
    in_ = -1;
  }
  // Its exit status once it has ended; 128 + the signal that ended it.
  int wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t process_ = -1;
  int in_ = -1;
  int out_ = -1;
};

class Talk {
 public:
  Talk(ReportSource& source, const Labeler& labeler, core::Findings& findings)
      : source_(source), labeler_(labeler), findings_(findings) {}

  core::Status run(Child& child, const core::Context& context) {
    bool open = true;
    while (open) {
      if (context.stopped()) return Error("run.interrupted", "the labelling was stopped");
      if (pending_.empty() && child.in() >= 0)
        if (auto more = refill(); !more) return more;
      if (exhausted_ && pending_.empty()) child.close_input();
      pollfd watched[2] = {{child.out(), POLLIN, 0}, {child.in(), POLLOUT, 0}};
      const nfds_t count = child.in() >= 0 && !pending_.empty() ? 2 : 1;
      if (poll(watched, count, 500) < 0 && errno != EINTR)
        return failed("its pipes cannot be read");
      if (count == 2 && (watched[1].revents & (POLLOUT | POLLERR | POLLHUP)) != 0) send(child);
      if ((watched[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0)
        if (auto read = receive(child, open); !read) return read;
    }
    if (!partial_.empty()) take(partial_);
    return core::Done{};
  }

  // Reads the reports that the program did not wait for: each is a row, and is counted.
  core::Result<TakenLabels> finish(const core::Context& context) {
    while (!exhausted_) {
      if (context.stopped()) return Error("run.interrupted", "the labelling was stopped");
      if (auto more = refill(); !more) return std::move(more).error();
      pending_.clear();
    }
    for (const std::string& id : asked_)
      if (answered_.count(id) == 0)
        findings_.add(core::Severity::excluded, "label.program-silent", "",
                      "a report has no labels", {.tag = id});
    // In the order of the reports, whatever the order of the answers.
    out_.ids.assign(asked_.begin(), asked_.end());
    for (const std::string& id : asked_) out_.table.states.try_emplace(id);
    complete(out_, findings_);
    return std::move(out_);
  }

 private:
  core::Status refill() {
    std::vector<Report> batch;
    if (auto more = source_.next(batch, 256, findings_); !more) return std::move(more).error();
    exhausted_ = batch.empty();
    for (Report& report : batch) {
      if (!known_.insert(report.id).second) {
        findings_.add(core::Severity::warning, "label.repeated-id", "",
                      "the report was not asked about again", {.tag = report.id});
        continue;
      }
      pending_ += core::Json({{"id", report.id}, {"text", report.text}})
                      .dump(-1, ' ', false, core::Json::error_handler_t::replace) +
                  "\n";
      asked_.push_back(std::move(report.id));
    }
    return core::Done{};
  }

  void send(Child& child) {
    const ssize_t sent = ::send(child.in(), pending_.data(),
                                std::min<std::size_t>(pending_.size(), 1U << 16U), MSG_NOSIGNAL);
    if (sent > 0) {
      pending_.erase(0, static_cast<std::size_t>(sent));
    } else if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      // It wants no more: finish() reads and counts the rest.
      pending_.clear();
      child.close_input();
    }
  }

  core::Status receive(Child& child, bool& open) {
    std::array<char, 1U << 16U> buffer;
    const ssize_t got = read(child.out(), buffer.data(), buffer.size());
    if (got < 0) {
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return failed("its answers cannot be read");
      return core::Done{};
    }
    if (got == 0) open = false;
    partial_.append(buffer.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end = partial_.find('\n'); end != std::string::npos;
         end = partial_.find('\n', begin)) {
      take(std::string_view(partial_).substr(begin, end - begin));
      begin = end + 1;
    }
    partial_.erase(0, begin);
    if (partial_.size() > longest_answer) return failed("it wrote a line of more than 16 MiB");
    return core::Done{};
  }

  void take(std::string_view line) {
    ++line_;
    if (core::trim(line).empty()) return;
    const auto record = core::parse_json(line, "the program's output");
    const auto id =
        record && record->is_object() ? record->find("id") : core::Json::const_iterator();
    if (!record || !record->is_object() || id == record->end() ||
        !(id->is_string() || id->is_number())) {
      findings_.add(core::Severity::excluded, "label.not-a-report", "",
                    "a line of the program is no answer", {.row = line_});
      return;
    }
    const std::string name = id->is_string() ? id->get<std::string>() : id->dump();
    if (known_.count(name) == 0) {
      findings_.add(core::Severity::excluded, "label.program-unasked", "",
                    "the answer was left out", {.row = line_, .tag = name});
      return;
    }
    core::Json labels = *record;
    labels.erase("id");
    auto read = labeler_.read(labels);
    if (!read) return;
    // An answer without a single state was meant to have one.
    if (read->states.empty())
      for (UnreadState& each : read->unread) each.sure = true;
    answered_.insert(name);
    add_record(out_, name, *read, {.row = line_, .tag = name}, findings_);
  }

  ReportSource& source_;
  const Labeler& labeler_;
  core::Findings& findings_;
  TakenLabels out_;
  std::string pending_;  // to be sent
  std::string partial_;  // received, without its end
  std::vector<std::string> asked_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string> answered_;
  std::uint64_t line_ = 0;
  bool exhausted_ = false;  // the source has no further report
};

}  // namespace

core::Result<TakenLabels> ask_program(ReportSource& source, const std::string& command,
                                      const Labeler& labeler, const core::Context& context,
                                      core::Findings& findings) {
  Child child(command);
  if (!child.runs()) return failed("it could not be started");
  Talk talk(source, labeler, findings);
  if (auto done = talk.run(child, context); !done) return std::move(done).error();
  child.close_input();
  if (const int status = child.wait(); status != 0)
    return failed("it ended with status " + std::to_string(status));
  return talk.finish(context);
}

}  // namespace secondsite::labels
