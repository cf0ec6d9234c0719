#include "secondsite/cohort/lidc_xml.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <pugixml.hpp>

#include "secondsite/cohort/xml_names.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort::lidc {
namespace {

using core::Severity;
using pugi::xml_node;

std::string_view text(const xml_node& node) {
  return core::trim(node.child_value());
}
std::string_view text_of(const xml_node& parent, std::string_view wanted) {
  return text(child(parent, wanted));
}

// Header names differ in case between versions: SeriesInstanceUid, SeriesInstanceUID.
std::string header_text(const xml_node& header, std::string_view lower_name) {
  for (const xml_node& node : header.children())
    if (core::lower(local(node)) == lower_name) return std::string(text(node));
  return {};
}

template <typename Number>
bool parse(std::string_view digits, Number& value) {
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return fault == std::errc{} && end == digits.data() + digits.size();
}

class Reading {
 public:
  Reading(const std::string& file, core::Findings& findings) : file_(file), findings_(findings) {}

  core::Result<ReadMessage> message(const xml_node& root) const {
    ReadMessage out;
    out.file = file_;
    const std::string_view kind = local(root);
    if (kind == "IdriReadMessage") {
      out.modality = Modality::radiograph;
    } else if (kind != "LidcReadMessage") {
      return core::Error("lidc.not-an-annotation",
                         "its root is <" + std::string(kind.substr(0, 60)) +
                             ">, not LidcReadMessage or IdriReadMessage",
                         {.file = file_});
    }
    const xml_node header = child(root, "ResponseHeader");
    out.version = header_text(header, "version");
    out.study_uid = header_text(header, "studyinstanceuid");
    out.series_uid = header_text(header, "seriesinstanceuid");
    out.ct_series_uid = header_text(header, "ctseriesinstanceuid");
    if (out.series_uid.empty()) out.series_uid = header_text(header, "cxrseriesinstanceuid");
    if (out.series_uid.empty())
      return core::Error("lidc.not-an-annotation", "it names no series", {.file = file_});
    for (const xml_node& node : root.children()) {
      const std::string_view what = local(node);
      if (what == "readingSession" || what == "CXRreadingSession")
        out.sessions.push_back(session(node));
    }
    return out;
  }

 private:
  void odd(std::string_view code, std::string_view subject, std::string_view message) const {
    findings_.add(Severity::warning, code, subject, message, {.file = file_});
  }

  Session session(const xml_node& node) const {
    Session out;
    out.annotation_version = text_of(node, "annotationVersion");
    out.reader = text_of(node, "servicingRadiologistID");
    for (const xml_node& item : node.children()) {
      const std::string_view what = local(item);
      if (what == "unblindedReadNodule" || what == "unblindedRead") {
        if (auto one = mark(item, what == "unblindedRead")) out.marks.push_back(std::move(*one));
      } else if (what == "nonNodule") {
        if (auto one = non_nodule(item)) out.non_nodules.push_back(std::move(*one));
      }
    }
    return out;
  }

  std::int8_t rating(const xml_node& parent, std::string_view wanted, int highest) const {
    const std::string_view digits = text_of(parent, wanted);
    int value = 0;
    if (digits.empty()) return 0;
    if (!parse(digits, value) || value < 0 || value > 100) {
      odd("lidc.rating-range", wanted, "a rating is no whole number; it was left out");
      return 0;
    }
    if (value > highest)
      odd("lidc.rating-range", wanted,
          "a rating lies above its documented range 1 to " + std::to_string(highest) +
              "; it was kept");
    return static_cast<std::int8_t>(value);
  }

  Ratings ratings(const xml_node& node) const {
    return {.subtlety = rating(node, "subtlety", 5),
            .internal_structure = rating(node, "internalStructure", 4),
            .calcification = rating(node, "calcification", 6),
            .sphericity = rating(node, "sphericity", 5),
            .margin = rating(node, "margin", 5),
            .lobulation = rating(node, "lobulation", 5),
            .spiculation = rating(node, "spiculation", 5),
            .texture = rating(node, "texture", 5),
            .malignancy = rating(node, "malignancy", 5)};
  }

  std::optional<Mark> mark(const xml_node& node, bool on_radiograph) const {
    Mark out;
    out.id = text_of(node, "noduleID");
    for (const xml_node& item : node.children())
      if (local(item) == "roi") out.outlines.push_back(outline(item, on_radiograph));
    std::size_t points = 0;
    for (const Outline& one : out.outlines) points += one.points.size();
    if (points == 0) {
      odd("lidc.mark-without-points", "", "a mark has no point on any slice; it was left out");
      return std::nullopt;
    }
    const xml_node rated = child(node, "characteristics");
    const bool has_ratings = rated.first_child() != xml_node();
    if (on_radiograph) {
      out.kind = MarkKind::radiograph;
      out.radiograph_ratings = RadiographRatings{.confidence = rating(rated, "confidence", 5),
                                                 .subtlety = rating(rated, "subtlety", 5),
                                                 .obscuration = rating(rated, "obscuration", 5),
                                                 .reason = rating(rated, "reason", 10)};
      return out;
    }
    if (has_ratings) {
      out.ratings = ratings(rated);
      out.kind = *out.ratings == Ratings{} ? MarkKind::all_ratings_zero : MarkKind::nodule;
      if (out.kind == MarkKind::all_ratings_zero)
        odd("lidc.ratings-all-zero", "", "every rating of an outlined mark is 0; it is not usable");
    } else if (points == 1) {
      out.kind = MarkKind::small_nodule;
    } else {
      out.kind = MarkKind::unrated_outline;
      odd("lidc.outline-without-ratings", "", "a mark has several points and no ratings");
    }
    return out;
  }

  double z_of(const xml_node& node) const {
    double z = 0;
    if (parse(text_of(node, "imageZposition"), z)) return z;
    odd("lidc.bad-number", "imageZposition", "a slice position is no number");
    return std::numeric_limits<double>::quiet_NaN();
  }

  std::optional<Point> point(const xml_node& node) const {
    Point out;
    bool x = false;
    bool y = false;
    for (const xml_node& item : node.children()) {
      const std::string_view what = local(item);
      if (what == "xCoord") x = parse(text(item), out.x);
      if (what == "yCoord") y = parse(text(item), out.y);
    }
    if (x && y) return out;
    odd("lidc.bad-number", "edgeMap",
        "a point lacks a whole-number column or row; it was left out");
    return std::nullopt;
  }

  Outline outline(const xml_node& node, bool on_radiograph) const {
    Outline out;
    out.sop_uid = text_of(node, "imageSOP_UID");
    out.z_mm = on_radiograph ? std::numeric_limits<double>::quiet_NaN() : z_of(node);
    out.inclusion = core::lower(text_of(node, "inclusion")) != "false";
    for (const xml_node& item : node.children()) {
      if (local(item) != "edgeMap") continue;
      if (const auto one = point(item)) out.points.push_back(*one);
    }
    return out;
  }

  std::optional<NonNodule> non_nodule(const xml_node& node) const {
    NonNodule out;
    out.id = text_of(node, "nonNoduleID");
    out.sop_uid = text_of(node, "imageSOP_UID");
    out.z_mm = z_of(node);
    const auto at = point(child(node, "locus"));
    if (!at) return std::nullopt;
    out.at = *at;
    return out;
  }

  const std::string& file_;
  core::Findings& findings_;
};

}  // namespace

std::string_view name(MarkKind kind) {
  switch (kind) {
    case MarkKind::nodule:
      return "nodule >= 3 mm";
    case MarkKind::small_nodule:
      return "nodule < 3 mm";
    case MarkKind::unrated_outline:
      return "outline without ratings";
    case MarkKind::all_ratings_zero:
      return "all ratings zero";
    case MarkKind::radiograph:
      break;
  }
  return "mark on a radiograph";
}

core::Result<ReadMessage> read_message(std::string_view xml, const std::string& file,
                                       core::Findings& findings) {
  if (xml.size() > most_xml_bytes)
    return core::Error(
        "lidc.not-an-annotation",
        "the file has " + core::grouped(xml.size() >> 20) + " MiB; an annotation has at most 16",
        {.file = file});
  pugi::xml_document document;
  // Entities of a DTD are never expanded, comments and instructions are skipped.
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default);
  if (!parsed)
    return core::Error("lidc.not-an-annotation",
                       "it is no well-formed XML: " + std::string(parsed.description()) +
                           " at byte " + std::to_string(parsed.offset),
                       {.file = file});
  return Reading(file, findings).message(document.document_element());
}

}  // namespace secondsite::cohort::lidc
