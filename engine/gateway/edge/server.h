// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/backend.h"
#include "gateway/edge/call_memory.h"
#include "gateway/edge/key_ring.h"
#include "gateway/pay/till.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hearth::gateway {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8747; ///< 0 = any free port
    /// Host names, besides loopback ones, under which callers may reach us; anything else is refused (DNS
    /// rebinding).
    std::vector<std::string> allowed_hosts;
    /// Origins that browsers may call from; empty = none but loopback pages.
    std::vector<std::string> allowed_origins;
    std::shared_ptr<const KeyRing> keys; ///< null = there are none
    KeyRule key_rule = KeyRule::automatic;
    bool best_network = false; ///< of several that offer a model, in place of the one that was added first
    std::size_t max_body_bytes = std::size_t{8} << 20;
    std::size_t max_header_bytes = std::size_t{16} << 10;
    unsigned max_json_depth = 32;
    std::uint32_t max_connections = 256;
    std::uint32_t max_choices = 8;
    std::uint32_t header_timeout_s = 10, body_timeout_s = 30, idle_timeout_s = 75;
    std::uint32_t write_timeout_s = 30;      ///< a caller that takes no byte for so long is dropped
    std::uint32_t keep_alive_comment_s = 10; ///< between comments in a stream that is silent
    /// What a stream may hold back for a slow reader (tokens not yet sent); past it the caller is dropped.
    std::size_t max_stream_backlog_bytes = std::size_t{4} << 20;
    std::shared_ptr<CallMemory> memory; ///< null = an Idempotency-Key is refused
    std::shared_ptr<pay::Till> till;    ///< takes payments of callers without a key; null = nobody pays by the call
};

/// Whether other machines can reach what is bound there. False for what is no address.
bool reaches_beyond_loopback(const std::string& address);

class Upstreams;

/// The OpenAI-compatible HTTP edge (HTTP/1.1, SSE). Runs one thread of its own.
class Server {
public:
    /// What start() would refuse of the address, tried by binding to it; a port that is in use is none of its faults.
    static core::Status check(const ServerOptions& options);
    /// Binds and serves. Errors: conflict when the port is in use (names it), io.
    static core::Result<std::unique_ptr<Server>> start(const ServerOptions& options, std::shared_ptr<Backend> backend,
                                                       std::shared_ptr<Upstreams> upstreams = nullptr);
    /// Stops accepting, ends open streams with an in-band error, joins.
    ~Server();
    std::uint16_t port() const;
    std::string address() const; ///< really bound, e.g. "0.0.0.0"
    /// Under which this machine reaches it: "http://127.0.0.1:8747/v1", for 0.0.0.0 too.
    std::string base_url() const;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::gateway
