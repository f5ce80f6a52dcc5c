// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QUrl>
#include <QVariantList>

namespace hearth::desktop {

/// The diagnostics bundle, on demand: shown as it would be passed on, and saved as it was shown.
class BundleReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// Maps {name, size, taken, text}; `taken` says what was taken out.
    Q_PROPERTY(QVariantList files READ files NOTIFY filesChanged)
    Q_PROPERTY(bool running READ running NOTIFY runningChanged)
    /// Where it was saved.
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
public:
    explicit BundleReader(QObject* parent = nullptr) : NodeReader({}, parent) {}
    const QVariantList& files() const { return m_files; }
    bool running() const { return m_running; }
    const QString& note() const { return m_note; }
    Q_INVOKABLE void make();
    Q_INVOKABLE void save(const QUrl& file);

signals:
    void filesChanged();
    void runningChanged();
    void noteChanged();

private:
    void show(control::Bundle bundle);
    void setRunning(bool running);
    void setNote(const QString& note);

    control::Bundle m_bundle;
    QVariantList m_files;
    QString m_note;
    bool m_running = false;
};

} // namespace hearth::desktop
