// SPDX-License-Identifier: Apache-2.0
#include "first_run_reader.h"

#include "backend/format.h"

namespace hearth::desktop {
namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;
/// Besides the first model: receipts, the ledger, logs.
constexpr std::uint64_t room_besides = gibibyte / 2;

/// As a shell reads it back.
QString quoted(QString word) {
    word.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + word + QLatin1Char('\'');
}

} // namespace

FirstRunReader::FirstRunReader(QObject* parent)
    : NodeReader({QStringLiteral("first_run"), QStringLiteral("settings")}, parent) {}

void FirstRunReader::read() {
    fetch([](control::Node& node) { return node.first_run(); },
          [this](control::FirstRun view) { take(std::move(view)); });
}

void FirstRunReader::take(control::FirstRun view) {
    m_view = std::move(view);
    emit viewChanged();
}

QStringList FirstRunReader::steps() const {
    QStringList all;
    for (const std::string_view step : control::first_run_steps)
        if (step != control::first_run_steps.back())
            all << QString::fromLatin1(step.data(), static_cast<qsizetype>(step.size()));
    return all;
}

QString FirstRunReader::disk() const {
    if (!m_view.disk_free_bytes) return tr("How much room there is cannot be told.");
    return tr("%1 of %2 are free there.")
        .arg(format::bytes(m_view.disk_free_bytes), format::bytes(m_view.disk_total_bytes));
}

bool FirstRunReader::noRoom() const {
    const std::uint64_t model = m_view.model ? m_view.model->bytes : 0;
    // Its file is kept, and the weights that the node makes of it.
    return m_view.disk_free_bytes && *m_view.disk_free_bytes < 2 * model + room_besides;
}

QString FirstRunReader::quota() const {
    return m_view.models_quota_bytes ? QString::number(*m_view.models_quota_bytes / gibibyte) : QString();
}

QString FirstRunReader::modelTitle() const {
    return m_view.model ? QString::fromStdString(m_view.model->title) : QString();
}

QString FirstRunReader::modelName() const {
    return m_view.model ? QString::fromStdString(m_view.model->name) : QString();
}

QString FirstRunReader::modelLicence() const {
    return m_view.model ? QString::fromStdString(m_view.model->license) : QString();
}

QString FirstRunReader::modelSize() const {
    return m_view.model ? format::bytes(m_view.model->bytes) : format::unknown();
}

QString FirstRunReader::modelFile() const {
    return m_view.model ? QString::fromStdString(m_view.model->path) : QString();
}

QString FirstRunReader::autostartReason() const {
    return format::sentence(m_view.autostart_reason);
}

void FirstRunReader::connected() {
    const auto look = [this] {
        const bool now = connection()->status() && connection()->status()->mode == "network";
        if (now == m_in_network) return;
        m_in_network = now;
        emit companyChanged();
    };
    connect(connection(), &NodeConnection::statusChanged, this, look);
    look();
}

QStringList FirstRunReader::restoreCommands() const {
    const QString hearthctl = QStringLiteral("hearthctl --home ") + quoted(home());
    return {hearthctl + QStringLiteral(" stop"), hearthctl + QStringLiteral(" keys restore FILE"),
            QStringLiteral("hearthd --home ") + quoted(home())};
}

void FirstRunReader::go(const QString& step) {
    change([step = step.toStdString()](control::Node& node) { return node.move_first_run(step); });
}

void FirstRunReader::setQuota(const QString& gibibytes, const QString& then) {
    const QString typed = gibibytes.trimmed();
    bool ok = true;
    const uint number = typed.isEmpty() ? 0 : typed.toUInt(&ok);
    if (!ok || number > 1'000'000) return setError(tr("“%1” is no whole number of GiB; empty is no limit.").arg(typed));
    const std::vector<control::SettingChange> changes{{"models.disk_gib", {std::to_string(number)}}};
    change([changes, then = then.toStdString()](control::Node& node) -> core::Result<control::FirstRun> {
        HEARTH_CHECK(node.change_settings(changes));
        return then.empty() ? node.first_run() : node.move_first_run(then);
    });
}

void FirstRunReader::setAutostart(bool on) {
    change([on](control::Node& node) { return node.set_autostart(on); });
}

void FirstRunReader::change(Call call) {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    setError({});
    connection()->run(
        this, std::move(call),
        [this](control::FirstRun view) {
            setBusy(false);
            take(std::move(view));
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
            emit viewChanged(); // what was switched by hand goes back to what holds
        });
}

void FirstRunReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
