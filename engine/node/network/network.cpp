// SPDX-License-Identifier: Apache-2.0
#include "node/network/network.h"

#include "core/host_port.h"
#include "core/log.h"
#include "ledger/node_certificate.h"

#include <algorithm>
#include <future>
#include <map>
#include <set>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds fetch_patience = 30'000'000'000;

/// Waits for a receipt that was asked for.
class Fetched final : public link::JobEnd {
public:
    void receive(link::JobMessage message) override {
        if (auto* result = std::get_if<link::Result>(&message); result != nullptr && result->file)
            return answer(std::move(*result->file));
        if (auto* failed = std::get_if<link::Failed>(&message)) return answer(std::move(failed->error));
        answer(fail(Code::corrupt, core::say("gateway_answered_something_else")));
    }
    core::Result<proof::ReceiptFile> wait() {
        auto answer = m_answer.get_future();
        if (answer.wait_for(std::chrono::nanoseconds(fetch_patience)) == std::future_status::ready) return answer.get();
        return fail(Code::unavailable, core::say("gateway_does_not_show"));
    }

private:
    void answer(core::Result<proof::ReceiptFile> result) {
        if (!m_told.exchange(true)) m_answer.set_value(std::move(result));
    }
    std::atomic<bool> m_told = false;
    std::promise<core::Result<proof::ReceiptFile>> m_answer;
};

control::LinkView view_of(const link::DialStatus& dial) {
    control::LinkView view;
    const link::DialTarget& target = dial.target;
    view.address = (target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]") + ":" +
                   std::to_string(target.port);
    if (const auto& key = dial.peer ? dial.peer : target.key) view.node_key = key->hex();
    view.state = dial.state == link::DialState::up ? control::LinkState::up
                 : dial.peer                       ? control::LinkState::broken
                                                   : control::LinkState::waiting;
    if (dial.state == link::DialState::connecting) view.state = control::LinkState::connecting;
    if (dial.problem) view.reason = dial.problem->message;
    if (dial.round_trip) view.latency_us = static_cast<std::uint64_t>(*dial.round_trip / 1000);
    return view;
}

/// What the other side does.
void describe(control::LinkView& view, const link::Link& link) {
    const link::Capability theirs = link.capability();
    if (theirs.roles & link::role_executor) view.roles.push_back("executor");
    if (theirs.roles & link::role_auditor) view.roles.push_back("auditor");
    if (theirs.roles & link::role_gateway) view.roles.push_back("gateway");
    if (theirs.roles & link::role_full_node) view.roles.push_back("full node");
    std::set<core::ModelId> models;
    for (const link::ModelOffer& offer : theirs.models)
        models.insert(offer.model_id);
    view.models = models.size();
    view.free_places = theirs.free_places;
    view.open_jobs = link.open_jobs();
    view.draining = theirs.draining;
}

/// A link stays up with a node that may begin nothing: what it began it ends.
void explain(control::LinkView& view, const link::Link& link, core::Status certified) {
    if (certified && link.expired()) certified = link::credential_is_over();
    if (!certified && view.reason.empty()) view.reason = certified.error().message;
}

} // namespace

Network::Network(NetworkRooms rooms)
    : m_rooms(std::move(rooms)), m_key(rooms.identity.node_key()), m_sealing(*m_key, rooms.clock),
      m_desk(
          rooms.executes ? &rooms.executor : nullptr, &m_sealing,
          [this](const core::PublicKey& peer, const link::Fetch& fetch) { return show(peer, fetch); },
          [this](core::ByteView voucher) { return m_rooms.executor.take_voucher(voucher); },
          m_rooms.place.link_listen.empty()
              ? LinkDesk::Certified()
              : LinkDesk::Certified([this](const core::PublicKey& node) { return certified(node); }),
          m_rooms.clock),
      m_reachable(m_desk, m_rooms.clock, m_key->public_key(),
                  [this](const core::PublicKey& node) { return certified(node); }) {}

bool Network::certified(const core::PublicKey& node) const {
    bool holds = false;
    const core::Epoch now = m_rooms.settlement.head().epoch;
    m_rooms.settlement.read([&](const ledger::State& state) {
        const ledger::NodeRecord* record = state.node(node);
        holds = record != nullptr && record->certified(now);
    });
    return holds;
}

link::Credentials Network::credentials() const {
    link::Credentials credentials;
    credentials.own = [this] { return m_shown.copy(); };
    credentials.read = [this](const core::PublicKey& node, core::ByteView shown) {
        return read_certificate(node, shown);
    };
    return credentials;
}

core::Result<core::Nanoseconds> Network::read_certificate(const core::PublicKey& node, core::ByteView shown) const {
    HEARTH_TRY(ledger::NodeCertificate certificate,
               ledger::read_certificate(shown, m_rooms.place.genesis.chain_id, node));
    std::optional<ledger::NodeRecord> record;
    m_rooms.settlement.read([&](const ledger::State& state) {
        if (const ledger::NodeRecord* found = state.node(node)) record = *found;
    });
    if (record) {
        HEARTH_TRY(certificate, ledger::beside_record(certificate, *record));
    }
    return ledger::ends_at(certificate, m_rooms.epochs());
}

core::Result<std::unique_ptr<Network>> Network::open(NetworkRooms rooms) {
    std::unique_ptr<Network> network(new Network(rooms));
    const ledger::NetworkPlace& place = network->m_rooms.place;
    const std::vector<std::string> addresses = Standing::addresses_of(place);
    HEARTH_CHECK(ledger::check_announced({network->m_key->public_key(), network->roles(), addresses}));
    network->m_shown.renew();
    HEARTH_CHECK(network->listen());
    HEARTH_CHECK(network->begin_dialling());
    network->m_standing.emplace(
        Standing::Parts{rooms.settlement, network->m_key, network->roles(), addresses, rooms.validator, rooms.back});
    network->tick();
    return network;
}

core::Status Network::listen() {
    const ledger::NetworkPlace& place = m_rooms.place;
    if (place.link_listen.empty()) return {};
    HEARTH_TRY(const core::HostPort address, core::parse_host_port(place.link_listen));
    link::ListenerOptions options;
    options.address = address.host;
    options.port = address.port;
    options.network = place.genesis.chain_id;
    options.credentials = credentials();
    HEARTH_TRY(m_listener, link::LinkListener::start(options, *m_key, m_desk.events()));
    core::log::info("network", "gateway", {{"links", place.link_listen}});
    return {};
}

core::Result<std::unique_ptr<link::LinkDialer>> Network::dial(std::vector<link::DialTarget> targets) {
    link::DialerOptions options;
    options.targets = std::move(targets);
    options.network = m_rooms.place.genesis.chain_id;
    options.credentials = credentials();
    return link::LinkDialer::start(options, *m_key, m_desk.events());
}

core::Status Network::begin_dialling() {
    const ledger::NetworkPlace& place = m_rooms.place;
    std::vector<link::DialTarget> targets;
    for (const std::string& text : place.gateways) {
        HEARTH_TRY(link::DialTarget target, parse_gateway(text));
        targets.push_back(std::move(target));
    }
    if (!targets.empty()) {
        HEARTH_TRY(m_dialer, dial(std::move(targets)));
        return {};
    }
    if (!place.find_gateways || m_listener || !(m_rooms.executes || m_rooms.audits)) return {};
    const auto known = [this] {
        std::vector<link::DialTarget> found;
        const core::Epoch now = m_rooms.settlement.head().epoch;
        m_rooms.settlement.read([&](const ledger::State& state) {
            found = gateways_for(state, now, m_key->public_key(), m_rooms.place.local);
        });
        return found;
    };
    m_found = std::make_unique<FoundGateways>(known, [this](const link::DialTarget& target) {
        auto dialer = dial({target});
        if (!dialer) return core::Result<std::shared_ptr<link::LinkDialer>>(dialer.error());
        return core::Result<std::shared_ptr<link::LinkDialer>>(std::move(*dialer));
    });
    return {};
}

Network::~Network() {
    m_found.reset();
    m_dialer.reset();
    m_listener.reset();
}

std::vector<std::shared_ptr<link::LinkDialer>> Network::dialers() const {
    if (m_found) return m_found->dialers();
    if (m_dialer) return {m_dialer};
    return {};
}

std::uint32_t Network::roles() const {
    std::uint32_t roles = ledger::roles::full_node;
    if (m_rooms.executes) roles |= ledger::roles::executor;
    if (m_rooms.audits) roles |= ledger::roles::auditor;
    if (!m_rooms.place.link_listen.empty()) roles |= ledger::roles::gateway;
    return roles;
}

link::Capability Network::capability() const {
    link::Capability mine;
    mine.draining = m_draining;
    if (m_listener) mine.roles |= link::role_gateway | link::role_full_node;
    if (m_rooms.audits) mine.roles |= link::role_auditor;
    if (!m_rooms.executes || !m_rooms.takes_work()) return mine;
    mine.roles |= link::role_executor;
    mine.card = m_sealing.card();
    const std::uint32_t running = m_rooms.executor.running();
    const std::uint32_t most = m_rooms.max_jobs();
    mine.free_places = running < most ? most - running : 0;
    ledger::Params rules = ledger::Params::solo();
    m_rooms.settlement.read([&](const ledger::State& state) { rules = state.params(); });
    for (const link::OfferedModel& model : m_rooms.executor.models()) {
        const auto tariff = m_rooms.settlement.asked(model.model_id, rules);
        if (!tariff) continue;
        for (const std::string& profile : model.profiles) {
            if (mine.models.size() == link::max_offers) return mine;
            if (proof::find_profile(profile) == nullptr) continue;
            link::ModelOffer offer;
            offer.model_id = model.model_id;
            offer.profile = profile;
            offer.name = model.name;
            offer.context = model.context;
            offer.prompt_token = tariff->prompt_token;
            offer.completion_token = tariff->completion_token;
            // The usual profile first: it is what a caller gets who names none.
            mine.models.insert(profile == model.usual_profile ? mine.models.begin() : mine.models.end(), offer);
        }
    }
    return mine;
}

void Network::tick() {
    m_desk.tick();
    m_shown.renew();
    m_reachable.refresh();
    m_standing->tick(m_rooms.clock.monotonic());
    if (m_found && !m_draining && m_found->tick(m_rooms.clock.monotonic())) m_announced.reset();
    link::Capability mine = capability();
    if (m_announced == mine) return;
    if (m_listener) m_listener->announce(mine);
    for (const auto& dialer : dialers())
        dialer->announce(mine);
    m_announced = std::move(mine);
}

void Network::drain() {
    m_draining = true;
    tick();
    for (const auto& dialer : dialers())
        dialer->drain();
}

std::vector<control::LinkView> Network::links() const {
    std::map<core::PublicKey, LinkDesk::LinkPtr> links;
    for (const LinkDesk::LinkPtr& link : m_desk.links())
        links[link->peer()] = link;
    std::vector<control::LinkView> views;
    std::vector<link::DialStatus> dialled;
    for (const auto& dialer : dialers())
        for (link::DialStatus& dial : dialer->status())
            dialled.push_back(std::move(dial));
    for (const link::DialStatus& dial : dialled) {
        views.push_back(view_of(dial));
        if (!dial.peer) continue;
        if (const auto link = links.extract(*dial.peer)) {
            const link::Link& up = *link.mapped();
            describe(views.back(), up);
            explain(views.back(), up, m_rooms.settlement.certified(*dial.peer));
        }
    }
    for (const auto& [key, link] : links) {
        control::LinkView view;
        view.node_key = key.hex();
        view.state = link->carried() ? control::LinkState::up : control::LinkState::broken;
        describe(view, *link);
        explain(view, *link, m_rooms.settlement.certified(key));
        views.push_back(std::move(view));
    }
    return views;
}

/// To nobody but whoever the ledger drew to check it.
core::Result<proof::ReceiptFile> Network::show(const core::PublicKey& peer, const link::Fetch& fetch) const {
    const core::ReceiptId& id = fetch.receipt;
    core::PublicKey reader = peer;
    if (fetch.reader) {
        const core::Hash signed_by_reader = link::fetch_digest(id, m_key->public_key());
        if (!core::verify(fetch.reader->key, signed_by_reader.view(), fetch.reader->signature))
            return fail(Code::refused, core::say("ledger_did_not_draw"));
        reader = fetch.reader->key;
    }
    const auto reward = m_rooms.settlement.reward(id);
    if (!reward || ledger::waiting_duty(*reward, reader) == nullptr)
        return fail(Code::refused, core::say("ledger_did_not_draw"));
    return m_rooms.receipts.file(id.hex());
}

core::Result<proof::ReceiptFile> Network::file(const std::string& receipt_id) const {
    auto own = m_rooms.receipts.file(receipt_id);
    if (own || own.error().code != Code::not_found) return own;
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(receipt_id));
    core::Error last = fail(Code::unavailable, core::say("no_gateway_linked_could"));
    for (const LinkDesk::LinkPtr& link : m_desk.links()) {
        if ((link->capability().roles & link::role_gateway) == 0) continue;
        const auto fetched = std::make_shared<Fetched>();
        const auto asked = m_desk.ask(link, link::Fetch{id}, fetched);
        auto file = asked ? fetched->wait() : core::Result<proof::ReceiptFile>(asked.error());
        if (file) return file;
        last = file.error();
    }
    auto behind = fetch_behind(id);
    return behind ? std::move(behind) : core::Result<proof::ReceiptFile>(last);
}

/// From the node that computed it, sealed: where the buyer sits behind a gateway, too, nobody else has it.
core::Result<proof::ReceiptFile> Network::fetch_behind(const core::ReceiptId& id) const {
    const auto reward = m_rooms.settlement.reward(id);
    for (const Reachable::Node& node : m_reachable.nodes()) {
        if (!reward || node.what.card->node_key != reward->executor) continue;
        const link::Fetch::Reader reader{m_key->public_key(),
                                         m_key->sign(link::fetch_digest(id, reward->executor).view())};
        const auto fetched = std::make_shared<Fetched>();
        HEARTH_CHECK(m_desk.ask_behind(node.gateway, link::Fetch{id, reader}, fetched, {*node.what.card}));
        return fetched->wait();
    }
    return fail(Code::unavailable, core::say("no_gateway_linked_could"));
}

} // namespace hearth::node
