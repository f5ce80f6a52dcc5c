// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

namespace hearth::desktop {

/// Where the node lives and how it is reached, from the last status.
class NodeFacts : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString home READ home NOTIFY factsChanged)
    Q_PROPERTY(QString api READ api NOTIFY factsChanged)
    Q_PROPERTY(QString apiBound READ apiBound NOTIFY factsChanged)
    Q_PROPERTY(QString version READ version NOTIFY factsChanged)
    Q_PROPERTY(QString mode READ mode NOTIFY factsChanged)
    Q_PROPERTY(QString sandbox READ sandbox NOTIFY factsChanged)
    Q_PROPERTY(QString worker READ worker NOTIFY factsChanged)
    Q_PROPERTY(QString payoutAccount READ payoutAccount NOTIFY factsChanged)
public:
    explicit NodeFacts(QObject* parent = nullptr);

    QString home() const;
    QString api() const;
    QString apiBound() const; ///< what is bound and who may call
    QString version() const;
    QString mode() const;
    QString sandbox() const;
    QString worker() const;
    QString payoutAccount() const;
    /// Shows the home in the file manager.
    Q_INVOKABLE void openHome() const;

signals:
    void factsChanged();

protected:
    void connected() override;

private:
    const control::NodeStatus* status() const;
};

} // namespace hearth::desktop
