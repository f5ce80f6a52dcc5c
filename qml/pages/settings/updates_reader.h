// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <atomic>

namespace hearth::desktop {

/// Whether there is a newer version of the program, what is new in it, and bringing it here.
class UpdatesReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString state READ state NOTIFY updateChanged)
    Q_PROPERTY(QString sentence READ sentence NOTIFY updateChanged)
    Q_PROPERTY(QString applying READ applying NOTIFY updateChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY updateChanged)
    Q_PROPERTY(QString offered READ offered NOTIFY updateChanged)
    Q_PROPERTY(QString notes READ notes NOTIFY updateChanged)
    /// How much of the package is here; empty without one.
    Q_PROPERTY(QString size READ size NOTIFY updateChanged)
    /// Empty: never.
    Q_PROPERTY(QString checkedAt READ checkedAt NOTIFY updateChanged)
    Q_PROPERTY(bool canDownload READ canDownload NOTIFY updateChanged)
    Q_PROPERTY(bool canApply READ canApply NOTIFY updateChanged)
    /// A call of this window's is at work.
    Q_PROPERTY(bool working READ working NOTIFY workingChanged)
    Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(double fraction READ fraction NOTIFY progressChanged)
public:
    explicit UpdatesReader(QObject* parent = nullptr) : NodeReader({QStringLiteral("updates")}, parent) {}
    ~UpdatesReader() override;

    QString state() const { return QString::fromLatin1(control::name_of(m_view.state)); }
    QString sentence() const;
    QString applying() const;
    QString problem() const;
    QString offered() const { return QString::fromStdString(m_view.offered); }
    QString notes() const { return QString::fromStdString(m_view.notes); }
    QString size() const;
    QString checkedAt() const;
    bool canDownload() const { return m_view.can_download; }
    bool canApply() const { return m_view.can_apply; }
    bool working() const { return m_cancel != nullptr; }
    const QString& progress() const { return m_progress; }
    double fraction() const { return m_fraction; }

    Q_INVOKABLE void check();
    Q_INVOKABLE void download();
    Q_INVOKABLE void apply();
    /// What came stays.
    Q_INVOKABLE void stop();

signals:
    void updateChanged();
    void workingChanged();
    void progressChanged();

protected:
    void read() override;

private:
    using Call = core::Result<control::UpdateView> (control::Node::*)(const control::OnProgress&);
    void begin(Call what, const QString& first);
    void show(const control::UpdateView& view);
    void end();

    control::UpdateView m_view;
    std::shared_ptr<std::atomic<bool>> m_cancel;
    QString m_progress;
    double m_fraction = -1;
};

} // namespace hearth::desktop
