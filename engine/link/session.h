// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/lanes.h"

/// One link over any number of connections, one after the other: numbers what must not be lost, keeps it until it is
/// acknowledged and sends it again on the next connection. No input or output, no thread.
namespace hearth::link {

class Session {
public:
    explicit Session(Side side, LaneLimits limits = {}) : m_lanes(side, limits) {}

    Lanes& lanes() { return m_lanes; }
    const Lanes& lanes() const { return m_lanes; }
    /// Queues a frame other than parts and credits; those come from the lanes.
    void say(Frame frame);
    /// The next frame to write, encoded; nullopt when there is nothing, or too much is not acknowledged yet.
    std::optional<core::Bytes> next();

    using Event = std::variant<std::monostate, Delivery, Capability, Drain, Goodbye, Pong>;
    /// Errors are violations by the other side, after which the link is over: corrupt, too_large, unsupported.
    core::Result<Event> receive(core::ByteView frame);

    std::uint64_t received() const { return m_received; }
    /// No job is open and the other side has everything that was said.
    bool settled() const { return m_kept.empty() && m_waiting.empty() && m_lanes.open_jobs() == 0; }
    /// On a new connection; `theirs`: numbered frames that the other side has. Errors: corrupt, when they cannot be.
    core::Status resume(std::uint64_t theirs);

private:
    core::Result<Event> take(Frame frame);
    core::Status acknowledged(std::uint64_t theirs);
    core::Bytes keep(const Frame& frame);
    bool ack_is_due() const;

    struct Kept {
        std::uint64_t number = 0;
        core::Bytes bytes;
    };
    Lanes m_lanes;
    std::deque<Frame> m_urgent, m_waiting; ///< without and with a number
    std::deque<Kept> m_kept;
    std::size_t m_kept_bytes = 0;
    std::size_t m_next_kept = 0; ///< of m_kept, to be sent again
    std::uint64_t m_numbered = 0, m_acknowledged = 0;
    std::uint64_t m_received = 0, m_told = 0; ///< numbered frames that came, and that the other side knows came
    std::size_t m_untold_bytes = 0;
};

} // namespace hearth::link
