// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantMap>

namespace hearth::desktop {

/// The profile of each device, and how it is changed. Limits of a card are tried and fall back unless they are kept
/// (DevicesReader); threads of the processor hold as soon as its worker is idle.
class ProfilesReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// By device, a map {current ("" = another choice), waits, options: maps {key, text}, details: texts by key};
    /// devices for which no profile would set anything are not there.
    Q_PROPERTY(QVariantMap profiles READ profiles NOTIFY profilesChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// The device that `error` is about.
    Q_PROPERTY(QString errorDevice READ errorDevice NOTIFY errorChanged)
public:
    explicit ProfilesReader(QObject* parent = nullptr);

    const QVariantMap& profiles() const { return m_profiles; }
    bool busy() const { return m_busy; }
    const QString& errorDevice() const { return m_error_device; }
    Q_INVOKABLE void choose(const QString& device, const QString& key);

signals:
    void profilesChanged();
    void busyChanged();

protected:
    void read() override;
    void connected() override;

private:
    void follow();
    void setBusy(bool busy);

    QVariantMap m_profiles;
    QString m_error_device;
    std::optional<control::SettingInfo> m_threads; ///< worker.threads; none: not read yet
    bool m_busy = false;
};

} // namespace hearth::desktop
