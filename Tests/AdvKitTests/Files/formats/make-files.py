"""Writes the data files of this folder; run in it by Python 3.11 with NumPy 2.4.6.

NumPy's and gzip's writers decide what the bytes are; the tests say what must be read from them.
"""
import gzip
import io
import struct
import zipfile

import numpy as np

GREY = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4) * 10


def idx(code, sizes, data):
    return struct.pack(">BBBB", 0, 0, code, len(sizes)) + struct.pack(f">{len(sizes)}I", *sizes) + data


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


write("grey.idx3-ubyte", idx(0x08, GREY.shape, GREY.tobytes()))
write("grey.idx3-ubyte.gz", gzip.compress(idx(0x08, GREY.shape, GREY.tobytes()), mtime=0))
write("labels.idx1-ubyte", idx(0x08, (2,), bytes([4, 1])))
for code, name, type in [(0x09, "i1", ">i1"), (0x0B, "i2", ">i2"), (0x0C, "i4", ">i4"),
                         (0x0D, "f4", ">f4"), (0x0E, "f8", ">f8")]:
    write(f"{name}.idx", idx(code, (3,), np.array([-1, 0, 100], dtype=type).tobytes()))
write("bomb.idx.gz", gzip.compress(idx(0x08, (1, 4_000_000), bytes(4_000_000)), mtime=0))

TYPES = ["|b1", "|i1", "|u1"] + [e + k + w for e in "<>" for k, w in
                                 [("i", "2"), ("i", "4"), ("i", "8"), ("u", "2"), ("u", "4"),
                                  ("u", "8"), ("f", "4"), ("f", "8")]]
for descr in TYPES:
    low = 0 if descr[1] in "bu" else -1
    name = descr.replace("|", "").replace("<", "little-").replace(">", "big-")
    np.save(f"{name}.npy", np.array([[low, 0, 1], [1, 0, 1]]).astype(descr))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, np.array([1.5, -2.0]), version=version)
np.save("fortran2.npy", np.asfortranarray(np.arange(6, dtype="<f4").reshape(2, 3)))
np.save("fortran3.npy", np.asfortranarray(np.arange(24, dtype="<i2").reshape(2, 3, 4)))
np.save("single.npy", np.float64(7.25))
np.save("empty.npy", np.zeros((0, 3)))
np.save("nan.npy", np.array([[1.0, 2.0], [3.0, np.nan]]))
np.save("huge.npy", np.array([2**63], dtype="<u8"))
for name, array in [("complex", np.array([1j])), ("half", np.array([1.0], dtype="<f2")),
                    ("words", np.array(["cat"])), ("object", np.array([None, 1], dtype=object)),
                    ("record", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]))]:
    np.save(f"{name}.npy", array)

x = np.linspace(0, 1, 12).reshape(6, 2).astype("<f4")
y = np.array([0, 1, 2, 0, 1, 2])
np.savez("stored.npz", x=x, y=y)
np.savez_compressed("deflated.npz", x=x, y=y, other=np.array(["cat"]))
np.savez_compressed("bomb.npz", x=np.zeros(1_000_000), y=y)


def archive(name, method=zipfile.ZIP_DEFLATED, comment=b"", streamed=False):
    """An archive with one array that zipfile wrote, in a way NumPy would not."""
    buffer = io.BytesIO()
    np.save(buffer, y)
    target = io.BytesIO()

    class Pipe(io.RawIOBase):
        """Cannot seek, so that sizes follow the data in a descriptor."""
        def writable(self):
            return True

        def write(self, data):
            return target.write(data)

    with zipfile.ZipFile(Pipe() if streamed else target, "w", method) as zip:
        zip.writestr(zipfile.ZipInfo("y.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(), method)
        zip.comment = comment
    write(name, target.getvalue())


archive("comment.npz", comment=b"made by hand PK\x05\x06")
archive("streamed.npz", streamed=True)
archive("bzip2.npz", method=zipfile.ZIP_BZIP2)
