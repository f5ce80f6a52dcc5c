#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Good and bad evidence of other networks, in their formats and with keys of our own: prints network_proofs.json.

Each case: what was asked and answered, what the network showed, which key is pinned, the level that this carries, and
the checks that must fail (a case without any is valid). Needs the Python package cryptography.
"""
import base64
import hashlib
import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

import signing

ASKED = '{"model":"m","messages":[{"role":"user","content":"Hi \u00e9"}],"max_tokens":100}'
ASKED_TO_STREAM = ASKED[:-1] + ',"stream":true}'
ANSWERED = '{"id":"chatcmpl-7","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},' \
           '"finish_reason":"stop"}]}'
STREAMED = 'data: {"id":"chatcmpl-8","model":"m","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}' \
           '\n\ndata: {"id":"chatcmpl-8","model":"m","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":' \
           '"stop"}]}\n\ndata: [DONE]\n\n'
KEY, OTHER = signing.EthereumKey(b"ours"), signing.EthereumKey(b"somebody's")
NONCE = "07" * 32
cases = []


def case(name, kind, answer, document, pinned, level, fails=(), asked=ASKED, form="phala-signature/1", path="/chat/completions"):
    cases.append({"name": name, "kind": kind, "path": path, "model": "m", "request": asked, "response": answer,
                  "format": form, "document": document, "pinned": pinned, "level": level, "fails": list(fails)})


def phala(name, kind="phala", answer=ANSWERED, pinned=KEY.address, level=1, fails=(), report=None, change=None, key=KEY,
          asked=ASKED, without=(), **more):
    signature = signing.phala_signature(key, asked.encode(), answer.encode(), **more)
    signature.update(change or {})
    signature = {name: value for name, value in signature.items() if name not in without}
    document = {"signature": signature}
    if report:
        document["report"] = report
    case(name, kind, answer, document, pinned, level, fails, asked)


def report(signer=KEY.address, nonce=NONCE, said=NONCE):
    return {"nonce": said, "intel_quote": signing.quote(signer, nonce)}


phala("a pinned key signed request and answer")
phala("a stream, byte for byte", answer=STREAMED, asked=ASKED_TO_STREAM)
phala("a key that nobody pinned", pinned="", level=0)
phala("another key than the pinned one", key=OTHER, level=0, fails=["signing key"])
for kind in ("redpill", "0g", "venice", "nanogpt"):
    nothing = ["network signature", "signing key"]
    phala("of " + kind, kind)
    phala(kind + ", a stream", kind, answer=STREAMED, asked=ASKED_TO_STREAM)
    phala(kind + ", another key than the pinned one", kind, key=OTHER, level=0, fails=["signing key"])
    phala(kind + ", another request was signed", kind, level=0, fails=["signed request"],
          change=signing.phala_signature(KEY, ASKED.replace("Hi", "Ho").encode(), ANSWERED.encode()))
    phala(kind + ", another answer was signed", kind, level=0, fails=["signed response"],
          change=signing.phala_signature(KEY, ASKED.encode(), ANSWERED.replace("Hello", "Hallo").encode()))
    phala(kind + ", the answer's hash was altered", kind, level=0, fails=[*nothing, "signed response"],
          change={"text": hashlib.sha256(ASKED.encode()).hexdigest() + ":" + "00" * 32})
    phala(kind + ", the request's hash was altered", kind, level=0, fails=[*nothing, "signed request"],
          change={"text": "00" * 32 + ":" + hashlib.sha256(ANSWERED.encode()).hexdigest()})
    phala(kind + ", no address", kind, level=0, fails=nothing, without=["signing_address"])
    phala(kind + ", no signature", kind, level=0, fails=nothing, without=["signature"])
    phala(kind + ", no text", kind, level=0, fails=[*nothing, "signed request", "signed response"], without=["text"])
wrong = signing.phala_signature(KEY, b"something else", ANSWERED.encode())
phala("another request was signed", change=wrong, level=0, fails=["signed request"])
wrong = signing.phala_signature(KEY, ASKED.encode(), ANSWERED.replace("Hello", "Hallo").encode())
phala("another answer was signed", change=wrong, level=0, fails=["signed response"])
phala("the text was changed behind the signature", level=0, fails=["network signature", "signed response", "signing key"],
      change={"text": signing.phala_signature(KEY, ASKED.encode(), b"")["text"]})
phala("the address is another one's", change={"signing_address": OTHER.address}, level=0,
      fails=["network signature", "signing key"])
phala("the signature is no signature", change={"signature": "0x00"}, level=0, fails=["network signature", "signing key"])
phala("zeros", change={"signature": "0x" + "00" * 64 + "1b"}, level=0, fails=["network signature", "signing key"])
phala("another algorithm than it says", change={"signing_algo": "ed25519"}, level=0, fails=["network signature", "signing key"])
case("nothing was shown", "phala", ANSWERED, {}, KEY.address, 0,
     ["network signature", "signed request", "signed response", "signing key"])
phala("a quote for this key and question", report=report())
phala("a quote for another key", report=report(OTHER.address), level=0, fails=["attestation report"])
phala("a quote for another question", report=report(nonce="08" * 32), level=0, fails=["attestation report"])
phala("a quote that is none", report={"nonce": NONCE, "intel_quote": "00" * 40}, level=0, fails=["attestation report"])
phala("near's provider", "near", prefix="m:", signature_kind="provider_tee")
phala("near's provider of another model", "near", prefix="n:", signature_kind="provider_tee", level=0, fails=["signature kind"])
phala("near's gateway", "near", signature_kind="gateway")
phala("near, not saying who signed", "near", level=0, fails=["signature kind"])


def opengradient(name, answer=None, pinned=signing.RSA_A.tee_id, level=1, fails=(), asked=ASKED, change=None, key=signing.RSA_A,
                 output="Hello", path="/chat/completions", shown=None, signed=None):
    fields = signing.opengradient_fields(key, path, json.loads(signed or asked), output, 1780000000)
    fields.update(change or {})
    body = answer(fields)
    document = {**fields, "public_key": (shown or key).der.hex()}
    case(name, "opengradient", body, document, pinned, level, fails, asked, "opengradient-tee/1", path)
    cases[-1]["canonical"] = signing.opengradient_request(path, json.loads(asked))


def whole(fields):
    return json.dumps({**json.loads(ANSWERED), **fields})


def stream(fields):
    first = {"choices": [{"index": 0, "delta": {"content": "Hel", "role": "assistant"}, "finish_reason": None}], "model": "m"}
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "model": "m", "usage": {"total_tokens": 3}, **fields}
    middle = {"choices": [{"index": 0, "delta": {"content": "lo"}, "finish_reason": None}], "model": "m"}
    return "".join("data: " + json.dumps(event) + "\n\n" for event in (first, middle, last)) + "data: [DONE]\n\n"


CALLS = [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"town": "K\u00f6ln"}'}}]


def with_calls(fields):
    said = {"role": "assistant", "content": None, "tool_calls": [{"index": 0, **CALLS[0]}]}
    return json.dumps({"id": "c", "model": "m", "choices": [{"index": 0, "message": said, "finish_reason": "tool_calls"}], **fields})


opengradient("an answer", whole)
opengradient("a stream", stream, asked=ASKED_TO_STREAM)
opengradient("calls of tools", with_calls, output=json.dumps(CALLS, sort_keys=True))
long = json.dumps({"model": "m", "temperature": 1e-05, "stop": ["\u007f", "\u0001\u2028\U0001f600"], "max_tokens": 7,
                   "messages": [{"role": "system", "content": "a\"b\\c/d\te"}, {"role": "user", "content": "x"},
                                {"role": "assistant", "content": None, "tool_calls": CALLS},
                                {"role": "tool", "content": "12.50", "tool_call_id": "call_1"}],
                   "tools": [{"type": "function", "function": {"name": "weather", "parameters": {
                       "type": "object", "properties": {"z": {"maximum": 1e16, "minimum": 0.1}, "a": {"const": -2.5e-7}}}}}],
                   "response_format": {"type": "json_object"}, "top_p": 0.5, "seed": 3, "user": "u"})
opengradient("a long request", whole, asked=long)
opengradient("a plain completion", lambda fields: json.dumps({"model": "m", "choices": [{"index": 0, "text": "Hello"}], **fields}),
             asked='{"model":"m","prompt":"Say","temperature":0.7}', path="/completions")
opengradient("a key that nobody pinned", whole, pinned="", level=0)
opengradient("another key than the pinned one", whole, key=signing.RSA_B, level=0, fails=["signing key"])
opengradient("the key of another", whole, shown=signing.RSA_B, level=0, fails=["tee signature", "tee id", "signing key"])
opengradient("another request was signed", whole, signed=ASKED.replace("Hi", "Ho"), level=0, fails=["signed request"])
opengradient("another answer was signed", whole, output="Hallo", level=0, fails=["signed response"])
opengradient("a changed time", whole, change={"tee_timestamp": 1780000001}, level=0, fails=["tee signature", "signing key"])
opengradient("no signature", whole, change={"tee_signature": ""}, level=0, fails=["tee signature", "signing key"])

# Another Hearth home. Its receipt is one of ../proof/receipts.json, which are made without Hearth's code as well.
HOME, STRANGER = (ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed).digest()) for seed in (b"home", b"stranger"))
RECEIPT = json.loads((pathlib.Path(__file__).parents[1] / "proof/receipts.json").read_text())["cases"][0]
N_IN, N_OUT = 9, 40


def public(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def counted(prompt, completion):
    return json.dumps({**json.loads(ANSWERED), "usage": {"prompt_tokens": prompt, "completion_tokens": completion}})


def home(name, level=1, fails=(), key=HOME, pinned=public(HOME), answer=counted(N_IN, N_OUT), of_request=ASKED, of_answer=None,
         receipt=RECEIPT["file"], change=None, without=()):
    said = b"".join(hashlib.sha256(text.encode()).digest() for text in (of_request, of_answer or answer))
    statement = hashlib.sha256(b"answer/1\0" + bytes.fromhex(RECEIPT["receipt_id"]) + said).digest()
    document = {"receipt": base64.b64encode(bytes.fromhex(receipt)).decode(), "signed_by": public(key),
                "signature": key.sign(statement).hex(), "model_id": MODEL, **(change or {})}
    document = {name: value for name, value in document.items() if name not in without}
    case(name, "hearth", answer, document, pinned, level, fails, form="hearth-receipt/1")


def altered(signature):
    """The receipt file whose executor's signature is another one."""
    return RECEIPT["file"].replace(signature, ("00" if signature[:2] != "00" else "01") + signature[2:])


MODEL = RECEIPT["receipt"][RECEIPT["receipt"].index("045820") + 6:][:64]
UNSIGNED = ["network signature", "signed request", "signed response", "signing key"]
home("a home's receipt of this answer")
home("a home that nobody pinned", level=0, pinned="")
home("a home that counts no tokens", answer=ANSWERED)
home("another home than the pinned one", level=0, fails=["signing key"], key=STRANGER)
home("a home signed another request", level=0, fails=UNSIGNED, of_request=ASKED.replace("Hi", "Ho"))
home("a home signed another answer", level=0, fails=UNSIGNED, of_answer=ANSWERED.replace("Hello", "Hallo"))
home("a home's key is another one's", level=0, fails=UNSIGNED, change={"signed_by": public(STRANGER)})
home("a home gave no key", level=0, fails=UNSIGNED, without=["signed_by"])
home("a home gave no signature", level=0, fails=UNSIGNED, without=["signature"])
home("a home gave no receipt", level=0, fails=[*UNSIGNED, "receipt"], without=["receipt"])
home("a home's receipt is none", level=0, fails=[*UNSIGNED, "receipt"], receipt="00" * 40)
home("a home's receipt that its executor did not sign", level=0, fails=["receipt"],
     receipt=altered(RECEIPT["signed_receipt"][-128:]))
home("a home's receipt of another model", level=0, fails=["receipt model"], change={"model_id": "00" * 32})
home("a home's receipt of fewer tokens", level=0, fails=["receipt tokens"], answer=counted(N_IN, N_OUT + 1))
print(json.dumps({"cases": cases}, indent=1))
