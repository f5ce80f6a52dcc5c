// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "link/link.h"

#include <condition_variable>

namespace hearth::link {

/// A link over a connected stream socket that both sides trust: frames behind a 32-bit little-endian length, without
/// handshake and without a second connection after the first. For two nodes in one machine or one test. Two threads
/// of its own; events come on one of them.
class StreamPipe {
public:
    /// Takes the socket. The sides must differ. Throws std::system_error where the machine gives no thread.
    StreamPipe(int socket, Side side, core::PublicKey peer, LinkEvents events, LaneLimits limits = {});
    /// Cuts the link, joins.
    ~StreamPipe();
    StreamPipe(const StreamPipe&) = delete;
    StreamPipe& operator=(const StreamPipe&) = delete;

    const std::shared_ptr<Link>& link() const { return m_link; }

private:
    void cut();
    void read();
    void write();
    void end(const core::Error& why);
    core::Status read_frame(core::Bytes& frame);
    core::Status write_frame(const core::Bytes& frame);

    int m_socket;
    std::shared_ptr<Link> m_link;
    /// Outlives the pipe for whoever sends while it is cut.
    struct Signal {
        std::mutex mutex;
        std::condition_variable wake;
        bool pending = true, stopping = false;
        void set(bool Signal::*what) {
            const std::lock_guard lock(mutex);
            this->*what = true;
            wake.notify_one();
        }
    };
    std::shared_ptr<Signal> m_signal = std::make_shared<Signal>();
    std::mutex m_writing;
    core::Thread m_reader, m_writer;
};

} // namespace hearth::link
