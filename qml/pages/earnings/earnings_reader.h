// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "earnings_list_model.h"

#include <QUrl>
#include <QVariantList>

namespace hearth::desktop {

/// What the node earned in a range of time: three buckets, a series, single earnings, an estimate kept apart.
class EarningsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// "24h", "7d", "30d" or "all".
    Q_PROPERTY(QString range READ range WRITE setRange NOTIFY rangeChanged)
    Q_PROPERTY(QString pending READ pending NOTIFY dataChanged)
    Q_PROPERTY(QString confirmed READ confirmed NOTIFY dataChanged)
    Q_PROPERTY(QString paid READ paid NOTIFY dataChanged)
    Q_PROPERTY(QString pendingExact READ pendingExact NOTIFY dataChanged)
    Q_PROPERTY(QString confirmedExact READ confirmedExact NOTIFY dataChanged)
    Q_PROPERTY(QString paidExact READ paidExact NOTIFY dataChanged)
    /// Paid for replays of others' answers, in all; empty where nothing was.
    Q_PROPERTY(QString audits READ audits NOTIFY dataChanged)
    /// By the ledger for own answers, beside their prices; likewise.
    Q_PROPERTY(QString newlyMade READ newlyMade NOTIFY dataChanged)
    /// "—" while too little was seen.
    Q_PROPERTY(QString estimate READ estimate NOTIFY dataChanged)
    Q_PROPERTY(QString estimateNote READ estimateNote NOTIFY dataChanged)
    Q_PROPERTY(QList<double> values READ values NOTIFY dataChanged)
    Q_PROPERTY(QVariantList ticks READ ticks NOTIFY dataChanged)
    Q_PROPERTY(double estimatePerBucket READ estimatePerBucket NOTIFY dataChanged)
    /// The same as an amount, and the time that a bucket stands for.
    Q_PROPERTY(QString bucketEstimate READ bucketEstimate NOTIFY dataChanged)
    Q_PROPERTY(QString bucketLength READ bucketLength NOTIFY dataChanged)
    /// "model" or "device": whose sums are shown, and they, the most first: maps {name, amount, exact, answers, share},
    /// the share being that of the first.
    Q_PROPERTY(QString by READ by WRITE setBy NOTIFY byChanged)
    Q_PROPERTY(QVariantList parts READ parts NOTIFY partsChanged)
    /// What is released when: maps {when, amount, exact, note}; what comes after the first few is summed.
    Q_PROPERTY(QVariantList vesting READ vesting NOTIFY dataChanged)
    /// Of the range, in words and for a chart of its own: {amount, note, cost, net, estimated, values, ticks}; empty:
    /// nothing is known.
    Q_PROPERTY(QVariantMap energy READ energy NOTIFY dataChanged)
    /// Anything was earned in the range.
    Q_PROPERTY(bool any READ any NOTIFY dataChanged)
    Q_PROPERTY(hearth::desktop::EarningsListModel* rows READ rows CONSTANT)
    Q_PROPERTY(bool exporting READ exporting NOTIFY exportingChanged)
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
public:
    explicit EarningsReader(QObject* parent = nullptr);

    const QString& range() const { return m_range; }
    void setRange(const QString& range);
    const QString& by() const { return m_by; }
    void setBy(const QString& by);
    QVariantList parts() const;
    QVariantList vesting() const;
    QVariantMap energy() const;
    QString pending() const;
    QString confirmed() const;
    QString paid() const;
    QString pendingExact() const;
    QString confirmedExact() const;
    QString paidExact() const;
    QString audits() const;
    QString newlyMade() const;
    QString estimate() const;
    QString estimateNote() const;
    QList<double> values() const;
    QVariantList ticks() const;
    double estimatePerBucket() const;
    QString bucketEstimate() const;
    QString bucketLength() const;
    bool any() const;
    EarningsListModel* rows() { return &m_rows; }
    bool exporting() const { return m_exporting; }
    const QString& note() const { return m_note; }

    /// Reads more single earnings if there are any; a view calls it near its end.
    Q_INVOKABLE void more();
    Q_INVOKABLE QString bucketName(int index) const;
    Q_INVOKABLE QString bucketAmount(int index) const;
    Q_INVOKABLE QString energyColumn(int index) const;
    Q_INVOKABLE void exportCsv(const QUrl& file);
    Q_INVOKABLE void exportEnergyCsv(const QUrl& file); ///< the chart of electricity

signals:
    void rangeChanged();
    void dataChanged();
    void byChanged();
    void partsChanged();
    void exportingChanged();
    void noteChanged();

protected:
    void read() override;

private:
    bool estimated() const;
    void setNote(const QString& note);
    void setExporting(bool exporting);
    void write(const QUrl& file, std::function<core::Result<std::size_t>(control::Node&, const std::string&)> work,
               std::size_t most);

    QString m_range = QStringLiteral("24h"), m_by = QStringLiteral("model"), m_note;
    std::optional<control::Earnings> m_earnings; ///< its rows are in m_rows
    EarningsListModel m_rows;
    std::uint32_t m_wanted_rows;
    bool m_exporting = false;
};

} // namespace hearth::desktop
