// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_app.h"

namespace hearth::ledger {

/// Serves an application to a consensus engine: ABCI 2.0 over a unix socket, length-prefixed protobuf, every
/// connection on a thread of its own and answered strictly in order. When the connection that orders blocks ends, what
/// it had not committed is undone. The application must outlive the server.
class AbciServer {
public:
    static constexpr std::size_t max_frame_bytes = std::size_t{64} << 20;

    /// The socket's folder must belong to this user alone. Errors: invalid_argument (the path is too long), io.
    static core::Result<std::unique_ptr<AbciServer>> start(const std::filesystem::path& socket, ChainApp& app);
    /// Ends all connections.
    ~AbciServer();

    std::size_t connections() const;
    /// What the application last answered with an exception; none once it has committed a block since.
    std::optional<core::Error> failure() const;

private:
    struct Impl;
    explicit AbciServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
