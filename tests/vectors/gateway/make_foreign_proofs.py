#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Good and bad evidence of Atoma, Chutes, Cocoon, Morpheus and of TOPLOC lists, with keys and roots of our own that are
worth nothing: prints foreign_proofs.json. Needs the Python package cryptography.

A case is as in make_attestations.py. "tls": certificates and keys for servers of tests, valid for long.
"""
import base64
import contextlib
import datetime
import hashlib
import io
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

with contextlib.redirect_stdout(io.StringIO()):
    import make_attestations as made

AT, YEAR, PINS, ASKED, ANSWERED = made.AT, made.YEAR, made.PINS, made.ASKED, made.ANSWERED
QUOTE, CLAIMS = "1.3.6.1.4.1.12345.1", "1.3.6.1.4.1.12345.2"
cases = []


def b64(raw):
    return base64.b64encode(raw).decode()


def case(name, kind, form, document, level=0, fails=(), answer=ANSWERED, pinned="", pins=(), at=AT):
    cases.append({"name": name, "kind": kind, "path": "/chat/completions", "model": "m", "request": ASKED,
                  "response": answer, "format": form, "document": document, "pinned": pinned,
                  "measurements": list(pins), "level": 0 if fails else level, "fails": sorted(fails), "at_s": at})


# Connections
def key_of(seed):
    return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


def raw(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def self_signed(key, extensions=(), since=AT - YEAR, until=AT + 40 * YEAR, name="box"):
    def moment(second):
        return datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
               .serial_number(7).not_valid_before(moment(since)).not_valid_after(moment(until))
               .add_extension(x509.BasicConstraints(False, None), critical=True))
    for oid, value in extensions:
        builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value), critical=True)
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm)


def der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


def long_chain():
    """The same keys as there, valid for as long as these tests may run."""
    far = AT + 40 * YEAR
    root = made.certificate("intel root", made.INTEL.root_key, "intel root", made.INTEL.root_key, 1, until=far)
    middle = made.certificate("intel middle", made.INTEL.middle_key, "intel root", made.INTEL.root_key, 0, until=far)
    return made.INTEL.make_leaf(until=far), middle, root


CHAIN = long_chain()


def quote(data, **how):
    return made.quote(signer=data[:32].hex(), nonce=data[32:].hex(), **{"chain": CHAIN, **how})


OURS, OTHERS = key_of("ours"), key_of("somebody's")


def ra_tls(key=OURS, named=None, extensions=None, shown=None, since=AT - YEAR, until=AT + 40 * YEAR, **how):
    claims = raw(named or key)
    if extensions is None:
        extensions = [(QUOTE, shown or quote(hashlib.sha512(claims).digest(), **how)), (CLAIMS, claims)]
    return self_signed(key, extensions, since, until)


def cocoon(name, level=3, fails=(), pins=PINS, at=AT, cut=None, **how):
    document = {"certificate": b64(der(ra_tls(**how))[:cut])}
    case("cocoon: " + name, "cocoon", "ra-tls/1", document, level, fails, pins=pins, at=at)


cocoon("a certificate that carries its quote")
cocoon("a quote of version 5", version=5)
cocoon("zeros after the quote", after=bytes(700))
cocoon("a quote for another key", fails=["attestation report"], named=OTHERS)
cocoon("no quote", fails=["attestation report"], extensions=[])
cocoon("a quote under another name", fails=["attestation report"],
       extensions=[(CLAIMS, quote(hashlib.sha512(raw(OURS)).digest()))])
cocoon("a key of another kind", fails=["attestation report"],
       extensions=[(QUOTE, quote(hashlib.sha512(raw(OURS)).digest()))], key=made.private("tls", ec.SECP256R1()), named=OURS)
cocoon("a flipped byte", fails=["attestation signature"], change={60: 1})
cocoon("signed by another", fails=["attestation signature"], by=made.FALSE_KEY)
cocoon("another enclave", fails=["attestation signature"], enclave=bytes(32))
cocoon("other software", fails=["attestation measurement"], report={136: 1})
cocoon("debugging", fails=["attestation mode"], debug=True)
for why, chain in made.INTEL.bad().items():
    cocoon(why, fails=["attestation chain"], chain=chain)
cocoon("an expired certificate", fails=["attestation report"], until=AT - 1)
cocoon("a certificate of tomorrow", fails=["attestation report"], since=AT + 60)
cocoon("cut short", fails=["attestation report"], cut=-1)
cocoon("half a quote", fails=["attestation report"], shown=quote(hashlib.sha512(raw(OURS)).digest())[:700])
cocoon("nothing pinned", 0, pins=[])
cocoon("one register not pinned", 0, pins=PINS[:-1])

GRAPHICS = hashlib.sha256(b"what the cards were asked").digest()
MACHINE = self_signed(made.private("machine", ec.SECP256R1()), until=AT + 40 * YEAR)


def morpheus(name, level=3, fails=(), pins=PINS, at=AT, certificate=MACHINE, named=None, graphics=GRAPHICS.hex(),
             text=bytes.hex, shown=None, **how):
    raw_quote = shown or quote(hashlib.sha256(der(named or certificate)).digest() + GRAPHICS, **how)
    document = {"certificate": b64(der(certificate)), "quote": text(raw_quote), "graphics_nonce": graphics}
    case("morpheus: " + name, "morpheus", "secretvm/1", document, level, fails, pins=pins, at=at)


morpheus("a quote that names the certificate")
morpheus("in base64, with a new line", text=lambda shown: b64(shown) + "\n")
morpheus("no question to the cards", fails=["attestation graphics nonce"], graphics="")
morpheus("another question to the cards", fails=["attestation graphics nonce"], graphics="07" * 32)
morpheus("another certificate", fails=["attestation report"], named=self_signed(OTHERS))
morpheus("an expired certificate", fails=["attestation report"],
         certificate=self_signed(made.private("machine", ec.SECP256R1()), until=AT - 1))
morpheus("a flipped byte", fails=["attestation signature"], change={60: 1})
morpheus("other software", fails=["attestation measurement"], report={136: 1})
morpheus("no quote", fails=["attestation report"], text=lambda shown: "<html>no</html>")
morpheus("nothing pinned", 0, pins=[])


# Atoma
def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def sui_signature(flag, seed, message):
    if flag == 0:
        key = key_of(seed)
        return bytes([0]) + key.sign(message) + raw(key)
    key = made.private(seed, ec.SECP256K1() if flag == 1 else ec.SECP256R1())
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    return bytes([flag]) + r.to_bytes(32, "big") + s.to_bytes(32, "big") + point


def address(signature):
    return "0x" + blake(signature[:1] + signature[65:]).hex()


def atoma(name, level=1, fails=(), flag=0, pinned=None, seed="node", change=None, ordered=False, said=None, cut=None):
    body = json.loads(ANSWERED)
    body["usage"] = {"total_tokens": 3, "note": "a, \"signature\": {[}] \u00e9"}
    digest = blake(json.dumps(body, sort_keys=ordered, separators=(",", ":"), ensure_ascii=False).encode())
    signature = sui_signature(flag, seed, digest)
    answer = {**body, "signature": b64(signature[:cut]), "response_hash": b64(digest)}
    answer.update(change or {})
    document = {"signature": answer["signature"], "response_hash": answer["response_hash"]}
    text = json.dumps(answer, sort_keys=ordered, separators=(",", ":"), ensure_ascii=False)
    case("atoma: " + name, "atoma", "atoma-signature/1", document, level, fails, said(text) if said else text,
         address(signature) if pinned is None else pinned)


atoma("a node's key of Ed25519")
atoma("a node's key of secp256k1", flag=1)
atoma("a node's key of secp256r1", flag=2)
atoma("members in order", ordered=True)
atoma("a node that nobody pinned", 0, pinned="")
atoma("another node", fails=["signing key"], pinned="0x" + "1" * 64)
atoma("another answer", fails=["signed response"], said=lambda text: text.replace("Hello", "Hallo"))
atoma("blanks that nobody signed", fails=["signed response"], said=lambda text: text.replace('"id":', '"id": '))
atoma("another hash", fails=["network signature", "signed response", "signing key"], change={"response_hash": b64(blake(b"x"))})
atoma("a signature cut short", fails=["network signature", "signing key"], cut=-1)
atoma("a scheme that is none", fails=["network signature", "signing key"],
      change={"signature": b64(b"\x03" + bytes(96))})
atoma("an empty signature", fails=["network signature", "signing key"], change={"signature": b64(bytes(97))})


# Chutes
def machine(index, nonce, named=None, **how):
    key = b64(hashlib.sha256(b"sealing" + bytes([index])).digest() * 37)
    certificate = self_signed(made.private(f"chute{index}", ec.SECP256R1()))
    public = certificate.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    data = named or hashlib.sha256((nonce + key).encode()).digest() + hashlib.sha256(public).digest()
    return {"instance_id": f"i{index}", "e2e_pubkey": key, "quote": b64(quote(data, **how)), "certificate": b64(der(certificate))}


def chutes(name, fails=(), pins=PINS, nonce="07" * 32, asked=None, second=None, instances=None):
    if instances is None:
        instances = [machine(1, nonce), {**machine(2, nonce), **(second or {})}]
    document = {"nonce": asked or nonce, "instances": instances}
    case("chutes: " + name, "chutes", "chutes-evidence/1", document, 0, fails, pins=pins)


def decoded(nonce):
    """As whoever reads nonce and key as bytes would bind them."""
    one = machine(2, nonce)
    public = hashlib.sha256(bytes.fromhex(nonce) + base64.b64decode(one["e2e_pubkey"])).digest()
    return machine(2, nonce, named=public + bytes(32))


chutes("two machines")
chutes("nothing pinned", pins=[])
chutes("another question", fails=["attestation report"], asked="08" * 32)
chutes("another key of one", fails=["attestation report"], second={"e2e_pubkey": "AAAA"})
chutes("another certificate of one", fails=["attestation report"],
       second={"certificate": machine(1, "07" * 32)["certificate"]})
chutes("texts that were decoded first", fails=["attestation report"], second=decoded("07" * 32))
chutes("other software on one", fails=["attestation measurement"], second=machine(2, "07" * 32, report={136: 1}))
chutes("a flipped byte of one", fails=["attestation signature"], second=machine(2, "07" * 32, change={60: 1}))
chutes("no quote of one", fails=["attestation report"], second={"quote": "AAAA"})
chutes("no machine", fails=["attestation report"], instances=[])


# TOPLOC
def proof(modulus=65497, coefficients=None):
    numbers = [modulus] + (coefficients or [(index * 7919) % 65497 for index in range(8)])
    return b64(b"".join(number.to_bytes(2, "big") for number in numbers))


def toploc(name, fails=(), proofs=None, tokens=40, shown=None):
    proofs = [proof(), proof(65011), proof()] if proofs is None else proofs
    answer = json.loads(ANSWERED)
    answer["choices"][0]["message"]["toploc_verification_fingerprints"] = proofs if shown is None else shown
    answer["usage"] = {"completion_tokens": tokens}
    case("toploc: " + name, "toploc", "toploc-list/1", {"proofs": proofs}, 0, fails, json.dumps(answer))


toploc("a list")
toploc("one proof", proofs=[proof()])
toploc("no proof", ["proof list"], proofs=[])
toploc("a null proof", ["proof list"], proofs=[proof(), proof(0, [0] * 8)])
toploc("a modulus that is too large", ["proof list"], proofs=[proof(65498)])
toploc("a modulus that is too small", ["proof list"], proofs=[proof(32768)])
toploc("a number outside of the field", ["proof list"], proofs=[proof(coefficients=[65497] * 8)])
toploc("proofs of two lengths", ["proof list"], proofs=[proof(), proof(coefficients=[1] * 9)])
toploc("half a number", ["proof list"], proofs=[b64(bytes([255, 0, 1, 2, 3]))])
toploc("no base64", ["proof list"], proofs=["-"])
toploc("more proofs than tokens", ["proof count"], tokens=1)
toploc("another list", ["proof of answer"], shown=[proof(65011)])


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def secret(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption()).decode()


GOOD = ra_tls()
TLS = {"cocoon": {"certificate": pem(GOOD), "key": secret(OURS)},
       "stolen": {"certificate": pem(ra_tls(key=OTHERS, named=OURS)), "key": secret(OTHERS)},
       "other software": {"certificate": pem(ra_tls(report={136: 1})), "key": secret(OURS)},
       "morpheus": {"certificate": pem(MACHINE), "key": secret(made.private("machine", ec.SECP256R1()))}}
MACHINE_QUOTE = quote(hashlib.sha256(der(MACHINE)).digest() + GRAPHICS).hex()
print(json.dumps({"intel_root": hashlib.sha256(made.spki(made.INTEL.root_key)).hexdigest(),
                  "intel_enclave": made.SIGNER.hex(), "intel_id": made.ENCLAVE_ID, "pins": PINS, "tls": TLS,
                  "machine": {"quote": MACHINE_QUOTE, "graphics_nonce": GRAPHICS.hex()}, "cases": cases}, indent=1))
