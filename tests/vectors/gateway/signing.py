# SPDX-License-Identifier: Apache-2.0
"""Signatures of other networks' formats, made without Hearth's code and with keys of our own that are worth nothing.

Slow and careless about side channels: for tests only.
"""
import hashlib
import json


def keccak256(data):
    """Keccak with the padding of the original submission, as Ethereum uses it."""
    mask, rate = (1 << 64) - 1, 136

    def rotl(value, by):
        by %= 64
        return ((value << by) | (value >> (64 - by))) & mask if by else value

    def permute(a):
        lfsr = 1
        for _ in range(24):
            c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
            d = [c[(x + 4) % 5] ^ rotl(c[(x + 1) % 5], 1) for x in range(5)]
            a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
            x, y, current = 1, 0, a[1][0]
            for t in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                current, a[x][y] = a[x][y], rotl(current, (t + 1) * (t + 2) // 2)
            for y in range(5):
                row = [a[x][y] for x in range(5)]
                for x in range(5):
                    a[x][y] = row[x] ^ (~row[(x + 1) % 5] & mask & row[(x + 2) % 5])
            for j in range(7):
                lfsr = ((lfsr << 1) ^ ((lfsr >> 7) * 0x71)) % 256
                if lfsr & 2:
                    a[0][0] ^= 1 << ((1 << j) - 1)
        return a

    padded = bytearray(data) + b"\x01" + b"\x00" * (-(len(data) + 1) % rate)
    padded[-1] ^= 0x80
    state = [[0] * 5 for _ in range(5)]
    for block in range(0, len(padded), rate):
        for i in range(rate // 8):
            state[i % 5][i // 5] ^= int.from_bytes(padded[block + 8 * i:block + 8 * i + 8], "little")
        state = permute(state)
    return b"".join(state[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


class EthereumKey:
    """secp256k1 (SEC 2), signing personal messages (EIP-191)."""
    P = 2**256 - 2**32 - 977
    N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
         0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)

    def __init__(self, secret):
        self.secret = int.from_bytes(hashlib.sha256(secret).digest(), "big") % self.N
        x, y = self.times(self.secret, self.G)
        self.address = "0x" + keccak256(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[-20:].hex()

    def plus(self, a, b):
        if a is None or b is None:
            return a or b
        if a[0] == b[0] and (a[1] + b[1]) % self.P == 0:
            return None
        if a == b:
            slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, self.P) % self.P
        else:
            slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, self.P) % self.P
        x = (slope * slope - a[0] - b[0]) % self.P
        return x, (slope * (a[0] - x) - a[1]) % self.P

    def times(self, factor, point):
        result = None
        while factor:
            if factor & 1:
                result = self.plus(result, point)
            point, factor = self.plus(point, point), factor >> 1
        return result

    def sign(self, text):
        message = b"\x19Ethereum Signed Message:\n" + str(len(text.encode())).encode() + text.encode()
        z = int.from_bytes(keccak256(message), "big")
        k = int.from_bytes(hashlib.sha256(self.secret.to_bytes(32, "big") + message).digest(), "big") % self.N
        x, y = self.times(k, self.G)
        r = x % self.N
        s = pow(k, -1, self.N) * (z + r * self.secret) % self.N
        odd = y & 1
        if s > self.N // 2:
            s, odd = self.N - s, odd ^ 1
        return "0x" + (r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([27 + odd])).hex()


class RsaKey:
    """RSA-PSS of RFC 8017 with SHA-256, its MGF1 and 32 bytes of salt; e = 65537."""

    def __init__(self, modulus, exponent):
        self.n, self.d = modulus, exponent
        bits = self.integer(self.n) + self.integer(65537)
        inner = self.tlv(0x30, bits)
        self.der = self.tlv(0x30, bytes.fromhex("300d06092a864886f70d0101010500") + self.tlv(0x03, b"\x00" + inner))
        self.tee_id = "0x" + keccak256(self.der).hex()

    @staticmethod
    def tlv(tag, body):
        size = len(body)
        if size < 128:
            return bytes([tag, size]) + body
        length = size.to_bytes((size.bit_length() + 7) // 8, "big")
        return bytes([tag, 0x80 | len(length)]) + length + body

    @classmethod
    def integer(cls, value):
        return cls.tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    def pem(self):
        import base64
        body = base64.b64encode(self.der).decode()
        lines = [body[i:i + 64] for i in range(0, len(body), 64)]
        return "-----BEGIN PUBLIC KEY-----\n" + "\n".join(lines) + "\n-----END PUBLIC KEY-----\n"

    def sign(self, message):
        import base64
        size, salt = 256, hashlib.sha256(b"salt" + message).digest()
        digest = hashlib.sha256(b"\x00" * 8 + hashlib.sha256(message).digest() + salt).digest()
        block = b"\x00" * (size - len(salt) - len(digest) - 2) + b"\x01" + salt
        mask = b"".join(hashlib.sha256(digest + i.to_bytes(4, "big")).digest() for i in range(8))[:len(block)]
        masked = bytearray(a ^ b for a, b in zip(block, mask))
        masked[0] &= 0x7F
        encoded = int.from_bytes(bytes(masked) + digest + b"\xbc", "big")
        return base64.b64encode(pow(encoded, self.d, self.n).to_bytes(size, "big")).decode()


def phala_signature(key, request, response, **more):
    """What GET /signature/ID answers in Phala's family."""
    text = hashlib.sha256(request).hexdigest() + ":" + hashlib.sha256(response).hexdigest()
    text = more.pop("prefix", "") + text
    return {"text": text, "signature": key.sign(text), "signing_address": key.address, "signing_algo": "ecdsa", **more}


def quote(signer, nonce):
    """The parts of a TDX quote of version 4 that bind it to key and question; the rest is empty."""
    header = (4).to_bytes(2, "little") + (2).to_bytes(2, "little") + (0x81).to_bytes(4, "little") + bytes(40)
    bound = bytes.fromhex(signer.removeprefix("0x")).ljust(32, b"\x00") + bytes.fromhex(nonce)
    return (header + bytes(584 - 64) + bound + bytes(64)).hex()


def opengradient_request(path, call):
    """The canonical JSON of what OpenGradient's gateway honours, as the dossier describes it."""
    hashed = {"model": call.get("model", ""), "temperature": float(call.get("temperature") or 0.0)}
    if call.get("max_tokens") is not None:
        hashed["max_tokens"] = call["max_tokens"]
    if call.get("stop"):
        hashed["stop"] = call["stop"]
    if path.endswith("/chat/completions"):
        hashed["messages"] = []
        for said in call["messages"]:
            message = {"role": said["role"], "content": said.get("content") or ""}
            if said.get("tool_calls"):
                message["tool_calls"] = [
                    {"id": one["id"], "type": one["type"],
                     "function": {"name": one["function"]["name"], "arguments": one["function"]["arguments"]}}
                    for one in said["tool_calls"]]
            if said["role"] == "tool":
                message["tool_call_id"] = said["tool_call_id"]
            hashed["messages"].append(message)
        for name in ("tools", "response_format"):
            if call.get(name) is not None:
                hashed[name] = call[name]
    else:
        hashed["prompt"] = call["prompt"]
    return json.dumps(hashed, sort_keys=True)


def opengradient_fields(key, path, call, output, timestamp):
    """The tee_* members of an answer."""
    asked, answered = keccak256(opengradient_request(path, call).encode()), keccak256(output.encode())
    message = keccak256(asked + answered + timestamp.to_bytes(32, "big"))
    return {"tee_signature": key.sign(message), "tee_request_hash": asked.hex(), "tee_output_hash": answered.hex(),
            "tee_timestamp": timestamp, "tee_id": key.tee_id}


RSA_A = RsaKey(int(
    "c97a14ddf3402b6351ffacc9f308add6562ee244856c12de1845930b6b3b8d71bc8b95bc285aea1f1ca37a7434a4d86bfdefefc17f0f3ad4"
    "89f26e1030da38669d12a9e01f108928ff596e64f2b5afffa7690669288ba2e40c0b392f1d5410ca942c1348ed1c913763719a5c65bf8393"
    "82a19a6ece68be5c0c4776b5987eaffc80a880be368d7e3253e121a5b9c2965ef9dc77851e332dadbb2f6dc0d1033e92fdb1da40910b9c36"
    "a26b98b37feaab3c5dc1ff00fb5db9afdf566ce26f8d5b7bed67d3c9bb53e53c97f081ac30432986213b515722606e9a34d4ffec74779081"
    "3c9eac358a123d653d13ea27e2132071c15b664f19baa8e21838f1bf27a88385", 16), int(
    "19f51816265e5898b1ba528d2c3a2c8766502107b9f6dc1170281a93488c0223aaaa832e9c36665e7ec69322c09b92648b716bbecebb6c15"
    "70f66276c48c80e2bb8ee982fe0d97d647dbc24cd0365748054e132cde33eb571d341ef8727b5fb471d5a1e06de815cf8088e4ddcda01878"
    "1b46edca23debbd3c92335e89c8e89e6b02547765e2f03a2feb4bcaabd3349dd3f5b2ff225f416d59a8c90c28c067f0a095edb92ded62753"
    "9c7ac193cbf57afdb93a3f8099abb949e4a5b518ecb4d43f162af44fa0544f5cb40328083a2777bb50a3488ab2fbedcc765dd8c96ddd265a"
    "953ceda43b33d98c80317a7f095e69ba2ceb08e05c91a63fe84b5d0dc355374b", 16))
RSA_B = RsaKey(int(
    "93972eb93ef8238876a5686f542d1d4aa7cf8e47acf2292d7514b5c94c6f583661e16650423b75d914bca456c4383cde8f478fe6911fbb7c"
    "d8c80e656fb20d955caf6d9b933f1362f175edcff11f6b7e26281f808a1957c91e1f3b68b14ab9cc6ffedbf03479db2bcd15f472cbe5b9b6"
    "153b2be9cc61b107501d7c3827c5cd72a3abb038b8e44d88d92f5f2e9aa2df249e0fa0a8b408fc4f6f84fc415a658a79eca9a6a549e97c23"
    "e1602b7ac7a94396e9f7005793c3cd44a56924e2c35969ba575cbdbed6edf7202c8338e367f1ef857ef1a466864c6b851a657688d5e3310b"
    "4a92d82dc6c02b5be7252cc0c876fc05bafb94d5da5f4fd403ccedaa69714fe9", 16), int(
    "1b63055f8888c1073484f3011d8c958fe1ddc8d81206898f8ed73df8517fa3cdcb91e8cb61cee8ca5467c0d2fcec369751dd049dd3362133"
    "4482b2f12dadcb8978be70c75aa66cb1827ed0973276131b4077578921971c4c0c93dd114b3cc387650cd4c118ebb7b8c4009bf0a5574683"
    "bc22d3be3997b322d941ef67f8316332e77601b039a274deb72e15c47598fd00ef388f60ba554b1a8bd44cf1e71bb8105e86797b7c218604"
    "aec369c8f8e937c2f0e1284a97eadebf5fc2dcb70ecbe2c673188ceec20ceaa9a1c595e645c4e3ae41390ae0bb33b187c11dd7ca39e74179"
    "0ec1435f54f0260ed936651d308c2a9d00dcbc3c64d4138247cc7fcf7288e985", 16))
