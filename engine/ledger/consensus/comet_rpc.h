// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"
#include "ledger/light/light_block.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hearth::ledger {

struct CometStatus {
    core::Height height = 0;
    bool catching_up = false;
    unsigned peers = 0;
};

struct CometPeer {
    std::string id, name, address;
    bool dialled = false;               ///< by this side
    std::optional<core::Height> height; ///< of its last block, as far as it told
};
/// Who is there.
struct CometMembers {
    bool catching_up = false;
    std::vector<CometPeer> peers; ///< by id
    core::Height signed_height = 0;
    std::vector<std::string> signers; ///< of that block: addresses, 40 hexadecimal digits in capitals
};

/// What we ask the engine: JSON-RPC over its unix socket. One caller at a time; the connection is kept.
class CometRpc {
public:
    explicit CometRpc(std::filesystem::path socket) : m_socket(std::move(socket)) {}
    ~CometRpc();
    CometRpc(const CometRpc&) = delete;
    CometRpc& operator=(const CometRpc&) = delete;

    /// One answer for each transaction, in order: whether the engine's mempool took it. Those of the application, else
    /// busy (the mempool is full). Errors: unavailable.
    core::Result<std::vector<core::Status>> broadcast(const std::vector<core::Bytes>& transactions);
    /// Errors: unavailable.
    core::Result<CometStatus> status();
    /// As the engine shows it; it is not checked. Errors: not_found (not there yet, or not kept any more), unavailable,
    /// corrupt.
    core::Result<LightBlock> light_block(core::Height height);
    /// Errors: unavailable.
    core::Result<CometMembers> members();
    /// One call or a batch of them as they are, and what the engine says. Errors: unavailable.
    core::Result<std::string> post(const std::string& body);

private:
    bool exchange(const std::string& request, std::string& answer);
    bool connect();
    void close();
    bool read_line(std::string& line);
    bool read_bytes(std::size_t count, std::string& out);
    bool fill();

    const std::filesystem::path m_socket;
    int m_fd = -1;
    std::string m_in;
};

} // namespace hearth::ledger
