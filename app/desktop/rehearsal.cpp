// SPDX-License-Identifier: Apache-2.0
#include "rehearsal.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QQuickItem>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

namespace hearth::desktop {
namespace {

constexpr int beat_ms = 5, look_ms = 20, rest_ms = 5000, few_rest_ms = 300, settle_ms = 1500;
constexpr int frames = 300, few_frames = 20, patience = 100; ///< of the scrolled list; looks without a new row
constexpr double pixels_a_frame = 120, wanted_rows = 10'000, few_rows = 300;
constexpr auto delta_gap = std::chrono::microseconds(250); ///< a second of the scenario, 4,000 times as fast

/// Of the long ones, which a person waits for.
void say_stage(const char* stage) {
    std::printf("%s\n", stage);
    std::fflush(stdout);
}

double resident_mb() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:")) return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

double cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

} // namespace

Rehearsal::Rehearsal(QQuickWindow& window, NodeConnection& connection, std::shared_ptr<fake::ScriptedDoor> door,
                     int deltas, QObject* parent)
    : QObject(parent), m_window(window), m_connection(connection), m_door(std::move(door)), m_deltas(deltas),
      m_short(deltas < 1000) {
    m_beat.setTimerType(Qt::PreciseTimer);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        m_longest_block_ms = std::max(m_longest_block_ms, static_cast<double>(m_since_beat.restart()) - beat_ms);
    });
}

Rehearsal::~Rehearsal() {
    m_end = true;
    if (m_player.joinable()) m_player.join();
}

void Rehearsal::begin() {
    say_stage("filling the list");
    m_window.setProperty("page", QStringLiteral("jobs"));
    m_phase.start();
    QTimer::singleShot(settle_ms, this, &Rehearsal::fill);
}

QQuickItem* Rehearsal::jobList() const {
    auto* page = m_window.property("pageItem").value<QQuickItem*>();
    return page != nullptr ? page->findChild<QQuickItem*>(QStringLiteral("jobList")) : nullptr;
}

/// Down to the end again and again, until no more rows come.
void Rehearsal::fill() {
    QQuickItem* list = jobList();
    const int rows = list != nullptr ? list->property("count").toInt() : 0;
    m_unchanged = rows == m_rows ? m_unchanged + 1 : 0;
    m_rows = rows;
    if (rows >= (m_short ? few_rows : wanted_rows) || m_unchanged > patience) {
        if (list != nullptr) list->setProperty("contentY", 0.0);
        say_stage("scrolling");
        QTimer::singleShot(settle_ms, this, &Rehearsal::scroll);
        return;
    }
    if (list != nullptr) QMetaObject::invokeMethod(list, "positionViewAtEnd");
    QTimer::singleShot(look_ms, this, &Rehearsal::fill);
}

/// A frame is laid out, made and drawn in one go, so that what is measured is all that it costs.
void Rehearsal::scroll() {
    QQuickItem* list = jobList();
    if (list == nullptr || static_cast<int>(m_frames.size()) >= (m_short ? few_frames : frames)) return play();
    QElapsedTimer timer;
    timer.start();
    list->setProperty("contentY", list->property("contentY").toDouble() + pixels_a_frame);
    m_window.grabWindow();
    m_frames.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    QTimer::singleShot(0, this, &Rehearsal::scroll);
}

void Rehearsal::play() {
    say_stage("playing");
    std::sort(m_frames.begin(), m_frames.end());
    m_report[QStringLiteral("rows")] = m_rows;
    if (!m_frames.empty()) {
        m_report[QStringLiteral("scroll_p50_ms")] = m_frames[m_frames.size() / 2];
        m_report[QStringLiteral("scroll_p99_ms")] = m_frames[m_frames.size() * 99 / 100];
    }
    m_window.setProperty("page", QStringLiteral("overview"));
    m_since_beat.start();
    m_beat.start(beat_ms);
    m_phase.restart();
    m_player = std::thread([this] {
        auto next = std::chrono::steady_clock::now();
        while (!m_end && m_played < m_deltas) {
            m_door->node()->tick();
            ++m_played;
            next += delta_gap;
            std::this_thread::sleep_until(next);
        }
    });
    watch();
}

/// What is there after a tenth of the day is what the rest is compared with.
void Rehearsal::watch() {
    if (m_first_rss_mb == 0 && m_played >= m_deltas / 10) m_first_rss_mb = resident_mb();
    if (m_played < m_deltas) {
        QTimer::singleShot(look_ms, this, &Rehearsal::watch);
        return;
    }
    m_beat.stop();
    m_report[QStringLiteral("deltas")] = m_played.load();
    m_report[QStringLiteral("deltas_a_second")] =
        m_deltas * 1000.0 / static_cast<double>(std::max<qint64>(1, m_phase.elapsed()));
    m_report[QStringLiteral("longest_block_ms")] = m_longest_block_ms;
    m_report[QStringLiteral("rss_mb")] = resident_mb();
    m_report[QStringLiteral("rss_growth_mb")] = resident_mb() - m_first_rss_mb;
    QTimer::singleShot(settle_ms, this, [this] { rest(false); });
}

void Rehearsal::rest(bool hidden) {
    say_stage(hidden ? "resting, hidden" : "resting");
    QGuiApplication::setQuitOnLastWindowClosed(false);
    if (hidden) m_window.hide();
    m_connection.setSeen(!hidden);
    QTimer::singleShot(settle_ms, this, [this, hidden] {
        const double before = cpu_seconds();
        const int length_ms = m_short ? few_rest_ms : rest_ms;
        QTimer::singleShot(length_ms, this, [this, hidden, before, length_ms] {
            const double share = (cpu_seconds() - before) * 1000 / length_ms * 100;
            m_report[hidden ? QStringLiteral("hidden_cpu_percent") : QStringLiteral("idle_cpu_percent")] = share;
            if (hidden)
                finish();
            else
                rest(true);
        });
    });
}

void Rehearsal::finish() {
    std::printf("%s\n", QJsonDocument(m_report).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    QCoreApplication::quit();
}

} // namespace hearth::desktop
