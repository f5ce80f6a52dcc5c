// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/embedder.h"
#include "compute/engine.h"
#include "compute/script.h"
#include "core/units.h"
#include "gpu.h"
#include "prompt.h"
#include "worker/protocol.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace hearth::app {

/// Serves one service over one socket: a reader thread queues frames, the calling thread owns the engine and
/// answers them between decode steps, so that a cancel takes effect within one step. Ends when the socket closes.
class Session final : private compute::EngineSink {
public:
    Session(int socket, worker::Hello hello, Gpu gpu);
    /// Returns the process's exit code.
    int run();

private:
    void read_frames();
    void send_new_kernels();
    /// Now and then: other programs may need the GPU's memory more than the model does.
    void report_memory();
    bool watches_memory() const;
    /// The next frame; waits for one only if `wait`. nullopt when there is none, the socket closed or it is time for
    /// report_memory().
    std::optional<worker::Message> next(bool wait);
    bool closed();
    void send(const worker::Message& message);
    void fail(std::uint64_t job, core::Error error);
    void dispatch(worker::Message message);

    void handle(worker::Load message);
    void loaded(const std::string& folder, worker::Loaded report, core::Nanoseconds start);
    core::Status fits(bool embed) const;
    void embed(worker::Generate message);
    void embed_again(const worker::Replay& message);
    bool is_cancelled(std::uint64_t job);
    core::Result<std::vector<std::uint32_t>> run_script(std::uint64_t job, const std::vector<std::uint32_t>& words);
    void run(const worker::Generate& message);
    void run_again(const worker::Replay& message);
    void handle(worker::Import message);
    void handle(worker::Generate message);
    void handle(worker::Cancel message);
    void handle(worker::Replay message);
    void handle(worker::Tokenize message);
    void handle(worker::Benchmark message);
    void prove(const std::string& profile);
    template <typename Unexpected>
    void handle(Unexpected) {
        fail(0, core::fail(core::Code::invalid_argument, core::say("worker_sent_message_only")));
    }

    void on_token(const compute::TokenOut& token) override;
    void on_end(const compute::SequenceEnd& end) override;
    void on_failed(std::uint64_t job, const core::Error& error) override;
    worker::LogprobEntry entry(std::uint32_t id, std::optional<std::int64_t> micronats) const;
    model::Progress progress();
    core::Result<std::vector<std::uint32_t>> prompt_ids(const PromptInput& input) const;

    int m_socket;
    worker::Hello m_hello;
    Gpu m_gpu;
    core::Nanoseconds m_memory_told = 0;
    std::unique_ptr<compute::Engine> m_engine;
    std::unique_ptr<compute::Embedder> m_embedder; ///< instead of it
    std::unique_ptr<compute::Script> m_script;     ///< likewise
    std::unique_ptr<PromptBuilder> m_prompts;

    std::mutex m_sending; ///< an import reports and delivers at the same time
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<worker::Message> m_queue;
    bool m_closed = false;
    bool m_broken = false; ///< neither engine nor device can go on; of the engine's thread
};

} // namespace hearth::app
