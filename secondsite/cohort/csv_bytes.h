#pragma once
// The bytes of a text file, plain or .gz, in one piece.

#include <memory>
#include <string>
#include <string_view>

#include "secondsite/core/context.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort {

// Bytes and what keeps them in memory.
struct Bytes {
  std::shared_ptr<const void> owner;
  std::string_view text;
  bool mapped = false;  // the file itself, not a copy

  // Lets a mapped file's pages leave memory, all or those wholly inside `part`; the next read
  // brings back what it needs.
  void rest() const { rest(text); }
  void rest(std::string_view part) const;
};

// How far a .gz may expand. What its trailer claims is never believed: memory grows with what comes
// out.
struct ExpansionLimit {
  std::uint64_t always = 1ULL << 30;    // up to here, whatever the ratio
  double ratio = 200;                   // above it, at most this many times the compressed bytes
  std::uint64_t at_most = 16ULL << 30;  // and never above this

  std::uint64_t bytes(std::uint64_t compressed) const;
};

// A plain file above 16 MiB is mapped, not copied: it must not be shortened while the table lives.
core::Result<Bytes> read_bytes(const std::string& path);

bool is_gzip(std::string_view bytes);
// One or more gzip members, one after another. A member that ends early, fails its checksum or is
// followed by something else is an error that names the byte.
core::Result<Bytes> expand_gzip(std::string_view compressed, const std::string& origin,
                                const core::Context& context, const ExpansionLimit& limit = {});

}  // namespace secondsite::cohort
