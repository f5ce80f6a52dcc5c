# SPDX-License-Identifier: Apache-2.0
"""OpenGradient's own SDK asks a gateway that sells calls, of which it is told the address and nothing else:
opengradient_client.py GATEWAY FACILITATOR_PORT MODEL

GATEWAY is without /v1. Serves the facilitator that the gateway's settings name, which takes every payment but those of
one purse; no chain is at hand. Prints what failed, and how many passed; exit 1 if any failed.
"""
import asyncio
import http.server
import json
import sys
import threading
import time
import types

# What logs in to a hub of models, and adapters for other frameworks: the client for language models asks none of it.
for absent in ("firebase", "opengradient.agents", "opengradient.alphasense"):
    sys.modules[absent] = types.ModuleType(absent)

import opengradient as og  # noqa: E402
from eth_account import Account  # noqa: E402

GATEWAY, PORT, MODEL = sys.argv[1], int(sys.argv[2]), "hearth/" + sys.argv[3]
PROMPT, COMPLETION = 10**12, 4 * 10**12  # of a token, as the gateway's settings say
RICH, POOR = Account.create(), Account.create()
QUESTION = [{"role": "user", "content": "Say something about fire."}]
ASK = {"model": MODEL, "messages": QUESTION, "max_tokens": 12}
TEE = ("tee_signature", "tee_request_hash", "tee_output_hash", "tee_timestamp", "tee_id")
TOOLS = [{"type": "function", "function": {
    "name": "warm", "description": "Warms a room.",
    "parameters": {"type": "object", "properties": {"fast": {"type": "boolean"}}, "required": ["fast"],
                   "additionalProperties": False}}}]
checked, settled = [], []
checks = []


def check(function):
    checks.append(function)
    return function


class Facilitator(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        permit = asked["paymentPayload"]["payload"]["permit2Authorization"]
        payer = permit["from"].lower()
        if self.path == "/verify":
            checked.append((payer, permit["nonce"], asked["paymentRequirements"]["scheme"]))
            poor = payer == POOR.address.lower()
            said = {"isValid": not poor, "payer": payer} | ({"invalidReason": "insufficient_funds"} if poor else {})
        else:
            settled.append((payer, int(asked["paymentRequirements"]["amount"])))
            said = {"success": True, "transaction": "0x" + "5" * 64, "network": "eip155:8453", "payer": payer}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


async def paid(count, usage):
    """As many payments were settled; the last for exactly what its answer used."""
    until = time.monotonic() + 20
    while len(settled) < count and time.monotonic() < until:
        await asyncio.sleep(0.05)
    assert len(settled) == count, settled
    payer, amount = settled[-1]
    assert payer == RICH.address.lower(), payer
    if usage:
        assert amount == PROMPT * usage["prompt_tokens"] + COMPLETION * usage["completion_tokens"], (amount, usage)


async def refused(call):
    try:
        await call
    except RuntimeError as error:
        return str(error)
    raise AssertionError("was answered")


async def chunks_of(llm, **more):
    return [chunk async for chunk in await llm.chat(**ASK, stream=True, **more)]


@check
async def a_chat_is_paid_for_what_it_used(llm):
    before = len(settled)
    answer = await llm.chat(**ASK)
    assert answer.chat_output["role"] == "assistant" and answer.chat_output["content"], answer
    assert answer.finish_reason in ("stop", "length") and answer.usage["completion_tokens"] >= 1, answer
    assert answer.tee_signature is None and answer.tee_timestamp is None and answer.tee_id is None, answer
    await paid(before + 1, answer.usage)
    assert checked[-1][2] == "upto", checked[-1]


@check
async def a_stream_is_the_same_answer(llm):
    whole = await llm.chat(**ASK)
    before = len(settled)
    chunks = await chunks_of(llm)
    last = chunks[-1]
    assert [chunk.is_final for chunk in chunks] == [False] * (len(chunks) - 1) + [True], chunks
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == whole.chat_output["content"] and len(chunks) > 3, (text, whole)
    assert last.choices[0].finish_reason == whole.finish_reason and last.tee_signature is None, last
    stated = vars(last.usage)  # the SDK keeps the three sums alone
    assert stated == {name: whole.usage[name] for name in stated}, (last.usage, whole.usage)
    await paid(before + 1, whole.usage)


@check
async def a_text_is_completed(llm):
    before = len(settled)
    answer = await llm.completion(model=MODEL, prompt="The fire", max_tokens=8)
    assert answer.completion_output and answer.tee_signature is None, answer
    await paid(before + 1, None)


@check
async def tools_are_called(llm):
    answer = await llm.chat(**(ASK | {"max_tokens": 200}), tools=TOOLS, tool_choice="required")
    call = answer.chat_output["tool_calls"][0]
    assert answer.finish_reason == "tool_calls" and call["function"]["name"] == "warm", answer
    assert isinstance(json.loads(call["function"]["arguments"])["fast"], bool), call
    stream = await llm.chat(**(ASK | {"max_tokens": 200}), tools=TOOLS, tool_choice="required", stream=True)
    chunks = [chunk async for chunk in stream]
    assert len(chunks) == 1 and chunks[0].is_final and chunks[0].choices[0].delta.tool_calls, chunks


@check
async def an_answer_of_a_schema_fits(llm):
    schema = {"type": "object", "properties": {"hot": {"type": "boolean"}}, "required": ["hot"],
              "additionalProperties": False}
    form = og.ResponseFormat(type="json_schema", json_schema={"name": "fire", "schema": schema})
    answer = await llm.chat(**(ASK | {"max_tokens": 200}), response_format=form)
    value = json.loads(answer.chat_output["content"])
    assert list(value) == ["hot"] and isinstance(value["hot"], bool), value


@check
async def no_enclave_is_claimed(llm):
    """What its own verification reads is there and empty: it takes a node's signature for no enclave's."""
    http = llm.resolve_tee_connection().http_client
    question = {"model": sys.argv[3], "messages": QUESTION, "max_tokens": 8}
    answer = await http.post(GATEWAY + "/v1/chat/completions", json=question, headers={"X-SETTLEMENT-TYPE": "batch"},
                             timeout=60)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert all(name in body and body[name] is None for name in TEE), body
    assert body["evidence"] == {"signed_by": "node", "attested": False}, body
    try:
        og.verify_response(canonical_request=question, response_body=body, signing_key_pem="",
                           response_content=body["choices"][0]["message"]["content"])
        raise AssertionError("an enclave was found")
    except og.VerificationError:
        pass
    assert (await http.get(GATEWAY + "/health")).json()["tee_enabled"] is False


@check
async def each_call_is_signed_anew(_):
    assert len({nonce for _, nonce, _ in checked}) == len(checked) > 4, checked


@check
async def what_is_not_done_is_refused_and_costs_nothing(llm):
    before = len(settled)
    said = await refused(llm.chat(**ASK, x402_settlement_mode=og.x402SettlementMode.PRIVATE))
    assert "HTTP 400" in said and "unsupported_settlement" in said, said
    said = await refused(llm.chat(**(ASK | {"model": og.TEE_LLM.CLAUDE_HAIKU_4_5})))
    assert "HTTP 404" in said and "model_not_found" in said, said
    said = await refused(llm.chat(**ASK, web_search=True))
    assert "HTTP 400" in said and "web_search" in said, said
    assert len(settled) == before, settled


@check
async def an_empty_purse_is_refused(_):
    before = len(settled)
    llm = og.LLM.from_url(private_key=POOR.key.hex(), llm_server_url=GATEWAY)
    for call in (llm.chat(**ASK), llm.completion(model=MODEL, prompt="The fire"), chunks_of(llm)):
        said = await refused(call)
        assert "402" in said, said
    said = await refused(llm.chat(**ASK))
    assert "facilitator_refused" in said and "insufficient_funds" in said and "Check balance" in said, said
    assert len(settled) == before, settled
    await llm.close()


async def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Facilitator)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    llm = og.LLM.from_url(private_key=RICH.key.hex(), llm_server_url=GATEWAY)
    failed = 0
    for one in checks:
        try:
            await one(llm)
        except Exception as error:  # whatever the SDK throws
            failed += 1
            print(f"failed: {one.__name__}: {type(error).__name__}: {error}")
    await llm.close()
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(asyncio.run(main()))
