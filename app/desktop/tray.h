// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/preferences.h"
#include "backend/truth.h"
#include "incidents.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace hearth::desktop {

/// The icon beside the clock: the sentence, the verbs, and a notice when something goes wrong or is well again. Where
/// the desktop has no place for it, there is none, and the settings say so. Lives on the GUI thread.
class Tray final : public QObject {
    Q_OBJECT
public:
    Tray(NodeConnection& connection, Preferences& preferences);

    /// Shown now: closing the window then leaves the icon.
    bool shown() const { return m_icon.isVisible(); }
    QMenu& menu() { return m_menu; }
    /// Troubles that there are now, by a name that stays the same as long as they last.
    QMap<QString, Incidents::Trouble> troubles() const;

signals:
    void openWanted();
    /// The window's program ends; the node goes on.
    void quitWanted();
    void shownChanged();
    void told(const hearth::desktop::Incidents::Notice& notice);

private:
    QAction* verb(const char* name, const QString& text, const std::function<void()>& run);
    void follow();
    void followPreferences();
    void look();

    NodeConnection& m_connection;
    Preferences& m_preferences;
    Truth m_truth;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QAction* m_sentence = nullptr;
    QList<QAction*> m_resting, m_working; ///< verbs for a node that rests by hand, and for one that does not
    QAction* m_stop = nullptr;
    Incidents m_incidents;
    QTimer m_watch;
};

} // namespace hearth::desktop
