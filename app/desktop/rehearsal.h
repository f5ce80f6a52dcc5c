// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"
#include "fake/scripted_door.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QQuickWindow>
#include <QTimer>

#include <atomic>
#include <memory>
#include <thread>

namespace hearth::desktop {

/// Measures the window on a scripted node: a list scrolled to its end and through, a day's deltas 4,000 times as fast,
/// then the window at rest and hidden. Prints a line for each stage, last one JSON object, and ends the program. Lives
/// on the GUI thread.
class Rehearsal final : public QObject {
    Q_OBJECT
public:
    /// `deltas`: how many seconds of the scenario are played.
    Rehearsal(QQuickWindow& window, NodeConnection& connection, std::shared_ptr<fake::ScriptedDoor> door, int deltas,
              QObject* parent);
    ~Rehearsal() override;
    void begin();

private:
    QQuickItem* jobList() const;
    void fill();
    void scroll();
    void play();
    void watch();
    void rest(bool hidden);
    void finish();

    QQuickWindow& m_window;
    NodeConnection& m_connection;
    std::shared_ptr<fake::ScriptedDoor> m_door;
    const int m_deltas;
    const bool m_short; ///< of all a little, to see that it works
    QElapsedTimer m_phase, m_since_beat;
    QTimer m_beat;
    std::vector<double> m_frames;
    double m_longest_block_ms = 0, m_first_rss_mb = 0;
    int m_rows = 0, m_unchanged = 0;
    std::atomic<int> m_played{0};
    std::atomic<bool> m_end{false};
    std::thread m_player;
    QJsonObject m_report;
};

} // namespace hearth::desktop
