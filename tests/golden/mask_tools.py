"""What MONAI, nnU-Net, panoptica and DeepMind's surface-distance print for the spine masks of panoptica-spine.

    python3 tests/golden/mask_tools.py FOLDER

Runs the tools themselves with their defaults, once, label by label, and prints the table of the oracle set
tests/oracles/sets/panoptica_spine_tools.cpp, which holds `--as` against it. Needs monai 1.6.1 (torch 2.15.0), nnunetv2 2.8.1, panoptica 2.1.7,
surface-distance 0.1, nibabel, numpy 2.2.6, scipy 1.17.1; none of them is needed to build or to test.
"""

import sys
import types

import nibabel
import numpy
from scipy import ndimage

for name, value in (("Inf", numpy.inf), ("NaN", numpy.nan)):
    if not hasattr(numpy, name):
        setattr(numpy, name, value)
for name in ("filters", "morphology"):
    setattr(ndimage, name, types.SimpleNamespace(
        correlate=ndimage.correlate, distance_transform_edt=ndimage.distance_transform_edt))

import surface_distance  # noqa: E402
import torch  # noqa: E402
from monai import metrics as monai  # noqa: E402
from nnunetv2.evaluation.evaluate_predictions import compute_metrics  # noqa: E402
from nnunetv2.imageio.simpleitk_reader_writer import SimpleITKIO  # noqa: E402
from panoptica import ConnectedComponentsInstanceApproximator, InputType, NaiveThresholdMatching  # noqa: E402
from panoptica import Panoptica_Evaluator  # noqa: E402
from panoptica.metrics import Metric  # noqa: E402

TOLERANCE = 2.0


def by_monai(prediction, reference):
    y_pred = torch.from_numpy(prediction[None, None].astype(numpy.float32))
    y = torch.from_numpy(reference[None, None].astype(numpy.float32))

    def of(metric):
        return float(metric(y_pred=y_pred, y=y).flatten()[0])

    yield "DiceMetric", of(monai.DiceMetric(include_background=True))
    yield "HausdorffDistanceMetric(percentile=95)", of(
        monai.HausdorffDistanceMetric(include_background=True, percentile=95))
    yield "HausdorffDistanceMetric", of(monai.HausdorffDistanceMetric(include_background=True))
    yield "SurfaceDistanceMetric(symmetric=True)", of(
        monai.SurfaceDistanceMetric(include_background=True, symmetric=True))
    yield "SurfaceDiceMetric", of(monai.SurfaceDiceMetric(class_thresholds=[TOLERANCE], include_background=True))


def by_panoptica(prediction, reference):
    evaluator = Panoptica_Evaluator(
        expected_input=InputType.SEMANTIC, instance_approximator=ConnectedComponentsInstanceApproximator(),
        instance_matcher=NaiveThresholdMatching(), global_metrics=[Metric.DSC, Metric.ASSD])
    result = evaluator.evaluate(prediction.astype(numpy.uint8), reference.astype(numpy.uint8))["ungrouped"]
    for name in ("global_bin_dsc", "global_bin_assd", "sq", "rq", "pq"):
        yield name, float(getattr(result, name))


def by_deepmind(prediction, reference, spacing):
    distances = surface_distance.compute_surface_distances(reference, prediction, spacing)
    yield "compute_dice_coefficient", surface_distance.compute_dice_coefficient(reference, prediction)
    yield "compute_robust_hausdorff(95)", surface_distance.compute_robust_hausdorff(distances, 95)
    yield "compute_robust_hausdorff(100)", surface_distance.compute_robust_hausdorff(distances, 100)
    yield "compute_surface_dice_at_tolerance", surface_distance.compute_surface_dice_at_tolerance(distances, TOLERANCE)
    to_prediction, to_reference = surface_distance.compute_average_surface_distance(distances)
    yield "compute_average_surface_distance, to prediction", to_prediction
    yield "compute_average_surface_distance, to reference", to_reference


def in_cpp(value):
    return "unknown" if numpy.isnan(value) else "infinite" if numpy.isinf(value) else repr(float(value))


def main(folder):
    # The evaluation of panoptica writes a banner to standard output: take the lines that begin with a brace.
    for pair in ("matched_instance", "semantic"):
        files = [f"{folder}/{pair}_{side}.nii.gz" for side in ("pred", "ref")]
        images = [nibabel.load(file) for file in files]
        prediction, reference = (numpy.asarray(image.dataobj).astype(numpy.int32) for image in images)
        spacing = [float(s) for s in images[1].header.get_zooms()[:3]]
        labels = [int(v) for v in numpy.union1d(numpy.unique(prediction), numpy.unique(reference)) if v != 0]
        nnunet = compute_metrics(files[1], files[0], SimpleITKIO(), labels)["metrics"]
        for label in labels:
            a, b = prediction == label, reference == label
            found = [("monai", by_monai(a, b)), ("panoptica", by_panoptica(a, b)),
                     ("deepmind", by_deepmind(a, b, spacing)),
                     ("nnunet", [(name, nnunet[label][name]) for name in ("Dice", "IoU")])]
            values = [value for _, of_tool in found for _, value in of_tool]
            print(f'    {{"{pair}", {label}, {{{", ".join(in_cpp(value) for value in values)}}}}},')


if __name__ == "__main__":
    main(sys.argv[1])
