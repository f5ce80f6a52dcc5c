// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>
#include <QVariantList>

namespace hearth::desktop {

/// Other networks behind the node's address, and the work on them: add, ask, remove. One piece of it at a time; read
/// again every few seconds while it is looked at.
class GatewayReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList upstreams READ upstreams NOTIFY upstreamsChanged) ///< as gateways::upstreams()
    Q_PROPERTY(bool working READ working NOTIFY workingChanged)
    Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
    /// What the last piece of work ended with: a heading, then in plain words what was found.
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
    Q_PROPERTY(QString noteDetail READ noteDetail NOTIFY noteChanged)
    Q_PROPERTY(QString noteTone READ noteTone NOTIFY noteChanged)
    Q_PROPERTY(QStringList kinds READ kinds CONSTANT)         ///< as the node calls them
    Q_PROPERTY(QStringList kindNames READ kindNames CONSTANT) ///< the same, for people
public:
    explicit GatewayReader(QObject* parent = nullptr);
    ~GatewayReader() override;

    const QVariantList& upstreams() const { return m_upstreams; }
    bool working() const { return m_cancel != nullptr; }
    const QString& progress() const { return m_progress; }
    const QString& note() const { return m_note; }
    const QString& noteDetail() const { return m_detail; }
    const QString& noteTone() const { return m_tone; }
    QStringList kinds() const;
    QStringList kindNames() const;
    /// What the evidence of a kind is worth.
    Q_INVOKABLE QString worth(const QString& kind) const;

    /// The node asks the network for its models and keeps it if it answers; `signers` and `models` are separated by
    /// commas or spaces, and among the signers mrtd=… is software that is trusted; prices are EMB for a million tokens
    /// read and written. added() when it did.
    Q_INVOKABLE void add(const QString& url, const QString& name, const QString& kind, const QString& key,
                         const QString& signers, const QString& models, const QString& priceIn = {},
                         const QString& priceOut = {});
    /// `writes`: one token of its first model, too, for which the network takes what it takes.
    Q_INVOKABLE void test(const QString& name, bool writes = false);
    Q_INVOKABLE void remove(const QString& name);
    /// Of adding: nothing is kept.
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void dismissNote() { setNote({}, {}, {}); }

signals:
    void upstreamsChanged();
    void workingChanged();
    void progressChanged();
    void noteChanged();
    void added();

protected:
    void read() override;

private:
    control::OnProgress begin(const QString& first);
    void end(const QString& note, const QString& detail, const QString& tone);
    void fail(const std::shared_ptr<std::atomic<bool>>& cancel, const core::Error& error);
    void setNote(const QString& note, const QString& detail, const QString& tone);

    QVariantList m_upstreams;
    QString m_progress, m_note, m_detail, m_tone;
    std::shared_ptr<std::atomic<bool>> m_cancel;
    QTimer m_again;
};

} // namespace hearth::desktop
