"""Writes tensors.safetensors with numpy alone, from the format's description.

python tensors.py > tensors.safetensors
"""
import json
import struct
import sys

import numpy as np

single = np.arange(6, dtype="<f4").reshape(2, 3) / 4 - 1
double = np.array([1 / 3, -1e-3, 65537.0], dtype="<f8")
half = np.array([2.0**-24, -(2.0**-14), 65504, 1 / 3, -0.0], dtype="<f2")
# The upper half of the bits of a single: bfloat16, rounded towards zero.
brain = (np.array([1.0, -3.140625, 2.0**100], dtype="<f4").view("<u4") >> 16).astype("<u2")
tensors = [
    ("2.weight", "F32", single),
    ("double", "F64", double),
    ("half", "F16", half),
    ("brain", "BF16", brain),
    ("empty", "F32", np.zeros((0, 5), dtype="<f4")),
    ("näme \"in\" quotes\n", "F32", np.array(7, dtype="<f4")),
]
header = {"__metadata__": {"format": "pt", "of": "a test \U0001F600"}}
data = b""
for name, kind, array in tensors:
    begin = len(data)
    data += array.tobytes()
    header[name] = {
        "dtype": kind, "shape": list(array.shape), "data_offsets": [begin, len(data)]}
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
sys.stdout.buffer.write(struct.pack("<Q", len(text)) + text + data)
