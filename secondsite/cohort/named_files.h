#pragma once
// Files by the names under which tables call them.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace secondsite::cohort {

// Looks a file of a folder up by its path within the folder, by its file name, or by that without
// the ending of an image format ("a/b.nii.gz" is "b"). A name that two files share names neither; a
// path names one.
class NamedFiles {
 public:
  explicit NamedFiles(const std::vector<std::string>& files);
  // The path within the folder; empty where no file or more than one has that name. A cell that is
  // a longer path ("CheXpert-v1.0/train/...") is looked for by ever shorter ends of it.
  std::string_view find(std::string_view cell) const;

 private:
  std::string_view exactly(std::string_view name) const;

  std::map<std::string, std::string, std::less<>> paths_;
  std::map<std::string, std::string, std::less<>> names_;  // empty: two files
};

}  // namespace secondsite::cohort
