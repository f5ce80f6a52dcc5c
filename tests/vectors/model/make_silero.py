#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""silero.json: what Silero VAD says of a signal, computed by onnxruntime from the package's ONNX file.

    python3 make_silero.py silero_vad/data/silero_vad.onnx > silero.json

Each chunk of 512 samples begins with the last 64 of the chunk before; the state goes on.
"""
import json
import sys

import numpy as np
import onnxruntime

CHUNK, CONTEXT, CHUNKS, RATE = 512, 64, 6, 16000


def signal():
    """Six chunks: near silence, then a buzzing voice that rises and falls."""
    n = np.arange(CHUNKS * CHUNK)
    loud = np.where(n < 2 * CHUNK, 0.001, 0.25)
    tone = sum(np.sin(2 * np.pi * (140 * k) * n / RATE) / k for k in range(1, 9))
    return np.round(loud * tone * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * n / RATE)), 4).astype(np.float32)


def main():
    model = onnxruntime.InferenceSession(sys.argv[1])
    samples = signal()
    state = np.zeros((2, 1, 128), np.float32)
    before = np.zeros((1, CONTEXT), np.float32)
    speech = []
    for at in range(0, len(samples), CHUNK):
        whole = np.concatenate([before, samples[None, at:at + CHUNK]], axis=1)
        value, state = model.run(None, {"input": whole, "state": state, "sr": np.array(RATE, np.int64)})
        before = whole[:, -CONTEXT:]
        speech.append(round(float(value[0, 0]), 7))
    json.dump({"rate": RATE, "speech": speech, "samples": [round(float(s), 4) for s in samples]}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
