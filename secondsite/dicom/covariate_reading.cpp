#include "secondsite/dicom/covariate_reading.h"

#include "secondsite/core/text.h"
#include "secondsite/dicom/character_set.h"
#include "secondsite/dicom/mapping.h"

namespace secondsite::dicom {

using core::CovariateVerdict;

std::string provenance_of(Tag tag) {
  std::string text = text_of(tag);
  return "tag " + text.substr(1, text.size() - 2);
}

bool is_binary(const Element& element) {
  return element.vr == vr_code('F', 'D') || element.vr == vr_code('F', 'L') ||
         ((element.vr == 0 || element.vr == vr_code('U', 'N')) && group_of(element.tag) == 0x0018 &&
          element_of(element.tag) >= 0x9000);
}

core::Covariate& CovariateReading::of(CovariateId id) {
  out_.applies |= std::uint64_t{1} << static_cast<unsigned>(id);
  return out_[id];
}

std::string CovariateReading::clean(std::string_view raw) const {
  const bool plain = raw.find_first_of("\\\r\n\t\x1b") == std::string_view::npos;
  const std::string text = utf8(core::trim(raw), charset_);
  if (plain) return text;
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\\', begin), text.size());
    const std::string_view part = core::trim(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
    if (part.empty()) continue;
    if (!out.empty()) out += "; ";
    for (const char c : part) out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out;
}

void CovariateReading::text(CovariateId id, Tag tag) {
  core::Covariate& covariate = of(id);
  covariate.raw = clean(tag);
  if (covariate.raw.empty()) return;
  covariate.provenance = provenance_of(tag);
  if (is_sentinel_text(name(id), covariate.raw)) {
    covariate.verdict = CovariateVerdict::sentinel;
    return;
  }
  covariate.canonical = covariate.raw;
  covariate.verdict = CovariateVerdict::ok;
}

const Element* CovariateReading::anywhere(Tag tag) const {
  const Element* top = header_.find(tag);
  if (top != nullptr && top->size > 0) return top;
  for (const Element& element : header_.elements)
    if (element.tag == tag && element.size > 0 &&
        (element.root == tag::shared_groups || element.root == tag::per_frame_groups))
      return &element;
  return top;
}

void CovariateReading::judge(core::Covariate& covariate, std::optional<double> value, double least,
                             double most, bool zero_is_sentinel) {
  if (!value) {
    covariate.verdict =
        covariate.raw.empty() ? CovariateVerdict::missing : CovariateVerdict::unrecognised;
  } else if (*value == 0 && zero_is_sentinel) {
    covariate.verdict = CovariateVerdict::sentinel;
  } else if (*value < least || *value > most) {
    covariate.verdict = CovariateVerdict::implausible;
  } else {
    covariate.canonical = core::exact(*value);
    covariate.verdict = CovariateVerdict::ok;
  }
}

void CovariateReading::number(CovariateId id, const Element* element, double least, double most,
                              bool zero_is_sentinel) {
  core::Covariate& covariate = of(id);
  if (element == nullptr || element->size == 0) return;
  const auto value = header_.number(element);
  const bool binary = is_binary(*element);
  covariate.raw = binary && value ? core::exact(*value) : clean(header_.text(element));
  if (covariate.raw.empty()) return;
  covariate.provenance = provenance_of(element->tag);
  judge(covariate, value, least, most, zero_is_sentinel);
}

const std::vector<CovariateReading::Text>& CovariateReading::texts() {
  if (texts_) return *texts_;
  texts_.emplace();
  const auto add = [&](Tag tag, const Element* element) {
    if (element != nullptr && element->size > 0)
      texts_->push_back({tag, folded(header_.text(element))});
  };
  for (const Tag tag :
       {tag::processing_description, tag::performed_procedure, tag::requested_procedure,
        tag::series_description, tag::protocol, tag::study_description})
    add(tag, header_.find(tag));
  add(tag::procedure_code, header_.find_in(tag::procedure_code, tag::code_meaning));
  add(tag::body_part, header_.find(tag::body_part));
  return *texts_;
}

}  // namespace secondsite::dicom
