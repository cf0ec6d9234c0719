#include "secondsite/dicom/stated_lengths.h"

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <filesystem>

#include "secondsite/core/text.h"

namespace secondsite::dicom {
namespace {

// The length of an element of undefined length says nothing; its parts have lengths of their own.
bool is_beyond(DcmObject& object, std::uintmax_t file_bytes) {
  const Uint32 length = object.getLengthField();
  return length != DCM_UndefinedLength && length > file_bytes;
}

bool has_fragment_beyond(DcmDataset& dataset, std::uintmax_t file_bytes) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad()) return false;
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  if (pixels == nullptr) return false;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels->getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence* fragments = nullptr;
  if (pixels->getEncapsulatedRepresentation(syntax, parameter, fragments).bad() ||
      fragments == nullptr)
    return false;
  for (unsigned long i = 0; i < fragments->card(); ++i) {
    DcmPixelItem* fragment = nullptr;
    if (fragments->getItem(fragment, i).good() && fragment != nullptr &&
        is_beyond(*fragment, file_bytes))
      return true;
  }
  return false;
}

core::Error beyond(const std::string& path, const std::string& what, std::uintmax_t file_bytes) {
  return core::Error(
      "dicom.truncated",
      what + " states more bytes than the " + core::grouped(file_bytes) + " of the file",
      {.file = path});
}

}  // namespace

core::Status check_stated_lengths(DcmDataset& dataset, const std::string& path) {
  std::error_code failed;
  const std::uintmax_t file_bytes = std::filesystem::file_size(path, failed);
  if (failed) return core::Error("file.unreadable", failed.message(), {.file = path});
  // Deflate makes one byte of 1032 at most.
  const bool is_deflated = dataset.getOriginalXfer() == EXS_DeflatedLittleEndianExplicit;
  const std::uintmax_t most = is_deflated ? 1032 * file_bytes : file_bytes;
  DcmStack stack;
  while (dataset.nextObject(stack, OFTrue).good()) {
    DcmObject* object = stack.top();
    if (object->isLeaf() && is_beyond(*object, most))
      return beyond(path, std::string("element ") + object->getTag().toString().c_str(),
                    file_bytes);
  }
  if (has_fragment_beyond(dataset, most)) return beyond(path, "a pixel fragment", file_bytes);
  return core::Done{};
}

}  // namespace secondsite::dicom
