// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"
#include "backend/preferences.h"

#include <QMenu>
#include <QQuickWindow>
#include <QSize>

#include <vector>

namespace hearth::desktop {

/// Writes a picture of every page in both themes and two sizes, and of the tray's menu, then ends the program (1 if one
/// failed).
class Screenshots final : public QObject {
    Q_OBJECT
public:
    Screenshots(QQuickWindow& window, NodeConnection& connection, Preferences& preferences, QMenu& tray_menu,
                QString folder, QObject* parent);
    void begin();

private:
    struct Shot {
        QString page, theme;
        QSize size;
    };
    void next();
    void settle();
    void shoot();
    void shootMenu();
    void save(const QImage& image, const QString& name);
    void prepare(const Shot& shot);
    void chooseOther(bool other);

    QQuickWindow& m_window;
    NodeConnection& m_connection;
    Preferences& m_preferences;
    QMenu& m_tray_menu;
    QString m_folder;
    std::vector<Shot> m_shots;
    std::size_t m_current = 0;
    int m_waited_ms = 0;
    bool m_asked = false, m_failed = false;
};

} // namespace hearth::desktop
