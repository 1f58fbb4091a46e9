"""ONNX files of the kinds that people export, for packages/sparse: one small file for each habit around a net with ReLU.

Run:   /usr/bin/python3 tooling/goldens/onnx_kinds.py packages/sparse/fixtures/kinds
Needs: numpy, onnx (Debian: python3-onnx 1.12). Opsets that this onnx does not know are only stamped on the file. There are no
answers: the tests compare with onnxruntime on the same file.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

random = np.random.RandomState(16)
node = helper.make_node
FLOAT, DOUBLE, INT32, INT64, STRING = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT32, TensorProto.INT64, TensorProto.STRING


def uniform(*shape, dtype=np.float32):
    return random.uniform(-0.6, 0.6, shape).astype(dtype)


def const(name, array):
    return numpy_helper.from_array(np.ascontiguousarray(array), name)


def value(name, shape, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def model(nodes, initializers, inputs, outputs, opset=13, ml=False):
    graph = helper.make_graph(nodes, "kind", inputs, outputs, initializers)
    opsets = [helper.make_opsetid("", opset)] + ([helper.make_opsetid("ai.onnx.ml", 2)] if ml else [])
    made = helper.make_model(graph, opset_imports=opsets, producer_name="someone")
    made.ir_version = 7 if opset < 15 else 8 if opset < 19 else 10
    return made


def mlp(x="x", y="y", sizes=(6, 9, 7, 3), dtype=np.float32, prefix=""):
    """Nodes and weights of Gemm and Relu from one value to another."""
    nodes, weights, flow = [], [], x
    for index, (rows, columns) in enumerate(zip(sizes, sizes[1:])):
        w, b = f"{prefix}w{index}", f"{prefix}b{index}"
        weights += [const(w, uniform(rows, columns, dtype=dtype)), const(b, uniform(columns, dtype=dtype))]
        last = index == len(sizes) - 2
        z = y if last else f"{prefix}z{index}"
        nodes.append(node("Gemm", [flow, w, b], [z], name=f"{prefix}fc{index}"))
        if not last:
            flow = f"{prefix}h{index}"
            nodes.append(node("Relu", [z], [flow]))
    return nodes, weights


def maps(name):
    info = onnx.ValueInfoProto(name=name)
    kind = info.type.sequence_type.elem_type.map_type
    kind.key_type = INT64
    kind.value_type.tensor_type.elem_type = FLOAT
    return info


MAPS = maps("maps")
X = [value("x", ["batch", 6])]
Y = [value("y", ["batch", 3])]
FILES = {}


def around(name, before=(), after=(), extra=(), opset=13, ml=False, inputs=None, outputs=None, sizes=(6, 9, 7, 3)):
    """The net with nodes in front of it, from x to x0, and behind it, from z to the outputs."""
    nodes, weights = mlp("x0" if before else "x", "z" if after else "y", sizes)
    FILES[name] = model([*before, *nodes, *after], [*weights, *extra], inputs or X, outputs or Y, opset, ml)


for opset in (7, 9, 11, 17, 21, 24):
    around(f"plain-opset{opset}", opset=opset)
around("flatten-first", [node("Flatten", ["x"], ["x0"])], inputs=[value("x", ["batch", 2, 3])])
around("reshape-first", [node("Reshape", ["x", "shape"], ["x0"])], extra=[const("shape", np.array([-1, 6]))], inputs=[value("x", ["batch", 3, 2])])
around("scaled-input", [node("Sub", ["x", "mean"], ["c"]), node("Div", ["c", "std"], ["x0"])],
       extra=[const("mean", uniform(6) * 100), const("std", uniform(6) + 1)])
around("multiplied-input", [node("Mul", ["x", "factor"], ["x0"])], extra=[const("factor", np.float32(1 / 255))])
around("normed-input", [node("BatchNormalization", ["x", "s", "o", "m", "v"], ["x0"])],
       extra=[const(n, uniform(6) + 1) for n in "somv"])
around("scaler", [node("Scaler", ["x"], ["x0"], domain="ai.onnx.ml", offset=[0.5] * 6, scale=[2.0, 3, 4, 5, 6, 7])], ml=True)
around("double-input", [node("Cast", ["x"], ["x0"], to=FLOAT)], inputs=[value("x", ["batch", 6], DOUBLE)])
around("int-input", [node("Cast", ["x"], ["x0"], to=FLOAT)], inputs=[value("x", ["batch", 6], INT64)])
around("softmax-opset11", after=[node("Softmax", ["z"], ["y"], axis=1)], opset=11)
around("log-softmax", after=[node("LogSoftmax", ["z"], ["y"], axis=-1)])
around("tanh", after=[node("Tanh", ["z"], ["y"])])
around("argmax-last", after=[node("ArgMax", ["z"], ["y"], axis=-1, keepdims=0, select_last_index=1)], outputs=[value("y", ["batch"], INT64)])
around("labels", after=[node("Softmax", ["z"], ["p"], axis=-1), node("ArgMax", ["p"], ["a"], axis=1, keepdims=0),
                        node("Gather", ["classes", "a"], ["label"])],
       extra=[const("classes", np.array(["ant", "bee", "cat"], dtype=object))],
       outputs=[value("label", ["batch"], STRING), value("p", ["batch", 3])])
around("label-encoder", after=[node("ArgMax", ["z"], ["a"], axis=1, keepdims=0),
                               node("LabelEncoder", ["a"], ["y"], domain="ai.onnx.ml", keys_int64s=[0, 1, 2], values_strings=["no", "yes", "maybe"])],
       ml=True, outputs=[value("y", ["batch"], STRING)])
around("zipmap", after=[node("Softmax", ["z"], ["p"], axis=-1), node("ZipMap", ["p"], ["maps"], domain="ai.onnx.ml", classlabels_int64s=[0, 1, 2]),
                        node("ArgMax", ["p"], ["label"], axis=1, keepdims=0)],
       ml=True, outputs=[value("label", ["batch"], INT64),
                         MAPS])
around("squeezed", after=[node("Squeeze", ["z", "axis"], ["y"])], extra=[const("axis", np.array([-1]))], outputs=[value("y", ["batch"])], sizes=(6, 9, 1))
around("unsqueezed", after=[node("Unsqueeze", ["z", "axis"], ["y"])], extra=[const("axis", np.array([1]))], outputs=[value("y", ["batch", 1, 3])])
around("unused", extra=[const("u", uniform(2).astype(np.float16)), const("v", np.array(["text"], dtype=object))])
around("fixed-batch", inputs=[value("x", [8, 6])], outputs=[value("y", [8, 3])])
around("two-outputs", after=[node("Identity", ["z"], ["y"]), node("Sigmoid", ["z"], ["s"])], outputs=[*Y, value("s", ["batch", 3])])
around("hidden-output", after=[node("Identity", ["z"], ["y"])], outputs=[*Y, value("h0", ["batch", 9])])

nodes, weights = mlp("joined", "y", (10, 9, 3))
FILES["two-inputs"] = model([node("Concat", ["a", "b"], ["joined"], axis=1), *nodes], weights, [value("a", ["batch", 6]), value("b", ["batch", 4])], Y)

nodes, weights = mlp("h", "r", (9, 12, 9), prefix="i")
FILES["residual"] = model(
    [node("Gemm", ["x", "w", "b"], ["z"]), node("Relu", ["z"], ["h"]), *nodes, node("Add", ["h", "r"], ["s"]),
     node("Relu", ["s"], ["t"]), node("MatMul", ["t", "v"], ["y"])],
    [*weights, const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(9, 3))], X, Y)

FILES["clip-attribute"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("Clip", ["z"], ["h"], min=0.0), node("MatMul", ["h", "v"], ["y"])],
                                [const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(9, 3))], X, Y, 9)
FILES["max-zero"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("Max", ["zero", "z"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                          [const("w", uniform(6, 9)), const("b", uniform(9)), const("zero", np.float32(0)), const("v", uniform(9, 3))], X, Y)
FILES["relu6"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("Clip", ["z", "zero", "six"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                       [const("w", uniform(6, 9) * 9), const("b", uniform(9)), const("zero", np.float32(0)), const("six", np.float32(6)), const("v", uniform(9, 3))], X, Y)
FILES["batch-norm"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("BatchNormalization", ["z", "s", "o", "m", "r"], ["n"], epsilon=1e-3),
                             node("Relu", ["n"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                            [const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(9, 3)), *[const(n, uniform(9) + 1) for n in "somr"]], X, Y, 15)
FILES["trans-a"] = model([node("Gemm", ["x", "w", "b"], ["z"], transA=1, alpha=0.5, beta=2.0), node("Relu", ["z"], ["h"]), node("Gemm", ["h", "v"], ["y"], transB=1)],
                         [const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(3, 9))], [value("x", [6, "batch"])], Y)
FILES["leading-axes"] = model([node("MatMul", ["x", "w"], ["m"]), node("Add", ["b", "m"], ["z"]), node("Relu", ["z"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                              [const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(9, 3))],
                              [value("x", ["batch", 2, "sequence", 6])], [value("y", ["batch", 2, "sequence", 3])])
FILES["half-weights"] = model([node("Cast", ["wh"], ["w"], to=FLOAT), node("MatMul", ["x", "w"], ["z"]), node("Relu", ["z"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                              [const("wh", uniform(6, 9).astype(np.float16)), const("v", uniform(9, 3))], X, Y)
nodes, weights = mlp(dtype=np.float64)
FILES["float64"] = model(nodes, weights, [value("x", ["batch", 6], DOUBLE)], [value("y", ["batch", 3], DOUBLE)])
FILES["gelu"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("Erf", ["z"], ["e"]), node("Mul", ["z", "e"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                      [const("w", uniform(6, 9)), const("b", uniform(9)), const("v", uniform(9, 3))], X, Y)
FILES["layer-norm"] = model([node("Gemm", ["x", "w", "b"], ["z"]), node("LayerNormalization", ["z", "s", "b"], ["n"]), node("Relu", ["n"], ["h"]), node("MatMul", ["h", "v"], ["y"])],
                            [const("w", uniform(6, 9)), const("b", uniform(9)), const("s", uniform(9)), const("v", uniform(9, 3))], X, Y, 17)


# Where onnxruntime's meaning is not the obvious one. With numbers of their own, so that the files above and below stay the same.
before, random = random, np.random.RandomState(17)
CLASSES = node("ArgMax", ["z"], ["a"], axis=1, keepdims=0)
around("equal-labels", after=[CLASSES, node("LabelEncoder", ["a"], ["y"], domain="ai.onnx.ml", keys_int64s=[0, 1, 1, 2, 0], values_strings=list("abcde"))],
       ml=True, outputs=[value("y", ["batch"], STRING)])
around("label-default", after=[CLASSES, node("LabelEncoder", ["a"], ["y"], domain="ai.onnx.ml", keys_int64s=[0, 1], values_strings=["p", "q"],
                                             default_tensor=helper.make_tensor("d", STRING, [1], [b"other"]))],
       ml=True, outputs=[value("y", ["batch"], STRING)])
FILES["label-default"].opset_import[1].version = 4
around("scaled-planes", [node("Scaler", ["x"], ["s"], domain="ai.onnx.ml", offset=[0.5, -1, 2], scale=[2.0, 3, 4]), node("Flatten", ["s"], ["x0"])],
       ml=True, inputs=[value("x", ["batch", 3, 2])])
around("element-norm", [node("BatchNormalization", ["x", "s", "o", "m", "v"], ["n"], spatial=0), node("Flatten", ["n"], ["x0"])],
       extra=[const(n, uniform(2, 1, 3) + 1) for n in "somv"], inputs=[value("x", ["batch", 2, 1, 3])], opset=7)
FILES["int-product"] = model([node("Cast", ["x"], ["i"], to=INT32), node("Mul", ["i", "k"], ["p"]), node("Mul", ["p", "p"], ["y"])],
                             [const("k", np.array([123456789, -987654321, 2147483647, 7, 65537, 40503], dtype=np.int32))], X, [value("y", ["batch", 6], INT32)])
around("same-result", after=[node("Identity", ["z"], ["y"]), node("Identity", ["z"], ["again"]), node("Reshape", ["x", "shape"], ["given"]),
                             node("Constant", [], ["k"], value=const("kk", np.array([1, 2], dtype=np.float32)))],
       extra=[const("shape", np.array([-1, 6]))],
       outputs=[*Y, value("again", ["batch", 3]), value("given", ["batch", 6]), value("k", [2]), value("w0", [6, 9])])
random = before


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in FILES.items():
        (folder / f"{name}.onnx").write_bytes(made.SerializeToString())
    nodes, weights = mlp()
    external = model(nodes, weights, X, Y)
    data = b""
    for tensor in external.graph.initializer:
        raw = tensor.raw_data
        set_external_data(tensor, "external.data", offset=len(data), length=len(raw))
        tensor.ClearField("raw_data")
        data += raw
    (folder / "external.onnx").write_bytes(external.SerializeToString())
    (folder / "external.data").write_bytes(data)


main(pathlib.Path(sys.argv[1]))
