// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/preferences.h"
#include "backend/truth.h"
#include "ballots.h"
#include "incidents.h"
#include "notifier.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace hearth::desktop {

/// The icon beside the clock: the sentence, the verbs, and a notice when something goes wrong or is well again, or a
/// vote is open. Where the desktop has no place for it, there is none, and the settings say so. Lives on the GUI
/// thread.
class Tray final : public QObject {
    Q_OBJECT
public:
    /// `notifier`: of the desktop; null: notices are shown beside the icon alone.
    Tray(NodeConnection& connection, Preferences& preferences, Notifier* notifier = nullptr);

    /// Shown now: closing the window then leaves the icon.
    bool shown() const { return m_icon.isVisible(); }
    QMenu& menu() { return m_menu; }
    /// Troubles that there are now, by a name that stays the same as long as they last.
    QMap<QString, Incidents::Trouble> troubles() const;
    /// What it tells of votes comes from here.
    const Ballots& ballots() const { return m_ballots; }
    /// Tells what is to be told now; by itself every two seconds.
    void look();
    /// What a click on a notice does: the card of its proposal, or the window.
    void followNotice(const QString& incident);

signals:
    void openWanted();
    /// Somebody followed a notice to its card.
    void proposalWanted(int proposal);
    /// The window's program ends; the node goes on.
    void quitWanted();
    void shownChanged();
    void told(const hearth::desktop::Incidents::Notice& notice);

private:
    QAction* verb(const char* name, const QString& text, const std::function<void()>& run);
    void follow();
    void followPreferences();
    bool seen() const; ///< somebody shows notices
    void tell(const Incidents::Notice& notice);

    NodeConnection& m_connection;
    Preferences& m_preferences;
    Truth m_truth;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QAction* m_sentence = nullptr;
    QList<QAction*> m_resting, m_working; ///< verbs for a node that rests by hand, and for one that does not
    QAction* m_stop = nullptr;
    Incidents m_incidents;
    Ballots m_ballots;
    QStringList m_votes_told; ///< kept for later windows
    Notifier* const m_notifier;
    QString m_last;                 ///< whose notice came last
    QHash<QString, int> m_leads_to; ///< by incident: the proposal of its notice; 0: it is none's
    QTimer m_watch;
};

} // namespace hearth::desktop
