// SPDX-License-Identifier: Apache-2.0
#include "network_reader.h"

#include "backend/format.h"
#include "control/json.h"
#include "network_words.h"

namespace hearth::desktop {
namespace {

constexpr int again_ms = 2000;

} // namespace

NetworkReader::NetworkReader(QObject* parent) : NodeReader({QStringLiteral("network")}, parent) {
    // Nobody tells of each block, ping and peer.
    m_again.setInterval(again_ms);
    connect(&m_again, &QTimer::timeout, this, [this] { request(); });
    connect(this, &NodeReader::activeChanged, this, [this] {
        if (!active()) return m_again.stop();
        request(); // what was seen the last time is old
        m_again.start();
    });
    m_again.start();
}

void NetworkReader::read() {
    fetch([](control::Node& node) { return node.network(); },
          [this](control::NetworkView view) {
              std::string print = control::to_json(view);
              if (print == m_print) return;
              m_print = std::move(print);
              show(std::move(view));
          });
}

QString NetworkReader::height() const {
    return m_view.mode.empty() ? format::unknown() : format::count(m_view.height);
}

QString NetworkReader::lastBlock() const {
    return format::time(m_view.last_block_at);
}

QString NetworkReader::epoch() const {
    return m_view.mode.empty() ? format::unknown() : format::count(m_view.epoch);
}

QString NetworkReader::waiting() const {
    return m_view.under_way == 0 ? QString() : tr("%n transaction(s)", nullptr, static_cast<int>(m_view.under_way));
}

QString NetworkReader::trouble() const {
    return format::sentence(m_view.trouble);
}

QString NetworkReader::clock() const {
    return format::sentence(m_view.clock);
}

QString NetworkReader::repair() const {
    return format::sentence(m_view.repair);
}

void NetworkReader::show(control::NetworkView view) {
    m_view = std::move(view);
    const auto tell = [this](auto& shown, auto now, void (NetworkReader::*changed)()) {
        if (shown == now) return;
        shown = std::move(now);
        emit(this->*changed)();
    };
    tell(m_roles, networks::roles(m_view.roles), &NetworkReader::rolesChanged);
    tell(m_validators, networks::validators(m_view), &NetworkReader::validatorsChanged);
    tell(m_peers, networks::peers(m_view), &NetworkReader::peersChanged);
    tell(m_links, networks::links(m_view), &NetworkReader::linksChanged);
    tell(m_channels, networks::channels(m_view), &NetworkReader::channelsChanged);
    tell(m_trust, networks::trust(m_view), &NetworkReader::trustChanged);
    QStringList seeds;
    for (const std::string& seed : m_view.seeds)
        seeds << QString::fromStdString(seed);
    tell(m_seeds, seeds, &NetworkReader::trustChanged);
    emit viewChanged();
}

} // namespace hearth::desktop
