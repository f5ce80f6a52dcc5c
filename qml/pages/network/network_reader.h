// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

namespace hearth::desktop {

/// The network that the home stands in: who orders its blocks, whom it is linked with, what it trusts. Read again every
/// few seconds while it is looked at.
class NetworkReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool alone READ alone NOTIFY viewChanged) ///< a network of one
    Q_PROPERTY(QString chain READ chain NOTIFY viewChanged)
    Q_PROPERTY(QString genesis READ genesis NOTIFY viewChanged)
    Q_PROPERTY(QString height READ height NOTIFY viewChanged)
    Q_PROPERTY(QString lastBlock READ lastBlock NOTIFY viewChanged) ///< when it was made
    Q_PROPERTY(QString epoch READ epoch NOTIFY viewChanged)
    Q_PROPERTY(QString appHash READ appHash NOTIFY viewChanged)
    Q_PROPERTY(QString waiting READ waiting NOTIFY viewChanged) ///< own transactions without a block; "" = none
    /// Why the ledger stands still, and what ends it; empty while blocks come.
    Q_PROPERTY(QString trouble READ trouble NOTIFY viewChanged)
    Q_PROPERTY(QString repair READ repair NOTIFY viewChanged)
    /// How far this machine's clock is from the chain's time; empty where it fits.
    Q_PROPERTY(QString clock READ clock NOTIFY viewChanged)
    Q_PROPERTY(bool catchingUp READ catchingUp NOTIFY viewChanged)
    Q_PROPERTY(QString listen READ listen NOTIFY viewChanged)
    Q_PROPERTY(QString linkListen READ linkListen NOTIFY viewChanged)
    // Lists tell apart: what is shown of one is not made anew because of another.
    Q_PROPERTY(QVariantList roles READ roles NOTIFY rolesChanged) ///< as networks::roles()
    Q_PROPERTY(QVariantList validators READ validators NOTIFY validatorsChanged)
    Q_PROPERTY(bool peersKnown READ peersKnown NOTIFY viewChanged)
    Q_PROPERTY(QVariantList peers READ peers NOTIFY peersChanged)
    Q_PROPERTY(QVariantList links READ links NOTIFY linksChanged)
    Q_PROPERTY(QVariantList channels READ channels NOTIFY channelsChanged)
    Q_PROPERTY(QStringList trust READ trust NOTIFY trustChanged)
    Q_PROPERTY(QStringList seeds READ seeds NOTIFY trustChanged)
public:
    explicit NetworkReader(QObject* parent = nullptr);

    bool alone() const { return m_view.mode == "solo"; }
    QString chain() const { return QString::fromStdString(m_view.chain); }
    QString genesis() const { return QString::fromStdString(m_view.genesis); }
    QString height() const;
    QString lastBlock() const;
    QString epoch() const;
    QString appHash() const { return QString::fromStdString(m_view.app_hash); }
    QString waiting() const;
    QString trouble() const;
    QString repair() const;
    QString clock() const;
    bool catchingUp() const { return m_view.catching_up; }
    QString listen() const { return QString::fromStdString(m_view.listen); }
    QString linkListen() const { return QString::fromStdString(m_view.link_listen); }
    const QVariantList& roles() const { return m_roles; }
    const QVariantList& validators() const { return m_validators; }
    bool peersKnown() const { return m_view.peers.has_value(); }
    const QVariantList& peers() const { return m_peers; }
    const QVariantList& links() const { return m_links; }
    const QVariantList& channels() const { return m_channels; }
    const QStringList& trust() const { return m_trust; }
    const QStringList& seeds() const { return m_seeds; }

signals:
    void viewChanged();
    void rolesChanged();
    void validatorsChanged();
    void peersChanged();
    void linksChanged();
    void channelsChanged();
    void trustChanged();

protected:
    void read() override;

private:
    void show(control::NetworkView view);

    control::NetworkView m_view;
    QVariantList m_roles, m_validators, m_peers, m_links, m_channels;
    QStringList m_trust, m_seeds;
    std::string m_print; ///< the view in one text, to compare
    QTimer m_again;
};

} // namespace hearth::desktop
