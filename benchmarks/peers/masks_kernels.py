"""Times distance transform and connected components beside SciPy and cc3d, and prints the ratios.

    python3 benchmarks/peers/masks_kernels.py [--program build/release/benchmark_masks]

Both see the same masks of 512 x 512 x 320 voxels of 0.7 x 0.7 x 1.0 mm: a pair of lungs with vessels cut out of
it, and a second, rougher outline of it. Needs numpy, scipy and connected-components-3d. Ratios above 1 mean that
Secondsite is faster. Secondsite uses two threads; the peers have none to use.
"""

import argparse
import pathlib
import subprocess
import time
from importlib.metadata import version

import cc3d
import numpy
import scipy
from scipy import ndimage

CC3D = version("connected-components-3d")
root = pathlib.Path(__file__).resolve().parents[2]
SHAPE = (320, 512, 512)  # z, y, x
SPACING = (1.0, 0.7, 0.7)


def lungs(seed, swell):
    """Two ellipsoids with a smooth random boundary and thin holes."""
    random = numpy.random.default_rng(seed)
    coarse = random.normal(size=(20, 32, 32)).astype(numpy.float32)
    bumps = ndimage.zoom(coarse, 16, order=1)
    z, y, x = numpy.ogrid[:320, :512, :512]
    out = numpy.zeros(SHAPE, bool)
    for centre in (150, 362):
        shape = ((z - 160) / 140) ** 2 + ((y - 256) / 150) ** 2 + ((x - centre) / 95) ** 2
        out |= shape + 0.05 * bumps < 1 + swell
    holes = ndimage.zoom(random.random((80, 128, 128)).astype(numpy.float32), 4, order=0) > 0.995
    return (out & ~holes).astype(numpy.uint8)


def best(repeats, work):
    """The shortest wall-clock and processor seconds."""
    walls, processors = [], []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def folder_with_masks():
    folder = root / "build" / "benchmarks" / "masks"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "prediction.raw").exists():
        lungs(1, 0.0).tofile(folder / "reference.raw")
        lungs(2, 0.02).tofile(folder / "prediction.raw")
    return folder


def run_program():
    """The folder with both masks, and what the program of the command line measured on them, by name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(root / "build" / "release" / "benchmark_masks"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    folder = folder_with_masks()
    out = subprocess.run([options.program, str(folder), str(options.threads)], check=True, capture_output=True,
                         text=True).stdout
    return folder, {key: float(value) for key, value in (line.split() for line in out.splitlines())}


def main():
    folder, ours = run_program()
    mask = numpy.fromfile(folder / "reference.raw", numpy.uint8).reshape(SHAPE)
    rows = [
        ("Euclidean distance transform", "distance_map", f"scipy {scipy.__version__}",
         lambda: ndimage.distance_transform_edt(mask == 0, sampling=SPACING), 1),
        ("connected components, 26", "components_26", f"scipy {scipy.__version__}",
         lambda: ndimage.label(mask, structure=numpy.ones((3, 3, 3))), 2),
        ("connected components, 26", "components_26", f"cc3d {CC3D}",
         lambda: cc3d.connected_components(mask, connectivity=26), 3),
        ("connected components, 6", "components_6", f"scipy {scipy.__version__}",
         lambda: ndimage.label(mask), 2),
        ("connected components, 6", "components_6", f"cc3d {CC3D}",
         lambda: cc3d.connected_components(mask, connectivity=6), 3),
    ]
    for name, key, peer, work, repeats in rows:
        wall, processor = best(repeats, work)
        own_wall, own_processor = ours[key + "_seconds"], ours[key + "_cpu_seconds"]
        print(f"{name}: Secondsite {own_wall:.3f} s, {peer} {wall:.3f} s, ratio {wall / own_wall:.1f}; "
              f"processor time {own_processor:.3f} s and {processor:.3f} s, ratio {processor / own_processor:.1f}")


if __name__ == "__main__":
    main()
