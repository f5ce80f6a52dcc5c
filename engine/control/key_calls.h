// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/keys.h"
#include "core/result.h"

#include <filesystem>
#include <vector>

namespace hearth::control {

/// The calls of a Node that are about keys: its own, which never leave it but as words on their owner's screen, and
/// those of its callers. See node.h.
class KeyCalls {
public:
    virtual ~KeyCalls() = default;

    virtual core::Result<std::vector<KeyInfo>> keys() = 0;
    /// Who this home is, and whether that is written down somewhere else.
    virtual core::Result<IdentityView> identity() = 0;
    /// The 24 words of the operator's key, for the eyes of whoever owns the socket. Never logged. Errors: refused (the
    /// key is kept offline).
    virtual core::Result<std::vector<std::string>> recovery_words() = 0;
    /// That somebody has them on paper: three or more different ones of them. Errors: invalid_argument, refused (one is
    /// another word; which one is said).
    virtual core::Result<IdentityView> confirm_recovery_words(const std::vector<WordGiven>& words) = 0;
    /// Copies the sealed keys into one file that `passphrase` opens.
    virtual core::Status backup_keys(const std::filesystem::path& file, const std::string& passphrase) = 0;
    /// Errors: refused (the operator's key is kept offline: the new key waits until its registration is sent).
    virtual core::Result<std::vector<KeyInfo>> rotate_node_key() = 0;
    /// Keys of callers, those that were revoked among them.
    virtual core::Result<std::vector<ApiKeyInfo>> api_keys() = 0;
    /// Errors: conflict (the name is in use), invalid_argument.
    virtual core::Result<NewApiKey> create_api_key(const ApiKeyWish& wish) = 0;
    virtual core::Result<ApiKeyInfo> revoke_api_key(const std::string& name_or_id) = 0;
    virtual core::Result<std::vector<SpendDay>> spending(std::uint32_t days) = 0; ///< today and before, oldest first
    /// Of callers without a key, newest first.
    virtual core::Result<std::vector<PaymentRow>> payments(std::uint32_t limit) = 0;
};

} // namespace hearth::control
