// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/clock.h"
#include "core/home.h"
#include "gateway/edge/key_ring.h"
#include "node/state/settings.h"
#include "node/state/store.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace hearth::node {

/// What one key may ask for; none = no limit.
struct CallerLimits {
    std::optional<std::uint32_t> at_once, per_minute;
};

/// The API keys of this node: made, revoked, and what each may take. Thread-safe.
class ApiKeyBook {
public:
    /// `on_change`: a key was made or revoked.
    static core::Result<std::unique_ptr<ApiKeyBook>> open(Store& store, const core::Clock& clock = core::system_clock(),
                                                          std::function<void()> on_change = {});

    /// Errors: invalid_argument (name, amount), conflict (the name is in use).
    core::Result<control::NewApiKey> create(const control::ApiKeyWish& wish);
    core::Result<std::vector<control::ApiKeyInfo>> list() const;
    /// Takes effect at once; answers that run are finished. Errors: not_found.
    core::Result<control::ApiKeyInfo> revoke(const std::string& name_or_id);

    bool any_in_force() const;
    /// Of all that were ever made, without a look into the database.
    std::vector<std::string> names() const;
    /// What the door compares with.
    std::shared_ptr<const gateway::KeyRing> ring() const { return m_ring; }
    CallerLimits limits(const std::string& key_id) const;
    /// Of the last `days` days (UTC), today among them, oldest first; by key, those that ask without one by an empty
    /// id.
    core::Result<std::vector<control::SpendDay>> spending(std::uint32_t days) const;
    bool has_budget(const std::string& key_id) const;
    /// conflict, with all sums, when what is left does not cover `most`.
    core::Status check_budget(const std::string& key_id, core::Amount most) const;
    /// Checks, and has `write` put `most` into the store before anybody else checks.
    core::Status spend(const std::string& key_id, core::Amount most, const std::function<core::Status()>& write) const;
    /// Checks, and holds `most` as `id` until release() or settle(): what is not in the store yet. Of a key without a
    /// budget nothing is held.
    core::Status reserve(const std::string& key_id, const std::string& id, core::Amount most);
    /// What is held as `id` is this much, whatever is left.
    void hold(const std::string& key_id, const std::string& id, core::Amount amount);
    void release(const std::string& id);
    /// `write` puts into the store what is held as one of `ids`: nobody finds it twice or nowhere meanwhile.
    core::Status settle(const std::vector<std::string>& ids, const std::function<core::Status()>& write);

private:
    ApiKeyBook(Store& store, const core::Clock& clock, std::function<void()> on_change)
        : m_store(store), m_clock(clock), m_on_change(std::move(on_change)) {}
    core::Status reload();
    std::optional<ApiKeyRecord> find(const std::string& key_id) const;
    core::Result<control::ApiKeyInfo> describe(const ApiKeyRecord& key) const;
    core::Status check_left(const ApiKeyRecord& key, core::Amount most) const;
    core::Result<core::Amount> with_held(const std::string& key_id, core::Amount reserved) const;
    std::optional<ApiKeyRecord> with_budget(const std::string& key_id) const;

    struct Held {
        std::string key_id;
        core::Amount amount;
    };
    Store& m_store;
    const core::Clock& m_clock;
    const std::function<void()> m_on_change;
    const std::shared_ptr<gateway::KeyRing> m_ring = std::make_shared<gateway::KeyRing>();
    mutable std::mutex m_mutex;
    std::vector<ApiKeyRecord> m_keys;
    mutable std::mutex m_spending; ///< one check, with what it writes, after the other; taken before all others
    mutable std::mutex m_holding;  ///< of m_held, never for as long as a write
    std::map<std::string, Held> m_held;
};

/// Whoever reaches the API from another machine must be known, or pay by the call. Errors: refused, with what to do
/// about it.
core::Status check_exposure(const Settings& settings, bool has_key, const core::Home& home);

} // namespace hearth::node
