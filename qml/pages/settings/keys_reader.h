// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QUrl>
#include <QVariantList>

namespace hearth::desktop {

/// The public half of the node's keys; copies them, sealed, into a file.
class KeysReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// Maps {role, word, key, sealed}.
    Q_PROPERTY(QVariantList keys READ keys NOTIFY keysChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
public:
    explicit KeysReader(QObject* parent = nullptr);
    const QVariantList& keys() const { return m_keys; }
    bool busy() const { return m_busy; }
    const QString& note() const { return m_note; }
    /// What is wrong with a passphrase for a new backup, and what to do; empty = nothing.
    Q_INVOKABLE static QString passphraseFault(const QString& passphrase);
    Q_INVOKABLE void backUp(const QUrl& file, const QString& passphrase);

signals:
    void keysChanged();
    void busyChanged();
    void noteChanged();

protected:
    void read() override;

private:
    void show(const std::vector<control::KeyInfo>& keys);
    void setBusy(bool busy);
    void setNote(const QString& note);

    QVariantList m_keys;
    QString m_note;
    bool m_busy = false;
};

} // namespace hearth::desktop
