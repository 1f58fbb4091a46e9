"""Checks ONNX files with onnx.checker (full check) and strict shape inference; exits 1 if one fails.

Run:   /usr/bin/python3 tooling/goldens/check_onnx.py model.onnx ...
Needs: onnx (Debian: python3-onnx 1.12, which knows opsets up to 17).
"""

import sys

import onnx
from onnx import shape_inference

failed = False
for path in sys.argv[1:]:
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        known = {value.name for value in inferred.graph.value_info}
        results = {name for node in model.graph.node for name in node.output}
        missing = results - known - {value.name for value in model.graph.output}
        print(f"{path}: good, {len(model.graph.node)} nodes" + (f", no shape for {sorted(missing)}" if missing else ""))
    except Exception as error:
        failed = True
        print(f"{path}: {type(error).__name__}: {error}")
sys.exit(failed)
