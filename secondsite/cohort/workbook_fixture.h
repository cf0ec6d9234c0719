#pragma once
// Small workbooks for tests, and zips that are none.

#include <zip.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "secondsite/cohort/workbook.h"
#include "secondsite/core/text.h"

namespace secondsite::cohort {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

// A password encrypts every part.
inline void write_zip(const std::string& path, const ZipParts& parts,
                      const std::string& password = {}) {
  const auto must = [&](bool done) {
    if (!done) throw std::runtime_error("cannot write " + path);
  };
  int fault = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &fault);
  must(zip != nullptr);
  for (const auto& [name, bytes] : parts) {
    const zip_int64_t entry = zip_file_add(
        zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), ZIP_FL_OVERWRITE);
    must(entry >= 0);
    if (!password.empty())
      must(zip_file_set_encryption(zip, static_cast<zip_uint64_t>(entry), ZIP_EM_AES_256,
                                   password.c_str()) == 0);
  }
  must(zip_close(zip) == 0);
}

struct SheetXml {
  std::string name;
  std::string data;  // what stands in <sheetData>
};

// The parts of a workbook whose sheets hold this XML.
inline ZipParts workbook_parts(const std::vector<SheetXml>& sheets,
                               const std::string& shared = {}) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string book = head + "<workbook xmlns:r=\"" + office + "\"><sheets>";
  std::string relations = head + "<Relationships>";
  ZipParts out;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::string part = "worksheets/sheet" + number + ".xml";
    book += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number + "\" r:id=\"rId" +
            number + "\"/>";
    relations += "<Relationship Id=\"rId" + number + "\" Type=\"" + office +
                 "/worksheet\" Target=\"" + part + "\"/>";
    out.emplace_back("xl/" + part,
                     head + "<worksheet><sheetData>" + sheets[i].data + "</sheetData></worksheet>");
  }
  out.emplace_back("xl/workbook.xml", book + "</sheets></workbook>");
  out.emplace_back("xl/_rels/workbook.xml.rels", relations + "</Relationships>");
  if (!shared.empty()) out.emplace_back("xl/sharedStrings.xml", head + "<sst>" + shared + "</sst>");
  return out;
}

// Cells as Excel writes them: numbers as numbers, all else as texts of their own.
inline std::string rows_xml(const SheetRows& rows) {
  std::string out;
  for (const auto& row : rows) {
    out += "<row>";
    for (const std::string& cell : row)
      out += core::parse_number(cell) ? "<c><v>" + cell + "</v></c>"
                                      : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
    out += "</row>";
  }
  return out;
}

inline void write_workbook(const std::string& path,
                           const std::vector<std::pair<std::string, SheetRows>>& sheets) {
  std::vector<SheetXml> xml;
  for (const auto& [name, rows] : sheets) xml.push_back({name, rows_xml(rows)});
  write_zip(path, workbook_parts(xml));
}

}  // namespace secondsite::cohort
