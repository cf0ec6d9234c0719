#pragma once
// What the readers of LIDC-IDRI wrote: the annotation XML of one series, or of a whole folder.
// Grammar and meanings: Armato et al. 2011, doi:10.1118/1.3528204; sessions of CT reads
// (LidcReadMessage) and of chest radiographs (IdriReadMessage).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/cohort/folder.h"
#include "secondsite/core/context.h"
#include "secondsite/core/finding.h"
#include "secondsite/core/result.h"

namespace secondsite::cohort::lidc {

// Column and row of a pixel of the slice, counted from 0.
struct Point {
  std::int32_t x = 0;
  std::int32_t y = 0;
  bool operator==(const Point&) const = default;
};

// One outline on one slice. Its points are the first pixels *outside* the nodule. Where `inclusion`
// is false it outlines a hole. Slices are named by SOP Instance UID; z repeats in some scans.
struct Outline {
  std::string sop_uid;
  double z_mm = 0;  // NaN in a radiograph
  bool inclusion = true;
  std::vector<Point> points;
  bool operator==(const Outline&) const = default;
};

// Ratings as they stand; 0 = not given. Subtlety, sphericity, margin, lobulation, spiculation,
// texture and malignancy run from 1 to 5, internal structure from 1 to 4, calcification 1 to 6.
struct Ratings {
  std::int8_t subtlety = 0;
  std::int8_t internal_structure = 0;
  std::int8_t calcification = 0;
  std::int8_t sphericity = 0;
  std::int8_t margin = 0;
  std::int8_t lobulation = 0;
  std::int8_t spiculation = 0;
  std::int8_t texture = 0;
  std::int8_t malignancy = 0;
  bool operator==(const Ratings&) const = default;
};

// Ratings of a mark on a radiograph.
struct RadiographRatings {
  std::int8_t confidence = 0;
  std::int8_t subtlety = 0;
  std::int8_t obscuration = 0;
  std::int8_t reason = 0;
  bool operator==(const RadiographRatings&) const = default;
};

enum class MarkKind : std::uint8_t {
  nodule,            // >= 3 mm: rated and outlined
  small_nodule,      // < 3 mm: one point, its centre, no ratings
  unrated_outline,   // several points and no ratings: outside the grammar
  all_ratings_zero,  // outlined, every rating 0: not usable, as pylidc also finds
  radiograph         // a mark on a chest radiograph
};
std::string_view name(MarkKind kind);

struct Mark {
  MarkKind kind = MarkKind::nodule;
  std::string id;  // the reader's own name for it: unique within a session, not across sessions
  std::optional<Ratings> ratings;
  std::optional<RadiographRatings> radiograph_ratings;
  std::vector<Outline> outlines;
  bool operator==(const Mark&) const = default;
};

// A finding >= 3 mm that the reader holds to be no nodule: a point.
struct NonNodule {
  std::string id;
  std::string sop_uid;
  double z_mm = 0;
  Point at;
  bool operator==(const NonNodule&) const = default;
};

// One reader's unblinded read. Readers are anonymous and their order is shuffled from scan to scan:
// session k is not the same person in two scans.
struct Session {
  std::string annotation_version;
  std::string reader;
  std::vector<Mark> marks;
  std::vector<NonNodule> non_nodules;
  bool operator==(const Session&) const = default;
};

enum class Modality : std::uint8_t { ct, radiograph };

struct ReadMessage {
  std::string file;
  Modality modality = Modality::ct;
  std::string version;
  std::string series_uid;  // the images that were marked
  std::string study_uid;
  std::string ct_series_uid;  // radiograph only: the CT of the same patient
  std::vector<Session> sessions;
  // Index in its folder of an earlier message of the same series with the same sessions.
  std::optional<std::size_t> repeats;
};

// Largest file that is taken for an annotation; the largest real one has 2.2 MB.
inline constexpr std::size_t most_xml_bytes = 16U << 20;

// Any prefix of the namespace, UTF-8, UTF-16 or Latin-1. A document with another root, without a
// series UID, or that is no well-formed XML is an error. A rating outside its range, a mark without
// outline, a point that is no number: findings, and only that item is left out.
core::Result<ReadMessage> read_message(std::string_view xml, const std::string& file,
                                       core::Findings& findings);

// Every .xml below `folder`, in order of path, whatever the number of threads. A file that cannot
// be used is a finding "lidc.not-an-annotation". A file whose name holds "correction" takes the
// place of the messages of its series.
core::Result<std::vector<ReadMessage>> read_folder(const std::string& folder,
                                                   const core::Context& context,
                                                   core::Findings& findings);

core::Result<std::vector<ReadMessage>> read_files(const Folder& folder,
                                                  const core::Context& context,
                                                  core::Findings& findings);

}  // namespace secondsite::cohort::lidc
