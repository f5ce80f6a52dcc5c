// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/upstreams.h"

#include "core/log.h"
#include "gateway/evidence/examine.h"
#include "gateway/evidence/pins.h"
#include "gateway/networks/open_network.h"
#include "gateway/networks/recorder.h"

#include <algorithm>
#include <exception>

namespace hearth::gateway {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds list_age = 300'000'000'000, list_retry = 15'000'000'000;
constexpr unsigned list_threads = 2;
constexpr std::size_t longest_name = 32, longest_key = 4096, most_networks = 64;
/// Of one answer, whatever its network says it used: a million EMB. So high a sum of many still is one.
constexpr core::Amount most_charged = core::Amount::from_units(1'000'000'000'000'000);
constexpr std::size_t most_models = 256, longest_model = 256;

using core::monotonic;

core::Error unknown(const std::string& name) {
    return fail(Code::not_found, core::say("no_network_behind_gateway", {name.substr(0, longest_name)}),
                core::say("see_hearthctl_gateway_list"));
}

/// Its time in milliseconds and 80 random bits: what is kept at one time lies together then, and nobody guesses it.
std::string fresh_evidence_id(core::Nanoseconds now) {
    std::array<std::uint8_t, 16> raw{};
    core::random_bytes(raw);
    auto rest = static_cast<std::uint64_t>(now / 1'000'000);
    for (std::size_t i = 6; i-- > 0; rest >>= 8)
        raw[i] = static_cast<std::uint8_t>(rest);
    return core::to_hex(raw);
}

/// On threads where nobody catches what a defect in reading its list would throw.
core::Result<std::vector<OfferedModel>> models_of(Network& network, const Deadlines& deadlines) {
    try {
        return network.models(deadlines);
    } catch (const std::exception& error) {
        core::log::error("gateway", "list_threw", {{"what", error.what()}});
        return fail(Code::internal, core::say("network_call_defect"), core::say("answer_end_defect_hint"));
    }
}

} // namespace

core::Error Upstreams::taken(const std::string& name) {
    return fail(Code::conflict, core::say("network_already", {name}),
                core::say("choose_another_name_first_hearthctl", {name}));
}

core::Error Upstreams::full() {
    return fail(Code::too_large, core::say("more_than_networks_not", {std::to_string(most_networks)}),
                core::say("remove_one_not_needed"));
}

bool Upstreams::has_room() const {
    const std::lock_guard lock(m_mutex);
    return m_entries.size() < most_networks;
}

namespace {

core::Status check_kind(const UpstreamConfig& config) {
    if (config.kind != "openai" && !evidence::facts_of(config.kind))
        return fail(Code::unsupported, core::say("networks_kind_not_known", {config.kind.substr(0, longest_name)}),
                    core::say("use_kind_openai_any"));
    HEARTH_CHECK(evidence::check_pins(config.kind, config.signers, config.measurements));
    if (!config.models.empty() && config.kind != "opengradient")
        return fail(Code::invalid_argument, core::say("kind_lists_itself", {config.kind}),
                    core::say("leave_model_out"));
    const auto fine = [](const std::string& model) { return !model.empty() && model.size() <= longest_model; };
    if (config.models.size() > most_models || !std::all_of(config.models.begin(), config.models.end(), fine))
        return fail(Code::invalid_argument, core::say("model_name_wrong"));
    return {};
}

} // namespace

core::Status Upstreams::check(const UpstreamConfig& config) {
    const bool plain = !config.name.empty() && config.name.size() <= longest_name &&
                       std::all_of(config.name.begin(), config.name.end(), [](unsigned char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
                       });
    if (!plain || config.name.front() == '-')
        return fail(Code::invalid_argument, core::say("name_network_small_letters", {std::to_string(longest_name)}));
    if (config.name == "home" || config.name == "hearth")
        return fail(Code::invalid_argument, core::say("name_stands_home", {config.name}),
                    core::say("choose_another_one"));
    HEARTH_CHECK(check_kind(config));
    if (config.key.size() > longest_key)
        return fail(Code::invalid_argument, core::say("key_network_longer_than", {std::to_string(longest_key)}),
                    core::say("file_holds_key_alone"));
    const bool key_fine =
        std::all_of(config.key.begin(), config.key.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (!key_fine)
        return fail(Code::invalid_argument, core::say("key_network_holds_characters"),
                    core::say("file_holds_key_alone"));
    HEARTH_TRY(const ServerUrl url, ServerUrl::parse(config.url));
    if (!evidence::is_witnessed(config.kind)) return {};
    // Without them nothing could be asked of the connection, and nothing would be sent over it.
    if (!url.tls)
        return fail(Code::invalid_argument, core::say("channel_needs_tls", {config.kind}),
                    core::say("channel_tls_hint"));
    if (config.measurements.empty())
        return fail(Code::invalid_argument, core::say("channel_needs_measurements", {config.kind}),
                    core::say("how_measurements_are_written"));
    return {};
}

core::Result<std::shared_ptr<Upstreams>> Upstreams::start(Options options) {
    HEARTH_TRY(std::shared_ptr<CallLoop> loop, CallLoop::start(options.ca_file));
    return std::shared_ptr<Upstreams>(new Upstreams(std::move(options), std::move(loop)));
}

Upstreams::Upstreams(Options options, std::shared_ptr<CallLoop> loop)
    : m_options(std::move(options)), m_loop(std::move(loop)), m_directory(m_options.names),
      m_keeper(std::make_unique<EvidenceQueue>(
          m_options.keep, [this](const std::string& evidence_id) { settled(evidence_id); }, m_options.queue)),
      m_lister(std::make_unique<core::TaskQueue>("lists", core::TaskQueue::bounded_elsewhere, list_threads)) {}

/// Calls end, then what waits for them, then their evidence is kept.
Upstreams::~Upstreams() {
    m_loop->stop();
    m_lister.reset();
    m_keeper.reset();
}

core::Result<std::shared_ptr<Network>> Upstreams::open(const UpstreamConfig& config) const {
    HEARTH_CHECK(check(config));
    HEARTH_TRY(const ServerUrl url, ServerUrl::parse(config.url));
    return open_network(m_loop, url, config, m_options.limits, m_options.trust);
}

void Upstreams::settled(const std::string& evidence_id) {
    if (m_options.released) m_options.released(evidence_id);
    {
        const std::lock_guard lock(m_mutex);
        m_under_way.erase(evidence_id);
    }
    m_idle.notify_all();
}

Upstreams::Entry* Upstreams::entry(const std::string& name) {
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.config.name == name; });
    return found == m_entries.end() ? nullptr : &*found;
}

core::Status Upstreams::add(const UpstreamConfig& config, std::optional<std::vector<OfferedModel>> models) {
    HEARTH_TRY(std::shared_ptr<Network> network, open(config));
    const std::lock_guard lock(m_mutex);
    if (entry(config.name) != nullptr) return taken(config.name);
    if (m_entries.size() >= most_networks) return full();
    if (m_probed.network && m_probed.config == config) network = m_probed.network; // it remembers what it listed
    m_probed = {};
    m_entries.push_back({config, std::move(network)});
    m_directory.add(config.name, config.kind);
    if (!models) return {};
    m_entries.back().asked_at = monotonic();
    m_directory.listed(config.name, std::move(*models), monotonic());
    return {};
}

core::Status Upstreams::remove(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    if (entry(name) == nullptr) return unknown(name);
    std::erase_if(m_entries, [&](const Entry& e) { return e.config.name == name; });
    m_directory.remove(name);
    return {};
}

core::Status Upstreams::ask(const std::string& name, const std::shared_ptr<Network>& network) {
    auto models = models_of(*network, m_options.list);
    const std::lock_guard lock(m_mutex);
    if (Entry* const found = entry(name)) {
        found->asking = false;
        found->asked_at = monotonic();
    }
    if (models) {
        m_directory.listed(name, std::move(*models), monotonic());
        return {};
    }
    m_directory.not_listed(name, models.error());
    return models.error();
}

core::Result<UpstreamState> Upstreams::test(const std::string& name) {
    std::shared_ptr<Network> network;
    {
        const std::lock_guard lock(m_mutex);
        Entry* const found = entry(name);
        if (found == nullptr) return unknown(name);
        network = found->network;
    }
    HEARTH_CHECK(ask(name, network));
    {
        const std::lock_guard lock(m_mutex);
        m_directory.forgive(name);
    }
    return state(name);
}

core::Result<std::vector<OfferedModel>> Upstreams::probe(const UpstreamConfig& config) {
    HEARTH_TRY(const std::shared_ptr<Network> network, open(config));
    auto models = models_of(*network, m_options.list);
    const std::lock_guard lock(m_mutex);
    if (models) m_probed = {config, network};
    return models;
}

void Upstreams::refresh() {
    const core::Nanoseconds now = monotonic();
    const std::lock_guard lock(m_mutex);
    for (Entry& one : m_entries) {
        const NetworkRecord* const record = m_directory.find(one.config.name);
        const core::Nanoseconds most = record != nullptr && record->listed_at ? list_age : list_retry;
        if (one.asking || (one.asked_at && now - *one.asked_at < most)) continue;
        one.asking = true;
        m_lister->post([this, name = one.config.name, network = one.network] {
            if (const core::Status asked = ask(name, network); !asked)
                core::log::warning("gateway", "network does not list its models",
                                   {{"network", name}, {"reason", asked.error().message}});
        });
    }
}

UpstreamState Upstreams::describe(const Entry& one) const {
    const core::Nanoseconds now = monotonic();
    UpstreamState state{one.config, !one.config.key.empty(), *m_directory.find(one.config.name), {}};
    state.config.key.clear();
    if (state.record.listed_at) state.list_age = now - *state.record.listed_at;
    for (const auto& [model, breaker] : state.record.breakers) {
        const schedule::Breaker::State found = breaker.state(now);
        if (found == schedule::Breaker::State::open || state.breaker == schedule::Breaker::State::closed)
            state.breaker = found;
    }
    return state;
}

std::vector<UpstreamState> Upstreams::list() const {
    const std::lock_guard lock(m_mutex);
    std::vector<UpstreamState> all;
    for (const Entry& one : m_entries)
        all.push_back(describe(one));
    return all;
}

core::Result<UpstreamState> Upstreams::state(const std::string& name) const {
    const std::lock_guard lock(m_mutex);
    const Entry* const found = const_cast<Upstreams*>(this)->entry(name);
    if (found == nullptr) return unknown(name);
    return describe(*found);
}

bool Upstreams::empty() const {
    const std::lock_guard lock(m_mutex);
    return m_entries.empty();
}

core::Result<std::optional<CallTerms>> Upstreams::reserve(const ForeignRequest& request, const std::string& evidence_id,
                                                          const Network& network) const {
    const std::optional<NetworkQuote> quote = network.quote(request.place.model);
    if (!quote) return std::optional<CallTerms>();
    CallSize size = request.size;
    size.bytes = request.raw.body.size();
    const std::optional<core::Amount> most = highest_price(*quote, size);
    const core::Amount held = std::min(most.value_or(expected_price(*quote, size)), most_charged);
    if (m_options.reserve) HEARTH_CHECK(m_options.reserve({evidence_id, request.caller, held, most.has_value()}));
    const core::Amount cap =
        std::min({request.max_price.value_or(most_charged), most.value_or(most_charged), most_charged});
    return std::optional(CallTerms{*quote, request.caller, size, cap, request.payment});
}

core::Result<ForeignCall> Upstreams::call(ForeignRequest request, std::shared_ptr<RawSink> sink) {
    HEARTH_TRY(std::shared_ptr<void> admission, m_options.admit(request.caller));
    evidence::Envelope envelope;
    envelope.asked_at = core::system_clock().now();
    envelope.evidence_id = fresh_evidence_id(envelope.asked_at);
    envelope.network = request.place.network;
    envelope.path = request.raw.path;
    envelope.model = request.place.model;
    envelope.request_hash = core::sha256(core::as_bytes(request.raw.body));
    envelope.request_bytes = request.raw.body.size();
    envelope.rewrites = std::move(request.rewrites);
    envelope.caller = request.caller; // which is charged, too
    std::shared_ptr<Network> network;
    {
        const std::lock_guard lock(m_mutex);
        Entry* const found = entry(request.place.network);
        if (found == nullptr) return unknown(request.place.network);
        HEARTH_CHECK(m_directory.enter(request.place, monotonic()));
        network = found->network;
        envelope.kind = found->config.kind;
        envelope.url = found->config.url;
        m_under_way.emplace(envelope.evidence_id, envelope.caller);
    }
    auto terms = reserve(request, envelope.evidence_id, *network);
    if (!terms) {
        settled(envelope.evidence_id);
        const std::lock_guard lock(m_mutex);
        m_directory.abandoned(request.place);
        return terms.error();
    }
    ForeignCall made{envelope.evidence_id, nullptr};
    request.raw.is_other_model = [this, asked = request.place.model, wished = std::move(request.quantizations)](
                                     const std::string& named) { return m_options.names.differ(asked, named, wished); };
    std::optional<std::string> body;
    if (network->keeps_transcript()) body = request.raw.body;
    const auto recorder =
        std::make_shared<Recorder>(*this, network, request.place, std::move(envelope), std::move(body),
                                   std::move(admission), std::move(sink), std::move(*terms));
    made.call = network->call(std::move(request.raw), m_options.call, recorder);
    return made;
}

bool Upstreams::wait_idle(core::Nanoseconds patience) {
    const core::Nanoseconds until = monotonic() + patience;
    if (!m_keeper->settle(patience)) return false;
    const core::Nanoseconds left = std::max<core::Nanoseconds>(0, until - monotonic());
    std::unique_lock lock(m_mutex);
    return m_idle.wait_for(lock, std::chrono::nanoseconds(left), [this] { return m_under_way.empty(); });
}

std::optional<std::string> Upstreams::under_way(const std::string& evidence_id) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_under_way.find(evidence_id);
    return found == m_under_way.end() ? std::nullopt : std::optional(found->second);
}

} // namespace hearth::gateway
