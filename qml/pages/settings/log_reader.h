// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

#include <functional>

namespace hearth::desktop {

/// The last lines of the service's log, as grave as is asked for or graver.
class LogReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// "debug", "info", "warning" or "error".
    Q_PROPERTY(QString level READ level WRITE setLevel NOTIFY levelChanged)
    /// Maps {when, component, text, tone}; the newest first.
    Q_PROPERTY(QVariantList lines READ lines NOTIFY linesChanged)
    Q_PROPERTY(QString folder READ folder NOTIFY linesChanged)
public:
    explicit LogReader(QObject* parent = nullptr);
    const QString& level() const { return m_level; }
    void setLevel(const QString& level);
    const QVariantList& lines() const { return m_lines; }
    const QString& folder() const { return m_folder; }
    /// Shows it in the file manager.
    Q_INVOKABLE void openFolder() const;

signals:
    void levelChanged();
    void linesChanged();

protected:
    void read() override;

private:
    std::function<core::Result<control::LogTail>(control::Node&)> asked() const;
    void show(const QString& level, const control::LogTail& tail);

    QString m_level = QStringLiteral("info"), m_folder;
    QVariantList m_lines;
};

} // namespace hearth::desktop
