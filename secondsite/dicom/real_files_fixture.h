#pragma once
// For tests: the real DICOM files, where they are at hand.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace secondsite::dicom {

// The folder of real data: beside the project, seen from any folder within it; empty: none.
inline std::filesystem::path real_data_folder() {
  namespace fs = std::filesystem;
  for (fs::path at = fs::current_path(); at != at.root_path(); at = at.parent_path())
    if (fs::is_directory(at / "shared" / "data")) return at / "shared" / "data";
  return {};
}

inline std::vector<std::string> real_dicom_files() {
  namespace fs = std::filesystem;
  std::vector<std::string> out;
  const fs::path root = real_data_folder();
  for (const char* set : {"dicom_vendors", "dicom_transfer_syntaxes", "dcm_qa_mr"}) {
    if (!fs::is_directory(root / set)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / set))
      if (entry.is_regular_file() && entry.path().extension() != ".md" &&
          entry.path().extension() != ".json" && entry.path().extension() != ".txt" &&
          entry.path().filename().string().find("LICENSE") == std::string::npos)
        out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace secondsite::dicom
