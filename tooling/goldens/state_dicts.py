"""Makes packages/model/fixtures/state-dicts.json with PyTorch: python3 state_dicts.py <out>.

Safetensors files of PyTorch modules and of all data types, with what PyTorch answers. The files are written here byte by byte,
after the description of the format, so that they do not depend on the writer under test."""
import base64
import hashlib
import json
import struct
import sys

import numpy as np
import torch
from torch import nn

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}
# PyTorch has no unsigned types but uint8; NumPy has.
UNSIGNED = {"uint16": "U16", "uint32": "U32", "uint64": "U64"}


def raw(tensor):
    """Name of the type and little-endian bytes of a tensor or an array."""
    if isinstance(tensor, np.ndarray):
        return UNSIGNED[str(tensor.dtype)], tensor.tobytes()
    kept = tensor.detach().contiguous()
    bits = kept.view(torch.int16) if kept.dtype == torch.bfloat16 else kept
    return TYPES[kept.dtype], bits.numpy().tobytes()


def safetensors(tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        dtype, content = raw(tensor)
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    return base64.b64encode(struct.pack("<Q", len(text)) + text + data).decode()


def numbers(tensor):
    return tensor.detach().double().flatten().tolist()


def case(name, module, inputs, outputs, tensors=None):
    # Float64 keeps every float32 exactly, and JSON's shortest form keeps every float64.
    return {"name": name, "file": safetensors(tensors or module.state_dict()), "shape": list(inputs.shape),
            "inputs": numbers(inputs), "outputs": numbers(outputs)}


def halved(module, dtype):
    """A module whose weights were rounded to a short type, and these weights in that type."""
    short = {name: tensor.to(dtype) for name, tensor in module.state_dict().items()}
    module.load_state_dict({name: tensor.float() for name, tensor in short.items()})
    return short


def sequential(bias=True):
    return nn.Sequential(nn.Linear(3, 5, bias=bias), nn.ReLU(), nn.Linear(5, 4, bias=bias), nn.ReLU(), nn.Linear(4, 2, bias=bias))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = sequential()

    def forward(self, x):
        return self.net(x)


class Named(nn.Module):
    """Modules whose names do not tell their order."""

    def __init__(self):
        super().__init__()
        self.stem, self.body, self.head = nn.Linear(3, 4), nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x):
        return self.head(torch.relu(self.body(torch.relu(self.stem(x)))))


class Image(nn.Module):
    """Images in, channels last as in TensorFlow.js."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(2, 3, (2, 3)), nn.BatchNorm2d(3), nn.Linear(3, 2)])

    def forward(self, x):
        convolution, norm, linear = self.layers
        return linear(torch.relu(norm(convolution(x.permute(0, 3, 1, 2)))).mean((2, 3)))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Embedding(5, 4), nn.LayerNorm(4), nn.Linear(4, 2)])

    def forward(self, x):
        embedding, norm, linear = self.layers
        return linear(norm(embedding(x)))


def all_patterns(dtype):
    """SHA-256 of the float32 bits of all 65,536 values; every NaN as 0x7fc00000, because payloads are not kept."""
    bits = torch.from_numpy(np.arange(65536, dtype=np.uint16).view(np.int16).copy())
    widened = (bits.view(torch.bfloat16) if dtype == torch.bfloat16 else torch.from_numpy(bits.numpy().view(np.float16))).float().numpy()
    patterns = widened.view(np.uint32).copy()
    patterns[np.isnan(widened)] = 0x7FC00000
    return hashlib.sha256(patterns.tobytes()).hexdigest()


def rounded(values):
    """float32 bits, and what they are in both short types."""
    tensor = torch.from_numpy(values)
    return {"float32": values.view(np.uint32).tolist(),
            "F16": tensor.half().numpy().view(np.uint16).tolist(),
            "BF16": [value & 0xFFFF for value in tensor.bfloat16().view(torch.int16).tolist()]}


def main(out):
    torch.manual_seed(19)
    draws = np.random.RandomState(19)
    rows = torch.randn(6, 3)
    cases = []
    for name, module in [("sequential", sequential()), ("no bias", sequential(bias=False)), ("net", Net()), ("named", Named())]:
        cases.append(case(name, module, rows, module(rows)))
    for name, dtype in [("BF16", torch.bfloat16), ("F16", torch.float16), ("F64", torch.float64)]:
        module = sequential()
        short = halved(module, dtype)
        cases.append(case(name, module, rows, module(rows), short))
    image = Image().eval()
    image.layers[1].running_mean.normal_()
    image.layers[1].running_var.uniform_(0.5, 2)
    nn.init.normal_(image.layers[1].weight)
    images = torch.randn(2, 4, 5, 2)
    cases.append(case("image", image, images, image(images)))
    text, tokens = Text(), torch.tensor([[1, 2, 0], [4, 3, 3]])
    nn.init.normal_(text.layers[1].weight)
    cases.append(case("text", text, tokens, text(tokens)))

    integers = {"I8": (torch.int8, [-128, 0, 127]), "I16": (torch.int16, [-32768, 5, 32767]), "U8": (torch.uint8, [0, 200, 255]),
                "I32": (torch.int32, [-(2**31), 7, 2**31 - 1]), "I64": (torch.int64, [-(2**63), 2**53 + 1, 2**63 - 1])}
    typed = {name: torch.tensor(values, dtype=dtype) for name, (dtype, values) in integers.items()}
    typed["BOOL"] = torch.tensor([[True, False], [False, True]])
    typed["U16"] = np.array([0, 40000, 65535], dtype=np.uint16)
    typed["U32"] = np.array([0, 3000000000, 2**32 - 1], dtype=np.uint32)
    typed["U64"] = np.array([0, 2**53 + 1, 2**64 - 1], dtype=np.uint64)
    typed["F16"] = torch.tensor([1 / 3, -0.0, 6e-8, 65504, float("inf")]).half()
    typed["BF16"] = torch.tensor([1 / 3, -0.0, 1e-40, 3e38, float("-inf")]).bfloat16()
    typed["F64"] = torch.tensor([1 / 3], dtype=torch.float64)
    as_floats = {name: numbers(torch.from_numpy(t.astype(np.float32)) if isinstance(t, np.ndarray) else t.float()) for name, t in typed.items()}
    as_floats = {name: [v if np.isfinite(v) else ("Infinity" if v > 0 else "-Infinity") for v in values] for name, values in as_floats.items()}

    special = np.array([0, -0.0, 1, 65504, 65519.996, 65520, 1e30, 3.3895314e38, 3.4028235e38, np.inf, -np.inf, 2**-24, 2**-25, 1.5 * 2**-24,
                        2.5 * 2**-24, 2**-14, 2**-14 - 2**-26, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-8, 1 + 3 * 2**-8, 1e-45], dtype=np.float32)
    spread = (draws.standard_normal(300) * 2.0 ** draws.randint(-30, 30, 300)).astype(np.float32)
    result = {
        "versions": {"torch": torch.__version__, "numpy": np.__version__},
        "types": {"file": safetensors(typed), "floats": as_floats},
        "patterns": {"F16": all_patterns(torch.float16), "BF16": all_patterns(torch.bfloat16)},
        "rounded": rounded(np.concatenate([special, spread])),
        "cases": cases,
    }
    with open(out, "w", encoding="utf-8") as file:
        file.write(json.dumps(result, allow_nan=False, separators=(",", ":")).replace('},{"name"', '},\n{"name"') + "\n")


main(sys.argv[1])
