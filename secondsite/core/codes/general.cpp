#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code general_codes[] = {
    {"file.not-found", "A file that the call names is not there.",
     "Check the path; paths are relative to the folder in which you run the program."},
    {"file.unreadable",
     "A file is there but cannot be read (permission, a folder, or a device fault).",
     "Check its permissions with ls -l, and that it is a regular file."},
    {"file.unwritable", "A file or folder cannot be written.",
     "Check that the folder exists and is writable and that the disk has room."},
    {"file.is-input", "An output would overwrite a file that the same command reads.",
     "Name another file or folder for the output; the input is left as it is."},
    {"config.syntax", "A YAML or JSON file does not parse.",
     "Go to the line and column named. YAML wants spaces, never tabs, before a key."},
    {"config.unknown-key",
     "A configuration names a key that this program does not know. Keys are never skipped in "
     "silence: "
     "a misspelt threshold would otherwise be a different evaluation.",
     "Use the nearest key named in the message, or remove the line."},
    {"config.missing-key", "A configuration lacks a key that it must have.",
     "Add the key; the message says what it means."},
    {"config.wrong-type", "A configuration value is of another type than its key wants.",
     "Write a number without quotes, a list in [brackets] or with dashes, a text in quotes."},
    {"config.bad-value", "A configuration value lies outside what its key allows.",
     "Use one of the values that the message lists."},
    {"config.unknown-name", "A name (metric, method, section ...) is not in its registry.",
     "Run `secondsite list` to see every name."},
    {"run.interrupted", "The run was stopped from outside.", "Run the same command again."},
};
}  // namespace

CodeGroup general() {
  return {"general", general_codes};
}

}  // namespace secondsite::core::codes
