"""Makes every golden file of random, data and preprocessing again and compares it, byte for byte, with the one in the repository."""
import filecmp
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PACKAGES = HERE.parent.parent / "packages"
FILES = {
    "numpy_random_state.py": "random/fixtures/numpy-random-state.json",
    "natural_log.py": "random/fixtures/natural-log.json",
    "make_classification.py": "data/fixtures/make-classification.json",
    "make_classification_large.py": "data/fixtures/make-classification-large.json",
    "train_test_split.py": "data/fixtures/train-test-split.json",
    "k_folds.py": "data/fixtures/k-folds.json",
    "errors.py": "data/fixtures/errors.json",
    "varied.py": "data/fixtures/varied.json",
    "preprocessing.py": "preprocessing/fixtures/preprocessing.json",
}

differing = 0
with tempfile.TemporaryDirectory() as directory:
    for script, fixture in FILES.items():
        again = pathlib.Path(directory) / "again.json"
        subprocess.run([sys.executable, HERE / script, again], check=True)
        same = filecmp.cmp(again, PACKAGES / fixture, shallow=False)
        differing += not same
        print(f"{'same     ' if same else 'DIFFERENT'} {fixture}")
sys.exit(differing > 0)
