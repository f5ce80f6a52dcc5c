// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/progress.h"
#include "control/values.h"
#include "core/clock.h"
#include "gateway/networks/upstreams.h"
#include "node/state/api_key_book.h"
#include "node/state/identity.h"
#include "node/state/upstream_store.h"
#include "node/upstreams/caller_slots.h"
#include "node/upstreams/evidence_log.h"

#include <functional>
#include <map>

namespace hearth::node {

/// Other networks behind this home's address: which there are, their keys, and evidence of what they answered.
/// Thread-safe; everything given outlives it.
class UpstreamDesk {
public:
    /// Opens those that were added before; none of them is asked yet.
    /// `keep_evidence`: how long its files stay; 0 = for ever. `on_change`: what list() tells is another, or evidence
    /// was kept; from any thread.
    static core::Result<std::unique_ptr<UpstreamDesk>> open(Store& store, Identity& identity, ApiKeyBook& api_keys,
                                                            const std::filesystem::path& keys,
                                                            const core::Clock& clock = core::system_clock(),
                                                            core::Nanoseconds keep_evidence = 0,
                                                            std::function<void()> on_change = {});

    /// Asks it for its models first. Errors: those of what it answered, cancelled; nothing is kept then.
    core::Result<control::UpstreamInfo> add(const control::UpstreamWish& wish, const control::OnProgress& progress);
    core::Result<std::vector<control::UpstreamInfo>> list() const;
    core::Result<control::UpstreamInfo> test(const std::string& name);
    /// Calls that run are finished.
    core::Status remove(const std::string& name);
    /// `caller`: as UpstreamStore::evidence(). Errors: not_found, corrupt.
    core::Result<gateway::evidence::SignedEnvelope> envelope(const std::string& evidence_id,
                                                             const std::string& caller = {}) const;
    /// The same as JSON.
    core::Result<std::string> evidence(const std::string& evidence_id, const std::string& caller) const;
    /// The names of its models from number `first` on, a page of them. Errors: not_found.
    core::Result<control::UpstreamModels> models(const std::string& name, std::uint64_t first) const;
    /// Newest first; `before`: an evidence id, or empty. As all that is asked of evidence here, it waits until what
    /// ended before is kept.
    core::Result<std::vector<control::NetworkEvidence>> kept(std::uint32_t limit, const std::string& before) const;
    /// As JSON (evidence-log.cddl). Errors: as EvidenceLog.
    core::Result<std::string> log_head();
    core::Result<std::string> prove(const std::string& evidence_id);
    core::Result<std::string> prove_growth(std::uint64_t first);
    void set_anchored(EvidenceLog::Anchored anchored) { m_log.set_anchored(std::move(anchored)); }
    /// For crash tests: after "evidence signed" and "evidence kept". Before anything is asked of a network.
    void on_step(std::function<void(const char*)> step) { m_step = std::move(step); }

    void tick();
    bool wait_idle(core::Nanoseconds patience) { return m_upstreams->wait_idle(patience); }
    CallerSlots& caller_slots() { return m_slots; }
    const std::shared_ptr<gateway::Upstreams>& upstreams() const { return m_upstreams; }

private:
    UpstreamDesk(Store& store, Identity& identity, ApiKeyBook& api_keys, const std::filesystem::path& keys,
                 const core::Clock& clock, core::Nanoseconds keep_evidence, std::function<void()> on_change);
    core::Status start();
    void take_up(const UpstreamRecord& record, std::string key);
    void sign_log(core::Nanoseconds now);
    bool is_kept(const std::string& name) const;
    void changed() const;
    /// Errors: conflict, too_large.
    core::Status may_add(const std::string& name) const;
    core::Status keep(std::vector<gateway::evidence::Envelope>& envelopes);
    core::Result<std::shared_ptr<void>> admit(const std::string& caller);
    static core::Result<std::vector<gateway::TokenPrice>> prices_in(const control::UpstreamWish& wish);
    core::Status reserve(const gateway::Reservation& wanted);
    void charge(const gateway::Bill& bill);
    void released(const std::string& evidence_id);
    std::vector<ForeignCharge> charges_of(const std::vector<gateway::evidence::Envelope>& envelopes);
    control::UpstreamInfo describe(const gateway::UpstreamState& state) const;

    UpstreamStore m_store;
    Identity& m_identity;
    ApiKeyBook& m_api_keys;
    const std::filesystem::path m_folder;
    const core::Clock& m_clock;
    const core::Nanoseconds m_keep_evidence;
    const std::function<void()> m_on_change;
    std::function<void(const char*)> m_step;
    core::Nanoseconds m_pruned_at = 0, m_signed_at = 0; ///< of the ticker
    CallerSlots m_slots;
    EvidenceLog m_log;
    std::mutex m_changing; ///< one change after the other
    std::mutex m_billing;
    std::map<std::string, gateway::Bill> m_bills; ///< of answers that ended, until they are in the store
    mutable std::mutex m_mutex;
    std::map<std::string, UpstreamRecord> m_records;
    std::shared_ptr<gateway::Upstreams> m_upstreams;
};

} // namespace hearth::node
