#pragma once
// An archive of the data folder, unpacked by the system's tar into a folder of its own that goes
// away with this object.

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace secondsite::oracles {

class Unpacked {
 public:
  // An empty folder.
  Unpacked() {
    std::string pattern = (std::filesystem::temp_directory_path() / "secondsite-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
  }
  explicit Unpacked(const std::string& archive) : Unpacked() {
    const std::string call = "tar -xf '" + archive + "' -C '" + folder_ + "'";
    if (std::system(call.c_str()) != 0) {
      std::filesystem::remove_all(folder_);
      throw std::runtime_error("cannot unpack " + archive);
    }
  }
  ~Unpacked() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

}  // namespace secondsite::oracles
