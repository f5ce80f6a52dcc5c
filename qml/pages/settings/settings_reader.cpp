// SPDX-License-Identifier: Apache-2.0
#include "settings_reader.h"

#include <QRegularExpression>

namespace hearth::desktop {

SettingsReader::SettingsReader(QObject* parent) : NodeReader({QStringLiteral("settings")}, parent) {}

void SettingsReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &SettingsReader::followModels);
    followModels();
}

void SettingsReader::read() {
    fetch([](control::Node& node) { return node.settings(); },
          [this](const std::vector<control::SettingInfo>& settings) { take(settings); });
}

void SettingsReader::take(const std::vector<control::SettingInfo>& settings) {
    m_settings.clear();
    m_lists.clear();
    m_waits = false;
    for (const control::SettingInfo& setting : settings) {
        const QString key = QString::fromStdString(setting.key);
        QStringList values;
        for (const std::string& value : setting.value)
            values << QString::fromStdString(value);
        if (setting.kind == "list") m_lists << key;
        m_settings.insert(key, QVariantMap{{QStringLiteral("key"), key},
                                           {QStringLiteral("text"), values.join(QStringLiteral(", "))},
                                           {QStringLiteral("waits"), setting.waits}});
        m_waits = m_waits || setting.waits;
    }
    emit settingsChanged();
}

void SettingsReader::followModels() {
    if (connection() == nullptr || !connection()->status()) return;
    QStringList models;
    int chosen = -1;
    for (const control::ModelInfo& model : connection()->status()->models) {
        if (model.kind != "text" && !model.is_default) continue; // who names none wants an answer
        if (model.is_default) chosen = static_cast<int>(models.size());
        models << QString::fromStdString(model.name);
    }
    if (models == m_models && chosen == m_default_model) return;
    m_models = models;
    m_default_model = chosen;
    emit modelsChanged();
}

void SettingsReader::change(const QString& key, const QString& value) {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    setError({});
    std::vector<std::string> values;
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    for (const QString& one : m_lists.contains(key) ? value.split(between, Qt::SkipEmptyParts) : QStringList{value})
        values.push_back(one.toStdString());
    const std::vector<control::SettingChange> changes{{key.toStdString(), values}};
    connection()->run(
        this, [changes](control::Node& node) { return node.change_settings(changes); },
        [this](const std::vector<control::SettingInfo>& settings) {
            setBusy(false);
            take(settings);
        },
        [this](const core::Error& error) {
            setError(explain(error)); // it stands when `busy` ends
            setBusy(false);
            emit modelsChanged(); // what was chosen goes back to what holds
        });
}

void SettingsReader::restartService() {
    call([](control::Node& node) { return node.shutdown(); },
         [this](control::NodeStatus status) {
             connection()->adopt(std::move(status));
             connection()->startAgain();
         });
}

void SettingsReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
