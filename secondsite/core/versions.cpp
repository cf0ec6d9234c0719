#include "secondsite/core/versions.h"

#include <openssl/crypto.h>

#include <nlohmann/json.hpp>

namespace secondsite::core {

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {{"nlohmann-json", std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
                                std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                                std::to_string(NLOHMANN_JSON_VERSION_PATCH)},
          {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)}};
}

}  // namespace secondsite::core
