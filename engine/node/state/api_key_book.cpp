// SPDX-License-Identifier: Apache-2.0
#include "node/state/api_key_book.h"

#include "core/keys.h"
#include "core/log.h"
#include "gateway/edge/server.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

constexpr std::size_t secret_bytes = 24;
constexpr std::size_t id_bytes = 6;
constexpr std::size_t longest_name = 64;
constexpr std::uint32_t most_at_once = 1'000'000, most_days = 3650;

std::string random_hex(std::size_t bytes) {
    core::Bytes random(bytes);
    core::random_bytes(random);
    return core::to_hex(random);
}

bool is_name(const std::string& name) {
    return !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_';
    });
}

} // namespace

core::Result<std::unique_ptr<ApiKeyBook>> ApiKeyBook::open(Store& store, const core::Clock& clock,
                                                           std::function<void()> on_change) {
    auto book = std::unique_ptr<ApiKeyBook>(new ApiKeyBook(store, clock, std::move(on_change)));
    HEARTH_CHECK(book->reload());
    return book;
}

Status ApiKeyBook::reload() {
    HEARTH_TRY(auto keys, m_store.api_keys());
    std::vector<gateway::KeyRing::Entry> entries;
    for (const ApiKeyRecord& key : keys)
        entries.push_back({key.key_id, key.hash, key.revoked_at.has_value()});
    m_ring->replace(std::move(entries));
    const std::lock_guard lock(m_mutex);
    m_keys = std::move(keys);
    return {};
}

core::Result<control::NewApiKey> ApiKeyBook::create(const control::ApiKeyWish& wish) {
    ApiKeyRecord key;
    key.key_id = random_hex(id_bytes);
    key.name = wish.name.empty() ? "key-" + key.key_id : wish.name;
    if (!is_name(key.name))
        return fail(Code::invalid_argument, core::say("name_api_key_letters", {std::to_string(longest_name)}));
    if (wish.budget) {
        HEARTH_TRY(key.budget, Amount::parse_units(*wish.budget));
    }
    key.concurrency = wish.concurrency;
    if (key.concurrency && (*key.concurrency == 0 || *key.concurrency > most_at_once))
        return fail(Code::invalid_argument, core::say("key_may_ask_between", {std::to_string(most_at_once)}));
    key.per_minute = wish.per_minute;
    if (key.per_minute && (*key.per_minute == 0 || *key.per_minute > most_at_once))
        return fail(Code::invalid_argument, core::say("key_may_ask_minute", {std::to_string(most_at_once)}));
    control::NewApiKey made;
    made.key = std::string(gateway::KeyRing::prefix) + random_hex(secret_bytes);
    key.hash = gateway::KeyRing::hash_of(made.key);
    key.created_at = m_clock.now();
    HEARTH_CHECK(m_store.add_api_key(key));
    HEARTH_CHECK(reload());
    core::log::info("node", "api key made", {{"id", key.key_id}});
    if (m_on_change) m_on_change();
    HEARTH_TRY(made.info, describe(key));
    return made;
}

core::Result<control::ApiKeyInfo> ApiKeyBook::describe(const ApiKeyRecord& key) const {
    HEARTH_TRY(const Spending spending, m_store.spending(key.key_id));
    HEARTH_TRY(const Amount reserved, with_held(key.key_id, spending.reserved));
    control::ApiKeyInfo info;
    info.key_id = key.key_id;
    info.name = key.name;
    info.created_at = key.created_at;
    info.revoked_at = key.revoked_at;
    if (key.budget) info.budget = key.budget->units_text();
    info.concurrency = key.concurrency;
    info.per_minute = key.per_minute;
    info.spent = spending.settled.units_text();
    info.reserved = reserved.units_text();
    return info;
}

core::Result<std::vector<control::ApiKeyInfo>> ApiKeyBook::list() const {
    HEARTH_TRY(const auto keys, m_store.api_keys());
    std::vector<control::ApiKeyInfo> infos;
    for (const ApiKeyRecord& key : keys) {
        HEARTH_TRY(control::ApiKeyInfo info, describe(key));
        infos.push_back(std::move(info));
    }
    return infos;
}

core::Result<control::ApiKeyInfo> ApiKeyBook::revoke(const std::string& name_or_id) {
    HEARTH_TRY(auto keys, m_store.api_keys());
    // An id is one key's for ever; a name may look like it.
    auto found = keys.end();
    for (const auto field : {&ApiKeyRecord::key_id, &ApiKeyRecord::name})
        if (found == keys.end())
            found = std::find_if(keys.begin(), keys.end(),
                                 [&](const ApiKeyRecord& key) { return !key.revoked_at && key.*field == name_or_id; });
    if (found == keys.end())
        return fail(Code::not_found, core::say("no_api_key_force", {name_or_id.substr(0, longest_name)}),
                    core::say("see_hearthctl_keys_api"));
    found->revoked_at = m_clock.now();
    HEARTH_CHECK(m_store.revoke_api_key(found->key_id, *found->revoked_at));
    HEARTH_CHECK(reload());
    core::log::info("node", "api key revoked", {{"id", found->key_id}});
    if (m_on_change) m_on_change();
    return describe(*found);
}

std::optional<ApiKeyRecord> ApiKeyBook::find(const std::string& key_id) const {
    const std::lock_guard lock(m_mutex);
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&](const auto& key) { return key.key_id == key_id; });
    return found == m_keys.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::string> ApiKeyBook::names() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (const ApiKeyRecord& key : m_keys)
        names.push_back(key.name);
    return names;
}

bool ApiKeyBook::any_in_force() const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_keys.begin(), m_keys.end(), [](const auto& key) { return !key.revoked_at; });
}

CallerLimits ApiKeyBook::limits(const std::string& key_id) const {
    const auto key = key_id.empty() ? std::nullopt : find(key_id);
    return key ? CallerLimits{key->concurrency, key->per_minute} : CallerLimits();
}

core::Result<std::vector<control::SpendDay>> ApiKeyBook::spending(std::uint32_t days) const {
    constexpr core::Nanoseconds day = 86400 * core::second;
    const core::Nanoseconds back = day * (std::clamp<std::uint32_t>(days, 1, most_days) - 1);
    return m_store.spent_by_day(std::max<core::Nanoseconds>(m_clock.now() - back, 0));
}

std::optional<ApiKeyRecord> ApiKeyBook::with_budget(const std::string& key_id) const {
    auto key = key_id.empty() ? std::nullopt : find(key_id);
    return key && key->budget ? std::move(key) : std::nullopt;
}

bool ApiKeyBook::has_budget(const std::string& key_id) const {
    return with_budget(key_id).has_value();
}

core::Result<Amount> ApiKeyBook::with_held(const std::string& key_id, Amount reserved) const {
    const std::lock_guard lock(m_holding);
    for (const auto& [id, held] : m_held)
        if (held.key_id == key_id) {
            HEARTH_TRY(reserved, reserved.plus(held.amount));
        }
    return reserved;
}

/// Under m_spending.
Status ApiKeyBook::check_left(const ApiKeyRecord& key, Amount most) const {
    HEARTH_TRY(const Spending spending, m_store.spending(key.key_id));
    HEARTH_TRY(const Amount reserved, with_held(key.key_id, spending.reserved));
    HEARTH_TRY(const Amount taken, spending.settled.plus(reserved));
    HEARTH_TRY(const Amount wanted, taken.plus(most));
    if (wanted <= *key.budget) return {};
    if (taken >= *key.budget)
        return fail(Code::conflict,
                    core::say("api_key_budget_used_up",
                              {key.name, key.budget->text(), spending.settled.text(), reserved.text()}),
                    core::say("ask_for_larger_budget"));
    return fail(Code::conflict,
                core::say("api_key_may_spend",
                          {key.name, key.budget->text(), spending.settled.text(), reserved.text(), most.text()}),
                core::say("set_lower_max_tokens"));
}

Status ApiKeyBook::check_budget(const std::string& key_id, Amount most) const {
    return spend(key_id, most, [] { return Status(); });
}

Status ApiKeyBook::spend(const std::string& key_id, Amount most, const std::function<Status()>& write) const {
    const auto key = with_budget(key_id);
    if (!key) return write();
    const std::lock_guard lock(m_spending);
    HEARTH_CHECK(check_left(*key, most));
    return write();
}

Status ApiKeyBook::reserve(const std::string& key_id, const std::string& id, Amount most) {
    const auto key = with_budget(key_id);
    if (!key) return {};
    const std::lock_guard lock(m_spending);
    HEARTH_CHECK(check_left(*key, most));
    const std::lock_guard holding(m_holding);
    m_held.insert_or_assign(id, Held{key_id, most});
    return {};
}

void ApiKeyBook::hold(const std::string& key_id, const std::string& id, Amount amount) {
    if (!with_budget(key_id)) return;
    const std::lock_guard lock(m_holding);
    m_held.insert_or_assign(id, Held{key_id, amount});
}

void ApiKeyBook::release(const std::string& id) {
    const std::lock_guard lock(m_holding);
    m_held.erase(id);
}

Status ApiKeyBook::settle(const std::vector<std::string>& ids, const std::function<Status()>& write) {
    const std::lock_guard lock(m_spending);
    HEARTH_CHECK(write());
    const std::lock_guard holding(m_holding);
    for (const std::string& id : ids)
        m_held.erase(id);
    return {};
}

Status check_exposure(const Settings& settings, bool has_key, const core::Home& home) {
    const bool asks_something = has_key || settings.payments.terms;
    if (asks_something || !gateway::reaches_beyond_loopback(settings.api_address)) return {};
    return fail(Code::refused, core::say("setting_api_listen_names", {settings.api_address}),
                core::say("make_key_hearthd_home", {home.root.string(), std::to_string(settings.api_port)}));
}

} // namespace hearth::node
