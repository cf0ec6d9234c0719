#include "secondsite/dicom/raw_mr.h"

#include <hdf5.h>

#include <mutex>

namespace secondsite::dicom {
namespace {

constexpr std::size_t most_text = 4U << 20;

// A handle of HDF5 that closes itself.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  explicit operator bool() const { return id_ >= 0; }
  operator hid_t() const { return id_; }  // NOLINT: it stands for the handle

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

bool exists(hid_t file, const char* name) {
  return H5Lexists(file, name, H5P_DEFAULT) > 0;
}

std::vector<std::uint64_t> shape_of(hid_t file, const char* name) {
  std::vector<std::uint64_t> out;
  if (!exists(file, name)) return out;
  const Handle set(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  if (!set) return out;
  const Handle space(H5Dget_space(set), H5Sclose);
  const int rank = space ? H5Sget_simple_extent_ndims(space) : -1;
  if (rank <= 0 || rank > 8) return out;
  hsize_t extents[8];
  H5Sget_simple_extent_dims(space, extents, nullptr);
  out.assign(extents, extents + rank);
  return out;
}

// One text, of fixed or variable length. `read` fills memory of the given type.
template <typename Read>
std::string text_of(hid_t type, hid_t space, const Read& read) {
  if (H5Tget_class(type) != H5T_STRING || H5Sget_simple_extent_npoints(space) != 1) return {};
  if (H5Tis_variable_str(type) > 0) {
    const Handle memory(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(memory, H5T_VARIABLE);
    H5Tset_cset(memory, H5Tget_cset(type));
    char* text = nullptr;
    if (read(memory, &text) < 0 || text == nullptr) return {};
    std::string out(text);
    H5free_memory(text);
    return out.size() <= most_text ? out : std::string();
  }
  const std::size_t size = H5Tget_size(type);
  if (size == 0 || size > most_text) return {};
  std::string out(size, '\0');
  if (read(type, out.data()) < 0) return {};
  return out.substr(0, out.find('\0'));
}

std::string text_dataset(hid_t file, const char* name) {
  if (!exists(file, name)) return {};
  const Handle set(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  if (!set) return {};
  const Handle type(H5Dget_type(set), H5Tclose);
  const Handle space(H5Dget_space(set), H5Sclose);
  return text_of(type, space, [&](hid_t memory, void* into) {
    return H5Dread(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, into);
  });
}

std::string text_attribute(hid_t file, const char* name) {
  if (H5Aexists(file, name) <= 0) return {};
  const Handle attribute(H5Aopen(file, name, H5P_DEFAULT), H5Aclose);
  if (!attribute) return {};
  const Handle type(H5Aget_type(attribute), H5Tclose);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  return text_of(type, space,
                 [&](hid_t memory, void* into) { return H5Aread(attribute, memory, into); });
}

}  // namespace

core::Result<RawMr> read_raw_mr(const std::string& path) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file) return core::Error("dicom.not-raw-mr", "HDF5 cannot open the file", {.file = path});
  RawMr out;
  out.kspace_shape = shape_of(file, "kspace");
  for (const char* name : {"reconstruction_rss", "reconstruction_esc"})
    if (out.reconstruction_shape.empty()) out.reconstruction_shape = shape_of(file, name);
  out.has_mask = exists(file, "mask");
  out.header_xml = text_dataset(file, "ismrmrd_header");
  if (out.header_xml.empty() && exists(file, "dataset"))
    out.header_xml = text_dataset(file, "dataset/xml");
  out.acquisition = text_attribute(file, "acquisition");
  out.patient = text_attribute(file, "patient_id");
  if (out.kspace_shape.empty() && out.header_xml.empty())
    return core::Error("dicom.not-raw-mr",
                       "the HDF5 file holds neither kspace nor an ISMRMRD header", {.file = path});
  return out;
}

}  // namespace secondsite::dicom
