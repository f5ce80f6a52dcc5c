// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/upstream_desk.h"

#include "core/hash.h"
#include "core/log.h"
#include "gateway/evidence/examine.h"
#include "hub/catalogue.h"
#include "node/upstreams/key_files.h"
#include "node/upstreams/shown_states.h"

#include <algorithm>
#include <cctype>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::Status;

constexpr core::Nanoseconds microsecond = 1000, millisecond = 1'000'000, hour = 3'600'000'000'000;
constexpr std::size_t models_in_short = 100, models_a_page = 500;
constexpr std::uint32_t most_listed = 500;

core::Sentence names_text(const std::vector<std::string>& names, std::uint64_t count) {
    constexpr std::size_t shown = 5;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < shown; ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return count > shown ? core::say("names_and_more", {text, core::figure(count - shown)}) : core::Sentence(text);
}

std::vector<control::BreakerInfo> breakers_of(const gateway::NetworkRecord& record, core::Nanoseconds now) {
    std::vector<control::BreakerInfo> all;
    for (const auto& [model, breaker] : record.breakers) {
        control::BreakerInfo& one = all.emplace_back();
        one.model = model;
        one.state = shown_state(breaker.state(now));
        one.failures = breaker.failures;
        if (breaker.open_until > now)
            one.rests_ms = static_cast<std::uint64_t>((breaker.open_until - now) / millisecond);
    }
    return all;
}

/// Without them every name means itself alone.
gateway::ModelNames known_names() {
    const auto text = hub::model_names();
    auto names = text ? gateway::ModelNames::parse(*text) : core::Result<gateway::ModelNames>(text.error());
    if (names) return std::move(*names);
    core::log::warning("upstreams", "models are known by exact names only", {{"reason", names.error().message}});
    return {};
}

std::string million_text(core::Amount token) {
    return core::Amount::from_units(token.units() * 1'000'000).units_text(); // no price is so high that it does not fit
}

/// What the first question found, in plain words.
core::Sentence findings(const control::UpstreamInfo& info, const gateway::ServerUrl& url) {
    const core::Sentence offers =
        info.models.empty() ? core::say("offers_none")
        : info.models.size() == 1
            ? core::say("offers_one", {info.models.front()})
            : core::say("offers_some", {core::figure(info.model_count), names_text(info.models, info.model_count)});
    const bool exposed = info.has_key && url.readable_on_the_way();
    const bool untrusted = info.signers.empty() && info.measurements.empty() &&
                           gateway::evidence::carried_level(info.kind) != proof::Level::none;
    return core::both(core::both(core::both(offers, info.tier > "P1" ? core::Sentence() : core::say("owner_reads")),
                                 untrusted ? core::say("no_signer_pinned") : core::Sentence()),
                      exposed ? core::say("key_unencrypted") : core::Sentence());
}

/// The first price that is of no model of the network's.
core::Sentence unoffered(const gateway::UpstreamState& state) {
    const auto& offers = state.record.models;
    for (const gateway::TokenPrice& price : state.config.prices)
        if (!price.model.empty() &&
            std::none_of(offers.begin(), offers.end(), [&](const auto& offer) { return offer.id == price.model; }))
            return core::say("priced_not_offered", {price.model});
    return {};
}

} // namespace

UpstreamDesk::UpstreamDesk(Store& store, Identity& identity, ApiKeyBook& api_keys, const fs::path& keys,
                           const core::Clock& clock, core::Nanoseconds keep_evidence, std::function<void()> on_change)
    : m_store(store), m_identity(identity), m_api_keys(api_keys), m_folder(keys / "upstreams"), m_clock(clock),
      m_keep_evidence(keep_evidence), m_on_change(std::move(on_change)),
      m_slots([&api_keys](const std::string& caller) { return api_keys.limits(caller); }, clock),
      m_log(store, identity, clock) {}

core::Result<std::unique_ptr<UpstreamDesk>> UpstreamDesk::open(Store& store, Identity& identity, ApiKeyBook& api_keys,
                                                               const fs::path& keys, const core::Clock& clock,
                                                               core::Nanoseconds keep_evidence,
                                                               std::function<void()> on_change) {
    auto desk = std::unique_ptr<UpstreamDesk>(
        new UpstreamDesk(store, identity, api_keys, keys, clock, keep_evidence, std::move(on_change)));
    HEARTH_CHECK(desk->start());
    return desk;
}

Status UpstreamDesk::start() {
    gateway::Upstreams::Options options;
    options.names = known_names();
    options.keep = [this](std::vector<gateway::evidence::Envelope>& envelopes) { return keep(envelopes); };
    options.admit = [this](const std::string& caller) { return admit(caller); };
    options.reserve = [this](const gateway::Reservation& wanted) { return reserve(wanted); };
    options.charge = [this](const gateway::Bill& bill) { charge(bill); };
    options.released = [this](const std::string& evidence_id) { released(evidence_id); };
    HEARTH_TRY(m_upstreams, gateway::Upstreams::start(std::move(options)));
    HEARTH_TRY(const std::vector<UpstreamRecord> records, m_store.all());
    std::set<std::string> with_key;
    for (const UpstreamRecord& record : records) {
        std::string key;
        if (record.has_key) {
            with_key.insert(record.name);
            auto read = key_files::read(key_files::place(m_folder, record.name));
            if (read)
                key = std::move(*read);
            else
                core::log::error("upstreams", "key cannot be read",
                                 {{"network", record.name}, {"reason", read.error().message}});
        }
        take_up(record, std::move(key));
    }
    key_files::sweep(m_folder, with_key);
    return {};
}

/// One network that cannot be used stops neither the others nor the start.
void UpstreamDesk::take_up(const UpstreamRecord& record, std::string key) {
    m_records.emplace(record.name, record);
    gateway::UpstreamConfig config{record.name,    record.kind,   record.url,          key,
                                   record.signers, record.models, record.measurements, record.prices};
    Status added = m_upstreams->add(config);
    if (!added && !key.empty()) { // without it the network says that its key is missing
        core::log::error("upstreams", "key cannot be used",
                         {{"network", record.name}, {"reason", added.error().message}});
        config.key.clear();
        added = m_upstreams->add(config);
    }
    if (!added)
        core::log::error("upstreams", "network cannot be used",
                         {{"network", record.name}, {"reason", added.error().message}});
}

void UpstreamDesk::changed() const {
    if (m_on_change) m_on_change();
}

bool UpstreamDesk::is_kept(const std::string& name) const {
    const std::lock_guard lock(m_mutex);
    return m_records.count(name) > 0;
}

Status UpstreamDesk::may_add(const std::string& name) const {
    if (is_kept(name)) return gateway::Upstreams::taken(name);
    return m_upstreams->has_room() ? Status() : gateway::Upstreams::full();
}

/// In the home before anybody hears that it is there; a key without its row is swept away at the next start.
core::Result<control::UpstreamInfo> UpstreamDesk::add(const control::UpstreamWish& wish,
                                                      const control::OnProgress& progress) {
    HEARTH_TRY(const gateway::ServerUrl url, gateway::ServerUrl::parse(wish.url));
    gateway::UpstreamConfig config{wish.name, wish.kind, url.text(), {}, wish.signers, wish.models, wish.measurements};
    HEARTH_TRY(config.prices, prices_in(wish));
    for (auto* const pinned : {&config.signers, &config.measurements})
        for (std::string& one : *pinned)
            std::transform(one.begin(), one.end(), one.begin(), [](unsigned char c) { return std::tolower(c); });
    if (!wish.key_file.empty()) {
        HEARTH_TRY(config.key, key_files::read(wish.key_file));
    } else if (!wish.key.empty()) {
        HEARTH_TRY(config.key, key_files::trimmed(wish.key));
    }
    HEARTH_CHECK(gateway::Upstreams::check(config));
    HEARTH_CHECK(may_add(config.name));
    const auto wanted = [&](std::uint64_t done) {
        return !progress || progress({core::say("asks_network_models", {config.url}), done, 0});
    };
    const auto cancelled = [] { return core::fail(Code::cancelled, core::say("adding_cancelled_nothing_kept")); };
    if (!wanted(0)) return cancelled();
    HEARTH_TRY(std::vector<gateway::OfferedModel> models, m_upstreams->probe(config)); // may take its time
    if (!wanted(1)) return cancelled();
    const std::lock_guard changing(m_changing);
    HEARTH_CHECK(may_add(config.name));
    const UpstreamRecord record{config.name,    config.kind,   config.url,          !config.key.empty(), m_clock.now(),
                                config.signers, config.models, config.measurements, config.prices};
    if (record.has_key) HEARTH_CHECK(key_files::write(m_folder, config.name, config.key));
    HEARTH_CHECK(m_store.add(record));
    {
        const std::lock_guard lock(m_mutex);
        m_records.insert_or_assign(record.name, record);
    }
    HEARTH_CHECK(m_upstreams->add(config, std::move(models)));
    changed();
    core::log::info("upstreams", "network added", {{"network", config.name}, {"url", config.url}});
    HEARTH_TRY(const gateway::UpstreamState state, m_upstreams->state(config.name));
    control::UpstreamInfo info = describe(state);
    info.note = core::both(findings(info, url), unoffered(state));
    return info;
}

core::Result<std::vector<control::UpstreamInfo>> UpstreamDesk::list() const {
    std::vector<control::UpstreamInfo> infos;
    for (const gateway::UpstreamState& state : m_upstreams->list())
        infos.push_back(describe(state));
    return infos;
}

core::Result<control::UpstreamInfo> UpstreamDesk::test(const std::string& name) {
    const auto tested = m_upstreams->test(name);
    changed();
    HEARTH_TRY(const gateway::UpstreamState state, tested);
    HEARTH_TRY(const gateway::ServerUrl url, gateway::ServerUrl::parse(state.config.url));
    control::UpstreamInfo info = describe(state);
    info.note = core::both(findings(info, url), unoffered(state));
    return info;
}

Status UpstreamDesk::remove(const std::string& name) {
    const std::lock_guard changing(m_changing);
    const core::Result<gateway::UpstreamState> used = m_upstreams->state(name);
    if (!used && !is_kept(name)) return used.error();
    HEARTH_CHECK(m_store.remove(name));
    if (used) HEARTH_CHECK(m_upstreams->remove(name));
    {
        const std::lock_guard lock(m_mutex);
        m_records.erase(name);
    }
    core::log::info("upstreams", "network removed", {{"network", name}});
    changed();
    return key_files::remove(m_folder, name);
}

control::UpstreamInfo UpstreamDesk::describe(const gateway::UpstreamState& state) const {
    control::UpstreamInfo info;
    info.name = state.config.name;
    info.kind = state.config.kind;
    info.url = state.config.url;
    info.has_key = state.has_key;
    info.signers = state.config.signers;
    info.measurements = state.config.measurements;
    for (const gateway::TokenPrice& price : state.config.prices)
        info.prices.push_back({price.model, million_text(price.prompt_token), million_text(price.completion_token)});
    info.model_count = state.record.models.size();
    for (std::size_t i = 0; i < state.record.models.size() && i < models_in_short; ++i)
        info.models.push_back(state.record.models[i].id);
    if (state.list_age) info.list_age_ms = static_cast<std::uint64_t>(*state.list_age / millisecond);
    if (state.record.latency) info.latency_us = static_cast<std::uint64_t>(*state.record.latency / microsecond);
    const proof::Level level = gateway::trusted_level(state.config);
    info.level = proof::level_name(level);
    info.tier = "P" + std::to_string(gateway::trusted_tier(state.config));
    info.evidence = gateway::evidence::worth(info.kind, level == proof::Level::attested);
    info.breakers = breakers_of(state.record, m_clock.monotonic());
    if (state.record.last_error) info.reason = state.record.last_error->message;
    const std::lock_guard lock(m_mutex);
    const auto found = m_records.find(info.name);
    if (found != m_records.end()) info.added_at = found->second.added_at;
    const bool key_missing = found != m_records.end() && found->second.has_key && !state.has_key;
    info.state = shown_state(state, key_missing);
    if (key_missing) info.reason = core::say("upstream_key_gone");
    return info;
}

core::Result<control::UpstreamModels> UpstreamDesk::models(const std::string& name, std::uint64_t first) const {
    HEARTH_TRY(const gateway::UpstreamState state, m_upstreams->state(name));
    const auto& all = state.record.models;
    control::UpstreamModels page{{}, all.size()};
    for (std::uint64_t i = first; i < all.size() && page.models.size() < models_a_page; ++i)
        page.models.push_back(all[i].id);
    return page;
}

void UpstreamDesk::tick() {
    m_upstreams->refresh();
    const core::Nanoseconds now = m_clock.now();
    sign_log(now);
    if (m_keep_evidence == 0 || now - m_pruned_at < hour) return;
    const auto gone = m_store.prune_evidence(now - m_keep_evidence);
    if (!gone) core::log::error("upstreams", "old evidence cannot be removed", {{"reason", gone.error().message}});
    if (!gone || *gone == 0) m_pruned_at = now; // else there may be more
}

/// So that there is a head to go into the ledger, whoever asks for one.
void UpstreamDesk::sign_log(core::Nanoseconds now) {
    if (now - m_signed_at < core::minute) return;
    m_signed_at = now;
    const auto size = m_store.log_size();
    if (!size || *size == 0) return;
    if (const auto head = m_log.head(); !head)
        core::log::error("upstreams", "the log of evidence is not signed", {{"reason", head.error().message}});
}

core::Result<std::vector<control::NetworkEvidence>> UpstreamDesk::kept(std::uint32_t limit,
                                                                       const std::string& before) const {
    m_upstreams->settle();
    HEARTH_TRY(const std::vector<core::Bytes> files, m_store.evidence_files(std::min(limit, most_listed), before));
    std::vector<control::NetworkEvidence> all;
    for (const core::Bytes& bytes : files) {
        HEARTH_TRY(const auto file, gateway::evidence::SignedEnvelope::decode(bytes));
        const gateway::evidence::Envelope& e = file.envelope;
        all.push_back({e.evidence_id, e.ended_at, e.network, e.kind, e.model, std::string(proof::level_name(e.level)),
                       e.whole, e.reason});
    }
    return all;
}

core::Result<std::string> UpstreamDesk::log_head() {
    m_upstreams->settle();
    HEARTH_TRY(const auto head, m_log.head());
    return head.to_json();
}

core::Result<std::string> UpstreamDesk::prove(const std::string& evidence_id) {
    m_upstreams->settle();
    HEARTH_TRY(const std::string whole, m_store.logged_id(evidence_id));
    HEARTH_TRY(const auto proof, m_log.inclusion(whole));
    return proof.to_json();
}

core::Result<std::string> UpstreamDesk::prove_growth(std::uint64_t first) {
    m_upstreams->settle();
    HEARTH_TRY(const auto proof, m_log.consistency(first));
    return proof.to_json();
}

core::Result<std::string> UpstreamDesk::evidence(const std::string& evidence_id, const std::string& caller) const {
    // In this order: what ends in between is found.
    const auto runs = m_upstreams->under_way(evidence_id);
    const auto file = envelope(evidence_id, caller); // waits for one whose answer has ended
    if (!file && runs && (caller.empty() || caller == *runs))
        return R"({"object":"evidence","v":1,"evidence_id":")" + evidence_id +
               R"(","receipt_id":null,"state":"running"})";
    if (!file) return file.error();
    HEARTH_TRY(const auto charged, m_store.charged(evidence_id));
    return gateway::evidence::to_json(*file, charged);
}

core::Result<gateway::evidence::SignedEnvelope> UpstreamDesk::envelope(const std::string& evidence_id,
                                                                       const std::string& caller) const {
    if (m_upstreams->under_way(evidence_id)) m_upstreams->settle();
    HEARTH_TRY(const core::Bytes bytes, m_store.evidence(evidence_id, caller));
    return gateway::evidence::SignedEnvelope::decode(bytes);
}

} // namespace hearth::node
