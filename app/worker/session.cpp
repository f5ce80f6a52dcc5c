// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include "compute/answer_rule.h"
#include "compute/import_check.h"
#include "compute/import_model.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/size_text.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>

namespace hearth::app {
namespace {

constexpr std::size_t max_queued_frames = 4096;
constexpr core::Nanoseconds memory_interval = 2'000'000'000;

std::uint32_t elapsed_ms(core::Nanoseconds since) {
    return static_cast<std::uint32_t>((core::monotonic() - since) / 1'000'000);
}

core::Error not_loaded() {
    return core::fail(core::Code::conflict, core::say("worker_no_model_loaded"));
}

} // namespace

Session::Session(int socket, worker::Hello hello, Gpu gpu)
    : m_socket(socket), m_hello(std::move(hello)), m_gpu(std::move(gpu)) {}

int Session::run() {
    send(m_hello);
    std::thread reader([this] { read_frames(); });
    bool working = false;
    while (!closed()) {
        while (auto message = next(!working)) {
            dispatch(std::move(*message));
            working = m_engine != nullptr;
        }
        report_memory();
        try {
            working = m_engine != nullptr && m_engine->step();
        } catch (const std::exception& problem) {
            // The engine's state is unknown now.
            fail(0, core::fail(core::Code::internal, core::say("engine_failed", {problem.what()})));
            m_broken = true;
        }
        if (!m_broken) continue;
        // The service starts another worker and tells the callers.
        ::shutdown(m_socket, SHUT_RDWR);
        break;
    }
    reader.join();
    return m_broken ? 1 : 0;
}

void Session::read_frames() {
    while (true) {
        auto message = worker::receive_frame(m_socket);
        const std::lock_guard lock(m_mutex);
        if (!message || m_queue.size() >= max_queued_frames) {
            m_closed = true;
            m_arrived.notify_one();
            return;
        }
        m_queue.push_back(std::move(*message));
        m_arrived.notify_one();
    }
}

std::optional<worker::Message> Session::next(bool wait) {
    std::unique_lock lock(m_mutex);
    const auto arrived = [this] { return m_closed || !m_queue.empty(); };
    if (wait && watches_memory())
        m_arrived.wait_for(lock, std::chrono::nanoseconds(memory_interval), arrived);
    else if (wait)
        m_arrived.wait(lock, arrived);
    if (m_closed || m_queue.empty()) return std::nullopt;
    worker::Message message = std::move(m_queue.front());
    m_queue.pop_front();
    return message;
}

bool Session::closed() {
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

void Session::send(const worker::Message& message) {
    {
        const std::lock_guard lock(m_sending);
        if (worker::send_frame(m_socket, message)) return;
    }
    const std::lock_guard lock(m_mutex);
    m_closed = true;
}

void Session::fail(std::uint64_t job, core::Error error) {
    // A lost device does not come back within this process, and memory that a driver cannot find for a step is needed
    // by other programs: the service decides when to try again.
    const bool lost = error.code == core::Code::unavailable || error.code == core::Code::out_of_memory;
    m_broken = m_broken || (m_engine && m_gpu.device && lost);
    send(worker::Failed{job, std::move(error)});
}

void Session::dispatch(worker::Message message) {
    std::uint64_t job = 0;
    std::visit(
        [&](const auto& m) {
            if constexpr (requires { m.job; }) job = m.job;
        },
        message);
    try {
        std::visit([this](auto&& m) { handle(std::move(m)); }, std::move(message));
    } catch (const std::bad_alloc&) {
        rlimit limit{};
        ::getrlimit(RLIMIT_DATA, &limit);
        const std::string most = limit.rlim_cur == RLIM_INFINITY ? "all" : core::room_text(limit.rlim_cur) + " at most";
        fail(job, core::fail(core::Code::out_of_memory, core::say("worker_may_take_memory", {most}),
                             core::say("use_smaller_model_shorter")));
    } catch (const std::exception& problem) {
        fail(job, core::fail(core::Code::internal, core::say("worker_failed", {problem.what()})));
    }
}

model::Progress Session::progress() {
    return [this, last = core::Nanoseconds{0}](const core::Sentence& stage, std::uint64_t done,
                                               std::uint64_t total) mutable {
        constexpr core::Nanoseconds interval = 100'000'000;
        const core::Nanoseconds now = core::monotonic();
        if (now - last >= interval || done == total) {
            last = now;
            send(worker::ProgressReport{stage, done, total});
        }
        return !closed();
    };
}

void Session::handle(worker::Load message) {
    if (m_engine || m_embedder || m_script)
        return fail(0, core::fail(core::Code::conflict, core::say("worker_model_already")));
    const core::Nanoseconds start = core::monotonic();
    if (!m_hello.problem.empty()) return fail(0, core::fail(core::Code::unavailable, m_hello.problem));
    auto embedder =
        compute::load_embedder(message.folder, message.profile, {message.threads, message.kv_budget_bytes}, progress());
    if (!embedder) return fail(0, embedder.error());
    if (*embedder) {
        m_embedder = std::move(*embedder);
        return loaded(message.folder, {{}, m_embedder->longest(), m_embedder->weight_bytes(), 0, "cpu", 0}, start);
    }
    auto script = compute::load_script(message.folder, message.profile, message.threads);
    if (!script) return fail(0, script.error());
    if (*script) {
        m_script = std::move(*script);
        constexpr auto most_words = static_cast<std::uint32_t>(proof::max_tensor_words);
        return loaded(message.folder, {{}, most_words, m_script->weight_bytes(), 0, "cpu", 0}, start);
    }
    compute::LoadOptions options;
    options.profile = message.profile;
    options.threads = message.threads;
    options.kv_budget_bytes = message.kv_budget_bytes;
    options.gpu = m_gpu.device;
    options.gpu_memory_bytes = m_gpu.memory_bytes;
    options.gpu_least_bytes = m_gpu.least_bytes;
    options.gpu_reserve_bytes = m_gpu.reserve_bytes;
    auto engine = compute::Engine::load(message.folder, options, progress());
    if (!engine) return fail(0, engine.error());
    m_engine = std::move(*engine);
    m_prompts = std::make_unique<PromptBuilder>(*m_engine);
    loaded(message.folder,
           {{}, m_engine->longest_request(), m_engine->weight_bytes(), 0, m_engine->device(), m_engine->device_bytes()},
           start);
    send_new_kernels();
}

void Session::loaded(const std::string& folder, worker::Loaded report, core::Nanoseconds start) {
    const auto raw = core::read_file(folder + "/manifest.cbor", std::size_t{64} << 20);
    const auto manifest = raw ? model::Manifest::decode(*raw) : core::Result<model::Manifest>(raw.error());
    if (!manifest) {
        m_prompts.reset();
        m_engine.reset();
        m_embedder.reset();
        m_script.reset();
        return fail(0, manifest.error());
    }
    report.model_id = manifest->id();
    report.load_ms = elapsed_ms(start);
    send(report);
}

/// The worker itself may not write files.
void Session::send_new_kernels() {
    if (m_gpu.device == nullptr) return;
    core::Bytes now = m_gpu.device->kernel_cache();
    if (now.empty() || now == m_gpu.kernel_cache || now.size() >= worker::max_frame_bytes - 1024) return;
    send(worker::KernelCache{now});
    m_gpu.kernel_cache = std::move(now);
}

void Session::handle(worker::Import message) {
    auto source = model::open_source(message.path);
    if (!source) return fail(0, source.error());
    if (const auto usable = compute::check_source(**source); !usable) return fail(0, usable.error());
    const std::filesystem::path path(message.path);
    const auto root = std::filesystem::is_directory(path) ? path : path.parent_path();
    const auto send_piece = [this](const std::string& file, core::ByteView bytes) {
        send(worker::FileData{file, core::to_bytes(bytes)});
        return !closed();
    };
    const auto manifest = compute::import_model(**source, root, message.profile, send_piece, progress());
    if (!manifest) return fail(0, manifest.error());
    send(worker::Imported{manifest->encode()});
}

/// A GPU without memory of its own shares the processor's: giving way there would free nothing.
bool Session::watches_memory() const {
    return m_engine != nullptr && m_gpu.device != nullptr && !m_gpu.device->info().software &&
           !m_gpu.device->info().integrated;
}

void Session::report_memory() {
    const core::Nanoseconds now = core::monotonic();
    if (!watches_memory() || now - m_memory_told < memory_interval) return;
    m_memory_told = now;
    if (const auto free = m_gpu.device->memory_free())
        send(worker::DeviceMemory{m_gpu.device->info().memory_total, *free,
                                  std::max(compute::least_gpu_reserve, m_gpu.reserve_bytes)});
}

core::Result<std::vector<std::uint32_t>> Session::prompt_ids(const PromptInput& input) const {
    if (m_embedder && input.prompt) return m_embedder->tokenizer().encode(*input.prompt, true, false);
    if (m_embedder) return core::fail(core::Code::invalid_argument, core::say("vector_of_text_alone"));
    if (m_script) return core::fail(core::Code::invalid_argument, core::say("model_takes_tensors"));
    if (!m_prompts) return not_loaded();
    return m_prompts->build(input);
}

/// What this model is asked for is what it makes.
core::Status Session::fits(bool embed) const {
    if (!m_engine && !m_embedder && !m_script) return not_loaded();
    if (embed == (m_engine == nullptr)) return {};
    if (m_script) return core::fail(core::Code::invalid_argument, core::say("model_takes_tensors"));
    return core::fail(core::Code::invalid_argument,
                      core::say(embed ? "model_makes_no_vectors" : "model_makes_no_texts"));
}

void Session::handle(worker::Generate message) {
    if (const auto possible = fits(message.embed); !possible) return fail(message.job, possible.error());
    if (message.embed) return m_script ? run(message) : embed(std::move(message));
    compute::SequenceRequest request;
    request.job = message.job;
    request.prompt_ids = std::move(message.prompt_ids);
    if (request.prompt_ids.empty()) {
        auto ids = prompt_ids({std::move(message.messages_json),
                               std::move(message.prompt),
                               std::move(message.tools_json),
                               std::move(message.date),
                               {}});
        if (!ids) return fail(message.job, ids.error());
        request.prompt_ids = std::move(*ids);
    }
    request.params = message.params;
    request.key = message.key;
    request.stop_strings = std::move(message.stop_strings);
    request.ignore_eos = message.ignore_eos;
    request.top_logprobs = message.top_logprobs;
    request.constraint = std::move(message.constraint);
    request.cache_salt = message.cache_salt;
    request.chain_start = message.chain_start;
    request.priority = message.priority;
    request.known_ids = std::move(message.known_ids);
    request.score_prompt = message.score_prompt;
    worker::Started started{message.job, request.prompt_ids};
    if (auto submitted = m_engine->submit(std::move(request), *this); !submitted)
        return fail(message.job, submitted.error());
    send(started);
}

void Session::handle(worker::Cancel message) {
    if (m_engine) m_engine->cancel(message.job);
}

void Session::handle(worker::Replay message) {
    if (const auto possible = fits(message.embed); !possible) return fail(message.job, possible.error());
    if (message.embed) return m_script ? run_again(message) : embed_again(message);
    const core::Nanoseconds start = core::monotonic();
    const auto outcome =
        m_engine->replay(message.prompt_ids, message.output_ids, message.params, message.key, message.chain_start,
                         message.alternatives ? &message.scores : nullptr, message.constraint);
    if (!outcome) return fail(message.job, outcome.error());
    send(worker::Replayed{message.job, outcome->compared, outcome->equal, outcome->first_difference,
                          outcome->worst_deficit, elapsed_ms(start), outcome->chain_root, outcome->scores,
                          outcome->equal_scores, outcome->worst_score});
}

void Session::handle(worker::Tokenize message) {
    auto ids = prompt_ids({std::move(message.messages_json), std::move(message.prompt), std::move(message.tools_json),
                           std::move(message.date), std::move(message.template_kwargs_json)});
    if (!ids) return fail(message.job, ids.error());
    if (m_engine && !message.constraint.empty()) {
        const auto rule =
            compute::AnswerRule::make(m_engine->tokenizer(), message.constraint, m_engine->config().stop_ids);
        if (!rule) return fail(message.job, rule.error());
    }
    send(worker::Tokenized{message.job, std::move(*ids)});
}

worker::LogprobEntry Session::entry(std::uint32_t id, std::optional<std::int64_t> micronats) const {
    const text::Tokenizer& tokenizer = m_engine->tokenizer();
    std::string bytes = tokenizer.token_bytes(id);
    if (bytes.empty()) bytes = tokenizer.token_text(id);
    return {id, std::move(bytes), micronats};
}

void Session::on_token(const compute::TokenOut& token) {
    worker::Token frame;
    frame.job = token.job;
    frame.id = token.id;
    frame.text = token.text;
    frame.text_offset = token.text_offset;
    frame.of_prompt = token.of_prompt;
    if (token.logprob)
        frame.logprob = entry(token.logprob->id, token.logprob->micronats);
    else if (token.of_prompt)
        frame.logprob = entry(token.id, std::nullopt);
    for (const compute::Logprob& candidate : token.top)
        frame.top.push_back(entry(candidate.id, candidate.micronats));
    send(frame);
}

void Session::on_end(const compute::SequenceEnd& end) {
    send(worker::Finished{end.job, end.stop_reason, end.tail, end.output_ids, end.prefill_ms, end.total_ms,
                          end.chain_root, end.cached_tokens});
}

void Session::on_failed(std::uint64_t job, const core::Error& error) {
    fail(job, error);
}

} // namespace hearth::app
