// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/workers/sandbox.h"
#include "node/workers/subprocess.h"
#include "worker/protocol.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

struct WorkerLaunch {
    std::filesystem::path program;
    std::vector<ReadOnlyView> views;
    std::uint64_t memory_bytes = 0; ///< cap of private memory; 0 = what is free now, less a reserve
    std::filesystem::path stderr_file;
    std::string device = "cpu";
    std::optional<std::string> device_pci = {}; ///< address that it must have
    std::uint64_t device_memory_bytes = 0;      ///< most that the model may take there; 0 = what is free
    std::uint64_t device_least_bytes = 0;       ///< a model that gets less there is refused
    std::uint64_t device_reserve_bytes = 0;     ///< must stay free there
    std::filesystem::path kernel_cache = {};    ///< compiled kernels of an earlier worker; may be missing
};

/// One worker process and the socket to it. Started, read and destroyed by one thread that outlives it;
/// send() from any thread.
class WorkerProcess {
public:
    static core::Result<std::unique_ptr<WorkerProcess>> start(const WorkerLaunch& launch, const Sandbox& sandbox);
    ~WorkerProcess();

    int socket() const { return m_socket; }
    std::int64_t pid() const { return m_process->leaf_pid(); }
    /// Waits at most a few seconds for a worker that does not read.
    core::Status send(const worker::Message& message);
    /// Takes what has arrived without waiting. Errors: unavailable at end of stream, corrupt for anything
    /// that is not a message.
    core::Status receive(std::vector<worker::Message>& out);
    /// Closes the socket, waits up to `patience_ms`, kills; how it ended.
    core::Sentence end(unsigned patience_ms);

private:
    WorkerProcess(int socket, std::unique_ptr<Subprocess> process);
    core::Status take_frames(std::vector<worker::Message>& out);

    int m_socket;
    std::unique_ptr<Subprocess> m_process;
    std::mutex m_send;
    core::Bytes m_received;
};

/// Hands what a worker sends to `take` until that returns true; reports of progress go to `progress`, which ends the
/// waiting by returning false. `what` it does goes into the errors: "read". Errors: those of the worker and of `take`,
/// timed_out when it falls silent, corrupt when it ends, cancelled.
struct HearWords {
    const char *silent, *stopped; ///< ids of sentences
};
core::Status hear(WorkerProcess& process, const HearWords& words,
                  const std::function<bool(const worker::ProgressReport&)>& progress,
                  const std::function<core::Result<bool>(worker::Message&)>& take);

/// Starts a worker in import mode on `source`, waits for the manifest of the model. Blocks; runs on a thread
/// that lives until it returns.
/// `keep` takes the files that the import makes, piece by piece.
core::Result<core::Bytes> run_import(const std::filesystem::path& source, const std::string& profile,
                                     WorkerLaunch launch, const Sandbox& sandbox,
                                     const std::function<core::Status(const worker::FileData&)>& keep,
                                     const std::function<bool(const worker::ProgressReport&)>& progress);

} // namespace hearth::node
