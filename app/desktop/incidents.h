// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>

#include <vector>

namespace hearth::desktop {

/// What is told to the user about the node's troubles: each of them once, when it has lasted, and once more when it
/// is over. Pure: what is wrong now and the time are arguments.
class Incidents {
public:
    struct Trouble {
        QString title, text;
        qint64 patience_ms = 0; ///< before it is told
    };
    struct Notice {
        QString title, text;
        bool resolved = false;
        QString incident; ///< what it is about: its end is told under the same name
        int proposal = 0; ///< it waits for a vote, and its card is where the notice leads; 0: a trouble
    };
    static constexpr qint64 calm_ms = 5000; ///< without the trouble before it counts as over

    /// `quiet`: nothing is told now; what still lasts afterwards is told then, what is over is not.
    std::vector<Notice> look(const QMap<QString, Trouble>& now_wrong, qint64 now_ms, bool quiet);

    /// From `from` o'clock to `to`, over midnight if it is the later one; never, if they are the same.
    static bool isQuiet(int hour, int from, int to);

private:
    struct Known {
        Trouble trouble;
        qint64 since = 0, last_seen = 0;
        bool told = false;
    };
    QMap<QString, Known> m_known;
};

} // namespace hearth::desktop
