#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Good and bad attestations in the formats of Intel TDX and AWS Nitro, under roots of our own that are worth nothing:
prints attestations.json. Needs the Python package cryptography.

A case is as in make_network_proofs.py, and has the measurements that are pinned and the time of the answer. "missing":
the checks that E3 lacks where none failed.
"""
import base64
import datetime
import hashlib
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

import signing

ASKED = '{"model":"m","messages":[{"role":"user","content":"Hi"}]}'
ANSWERED = '{"id":"chatcmpl-7","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},' \
           '"finish_reason":"stop"}]}'
KEY, OTHER = signing.EthereumKey(b"ours"), signing.EthereumKey(b"somebody's")
NONCE = "07" * 32
AT = 1780000000
YEAR = 365 * 86400
SIGNER, ENCLAVE_ID = hashlib.sha256(b"our quoting enclave").digest(), 2
cases = []


def case(name, kind, answer, form, document, pinned, measurements, level, fails, missing, at):
    cases.append({"name": name, "kind": kind, "path": "/chat/completions", "model": "m", "request": ASKED,
                  "response": answer, "format": form, "document": document, "pinned": pinned,
                  "measurements": measurements, "level": level, "fails": list(fails), "missing": list(missing),
                  "at_s": at})


def private(seed, curve):
    size = curve.key_size // 8
    return ec.derive_private_key(int.from_bytes(hashlib.sha512(seed.encode()).digest()[:size - 1], "big"), curve)


def raw_signature(key, message):
    size = key.curve.key_size // 8
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256() if size == 32 else hashes.SHA384())))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def spki(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate(name, key, issuer, issuer_key, ca=None, since=AT - YEAR, until=AT + YEAR, extension=False):
    def named(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def moment(second):
        return datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
               .serial_number(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1)
               .not_valid_before(moment(since)).not_valid_after(moment(until))
               .add_extension(x509.BasicConstraints(ca is not None, ca), critical=True))
    if extension:
        oid = x509.ObjectIdentifier("1.2.840.113741.1.13.1")
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, bytes.fromhex("3000")), critical=False)
    algorithm = hashes.SHA256() if issuer_key.curve.key_size == 256 else hashes.SHA384()
    return builder.sign(issuer_key, algorithm).public_bytes(serialization.Encoding.DER)


class Chain:
    """A root, an authority between, and a leaf."""

    def __init__(self, maker, curve, **leaf):
        self.root_key, self.middle_key, self.key = (private(maker + part, curve) for part in ("root", "middle", "leaf"))
        self.other_key = private(maker + "other", curve)
        self.root = certificate(maker + " root", self.root_key, maker + " root", self.root_key, 1)
        self.middle = certificate(maker + " middle", self.middle_key, maker + " root", self.root_key, 0)
        self.names, self.options = (maker + " leaf", maker + " middle"), leaf
        self.leaf = self.make_leaf()
        self.other_root = certificate(maker + " root", self.other_key, maker + " root", self.other_key, 1)
        self.other_middle = certificate(maker + " middle", self.middle_key, maker + " root", self.other_key, 0)
        self.forged_leaf = certificate(self.names[0], self.key, self.names[1], self.other_key, **leaf)
        self.middle_no_ca = certificate(maker + " middle", self.middle_key, maker + " root", self.root_key)

    def make_leaf(self, **options):
        return certificate(self.names[0], self.key, self.names[1], self.middle_key, **{**self.options, **options})

    def bad(self):
        """Each way in which a chain is none."""
        old = self.make_leaf(until=AT - 1)
        young = self.make_leaf(since=AT + 60)
        return {"another root": (self.leaf, self.other_middle, self.other_root),
                "another authority's leaf": (self.forged_leaf, self.middle, self.root),
                "an authority that may sign nothing": (self.leaf, self.middle_no_ca, self.root),
                "a certificate left out": (self.leaf, self.root),
                "an expired leaf": (old, self.middle, self.root),
                "a leaf of tomorrow": (young, self.middle, self.root)}


# Intel
INTEL = Chain("intel", ec.SECP256R1(), extension=True)
ATTESTATION_KEY, FALSE_KEY = private("attestation", ec.SECP256R1()), private("false", ec.SECP256R1())
REGISTERS = {name: hashlib.sha384(name.encode()).digest() for name in ("mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3")}
PINS = [name + "=" + value.hex() for name, value in REGISTERS.items()]


def little(value, size):
    return value.to_bytes(size, "little")


def coordinates(key):
    numbers = key.public_key().public_numbers()
    return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def pem(ders):
    return "".join("-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der).decode() + "-----END CERTIFICATE-----\n"
                   for der in ders).encode() + b"\0"


def quote(version=4, body_kind=2, key_type=2, machine=0x81, signer=KEY.address, nonce=NONCE, debug=False, by=ATTESTATION_KEY,
          vouched=ATTESTATION_KEY, enclave_by=None, enclave=SIGNER, enclave_id=ENCLAVE_ID, enclave_debug=False,
          chain=None, change=None, told=None, after=b"", kind=6, chain_kind=5, report=None):
    """`change`: bytes that are altered behind the signature; `report`: bytes of the domain's report, before it."""
    header = little(version, 2) + little(key_type, 2) + little(machine, 4) + bytes(40)
    bound = bytes.fromhex(signer.removeprefix("0x")).ljust(32, b"\0") + bytes.fromhex(nonce)
    body = bytes(120) + bytes([1 if debug else 0]) + bytes(15) + REGISTERS["mrtd"] + bytes(144) + b"".join(
        REGISTERS[f"rtmr{i}"] for i in range(4)) + bound
    assert len(body) == 584
    if body_kind == 3:
        body += bytes(64)
    body = bytearray(body)
    for at, value in (report or {}).items():
        body[at] ^= value
    body = bytes(body)
    if version == 5:
        header += little(body_kind, 2) + little(len(body) if told is None else told, 4)
    extra = bytes(range(32))
    hashed = hashlib.sha256(coordinates(vouched) + extra).digest()
    voucher = bytes(48) + bytes([2 if enclave_debug else 0]) + bytes(79) + enclave + bytes(96) + little(enclave_id, 2) + bytes(
        62) + hashed + bytes(32)
    assert len(voucher) == 384
    text = pem(chain or (INTEL.leaf, INTEL.middle, INTEL.root))
    voucher += raw_signature(enclave_by or INTEL.key, voucher) + little(len(extra), 2) + extra + little(
        chain_kind, 2) + little(len(text), 4) + text
    signed = raw_signature(by, header + body) + coordinates(ATTESTATION_KEY) + little(kind, 2) + little(
        len(voucher), 4) + voucher
    whole = bytearray(header + body + little(len(signed), 4) + signed + after)
    for at, value in (change or {}).items():
        whole[at] ^= value
    return bytes(whole)


def phala(name, level=3, fails=(), missing=(), pinned=KEY.address, pins=PINS, at=AT, text=lambda raw: base64.b64encode(raw).decode(), shown=None, **how):
    document = {"signature": signing.phala_signature(KEY, ASKED.encode(), ANSWERED.encode()),
                "report": {"nonce": NONCE, "intel_quote": text(shown or quote(**how))}}
    case(name, "phala", ANSWERED, "phala-signature/1", document, pinned, list(pins), 0 if fails else level, fails, missing, at)


phala("a quote of version 4")
phala("a quote of version 5", version=5)
phala("a quote of version 5 with the longer report", version=5, body_kind=3)
phala("a key that only its hardware names", pinned="")
phala("a quote in hex", text=bytes.hex)
phala("zeros after the quote", after=bytes(500))
phala("two values of one register", pins=PINS + ["rtmr3=" + "00" * 48])
phala("nothing pinned but the key", 1, missing=["attestation measurement"], pins=[])
phala("nothing pinned", 0, missing=["attestation measurement"], pins=[], pinned="")
phala("one register not pinned", 1, missing=["attestation measurement"], pins=PINS[:-1])
phala("a quote that nobody signed", 1, pins=PINS, shown=quote()[:632],
      missing=["attestation chain", "attestation signature", "attestation mode", "attestation measurement"])
for register in REGISTERS:
    wrong = [pin if not pin.startswith(register) else register + "=" + "11" * 48 for pin in PINS]
    phala("another " + register, fails=["attestation measurement"], pins=wrong)
phala("a register that there is not", fails=["attestation measurement"], pins=PINS + ["pcr0=" + "11" * 48])
phala("another key", fails=["attestation report"], signer=OTHER.address)
phala("another question", fails=["attestation report"], nonce="08" * 32)
phala("debug mode", fails=["attestation mode"], debug=True)
phala("another bit that puts it under debugging", fails=["attestation mode"], report={120: 0x10})
phala("a domain that may be moved", fails=["attestation mode"], report={123: 0x20})
phala("bound to a service that moves it", fails=["attestation mode"], version=5, body_kind=3, report={600: 1})
phala("a module that was updated", version=5, body_kind=3, report={584: 7, 599: 1})
phala("pages that cannot be taken away", report={123: 0x10})
phala("a module that another one signed", fails=["attestation signature"], report={64: 1})
phala("a module in debug mode", fails=["attestation signature"], report={112: 1})
phala("a flipped signature", fails=["attestation signature"], change={640: 1})
phala("a changed header", fails=["attestation signature"], change={30: 1})
phala("a changed report", fails=["attestation signature"], change={48 + 16: 1})
phala("signed by another key", fails=["attestation signature"], by=FALSE_KEY)
phala("a key that the enclave does not name", fails=["attestation signature"], vouched=FALSE_KEY)
phala("an enclave that the processor did not certify", fails=["attestation signature"], enclave_by=FALSE_KEY)
phala("another maker's enclave", fails=["attestation signature"], enclave=bytes(32))
phala("another enclave of the maker's", fails=["attestation signature"], enclave_id=1)
phala("an enclave in debug mode", fails=["attestation signature"], enclave_debug=True)
for name, chain in INTEL.bad().items():
    phala("intel: " + name, fails=["attestation chain"], chain=chain)
NONE_PINNED = ["attestation measurement"]
for name, how, missing in (("the chain of another root", {"chain": INTEL.bad()["another root"]}, ["attestation chain"]),
                           ("a flipped signature", {"change": {640: 1}}, ["attestation signature"]),
                           ("debug mode", {"debug": True}, ["attestation mode"])):
    phala("no software pinned: " + name, 1, pins=[], missing=missing + NONE_PINNED, **how)
phala("no software pinned: bytes after the quote", 1, pins=[], after=b"\0\1",
      missing=["attestation report", "attestation chain", "attestation signature", "attestation mode"] + NONE_PINNED)
phala("no software pinned: another question", pins=[], fails=["attestation report"], nonce="08" * 32)
phala("no software pinned: another question and bytes after the quote", pins=[], fails=["attestation report"],
      nonce="08" * 32, after=b"\0\1")
phala("no software pinned: another version", pins=[], fails=["attestation report"], version=3)
plain = INTEL.make_leaf(extension=False)
phala("a leaf that certifies no processor", fails=["attestation chain", "attestation signature"],
      chain=(plain, INTEL.middle, INTEL.root))
phala("nine certificates", fails=["attestation chain", "attestation signature"], chain=(INTEL.leaf,) + (INTEL.middle,) * 7 + (INTEL.root,))
phala("an answer of years later", fails=["attestation chain"], at=AT + 3 * YEAR)
for name, how in {"version 3": {"version": 3}, "version 6": {"version": 6}, "another kind of machine": {"machine": 0},
                  "another kind of key": {"key_type": 3}, "a report of another kind": {"version": 5, "body_kind": 1},
                  "a report of another size": {"version": 5, "told": 648}, "bytes after the quote": {"after": b"\0\1"},
                  "far too many zeros": {"after": bytes(16384)}, "certification of another kind": {"kind": 5},
                  "a chain of another kind": {"chain_kind": 4}}.items():
    phala(name, fails=["attestation report"], **how)

# AWS
AWS = Chain("aws", ec.SECP384R1())
PCRS = {0: hashlib.sha384(b"0").digest(), 1: hashlib.sha384(b"1").digest(), 2: hashlib.sha384(b"2").digest(), 3: bytes(48),
        8: hashlib.sha384(b"8").digest()}
PCR_PINS = [f"pcr{i}={PCRS[i].hex()}" for i in range(3)]
QUESTION = "09" * 20


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for form, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | form]) + value.to_bytes(size, "big")


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value)) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(item) for key, item in value.items())


def user_data(key=signing.RSA_A, between=b";"):
    return b"sha256:" + hashlib.sha256(b"what callers see").digest() + between + b"sha256:" + hashlib.sha256(key.der).digest()


def nitro(chain=None, by=None, change=None, drop=(), protected=b"\xa1\x01\x38\x22", unprotected=b"\xa0", before=b"", after=b"",
          payload=None, flip=None, count=None):
    leaf, *up = chain or (AWS.leaf, AWS.middle, AWS.root)
    said = {"module_id": "i-1-enc1", "digest": "SHA384", "timestamp": AT * 1000, "pcrs": PCRS, "certificate": leaf,
            "cabundle": up[::-1], "public_key": None, "user_data": user_data(), "nonce": bytes.fromhex(QUESTION)}
    said.update(change or {})
    for name in drop:
        del said[name]
    body = payload(cbor(said)) if payload else cbor(said)
    signed = b"\x84" + cbor("Signature1") + cbor(protected) + cbor(b"") + cbor(body)
    signature = bytearray(raw_signature(by or AWS.key, signed))
    if flip is not None:
        signature[flip] ^= 1
    return before + b"\x84" + cbor(protected) + unprotected + cbor(body) + cbor(bytes(signature)) + after


def opengradient(name, level=3, fails=(), missing=(), pinned=signing.RSA_A.tee_id, pins=PCR_PINS, at=AT, shown=None, **how):
    fields = signing.opengradient_fields(signing.RSA_A, "/chat/completions", json.loads(ASKED), "Hello", AT)
    answer = json.dumps({**json.loads(ANSWERED), **fields})
    document = {**fields, "public_key": signing.RSA_A.der.hex(), "attestation_nonce": QUESTION,
                "attestation": shown or base64.b64encode(nitro(**how)).decode()}
    case(name, "opengradient", answer, "opengradient-tee/1", document, pinned, list(pins), 0 if fails else level, fails,
         missing, at)


opengradient("an enclave's document")
opengradient("with its tag", before=b"\xd2")
opengradient("members up to an end", payload=lambda body: b"\xbf" + body[1:] + b"\xff")
opengradient("a tee_id that only its hardware names", pinned="")
opengradient("a further register pinned", pins=PCR_PINS + ["pcr8=" + PCRS[8].hex()])
opengradient("pcrs not pinned", 1, missing=["attestation measurement"], pins=[])
opengradient("neither pcrs nor key pinned", 0, missing=["attestation measurement"], pins=[], pinned="")
opengradient("one pcr not pinned", 1, missing=["attestation measurement"], pins=PCR_PINS[1:])
for i in range(3):
    opengradient(f"another pcr{i}", fails=["attestation measurement"], change={"pcrs": {**PCRS, i: b"\1" * 48}})
opengradient("a pcr that it does not tell", fails=["attestation measurement"], pins=PCR_PINS + ["pcr9=" + "00" * 48])
opengradient("started for debugging", fails=["attestation mode"], change={"pcrs": {**PCRS, 0: bytes(48)}},
             pins=["pcr0=" + "00" * 48] + PCR_PINS[1:])
opengradient("another key's hash", fails=["attestation report"], change={"user_data": user_data(signing.RSA_B)})
opengradient("hashes without what stands between", fails=["attestation report"], change={"user_data": user_data(between=b"")})
opengradient("no hashes", fails=["attestation report"], change={"user_data": None})
opengradient("another question of another", fails=["attestation report"], change={"nonce": bytes(20)})
opengradient("no question", fails=["attestation report"], change={"nonce": None})
opengradient("a flipped half", fails=["attestation signature"], flip=3)
opengradient("another flipped half", fails=["attestation signature"], flip=90)
opengradient("signed by another", fails=["attestation signature"], by=AWS.other_key)
for name, chain in AWS.bad().items():
    opengradient("aws: " + name, fails=["attestation chain"], chain=chain)
opengradient("hours too late", fails=["attestation chain"], at=AT + 2 * YEAR)
for name, how in {
        "another algorithm": {"protected": b"\xa1\x01\x26"}, "something unsigned": {"unprotected": b"\xa1\x04\x41\x00"},
        "a byte after it": {"after": b"\0"}, "another digest": {"change": {"digest": "SHA256"}}, "no registers": {"change": {"pcrs": {}}},
        "a register of another size": {"change": {"pcrs": {**PCRS, 4: bytes(47)}}},
        "a register beyond all": {"change": {"pcrs": {**PCRS, 32: bytes(48)}}}, "no authorities": {"change": {"cabundle": []}},
        "no certificate": {"drop": ["certificate"]}, "no time": {"drop": ["timestamp"]}, "an unknown member": {"change": {"more": 1}},
        "a member twice": {"payload": lambda body: bytes([body[0] + 1]) + body[1:] + cbor("nonce") + cbor(b"x")},
        "members without an end": {"payload": lambda body: b"\xbf" + body[1:]},
        "members after the end": {"payload": lambda body: b"\xbf\xff" + body[1:]},
        "registers of an indefinite length": {"payload": lambda body: body.replace(b"pcrs\xa5", b"pcrs\xbf")},
        "a number where bytes belong": {"change": {"certificate": 7}}}.items():
    opengradient("nitro: " + name, fails=["attestation report"], **how)
opengradient("no document", fails=["attestation report"], shown="AAAA")

print(json.dumps({"intel_root": hashlib.sha256(spki(INTEL.root_key)).hexdigest(), "intel_enclave": SIGNER.hex(),
                  "intel_id": ENCLAVE_ID, "nitro_root": hashlib.sha256(spki(AWS.root_key)).hexdigest(),
                  "cases": cases}, indent=1))
