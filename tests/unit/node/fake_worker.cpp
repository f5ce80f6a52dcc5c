// SPDX-License-Identifier: Apache-2.0
// A worker without a model: speaks the real protocol, computes its tokens from prompt and key, and misbehaves
// on command. Words in the prompt choose: "crash" (after three tokens; with "early" before the first), "hang",
// "garbage", "slow", "relay" (dies after every three tokens of its own), "dishonest", "toolong", "priority" (tokens
// that tell it), "probe:PATH" (can this process read PATH?). A file "behaviour" in the model's folder chooses for
// loading (so do weights that say "unservable" or "too large"): "crash", "refuse", "nonconforming" (also ":PROFILE"),
// "tight". "@vulkan:0" after "crash" in the prompt, or after a behaviour, limits it to that device; the device
// "vulkan:7" cannot be opened, nor one with a file ".gone" beside its kernel cache; "vulkan:8" brings the process down.
// "game@vulkan:0" in the prompt: other programs take that device's memory, and keep it while there is a file
// ".crowded"; "lost@vulkan:0": the device is lost; "full@vulkan:0": its driver finds no memory for a step.
#include "core/file.h"
#include "core/hash.h"
#include "fake_answers.h"
#include "model/layout.h"
#include "model/manifest.h"
#include "worker/protocol.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <poll.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

struct Started {
    int fd = -1;
    std::string device = "cpu", kernels, least = "0";
    std::uint64_t memory = 0, reserve = 0;
};

class FakeWorker {
public:
    explicit FakeWorker(const Started& started)
        : m_started(started), m_fd(started.fd), m_device(started.device),
          m_gone(std::filesystem::exists(started.kernels + ".gone")),
          m_crowded(std::filesystem::exists(started.kernels + ".crowded")), m_least(started.least) {}

    int run() {
        if (m_device == "vulkan:8") std::abort();
        worker::Hello hello;
        hello.build = "fake";
        hello.isa = "none";
        hello.sandbox = "fake";
        hello.device = m_device;
        if (m_device == "vulkan:7" || m_gone) hello.problem = "The driver of " + m_device + " does not answer.";
        send(hello);
        while (true) {
            auto message = worker::receive_frame(m_fd);
            if (!message) return 0;
            std::visit([this](const auto& m) { handle(m); }, *message);
        }
    }

private:
    void send(const worker::Message& message) {
        if (!worker::send_frame(m_fd, message)) std::_Exit(3);
    }

    void handle(const worker::Load& load) {
        std::ifstream file(load.folder + "/behaviour");
        std::string behaviour;
        file >> behaviour;
        if (const std::size_t at = behaviour.find('@'); at != std::string::npos)
            behaviour = behaviour.substr(at + 1) == m_device ? behaviour.substr(0, at) : "";
        if (behaviour == "crash") std::abort();
        if (m_crowded && m_least != "0") {
            send(worker::Failed{0, core::fail(core::Code::out_of_memory, "The model had " + m_least + " bytes.")});
            return;
        }
        if (behaviour == "refuse") {
            send(worker::Failed{0, core::fail(core::Code::out_of_memory, "The model needs 9 GiB, 1 GiB is free.")});
            return;
        }
        if (behaviour == "nonconforming" || behaviour == "nonconforming:" + load.profile) {
            send(worker::Failed{
                0, core::fail(core::Code::unsupported, "The device does not reproduce the exact profile CI8.1.")});
            return;
        }
        if (const std::string weights = weights_in(load.folder); weights == "unservable") {
            send(worker::Failed{
                0, core::fail(core::Code::corrupt, "The tensors in " + load.folder + " contradict each other.")});
            return;
        } else if (weights == "too large") {
            send(worker::Failed{0, core::fail(core::Code::out_of_memory, "The model needs 9 GiB, 1 GiB is free.")});
            return;
        }
        send(worker::ProgressReport{"reading", 1, 2});
        const auto manifest = core::read_file(load.folder + "/manifest.cbor", 1 << 20);
        if (!manifest) {
            send(worker::Failed{0, manifest.error()});
            return;
        }
        const core::Hash hash = core::tagged_hash("model/1", {*manifest});
        send(worker::Loaded{core::id_cast<core::ModelId>(hash), behaviour == "tight" ? 64U : 128U, 4096, 1, m_device,
                            m_device == "cpu" ? 0 : gib});
        if (m_device == "cpu") return;
        send(worker::KernelCache{core::to_bytes(core::as_bytes("kernels of " + m_device))});
        send(worker::DeviceMemory{8 * gib, 2 * gib, gib});
    }

    void handle(const worker::Import& import) {
        const std::filesystem::path path(import.path);
        const auto raw = core::read_file(path, 1 << 20);
        if (!raw || raw->empty()) {
            send(worker::Failed{0, core::fail(core::Code::corrupt, "The file is no model.", "Fetch it again.")});
            return;
        }
        if (core::as_bytes("crash").size() == raw->size()) std::abort();
        if (*raw == core::to_bytes(core::as_bytes("asleep"))) std::this_thread::sleep_for(std::chrono::hours(1));
        model::Manifest manifest;
        manifest.config.arch = "llama";
        manifest.config.name = "Fake";
        manifest.config.layers = manifest.config.heads = manifest.config.kv_heads = 1;
        manifest.config.hidden = manifest.config.ffn = manifest.config.head_dim = 8;
        manifest.config.vocab = vocabulary;
        manifest.config.context = 128;
        manifest.config.stop_ids = {2};
        for (const model::ExpectedTensor& tensor : model::expected_tensors(manifest.config))
            manifest.tensors.push_back({tensor.name, model::TensorType::f32, tensor.shape, core::sha256(*raw)});
        std::sort(manifest.tensors.begin(), manifest.tensors.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });
        manifest.files = {{path.filename().string(), raw->size(), core::sha256(*raw)}};
        manifest.license = "apache-2.0";
        manifest.profiles = {"bf16", "fp32"};
        if (core::to_bytes(core::as_bytes("exact profile")) == *raw) manifest.profiles = {"ci8.1"};
        send(worker::Imported{manifest.encode()});
    }

    void handle(const worker::Tokenize& tokenize) {
        send(worker::Tokenized{tokenize.job, ids_of(tokenize.prompt.value_or(tokenize.messages_json))});
    }

    void handle(const worker::Generate& generate) {
        const std::string prompt = text_of(generate.prompt_ids);
        const auto has = [&](const char* word) { return prompt.find(word) != std::string::npos; };
        send(worker::Started{generate.job, generate.prompt_ids});
        if (generate.score_prompt) score(generate);
        worker::Finished finished;
        finished.job = generate.job;
        finished.stop_reason = static_cast<std::uint8_t>(2);
        finished.cached_tokens = has("beginning") ? 2 : 0;
        const std::uint32_t count = generate.params.max_tokens + (has("toolong") ? 5 : 0);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i == (has("early") ? 0 : 3) && has("crash") && (!has("crash@") || has(("crash@" + m_device).c_str())))
                std::abort();
            if (i == generate.known_ids.size() + 3 && has("relay")) std::abort();
            if (i == 3 && has(("game@" + m_device).c_str())) {
                for (int reading = 0; reading < 2; ++reading)
                    send(worker::DeviceMemory{8 * gib, gib / 16, gib});
                std::this_thread::sleep_for(std::chrono::hours(1));
            }
            for (const auto& [word, code] :
                 {std::pair{"lost@", core::Code::unavailable}, {"full@", core::Code::out_of_memory}})
                if (i == 3 && has((word + m_device).c_str())) {
                    send(worker::Failed{generate.job, core::fail(code, std::string("Said by ") + word)});
                    std::_Exit(1);
                }
            if (i == 2 && has("hang")) std::this_thread::sleep_for(std::chrono::hours(1));
            if (i == 3 && has("garbage")) {
                const char noise[] = "\x08\x00\x00\x00not cbor";
                if (::write(m_fd, noise, sizeof noise) < 0) std::_Exit(4);
                std::this_thread::sleep_for(std::chrono::seconds(5));
            }
            if (has("dawdle")) std::this_thread::sleep_for(std::chrono::milliseconds(100));
            if (has("slow")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
            if (cancelled(generate.job)) {
                finished.stop_reason = 3;
                break;
            }
            std::uint32_t id = token_at(generate.prompt_ids, generate.key, i);
            if (has("dishonest") && i % 2 == 1) id = (id + 1) % vocabulary;
            if (has("salt")) id = generate.cache_salt.bytes[i % core::Hash::size] % vocabulary;
            if (has("priority")) id = static_cast<std::uint32_t>(generate.priority);
            if (const std::size_t at = prompt.find("probe:"); at != std::string::npos)
                id = ::access(prompt.substr(at + 6).c_str(), R_OK) == 0 ? 1 : 0;
            finished.output_ids.push_back(id);
            if (i < generate.known_ids.size()) {
                if (generate.known_ids[i] == id) continue;
                send(
                    worker::Failed{generate.job, core::fail(core::Code::corrupt, "A known token came out otherwise.")});
                return;
            }
            worker::Token token;
            token.job = generate.job;
            token.id = id;
            token.text = "w" + std::to_string(id) + " ";
            if (generate.top_logprobs) token.logprob = worker::LogprobEntry{id, token.text, -1};
            send(token);
        }
        finished.chain_root = chain_of(generate.chain_start, finished.output_ids);
        send(finished);
    }

    static proof::PromptScore score_at(const std::vector<std::uint32_t>& prompt, std::size_t position,
                                       std::uint32_t alternatives) {
        proof::PromptScore score{-static_cast<std::int32_t>(prompt[position] * 1000 + position), {}};
        for (std::uint32_t i = 0; i < alternatives; ++i)
            score.top.push_back({i, -static_cast<std::int32_t>(i + 1)});
        return score;
    }

    /// "forgetful" leaves the last token out; with "midway" the service's first job dies in the middle of its prompt.
    void score(const worker::Generate& generate) {
        const std::string prompt = text_of(generate.prompt_ids);
        const bool forgetful = prompt.find("forgetful") != std::string::npos;
        const bool dies = prompt.find("midway") != std::string::npos && generate.job == 1;
        for (std::size_t i = 0; i < generate.prompt_ids.size() - (forgetful ? 1 : 0); ++i) {
            if (dies && i == 4) std::abort();
            worker::Token token;
            token.job = generate.job;
            token.id = generate.prompt_ids[i];
            token.text = prompt.substr(i, 1);
            token.of_prompt = true;
            token.logprob = worker::LogprobEntry{token.id, token.text, std::nullopt};
            if (i > 0) {
                const auto score = score_at(generate.prompt_ids, i, generate.top_logprobs.value_or(0));
                token.logprob->logprob_micronats =
                    score.micronats + (prompt.find("dishonest") != std::string::npos ? 1 : 0);
                for (const auto& other : score.top)
                    token.top.push_back({other.id, "t", other.micronats});
            }
            send(token);
        }
    }

    void handle(const worker::Replay& replay) {
        worker::Replayed replayed;
        replayed.job = replay.job;
        for (std::uint32_t i = 0; i < replay.output_ids.size(); ++i) {
            ++replayed.compared;
            if (replay.output_ids[i] == token_at(replay.prompt_ids, replay.key, i)) {
                ++replayed.equal;
            } else {
                if (!replayed.first_difference) replayed.first_difference = i;
                replayed.worst_deficit = INT64_MAX;
            }
        }
        for (std::size_t i = 0; i < replay.scores.size(); ++i) {
            ++replayed.scores;
            const auto score = score_at(replay.prompt_ids, i + 1, replay.alternatives.value_or(0));
            if (score == replay.scores[i])
                ++replayed.equal_scores;
            else
                replayed.worst_score = 1;
        }
        replayed.chain_root = chain_of(replay.chain_start, replay.output_ids);
        send(replayed);
    }

    /// Says what it was started with; with 1 GiB it computes ci4.1 wrongly. The size "silent" is measured for ever,
    /// without a word after the first.
    void handle(const worker::Benchmark& benchmark) {
        send(worker::ProgressReport{"measuring", 1, 2});
        if (benchmark.prove == "ci4.1" && m_started.memory == std::uint64_t{1} << 30)
            return send(worker::Failed{0, core::fail(core::Code::unsupported, "Other bytes came out.")});
        if (benchmark.model_class == "silent") std::this_thread::sleep_for(std::chrono::hours(1));
        worker::Benchmarked answer;
        answer.read_bytes_per_s = m_started.memory;
        answer.advised_millitokens_per_s = m_started.reserve;
        answer.advised_profile = m_started.kernels;
        send(answer);
    }

    void handle(const worker::Cancel&) {}
    template <typename Other>
    void handle(const Other&) {
        std::_Exit(5);
    }

    bool cancelled(std::uint64_t job) {
        pollfd waiting{m_fd, POLLIN, 0};
        while (::poll(&waiting, 1, 0) > 0) {
            auto message = worker::receive_frame(m_fd);
            if (!message) std::_Exit(0);
            const auto* cancel = std::get_if<worker::Cancel>(&*message);
            if (cancel != nullptr && cancel->job == job) return true;
            // One job at a time: whatever else arrives is answered at once, between two tokens.
            if (cancel == nullptr) std::visit([this](const auto& m) { handle(m); }, *message);
        }
        return false;
    }

    const Started m_started;
    int m_fd;
    std::string m_device;
    bool m_gone, m_crowded;
    std::string m_least;
};

constexpr const char* some_cards =
    R"([{"kind":"vulkan","problem":null,"hint":null,"rejected":[],"devices":[)"
    R"({"id":"vulkan:0","name":"Card A","driver":"d","kernels":"k","pci":"0000:01:00.0","software":true,"integrated":false,"memory_bytes":1,"profiles":["ci8.1","ci4.1"]},)"
    R"({"id":"vulkan:1","name":"Card B","driver":"d","kernels":"k","pci":"0000:02:00.0","software":true,"integrated":false,"memory_bytes":1,"profiles":["ci8.1","ci4.1"]},)"
    R"({"id":"vulkan:7","name":"Card C","driver":"d","kernels":"k","pci":"","software":true,"integrated":false,"memory_bytes":1,"profiles":["ci8.1","ci4.1"]}]},)"
    R"({"kind":"cuda","problem":null,"hint":null,"rejected":[],"devices":[)"
    R"({"id":"cuda:1","name":"Card B","driver":"d","kernels":"k","pci":"0000:02:00.0","software":true,"integrated":false,"memory_bytes":1,"profiles":["ci8.1","ci4.1","bf16"]}]}])";

} // namespace

int main(int argc, char** argv) {
    Started started;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--fd") started.fd = std::atoi(argv[i + 1]);
        if (name == "--device") started.device = argv[i + 1];
        if (name == "--kernel-cache") started.kernels = argv[i + 1];
        if (name == "--device-least") started.least = argv[i + 1];
        if (name == "--device-memory") started.memory = std::stoull(argv[i + 1]);
        if (name == "--device-reserve") started.reserve = std::stoull(argv[i + 1]);
    }
    if (argc == 2 && std::string(argv[1]) == "--list-devices") return std::puts(some_cards), 0;
    if (argc == 2 && std::string(argv[1]) == "--version") return std::puts("fake-worker"), 0;
    if (started.fd < 0) return 2;
    return FakeWorker(started).run();
}
