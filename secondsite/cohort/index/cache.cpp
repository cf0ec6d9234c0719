#include "secondsite/cohort/index/cache.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "secondsite/core/file.h"
#include "secondsite/core/random.h"

namespace secondsite::cohort::index {
namespace {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  template <typename T>
  void number(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }

 private:
  std::string& out_;
};

// Every read says whether it was within the bytes; after a false one nothing counts.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  T number() {
    T value{};
    if (bytes_.size() < sizeof value) {
      good_ = false;
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    if (!good_ || size > bytes_.size()) {
      good_ = false;
      return {};
    }
    std::string out(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return out;
  }
  bool good() const { return good_; }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

// One list of fields for both directions: `io(field)`.
template <typename Io, typename R>
void fields(Io& io, R& r) {
  io.text(r.path), io.number(r.size), io.number(r.changed_ns);
  io.text(r.code), io.text(r.why), io.number(r.oddities);
  io.text(r.patient), io.text(r.study), io.text(r.series), io.text(r.instance), io.text(r.kind);
  io.text(r.transfer_syntax), io.text(r.photometric), io.text(r.image_type), io.text(r.group);
  io.number(r.instance_number), io.number(r.rows), io.number(r.columns), io.number(r.frames);
  io.number(r.bits_stored), io.number(r.mosaic_tiles), io.number(r.is_signed);
  io.number(r.spacing_at_detector), io.number(r.burned_in), io.number(r.row_spacing_mm),
      io.number(r.column_spacing_mm);
  io.number(r.stated_tilt_deg), io.number(r.intercept), io.number(r.pixels_at),
      io.text(r.pixels_hash);
  io.number(r.applies), io.number(r.covariate);
}

struct Out {
  Writer& writer;
  void text(const std::string& value) { writer.text(value); }
  template <typename T>
  void number(const T& value) {
    writer.number(value);
  }
};
struct In {
  Reader& reader;
  void text(std::string& value) { value = reader.text(); }
  template <typename T>
  void number(T& value) {
    value = reader.number<T>();
  }
};

template <typename Io, typename S>
void stack_fields(Io& io, S& s) {
  io.number(s.verdict), io.number(s.slices), io.number(s.positions), io.number(s.missing);
  io.number(s.spacing_mm), io.number(s.step_mm), io.number(s.least_step_mm);
  io.number(s.most_step_mm), io.number(s.tilt_deg), io.text(s.steps);
}

void write_record(Writer& writer, const Record& record) {
  Out out{writer};
  fields(out, record);
  writer.number(static_cast<std::uint8_t>((record.plane ? 1 : 0) | (record.frame_stack ? 2 : 0)));
  if (record.plane) writer.number(*record.plane);
  if (record.frame_stack) stack_fields(out, *record.frame_stack);
}

bool read_record(Reader& reader, const Pool& pool, Record& record) {
  In in{reader};
  fields(in, record);
  const auto parts = reader.number<std::uint8_t>();
  if ((parts & 1U) != 0) record.plane = reader.number<dicom::Plane>();
  if ((parts & 2U) != 0) {
    record.frame_stack.emplace();
    stack_fields(in, *record.frame_stack);
  }
  if (!reader.good()) return false;
  for (std::size_t c = 0; c < dicom::covariate_count; ++c)
    if (record.covariate[c] >= pool.size(c) && record.applies != 0) return false;
  return true;
}

}  // namespace

Cache::Cache(std::string path, std::string key)
    : path_(std::move(path)), key_(std::move(key)), written_(dicom::covariate_count, 0) {
  const auto bytes = core::read_file(path_);
  if (bytes && bytes->starts_with(head())) {
    exists_ = true;
    load(std::string_view(*bytes).substr(head().size()));
  }
}

std::string Cache::head() const {
  return "secondsite-index-cache 1 " + key_ + "\n";
}

void Cache::load(std::string_view bytes) {
  std::size_t whole = head().size();
  while (bytes.size() >= 16) {
    Reader reader(bytes);
    const auto size = reader.number<std::uint64_t>();
    const auto sum = reader.number<std::uint64_t>();
    bytes.remove_prefix(16);
    if (size > bytes.size() || core::key_of(bytes.substr(0, size)) != sum ||
        !load_piece(bytes.substr(0, size)))
      break;
    bytes.remove_prefix(size);
    whole += 16 + size;
  }
  // What a stopped run left half written goes, so that new pieces follow whole ones.
  if (!bytes.empty() && ::truncate(path_.c_str(), static_cast<off_t>(whole)) != 0) exists_ = false;
}

bool Cache::load_piece(std::string_view piece) {
  Reader reader(piece);
  const auto values = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < values && reader.good(); ++i) {
    const auto covariate = reader.number<std::uint8_t>();
    core::Covariate value;
    value.raw = reader.text();
    value.canonical = reader.text();
    value.provenance = reader.text();
    const auto verdict = reader.number<std::uint8_t>();
    if (!reader.good() || covariate >= dicom::covariate_count ||
        verdict > static_cast<int>(core::CovariateVerdict::unrecognised))
      return false;
    value.verdict = static_cast<core::CovariateVerdict>(verdict);
    if (pool_.intern(covariate, value) != written_[covariate]) return false;
    ++written_[covariate];
  }
  const auto count = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count; ++i) {
    Record record;
    if (!reader.good() || !read_record(reader, pool_, record)) return false;
    const auto [place, fresh] = places_.emplace(record.path, records_.size());
    if (fresh)
      records_.push_back(std::move(record));
    else
      records_[place->second] = std::move(record);
  }
  return true;
}

std::optional<Record> Cache::take(const std::string& path, std::uint64_t size,
                                  std::int64_t changed_ns) {
  const auto place = places_.find(path);
  if (place == places_.end()) return std::nullopt;
  Record& record = records_[place->second];
  if (record.size != size || record.changed_ns != changed_ns) return std::nullopt;
  places_.erase(place);
  return std::move(record);
}

std::string Cache::piece_of(const std::vector<const Record*>& records) {
  std::string body;
  Writer writer(body);
  std::uint32_t fresh = 0;
  for (std::size_t c = 0; c < dicom::covariate_count; ++c)
    fresh += static_cast<std::uint32_t>(pool_.size(c) - written_[c]);
  writer.number(fresh);
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    for (; written_[c] < pool_.size(c); ++written_[c]) {
      const core::Covariate& value = pool_.at(c, static_cast<std::uint32_t>(written_[c]));
      writer.number(static_cast<std::uint8_t>(c));
      writer.text(value.raw);
      writer.text(value.canonical);
      writer.text(value.provenance);
      writer.number(static_cast<std::uint8_t>(value.verdict));
    }
  }
  writer.number(static_cast<std::uint32_t>(records.size()));
  for (const Record* record : records) write_record(writer, *record);
  std::string piece;
  Writer(piece).number(static_cast<std::uint64_t>(body.size()));
  Writer(piece).number(core::key_of(body));
  return piece + body;
}

core::Status Cache::append(const std::vector<const Record*>& records) {
  const bool fresh = !exists_;
  std::FILE* file = std::fopen(path_.c_str(), fresh ? "wb" : "ab");
  if (file == nullptr)
    return core::Error("file.unwritable", "cannot write: " + std::string(std::strerror(errno)),
                       {.file = path_});
  std::string bytes = fresh ? head() : std::string();
  bytes += piece_of(records);
  exists_ = true;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  if (std::fclose(file) != 0 || !written)
    return core::Error("file.unwritable", "the file could not be written to its end",
                       {.file = path_});
  return core::Done{};
}

core::Status Cache::rewrite(const std::vector<const Record*>& records) {
  written_.assign(dicom::covariate_count, 0);
  exists_ = true;
  return core::write_file(path_, head() + piece_of(records));
}

}  // namespace secondsite::cohort::index
