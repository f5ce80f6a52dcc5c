#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes and signs the folder that an update server shows: installers/README.md says what is in it.

make_release.py key FILE                 a new signing key (PEM, mode 600); prints the public key for HEARTH_UPDATE_KEY
make_release.py public FILE              prints the public key of one that is there
make_release.py release FOLDER --key FILE --version 0.2.0 --notes NOTES.txt PACKAGE...
    --floor 0.1.5    nothing below may be installed any more; a node remembers the highest that it was shown
    --percent 10     so many of the nodes may have it by now; raise it with the same version
    --days 30        how long nodes believe it; sign again before that, also without a new version
The key is read from its file alone, by openssl 3.
"""
import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

SIGNED_AS = b"hearth-update/1"
VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
NAME = re.compile(r"[A-Za-z0-9_+~][A-Za-z0-9._+~-]{0,127}")
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "aarch64", "aarch64": "aarch64"}
MOST_NOTES, MOST_BYTES = 16384, 8 << 30


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(number)


def cbor(value):
    """Deterministic, RFC 8949 section 4.2.1, of the kinds that a release is made of."""
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in sorted(value.items()))


def openssl(*words, given=None):
    return subprocess.run(["openssl", *words], input=given, check=True, stdout=subprocess.PIPE).stdout


def new_key(file):
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(openssl("genpkey", "-algorithm", "ed25519"))


def public_key(file):
    if os.stat(file).st_mode & 0o077:
        sys.exit(f"{file} can be read by others: chmod 600 {file}")
    der = openssl("pkey", "-in", file, "-pubout", "-outform", "DER")
    if len(der) != 44 or der[:12] != bytes.fromhex("302a300506032b6570032100"):
        sys.exit(f"{file} holds no Ed25519 key.")
    return der[12:]


def sign(file, message):
    with tempfile.NamedTemporaryFile() as given:
        given.write(message)
        given.flush()
        return openssl("pkeyutl", "-sign", "-inkey", file, "-rawin", "-in", given.name)


def described(package):
    name = os.path.basename(package)
    found = re.fullmatch(r".*[_-](\w+?)\.(deb|tar\.gz)", name.replace("x86_64", "amd64"))
    if not NAME.fullmatch(name) or not found or found.group(1) not in MACHINES:
        sys.exit(f"{name}: the name has to end with _MACHINE.deb or -MACHINE.tar.gz, as the packages of bootstrap do.")
    digest, size = hashlib.sha256(), 0
    with open(package, "rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    if not 0 < size <= MOST_BYTES:
        sys.exit(f"{name} is empty or larger than any package may be.")
    return {1: found.group(2), 2: MACHINES[found.group(1)], 3: name, 4: size, 5: digest.digest()}


def number(text):
    if not VERSION.fullmatch(text):
        sys.exit(f"{text} is no version as 0.2.0.")
    return tuple(map(int, text.split(".")))


def release(args):
    if number(args.floor) > number(args.version):
        sys.exit("The floor is above the version.")
    if not 0 <= args.percent <= 100 or not 0 < args.days <= 3650:
        sys.exit("--percent is from 0 to 100, --days from 1 to 3650.")
    with open(args.notes, encoding="utf-8") as text:
        notes = text.read().strip()
    if len(notes.encode()) > MOST_NOTES:
        sys.exit(f"The notes are longer than {MOST_NOTES} bytes.")
    files = [described(package) for package in args.packages]
    if len({(file[1], file[2]) for file in files}) != len(files):
        sys.exit("Two packages are of the same kind for the same machine.")
    public = public_key(args.key)
    issued = int(time.time()) if args.issued is None else args.issued
    body = cbor({0: 1, 1: args.version, 2: args.floor, 3: issued, 4: issued + round(args.days * 86400),
                 5: round(args.percent * 10000), 6: notes, 7: files})
    signature = sign(args.key, hashlib.sha256(SIGNED_AS + b"\0" + body).digest())
    # Whoever reads the folder meanwhile finds each file whole, and none promised that is not there yet.
    place = os.path.join(args.folder, args.version)
    os.makedirs(place, exist_ok=True)
    for package, file in zip(args.packages, files):
        target = os.path.join(place, file[3])
        shutil.copyfile(package, target + ".new")
        os.replace(target + ".new", target)
    manifest = os.path.join(args.folder, "manifest.cbor")
    with open(manifest + ".new", "wb") as out:
        out.write(cbor({1: body, 2: public, 3: signature}))
    os.replace(manifest + ".new", manifest)
    print(f"{manifest}: {args.version} for {args.percent:g} % of the nodes, signed by {public.hex()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name in ("key", "public"):
        verbs.add_parser(name).add_argument("key")
    make = verbs.add_parser("release")
    make.add_argument("folder")
    make.add_argument("packages", nargs="+")
    make.add_argument("--key", required=True)
    make.add_argument("--version", required=True)
    make.add_argument("--notes", required=True)
    make.add_argument("--floor", default="0.0.0")
    make.add_argument("--percent", type=float, default=100)
    make.add_argument("--days", type=float, default=30)
    make.add_argument("--issued", type=int, help="seconds since 1970 in place of now")
    args = parser.parse_args()
    if args.verb == "release":
        return release(args)
    if args.verb == "key":
        new_key(args.key)
    print(public_key(args.key).hex())


if __name__ == "__main__":
    main()
