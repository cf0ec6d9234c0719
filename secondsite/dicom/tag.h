#pragma once
// The DICOM attributes that this program reads, by their keywords in PS3.6.

#include <cstdint>
#include <string>

namespace secondsite::dicom {

// Group and element in one number: (0008,0060) is 0x00080060.
using Tag = std::uint32_t;

constexpr std::uint16_t group_of(Tag tag) {
  return static_cast<std::uint16_t>(tag >> 16);
}
constexpr std::uint16_t element_of(Tag tag) {
  return static_cast<std::uint16_t>(tag & 0xffffU);
}
// "(0008,0060)"
std::string text_of(Tag tag);

namespace tag {
constexpr Tag media_storage_sop_class = 0x00020002, transfer_syntax = 0x00020010;
constexpr Tag directory_records = 0x00041220;

constexpr Tag character_set = 0x00080005, image_type = 0x00080008, sop_class = 0x00080016,
              sop_instance = 0x00080018, study_date = 0x00080020, series_date = 0x00080021,
              acquisition_date = 0x00080022, content_date = 0x00080023, study_time = 0x00080030,
              acquisition_time = 0x00080032, content_time = 0x00080033,
              accession_number = 0x00080050, modality = 0x00080060, conversion_type = 0x00080064,
              presentation_intent = 0x00080068, manufacturer = 0x00080070, institution = 0x00080080,
              code_value = 0x00080100, coding_scheme = 0x00080102, code_meaning = 0x00080104,
              station = 0x00081010, study_description = 0x00081030, procedure_code = 0x00081032,
              series_description = 0x0008103e, model = 0x00081090,
              derivation_description = 0x00082111, anatomic_region = 0x00082218;

constexpr Tag patient_id = 0x00100020, birth_date = 0x00100030, sex = 0x00100040, age = 0x00101010,
              identity_removed = 0x00120062, deidentification_codes = 0x00120064;

constexpr Tag contrast_agent = 0x00180010, body_part = 0x00180015, scanning_sequence = 0x00180020,
              sequence_variant = 0x00180021, acquisition_type = 0x00180023,
              sequence_name = 0x00180024, kvp = 0x00180060, thickness = 0x00180050,
              repetition_time = 0x00180080, echo_time = 0x00180081, inversion_time = 0x00180082,
              field_strength = 0x00180087, spacing_between_slices = 0x00180088,
              echo_train_length = 0x00180091, device_serial = 0x00181000,
              secondary_capture_manufacturer = 0x00181016, software = 0x00181020,
              protocol = 0x00181030, contrast_volume = 0x00181041, contrast_start = 0x00181042,
              trigger_time = 0x00181060, spatial_resolution = 0x00181050, gantry_tilt = 0x00181120,
              exposure_time = 0x00181150, tube_current = 0x00181151, exposure = 0x00181152,
              exposure_uas = 0x00181153, imager_pixel_spacing = 0x00181164, kernel = 0x00181210,
              flip_angle = 0x00181314, processing_description = 0x00181400,
              processing_code = 0x00181401, cassette_orientation = 0x00181402,
              view_position = 0x00185101, patient_position = 0x00185100, detector_type = 0x00187004,
              detector_description = 0x00187006, detector_id = 0x0018700a,
              pulse_sequence_name = 0x00189005, effective_echo_time = 0x00189082,
              table_speed = 0x00189309, pitch = 0x00189311, exposure_mas = 0x00189332,
              exposure_time_ms = 0x00189328, tube_current_ma = 0x00189330,
              convolution_kernel_group = 0x00189316, ctdivol = 0x00189345,
              inversion_times = 0x00189079;

constexpr Tag study = 0x0020000d, series = 0x0020000e, series_number = 0x00200011,
              acquisition_number = 0x00200012, instance_number = 0x00200013,
              patient_orientation = 0x00200020, position = 0x00200032, orientation = 0x00200037,
              frame_of_reference = 0x00200052, laterality = 0x00200060,
              image_laterality = 0x00200062, temporal_position = 0x00200100,
              slice_location = 0x00201041, image_comments = 0x00204000;

constexpr Tag samples = 0x00280002, photometric = 0x00280004, frames = 0x00280008,
              rows = 0x00280010, columns = 0x00280011, pixel_spacing = 0x00280030,
              bits_allocated = 0x00280100, bits_stored = 0x00280101, high_bit = 0x00280102,
              signedness = 0x00280103, padding = 0x00280120, padding_limit = 0x00280121,
              window_centre = 0x00281050, window_width = 0x00281051, intercept = 0x00281052,
              slope = 0x00281053, rescale_type = 0x00281054, burned_in = 0x00280301,
              lossy = 0x00282110, lookup_descriptor = 0x00283002, lookup_data = 0x00283006,
              modality_lookup = 0x00283000, value_of_interest_lookup = 0x00283010,
              planar = 0x00280006, window_function = 0x00281056;

constexpr Tag requested_procedure = 0x00321060, performed_procedure = 0x00400254,
              requested_attributes = 0x00400275, acquisition_context = 0x00400555,
              concept_name = 0x0040a043, concept_code = 0x0040a168, view_code = 0x00540220,
              patient_orientation_code = 0x00540410;

// Functional groups of enhanced multi-frame images.
constexpr Tag shared_groups = 0x52009229, per_frame_groups = 0x52009230,
              pixel_measures = 0x00289110, plane_position = 0x00209113,
              plane_orientation = 0x00209116, pixel_value_transformation = 0x00289145,
              ct_exposure = 0x00189321, ct_reconstruction = 0x00189314,
              ct_acquisition_details = 0x00189304, ct_xray_details = 0x00189325,
              ct_table_dynamics = 0x00189308, ct_geometry = 0x00189312, mr_timing = 0x00189112,
              mr_echo = 0x00189114, mr_modifier = 0x00189115, frame_content = 0x00209111,
              ct_frame_type = 0x00189329, mr_frame_type = 0x00189226, frame_anatomy = 0x00209071,
              frame_laterality = 0x00209072, contrast_sequence = 0x00180012,
              contrast_usage = 0x00189341, contrast_administered = 0x00189342,
              frame_voi = 0x00289132;

constexpr Tag extended_offsets = 0x7fe00001, float_pixels = 0x7fe00008, pixels = 0x7fe00010;
constexpr Tag item = 0xfffee000, item_end = 0xfffee00d, sequence_end = 0xfffee0dd;
}  // namespace tag
}  // namespace secondsite::dicom
