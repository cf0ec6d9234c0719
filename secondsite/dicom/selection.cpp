#include <algorithm>

#include "secondsite/dicom/scan.h"

namespace secondsite::dicom {
namespace {

Selection make() {
  using namespace tag;
  Selection s;
  s.top = {media_storage_sop_class, directory_records, character_set, image_type, sop_class,
           sop_instance, study_date, series_date, acquisition_date, content_date, study_time,
           acquisition_time, content_time, accession_number, modality, conversion_type,
           presentation_intent, manufacturer, institution, station, study_description,
           series_description, model, derivation_description, patient_id, birth_date, sex, age,
           identity_removed, contrast_agent, body_part, scanning_sequence, sequence_variant,
           acquisition_type, sequence_name, kvp, thickness, repetition_time, echo_time,
           inversion_time, field_strength, spacing_between_slices, echo_train_length,
           device_serial, secondary_capture_manufacturer, software, protocol, contrast_volume,
           contrast_start, trigger_time, gantry_tilt, exposure_time, tube_current, exposure,
           exposure_uas, imager_pixel_spacing, kernel, flip_angle, processing_description,
           processing_code, view_position, patient_position, detector_type, detector_description,
           detector_id, pulse_sequence_name, pitch, ctdivol, study, series, series_number,
           acquisition_number, instance_number, patient_orientation, position, orientation,
           frame_of_reference, laterality, image_laterality, temporal_position, slice_location,
           image_comments, samples, photometric, frames, rows, columns, pixel_spacing,
           bits_allocated, bits_stored, high_bit, signedness, padding, padding_limit,
           window_centre, window_width, intercept, slope, rescale_type, burned_in, lossy,
           requested_procedure, performed_procedure, effective_echo_time, table_speed};
  s.nested = {code_value, coding_scheme, code_meaning, kvp, thickness, repetition_time, echo_time,
              inversion_time, field_strength, pitch, ctdivol, kernel, flip_angle, position,
              orientation, pixel_spacing, intercept, slope, rescale_type, spacing_between_slices,
              exposure_mas, exposure_time_ms, tube_current_ma, effective_echo_time,
              convolution_kernel_group, gantry_tilt, contrast_agent, image_type, window_centre,
              window_width, frame_laterality,
              inversion_times, 0x00089007 /* FrameType */};
  s.sequences = {procedure_code, anatomic_region, view_code, patient_orientation_code,
                 processing_code, deidentification_codes, requested_attributes,
                 acquisition_context, concept_name, concept_code, shared_groups, per_frame_groups,
                 pixel_measures, plane_position, plane_orientation, pixel_value_transformation,
                 ct_exposure, ct_reconstruction, ct_acquisition_details, ct_xray_details,
                 ct_table_dynamics, ct_geometry, mr_timing, mr_echo, mr_modifier, frame_content,
                 ct_frame_type, mr_frame_type, frame_anatomy, contrast_sequence, frame_voi,
                 modality_lookup, value_of_interest_lookup};
  for (auto* list : {&s.top, &s.nested, &s.sequences}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  s.privates = {
      {"SIEMENS MR HEADER", 0x0019, 0x0a},  // images in a mosaic
      {"SIEMENS MR HEADER", 0x0051, 0x0b},  // matrix
      {"GEMS_ACQU_01", 0x0019, 0x9c},       // name of the pulse sequence
      {"GEMS_PARM_01", 0x0043, 0x27},       // scan pitch ratio
      {"GEMS_HELIOS_01", 0x0045, 0x02},     // detector rows
  };
  return s;
}

}  // namespace

const Selection& index_selection() {
  static const Selection selection = make();
  return selection;
}

}  // namespace secondsite::dicom
