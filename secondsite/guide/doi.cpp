#include "secondsite/guide/doi.h"

#include <array>
#include <cctype>
#include <regex>

namespace secondsite::guide {

std::optional<Doi> parse_doi(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash + 1 == text.size() || !text.starts_with("10."))
    return std::nullopt;
  const std::string_view registrant_part = text.substr(3, slash - 3);
  const std::string_view digits = registrant_part.substr(0, registrant_part.find('.'));
  if (digits.size() < 4 || digits.size() > 9) return std::nullopt;
  for (const char c : registrant_part)
    if ((c < '0' || c > '9') && c != '.') return std::nullopt;
  if (registrant_part.back() == '.' || registrant_part.find("..") != std::string_view::npos)
    return std::nullopt;
  for (const char c : text.substr(slash + 1))
    if (std::isgraph(static_cast<unsigned char>(c)) == 0) return std::nullopt;
  return Doi{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

std::string_view registrant(std::string_view prefix) {
  constexpr std::array<std::array<std::string_view, 2>, 9> owners{{{"10.1002", "Wiley"},
                                                                   {"10.1007", "Springer"},
                                                                   {"10.1016", "Elsevier"},
                                                                   {"10.1038", "Springer Nature"},
                                                                   {"10.1109", "IEEE"},
                                                                   {"10.1118", "AAPM"},
                                                                   {"10.1148", "RSNA"},
                                                                   {"10.1371", "PLOS"},
                                                                   {"10.1609", "AAAI"}}};
  for (const auto& [owned, owner] : owners)
    if (owned == prefix) return owner;
  return {};
}

const std::vector<Citation>& citations() {
  static const std::vector<Citation> list{
      {1, "Clark 2013, TCIA", "10.1007/s10278-013-9622-7", 2013, "26", "1045", "Springer"},
      {2, "Johnson 2019, MIMIC-CXR", "10.1038/s41597-019-0322-0", 2019, "6", "317",
       "Springer Nature"},
      {3, "Irvin 2019, CheXpert", "10.1609/aaai.v33i01.3301590", 2019, "33", "590", "AAAI"},
      {4, "Wang 2017, ChestX-ray8", "10.1109/CVPR.2017.369", 2017, "", "3462", "IEEE"},
      {5, "Bustos 2020, PadChest", "10.1016/j.media.2020.101797", 2020, "66", "101797", "Elsevier"},
      {6, "Armato 2011, LIDC-IDRI", "10.1118/1.3528204", 2011, "38", "915", "AAPM"},
      {7, "Bakas 2017, TCGA glioma", "10.1038/sdata.2017.117", 2017, "4", "170117",
       "Springer Nature"},
      {8, "Menze 2015, BRATS", "10.1109/TMI.2014.2377694", 2015, "34", "1993", "IEEE"},
      {9, "Knoll 2020, fastMRI", "10.1148/ryai.2020190007", 2020, "2", "e190007", "RSNA"},
      {10, "Jeong 2023, EMBED", "10.1148/ryai.220047", 2023, "5", "e220047", "RSNA"},
      {11, "Littlejohns 2020, UK Biobank", "10.1038/s41467-020-15948-9", 2020, "11", "2624",
       "Springer Nature"},
      {12, "Zech 2018, pneumonia", "10.1371/journal.pmed.1002683", 2018, "15", "e1002683", "PLOS"},
      {13, "AlBadawy 2018, gliomas", "10.1002/mp.12752", 2018, "45", "1150", "Wiley"}};
  return list;
}

namespace {

void hold(SuffixCheck& check, const std::string& what, const std::string& in_suffix,
          const std::string& printed) {
  if (in_suffix == printed)
    check.confirms.push_back(what + " " + printed);
  else
    check.contradicts.push_back(what + " " + in_suffix + " against " + printed);
}

}  // namespace

SuffixCheck check_suffix(const Citation& citation) {
  SuffixCheck check;
  const auto doi = parse_doi(citation.doi);
  if (!doi) return check;
  const std::string& s = doi->suffix;
  const std::string year = std::to_string(citation.year);
  std::smatch part;
  // Springer and Springer Nature: s, journal, last three digits of the year, article, check
  // character.
  if (std::regex_match(s, part, std::regex("s\\d{5}-(\\d{3})-\\d+-[0-9a-z]"))) {
    hold(check, "year", "2" + part[1].str(), year);
  } else if (std::regex_match(s, part, std::regex("aaai\\.v(\\d+)i(\\d+)\\.(\\d+)"))) {
    hold(check, "volume", part[1], citation.volume);
    hold(check, "page", part[3].str().substr(part[1].length() + part[2].length()), citation.pages);
  } else if (std::regex_match(s, part, std::regex("j\\.[a-z]+\\.(\\d{4})\\.(\\d+)"))) {
    hold(check, "year", part[1], year);
    hold(check, "article", part[2], citation.pages);
  } else if (std::regex_match(s, part, std::regex("sdata\\.20(\\d\\d)\\.(\\d+)"))) {
    hold(check, "year", "20" + part[1].str(), year);
    hold(check, "article", part[1].str() + "0" + part[2].str(), citation.pages);
  } else if (std::regex_match(s, part, std::regex("[A-Z]+\\.(\\d{4})\\.\\d+"))) {
    hold(check, "year", part[1], year);
  } else if (std::regex_match(s, part, std::regex("ryai\\.(?:(\\d{4}))?(\\d{6})"))) {
    if (part[1].matched) hold(check, "year", part[1], year);
    hold(check, "article", "e" + part[2].str(), citation.pages);
  } else if (std::regex_match(s, part, std::regex("journal\\.[a-z]+\\.(\\d+)"))) {
    hold(check, "article", "e" + part[1].str(), citation.pages);
  }
  return check;
}

}  // namespace secondsite::guide
