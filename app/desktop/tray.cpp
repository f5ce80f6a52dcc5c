// SPDX-License-Identifier: Apache-2.0
#include "tray.h"

#include "backend/format.h"

#include <QDateTime>

namespace hearth::desktop {
namespace {

constexpr int look_every_ms = 2000;
constexpr qint64 service_patience_ms = 10'000, trouble_patience_ms = 10'000, device_patience_ms = 30'000;
constexpr qsizetype longest_line = 72;

/// A menu is as wide as its longest line.
QString shortened(const QString& sentence) {
    if (sentence.size() <= longest_line) return sentence;
    const qsizetype end = sentence.lastIndexOf(QLatin1Char(' '), longest_line);
    return sentence.left(end > 0 ? end : longest_line) + QStringLiteral(" …");
}

} // namespace

Tray::Tray(NodeConnection& connection, Preferences& preferences, Notifier* notifier)
    : m_connection(connection), m_preferences(preferences),
      m_icon(QIcon(QStringLiteral(":/icons/org.hearth.Hearth.svg"))), m_votes_told(preferences.proposalsTold()),
      m_notifier(notifier) {
    m_truth.setConnection(&connection);
    m_ballots.setConnection(&connection);
    m_sentence = m_menu.addAction(QString());
    m_sentence->setEnabled(false);
    m_menu.addSeparator();
    verb("open", tr("Open Hearth"), [this] { emit openWanted(); });
    m_menu.addSeparator();
    m_resting << verb("resume", tr("Resume"), [this] { m_truth.resume(); });
    m_working << verb("finish", tr("Finish, then pause"), [this] { m_truth.finishThenPause(); })
              << verb("pause", tr("Pause now: running answers earn nothing"), [this] { m_truth.pauseNow(); })
              << verb("snooze-60", tr("Snooze for 1 hour"), [this] { m_truth.snooze(60); })
              << verb("snooze-240", tr("Snooze for 4 hours"), [this] { m_truth.snooze(240); });
    m_menu.addSeparator();
    verb("quit", tr("Quit the window; the node goes on"), [this] { emit quitWanted(); });
    m_stop = verb("stop", tr("Stop the node"), [this] { m_truth.stopNode(); });
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) emit openWanted();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] { followNotice(m_last); });
    if (notifier != nullptr) {
        connect(notifier, &Notifier::followed, this, &Tray::followNotice);
        connect(notifier, &Notifier::thereChanged, this, &Tray::followPreferences);
    }
    connect(&m_truth, &Truth::factsChanged, this, &Tray::follow);
    connect(&connection, &NodeConnection::conditionChanged, this, &Tray::follow);
    connect(&preferences, &Preferences::changed, this, &Tray::followPreferences);
    connect(&m_watch, &QTimer::timeout, this, &Tray::look);
    m_watch.start(look_every_ms);
    follow();
    followPreferences();
}

QAction* Tray::verb(const char* name, const QString& text, const std::function<void()>& run) {
    QAction* action = m_menu.addAction(text, this, run);
    action->setObjectName(QString::fromLatin1(name));
    return action;
}

void Tray::follow() {
    m_sentence->setText(shortened(m_truth.sentence()));
    m_icon.setToolTip(QStringLiteral("Hearth: ") + m_truth.sentence());
    const bool online = m_connection.online();
    for (QAction* action : m_working)
        action->setVisible(online && m_truth.canPause());
    for (QAction* action : m_resting)
        action->setVisible(online && m_truth.action() == QLatin1String("resume"));
    m_stop->setVisible(online);
}

void Tray::followPreferences() {
    const bool wanted = m_preferences.trayIcon() && QSystemTrayIcon::isSystemTrayAvailable();
    m_preferences.setTrayThere(QSystemTrayIcon::isSystemTrayAvailable());
    const bool changes = wanted != m_icon.isVisible();
    if (changes) m_icon.setVisible(wanted);
    m_preferences.setNoticesThere(seen());
    if (changes) emit shownChanged();
}

QMap<QString, Incidents::Trouble> Tray::troubles() const {
    QMap<QString, Incidents::Trouble> troubles;
    const QString condition = m_connection.condition();
    if (!m_connection.online()) {
        // Whoever asked the node to stop, or has not started it yet, knows.
        const bool expected = condition == QLatin1String("connecting") || m_connection.starting() ||
                              !m_connection.status() ||
                              m_connection.status()->lamps.service.cause == control::LampReason::stopping;
        if (!expected)
            troubles[QStringLiteral("service")] = {tr("The node cannot be reached"), m_connection.conditionSentence(),
                                                   service_patience_ms};
        return troubles;
    }
    if (!m_connection.status()) return troubles;
    const control::NodeStatus& status = *m_connection.status();
    if (status.state == control::NodeState::problem)
        troubles[QStringLiteral("node")] = {tr("The node does not work"), format::worded(status.sentence),
                                            trouble_patience_ms};
    for (const control::DeviceStatus& device : status.devices)
        if (device.state == control::DeviceState::disabled || device.state == control::DeviceState::probe_crashed ||
            device.state == control::DeviceState::driver_busy)
            troubles[QStringLiteral("device ") + QString::fromStdString(device.id)] = {
                tr("%1 does not work").arg(QString::fromStdString(device.name)), format::sentence(device.reason),
                device_patience_ms};
    return troubles;
}

void Tray::look() {
    followPreferences(); // a panel may come later than the window
    const bool quiet =
        !m_preferences.notices() ||
        Incidents::isQuiet(QTime::currentTime().hour(), m_preferences.quietFrom(), m_preferences.quietTo());
    const qint64 now_ms = core::monotonic() / 1'000'000;
    for (const Incidents::Notice& notice : m_incidents.look(troubles(), now_ms, quiet))
        tell(notice);
    if (!m_connection.online() || !m_ballots.loaded()) return;
    const auto vote = Ballots::look(m_ballots.view(), m_votes_told, quiet || !seen()); // what nobody sees is later, too
    m_preferences.setProposalsTold(m_votes_told);
    if (vote) tell(*vote);
}

bool Tray::seen() const {
    return shown() || (m_notifier != nullptr && m_notifier->there());
}

void Tray::followNotice(const QString& incident) {
    if (const int proposal = m_leads_to.value(incident); proposal > 0)
        emit proposalWanted(proposal);
    else
        emit openWanted();
}

void Tray::tell(const Incidents::Notice& notice) {
    m_last = notice.incident;
    m_leads_to[notice.incident] = notice.proposal;
    emit told(notice);
    const bool calm = notice.resolved || notice.proposal > 0;
    const QString title = notice.resolved ? tr("Resolved: %1").arg(notice.title) : notice.title;
    if (m_notifier != nullptr && m_notifier->there())
        m_notifier->show(notice.incident, title, notice.text, !calm);
    else if (shown())
        m_icon.showMessage(title, notice.text, calm ? QSystemTrayIcon::Information : QSystemTrayIcon::Warning);
}

} // namespace hearth::desktop
