#pragma once
// What the files that fill covariates share.

#include <optional>
#include <string>

#include "secondsite/dicom/covariates.h"

namespace secondsite::dicom {

class CovariateReading {
 public:
  CovariateReading(const Header& header, std::string_view kind, Covariates& out)
      : header_(header), kind_(kind), charset_(header.text(tag::character_set)), out_(out) {}

  const Header& header() const { return header_; }
  std::string_view kind() const { return kind_; }
  Covariates& out() { return out_; }
  core::Covariate& of(CovariateId id);  // marks it as applying

  // A text at the top, cleaned: outer space gone, values joined by "; ", UTF-8.
  std::string clean(std::string_view raw) const;
  std::string clean(Tag tag) const { return clean(header_.text(tag)); }
  void text(CovariateId id, Tag tag);

  // The element, at the top or else within one of the functional groups.
  const Element* anywhere(Tag tag) const;
  // A number that must lie within [least, most]; 0 is a sentinel where `zero_is_sentinel`.
  void number(CovariateId id, const Element* element, double least, double most,
              bool zero_is_sentinel);
  void number(CovariateId id, Tag tag, double least, double most, bool zero_is_sentinel = true) {
    number(id, anywhere(tag), least, most, zero_is_sentinel);
  }
  // Sets a number whose raw text is already there.
  static void judge(core::Covariate& covariate, std::optional<double> value, double least,
                    double most, bool zero_is_sentinel);
  // The words of procedure, series and protocol texts, folded, one text an entry with its tag.
  struct Text {
    Tag tag;
    std::string folded;
  };
  const std::vector<Text>& texts();

 private:
  const Header& header_;
  std::string_view kind_;
  std::string_view charset_;
  Covariates& out_;
  std::optional<std::vector<Text>> texts_;
};

// Is the value a floating-point number in binary, so that its raw text is the number?
bool is_binary(const Element& element);
// "tag 0008,0070"
std::string provenance_of(Tag tag);

void read_general(CovariateReading& reading);
void read_ct(CovariateReading& reading);
void read_mr(CovariateReading& reading);
void read_projection(CovariateReading& reading);
void read_contrast(CovariateReading& reading);
void read_exposure(CovariateReading& reading);

}  // namespace secondsite::dicom
