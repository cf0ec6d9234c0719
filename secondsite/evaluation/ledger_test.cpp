#include "secondsite/evaluation/ledger.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "secondsite/core/file.h"

namespace secondsite::evaluation {
namespace {

using Event = LedgerEntry::Event;
using Order = ProtocolStatus::Order;

class Ledger : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("ledger_test_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    path_ = (folder_ / "ledger.jsonl").string();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void add(Event event, const std::string& hash, const std::string& time) {
    const auto added = append_ledger(path_, {event, hash, time});
    ASSERT_TRUE(added) << added.error().text();
  }
  Order order(const Protocol& protocol) {
    const auto entries = read_ledger(path_);
    EXPECT_TRUE(entries);
    return protocol_order(*entries, protocol, {"scores"}, "now").order;
  }

  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(Ledger, KnowsWhichCameFirst) {
  Protocol protocol;
  EXPECT_EQ(order(protocol), Order::unknown);
  add(Event::protocol_written, hash_of(protocol), "1");
  EXPECT_EQ(order(protocol), Order::before_scores);
  add(Event::scores_opened, "scores", "2");
  EXPECT_EQ(order(protocol), Order::before_scores);
  protocol.alpha = 0.01;
  add(Event::protocol_written, hash_of(protocol), "3");
  EXPECT_EQ(order(protocol), Order::after_scores);
}

TEST_F(Ledger, IsNotMovedByOtherScores) {
  Protocol protocol;
  add(Event::scores_opened, "other scores", "1");
  add(Event::protocol_written, hash_of(protocol), "2");
  EXPECT_EQ(order(protocol), Order::before_scores);
}

TEST_F(Ledger, BreaksWhereALineIsChangedOrRemoved) {
  add(Event::protocol_written, "a", "1");
  add(Event::scores_opened, "b", "2");
  const std::string text = *core::read_file(path_);
  std::string changed = text;
  changed.replace(changed.find("\"1\""), 3, "\"0\"");
  ASSERT_TRUE(core::write_file(path_, changed));
  ASSERT_FALSE(read_ledger(path_));
  EXPECT_EQ(read_ledger(path_).error().code(), "plan.ledger-broken");
  ASSERT_TRUE(core::write_file(path_, text.substr(text.find('\n') + 1)));
  EXPECT_FALSE(read_ledger(path_));
}

TEST_F(Ledger, AppendsNothingToABrokenChain) {
  add(Event::protocol_written, "a", "1");
  ASSERT_TRUE(core::write_file(path_, "not a ledger\n"));
  EXPECT_FALSE(append_ledger(path_, {Event::scores_opened, "b", "2"}));
}

}  // namespace
}  // namespace secondsite::evaluation
