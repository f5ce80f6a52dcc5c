// SPDX-License-Identifier: Apache-2.0
#include "log_reader.h"

#include "backend/format.h"

#include <QDesktopServices>
#include <QUrl>

namespace hearth::desktop {
namespace {

constexpr std::uint32_t shown_lines = 12;
constexpr int look_every_ms = 5000; // the status changes more often than anybody reads

QString tone_of_level(const std::string& level) {
    return level == "error" ? QStringLiteral("bad") : level == "warning" ? QStringLiteral("warn") : QString();
}

} // namespace

LogReader::LogReader(QObject* parent) : NodeReader({QStringLiteral("status")}, parent, look_every_ms) {}

void LogReader::setLevel(const QString& level) {
    if (level == m_level) return;
    m_level = level;
    emit levelChanged();
    call(asked(), [this, level](const control::LogTail& tail) { show(level, tail); }); // a read would wait its turn
}

std::function<core::Result<control::LogTail>(control::Node&)> LogReader::asked() const {
    return [level = m_level.toStdString()](control::Node& node) { return node.log_tail(level, shown_lines); };
}

void LogReader::read() {
    fetch(asked(), [this, level = m_level](const control::LogTail& tail) { show(level, tail); });
}

void LogReader::show(const QString& level, const control::LogTail& tail) {
    if (level != m_level) return; // another one was asked for meanwhile
    QVariantList lines;
    for (auto line = tail.lines.rbegin(); line != tail.lines.rend(); ++line)
        lines.append(
            QVariantMap{{QStringLiteral("when"), line->at > 0 ? format::dateTime(line->at) : format::unknown()},
                        {QStringLiteral("component"), QString::fromStdString(line->component)},
                        {QStringLiteral("text"), QString::fromStdString(line->text)},
                        {QStringLiteral("tone"), tone_of_level(line->level)}});
    const QString folder = QString::fromStdString(tail.folder);
    if (lines == m_lines && folder == m_folder) return;
    m_lines = lines;
    m_folder = folder;
    emit linesChanged();
}

void LogReader::openFolder() const {
    if (!m_folder.isEmpty()) QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder));
}

} // namespace hearth::desktop
