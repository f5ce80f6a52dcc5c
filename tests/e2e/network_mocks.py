# SPDX-License-Identifier: Apache-2.0
"""Networks on this machine, two that sign with keys of our own and a server like llama.cpp's:
network_mocks.py opengradient|phala|llama

Prints its address and the key to pin, where it has one, on one line, then serves until its standard input ends.
"""
import http.server
import json
import os
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "vectors" / "gateway"))
import signing  # noqa: E402

KIND = sys.argv[1]
MODEL = {"opengradient": "og-model", "phala": "phala-model", "llama": "llama-model"}[KIND]
SIGNATURES = {}
ETHEREUM = signing.EthereumKey(b"phala mock")
SIGNER = {"opengradient": signing.RSA_A.tee_id, "phala": ETHEREUM.address, "llama": ""}[KIND]


class Network(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        if path == "/v1/models":
            return self.reply(200, json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}).encode())
        if path == "/signing-key" and KIND == "opengradient":
            shown = {"public_key": signing.RSA_A.pem(), "tee_id": signing.RSA_A.tee_id}
            return self.reply(200, json.dumps(shown).encode())
        if path.startswith("/v1/signature/") and path.rsplit("/", 1)[1] in SIGNATURES:
            return self.reply(200, json.dumps(SIGNATURES[path.rsplit("/", 1)[1]]).encode())
        if path == "/v1/attestation/report" and KIND == "phala":
            shown = {"signing_address": ETHEREUM.address, "intel_quote": signing.quote(ETHEREUM.address, asked["nonce"])}
            return self.reply(200, json.dumps(shown).encode())
        return self.reply(404, b'{"error": "not found"}')

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        call, path = json.loads(raw), self.path.removeprefix("/v1")
        if call.get("model") != MODEL:
            return self.reply(404, json.dumps({"error": f"Model '{call.get('model')}' is not supported"}).encode())
        output, chat_id = "A short answer \u2713", "chatcmpl-" + os.urandom(8).hex()
        usage = {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 9}
        fields = {}
        if KIND == "opengradient":
            fields = signing.opengradient_fields(signing.RSA_A, path, call, output, int(time.time()))
        if KIND == "llama":
            fields = {"system_fingerprint": "b1-llama", "timings": {"prompt_n": 5, "predicted_n": 4}}
        head = {"id": chat_id, "created": int(time.time()), "model": MODEL}
        if call.get("stream"):
            words = [output[i:i + 4] for i in range(0, len(output), 4)]
            events = [{**head, "object": "chat.completion.chunk", "choices": [
                {"index": 0, "delta": {"role": "assistant", "content": word}, "finish_reason": None}]} for word in words]
            events.append({**head, "object": "chat.completion.chunk", "usage": usage, **fields,
                           "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            body, kind = "".join("data: " + json.dumps(event) + "\n\n" for event in events) + "data: [DONE]\n\n", "text/event-stream"
        else:
            message = {"role": "assistant", "content": output}
            body, kind = json.dumps({**head, "object": "chat.completion", "usage": usage, **fields, "choices": [
                {"index": 0, "message": message, "finish_reason": "stop"}]}), "application/json"
        if KIND == "phala":
            SIGNATURES[chat_id] = signing.phala_signature(ETHEREUM, raw, body.encode())
        return self.reply(200, body.encode(), kind)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Network)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://127.0.0.1:{server.server_port}/v1", SIGNER, flush=True)
sys.stdin.read()
