#pragma once
// What stands before the pixels of one file: a flat list of the elements that were asked for, with
// their values as written, and a few facts of the encoding.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secondsite/dicom/tag.h"

namespace secondsite::dicom {

struct Element {
  Tag tag = 0;
  Tag parent = 0;          // the sequence whose item holds it; 0 at the top
  Tag root = 0;            // the outermost sequence; 0 at the top
  std::uint32_t item = 0;  // which item of the outermost sequence, from 0
  std::uint16_t vr = 0;    // two letters, first in the high byte; 0 where implicit
  // Index + 1 of the private creator in `Header::creators`; the tag's block is then 0x10.
  std::uint16_t creator = 0;
  std::uint32_t begin = 0;  // the value, in Header::bytes
  std::uint32_t size = 0;
};

// How the file departs from the standard; bits that a scan sets.
enum Oddity : std::uint32_t {
  no_preamble = 1U << 0,
  no_meta = 1U << 1,           // no file meta information: the encoding was guessed
  unknown_syntax = 1U << 2,    // no transfer syntax in the meta information, or one not in PS3.5
  wrong_encoding = 1U << 3,    // explicit was declared and implicit stands there
  broken_sequence = 1U << 4,   // items or delimiters where the standard has none; skipped
  truncated_header = 1U << 5,  // an element reaches beyond the end of the file
  truncated_pixels = 1U << 6,  // fewer bytes of pixel data than declared
  too_deep = 1U << 7,          // nested deeper than can be passed over; the rest was not read
  too_many = 1U << 8,          // more elements than the bound; later ones were not kept
  value_cut = 1U << 9,         // a value longer than the bound was not kept
  out_of_order = 1U << 10,     // tags do not ascend
  deeply_nested = 1U << 11,    // nested deeper than is kept; passed over
  beyond_bound = 1U << 12,     // so much was inflated, and the pixel data not met
  bad_uid = 1U << 13,          // a UID that is not digits and dots, 64 at most
  bad_code_string = 1U << 14,  // a code string of more than 16 characters
};

struct Header {
  std::vector<Element> elements;   // in the order of the file
  std::vector<std::uint32_t> top;  // top-level ones among them, where their tags ascend; else none
  std::vector<std::string> creators;  // private creators met, in order, each once
  std::string bytes;                  // the values
  std::string transfer_syntax;        // as declared; empty where guessed
  bool explicit_vr = true;
  bool big_endian = false;
  bool has_pixels = false;
  bool is_float = false;              // Float or Double Float Pixel Data
  bool encapsulated = false;          // pixel data of undefined length: fragments
  std::uint64_t pixels_at = 0;        // offset of the value, or of the deflated data set
  std::uint64_t pixels_size = 0;      // declared length; 0 where undefined
  std::uint32_t items_per_frame = 0;  // items of the per-frame functional groups
  std::uint32_t oddities = 0;

  void clear();
  // Fills `top`, so that `find` need not look at every element. Called by the scan.
  void index_top();
  // The first top-level element with that tag, or nullptr.
  const Element* find(Tag tag) const;
  // The first below `parent`, at any place; in item `item` of the outermost sequence where stated.
  const Element* find_in(Tag parent, Tag tag, std::optional<std::uint32_t> item = {}) const;
  // Of enhanced multi-frame images: the element of frame `frame` (from 0) below the functional
  // group `parent`, else the one that all frames share.
  const Element* find_grouped(Tag parent, Tag tag, std::uint32_t frame) const;
  const Element* find_private(std::string_view creator_begins, std::uint16_t group,
                              std::uint8_t element) const;

  // The value as it stands, without padding spaces and NULs at the ends.
  std::string_view text(const Element* element) const;
  std::string_view text(Tag tag) const { return text(find(tag)); }
  // Value `index` of a multi-valued text.
  static std::string_view part(std::string_view text, std::size_t index);
  // A number of DS, IS, US, SS, UL, SL, FD, FL; the first or the named value. Where the VR is
  // implicit, the attributes of PS3.3 C.8.13 and C.8.15 (0018,9000 and above) are FD.
  std::optional<double> number(const Element* element, std::size_t index = 0) const;
  std::optional<double> number(Tag tag, std::size_t index = 0) const {
    return number(find(tag), index);
  }
  // US or SS at the top (rows, bits): the first 16 bits.
  std::optional<std::uint16_t> word(Tag tag) const;
};

constexpr std::uint16_t vr_code(char a, char b) {
  return static_cast<std::uint16_t>((static_cast<unsigned char>(a) << 8) |
                                    static_cast<unsigned char>(b));
}

}  // namespace secondsite::dicom
