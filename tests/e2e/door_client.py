# SPDX-License-Identifier: Apache-2.0
"""The stock openai client asks one address for models of several networks: door_client.py BASE_URL MODEL...

Changes nothing but `model`. Prints one line a model; exit 1 if one did not answer, whole and as a stream.
"""
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1], api_key="local", max_retries=0)
offered = {model.id for model in client.models.list()}
for name in sys.argv[2:]:
    assert name in offered, f"{name} is not among {sorted(offered)}"
    ask = {"model": name, "messages": [{"role": "user", "content": "Say something."}], "max_tokens": 6, "seed": 7}
    whole = client.chat.completions.create(**ask)
    assert whole.usage.completion_tokens >= 1 and whole.choices[0].finish_reason, whole
    chunks = list(client.chat.completions.create(**ask, stream=True))
    streamed = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert streamed == whole.choices[0].message.content, (streamed, whole)
    print(f"{name}: answered as {whole.model}, {len(chunks)} events")
try:
    client.chat.completions.create(model="nobody/nothing", messages=[{"role": "user", "content": "x"}])
    raise AssertionError("a model that nobody offers answered")
except openai.NotFoundError:
    pass
