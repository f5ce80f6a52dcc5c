// SPDX-License-Identifier: Apache-2.0
#include "incidents.h"

namespace hearth::desktop {

std::vector<Incidents::Notice> Incidents::look(const QMap<QString, Trouble>& now_wrong, qint64 now_ms, bool quiet) {
    std::vector<Notice> notices;
    for (auto wrong = now_wrong.begin(); wrong != now_wrong.end(); ++wrong) {
        const bool is_new = !m_known.contains(wrong.key());
        Known& known = m_known[wrong.key()];
        if (is_new) known.since = now_ms;
        known.trouble = *wrong;
        known.last_seen = now_ms;
        if (known.told || quiet || now_ms - known.since < wrong->patience_ms) continue;
        known.told = true;
        notices.push_back({wrong->title, wrong->text, false, wrong.key(), 0});
    }
    for (auto known = m_known.begin(); known != m_known.end();) {
        if (now_wrong.contains(known.key()) || now_ms - known->last_seen < calm_ms) {
            ++known;
            continue;
        }
        if (known->told && !quiet) notices.push_back({known->trouble.title, known->trouble.text, true, known.key(), 0});
        known = m_known.erase(known);
    }
    return notices;
}

bool Incidents::isQuiet(int hour, int from, int to) {
    if (from == to) return false;
    return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

} // namespace hearth::desktop
