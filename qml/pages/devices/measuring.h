// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>
#include <QVariantMap>

namespace hearth::desktop {

/// What devices do: proved to the bit, and measured, now and before. One device at a time; devices are called as those
/// who compute on them call them, "cpu" or "vulkan:0".
class Measuring : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// By device, a list of maps {when, size, advice, reads, speeds: maps {profile, prefill, decode, streams}}, newest
    /// first.
    Q_PROPERTY(QVariantMap history READ history NOTIFY historyChanged)
    /// By device, a map {tone, text, parts: texts}: what its test gave.
    Q_PROPERTY(QVariantMap proofs READ proofs NOTIFY proofsChanged)
    /// Who computes on what, by the id of the device in the list of devices; empty = nobody.
    Q_PROPERTY(QVariantMap computing READ computing NOTIFY computingChanged)
    Q_PROPERTY(QString device READ device NOTIFY workingChanged) ///< that is tested or measured now; empty = none
    Q_PROPERTY(QString work READ work NOTIFY workingChanged)     ///< "test", "measure" or ""
    Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(double fraction READ fraction NOTIFY progressChanged)
    /// The device that `error` is about.
    Q_PROPERTY(QString errorDevice READ errorDevice NOTIFY errorChanged)
public:
    explicit Measuring(QObject* parent = nullptr);
    ~Measuring() override;

    const QVariantMap& history() const { return m_history; }
    const QVariantMap& proofs() const { return m_proofs; }
    const QVariantMap& computing() const { return m_computing; }
    const QString& device() const { return m_device; }
    const QString& work() const { return m_work; }
    const QString& progress() const { return m_progress; }
    double fraction() const { return m_fraction; }
    const QString& errorDevice() const { return m_error_device; }

    Q_INVOKABLE void measure(const QString& device);
    /// One after the other.
    Q_INVOKABLE void test(const QStringList& devices);
    Q_INVOKABLE void cancel();

signals:
    void historyChanged();
    void proofsChanged();
    void computingChanged();
    void workingChanged();
    void progressChanged();

protected:
    void read() override;
    void connected() override;

private:
    void follow();
    void testNext();
    void tested(const std::vector<control::Check>& checks);
    void prove(const QString& tone, const QString& text, const QStringList& parts);
    control::OnProgress begin(const QString& device, const QString& work);
    void end();
    void failed(const core::Error& error);

    QVariantMap m_history, m_proofs, m_computing;
    QStringList m_waiting;
    QString m_device, m_work, m_progress, m_error_device;
    double m_fraction = -1;
    std::shared_ptr<std::atomic<bool>> m_cancel;
};

} // namespace hearth::desktop
