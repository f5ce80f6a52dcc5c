// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/operator_key.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hearth::node {

struct KeyDescription {
    std::string role; ///< "operator", "node", "sequencer", "caller", "payout"
    core::PublicKey public_key;
    std::filesystem::path file;
};

/// The keys of one node, made at the first start and the same ever after; the caller's and the sequencer's then come of
/// the operator's. Payouts go to the operator's account, whose key may be kept offline. A node key that was replaced
/// stays on disk, so that what it signed can still be settled. Thread-safe.
class Identity {
public:
    /// Opens the key files in `keys` (a folder with mode 0700). Missing ones are made only if `first_start`:
    /// later a missing key is an error, since a new one would silently be another node.
    static core::Result<std::unique_ptr<Identity>> open(const std::filesystem::path& keys, bool first_start);
    /// What open() would find wrong, of every key file; changes nothing.
    static std::vector<core::Error> examine(const std::filesystem::path& keys, bool first_start);

    /// Null: it is kept offline.
    const core::SigningKey* operator_key() const { return m_operator.key ? &*m_operator.key : nullptr; }
    const core::PublicKey& operator_account() const { return m_operator.account; }
    /// What is said where the operator's key is needed and kept offline.
    static core::Error operator_offline();
    const core::SigningKey& caller_key() const { return m_caller; }
    const core::PublicKey& payout() const { return m_operator.account; }
    /// The ledger takes the sequencer's key as its own; loaded anew from its file.
    core::Result<core::SigningKey> sequencer_key() const;
    std::shared_ptr<const core::SigningKey> node_key() const;
    /// The present or a former node key, or null.
    std::shared_ptr<const core::SigningKey> node_key(const core::PublicKey& key) const;

    /// A rotation has two steps: the next key is on disk before the ledger hears of it, and takes the present
    /// one's place only after the ledger knows it. next_node_key() is null when no rotation is under way.
    core::Result<std::shared_ptr<const core::SigningKey>> begin_rotation();
    std::shared_ptr<const core::SigningKey> next_node_key() const;
    /// To this key, which the ledger knows; nothing to do where it has been finished. Errors: conflict (it is not the
    /// next one), io.
    core::Status finish_rotation(const core::PublicKey& next);
    /// For crash tests: after each step of a rotation: "next key stored", "next key registered", "former key stored",
    /// "node key replaced". Before anything else is called.
    void on_step(std::function<void(const char*)> step) { m_step = std::move(step); }

    std::vector<KeyDescription> describe() const;

private:
    Identity(std::filesystem::path folder, core::OperatorKey operator_key, core::SigningKey caller);

    void step(const char* done) const {
        if (m_step) m_step(done);
    }

    std::filesystem::path m_folder;
    std::function<void(const char*)> m_step;
    core::OperatorKey m_operator;
    core::SigningKey m_caller;
    core::PublicKey m_sequencer;
    mutable std::mutex m_mutex;
    std::shared_ptr<const core::SigningKey> m_node, m_next;
    std::vector<std::shared_ptr<const core::SigningKey>> m_former;
};

} // namespace hearth::node
