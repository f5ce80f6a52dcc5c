// SPDX-License-Identifier: Apache-2.0
#include "gateway_reader.h"

#include "backend/format.h"
#include "backend/progress_relay.h"
#include "control/try_network.h"
#include "gateway_words.h"

#include <QRegularExpression>

namespace hearth::desktop {
namespace {

constexpr int again_ms = 2000;

std::vector<std::string> words_of(const QString& text) {
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    std::vector<std::string> words;
    for (const QString& word : text.split(between, Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    return words;
}

} // namespace

GatewayReader::GatewayReader(QObject* parent) : NodeReader({QStringLiteral("gateway")}, parent) {
    // Nobody tells of each answer and failure of a network.
    m_again.setInterval(again_ms);
    connect(&m_again, &QTimer::timeout, this, [this] { request(); });
    connect(this, &NodeReader::activeChanged, this, [this] { active() ? m_again.start() : m_again.stop(); });
    m_again.start();
}

GatewayReader::~GatewayReader() {
    if (m_cancel) *m_cancel = true;
}

void GatewayReader::read() {
    fetch([](control::Node& node) { return node.upstreams(); },
          [this](const std::vector<control::UpstreamInfo>& upstreams) {
              QVariantList now = gateways::upstreams(upstreams);
              if (now == m_upstreams) return;
              m_upstreams = std::move(now);
              emit upstreamsChanged();
          });
}

QStringList GatewayReader::kinds() const {
    return gateways::kinds();
}

QStringList GatewayReader::kindNames() const {
    QStringList names;
    for (const QString& kind : gateways::kinds())
        names << gateways::kind(kind);
    return names;
}

QString GatewayReader::worth(const QString& kind) const {
    return gateways::worth(kind);
}

void GatewayReader::add(const QString& url, const QString& name, const QString& kind, const QString& key,
                        const QString& signers, const QString& models, const QString& priceIn,
                        const QString& priceOut) {
    if (m_cancel || connection() == nullptr) return;
    control::UpstreamWish wish;
    wish.url = url.trimmed().toStdString();
    wish.name = name.trimmed().toStdString();
    wish.kind = kind.toStdString();
    wish.key = key.trimmed().toStdString();
    for (std::string& word : words_of(signers))
        (word.find('=') == std::string::npos ? wish.signers : wish.measurements).push_back(std::move(word));
    wish.models = words_of(models);
    wish.price_in = priceIn.trimmed().toStdString();
    wish.price_out = priceOut.trimmed().toStdString();
    const control::OnProgress progress = begin(tr("Asking %1 for its models").arg(url.trimmed()));
    connection()->run(
        this, [wish, progress](control::Node& node) { return node.add_upstream(wish, progress); },
        [this, cancel = m_cancel](const control::UpstreamInfo& network) {
            request();
            if (cancel != m_cancel) return;
            end(tr("%1 answers and stands behind this address now.").arg(QString::fromStdString(network.name)),
                format::sentence(network.note), QStringLiteral("good"));
            emit added();
        },
        [this, cancel = m_cancel](const core::Error& error) { fail(cancel, error); });
}

void GatewayReader::test(const QString& name, bool writes) {
    if (m_cancel || connection() == nullptr) return;
    begin(writes ? tr("Asking %1 for a token").arg(name) : tr("Asking %1 for its models").arg(name));
    connection()->run(
        this,
        [name = name.toStdString(), writes](control::Node& node) {
            return writes ? control::try_network(node, name, {}) : node.test_upstream(name);
        },
        [this, name, cancel = m_cancel](const control::UpstreamInfo& network) {
            if (cancel == m_cancel)
                end(tr("%1 answers.").arg(name), format::sentence(network.note), QStringLiteral("good"));
        },
        [this, cancel = m_cancel](const core::Error& error) { fail(cancel, error); });
}

void GatewayReader::remove(const QString& name) {
    call([name = name.toStdString()](control::Node& node) { return node.remove_upstream(name); },
         [this] { request(); });
}

void GatewayReader::cancel() {
    if (!m_cancel) return;
    *m_cancel = true;
    end(tr("Cancelled."), {}, QStringLiteral("info"));
}

control::OnProgress GatewayReader::begin(const QString& first) {
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    m_progress = first;
    setNote({}, {}, {});
    setError({});
    emit progressChanged();
    emit workingChanged();
    return relayProgress(this, m_cancel, connection()->executor().stopFlag(), [this](const QString& stage, double) {
        m_progress = stage;
        emit progressChanged();
    });
}

void GatewayReader::end(const QString& note, const QString& detail, const QString& tone) {
    m_cancel.reset();
    emit workingChanged();
    setNote(note, detail, tone);
    request();
}

void GatewayReader::fail(const std::shared_ptr<std::atomic<bool>>& cancel, const core::Error& error) {
    if (cancel == m_cancel) end(explain(error), {}, QStringLiteral("bad"));
}

void GatewayReader::setNote(const QString& note, const QString& detail, const QString& tone) {
    m_note = note;
    m_detail = detail;
    m_tone = tone;
    emit noteChanged();
}

} // namespace hearth::desktop
