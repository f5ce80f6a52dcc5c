#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes bip39.json: the entropies of the standard's own test vectors, and their words, computed here from the list.

The words are those that the standard publishes for them; the last three words of each are checked below.
"""
import hashlib
import json
import pathlib

ENTROPIES = """
00000000000000000000000000000000 abandon abandon about
7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f winner thank yellow
80808080808080808080808080808080 advice cage above
ffffffffffffffffffffffffffffffff zoo zoo wrong
000000000000000000000000000000000000000000000000 abandon abandon agent
7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f useful legal will
808080808080808080808080808080808080808080808080 avoid letter always
ffffffffffffffffffffffffffffffffffffffffffffffff zoo zoo when
0000000000000000000000000000000000000000000000000000000000000000 abandon abandon art
7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f sausage worth title
8080808080808080808080808080808080808080808080808080808080808080 doctor acoustic bless
ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff zoo zoo vote
7dce4ed2284c9134d026608ab684c05c reflect copy reward
0ce452419635c1a5faf44d60f2029f73fdc43419b4de1f03 orange business burger
00ac97c48106f0aeb8ba061e0250a559b3251dc35854e694780ba51d53a50120 spoon afraid benefit
5baf069620eff15c71dd97c9a6ee328f danger million bunker
977f8287f9ed670b8489838ab0476a63b65d4df12f406e68 trend hover dwarf
3edc83b60740d77af3afa2fcb82c2f1bc541ee4e2518ddef4996d32453f54a3c wide cigar night
63deb1e7f0c3de56f4ab43c9d2ae6c86 nice open artefact
e77c6500b49072aefdf0a8aa787cf557d1920e94103e0597 amazing airport royal
89bb4bc5555992cdaf3444c5e7ca5a6e9f27efab894f1990bae41be8b2a26ea4 eye ritual orchard
00641669f095b433a304ed0f953f28eb prepare sketch stomach
b8b0ff94389d3ec591c7d2fb72d8d3666e4e52b8cdf5471d salt either truth
911fec0fbd88029f6fa99164896c18d898c9232af18bdcca3e42d53b86493104 cause series long
"""


def words_of(entropy, words):
    check = len(entropy) // 4
    bits = "".join(f"{byte:08b}" for byte in entropy) + f"{hashlib.sha256(entropy).digest()[0]:08b}"[:check]
    return [words[int(bits[i:i + 11], 2)] for i in range(0, len(bits), 11)]


def main():
    here = pathlib.Path(__file__).parent
    words = (here / "../../../resources/words/bip39-english.txt").read_text(encoding="ascii").split()
    cases = []
    for line in ENTROPIES.split("\n"):
        if not line:
            continue
        entropy, *last = line.split()
        made = words_of(bytes.fromhex(entropy), words)
        assert made[-3:] == last, (entropy, made)
        cases.append([entropy, " ".join(made)])
    (here / "bip39.json").write_text(json.dumps({"english": cases}, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
