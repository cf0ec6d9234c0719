#include "secondsite/core/hash.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace secondsite::core {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~Sha256() { EVP_MD_CTX_free(context_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(const void* bytes, std::size_t size) { EVP_DigestUpdate(context_, bytes, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context_, digest.data(), &length);
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
      constexpr char digits[] = "0123456789abcdef";
      out += digits[digest[i] >> 4];
      out += digits[digest[i] & 15];
    }
    return out;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  return hash.hex();
}

Result<std::string> sha256_file(const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                       &std::fclose);
  if (!file)
    return Error(errno == ENOENT ? "file.not-found" : "file.unreadable",
                 "cannot open the file to hash it: " + std::string(std::strerror(errno)),
                 {.file = path});
  Sha256 hash;
  std::vector<char> buffer(1 << 20);
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    hash.add(buffer.data(), got);
  if (std::ferror(file.get()) != 0)
    return Error("file.unreadable", "reading stopped before the end of the file", {.file = path});
  return hash.hex();
}

}  // namespace secondsite::core
