// SPDX-License-Identifier: Apache-2.0
#include "engine_runs.h"

#include "exact_random.h"

namespace hearth::test {

namespace {

using Request = compute::SequenceRequest;

constexpr core::Priority priorities[] = {core::Priority::background, core::Priority::normal,
                                         core::Priority::interactive};

} // namespace

core::Hash named(const std::string& name) {
    return core::sha256(core::as_bytes(name));
}

std::vector<Request> some_requests(std::uint32_t vocab, std::size_t count, std::uint32_t longest_prompt,
                                   std::uint32_t most_tokens) {
    Random random(71);
    const Ids beginning = some_ids(longest_prompt, vocab, 3);
    constexpr std::uint32_t prompts[] = {1, 5, 63, 64, 65, 128, 129, 200, 333, 31, 127, 17, 256, 90};
    std::vector<Request> requests;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t length = std::min(prompts[i % std::size(prompts)], longest_prompt);
        Ids prompt(beginning.begin(), beginning.begin() + length);
        // Every third one goes its own way from somewhere on.
        if (i % 3 == 2)
            for (std::size_t k = random.below(length); k < length; ++k)
                prompt[k] = random.below(vocab);
        const std::uint32_t tokens = random.between(most_tokens / 4, most_tokens);
        Request request = i % 4 == 0 ? greedy(prompt, tokens) : drawn(prompt, tokens, std::to_string(i));
        if (i % 4 == 2) request.params.top_p_q16 = 60000, request.params.repetition_penalty_q16 = 72090;
        if (i % 4 == 3) request.params.top_k = 40, request.params.frequency_penalty_q16 = 20000;
        request.ignore_eos = i % 5 != 4;
        request.chain_start = named("chain " + std::to_string(i));
        requests.push_back(std::move(request));
    }
    return requests;
}

std::vector<Request> unshared(std::vector<Request> requests, const std::string& round) {
    for (std::size_t i = 0; i < requests.size(); ++i)
        requests[i].cache_salt = named(round + std::to_string(i));
    return requests;
}

Run run(compute::Engine& engine, const std::vector<Request>& requests, std::uint64_t seed) {
    Collector collector(engine);
    Random random(seed);
    std::vector<std::size_t> order(requests.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
        if (seed != 0) std::swap(order[i], order[random.below(i + 1)]);
    }
    Run result;
    const auto step = [&] {
        ++result.steps;
        return engine.step();
    };
    for (const std::size_t i : order) {
        Request request = requests[i];
        if (seed != 0) request.priority = random.pick(priorities);
        result.complete = result.complete && collector.submit(std::move(request)).ok();
        if (seed == 0)
            while (step()) {
            }
        else
            for (std::size_t wait = random.one_in(2) ? 0 : random.below(12); wait > 0; --wait)
                step();
    }
    while (step()) {
    }
    result.answers.resize(requests.size());
    for (std::size_t job = 0; job < order.size(); ++job) {
        const auto& answer = collector[job];
        if (!answer.end || !answer.end->chain_root) {
            result.complete = false;
            continue;
        }
        result.answers[order[job]] = {answer.end->output_ids, *answer.end->chain_root, answer.end->stop_reason,
                                      answer.text};
    }
    return result;
}

std::size_t tokens_of(const Run& run) {
    std::size_t tokens = 0;
    for (const Truth& answer : run.answers)
        tokens += answer.ids.size();
    return tokens;
}

std::string differs(const Run& run, const std::vector<Truth>& truth) {
    if (!run.complete) return "not every request came to its end";
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const Truth& ours = run.answers[i];
        if (ours.ids != truth[i].ids) return "request " + std::to_string(i) + " has other ids";
        if (ours.chain != truth[i].chain) return "request " + std::to_string(i) + " has another chain";
        if (ours.reason != truth[i].reason) return "request " + std::to_string(i) + " ended otherwise";
        if (ours.text != truth[i].text) return "request " + std::to_string(i) + " has another text";
    }
    return {};
}

} // namespace hearth::test
