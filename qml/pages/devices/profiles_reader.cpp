// SPDX-License-Identifier: Apache-2.0
#include "profiles_reader.h"

#include "device_profiles.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

using control::DeviceStatus;

constexpr const char* threads_key = "worker.threads";

std::uint32_t number_of(const control::SettingInfo& setting) {
    return setting.value.empty() ? 0 : QString::fromStdString(setting.value.front()).toUInt();
}

} // namespace

ProfilesReader::ProfilesReader(QObject* parent) : NodeReader({QStringLiteral("settings")}, parent) {}

void ProfilesReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &ProfilesReader::follow);
}

void ProfilesReader::read() {
    fetch([](control::Node& node) { return node.settings(); },
          [this](const std::vector<control::SettingInfo>& settings) {
              const auto found = std::find_if(settings.begin(), settings.end(),
                                              [](const auto& setting) { return setting.key == threads_key; });
              if (found != settings.end()) m_threads = *found;
              follow();
          });
}

void ProfilesReader::follow() {
    if (connection() == nullptr || !connection()->status()) return;
    QVariantMap profiles;
    for (const DeviceStatus& device : connection()->status()->devices) {
        if (!device_profiles::possible(device) || (device.kind == "cpu" && !m_threads)) continue;
        QVariantList options;
        QVariantMap details;
        for (const QString& key : device_profiles::keys()) {
            options << QVariantMap{{QStringLiteral("key"), key}, {QStringLiteral("text"), device_profiles::word(key)}};
            details.insert(key, device_profiles::detail(key, device));
        }
        const bool cpu = device.kind == "cpu";
        profiles.insert(QString::fromStdString(device.id),
                        QVariantMap{{QStringLiteral("options"), options},
                                    {QStringLiteral("details"), details},
                                    {QStringLiteral("waits"), cpu && m_threads->waits},
                                    {QStringLiteral("current"),
                                     cpu ? device_profiles::current(number_of(*m_threads), device.threads)
                                         : device_profiles::current(device)}});
    }
    if (profiles == m_profiles) return;
    m_profiles = std::move(profiles);
    emit profilesChanged();
}

void ProfilesReader::choose(const QString& device, const QString& key) {
    if (m_busy || connection() == nullptr || !connection()->status() || !device_profiles::keys().contains(key)) return;
    const auto& devices = connection()->status()->devices;
    const auto chosen = std::find_if(devices.begin(), devices.end(),
                                     [&](const DeviceStatus& one) { return one.id == device.toStdString(); });
    if (chosen == devices.end()) return;
    setBusy(true);
    m_error_device = device;
    setError({});
    const auto failed = [this](const core::Error& error) {
        setBusy(false);
        setError(explain(error));
        emit profilesChanged(); // what was moved by hand goes back to what holds
    };
    if (chosen->kind == "cpu") {
        const std::vector<control::SettingChange> changes{
            {threads_key, {std::to_string(device_profiles::threads(key, chosen->threads))}}};
        connection()->run(
            this, [changes](control::Node& node) { return node.change_settings(changes); },
            [this](const std::vector<control::SettingInfo>&) {
                setBusy(false);
                request();
            },
            failed);
        return;
    }
    connection()->run(
        this,
        [id = chosen->id, limits = device_profiles::limits(key, *chosen)](control::Node& node) {
            return node.limit_device(id, limits);
        },
        [this](control::NodeStatus status) {
            setBusy(false);
            connection()->adopt(std::move(status));
        },
        failed);
}

void ProfilesReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
