# SPDX-License-Identifier: Apache-2.0
"""Drives a node with the stock openai Python client.

openai_client.py BASE_URL [--model NAME]

One line per check, then 'N passed, N failed'; exit 1 if any failed. Checks what the API promises, not which words
the model chooses.
"""
import argparse
import asyncio
import json
import sys
import time
import urllib.error
import urllib.request

import openai

QUESTION = [{"role": "user", "content": "Say something about fire."}]
checks = []


def check(function):
    checks.append(function)
    return function


def chat(client, **more):
    return client.chat.completions.create(model=MODEL, messages=QUESTION, **({"max_tokens": 12} | more))


def must_raise(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def joined(chunks, index=0):
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices and c.choices[0].index == index)


@check
def models_list_and_retrieve(client):
    listed = list(client.models.list())
    assert MODEL in [m.id for m in listed], listed
    card = client.models.retrieve(MODEL)
    assert card.id == MODEL and card.object == "model" and card.created >= 0
    error = must_raise(openai.NotFoundError, lambda: client.models.retrieve("no/such-model"))
    assert error.code == "model_not_found", error.code


@check
def base_url_with_trailing_slash(client):
    with openai.OpenAI(base_url=URL + "/", api_key="unused") as other:
        assert MODEL in [m.id for m in other.models.list()]


@check
def chat_answer(client):
    answer = chat(client)
    choice = answer.choices[0]
    assert answer.object == "chat.completion" and answer.id.startswith("chatcmpl-") and answer.model
    assert choice.index == 0 and choice.message.role == "assistant" and choice.message.content
    assert choice.finish_reason in ("stop", "length")
    assert answer.usage.prompt_tokens > 0 and 0 < answer.usage.completion_tokens <= 12
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


@check
def roles_and_content_parts(client):
    messages = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hello."}, {"type": "text", "text": "Who are you?"}]},
        {"role": "assistant", "content": "A fire."},
        {"role": "user", "content": "Warm?"},
    ]
    answer = client.chat.completions.create(model=MODEL, messages=messages, max_completion_tokens=5)
    assert answer.usage.completion_tokens <= 5 and answer.choices[0].message.content is not None


@check
def headers_and_evidence(client):
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=QUESTION, max_tokens=4)
    assert raw.headers["x-request-id"].startswith("req_")
    assert int(raw.headers["x-gateway-overhead-us"]) >= 0
    evidence_id = raw.headers["x-evidence-id"]
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"{URL}/evidence/{evidence_id}") as reply:
                assert isinstance(json.load(reply), dict)
                break
        except urllib.error.HTTPError as error:
            assert error.code == 404 and time.monotonic() < deadline, error
            time.sleep(0.2)
    assert raw.parse().choices[0].message.content is not None


@check
def stream(client):
    chunks = list(chat(client, stream=True))
    assert len({c.id for c in chunks}) == 1 and len({c.created for c in chunks}) == 1
    assert all(c.object == "chat.completion.chunk" and c.usage is None for c in chunks)
    assert chunks[0].choices[0].delta.role == "assistant"
    assert all(c.choices[0].delta.role is None for c in chunks[1:])
    assert joined(chunks) and chunks[-1].choices[0].finish_reason in ("stop", "length")
    assert all(c.choices[0].finish_reason is None for c in chunks[:-1])


@check
def stream_with_usage(client):
    chunks = list(chat(client, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens > 0
    assert all(c.usage is None for c in chunks[:-1])


@check
def stream_helper(client):
    deltas = []
    try:
        with client.chat.completions.stream(model=MODEL, messages=QUESTION, max_tokens=40, seed=3) as events:
            for event in events:
                if event.type == "content.delta":
                    deltas.append(event.delta)
            assert events.get_final_completion().choices[0].message.content == "".join(deltas)
    except openai.LengthFinishReasonError as error:  # the helper's way of saying finish_reason "length"
        assert error.completion.choices[0].message.content == "".join(deltas)
    assert deltas


@check
def greedy_stream_equals_whole(client):
    whole = chat(client, temperature=0).choices[0].message.content
    streamed = joined(chat(client, temperature=0, stream=True))
    assert whole == streamed, (whole, streamed)


@check
def seed_repeats(client):
    texts = [chat(client, seed=41, temperature=1.0).choices[0].message.content for _ in range(2)]
    assert texts[0] == texts[1], texts
    other = [chat(client, seed=s, temperature=1.5).choices[0].message.content for s in range(4)]
    assert len(set(other)) > 1, other


@check
def several_choices(client):
    answer = chat(client, n=2, seed=7, temperature=1.5)
    assert [c.index for c in answer.choices] == [0, 1]
    assert answer.choices[0].message.content != answer.choices[1].message.content
    again = chat(client, n=2, seed=7, temperature=1.5)
    assert [c.message.content for c in again.choices] == [c.message.content for c in answer.choices]
    chunks = list(chat(client, n=2, seed=7, temperature=1.5, stream=True))
    assert [joined(chunks, i) for i in (0, 1)] == [c.message.content for c in answer.choices]
    finished = [c.choices[0].index for c in chunks if c.choices[0].finish_reason]
    assert sorted(finished) == [0, 1], finished


@check
def logprobs(client):
    answer = chat(client, logprobs=True, top_logprobs=3, temperature=0)
    items = answer.choices[0].logprobs.content
    assert len(items) == answer.usage.completion_tokens or len(items) == answer.usage.completion_tokens - 1
    for item in items:
        assert item.logprob <= 1e-6 and item.bytes is not None and len(item.top_logprobs) == 3
        assert item.top_logprobs[0].logprob >= item.top_logprobs[-1].logprob
    text = b"".join(bytes(item.bytes) for item in items).decode("utf-8", "replace")
    assert text.startswith(answer.choices[0].message.content[:8]) or answer.choices[0].message.content in text
    chunks = list(chat(client, logprobs=True, top_logprobs=3, temperature=0, stream=True))
    streamed = [i for c in chunks if c.choices[0].logprobs for i in c.choices[0].logprobs.content]
    assert [i.token for i in streamed] == [i.token for i in items]


@check
def stop_string(client):
    text = chat(client, temperature=0, max_tokens=30).choices[0].message.content
    words = [w for w in text.split() if len(w) > 1]
    stop = words[min(3, len(words) - 1)]
    answer = chat(client, temperature=0, max_tokens=30, stop=[stop])
    assert stop not in answer.choices[0].message.content, (stop, answer.choices[0].message.content)
    assert text.startswith(answer.choices[0].message.content) and answer.choices[0].finish_reason == "stop"
    assert stop not in joined(chat(client, temperature=0, max_tokens=30, stop=stop, stream=True))


@check
def logprobs_end_with_the_text_before_a_stop(client):
    if MODEL.startswith("fake/"):
        return  # the scripted backend knows no stop texts
    asked = {"model": MODEL, "prompt": "Once upon", "max_tokens": 12, "temperature": 0, "logprobs": 2}
    free = client.completions.create(**asked).choices[0]
    stop = free.text[len(free.text) // 2:][:3]
    whole = client.completions.create(**asked, stop=stop).choices[0]
    assert whole.text == free.text[:free.text.index(stop)] and whole.finish_reason == "stop", (whole.text, stop)
    parts = [c.choices[0].logprobs for c in client.completions.create(**asked, stop=stop, stream=True)]
    streamed = [pair for part in parts if part for pair in zip(part.tokens, part.text_offset)]
    assert streamed == list(zip(whole.logprobs.tokens, whole.logprobs.text_offset)), (streamed, whole.logprobs)
    assert all(offset < len(whole.text) for _, offset in streamed), (streamed, whole.text)
    assert len(streamed) == sum(offset < len(whole.text) for offset in free.logprobs.text_offset), streamed


@check
def max_tokens_is_kept(client):
    answer = chat(client, max_tokens=1)
    assert answer.usage.completion_tokens <= 1 and answer.choices[0].finish_reason in ("length", "stop")


@check
def completions(client):
    answer = client.completions.create(model=MODEL, prompt="Once upon", max_tokens=6, temperature=0)
    assert answer.object == "text_completion" and answer.choices[0].text and answer.usage.completion_tokens <= 6
    echoed = client.completions.create(model=MODEL, prompt="Once upon", max_tokens=6, temperature=0, echo=True)
    assert echoed.choices[0].text == "Once upon" + answer.choices[0].text
    chunks = client.completions.create(model=MODEL, prompt="Once upon", max_tokens=6, temperature=0, stream=True)
    assert "".join(c.choices[0].text for c in chunks) == answer.choices[0].text
    scored = client.completions.create(model=MODEL, prompt="Once upon", max_tokens=6, temperature=0, logprobs=2)
    logprob = scored.choices[0].logprobs
    assert len(logprob.tokens) == len(logprob.token_logprobs) == len(logprob.text_offset) > 0
    assert logprob.text_offset[0] == 0


@check
def embeddings(client):
    """The client asks for base64 where its caller names no format, and turns that into numbers."""
    error = must_raise(openai.BadRequestError, lambda: client.embeddings.create(model=MODEL, input="fire"))
    assert error.code == "unsupported_model" and error.param == "model", error.body
    makers = [m for m in client.models.list() if getattr(m, "kind", None) == "embedding"]
    for model in makers:
        texts = ["the sun", "rain and sun"]
        asked = client.embeddings.create(model=model.id, input=texts)
        numbers = client.embeddings.create(model=model.id, input=texts, encoding_format="float")
        assert [one.index for one in asked.data] == [0, 1] and asked.usage.total_tokens == asked.usage.prompt_tokens > 0
        for one, other in zip(asked.data, numbers.data):
            assert len(one.embedding) == model.dimensions == len(other.embedding)
            assert all(abs(a - b) < 1e-6 for a, b in zip(one.embedding, other.embedding))
        must_raise(openai.BadRequestError,
                   lambda: client.chat.completions.create(model=model.id, messages=QUESTION))


@check
def bad_parameters(client):
    wrong = {
        "max_tokens": -1,
        "temperature": 3,
        "top_p": 2,
        "n": 0,
        "presence_penalty": 9,
        "logit_bias": {"1": 5},
        "response_format": {"type": "yaml"},
        "stop": ["x"] * 17,
    }
    for name, value in wrong.items():
        error = must_raise(openai.BadRequestError, lambda: chat(client, **{name: value}))
        assert error.param == name and error.type == "invalid_request_error", (name, error.body)
        assert error.request_id
    image = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,x"}}]}]
    must_raise(openai.BadRequestError, lambda: client.chat.completions.create(model=MODEL, messages=image))


FORM = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "blue"]}, "warm": {"type": "boolean"}},
    "required": ["colour", "warm"],
    "additionalProperties": False,
}


@check
def structured_output(client):
    wanted = {"type": "json_schema", "json_schema": {"name": "fire", "strict": True, "schema": FORM}}
    for temperature in (0, 1):
        answer = chat(client, response_format=wanted, max_tokens=60, temperature=temperature)
        assert answer.choices[0].finish_reason == "stop", answer
        value = json.loads(answer.choices[0].message.content)
        assert set(value) == {"colour", "warm"} and value["colour"] in FORM["properties"]["colour"]["enum"], value
        assert isinstance(value["warm"], bool), value
    pieces = list(chat(client, response_format=wanted, max_tokens=60, stream=True))
    assert set(json.loads(joined(pieces))) == {"colour", "warm"}
    endless = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"$ref": "#"}}}
    error = must_raise(openai.BadRequestError, lambda: chat(client, response_format=endless))
    assert error.param.startswith("response_format"), error


@check
def tools_are_refused_where_the_model_was_taught_none(client):
    tool = {"type": "function", "function": {"name": "weather", "parameters": FORM}}
    error = must_raise(openai.BadRequestError, lambda: chat(client, tools=[tool]))
    assert "tools" in error.message, error
    assert chat(client, tools=[tool], tool_choice="none").choices


@check
def responses(client):
    answer = client.responses.create(model=MODEL, input="Say something about fire.", max_output_tokens=12)
    assert answer.status in ("completed", "incomplete") and answer.output_text and answer.usage.input_tokens > 0
    events = list(client.responses.create(model=MODEL, input=QUESTION, max_output_tokens=12, stream=True))
    assert events[0].type == "response.created" and events[-1].type in ("response.completed", "response.incomplete")
    assert [event.sequence_number for event in events] == list(range(len(events)))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == events[-1].response.output_text and text, events
    call = lambda: client.responses.create(model=MODEL, input="x", previous_response_id="resp_1")
    assert must_raise(openai.BadRequestError, call).param == "previous_response_id"


@check
def unknown_model(client):
    call = lambda: client.chat.completions.create(model="no/such-model", messages=QUESTION)
    assert must_raise(openai.NotFoundError, call).code == "model_not_found"


@check
def unknown_fields_are_named_and_labels_pass(client):
    error = must_raise(openai.BadRequestError, lambda: chat(client, extra_body={"some_future_field": {"a": [1]}}))
    assert error.param == "some_future_field" and error.code == "unknown_parameter", error
    answer = chat(client, user="u", metadata={"k": "v"})
    assert answer.choices


@check
def context_overflow(client):
    huge = [{"role": "user", "content": "word " * 400_000}]
    call = lambda: client.chat.completions.create(model=MODEL, messages=huge, max_tokens=4)
    error = must_raise(openai.BadRequestError, call)
    assert error.code == "context_length_exceeded", error.body
    numbers = [w for w in error.message.replace(",", " ").replace(".", " ").split() if w.isdigit()]
    assert len(numbers) >= 2, error.message


@check
def body_over_the_cap(client):
    huge = [{"role": "user", "content": "x" * (9 << 20)}]
    error = must_raise(openai.APIStatusError, lambda: client.chat.completions.create(model=MODEL, messages=huge))
    assert error.status_code == 413, error


@check
def hang_up(client):
    for _ in range(3):
        events = chat(client, stream=True, max_tokens=1500)
        for _, chunk in zip(range(3), events):
            assert chunk.object == "chat.completion.chunk"
        events.close()
    began = time.monotonic()
    chat(client, max_tokens=1)
    assert time.monotonic() - began < 20, "the node still works on answers that nobody reads"


@check
def client_timeout(client):
    impatient = client.with_options(timeout=0.3, max_retries=0)
    must_raise(openai.APITimeoutError, lambda: chat(impatient, max_tokens=1900, extra_body={"ignore_eos": True}))
    assert chat(client, max_tokens=1).choices


@check
def asynchronous_client(client):
    async def work():
        async with openai.AsyncOpenAI(base_url=URL, api_key="unused", max_retries=0) as other:
            create = other.chat.completions.create
            wholes = [create(model=MODEL, messages=QUESTION, max_tokens=8, temperature=0) for _ in range(4)]
            events = await create(model=MODEL, messages=QUESTION, max_tokens=8, temperature=0, stream=True)
            text = "".join([c.choices[0].delta.content or "" async for c in events])
            answers = await asyncio.gather(*wholes)
            assert {a.choices[0].message.content for a in answers} == {text}
            events = await create(model=MODEL, messages=QUESTION, max_tokens=1500, stream=True)
            async for _ in events:
                break
            await events.close()

    asyncio.run(work())


def run_all(client):
    passed = failed = 0
    for function in checks:
        began = time.monotonic()
        try:
            function(client)
        except Exception as error:  # each check stands alone; what it raised is its result
            failed += 1
            print(f"FAIL  {function.__name__}: {type(error).__name__}: {error}", flush=True)
        else:
            passed += 1
            print(f"ok    {function.__name__} ({time.monotonic() - began:.2f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base_url", help="for example http://127.0.0.1:8747/v1")
    parser.add_argument("--model", help="id of the model; the first of /v1/models if left out")
    arguments = parser.parse_args()
    URL = arguments.base_url.rstrip("/")
    with openai.OpenAI(base_url=URL, api_key="unused", max_retries=0, timeout=120) as stock:
        MODEL = arguments.model or next(iter(stock.models.list())).id
        sys.exit(1 if run_all(stock) else 0)
