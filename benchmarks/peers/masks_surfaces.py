"""Times Dice, HD95 and surface Dice of one lung-size label beside DeepMind's surface-distance, and prints the ratio.

    python3 benchmarks/peers/masks_surfaces.py [--program build/release/benchmark_masks]

Both see the same two masks (masks_kernels.py). Secondsite computes Dice, HD95 in three definitions and the surface
Dice; the peer computes Dice, its own HD95 and the surface Dice from one set of distances, which is less. Needs numpy,
scipy and surface-distance 0.1 (the package of google-deepmind/surface-distance, which uses names that NumPy 2 and
SciPy 1.15 dropped: they are given back before the import). Ratios above 1 mean that Secondsite is faster.
"""

import time
import types

import numpy
from scipy import ndimage

from masks_kernels import SHAPE, SPACING, run_program

for name, value in (("Inf", numpy.inf), ("NaN", numpy.nan)):
    if not hasattr(numpy, name):
        setattr(numpy, name, value)
for name in ("filters", "morphology"):
    if not hasattr(ndimage, name):
        setattr(ndimage, name, types.SimpleNamespace(
            correlate=ndimage.correlate, distance_transform_edt=ndimage.distance_transform_edt))

import surface_distance  # noqa: E402


def main():
    folder, ours = run_program()
    truth = numpy.fromfile(folder / "reference.raw", numpy.uint8).reshape(SHAPE) != 0
    prediction = numpy.fromfile(folder / "prediction.raw", numpy.uint8).reshape(SHAPE) != 0
    start, processor = time.perf_counter(), time.process_time()
    distances = surface_distance.compute_surface_distances(truth, prediction, SPACING)
    hd95 = surface_distance.compute_robust_hausdorff(distances, 95)
    nsd = surface_distance.compute_surface_dice_at_tolerance(distances, 2)
    dice = surface_distance.compute_dice_coefficient(truth, prediction)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(f"Secondsite: Dice {ours['dice']:.12f}, HD95 {ours['hd95_area']:.12f} mm, surface Dice {ours['nsd']:.12f}")
    print(f"peer:       Dice {dice:.12f}, HD95 {hd95:.12f} mm, surface Dice {nsd:.12f}")
    print(f"one lung-size label: Secondsite {ours['one_label_seconds']:.3f} s, surface-distance {seconds:.3f} s, "
          f"ratio {seconds / ours['one_label_seconds']:.1f}; processor time {ours['one_label_cpu_seconds']:.3f} s and "
          f"{processor:.3f} s, ratio {processor / ours['one_label_cpu_seconds']:.1f}")
    print(f"{ours['labels']:.0f} labels in one pass: {ours['all_labels_seconds']:.3f} s; at most "
          f"{ours['bytes_a_voxel']:.2f} bytes a voxel beyond the two masks")


if __name__ == "__main__":
    main()
