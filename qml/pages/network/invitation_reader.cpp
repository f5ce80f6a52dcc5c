// SPDX-License-Identifier: Apache-2.0
#include "invitation_reader.h"

#include "backend/format.h"
#include "network_words.h"

namespace hearth::desktop {

InvitationReader::InvitationReader(QObject* parent) : NodeReader({}, parent) {}

QString InvitationReader::chain() const {
    return m_view ? QString::fromStdString(m_view->chain) : QString();
}

QString InvitationReader::genesis() const {
    return m_view ? QString::fromStdString(m_view->genesis) : QString();
}

QStringList InvitationReader::trust() const {
    return m_view ? networks::trust(*m_view) : QStringList();
}

QStringList InvitationReader::addresses() const {
    QStringList all;
    if (!m_view) return all;
    for (const auto* list : {&m_view->seeds, &m_view->gateways})
        for (const std::string& each : *list)
            all << QString::fromStdString(each);
    return all;
}

QString InvitationReader::obstacle() const {
    return m_view ? format::sentence(m_view->obstacle) : QString();
}

QStringList InvitationReader::commands() const {
    if (!m_view || !connection() || !connection()->status()) return {};
    const std::string id = m_view->obstacle.id();
    if (id == "in_this_network" || id == "no_network_mode") return {};
    return networks::commands(*m_view, m_text, QString::fromStdString(connection()->status()->home));
}

void InvitationReader::examine(const QString& invitation) {
    if (m_examining || connection() == nullptr || invitation.trimmed().isEmpty()) return;
    m_examining = true;
    m_view.reset();
    m_text = invitation;
    setError({});
    emit changed();
    connection()->run(
        this, [text = invitation.toStdString()](control::Node& node) { return node.examine_invitation(text); },
        [this, invitation](control::InvitationView view) {
            m_examining = false;
            if (invitation == m_text) m_view = std::move(view);
            emit changed();
        },
        [this, invitation](const core::Error& error) {
            m_examining = false;
            if (invitation == m_text) setError(explain(error));
            emit changed();
        });
}

void InvitationReader::forget() {
    m_text.clear();
    if (!m_view && error().isEmpty()) return;
    m_view.reset();
    setError({});
    emit changed();
}

} // namespace hearth::desktop
