// SPDX-License-Identifier: Apache-2.0
#include "talk.h"

#include "backend/format.h"
#include "core/file.h"
#include "pages/jobs/words.h"

#include <QLocale>

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr int flush_every_ms = 40;

QString figures_of(const control::ChatResult& result, bool stopped) {
    QStringList parts;
    if (result.usage.prompt_tokens > 0) // else nobody counted them
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

bool is_part(const Exchange& exchange) {
    return !exchange.answer.isEmpty() &&
           (exchange.state == Exchange::State::done || exchange.state == Exchange::State::stopped);
}

} // namespace

Talk::Talk(QObject* parent) : NodeReader({QStringLiteral("models"), QStringLiteral("gateway")}, parent) {
    m_flush.setInterval(flush_every_ms);
    connect(&m_flush, &QTimer::timeout, this, &Talk::flush);
    connect(this, &NodeReader::activeChanged, this, [this] {
        if (active()) request(); // networks come and go without a word
    });
}

Talk::~Talk() {
    if (m_stream) m_stream->stop();
}

void Talk::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &Talk::openHistory);
    openHistory();
}

void Talk::read() {
    fetch(
        [](control::Node& node) -> core::Result<TalkOffers> {
            TalkOffers offers;
            HEARTH_TRY(offers.own, node.models());
            HEARTH_TRY(offers.networks, node.upstreams());
            return offers;
        },
        [this](TalkOffers offers) {
            const QStringList before = networkKeys();
            const int tier = highestTier();
            m_offers = std::move(offers);
            if (highestTier() != tier) emit wishChanged();
            if (networkKeys() != before) emit networksChanged();
            if (!networkKeys().contains(m_wish.network)) setNetwork({});
            showModels();
        });
}

void Talk::showModels() {
    QStringList names = m_offers.models(m_wish.network);
    if (names == m_models) return;
    m_models = std::move(names);
    emit modelsChanged();
}

void Talk::wish(QString& part, const QString& value) {
    if (part == value) return;
    part = value;
    emit wishChanged();
}

void Talk::setNetwork(const QString& network) {
    wish(m_wish.network, network);
    showModels();
}

void Talk::setTopP(double top_p) {
    if (top_p == m_wish.top_p) return;
    m_wish.top_p = top_p;
    emit wishChanged();
}

std::vector<control::ChatTurn> Talk::turns() const {
    std::vector<control::ChatTurn> turns;
    for (const Exchange& exchange : m_exchanges.rows())
        if (exchange.conversation == m_conversation && is_part(exchange))
            turns.push_back({exchange.prompt.toStdString(), exchange.answer.toStdString()});
    return turns;
}

bool Talk::continues() const {
    return !turns().empty();
}

void Talk::ask(const QString& prompt, const QString& system, const QString& model, double temperature, int max_tokens) {
    if (m_stream || prompt.trimmed().isEmpty() || connection() == nullptr || !wishFault().isEmpty()) return;
    control::ChatRequest request;
    m_wish.apply(request, model);
    request.system = system.trimmed().toStdString();
    request.history = turns();
    request.prompt = prompt.toStdString();
    request.temperature = temperature;
    if (max_tokens > 0) request.max_tokens = static_cast<std::uint32_t>(max_tokens);
    Exchange exchange;
    exchange.id = std::to_string(++m_asked);
    exchange.conversation = m_conversation;
    exchange.system = system.trimmed();
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

void Talk::beginAnew() {
    if (m_stream) return;
    ++m_conversation;
    emit countChanged();
}

void Talk::clear() {
    if (m_stream) return;
    m_exchanges.replace({});
    ++m_conversation;
    emit countChanged();
    m_history_open = !m_history.empty(); // also one that cannot be read
    keepHistory();
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
        exchange.network = QString::fromStdString(result.network);
        if (!result.node.empty()) exchange.network += QLatin1Char(':') + QString::fromStdString(result.node);
        exchange.tier = QString::fromStdString(result.tier);
        exchange.level = QString::fromStdString(result.level);
        exchange.level_text = words::level(result.level);
        exchange.receipt_id = QString::fromStdString(result.receipt_id);
        exchange.evidence_id = QString::fromStdString(result.evidence_id);
        exchange.checks = words::checks(result.checks);
        exchange.figures = figures_of(result, stopped);
    });
    emit countChanged();
    keepHistory();
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

/// Once, when the home is known. What was asked before it is read stands after it.
void Talk::openHistory() {
    if (m_history_sought || connection() == nullptr) return;
    if (m_history.empty()) {
        if (!connection()->scenario().isEmpty() || !connection()->status()) return;
        m_history = std::filesystem::path(connection()->status()->home) / "window" / "playground.json";
    }
    m_history_sought = true;
    connection()->executor().run(
        this, [file = m_history] { return history::read(file); },
        [this](std::vector<Exchange> rows) {
            if (m_history_open) return; // erased meanwhile
            m_history_open = true;
            int newest = 0;
            for (const Exchange& exchange : rows)
                newest = std::max(newest, exchange.conversation);
            for (Exchange& exchange : rows) {
                exchange.id = std::to_string(++m_asked);
                exchange.conversation -= newest + 1;
                exchange.level_text = words::level(exchange.level.toStdString());
            }
            const bool late = count() > 0;
            rows.insert(rows.end(), m_exchanges.rows().begin(), m_exchanges.rows().end());
            m_exchanges.replace(std::move(rows));
            emit countChanged();
            if (late) keepHistory();
        },
        [this](const core::Error& error) { setNote({}, explain(error)); });
}

void Talk::keepHistory() {
    if (!m_history_open || connection() == nullptr) return;
    connection()->executor().run(
        this,
        [keeper = m_keeper, version = ++m_version, file = m_history, rows = m_exchanges.rows()] {
            return keeper->write(version, file, rows);
        },
        [this] { setNote(m_note, {}); }, [this](const core::Error& error) { setNote({}, explain(error)); });
}

void Talk::exportTo(const QUrl& file) {
    const std::string path = file.toLocalFile().toStdString();
    if (path.empty() || connection() == nullptr) return;
    connection()->executor().run(
        this,
        [path, text = history::markdown(m_exchanges.rows()).toStdString()] {
            return core::write_file_atomic(path, core::as_bytes(text), 0600);
        },
        [this, path] { setNote(tr("Wrote the conversation to %1.").arg(QString::fromStdString(path)), {}); },
        [this](const core::Error& error) { setNote({}, explain(error)); });
}

void Talk::setNote(const QString& note, const QString& trouble) {
    if (note == m_note && trouble == m_trouble) return;
    m_note = note;
    m_trouble = trouble;
    emit noteChanged();
}

QUrl Talk::evidenceUrl(const QString& evidence_id) const {
    if (connection() == nullptr || !connection()->status() || evidence_id.isEmpty()) return {};
    return QUrl(QString::fromStdString(connection()->status()->api) + QStringLiteral("/evidence/") + evidence_id);
}

} // namespace hearth::desktop
