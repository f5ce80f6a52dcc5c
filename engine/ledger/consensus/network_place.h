// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/comet_files.h"
#include "ledger/consensus/left_ledgers.h"

namespace hearth::ledger {

inline constexpr std::size_t max_genesis_file_bytes = std::size_t{64} << 20;
/// The genesis in a file. Errors: those of core::read_file(), and of ChainGenesis::decode().
core::Result<ChainGenesis> read_genesis(const std::filesystem::path& file);

/// Where a home stands in a network of validators: network/ in the home, with genesis.cbor, network.toml and the chain.
/// A home without it is solo.
struct NetworkPlace {
    ChainGenesis genesis;
    std::string listen = "127.0.0.1:26656"; ///< for other full nodes
    std::string external_address;           ///< where they reach it, if that is another one
    std::vector<std::string> peers;         ///< "id@host:port" of full nodes
    bool local = false;                     ///< several nodes on one machine
    std::vector<std::string> gateways;      ///< "node key@host:port" that it dials to get work
    std::string link_listen;                ///< where it takes such calls, as a gateway; empty: it does not
    std::vector<std::string>
        reached_at;             ///< "host:port" for such calls that it states on the ledger; empty: link_listen
    bool find_gateways = true;  ///< to dial those that the ledger names where `gateways` names none
    std::string headers_listen; ///< where it shows headers to those who join; empty: nowhere
    std::optional<StateSync> state_sync;                   ///< how it begins without the blocks before
    core::Height snapshot_every = usual_snapshot_distance; ///< for those who begin so

    static std::filesystem::path folder(const core::Home& home) { return home.root / "network"; }
    static std::filesystem::path genesis_file(const core::Home& home) { return folder(home) / "genesis.cbor"; }
    static bool is_there(const core::Home& home);
    /// Errors: not_found, corrupt, invalid_argument, naming the file.
    static core::Result<NetworkPlace> load(const core::Home& home);
    /// Genesis and settings, durable; the folder is made.
    core::Status save(const core::Home& home) const;
    /// All but the genesis, which alone makes it a place.
    core::Status save_settings(const core::Home& home) const;
};

/// What one pastes to join: the chain's beginning, whom to ask for its blocks, and who gives work. Layout:
/// resources/schema/invitation.cddl.
struct Invitation {
    core::Bytes genesis; ///< ChainGenesis::encode()
    std::vector<std::string> peers, gateways;
    bool local = false;
    std::optional<StateSync> state_sync; ///< of a chain that is too long to be repeated from its first block

    /// "hearth-network-1." and base64 of deterministic CBOR.
    std::string text() const;
    /// White space around and within it is ignored. Errors: corrupt, unsupported.
    static core::Result<Invitation> parse(std::string_view text);
};

inline constexpr std::size_t max_invitation_bytes = std::size_t{16} << 20;

/// Gives a home its place. `link_listen`: where it is a gateway for others itself; empty: nowhere. A home that left a
/// network has begun a solo ledger since: that is left as well (left_ledgers.h), and its folder given; nothing where
/// there is none. `solo_aside`: so is that of a home that never was in a network. Of a chain that it left its
/// validator's keys come back. Killed at any point, the home has its own ledger, or its place once the service starts
/// (network_joining.h). Errors: conflict (it stands in a network already, or it keeps a solo ledger and never
/// was in a network), invalid_argument (an address, or one for both; a chain's id), io, those of Invitation and
/// ChainGenesis.
core::Result<std::optional<std::filesystem::path>> join_network(const core::Home& home, const Invitation& invitation,
                                                                const std::string& listen,
                                                                const std::string& link_listen = {},
                                                                bool solo_aside = false, const LeavingSteps& step = {});

} // namespace hearth::ledger
