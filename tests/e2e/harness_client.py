# SPDX-License-Identifier: Apache-2.0
"""Lets lm-evaluation-harness evaluate a node with a task of our own.

harness_client.py BASE_URL --model NAME --tokenizer FOLDER

The harness must come to the values that the node gives for the same ids when it is asked directly, and to an
accuracy. Nothing is fetched: the task is a file, the tokenizer the model's own.
"""
import argparse
import json
import os
import pathlib
import sys
import tempfile
import urllib.request

for switch in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "TRANSFORMERS_OFFLINE"):
    os.environ[switch] = "1"

TASK = """
task: node_choices
dataset_path: json
dataset_kwargs:
  data_files: {{test: "{file}"}}
test_split: test
output_type: multiple_choice
doc_to_text: "{{{{question}}}}"
doc_to_choice: "{{{{choices}}}}"
doc_to_target: "{{{{answer}}}}"
metric_list:
  - {{metric: acc, aggregation: mean, higher_is_better: true}}
"""
DOCUMENTS = [
    {"question": "The capital of France is", "choices": ["Paris", "a cheese", "seven"], "answer": 0},
    {"question": "Two and two make", "choices": ["a river", "four", "Berlin"], "answer": 1},
    {"question": "Water that freezes becomes", "choices": ["music", "sand", "ice"], "answer": 2},
]


def evaluate(arguments, folder):
    import lm_eval
    from lm_eval.tasks import TaskManager

    file = folder / "choices.jsonl"
    file.write_text("".join(json.dumps(document) + "\n" for document in DOCUMENTS))
    (folder / "node_choices.yaml").write_text(TASK.format(file=file))
    return lm_eval.simple_evaluate(
        model="local-completions",
        model_args={"model": arguments.model, "base_url": arguments.base_url + "/completions", "num_concurrent": 1,
                    "tokenizer_backend": "huggingface", "tokenizer": arguments.tokenizer, "max_length": 512},
        tasks=["node_choices"], task_manager=TaskManager(include_path=str(folder), include_defaults=False),
        batch_size=1, bootstrap_iters=0, log_samples=True)


def ask(arguments, ids):
    """The log-probabilities of `ids`, without an answer behind them."""
    body = {"model": arguments.model, "prompt": ids, "max_tokens": 0, "logprobs": 1, "echo": True}
    request = urllib.request.Request(arguments.base_url + "/completions", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["choices"][0]["logprobs"]["token_logprobs"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--model", required=True)
    parser.add_argument("--tokenizer", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = evaluate(arguments, pathlib.Path(folder))

    from transformers import AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(arguments.tokenizer)
    compared = 0
    for sample in results["samples"]["node_choices"]:
        for given, (answered,) in zip(sample["arguments"], sample["resps"]):
            context, continuation = given
            whole = tokenizer.encode(context + continuation, add_special_tokens=False)
            before = tokenizer.encode(context, add_special_tokens=False)
            expected = sum(ask(arguments, whole)[len(before):])
            assert abs(float(answered[0]) - expected) < 1e-9, (given, answered, expected)
            compared += 1
    accuracy = results["results"]["node_choices"]["acc,none"]
    assert 0 <= accuracy <= 1, accuracy
    print(f"{compared} values are equal, accuracy {accuracy:.3f}")
    return 0 if compared == 9 else 1


if __name__ == "__main__":
    sys.exit(main())
