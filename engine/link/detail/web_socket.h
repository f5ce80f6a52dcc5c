// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "link/detail/tls.h"
#include "link/frame.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <optional>

/// One TLS WebSocket connection. Internal to link; every call and every event on the thread of its I/O context.
namespace hearth::link::detail {

class WebSocket {
public:
    struct Events {
        /// `version`: the newest of the link's that both sides speak.
        std::function<void(core::Bytes exporter, std::uint32_t version)> open;
        std::function<void(core::ByteView frame)> frame;
        std::function<std::optional<core::Bytes>()> next; ///< the next frame to write
        std::function<void(const core::Error&)> closed;   ///< once; nothing comes after it
    };
    virtual ~WebSocket() = default;
    /// Writes what `next` gives, until it gives nothing.
    virtual void pump() = 0;
    /// Once everything is written, ends the connection in order; what still comes is not read.
    virtual void finish() = 0;
    /// At once. `closed` is not told.
    virtual void cut() = 0;
    /// When something last came, by the given clock.
    virtual core::Nanoseconds heard() const = 0;
    /// Since when the other side takes nothing of what is being written; nullopt if nothing waits.
    virtual std::optional<core::Nanoseconds> stuck() const = 0;

    using Tcp = boost::asio::ip::tcp;
    using Tls = std::shared_ptr<boost::asio::ssl::context>;
    static std::shared_ptr<WebSocket> accept(Tcp::socket socket, Tls tls, const core::Clock& clock, Events events);
    static std::shared_ptr<WebSocket> dial(Tcp::socket::executor_type executor, Tls tls, const core::Clock& clock,
                                           const std::string& host, std::uint16_t port, Events events,
                                           std::uint32_t newest = link_version);
};

} // namespace hearth::link::detail
