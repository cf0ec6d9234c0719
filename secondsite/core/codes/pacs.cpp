#include "secondsite/core/code.h"

namespace secondsite::core::codes {
namespace {
constexpr Code pacs_codes[] = {
    {"pacs.bad-address",
     "An archive is named as pacs://CALLED@host:port, AE titles in 1 to 16 characters.",
     "Write, for instance, pacs://ORTHANC@archive.hospital.example:4242; --aet names our own "
     "title."},
    {"pacs.bad-key",
     "A key of the query is not one that archives are asked by, or its value is not one.",
     "Keys are DICOM keywords: --find StudyDate=20240101-20240131 --find Modality=CT."},
    {"pacs.bad-answer",
     "The archive answered with a UID that is empty or not made of digits and dots, so it cannot "
     "be asked for.",
     "Ask the keeper of the archive: its data are damaged."},
    {"pacs.destination-unknown",
     "The archive does not know our AE title as a destination, so it cannot send to us (C-MOVE).",
     "Have the keeper of the archive enter our AE title (--aet), this machine's name and the port "
     "(--port); or use --retrieve get, which takes no entry."},
    {"pacs.key-ignored",
     "The archive answered with studies or series that do not fit a key: it does not match by that "
     "attribute. They were passed over.",
     "Nothing: what does not fit was not fetched."},
    {"pacs.key-not-answered",
     "The archive did not return the attribute of a key, so it cannot be seen whether it matched "
     "by it. What it returned was taken.",
     "Look at the covariate in the index: cases that do not fit may be among them."},
    {"pacs.lost",
     "The association with the archive ended, or the archive was silent for too long, in the "
     "middle of an answer.",
     "Run the same command again: what has come is kept. --timeout gives a slow archive more "
     "time."},
    {"pacs.not-asked-for",
     "The archive sent instances that were not asked for; they were refused and not stored.",
     "Nothing; or ask the keeper why the archive sends them."},
    {"pacs.not-received",
     "Instances that the archive lists were asked for and did not come. The message has the "
     "archive's word.",
     "Run the same command again, which asks for the missing ones only; if they stay away, ask the "
     "keeper of the archive."},
    {"pacs.not-stored", "Instances arrived and could not be written to their end.",
     "Look whether the disk is full; run the same command again."},
    {"pacs.not-supported",
     "The archive does not offer the service, or accepts none of what was proposed.",
     "Query and retrieval by Study Root are needed; --retrieve get takes C-GET in place of "
     "C-MOVE."},
    {"pacs.opened-again",
     "The association with the archive was lost and opened again; the series was asked for once "
     "more.",
     "Nothing; what came before was kept."},
    {"pacs.port-in-use",
     "The port at which the archive's images are received cannot be listened at: another program "
     "has it, or it takes privileges.",
     "Name a free port by --port, the one that the archive has for our AE title."},
    {"pacs.query-failed", "The archive answered a query with an error.",
     "The message has its status; fewer or other keys may help."},
    {"pacs.refused",
     "The archive refused the association: it does not know one of the AE titles, or is too busy.",
     "Compare both AE titles with the archive's configuration: the one in the address is its own, "
     "--aet is ours."},
    {"pacs.unreachable", "Nothing answers at the archive's address and port.",
     "Check host and port, and whether a firewall stands between; --timeout gives it more time."},
};
}  // namespace

CodeGroup pacs() {
  return {"pacs", pacs_codes};
}

}  // namespace secondsite::core::codes
