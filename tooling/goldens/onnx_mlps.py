"""Multilayer perceptrons as others write them, for packages/onnx: one small ONNX file for each habit, and what each answers.

Run:   /usr/bin/python3 tooling/goldens/onnx_mlps.py packages/onnx/fixtures
Needs: numpy, onnx (Debian: python3-onnx 1.12). Opsets that this onnx does not know are only stamped on the file: the operators
used here did not change their meaning between opset 17 and 22.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

random = np.random.RandomState(5)


def dense(inputs, outputs):
    weight = random.uniform(-1, 1, (outputs, inputs)).astype(np.float32)
    return weight, random.uniform(-0.5, 0.5, outputs).astype(np.float32)


LAYERS = [dense(6, 8), dense(8, 5), dense(5, 3)]
GATED = [dense(6, 16), dense(6, 16), dense(16, 6)]
X = random.standard_normal((4, 6)).astype(np.float32)


def relu(z):
    return np.maximum(z, 0)


def forward(activation):
    h = X.astype(np.float64)
    for index, (weight, bias) in enumerate(LAYERS):
        h = h @ weight.astype(np.float64).T + bias
        if index < len(LAYERS) - 1:
            h = activation(h)
    return h


def typed(name, array):
    return helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.flatten().tolist())


def raw(name, array):
    return numpy_helper.from_array(np.ascontiguousarray(array), name)


def model(nodes, initializers, opset, ir_version, outputs=3, listed=False, batch="N"):
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, 6])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [batch, outputs])
    extra = [helper.make_tensor_value_info(t.name, t.data_type, t.dims) for t in initializers] if listed else []
    graph = helper.make_graph(nodes, "mlp", [x, *extra], [y], initializers)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="someone")
    made.ir_version = ir_version
    return made


def chain(linear, activation=("Relu",)):
    """Nodes of the three layers; `linear(l, x, y)` gives the nodes of one affine map."""
    nodes, flow = [], "x"
    for index in range(3):
        last = index == 2
        z = "y" if last else f"z{index}"
        nodes += linear(index, flow, z)
        if not last:
            flow = f"h{index}"
            if activation == ("Relu",):
                nodes.append(helper.make_node("Relu", [z], [flow], name=f"relu{index}"))
            else:
                nodes.append(helper.make_node("Sigmoid", [z], [f"s{index}"]))
                nodes.append(helper.make_node("Mul", [f"s{index}", z], [flow]))
    return nodes


def gemm_pytorch(index, x, y):
    return [helper.make_node("Gemm", [x, f"w{index}", f"b{index}"], [y], name=f"/fc{index}/Gemm", alpha=1.0, beta=1.0, transB=1)]


def gemm_plain(index, x, y):
    return [helper.make_node("Gemm", [x, f"w{index}", f"b{index}"], [y])]


def gemm_scaled(index, x, y):
    return [helper.make_node("Gemm", [x, f"w{index}", f"b{index}"], [y], alpha=0.5, beta=2.0)]


def matmul_add(index, x, y):
    return [
        helper.make_node("MatMul", [x, f"w{index}"], [f"m{index}"], name=f"dense_{index}/MatMul"),
        helper.make_node("Add", [f"b{index}", f"m{index}"] if index else [f"m{index}", "b0"], [y]),
    ]


def matmul_transpose(index, x, y):
    return [
        helper.make_node("Transpose", [f"w{index}"], [f"t{index}"], perm=[1, 0]),
        helper.make_node("MatMul", [x, f"t{index}"], [f"m{index}"]),
        helper.make_node("Add", [f"m{index}", f"b{index}"], [y]),
    ]


def initializers(make, transposed=False, weight_factor=1.0, bias_factor=1.0, bias_rows=False):
    result = []
    for index, (weight, bias) in enumerate(LAYERS):
        array = (weight.T if transposed else weight) * np.float32(weight_factor)
        result.append(make(f"w{index}", array))
        scaled = bias * np.float32(bias_factor)
        result.append(make(f"b{index}", scaled.reshape(1, -1) if bias_rows else scaled))
    return result


def constants():
    nodes = []
    for tensor in initializers(raw, transposed=True):
        nodes.append(helper.make_node("Constant", [], [tensor.name], value=tensor))
    return nodes


def gated():
    names = ["gate", "up", "down"]
    tensors = [raw(f"{name}.weight", weight.T) for name, (weight, _) in zip(names, GATED)]
    tensors.append(raw("up.bias", GATED[1][1]))
    nodes = [
        helper.make_node("MatMul", ["x", "gate.weight"], ["g"]),
        helper.make_node("Relu", ["g"], ["a"]),
        helper.make_node("MatMul", ["x", "up.weight"], ["m"]),
        helper.make_node("Add", ["m", "up.bias"], ["u"]),
        helper.make_node("Mul", ["u", "a"], ["p"]),
        helper.make_node("MatMul", ["p", "down.weight"], ["y"]),
    ]
    return model(nodes, tensors, 17, 8, outputs=6)


def gated_answer():
    x = X.astype(np.float64)
    (wg, _), (wu, bu), (wd, _) = [(w.astype(np.float64), b) for w, b in GATED]
    return (relu(x @ wg.T) * (x @ wu.T + bu)) @ wd.T


def wrapped():
    """Flatten in front, Dropout and Identity between, as frameworks leave them."""
    nodes = [helper.make_node("Flatten", ["x"], ["flat"], axis=1)]
    nodes += gemm_pytorch(0, "flat", "z0")
    nodes += [helper.make_node("Relu", ["z0"], ["r0"]), helper.make_node("Dropout", ["r0"], ["h0"])]
    nodes += gemm_pytorch(1, "h0", "z1")
    nodes += [helper.make_node("Relu", ["z1"], ["r1"]), helper.make_node("Identity", ["r1"], ["h1"])]
    nodes += gemm_pytorch(2, "h1", "y")
    return model(nodes, initializers(raw), 15, 8)


def silu(z):
    return z / (1 + np.exp(-z))


FILES = {
    "gemm-pytorch-opset17": (model(chain(gemm_pytorch), initializers(raw), 17, 8), forward(relu)),
    "gemm-typed-listed-opset9": (model(chain(gemm_plain), initializers(typed, True), 9, 4, listed=True), forward(relu)),
    "gemm-scaled-opset10": (model(chain(gemm_scaled), initializers(typed, True, 2.0, 0.5, True), 10, 5), forward(relu)),
    "matmul-add-opset13": (model(chain(matmul_add), initializers(raw, True), 13, 7), forward(relu)),
    "matmul-transpose-opset11": (model(chain(matmul_transpose), initializers(raw), 11, 6), forward(relu)),
    "constant-nodes-opset12": (model(constants() + chain(gemm_plain), [], 12, 7, batch=1), forward(relu)),
    "silu-opset22": (model(chain(gemm_pytorch, ("Silu",)), initializers(raw), 22, 10), forward(silu)),
    "wrapped-opset15": (wrapped(), forward(relu)),
    "gated-ffn-opset17": (gated(), gated_answer()),
}

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    answers = {}
    for name, (made, expected) in FILES.items():
        if made.opset_import[0].version <= 17:
            onnx.checker.check_model(made, full_check=True)
        onnx.save(made, str(folder / f"{name}.onnx"))
        answers[name] = {"shape": list(expected.shape), "dtype": "float64", "data": expected.flatten().tolist()}
    x = {"shape": list(X.shape), "dtype": "float32", "data": X.flatten().tolist()}
    (folder / "answers.json").write_text(json.dumps({"x": x, "answers": answers}))
    print(f"{len(FILES)} files")
