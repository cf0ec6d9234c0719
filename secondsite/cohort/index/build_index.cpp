#include "secondsite/cohort/index/build_index.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "secondsite/cohort/index/archive.h"
#include "secondsite/cohort/index/assemble.h"
#include "secondsite/cohort/index/cache.h"
#include "secondsite/cohort/index/ismrmrd.h"
#include "secondsite/cohort/index/read_record.h"
#include "secondsite/cohort/index/volume_record.h"
#include "secondsite/core/hash.h"
#include "secondsite/core/parallel.h"
#include "secondsite/core/text.h"
#include "secondsite/dicom/mapping.h"

namespace secondsite::cohort::index {
namespace {

constexpr std::size_t batch_files = 2048;
// Of a file in a zip, so much is inflated at first, and so much at most.
constexpr std::size_t archive_front = 256U << 10;
constexpr std::size_t archive_most = 16U << 20;

struct Fresh {
  Record record;
  dicom::Covariates covariates;
};

void read_from_folder(const Request& request, const WalkedFile& walked, std::uint64_t seed,
                      Fresh& out) {
  thread_local Workspace workspace;
  const auto opened = workspace.file.open(request.root + "/" + walked.path);
  if (!opened) {
    out.record.code = "index.unreadable-file";
    out.record.why = opened.error().what();
    return;
  }
  read_record(workspace.file, request.options, seed, workspace, out.record, out.covariates);
  workspace.file.close();
  if (out.record.code == "index.other-format" || out.record.code == "dicom.not-dicom")
    read_volume_record(request.root + "/" + walked.path, out.record, out.covariates);
  if (out.record.code == "index.picture")
    read_picture_record(request.root + "/" + walked.path, request.options, out.record);
  if (out.record.kind == "HDF5" && out.record.code == "index.other-format")
    read_raw_record(request.root + "/" + walked.path, request.options, seed, out.record,
                    out.covariates);
}

void read_from_archive(const Archive& archive, const Request& request, const WalkedFile& walked,
                       std::uint64_t seed, Fresh& out) {
  thread_local Workspace workspace;
  for (std::size_t most = archive_front;; most = archive_most) {
    const auto front = archive.front(walked.entry, most);
    if (!front) {
      out.record.code = "index.unreadable-file";
      out.record.why = front.error().what();
      return;
    }
    const bool whole = front->size() < most;
    dicom::MemorySource source(*front);
    out.record.code.clear();
    read_record(source, request.options, seed, workspace, out.record, out.covariates);
    const bool seen = whole || workspace.header.has_pixels || most == archive_most;
    if (!seen && out.record.code != "dicom.not-dicom" && out.record.code != "index.other-format")
      continue;
    if (!whole && !workspace.header.has_pixels &&
        (out.record.code == "dicom.no-pixels" || out.record.code == "dicom.truncated")) {
      out.record.code = "dicom.pixels-not-reached";
      out.record.why = "no pixel data in so much of the file as is inflated";
      return;
    }
    // Only the front was looked at: what lies beyond is not known to be missing.
    if (!whole && out.record.code == "dicom.truncated") {
      out.record.code.clear();
      out.record.why.clear();
    }
    return;
  }
}

class Builder {
 public:
  Builder(const Request& request, const core::Context& context)
      : request_(request), context_(context) {}

  core::Result<Index> run(Listing listing) {
    index_.root = request_.root;
    index_.findings = std::move(listing.findings);
    const std::vector<WalkedFile>& walked = listing.files;
    if (auto opened = open_archives(); !opened) return std::move(opened).error();
    std::unique_ptr<Cache> cache;
    if (!request_.cache_path.empty())
      cache = std::make_unique<Cache>(request_.cache_path, cache_key(request_, context_.seed));
    cached_before_ = cache ? cache->size() : 0;
    Pool& pool = cache ? cache->pool() : index_.pool;

    index_.records.resize(walked.size());
    std::vector<std::size_t> pending;
    for (std::size_t i = 0; i < walked.size(); ++i) {
      const WalkedFile& file = walked[i];
      std::optional<Record> known;
      if (cache) known = cache->take(file.path, file.size, file.changed_ns);
      if (known)
        index_.records[i] = *std::move(known);
      else
        pending.push_back(i);
    }
    index_.from_cache = walked.size() - pending.size();
    if (auto read = read_pending(walked, pending, cache.get(), pool); !read)
      return std::move(read).error();
    if (index_.stopped) return std::move(index_);
    const bool hashed = hash_duplicates(index_);
    if (cache) {
      const bool stale = cached_before_ != index_.from_cache || hashed;
      if (stale) {
        std::vector<const Record*> all;
        for (const Record& record : index_.records) all.push_back(&record);
        if (auto written = cache->rewrite(all); !written) return std::move(written).error();
      }
      index_.pool = std::move(pool);
    }
    assemble(index_);
    return std::move(index_);
  }

 private:
  // A zip is inflated by as many handles as there are threads.
  core::Status open_archives() {
    if (!is_archive(request_.root)) return core::Done{};
    const unsigned threads = std::max(1U, context_.threads);
    for (unsigned t = 0; t < threads; ++t) {
      auto archive = Archive::open(request_.root);
      if (!archive) return std::move(archive).error();
      archives_.push_back(*std::move(archive));
    }
    return core::Done{};
  }

  core::Status read_pending(const std::vector<WalkedFile>& walked,
                            const std::vector<std::size_t>& pending, Cache* cache, Pool& pool) {
    std::vector<Fresh> batch;
    for (std::size_t begin = 0; begin < pending.size(); begin += batch_files) {
      if (context_.stopped()) {
        index_.stopped = true;
        return core::Done{};
      }
      const std::size_t count = std::min(batch_files, pending.size() - begin);
      // Texts keep their memory from batch to batch.
      if (batch.size() < count) batch.resize(count);
      read_batch(walked, pending, begin, count, batch);
      core::parallel_for(dicom::covariate_count, context_.threads, [&](std::size_t c) {
        for (std::size_t k = 0; k < count; ++k)
          if (Fresh& fresh = batch[k]; fresh.record.applies != 0)
            fresh.record.covariate[c] = pool.intern(c, fresh.covariates.value[c]);
      });
      std::vector<const Record*> added;
      for (std::size_t k = 0; k < count; ++k) {
        Record& record = index_.records[pending[begin + k]];
        record = std::move(batch[k].record);
        added.push_back(&record);
      }
      index_.read += count;
      if (cache != nullptr)
        if (auto written = cache->append(added); !written) return written;
      context_.report("reading headers", begin + count, pending.size());
    }
    return core::Done{};
  }

  void read_batch(const std::vector<WalkedFile>& walked, const std::vector<std::size_t>& pending,
                  std::size_t begin, std::size_t count, std::vector<Fresh>& batch) {
    const auto read_one = [&](std::size_t k, const Archive* archive) {
      const WalkedFile& file = walked[pending[begin + k]];
      Fresh& fresh = batch[k];
      fresh.record = {};
      fresh.record.path = file.path;
      fresh.record.size = file.size;
      fresh.record.changed_ns = file.changed_ns;
      if (archive == nullptr)
        read_from_folder(request_, file, context_.seed, fresh);
      else
        read_from_archive(*archive, request_, file, context_.seed, fresh);
    };
    if (archives_.empty()) {
      // Handed out in runs: neighbours in one folder stay on one thread.
      constexpr std::size_t run = 16;
      core::parallel_for((count + run - 1) / run, context_.threads, [&](std::size_t r) {
        for (std::size_t k = r * run; k < std::min(count, (r + 1) * run); ++k) read_one(k, nullptr);
      });
      return;
    }
    const std::size_t lanes = archives_.size();
    core::parallel_for(lanes, context_.threads, [&](std::size_t lane) {
      for (std::size_t k = lane; k < count; k += lanes) read_one(k, &archives_[lane]);
    });
  }

  const Request& request_;
  const core::Context& context_;
  Index index_;
  std::vector<Archive> archives_;
  std::size_t cached_before_ = 0;
};

}  // namespace

std::string cache_key(const Request& request, std::uint64_t seed) {
  std::string all = request.program_version + "|" + dicom::tables_hash() + "|" +
                    std::to_string(seed) + "|" +
                    (request.options.keep_patient_ids ? "ids" : "pseudonyms") + "|records 3";
  for (const std::string& admitted : request.options.admitted) all += "|" + admitted;
  all += "|" + std::filesystem::absolute(request.root).lexically_normal().string();
  return core::sha256(all).substr(0, 32);
}

core::Result<Listing> list_files(const Request& request, const core::Context& context) {
  Listing out;
  std::error_code fault;
  core::Result<std::vector<WalkedFile>> files = std::vector<WalkedFile>();
  if (std::filesystem::is_directory(request.root, fault)) {
    files = walk_folder(request.root, request.output_folder, context, out.findings);
  } else if (!std::filesystem::exists(request.root, fault)) {
    return core::Error("file.not-found", "there is no such folder or zip", {.file = request.root});
  } else if (!is_archive(request.root)) {
    return core::Error("index.not-a-folder", "this is neither a folder nor a zip",
                       {.file = request.root});
  } else {
    auto archive = Archive::open(request.root);
    if (!archive) return std::move(archive).error();
    files = archive->files(out.findings);
  }
  if (!files) return std::move(files).error();
  out.files = *std::move(files);
  return out;
}

core::Result<Index> build_index(const Request& request, const core::Context& context,
                                std::optional<Listing> listing) {
  if (!listing) {
    auto listed = list_files(request, context);
    if (!listed) return std::move(listed).error();
    listing = *std::move(listed);
  }
  return Builder(request, context).run(*std::move(listing));
}

}  // namespace secondsite::cohort::index
