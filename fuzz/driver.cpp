// For compilers without libFuzzer:  NAME [-max_total_time=SECONDS] [FILE or FOLDER ...]
// Runs every input, then mutations of them until the time is over. The mutations are the same each
// time.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string mutated(std::string text, const std::string& other, std::mt19937_64& engine) {
  constexpr std::string_view telling = "\",\n\r\t;|[]{}:=<>-0123456789.eE \\\xef\xbb\xbf\x1f\x8b";
  const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : engine() % bound; };
  for (std::size_t changes = 1 + below(8); changes > 0; --changes) {
    const std::size_t at = below(text.size() + 1);
    switch (below(8)) {
      case 0:
        text.insert(at, 1, telling[below(telling.size())]);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(engine()));
        break;
      case 2:
        text.erase(at, 1 + below(16));
        break;
      case 3:
        if (at < text.size()) text[at] = telling[below(telling.size())];
        break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 5:
        if (at < text.size()) text[at] = below(2) == 0 ? '\xff' : '\0';
        break;
      case 6:
        text.insert(at, text.substr(below(text.size() + 1), below(64)));
        break;
      default:
        text.insert(at, other.substr(below(other.size() + 1), below(64)));
    }
  }
  if (text.size() > (1 << 16)) text.resize(1 << 16);
  return text;
}

}  // namespace

int main(int count, char** arguments) {
  constexpr std::string_view time_option = "-max_total_time=";
  double seconds = 0;
  std::vector<std::string> inputs;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument.starts_with(time_option)) {
      seconds = std::stod(argument.substr(time_option.size()));
    } else if (std::filesystem::is_directory(argument)) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(argument))
        if (entry.is_regular_file()) inputs.push_back(content(entry.path()));
    } else {
      inputs.push_back(content(argument));
    }
  }
  for (const std::string& input : inputs) run(input);
  if (inputs.empty()) inputs.emplace_back();
  std::mt19937_64 engine(1);
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t runs = inputs.size();
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() <
         seconds) {
    for (int i = 0; i < 64; ++i, ++runs) {
      std::string input =
          mutated(inputs[engine() % inputs.size()], inputs[engine() % inputs.size()], engine);
      run(input);
      // What grew stays in the pool for a while, so that changes add up.
      if (engine() % 16 == 0) {
        if (inputs.size() < 512)
          inputs.push_back(std::move(input));
        else
          inputs[engine() % inputs.size()] = std::move(input);
      }
    }
  }
  std::fprintf(stderr, "%llu runs, no crash\n", static_cast<unsigned long long>(runs));
  return 0;
}
