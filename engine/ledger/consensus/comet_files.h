// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_record.h"

#include <filesystem>
#include <optional>

/// What CometBFT finds in its home: keys, genesis and settings, all written by us.
namespace hearth::ledger {

/// Which of it can be used: the line that was tried, from the release that mended block synchronisation.
inline constexpr std::string_view comet_line = "0.38.";
inline constexpr unsigned comet_least_patch = 23;

struct CometKeys {
    core::PublicKey validator; ///< signs votes
    std::string peer_id;       ///< names this node to its peers
    core::Hash beacon_secret;
    core::Hash commitment() const { return BeaconSecret(beacon_secret).first_commitment(); }
};
/// The keys in `home`, made where there are none; files of mode 0600. Errors: corrupt, refused (mode), io.
core::Result<CometKeys> comet_keys(const std::filesystem::path& home);

/// The whole key of the validator, for what it must prove to the ledger. Errors: as comet_keys(), not_found.
core::Result<core::SigningKey> validator_secret(const std::filesystem::path& home);

/// How long the engine waits for the parts of a round. All validators of a chain need about the same.
struct CometTiming {
    core::Nanoseconds propose = 3'000'000'000, vote = 1'000'000'000, commit = 1'000'000'000;
    core::Nanoseconds heartbeat = 10'000'000'000; ///< between blocks when there is nothing to order
    static CometTiming local();                   ///< for validators beside each other
};
/// How a node that joins begins with a snapshot of the state instead of the first block. The snapshot comes from any
/// peer and has to give the app hash of a header that follows from this one.
struct StateSync {
    std::vector<std::string> headers; ///< who shows headers: "host:port", or "unix:///path" on this machine
    core::Height height = 0;          ///< of the header that is trusted
    core::Hash hash;                  ///< and that header's hash

    /// Those who are asked beside the first one, each once: they would contradict a forged header. None: it is believed
    /// alone, as far as its validators' signatures go.
    std::vector<std::string> witnesses() const;
};
/// How old that header may be: evidence against who signed it is taken for longer.
inline constexpr core::Nanoseconds state_sync_trust_period = core::Nanoseconds{14} * 86'400 * 1'000'000'000;

struct CometSettings {
    std::filesystem::path home, abci_socket, rpc_socket;
    std::string name = "hearth";            ///< that peers are told; the engine's usual one is the machine's
    std::string listen = "127.0.0.1:26656"; ///< for other validators
    std::string external_address;           ///< where they reach it, if that is another one
    std::vector<std::string> peers;         ///< "id@host:port"
    bool local = false;                     ///< several nodes on one machine
    CometTiming timing;
    std::optional<StateSync> state_sync; ///< of no effect once the engine has blocks
};
/// Settings and genesis are written anew each time. Errors: corrupt (the record of what was signed is missing), io.
core::Status write_comet_files(const CometSettings& settings, const ChainGenesis& genesis);

/// The engine begins anew; what it signed is kept. For an engine that has decided nothing here. Errors: io.
core::Status forget_comet_chain(const std::filesystem::path& home);

/// The engine's program: $PATH, then Go's usual folder. Errors: not_found.
core::Result<std::filesystem::path> find_comet();
/// Errors: unsupported (another version), not_found, io.
core::Status check_comet(const std::filesystem::path& program);

} // namespace hearth::ledger
