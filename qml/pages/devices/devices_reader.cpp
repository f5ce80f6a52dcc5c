// SPDX-License-Identifier: Apache-2.0
#include "devices_reader.h"

#include "backend/format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace hearth::desktop {
namespace {

using control::DeviceStatus;
using control::NodeStatus;

constexpr double gibibyte = 1024.0 * 1024 * 1024;
constexpr auto switched_off = control::DeviceState::disabled_by_you;
constexpr const char* switch_key = "devices.disabled";

QString use_word(const std::string& use) {
    if (use == "compute") return DevicesReader::tr("computes");
    if (use == "graphics") return DevicesReader::tr("draws");
    if (use == "both") return DevicesReader::tr("computes and draws");
    return QString::fromStdString(use);
}

QVariantList users_of(const DeviceStatus& device, const NodeStatus& status) {
    QVariantList users;
    for (const control::DeviceProcess& process : device.processes.value_or(std::vector<control::DeviceProcess>{})) {
        const bool own = std::any_of(status.workers.begin(), status.workers.end(),
                                     [&](const control::WorkerStatus& worker) { return worker.pid == process.pid; });
        users << QVariantMap{
            {QStringLiteral("name"), process.name.empty() ? format::unknown() : QString::fromStdString(process.name)},
            {QStringLiteral("detail"), DevicesReader::tr("%1, process %2").arg(use_word(process.use)).arg(process.pid)},
            {QStringLiteral("memory"), format::bytes(process.memory_bytes)},
            {QStringLiteral("own"), own}};
    }
    return users;
}

QString number(double value) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(value, 'g', 6);
}

QVariantMap facts_of(const DeviceStatus& device, const NodeStatus& status) {
    const control::DeviceLimits& limits = device.limits;
    QString range;
    if (device.power_limit_min_milliwatts && device.power_limit_max_milliwatts)
        range = DevicesReader::tr("%1 to %2")
                    .arg(format::power(device.power_limit_min_milliwatts),
                         format::power(device.power_limit_max_milliwatts));
    return {{QStringLiteral("users"), users_of(device, status)},
            {QStringLiteral("canSwitch"), device.kind == "gpu"},
            {QStringLiteral("isOn"), device.state != switched_off},
            {QStringLiteral("usersKnown"), device.processes.has_value()},
            {QStringLiteral("canPower"), device.power_limit_milliwatts.has_value()},
            {QStringLiteral("canReserve"), device.kind == "gpu" && device.memory_total_bytes.has_value()},
            {QStringLiteral("canPause"), device.temperature_millicelsius.has_value()},
            {QStringLiteral("power"),
             limits.power_milliwatts ? number(static_cast<double>(*limits.power_milliwatts) / 1000) : QString()},
            {QStringLiteral("reserve"), limits.memory_reserve_bytes
                                            ? number(static_cast<double>(*limits.memory_reserve_bytes) / gibibyte)
                                            : QString()},
            {QStringLiteral("pauseAt"), limits.pause_at_millicelsius
                                            ? number(static_cast<double>(*limits.pause_at_millicelsius) / 1000)
                                            : QString()},
            {QStringLiteral("powerRange"), range},
            {QStringLiteral("powerLimit"), static_cast<double>(device.power_limit_milliwatts.value_or(0)) / 1000},
            {QStringLiteral("waits"), device.limits_revert_at.has_value()}};
}

/// By its address, which stays the same when another card is plugged in; other entries stay as they are.
core::Result<NodeStatus> switched(control::Node& node, const std::string& id, const std::string& address, bool on) {
    HEARTH_TRY(const std::vector<control::SettingInfo> settings, node.settings());
    const auto setting =
        std::find_if(settings.begin(), settings.end(), [](const auto& one) { return one.key == switch_key; });
    if (setting == settings.end()) return core::fail(core::Code::not_found, core::say("no_setting", {switch_key}));
    std::vector<std::string> off = setting->value;
    std::erase_if(off, [&](const std::string& name) { return name == id || name == address; });
    if (!on) off.push_back(address.empty() ? id : address);
    HEARTH_TRY(const auto changed, node.change_settings({{switch_key, off}}));
    static_cast<void>(changed);
    return node.status();
}

/// nullopt: no number. An empty text is no limit and no fault.
std::optional<double> typed(const QString& text) {
    bool ok = false;
    const double value = QLocale().toDouble(text.trimmed(), &ok);
    if (!ok || value <= 0 || value > 1e6) return std::nullopt;
    return value;
}

} // namespace

DevicesReader::DevicesReader(QObject* parent) : NodeReader({}, parent) {
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &DevicesReader::count);
}

void DevicesReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &DevicesReader::follow);
    connect(this, &NodeReader::activeChanged, this, &DevicesReader::follow);
    follow();
}

void DevicesReader::follow() {
    if (connection() == nullptr || !active() || !connection()->status()) return;
    const NodeStatus& status = *connection()->status();
    m_devices.replace(status.devices);
    QVariantMap facts;
    bool gpu = false;
    for (const DeviceStatus& device : status.devices) {
        facts.insert(QString::fromStdString(device.id), facts_of(device, status));
        gpu = gpu || device.kind == "gpu";
    }
    const QString none = gpu ? QString() : format::sentence(status.lamps.gpu.reason);
    if (facts != m_facts || none != m_no_gpu || !m_known) {
        m_facts = std::move(facts);
        m_no_gpu = none;
        m_known = true;
        emit factsChanged();
    }
    count();
}

void DevicesReader::count() {
    QVariantMap left;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const DeviceStatus& device : m_devices.rows())
        if (device.limits_revert_at)
            left.insert(QString::fromStdString(device.id),
                        std::max<qint64>((*device.limits_revert_at / 1'000'000 - now + 999) / 1000, 0));
    if (left.isEmpty())
        m_countdown.stop();
    else if (!m_countdown.isActive())
        m_countdown.start();
    if (left == m_left) return;
    m_left = std::move(left);
    emit leftChanged();
}

void DevicesReader::tryLimits(const QString& device, const QString& watts, const QString& gibibytes,
                              const QString& degrees) {
    control::DeviceLimits limits;
    const auto wrong = [&](const QString& text) {
        m_error_device = device;
        setError(tr("“%1” is no number above 0; leave the field empty for no limit.").arg(text));
    };
    for (const QString& text : {watts, gibibytes, degrees})
        if (!text.trimmed().isEmpty() && !typed(text)) return wrong(text);
    if (const auto value = typed(watts)) limits.power_milliwatts = static_cast<std::uint64_t>(*value * 1000);
    if (const auto value = typed(gibibytes))
        limits.memory_reserve_bytes = static_cast<std::uint64_t>(*value * gibibyte);
    if (const auto value = typed(degrees)) limits.pause_at_millicelsius = static_cast<std::int64_t>(*value * 1000);
    verb(device, [id = device.toStdString(), limits](control::Node& node) { return node.limit_device(id, limits); });
}

void DevicesReader::keepLimits(const QString& device) {
    verb(device, [id = device.toStdString()](control::Node& node) { return node.confirm_limits(id); });
}

void DevicesReader::switchDevice(const QString& device, bool on) {
    const std::string id = device.toStdString();
    const auto& rows = m_devices.rows();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const DeviceStatus& one) { return one.id == id; });
    if (found == rows.end() || found->kind != "gpu") return;
    verb(device,
         [id, address = found->pci_address, on](control::Node& node) { return switched(node, id, address, on); });
}

void DevicesReader::verb(const QString& device, std::function<core::Result<control::NodeStatus>(control::Node&)> work) {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    m_error_device = device;
    setError({});
    connection()->run(
        this, std::move(work),
        [this](NodeStatus status) {
            setBusy(false);
            connection()->adopt(std::move(status));
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
        });
}

void DevicesReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
