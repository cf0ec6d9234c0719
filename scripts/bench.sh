#!/usr/bin/env bash
# The benchmarks, each beside the peer that a user would pick, in one run. Called by ./dev bench.
# Figures are ratios: above 1 means that Secondsite is faster.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${DATA:-../shared/data}"

peers=(numpy==2.2.6 pandas==2.3.3 scikit-learn==1.7.2 scipy==1.17.1 pydicom==3.0.1
  pylibjpeg==2.1.0 pylibjpeg-openjpeg==2.5.0 pyjpegls==1.5.1 python-gdcm==3.0.26
  connected-components-3d==4.1.1 surface-distance==0.1)
if [ "$(cat build/peers/installed 2>/dev/null)" != "${peers[*]}" ]; then
  echo "== installing the peers into build/peers: ${peers[*]}" >&2
  python3 -m venv --clear build/peers
  build/peers/bin/pip install --quiet "${peers[@]}"
  echo "${peers[*]}" >build/peers/installed
fi
cmake --build build/release --target benchmarks secondsite >&2

echo "== patient-cluster bootstrap of AUROC beside scikit-learn and NumPy"
build/peers/bin/python benchmarks/peers/auc_bootstrap.py --program build/release/benchmark_auc_bootstrap --data "$data"
echo
echo "== reading a CSV beside Apache Arrow"
python3 benchmarks/peers/csv_arrow.py --program build/release/benchmark_csv_reader --mib "${CSV_MIB:-1024}"
echo
echo "== a reader study beside NumPy and scikit-learn, every area again"
build/peers/bin/python benchmarks/peers/reader_study.py --program build/release/benchmark_reader_study --data "$data"
echo
echo "== FROC and its scan bootstrap beside the LUNA16 script's method"
build/peers/bin/python benchmarks/peers/froc_luna16.py --program build/release/benchmark_froc --data "$data"
echo
echo "== distances, components and surfaces of masks beside SciPy, cc3d and surface-distance"
build/peers/bin/python benchmarks/peers/masks_kernels.py --program build/release/benchmark_masks
build/peers/bin/python benchmarks/peers/masks_surfaces.py --program build/release/benchmark_masks
echo
echo "== labels from reports beside NegEx in Python"
python3 benchmarks/peers/label.py --program build/release/benchmark_label --data "$data"
echo
echo "== STAPLE of five masks beside ITK's filter"
build/release/benchmark_staple
echo
echo "== whole programs"
build/peers/bin/python benchmarks/peers/whole_program.py --program build/release/secondsite --data "$data"
echo
echo "== indexing DICOM headers beside GDCM's Scanner and pydicom; decoding"
build/peers/bin/python benchmarks/peers/dicom_index.py --program build/release/benchmark_dicom_index --data "$data"
