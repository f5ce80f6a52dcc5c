#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""silero.json: what Silero VAD says of a signal, computed with numpy from the package's other weights file.

    python3 make_silero.py silero_vad/data/silero_vad_16k.safetensors > silero.json

The model: magnitudes of a short Fourier transform as a convolution, four convolutions with ReLU, an LSTM cell, one output.
Each chunk of 512 samples begins with the last 64 of the chunk before; the LSTM's state goes on.
"""
import json
import struct
import sys

import numpy as np

CHUNK, CONTEXT, CHUNKS, RATE = 512, 64, 6, 16000


def read_weights(path):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(size))
        data = file.read()
    tensors = {}
    for name, row in header.items():
        if name == "__metadata__":
            continue
        assert row["dtype"] == "F32", name
        first, last = row["data_offsets"]
        tensors[name] = np.frombuffer(data[first:last], "<f4").reshape(row["shape"]).astype(np.float64)
    return tensors


def signal():
    """Six chunks: near silence, then a buzzing voice that rises and falls."""
    n = np.arange(CHUNKS * CHUNK)
    loud = np.where(n < 2 * CHUNK, 0.001, 0.25)
    tone = sum(np.sin(2 * np.pi * (140 * k) * n / RATE) / k for k in range(1, 9))
    return np.round(loud * tone * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * n / RATE)), 4).astype(np.float32)


def convolved(x, weight, bias, stride, padding):
    x = np.pad(x, ((0, 0), (padding, padding)))
    width = weight.shape[2]
    columns = [x[:, at:at + width].reshape(-1) for at in range(0, x.shape[1] - width + 1, stride)]
    out = weight.reshape(weight.shape[0], -1) @ np.stack(columns, axis=1)
    return out if bias is None else out + bias[:, None]


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def answer(w, x, state):
    x = np.pad(x, (0, 64), "reflect")[None, :]
    x = convolved(x, w["stft_conv.weight"], None, 128, 0)
    x = np.sqrt(x[:129] ** 2 + x[129:] ** 2)
    for number, stride in ((1, 1), (2, 2), (3, 2), (4, 1)):
        x = np.maximum(convolved(x, w[f"conv{number}.weight"], w[f"conv{number}.bias"], stride, 1), 0)
    assert x.shape[1] == 1
    h, c = state
    gates = (w["lstm_cell.weight_ih"] @ x[:, 0] + w["lstm_cell.bias_ih"] +
             w["lstm_cell.weight_hh"] @ h + w["lstm_cell.bias_hh"])
    i, f, g, o = np.split(gates, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    out = sigmoid(w["final_conv.weight"][0, :, 0] @ np.maximum(h, 0) + w["final_conv.bias"][0])
    return out, (h, c)


def main():
    weights = read_weights(sys.argv[1])
    samples = signal()
    state = (np.zeros(128), np.zeros(128))
    before = np.zeros(CONTEXT)
    speech = []
    for at in range(0, len(samples), CHUNK):
        whole = np.concatenate([before, samples[at:at + CHUNK].astype(np.float64)])
        value, state = answer(weights, whole, state)
        before = whole[-CONTEXT:]
        speech.append(round(float(value), 7))
    json.dump({"rate": RATE, "speech": speech, "samples": [round(float(s), 4) for s in samples]}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
