#include "secondsite/dicom/scan.h"

#include <algorithm>
#include <cstring>

#include "secondsite/dicom/inflate.h"

namespace secondsite::dicom {
namespace {

constexpr std::uint32_t undefined = 0xffffffffU;

constexpr std::string_view implicit_little = "1.2.840.10008.1.2";
constexpr std::string_view explicit_big = "1.2.840.10008.1.2.2";
constexpr std::string_view deflated = "1.2.840.10008.1.2.1.99";

bool is_letter(unsigned char c) {
  return c >= 'A' && c <= 'Z';
}

// VRs whose length takes 32 bits, after two reserved bytes (PS3.5 7.1.2).
bool has_long_length(std::uint16_t vr) {
  switch (vr) {
    case vr_code('O', 'B'):
    case vr_code('O', 'D'):
    case vr_code('O', 'F'):
    case vr_code('O', 'L'):
    case vr_code('O', 'V'):
    case vr_code('O', 'W'):
    case vr_code('S', 'Q'):
    case vr_code('S', 'V'):
    case vr_code('U', 'C'):
    case vr_code('U', 'N'):
    case vr_code('U', 'R'):
    case vr_code('U', 'T'):
    case vr_code('U', 'V'):
      return true;
    default:
      return false;
  }
}

struct Prefix {  // tag, VR and length of one element
  Tag tag = 0;
  std::uint16_t vr = 0;
  std::uint32_t length = 0;
  unsigned size = 8;
};

struct Level {
  enum class Kind : std::uint8_t { data_set, sequence, fragments };
  Kind kind = Kind::data_set;
  bool implicit = false;
  bool kept = true;
  std::uint64_t end = 0;  // of a defined length; else the end of the level around it
  bool delimited = false;
  Tag sequence = 0;
  std::uint32_t next_item = 0;
  std::size_t creators = 0;  // how many private creators were known outside
};

struct Creator {
  std::uint16_t group = 0;
  std::uint8_t block = 0;
  std::uint16_t index = 0;  // in Header::creators
};

class Scan {
 public:
  Scan(ByteSource& source, const Selection& selection, Header& header, const ScanLimits& limits)
      : source_(source), selection_(selection), header_(header), limits_(limits) {}

  core::Status run();
  void walk();

 private:
  std::uint16_t u16(const unsigned char* at) const {
    return big_ ? static_cast<std::uint16_t>(at[0] << 8 | at[1])
                : static_cast<std::uint16_t>(at[1] << 8 | at[0]);
  }
  std::uint32_t u32(const unsigned char* at) const {
    return big_ ? std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 |
                      std::uint32_t{at[2]} << 8 | at[3]
                : std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 |
                      std::uint32_t{at[1]} << 8 | at[0];
  }
  Tag tag_at(const unsigned char* at) const { return Tag{u16(at)} << 16 | u16(at + 2); }
  void mark(Oddity oddity) { header_.oddities |= oddity; }

  core::Status run_deflated();
  core::Status find_start();
  bool read_meta();
  void guess_encoding();
  bool plausible_explicit(const unsigned char* at) const;
  bool read_prefix(bool implicit, Prefix& prefix);
  bool step();
  bool step_items(Level& level);
  bool step_element();
  void enter(const Prefix& prefix, bool as_items);
  void leave();
  bool keeps(const Prefix& prefix, bool top);
  std::uint16_t private_match(Tag tag, Tag& normal) const;
  void keep(const Prefix& prefix, Tag tag, std::uint16_t creator);
  void note_creator(const Prefix& prefix);
  bool pixels(const Prefix& prefix);

  ByteSource& source_;
  const Selection& selection_;
  Header& header_;
  const ScanLimits& limits_;
  std::vector<Level> levels_;
  std::vector<Creator> creators_;
  std::uint64_t at_ = 0;
  Tag last_top_ = 0;
  std::size_t next_top_ = 0;  // in the selection: the first tag that is not below the last one seen
  bool big_ = false;
  bool implicit_ = false;
};

bool Scan::plausible_explicit(const unsigned char* at) const {
  return is_letter(at[4]) && is_letter(at[5]);
}

core::Status Scan::find_start() {
  const unsigned char* head = source_.need(128, 4);
  if (head != nullptr && std::memcmp(head, "DICM", 4) == 0) {
    // In a bare data set the four letters may stand there by chance, as a piece of a value.
    const unsigned char* next = source_.need(132, 6);
    const bool meta = next != nullptr && next[1] == 0 && next[0] <= 8;
    const unsigned char* front = source_.need(0, 8);
    if (meta || front[0] != 8 || front[1] != 0 || front[3] != 0) {
      at_ = 132;
      return core::Done{};
    }
  }
  mark(no_preamble);
  head = source_.need(0, 8);
  if (head == nullptr)
    return core::Error("dicom.not-dicom", "the file is too short to be a DICOM file");
  if (std::memcmp(head, "DICM", 4) == 0) {
    at_ = 4;
    return core::Done{};
  }
  // A bare data set begins with group 2 or 8 and a small element, in either byte order.
  const unsigned little = head[0] | head[1] << 8;
  const unsigned big = head[0] << 8 | head[1];
  const bool plausible_little = (little == 2 || little == 8) && head[3] == 0;
  const bool plausible_big = (big == 2 || big == 8) && head[2] == 0;
  const std::uint32_t implicit_length = std::uint32_t{head[7]} << 24 |
                                        std::uint32_t{head[6]} << 16 | std::uint32_t{head[5]} << 8 |
                                        head[4];
  const bool lengths = plausible_explicit(head) || implicit_length < source_.size();
  if (!(plausible_little || plausible_big) || !lengths)
    return core::Error("dicom.not-dicom",
                       "there is no DICM mark at byte 128, and the file does not begin as a bare "
                       "data set");
  return core::Done{};
}

// Group 2, always explicit little endian. False where there is none.
bool Scan::read_meta() {
  bool any = false;
  Prefix prefix;
  while (true) {
    const unsigned char* head = source_.need(at_, 8);
    if (head == nullptr || head[0] != 2 || head[1] != 0 || !plausible_explicit(head)) return any;
    if (!read_prefix(false, prefix)) return any;
    any = true;
    if (prefix.length == undefined || prefix.length > source_.size() - at_) return any;
    if (prefix.tag == tag::transfer_syntax && prefix.length <= 64) {
      const unsigned char* value = source_.need(at_, prefix.length);
      header_.transfer_syntax.assign(reinterpret_cast<const char*>(value), prefix.length);
      while (!header_.transfer_syntax.empty() &&
             (header_.transfer_syntax.back() == '\0' || header_.transfer_syntax.back() == ' '))
        header_.transfer_syntax.pop_back();
    }
    if (keeps(prefix, true)) keep(prefix, prefix.tag, 0);
    at_ += prefix.length;
  }
}

void Scan::guess_encoding() {
  const unsigned char* head = source_.need(at_, 8);
  if (head == nullptr) return;
  big_ = head[0] == 0 && head[1] != 0;
  implicit_ = !plausible_explicit(head);
}

bool Scan::read_prefix(bool implicit, Prefix& prefix) {
  const unsigned char* head = source_.need(at_, 8);
  if (head == nullptr) return false;
  prefix.tag = tag_at(head);
  prefix.vr = 0;
  prefix.size = 8;
  if (implicit || group_of(prefix.tag) == 0xfffe) {
    prefix.length = u32(head + 4);
  } else if (!plausible_explicit(head)) {
    // Blanks or rubbish where the VR stands: some writers leave it out.
    const bool blank = (head[4] == ' ' && head[5] == ' ') || (head[4] == 0 && head[5] == 0);
    if (blank && u16(head + 6) != 0 && u32(head + 4) > source_.size()) {
      prefix.length = u16(head + 6);
    } else {
      prefix.length = u32(head + 4);
      mark(wrong_encoding);
    }
  } else {
    prefix.vr = vr_code(static_cast<char>(head[4]), static_cast<char>(head[5]));
    if (has_long_length(prefix.vr)) {
      head = source_.need(at_, 12);
      if (head == nullptr) return false;
      prefix.length = u32(head + 8);
      prefix.size = 12;
    } else {
      prefix.length = u16(head + 6);
    }
  }
  at_ += prefix.size;
  return true;
}

bool Scan::keeps(const Prefix& prefix, bool top) {
  if (selection_.everything) return true;
  if (!top)
    return std::binary_search(selection_.nested.begin(), selection_.nested.end(), prefix.tag);
  // Tags ascend, so the place in the list does; a step back starts anew.
  const std::vector<Tag>& list = selection_.top;
  if (next_top_ > 0 && list[next_top_ - 1] >= prefix.tag) next_top_ = 0;
  while (next_top_ < list.size() && list[next_top_] < prefix.tag) ++next_top_;
  return next_top_ < list.size() && list[next_top_] == prefix.tag;
}

std::uint16_t Scan::private_match(Tag tag, Tag& normal) const {
  const auto block = static_cast<std::uint8_t>(element_of(tag) >> 8);
  const auto low = static_cast<std::uint8_t>(tag & 0xffU);
  for (auto creator = creators_.rbegin(); creator != creators_.rend(); ++creator) {
    if (creator->group != group_of(tag) || creator->block != block) continue;
    normal = (tag & 0xffff0000U) | 0x1000U | low;
    const std::string& name = header_.creators[creator->index];
    if (selection_.everything) return static_cast<std::uint16_t>(creator->index + 1);
    for (const PrivateTag& wanted : selection_.privates)
      if (wanted.group == group_of(tag) && wanted.element == low &&
          name.starts_with(wanted.creator_begins))
        return static_cast<std::uint16_t>(creator->index + 1);
    return 0;
  }
  return 0;
}

void Scan::keep(const Prefix& prefix, Tag tag, std::uint16_t creator) {
  if (prefix.length == undefined) return;
  if (prefix.length > limits_.value_bytes) {
    mark(value_cut);
    return;
  }
  if (header_.elements.size() >= limits_.elements) {
    mark(too_many);
    return;
  }
  const unsigned char* value = source_.need(at_, prefix.length);
  if (value == nullptr) return;
  Element element;
  element.tag = tag;
  element.vr = prefix.vr;
  element.creator = creator;
  element.begin = static_cast<std::uint32_t>(header_.bytes.size());
  element.size = prefix.length;
  for (const Level& level : levels_) {
    if (level.kind != Level::Kind::sequence) continue;
    if (element.root == 0) {
      element.root = level.sequence;
      element.item = level.next_item - 1;
    }
    element.parent = level.sequence;
  }
  header_.bytes.append(reinterpret_cast<const char*>(value), prefix.length);
  header_.elements.push_back(element);
}

void Scan::note_creator(const Prefix& prefix) {
  if (prefix.length == undefined || prefix.length > 64 || creators_.size() >= 256) return;
  const unsigned char* value = source_.need(at_, prefix.length);
  if (value == nullptr) return;
  std::string_view name(reinterpret_cast<const char*>(value), prefix.length);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\0')) name.remove_suffix(1);
  if (name.empty()) return;
  const auto known = std::find(header_.creators.begin(), header_.creators.end(), name);
  const auto index = static_cast<std::uint16_t>(known - header_.creators.begin());
  if (known == header_.creators.end()) {
    if (header_.creators.size() >= 1024) return;
    header_.creators.emplace_back(name);
  }
  creators_.push_back({group_of(prefix.tag), static_cast<std::uint8_t>(prefix.tag & 0xffU), index});
}

void Scan::leave() {
  creators_.resize(std::min(creators_.size(), levels_.back().creators));
  levels_.pop_back();
}

// Opens a sequence, or the fragments of encapsulated bytes, whose items follow at `at_`.
void Scan::enter(const Prefix& prefix, bool as_items) {
  const Level& around = levels_.back();
  Level level;
  level.kind = as_items ? Level::Kind::sequence : Level::Kind::fragments;
  // UN of undefined length holds implicit little endian (PS3.5 6.2.2, note 2).
  level.implicit = around.implicit || prefix.vr == vr_code('U', 'N');
  level.kept = around.kept && (selection_.everything ||
                               std::binary_search(selection_.sequences.begin(),
                                                  selection_.sequences.end(), prefix.tag));
  level.delimited = prefix.length == undefined;
  level.end = level.delimited ? around.end : at_ + prefix.length;
  level.sequence = prefix.tag;
  level.creators = creators_.size();
  levels_.push_back(level);
}

bool Scan::step_items(Level& level) {
  const unsigned char* head = source_.need(at_, 8);
  if (head == nullptr) {
    mark(truncated_header);
    return false;
  }
  const Tag tag = tag_at(head);
  const std::uint32_t length = u32(head + 4);
  if (tag == tag::sequence_end) {
    at_ += 8;
    if (!level.delimited) mark(broken_sequence);
    if (level.delimited) leave();
    return true;
  }
  if (tag != tag::item) {
    mark(broken_sequence);
    if (!level.delimited) {
      at_ = level.end;
      return true;
    }
    // No delimiter where one must be. Inside a data set of known end nothing can be trusted any
    // more; else what stands here may be the next element of the data set around.
    leave();
    return levels_.back().kind == Level::Kind::data_set;
  }
  at_ += 8;
  if (level.kind == Level::Kind::fragments) {
    if (length == undefined || length > level.end - std::min(at_, level.end)) {
      mark(truncated_header);
      return false;
    }
    at_ += length;
    return true;
  }
  ++level.next_item;
  if (level.sequence == tag::per_frame_groups && levels_.size() == 2)
    header_.items_per_frame = level.next_item;
  if (!level.kept && length != undefined) {
    at_ += std::min<std::uint64_t>(length, level.end - std::min(at_, level.end));
    return true;
  }
  if (levels_.size() >= limits_.levels) {
    mark(too_deep);
    return false;
  }
  Level item;
  item.implicit = level.implicit;
  item.kept = level.kept && levels_.size() < 2 * limits_.depth;
  item.delimited = length == undefined;
  item.end = item.delimited ? level.end : std::min(level.end, at_ + length);
  item.sequence = level.sequence;
  item.creators = creators_.size();
  levels_.push_back(item);
  return true;
}

bool Scan::pixels(const Prefix& prefix) {
  header_.has_pixels = true;
  header_.is_float = prefix.tag != tag::pixels;
  header_.pixels_at = at_;
  header_.encapsulated = prefix.length == undefined;
  header_.pixels_size = header_.encapsulated ? 0 : prefix.length;
  if (!header_.encapsulated && prefix.length > source_.size() - at_) mark(truncated_pixels);
  if (header_.encapsulated && source_.size() - at_ < 16) mark(truncated_pixels);
  return false;
}

bool Scan::step_element() {
  const bool top = levels_.size() == 1;
  const bool implicit = levels_.back().implicit;
  const bool level_kept = levels_.back().kept;
  const std::uint64_t level_end = levels_.back().end;
  Prefix prefix;
  if (!read_prefix(implicit, prefix)) {
    // Trailing bytes that are too few for an element.
    if (at_ < source_.size()) mark(truncated_header);
    return false;
  }
  if (prefix.tag == tag::item_end) {
    if (top) {
      mark(broken_sequence);
      return true;
    }
    leave();
    return true;
  }
  if (prefix.tag == tag::sequence_end || prefix.tag == tag::item) {
    // Stray delimiter: an item that was not closed.
    mark(broken_sequence);
    if (top) return true;
    at_ -= 8;
    leave();
    return true;
  }
  if (top) {
    if (prefix.tag < last_top_) mark(out_of_order);
    last_top_ = prefix.tag;
    if (prefix.tag == tag::pixels || prefix.tag == tag::float_pixels ||
        prefix.tag == tag::float_pixels + 1)
      return pixels(prefix);
  }
  const bool sequence =
      prefix.vr == vr_code('S', 'Q') ||
      (prefix.vr != 0 && prefix.vr != vr_code('S', 'Q')
           ? prefix.length == undefined && prefix.vr == vr_code('U', 'N')
           : prefix.length == undefined ||
                 (prefix.vr == 0 && std::binary_search(selection_.sequences.begin(),
                                                       selection_.sequences.end(), prefix.tag)));
  if (prefix.length != undefined && prefix.length > level_end - std::min(at_, level_end)) {
    mark(truncated_header);
    if (top || levels_.back().delimited) return false;
    at_ = level_end;  // the item around says where it ends
    return true;
  }
  if (sequence || prefix.length == undefined) {
    const bool deep = levels_.size() >= 2 * limits_.depth;
    if (deep) mark(deeply_nested);
    if (levels_.size() >= limits_.levels && prefix.length == undefined) {
      mark(too_deep);
      return false;
    }
    const bool wanted =
        level_kept && !deep &&
        (selection_.everything ||
         std::binary_search(selection_.sequences.begin(), selection_.sequences.end(), prefix.tag));
    if (!wanted && prefix.length != undefined)
      at_ += prefix.length;
    else
      enter(prefix, sequence);
    return true;
  }
  if (level_kept) {
    if ((group_of(prefix.tag) & 1U) != 0) {
      const std::uint16_t element = element_of(prefix.tag);
      if (element >= 0x10 && element <= 0xff) {
        note_creator(prefix);
        if (selection_.everything) keep(prefix, prefix.tag, 0);
      } else if (element >= 0x1000) {
        Tag normal = prefix.tag;
        const std::uint16_t creator = private_match(prefix.tag, normal);
        if (creator != 0)
          keep(prefix, normal, creator);
        else if (selection_.everything)
          keep(prefix, prefix.tag, 0);
      } else if (selection_.everything) {
        keep(prefix, prefix.tag, 0);
      }
    } else if (keeps(prefix, top)) {
      keep(prefix, prefix.tag, 0);
    }
  }
  at_ += prefix.length;
  return true;
}

bool Scan::step() {
  while (levels_.size() > 1 && at_ >= levels_.back().end) {
    if (levels_.back().delimited && at_ < source_.size()) mark(broken_sequence);
    at_ = levels_.back().end;
    leave();
  }
  if (at_ >= levels_.back().end) return false;
  return levels_.back().kind == Level::Kind::data_set ? step_element() : step_items(levels_.back());
}

void Scan::walk() {
  header_.big_endian = big_;
  header_.explicit_vr = !implicit_;
  Level top;
  top.implicit = implicit_;
  top.end = source_.size();
  top.delimited = true;
  levels_.push_back(top);
  while (step()) {
  }
}

// Inflates as little as the header takes: a short front first, then up to the limit.
core::Status Scan::run_deflated() {
  Header inner;
  for (std::size_t most : {std::size_t{64} << 10, limits_.inflated}) {
    auto inflated = inflate(source_, at_, std::min(most, limits_.inflated));
    if (!inflated) return std::move(inflated).error();
    MemorySource memory(*inflated);
    inner.clear();
    Scan(memory, selection_, inner, limits_).walk();
    if (inner.has_pixels || inflated->size() < most) break;
    if (most == limits_.inflated) {
      inner.oddities &= ~std::uint32_t{truncated_header};
      mark(beyond_bound);
    }
  }
  // The elements of the meta information keep their places in front.
  const auto base = static_cast<std::uint32_t>(header_.bytes.size());
  for (Element& element : inner.elements) element.begin += base;
  header_.elements.insert(header_.elements.end(), inner.elements.begin(), inner.elements.end());
  header_.bytes += inner.bytes;
  header_.creators = std::move(inner.creators);
  // Only the front was inflated: what lies beyond is not known to be missing.
  header_.oddities |= inner.oddities & ~std::uint32_t{truncated_pixels};
  header_.has_pixels = inner.has_pixels;
  header_.is_float = inner.is_float;
  header_.encapsulated = inner.encapsulated;
  header_.pixels_at = inner.has_pixels ? at_ : 0;  // of what is deflated
  header_.pixels_size = inner.pixels_size;
  header_.items_per_frame = inner.items_per_frame;
  return core::Done{};
}

core::Status Scan::run() {
  if (auto found = find_start(); !found) return found;
  if (!read_meta()) mark(no_meta);
  const std::string& syntax = header_.transfer_syntax;
  const bool declared = syntax.starts_with("1.2.");
  if (!declared && (header_.oddities & no_meta) == 0) mark(unknown_syntax);
  if (syntax == deflated) return run_deflated();
  guess_encoding();
  if (declared) {
    const bool wants_implicit = syntax == implicit_little;
    const bool wants_big = syntax == explicit_big;
    if (wants_implicit != implicit_ || wants_big != big_) mark(wrong_encoding);
  }
  walk();
  if (header_.elements.empty() && !header_.has_pixels)
    return core::Error("dicom.not-dicom", "no DICOM element that this program knows could be read");
  return core::Done{};
}

}  // namespace

void scan_data_set(ByteSource& source, const Selection& selection, Header& header,
                   const ScanLimits& limits) {
  header.clear();
  Scan(source, selection, header, limits).walk();
  header.index_top();
}

core::Status scan(ByteSource& source, const Selection& selection, Header& header,
                  const ScanLimits& limits) {
  header.clear();
  auto done = Scan(source, selection, header, limits).run();
  header.index_top();
  return done;
}

}  // namespace secondsite::dicom
