#include "overwrite.h"

#include <filesystem>

namespace secondsite::cli {
namespace {

namespace fs = std::filesystem;

bool are_one_file(const std::string& a, const std::string& b) {
  std::error_code fault;
  return fs::is_regular_file(b, fault) && fs::equivalent(a, b, fault) && !fault;
}

}  // namespace

core::Status keep_inputs(const std::vector<std::string>& outputs,
                         const std::vector<std::string>& inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string& output = outputs[i];
    if (output.empty()) continue;
    for (const std::string& input : inputs)
      if (are_one_file(output, input) || are_one_file(output, input.substr(0, input.find('#'))))
        return core::Error("file.is-input",
                           "this would be written, and it is a file that is read: it would be lost",
                           {.file = output}, "name another place with --out");
    for (std::size_t k = 0; k < i; ++k)
      if (fs::path(outputs[k]).lexically_normal() == fs::path(output).lexically_normal())
        return core::Error("config.bad-value", "two outputs have one name", {.file = output});
  }
  return core::Done{};
}

}  // namespace secondsite::cli
