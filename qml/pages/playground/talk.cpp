// SPDX-License-Identifier: Apache-2.0
#include "talk.h"

#include "backend/format.h"
#include "pages/jobs/words.h"

#include <QLocale>

namespace hearth::desktop {
namespace {

constexpr int flush_every_ms = 40;

QString figures_of(const control::ChatResult& result, bool stopped) {
    QStringList parts;
    parts << Talk::tr("%1 → %2 tokens")
                 .arg(format::count(result.usage.prompt_tokens), format::count(result.usage.completion_tokens));
    if (result.ttft_ms) parts << Talk::tr("first after %1").arg(format::milliseconds(result.ttft_ms));
    if (result.ttft_ms && result.total_ms && *result.total_ms > *result.ttft_ms && result.usage.completion_tokens > 1) {
        const double seconds = (*result.total_ms - *result.ttft_ms) / 1000.0;
        parts
            << Talk::tr("%1 tokens/s").arg(QLocale().toString((result.usage.completion_tokens - 1) / seconds, 'f', 1));
    }
    if (result.finish_reason == "length") parts << Talk::tr("cut at the most tokens");
    if (result.finish_reason == "cancelled" && !stopped) parts << Talk::tr("cut short by the node");
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace

Talk::Talk(QObject* parent) : NodeReader({QStringLiteral("models")}, parent) {
    m_flush.setInterval(flush_every_ms);
    connect(&m_flush, &QTimer::timeout, this, &Talk::flush);
}

Talk::~Talk() {
    if (m_stream) m_stream->stop();
}

void Talk::read() {
    fetch([](control::Node& node) { return node.models(); },
          [this](const std::vector<control::ModelInfo>& models) {
              QStringList names;
              for (const control::ModelInfo& model : models) {
                  const QString name = QString::fromStdString(model.name);
                  model.is_default ? names.prepend(name) : names.append(name);
              }
              if (names == m_models) return;
              m_models = names;
              emit modelsChanged();
          });
}

void Talk::ask(const QString& prompt, const QString& system, const QString& model, double temperature, int max_tokens) {
    if (m_stream || prompt.trimmed().isEmpty() || connection() == nullptr) return;
    control::ChatRequest request;
    request.model = model.toStdString();
    request.system = system.trimmed().toStdString();
    request.prompt = prompt.toStdString();
    request.temperature = temperature;
    if (max_tokens > 0) request.max_tokens = static_cast<std::uint32_t>(max_tokens);
    Exchange exchange;
    exchange.id = std::to_string(++m_asked);
    exchange.prompt = prompt;
    std::vector<Exchange> added;
    added.push_back(std::move(exchange));
    m_exchanges.append(std::move(added));
    m_stream = std::make_shared<Stream>(connection()->executor().stopFlag());
    m_flush.start();
    emit countChanged();
    emit busyChanged();
    connection()->run(
        this,
        [request, stream = m_stream](control::Node& node) {
            return node.chat(request, [stream](const std::string& text) { return stream->push(text); });
        },
        [this, stream = m_stream](const control::ChatResult& result) { finish(result, stream->stopped()); },
        [this, stream = m_stream](const core::Error& error) { fail(error, stream->stopped()); });
}

void Talk::stop() {
    if (m_stream) m_stream->stop();
}

void Talk::clear() {
    if (m_stream) return;
    m_exchanges.replace({});
    emit countChanged();
}

void Talk::flush() {
    if (!m_stream) return;
    const std::string text = m_stream->take();
    if (text.empty()) return;
    m_exchanges.edit(m_exchanges.rowCount() - 1,
                     [&](Exchange& exchange) {
                         exchange.answer += QString::fromStdString(text);
                         exchange.state = Exchange::State::streaming;
                     },
                     {ExchangeListModel::Answer, ExchangeListModel::State});
}

void Talk::finish(const control::ChatResult& result, bool stopped) {
    end();
    m_exchanges.edit(m_exchanges.rowCount() - 1, [&](Exchange& exchange) {
        // The result is the whole answer; what was streamed is a part of it.
        if (!result.text.empty()) exchange.answer = QString::fromStdString(result.text);
        exchange.state = stopped ? Exchange::State::stopped : Exchange::State::done;
        exchange.level = QString::fromStdString(result.level);
        exchange.level_text = words::level(result.level);
        exchange.receipt_id = QString::fromStdString(result.receipt_id);
        exchange.checks = words::checks(result.checks);
        exchange.figures = figures_of(result, stopped);
    });
}

void Talk::fail(const core::Error& error, bool stopped) {
    end();
    m_exchanges.edit(m_exchanges.rowCount() - 1, [&](Exchange& exchange) {
        exchange.state = stopped ? Exchange::State::stopped : Exchange::State::failed;
        if (!stopped || error.code != core::Code::cancelled) exchange.error = explain(error);
    });
}

void Talk::end() {
    flush();
    m_flush.stop();
    m_stream.reset();
    emit busyChanged();
}

} // namespace hearth::desktop
