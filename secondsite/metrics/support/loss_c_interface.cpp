#include <limits>

#include "secondsite/core/registry.h"
#include "secondsite/metrics/losses/c_interface.h"
#include "secondsite/metrics/losses/loss.h"
#include "secondsite/metrics/support/c_message.h"

namespace secondsite::metrics {
namespace {

using core::Error;
using core::Result;

Result<LossOptions> loss_options_of(const secondsite_loss_options* given, std::size_t classes) {
  LossOptions out;
  if (given == nullptr) return out;
  if (given->size != sizeof(secondsite_loss_options))
    return Error("loss.bad-option", "options.size is " + std::to_string(given->size) + ", not " +
                                        std::to_string(sizeof(secondsite_loss_options)) +
                                        "; fill the options with secondsite_loss_defaults first");
  out.smooth = given->smooth;
  out.squared = given->squared != 0;
  out.false_positive_cost = given->false_positive_cost;
  out.false_negative_cost = given->false_negative_cost;
  out.gamma = given->gamma;
  out.tversky_gamma = given->tversky_gamma;
  out.alpha = given->alpha;
  out.balance = given->balance;
  out.clip = given->clip;
  if (given->class_counts != nullptr) out.class_counts = {given->class_counts, classes};
  out.threads = given->threads;
  return out;
}

template <typename T>
Result<double> compute(const char* name, const T* probability, const T* reference,
                       const T* distance, std::size_t classes, std::size_t voxels,
                       const secondsite_loss_options* given, T* gradient) {
  if (name == nullptr || probability == nullptr || reference == nullptr)
    return Error("loss.uneven-columns", "the name, the probabilities or the reference are NULL");
  const auto loss = core::find_entry(losses::all(), name, "loss");
  if (!loss) return loss.error();
  const auto options = loss_options_of(given, classes);
  if (!options) return options.error();
  if (voxels != 0 && classes > std::numeric_limits<std::size_t>::max() / voxels / sizeof(T))
    return Error("loss.uneven-columns", "classes times voxels is beyond what memory can hold");
  const std::size_t n = classes * voxels;
  LossInput<T> input{{probability, n}, {reference, n}, {}, classes};
  if (distance != nullptr) input.distance = {distance, n};
  std::span<T> slopes;
  if (gradient != nullptr) slopes = {gradient, n};
  if constexpr (std::is_same_v<T, float>)
    return (*loss)->of_float(input, slopes, *options);
  else
    return (*loss)->of_double(input, slopes, *options);
}

int told(const Result<double>& result, double* value, char* message, std::size_t size) {
  put_message(result ? "" : result.error().what(), message, size);
  if (result) {
    if (value != nullptr) *value = *result;
    return 0;
  }
  return 1;
}

}  // namespace
}  // namespace secondsite::metrics

using namespace secondsite::metrics;  // NOLINT: what follows is C

void secondsite_loss_defaults(secondsite_loss_options* options) {
  if (options == nullptr) return;
  const LossOptions defaults;
  *options = {sizeof(secondsite_loss_options),
              defaults.smooth,
              defaults.squared ? 1 : 0,
              defaults.false_positive_cost,
              defaults.false_negative_cost,
              defaults.gamma,
              defaults.tversky_gamma,
              defaults.alpha,
              defaults.balance,
              defaults.clip,
              nullptr,
              defaults.threads};
}

size_t secondsite_loss_count(void) {
  return losses::all().size();
}

const char* secondsite_loss_name(size_t index) {
  return index < losses::all().size() ? losses::all()[index].id.data() : nullptr;
}

int secondsite_loss_f32(const char* name, const float* probability, const float* reference,
                        const float* distance, size_t classes, size_t voxels,
                        const secondsite_loss_options* options, double* value, float* gradient,
                        char* message, size_t message_size) {
  return told(compute(name, probability, reference, distance, classes, voxels, options, gradient),
              value, message, message_size);
}

int secondsite_loss_f64(const char* name, const double* probability, const double* reference,
                        const double* distance, size_t classes, size_t voxels,
                        const secondsite_loss_options* options, double* value, double* gradient,
                        char* message, size_t message_size) {
  return told(compute(name, probability, reference, distance, classes, voxels, options, gradient),
              value, message, message_size);
}
