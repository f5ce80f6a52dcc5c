// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "exchange_list_model.h"
#include "stream.h"

#include <QStringList>

namespace hearth::desktop {

/// Asks the node's models one question at a time and shows the answer as it comes. Each question stands
/// alone: earlier ones are not sent along.
class Talk : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::ExchangeListModel* exchanges READ exchanges CONSTANT)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QStringList models READ models NOTIFY modelsChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    explicit Talk(QObject* parent = nullptr);
    ~Talk() override;

    ExchangeListModel* exchanges() { return &m_exchanges; }
    bool busy() const { return m_stream != nullptr; }
    const QStringList& models() const { return m_models; }
    int count() const { return m_exchanges.rowCount(); }

    /// `model` empty = the default. Nothing happens while another answer comes or the prompt is blank.
    Q_INVOKABLE void ask(const QString& prompt, const QString& system, const QString& model, double temperature,
                         int max_tokens);
    Q_INVOKABLE void stop();
    Q_INVOKABLE void clear();

signals:
    void busyChanged();
    void modelsChanged();
    void countChanged();

protected:
    void read() override;

private:
    void flush();
    void finish(const control::ChatResult& result, bool stopped);
    void fail(const core::Error& error, bool stopped);
    void end();

    ExchangeListModel m_exchanges;
    std::shared_ptr<Stream> m_stream;
    QTimer m_flush;
    QStringList m_models;
    std::uint64_t m_asked = 0;
};

} // namespace hearth::desktop
