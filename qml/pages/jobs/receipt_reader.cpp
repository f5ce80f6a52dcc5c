// SPDX-License-Identifier: Apache-2.0
#include "receipt_reader.h"

#include "backend/format.h"
#include "backend/progress_relay.h"
#include "core/file.h"
#include "words.h"

namespace hearth::desktop {

ReceiptReader::ReceiptReader(QObject* parent) : NodeReader({QStringLiteral("jobs")}, parent) {}

ReceiptReader::~ReceiptReader() {
    if (m_cancel) *m_cancel = true;
}

void ReceiptReader::setReceiptId(const QString& id) {
    if (id == m_id) return;
    cancelVerify();
    m_id = id;
    m_view.reset();
    setNote({});
    forgetErrors();
    emit receiptIdChanged();
    emit viewChanged();
    request();
}

void ReceiptReader::read() {
    const std::string id = m_id.toStdString();
    fetch(
        [id](control::Node& node) -> core::Result<std::optional<control::ReceiptView>> {
            if (id.empty()) return std::optional<control::ReceiptView>();
            HEARTH_TRY(control::ReceiptView view, node.receipt(id));
            return std::optional(std::move(view));
        },
        [this](std::optional<control::ReceiptView> view) {
            if (view) show(std::move(*view));
        });
}

void ReceiptReader::show(control::ReceiptView view) {
    if (QString::fromStdString(view.receipt_id) != m_id) return;
    m_view = std::move(view);
    emit viewChanged();
}

void ReceiptReader::verify() {
    if (m_cancel || m_id.isEmpty() || connection() == nullptr) return;
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    m_fraction = -1;
    m_progress = tr("Waiting for a worker");
    setNote({});
    setError({});
    emit progressChanged();
    emit verifyingChanged();
    const auto relay = relayProgress(this, m_cancel, connection()->executor().stopFlag(),
                                     [this](const QString& stage, double fraction) {
                                         m_progress = stage;
                                         m_fraction = fraction;
                                         emit progressChanged();
                                     });
    connection()->run(
        this, [id = m_id.toStdString(), relay](control::Node& node) { return node.verify_receipt(id, true, relay); },
        [this, cancel = m_cancel](control::ReceiptView view) {
            if (cancel != m_cancel) return;
            endVerify();
            setNote(view.valid ? tr("Verified: everything that was checked agrees.")
                               : tr("Something does not agree; see the checks."));
            show(std::move(view));
        },
        [this, cancel = m_cancel](const core::Error& error) {
            if (cancel != m_cancel) return;
            endVerify();
            if (error.code != core::Code::cancelled) setError(explain(error));
        });
}

void ReceiptReader::endVerify() {
    m_cancel.reset();
    emit verifyingChanged();
}

void ReceiptReader::cancelVerify() {
    if (!m_cancel) return;
    *m_cancel = true;
    endVerify();
}

void ReceiptReader::exportTo(const QUrl& file) {
    const std::string path = file.toLocalFile().toStdString();
    if (path.empty()) return;
    call(
        [id = m_id.toStdString(), path](control::Node& node) -> core::Result<std::string> {
            HEARTH_TRY(const core::Bytes bytes, node.export_receipt(id));
            HEARTH_CHECK(core::write_file_atomic(path, bytes));
            return path;
        },
        [this](const std::string& written) { setNote(tr("Exported to %1.").arg(QString::fromStdString(written))); });
}

void ReceiptReader::setNote(const QString& note) {
    if (note == m_note) return;
    m_note = note;
    emit noteChanged();
}

QString ReceiptReader::level() const {
    return m_view ? QString::fromStdString(m_view->level) : QString();
}
QString ReceiptReader::levelTone() const {
    return m_view ? words::levelTone(m_view->level) : QString();
}
QString ReceiptReader::levelText() const {
    return m_view ? words::level(m_view->level) : QString();
}
QVariantList ReceiptReader::checks() const {
    return m_view ? words::checks(m_view->checks) : QVariantList();
}
QVariantList ReceiptReader::fields() const {
    return m_view ? words::fields(m_view->fields) : QVariantList();
}
QVariantList ReceiptReader::stages() const {
    return m_view ? words::stages(m_view->job) : QVariantList();
}
QString ReceiptReader::earned() const {
    return m_view ? format::money(m_view->job.earned) : format::unknown();
}
QString ReceiptReader::earnedExact() const {
    return m_view ? format::moneyExact(m_view->job.earned) : format::unknown();
}
QString ReceiptReader::moneyState() const {
    return m_view ? words::money(m_view->job.money_state) : QString();
}
QString ReceiptReader::moneyTone() const {
    return m_view ? words::moneyTone(m_view->job.money_state) : QString();
}
QString ReceiptReader::reason() const {
    return m_view ? format::worded(m_view->job.reason) : QString();
}

} // namespace hearth::desktop
