#pragma once
// The one place where the DICOM libraries are set up.

namespace secondsite::dicom {

// DCMTK and GDCM never print: their warnings become nothing, their errors come back as values.
// Called by every function here that uses them.
void silence_libraries();
// The same, with DCMTK's decoders registered.
void register_decoders();

}  // namespace secondsite::dicom
