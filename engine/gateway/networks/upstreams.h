// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/task_queue.h"
#include "gateway/networks/call_loop.h"
#include "gateway/networks/directory.h"
#include "gateway/networks/evidence_queue.h"
#include "gateway/networks/foreign_call.h"
#include "gateway/networks/upstream_config.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace hearth::gateway {

/// How a network stands, for people.
struct UpstreamState {
    UpstreamConfig config; ///< without its key
    bool has_key = false;
    NetworkRecord record;
    std::optional<core::Nanoseconds> list_age;
    schedule::Breaker::State breaker = schedule::Breaker::State::closed; ///< the worst of its models
};

/// All other networks behind one gateway. Thread-safe; sockets on one thread, evidence is kept on another: which of it
/// a crash takes along, EvidenceQueue says.
class Upstreams {
public:
    struct Options {
        Deadlines call;
        Deadlines list{.connect = 5'000'000'000, .first_byte = 10'000'000'000, .total = 20'000'000'000};
        AnswerGuard::Limits limits;
        std::string ca_file; ///< trusted besides this machine's certificates; empty = none
        evidence::TrustAnchors trust = evidence::hardware_makers();
        ModelNames names = {};    ///< that mean one model
        EvidenceQueue::Keep keep; ///< signs them, too
        EvidenceQueue::Limits queue = {};
        /// May this caller ask for one more answer now? What it gives is let go of at the end. Errors: busy.
        std::function<core::Result<std::shared_ptr<void>>(const std::string& caller)> admit;
        /// Of calls whose price is known; each may be empty. First what it may cost, so far as that can be said; errors
        /// keep it from being asked. Then, once, before its evidence is kept, what it costs. At last, of every call
        /// and from any thread: its evidence is kept, or never will be.
        std::function<core::Status(const Reservation&)> reserve;
        std::function<void(const Bill&)> charge;
        std::function<void(const std::string& evidence_id)> released;
    };
    static core::Result<std::shared_ptr<Upstreams>> start(Options options);
    ~Upstreams();

    /// `models`: what it listed a moment ago. Errors: invalid_argument (name, kind, address), conflict.
    core::Status add(const UpstreamConfig& config, std::optional<std::vector<OfferedModel>> models = std::nullopt);
    core::Status remove(const std::string& name); ///< calls that run are finished; errors: not_found
    /// Asks one for its models; blocks. Errors: not_found, the network's.
    core::Result<UpstreamState> test(const std::string& name);
    /// The same of what is not configured.
    core::Result<std::vector<OfferedModel>> probe(const UpstreamConfig& config);
    std::vector<UpstreamState> list() const;
    core::Result<UpstreamState> state(const std::string& name) const;
    /// Asks those whose list is old again, in the background.
    void refresh();

    bool empty() const;
    /// "box/llama" where "box" is one of these, whatever it has listed: nobody else is meant, and no other name.
    bool names_network(const std::string& model) const;
    /// Which other names mean the same as `model`; null where none does.
    const ModelNames* names_for(const std::string& model) const {
        return names_network(model) ? nullptr : &m_options.names;
    }
    std::vector<Directory::Offer> models() const;
    std::vector<std::string> names() const;
    core::Result<std::vector<ForeignOffer>> offering(const std::string& asked,
                                                     const std::vector<std::string>& quantizations = {}) const;
    /// Errors: unavailable, busy, not_found.
    core::Result<ForeignCall> call(ForeignRequest request, std::shared_ptr<RawSink> sink);
    /// Returns when no call runs and all evidence is kept, or after `patience`; true = none does.
    bool wait_idle(core::Nanoseconds patience);
    /// When this returns, the evidence of every answer whose end its caller has heard of is kept, unless it cannot be.
    void settle() { (void)m_keeper->settle(); }
    /// Its evidence is not kept yet: the API key that asked, or empty. None: it is kept, or there is no such one.
    std::optional<std::string> under_way(const std::string& evidence_id) const;
    static core::Status check(const UpstreamConfig& config);
    const std::string& hop() const { return m_loop->hop(); } ///< that every call of this gateway carries
    bool has_room() const; ///< for one more; what is said where there is none, or where the name is in use:
    static core::Error full();
    static core::Error taken(const std::string& name);

private:
    class Recorder;
    struct Entry {
        UpstreamConfig config;
        std::shared_ptr<Network> network;
        bool asking = false; ///< for its list
        std::optional<core::Nanoseconds> asked_at = {};
    };
    Upstreams(Options options, std::shared_ptr<CallLoop> loop);
    core::Result<std::shared_ptr<Network>> open(const UpstreamConfig& config) const;
    core::Status ask(const std::string& name, const std::shared_ptr<Network>& network);
    UpstreamState describe(const Entry& entry) const;
    ForeignOffer offer_of(const Entry& entry, Place place) const;
    Entry* entry(const std::string& name);
    core::Result<std::optional<CallTerms>> reserve(const ForeignRequest& request, const std::string& evidence_id,
                                                   const Network& network) const;
    void settled(const std::string& evidence_id);
    const Options m_options;
    const std::shared_ptr<CallLoop> m_loop;
    mutable std::mutex m_mutex;
    Directory m_directory;
    std::vector<Entry> m_entries;
    Entry m_probed;                                 ///< the last one that listed its models and may be added
    std::map<std::string, std::string> m_under_way; ///< evidence ids, and whose
    std::condition_variable m_idle;
    std::unique_ptr<EvidenceQueue> m_keeper;
    std::unique_ptr<core::TaskQueue> m_lister;
};

} // namespace hearth::gateway
