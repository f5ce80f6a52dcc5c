// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "exchange_list_model.h"
#include "stream.h"
#include "talk_history.h"
#include "talk_wish.h"

#include <QStringList>
#include <QUrl>

#include <filesystem>

namespace hearth::desktop {

/// Asks this home or another network, one question at a time, and shows the answer as it comes. What was said before in
/// the same conversation is sent along. With a history what has ended is kept in a file, until it is erased.
class Talk : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::ExchangeListModel* exchanges READ exchanges CONSTANT)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QStringList models READ models NOTIFY modelsChanged)             ///< of the chosen network
    Q_PROPERTY(QStringList networkKeys READ networkKeys NOTIFY networksChanged) ///< "", "home", then the others
    Q_PROPERTY(QStringList networkNames READ networkNames NOTIFY networksChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool continues READ continues NOTIFY countChanged) ///< the next question stands in a conversation
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)         ///< what became of an export
    Q_PROPERTY(QString trouble READ trouble NOTIFY noteChanged)   ///< with a file of the window's
    Q_PROPERTY(QString network READ network WRITE setNetwork NOTIFY wishChanged)
    Q_PROPERTY(QString minLevel READ minLevel WRITE setMinLevel NOTIFY wishChanged)
    Q_PROPERTY(QString minTier READ minTier WRITE setMinTier NOTIFY wishChanged)
    Q_PROPERTY(int highestTier READ highestTier NOTIFY wishChanged) ///< that the chosen network reaches
    Q_PROPERTY(QString maxPrice READ maxPrice WRITE setMaxPrice NOTIFY wishChanged)
    Q_PROPERTY(QString seed READ seed WRITE setSeed NOTIFY wishChanged)
    Q_PROPERTY(double topP READ topP WRITE setTopP NOTIFY wishChanged)
    Q_PROPERTY(QString wishFault READ wishFault NOTIFY wishChanged)
public:
    explicit Talk(QObject* parent = nullptr);
    ~Talk() override;

    ExchangeListModel* exchanges() { return &m_exchanges; }
    bool busy() const { return m_stream != nullptr; }
    const QStringList& models() const { return m_models; }
    QStringList networkKeys() const { return m_offers.networkKeys(); }
    QStringList networkNames() const { return m_offers.networkNames(); }
    int count() const { return m_exchanges.rowCount(); }
    bool continues() const;
    const QString& note() const { return m_note; }
    const QString& trouble() const { return m_trouble; }
    const QString& network() const { return m_wish.network; }
    void setNetwork(const QString& network);
    const QString& minLevel() const { return m_wish.min_level; }
    void setMinLevel(const QString& level) { wish(m_wish.min_level, level); }
    const QString& minTier() const { return m_wish.min_tier; }
    void setMinTier(const QString& tier) { wish(m_wish.min_tier, tier); }
    int highestTier() const { return m_offers.highestTier(m_wish.network); }
    const QString& maxPrice() const { return m_wish.max_price; }
    void setMaxPrice(const QString& price) { wish(m_wish.max_price, price); }
    const QString& seed() const { return m_wish.seed; }
    void setSeed(const QString& seed) { wish(m_wish.seed, seed); }
    double topP() const { return m_wish.top_p; }
    void setTopP(double top_p);
    QString wishFault() const { return m_wish.fault(); }
    /// Before the connection is set, else that of the node's home is used, and none in a scenario.
    void setHistoryFile(const std::filesystem::path& file) { m_history = file; }

    /// `model` empty = the default. Nothing happens while an answer comes, of a blank prompt, or where a wish has a
    /// fault.
    Q_INVOKABLE void ask(const QString& prompt, const QString& system, const QString& model, double temperature,
                         int max_tokens);
    Q_INVOKABLE void stop();
    /// What is asked next knows nothing of what was said before.
    Q_INVOKABLE void beginAnew();
    /// Takes everything away, the history in its file, too.
    Q_INVOKABLE void clear();
    Q_INVOKABLE void exportTo(const QUrl& file);
    /// Where the evidence of another network's answer can be read.
    Q_INVOKABLE QUrl evidenceUrl(const QString& evidence_id) const;

signals:
    void busyChanged();
    void modelsChanged();
    void networksChanged();
    void countChanged();
    void noteChanged();
    void wishChanged();

protected:
    void read() override;
    void connected() override;

private:
    void flush();
    void finish(const control::ChatResult& result, bool stopped);
    void fail(const core::Error& error, bool stopped);
    void end();
    void wish(QString& part, const QString& value);
    void showModels();
    void openHistory();
    void keepHistory();
    void setNote(const QString& note, const QString& trouble);
    std::vector<control::ChatTurn> turns() const;

    ExchangeListModel m_exchanges;
    std::shared_ptr<Stream> m_stream;
    QTimer m_flush;
    TalkOffers m_offers;
    TalkWish m_wish;
    QStringList m_models;
    QString m_note, m_trouble;
    std::filesystem::path m_history; ///< empty: none is kept
    std::shared_ptr<history::Keeper> m_keeper = std::make_shared<history::Keeper>();
    std::uint64_t m_version = 0, m_asked = 0;
    bool m_history_sought = false, m_history_open = false; ///< open: what is said is kept
    int m_conversation = 0;
};

} // namespace hearth::desktop
