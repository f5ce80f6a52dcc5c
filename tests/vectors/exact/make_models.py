#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_models.py FOLDER: runs ci81.py and ci41.py for every model folder there and writes ci81/NAME.json and
ci41/NAME.json beside this script. The folders come from `../model/make_tiny.py FOLDER`."""
import pathlib
import subprocess
import sys

HERE, STEPS = pathlib.Path(__file__).resolve().parent, "72"

for folder in sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.is_dir()):
    print(folder.name)
    for profile in ("ci81", "ci41"):
        out = subprocess.run([sys.executable, "-B", str(HERE / f"{profile}.py"), str(folder), STEPS], check=True,
                             capture_output=True)
        (HERE / profile / f"{folder.name}.json").write_bytes(out.stdout)
