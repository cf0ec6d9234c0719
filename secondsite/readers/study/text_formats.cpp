#include <algorithm>
#include <map>

#include "secondsite/core/text.h"
#include "secondsite/readers/study/formats.h"

namespace secondsite::readers::study {
namespace {

using core::Error;
using core::Location;
using core::Severity;

// Lines without their ends, counted from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  }
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = core::trim(rest_.substr(0, end));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++number_;
    return true;
  }
  std::uint64_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::uint64_t number_ = 0;
};

struct Stated {
  std::map<std::string, double> count;  // "N0" ...
};

void hold_to(const Stated& stated, const Reads& reads, const std::string& origin,
             core::Findings& findings) {
  const std::map<std::string, std::size_t> found = {{"N0", reads.cases.size() - reads.positives()},
                                                    {"N1", reads.positives()},
                                                    {"NR", reads.readers.size()},
                                                    {"NM", reads.modalities.size()}};
  for (const auto& [name, count] : stated.count)
    if (count != static_cast<double>(found.at(name)))
      findings.add(Severity::warning, "study.header-differs", name,
                   "the header says " + name + ":" + core::exact(count) + ", the data hold " +
                       std::to_string(found.at(name)),
                   {.file = origin});
}

std::vector<std::string> quoted_names(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = line.find('"'); at != std::string_view::npos;) {
    const std::size_t end = line.find('"', at + 1);
    if (end == std::string_view::npos) break;
    out.emplace_back(core::trim(line.substr(at + 1, end - at - 1)));
    at = line.find('"', end + 1);
  }
  return out;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at < line.size()) {
    at = line.find_first_not_of(" \t,", at);
    if (at == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t,", at), line.size());
    out.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return out;
}

bool are_directions(const std::vector<std::string>& words) {
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const std::string low = core::lower(word);
    return low == "l" || low == "s" || low == "large" || low == "small";
  });
}

// One reader's ratings of one class, a row a case.
using Block = std::vector<std::vector<double>>;

struct LrcReader {
  std::string name;
  Block blocks[2];
};

struct LrcFile {
  std::vector<std::string> treatments;
  std::vector<double> sign;
  std::vector<LrcReader> readers;
};

Error lrc_error(const std::string& what, const std::string& origin, std::uint64_t line) {
  return Error("study.lrc-damaged", what, {.file = origin, .row = line},
               "compare the file with docs/reference/reader-studies.md");
}

// Leading numbers of a case line, at most as many as there are treatments.
std::vector<double> ratings_of(const std::vector<std::string>& words, std::size_t at_most) {
  std::vector<double> out;
  for (const std::string& word : words) {
    if (at_most != 0 && out.size() == at_most) break;
    const auto value = core::parse_number(word);
    if (!value) break;
    out.push_back(*value);
  }
  return out;
}

core::Result<LrcFile> read_lrc(std::string_view text, const std::string& origin) {
  Lines lines(text);
  std::string_view line;
  if (!lines.next(line)) return lrc_error("the file is empty", origin, 1);
  LrcFile file;
  std::size_t width = 0;  // treatments; 0: not known yet
  const auto next = [&] {
    while (lines.next(line))
      if (!line.empty()) return true;
    return false;
  };
  while (next()) {
    if (line.starts_with('#')) {
      // A reader below an early # would vanish without a word.
      if (next()) return lrc_error("lines follow the # that ends the file", origin, lines.number());
      return file;
    }
    LrcReader reader;
    reader.name = std::string(line);
    int block = 0;
    while (block < 2) {
      if (!next())
        return lrc_error("the file ends within reader " + reader.name, origin, lines.number());
      if (line.starts_with('*')) {
        ++block;
        continue;
      }
      if (const auto names = quoted_names(line); !names.empty() && line.front() == '"') {
        if (file.readers.empty()) file.treatments = names;
        if (names != file.treatments)
          return lrc_error("reader " + reader.name + " has other treatments than the first", origin,
                           lines.number());
        if (width != 0 && width != names.size())
          return lrc_error("the line of treatments does not fit the ratings before it", origin,
                           lines.number());
        width = names.size();
        continue;
      }
      const auto words = words_of(line);
      if (are_directions(words)) {
        file.sign.clear();
        for (const std::string& word : words)
          file.sign.push_back(core::lower(word).front() == 's' ? -1 : 1);
        continue;
      }
      std::vector<double> ratings = ratings_of(words, width);
      if (width == 0) width = ratings.size();
      if (ratings.size() != width || width == 0)
        return lrc_error("a case has " + core::counted(ratings.size(), "rating") + " for " +
                             core::counted(width, "treatment"),
                         origin, lines.number());
      reader.blocks[block].push_back(std::move(ratings));
    }
    file.readers.push_back(std::move(reader));
  }
  return file;
}

}  // namespace

core::Result<Reads> parse_imrmc(std::string_view text, const std::string& origin,
                                core::Findings& findings) {
  Lines lines(text);
  std::string_view line;
  Stated stated;
  bool begun = false;
  while (!begun && lines.next(line)) {
    const std::string low = core::lower(line);
    if (low.starts_with("begin data")) begun = true;
    for (const char* name : {"N0", "N1", "NR", "NM"})
      if (low.starts_with(core::lower(name) + ":"))
        if (const auto count = core::parse_number(line.substr(3))) stated.count[name] = *count;
  }
  if (!begun)
    return Error("study.imrmc-damaged", "no line says BEGIN DATA:", {.file = origin},
                 "the reads follow that line: reader,case,modality,score");
  std::vector<RawRead> reads;
  std::vector<RawTruth> truth;
  while (lines.next(line)) {
    if (line.empty()) continue;
    const Location where{.file = origin, .row = lines.number()};
    std::vector<std::string> cells = core::split(line, ',');
    if (cells.size() != 4)
      return Error("study.imrmc-damaged",
                   "a line has " + core::counted(cells.size(), "cell") + " and not four", where,
                   "write reader,case,modality,score");
    for (std::string& cell : cells) cell = std::string(core::trim(cell));
    const auto score = core::parse_number(cells[3]);
    if (!score || !std::isfinite(*score))
      return Error("study.imrmc-damaged", "the score \"" + cells[3] + "\" is not a number", where);
    if (core::lower(cells[2]) == "truth") {
      if (*score != 0 && *score != 1)
        return Error("study.imrmc-damaged", "a truth is neither 0 nor 1", where);
      truth.push_back({cells[1], *score == 1, where});
    } else {
      reads.push_back({cells[2], cells[0], cells[1], *score, where});
    }
  }
  auto out = assemble(reads, truth, findings);
  if (out) hold_to(stated, *out, origin, findings);
  return out;
}

core::Result<Reads> parse_lrc(std::string_view text, const std::string& origin,
                              core::Findings& findings) {
  auto file = read_lrc(text, origin);
  if (!file) return std::move(file).error();
  if (file->readers.empty()) return lrc_error("the file holds no reader", origin, 1);
  const LrcReader& first = file->readers.front();
  const Block& some = first.blocks[0].empty() ? first.blocks[1] : first.blocks[0];
  if (some.empty()) return lrc_error("the first reader has no case", origin, 1);
  const std::size_t width = some.front().size();
  for (std::size_t t = file->treatments.size(); t < width; ++t)
    file->treatments.push_back(std::to_string(t + 1));
  file->sign.resize(width, 1);
  std::vector<RawRead> reads;
  std::vector<RawTruth> truth;
  const char* const kinds[] = {"healthy ", "diseased "};
  for (int block = 0; block < 2; ++block)
    for (std::size_t c = 0; c < first.blocks[block].size(); ++c)
      truth.push_back({kinds[block] + std::to_string(c + 1), block == 1, {.file = origin}});
  for (const LrcReader& reader : file->readers)
    for (int block = 0; block < 2; ++block) {
      if (reader.blocks[block].size() != first.blocks[block].size())
        return lrc_error("reader " + reader.name + " has " +
                             core::counted(reader.blocks[block].size(), "case") + " where the " +
                             "first has " + std::to_string(first.blocks[block].size()),
                         origin, 1);
      for (std::size_t c = 0; c < reader.blocks[block].size(); ++c)
        for (std::size_t t = 0; t < width; ++t)
          reads.push_back({file->treatments[t],
                           reader.name,
                           kinds[block] + std::to_string(c + 1),
                           file->sign[t] * reader.blocks[block][c][t],
                           {.file = origin}});
    }
  return assemble(reads, truth, findings);
}

}  // namespace secondsite::readers::study
