// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_frame.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using Kind = WorkerFrame::Kind;

template <typename T>
constexpr bool is_computed = std::is_same_v<T, worker::Finished> || std::is_same_v<T, worker::Replayed>;
template <typename T>
constexpr bool is_answer = is_computed<T> || std::is_same_v<T, worker::Tokenized>;
template <typename T>
constexpr bool is_of_job = is_answer<T> || std::is_same_v<T, worker::Token> || std::is_same_v<T, worker::Started> ||
                           std::is_same_v<T, worker::Failed> || std::is_same_v<T, worker::ProgressReport>;

/// Memory may come free; a damaged file or a machine that computes otherwise stays what it is.
WorkerFrame load_failed(const core::Error& error, WorkerPhase phase) {
    WorkerFrame frame{Kind::load_failed, error};
    frame.for_good = phase == WorkerPhase::loading && (error.code == Code::unsupported || error.code == Code::corrupt);
    return frame;
}

WorkerFrame read_hello(const worker::Hello& hello, WorkerPhase phase) {
    if (hello.version != worker::protocol_version)
        return load_failed(fail(Code::unsupported,
                                core::say("worker_program_speaks_version",
                                          {std::to_string(hello.version), std::to_string(worker::protocol_version)}),
                                core::say("install_service_worker_together")),
                           phase);
    // The program is in order; it is the device that is not.
    if (!hello.problem.empty()) return load_failed(fail(Code::unavailable, hello.problem), phase);
    return {Kind::hello};
}

WorkerFrame read_before_ready(const worker::Message& message, WorkerPhase phase, const core::ModelId& told) {
    if (const auto* failed = std::get_if<worker::Failed>(&message)) return load_failed(failed->error, phase);
    if (std::holds_alternative<worker::ProgressReport>(message)) return {};
    const auto* hello = std::get_if<worker::Hello>(&message);
    if (hello != nullptr && phase == WorkerPhase::greeting) return read_hello(*hello, phase);
    const auto* loaded = std::get_if<worker::Loaded>(&message);
    if (loaded == nullptr || phase != WorkerPhase::loading)
        return {Kind::nonsense, fail(Code::corrupt, core::say("worker_sent_message_out"))};
    if (loaded->model_id != told)
        return load_failed(fail(Code::corrupt, core::say("worker_loaded_another_model_than"),
                                core::say("check_files_hearthctl_model", {told.hex()})),
                           phase);
    return {Kind::loaded};
}

WorkerFrame read_when_ready(const worker::Message& message) {
    WorkerFrame frame{Kind::of_job};
    std::visit(
        [&](const auto& m) {
            using M = std::decay_t<decltype(m)>;
            if constexpr (requires { m.job; }) frame.job = m.job;
            frame.answers = is_answer<M>;
            frame.computed = is_computed<M>;
            if (!is_of_job<M>) frame.kind = Kind::nonsense;
        },
        message);
    if (frame.kind == Kind::nonsense) frame.error = fail(Code::corrupt, core::say("worker_sent_message_only_service"));
    if (const auto* failed = std::get_if<worker::Failed>(&message)) {
        frame.error = failed->error;
        frame.failed = frame.job != 0;
        if (frame.job == 0) frame.kind = Kind::last_words;
    }
    return frame;
}

} // namespace

WorkerFrame read_frame(const worker::Message& message, WorkerPhase phase, const core::ModelId& told) {
    if (std::holds_alternative<worker::KernelCache>(message)) return {Kind::kernels};
    if (phase != WorkerPhase::ready) return read_before_ready(message, phase, told);
    if (std::holds_alternative<worker::DeviceMemory>(message)) return {Kind::memory};
    return read_when_ready(message);
}

} // namespace hearth::node
