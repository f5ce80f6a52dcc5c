// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>
#include <QVariantMap>

namespace hearth::desktop {

/// What hearth.toml says, and how it is changed.
class SettingsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// By key, a map {key, text, waits}; `text` is its value, of a list all of them, of a secret "set" or nothing.
    Q_PROPERTY(QVariantMap settings READ settings NOTIFY settingsChanged)
    /// Something holds only from the next start of the service.
    Q_PROPERTY(bool waits READ waits NOTIFY settingsChanged)
    /// Names of the models that are there, and which of them is the default one; -1 = none.
    Q_PROPERTY(QStringList models READ models NOTIFY modelsChanged)
    Q_PROPERTY(int defaultModel READ defaultModel NOTIFY modelsChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
public:
    explicit SettingsReader(QObject* parent = nullptr);

    const QVariantMap& settings() const { return m_settings; }
    bool waits() const { return m_waits; }
    const QStringList& models() const { return m_models; }
    int defaultModel() const { return m_default_model; }
    bool busy() const { return m_busy; }

    /// A list is one text with commas or spaces between its values.
    Q_INVOKABLE void change(const QString& key, const QString& value);
    /// What runs is finished, then the service ends and is started again.
    Q_INVOKABLE void restartService();

signals:
    void settingsChanged();
    void modelsChanged();
    void busyChanged();

protected:
    void read() override;
    void connected() override;

private:
    void take(const std::vector<control::SettingInfo>& settings);
    void followModels();
    void setBusy(bool busy);

    QVariantMap m_settings;
    QStringList m_lists; ///< keys of those that have several values
    QStringList m_models;
    int m_default_model = -1;
    bool m_waits = false, m_busy = false;
};

} // namespace hearth::desktop
