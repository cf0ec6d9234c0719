#include "secondsite/report/index_page.h"

#include <algorithm>
#include <map>

#include "secondsite/core/text.h"

namespace secondsite::report {
namespace {

using cohort::index::Index;
using cohort::index::Record;
using core::Covariate;
using dicom::CovariateId;

const Covariate* covariate_of(const Index& index, const Record& record, CovariateId id) {
  const auto c = static_cast<std::size_t>(id);
  return (record.applies >> c & 1U) != 0 ? &index.pool.at(c, record.covariate[c]) : nullptr;
}

using Counts = std::map<std::string, std::uint64_t>;

// The most frequent first, ties by name; what is beyond `most` in one row.
std::vector<std::pair<std::string, std::uint64_t>> ranked(const Counts& counts, std::size_t most) {
  std::vector<std::pair<std::string, std::uint64_t>> out(counts.begin(), counts.end());
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (out.size() <= most) return out;
  std::uint64_t rest = 0;
  for (std::size_t i = most; i < out.size(); ++i) rest += out[i].second;
  const std::string others = core::counted(out.size() - most, "other value");
  out.resize(most);
  out.emplace_back(others, rest);
  return out;
}

DossierTable flow_table(const Index& index) {
  DossierTable out{"flow",
                   "Who is in the cohort",
                   "Every file is either an image of the cohort or left out for a reason.",
                   {"Step", "Files", "Code"},
                   {},
                   0};
  const auto flow = index.flow();
  out.rows.push_back({"files", flow[0].cases, std::string()});
  for (const auto& excluded : flow[1].excluded)
    out.rows.push_back({"left out: " + excluded.reason, excluded.cases, excluded.code});
  out.rows.push_back({"images in the cohort", flow[1].cases, std::string()});
  out.rows.push_back({"patients among them", flow[1].patients, std::string()});
  return out;
}

DossierTable geometry_table(const Index& index) {
  DossierTable out{"volumes",
                   "Volumes",
                   "Images of one series, matrix, kernel, echo and orientation. Only regular and "
                   "tilted ones may be stacked.",
                   {"Modality", "Geometry", "Volumes", "Images"},
                   {},
                   0};
  std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, std::uint64_t>> counts;
  for (const auto& volume : index.volumes) {
    const std::string& kind = index.records[volume.images.front()].kind;
    auto& count = counts[{kind.empty() ? "not stated" : kind,
                          std::string(dicom::name(volume.stack.verdict))}];
    ++count.first;
    count.second += volume.images.size();
  }
  for (const auto& [key, count] : counts)
    out.rows.push_back({key.first, key.second, count.first, count.second});
  return out;
}

DossierTable index_verdicts_table(const Index& index) {
  DossierTable out{"covariates",
                   "Covariates and how far they can be believed",
                   "Images of the modalities that can have the covariate, by verdict. Only ok and "
                   "capped values enter strata.",
                   {"Covariate", "ok", "capped", "missing", "sentinel", "conflict", "implausible",
                    "unrecognised"},
                   {},
                   0};
  using core::CovariateVerdict;
  for (std::size_t c = 0; c < dicom::covariate_count; ++c) {
    const auto id = static_cast<CovariateId>(c);
    std::map<CovariateVerdict, std::uint64_t> counts;
    for (const Record& record : index.records) {
      const Covariate* value = record.is_image() ? covariate_of(index, record, id) : nullptr;
      if (value != nullptr) ++counts[value->verdict];
    }
    if (counts.empty()) continue;
    std::vector<DossierCell> row{std::string(dicom::name(id))};
    for (const CovariateVerdict verdict :
         {CovariateVerdict::ok, CovariateVerdict::capped, CovariateVerdict::missing,
          CovariateVerdict::sentinel, CovariateVerdict::conflict, CovariateVerdict::implausible,
          CovariateVerdict::unrecognised})
      row.emplace_back(counts[verdict]);
    out.rows.push_back(std::move(row));
  }
  return out;
}

DossierTable index_by_site_table(const Index& index, std::size_t most) {
  DossierTable out{"by-site",
                   "By site",
                   "Site as Institution Name has it. A covariate whose values differ between sites "
                   "can stand for the site.",
                   {"Covariate", "Site", "Value", "Images"},
                   {},
                   40};
  constexpr CovariateId shown[] = {
      CovariateId::vendor,  CovariateId::model, CovariateId::kernel_class, CovariateId::kvp,
      CovariateId::field_t, CovariateId::view,  CovariateId::contrast,     CovariateId::sex};
  for (const CovariateId id : shown) {
    std::map<std::string, Counts> sites;
    for (const Record& record : index.records) {
      const Covariate* value = record.is_image() ? covariate_of(index, record, id) : nullptr;
      if (value == nullptr) continue;
      const Covariate* site = covariate_of(index, record, CovariateId::institution);
      const bool named = site != nullptr && site->is_usable();
      ++sites[named ? site->canonical : "not stated"]
             [value->is_usable() ? value->canonical
                                 : "(" + std::string(core::name(value->verdict)) + ")"];
    }
    for (const auto& [site, counts] : sites)
      for (const auto& [value, count] : ranked(counts, most))
        out.rows.push_back({std::string(dicom::name(id)), site, value, count});
  }
  return out;
}

DossierTable drift_table(const std::vector<cohort::index::HounsfieldDrift>& drift) {
  DossierTable out{"hounsfield",
                   "Where air, fat and soft tissue stand, by scanner and tube voltage",
                   "Mean place of the histogram's peak in HU over volumes, with its 95 % interval "
                   "over patients. Air belongs at -1000; fat and soft tissue are held against the "
                   "other scanners at the same voltage. Contrast and body part move them too.",
                   {"Scanner", "kV", "Tissue", "Volumes", "Patients", "Peak, HU", "Against",
                    "Difference, HU", ""},
                   {},
                   12};
  for (const auto& one : drift)
    out.rows.push_back({one.scanner, one.kvp, one.tissue, one.mean.n, one.mean.n_clusters, one.mean,
                        one.reference, one.difference, std::string(one.departs ? "departs" : "")});
  return out;
}

DossierTable hearts_table(const std::vector<cohort::index::HeartSides>& hearts) {
  DossierTable out{"hearts",
                   "On which side the hearts are, by site",
                   "Of single images this is a weak sign. Where most decided images of a site have "
                   "the heart on the left of the image, the site's images are mirrored.",
                   {"Site", "Frontal chests", "Undecided", "Heart on the left of the image", ""},
                   {},
                   12};
  for (const auto& one : hearts)
    out.rows.push_back({one.site, one.frontal, one.undecided, one.mirrored,
                        std::string(one.suspected ? "mirrored?" : "")});
  return out;
}

std::string file_part(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

DossierGallery gallery(const cohort::index::Thumbnails& thumbnails) {
  DossierGallery out{"pictures",
                     "What the odd images look like",
                     "Examples of the odd data below, windowed as their headers say, MONOCHROME1 "
                     "turned to white bone. They show patients: treat this page as you treat the "
                     "images.",
                     {}};
  for (const auto& one : thumbnails.pictures) {
    std::string words = one.code.substr(one.code.find('.') + 1);
    std::replace(words.begin(), words.end(), '-', ' ');
    if (!one.subject.empty()) words += " (" + one.subject + ")";
    out.pictures.push_back({one.png, words + ": " + file_part(one.file)});
  }
  if (thumbnails.left_out > 0)
    out.lead +=
        " " + core::counted(thumbnails.left_out, "further example") + " had no room on this page.";
  return out;
}

}  // namespace

void add_pixel_evidence(const PixelEvidence& pixels, Dossier& dossier) {
  if (!pixels.drift.empty()) dossier.tables.push_back(drift_table(pixels.drift));
  if (!pixels.hearts.empty()) dossier.tables.push_back(hearts_table(pixels.hearts));
  if (!pixels.thumbnails.pictures.empty()) dossier.galleries.push_back(gallery(pixels.thumbnails));
}

Dossier index_dossier(const Index& index, const PixelEvidence& pixels, std::size_t most_values) {
  Dossier out;
  out.id = "index";
  const auto flow = index.flow();
  out.title =
      core::grouped(flow[1].cases) + " images in " + core::grouped(flow[0].cases) + " files";
  out.lead = "Read from the headers of " + index.root +
             ". covariates.csv names every spelling and what it was taken for.";
  if (flow[1].patients == 0 && flow[1].cases > 0)
    out.notes.push_back(
        {Tone::warning, "No image names its patient: intervals cannot be clustered by patient."});
  out.tables = {flow_table(index), geometry_table(index)};
  add_pixel_evidence(pixels, out);
  out.tables.push_back(index_verdicts_table(index));
  out.tables.push_back(index_by_site_table(index, most_values));
  out.methods = {
      "Headers were read by Secondsite's own scanner, whose elements agree with DCMTK's; "
      "spellings were mapped by tables that travel with the program. Geometry follows "
      "Image Position and Image Orientation (DICOM PS3.3 C.7.6.2)."};
  out.findings = index.findings;
  return out;
}

}  // namespace secondsite::report
