// SPDX-License-Identifier: Apache-2.0
#include "talk_history.h"

#include "core/file.h"
#include "pages/jobs/words.h"
#include "talk_wish.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace hearth::desktop::history {
namespace {

namespace fs = std::filesystem;
using core::Code;

constexpr int format = 1;

QString tr(const char* text) {
    return QCoreApplication::translate("TalkHistory", text);
}

bool has_ended(const Exchange& exchange) {
    return exchange.state == Exchange::State::done || exchange.state == Exchange::State::stopped;
}

QJsonObject to_json(const Exchange& exchange) {
    return {{QStringLiteral("conversation"), exchange.conversation},
            {QStringLiteral("system"), exchange.system},
            {QStringLiteral("prompt"), exchange.prompt},
            {QStringLiteral("answer"), exchange.answer},
            {QStringLiteral("stopped"), exchange.state == Exchange::State::stopped},
            {QStringLiteral("network"), exchange.network},
            {QStringLiteral("tier"), exchange.tier},
            {QStringLiteral("level"), exchange.level},
            {QStringLiteral("receipt"), exchange.receipt_id},
            {QStringLiteral("evidence"), exchange.evidence_id},
            {QStringLiteral("figures"), exchange.figures},
            {QStringLiteral("language"), QLocale().name()},
            {QStringLiteral("checks"), QJsonArray::fromVariantList(exchange.checks)}};
}

Exchange from_json(const QJsonObject& object) {
    const auto text = [&](const char* name) { return object.value(QLatin1String(name)).toString(); };
    Exchange exchange;
    exchange.conversation = object.value(QStringLiteral("conversation")).toInt();
    exchange.system = text("system");
    exchange.prompt = text("prompt");
    exchange.answer = text("answer");
    exchange.state =
        object.value(QStringLiteral("stopped")).toBool() ? Exchange::State::stopped : Exchange::State::done;
    exchange.network = text("network");
    exchange.tier = text("tier");
    exchange.level = text("level");
    exchange.receipt_id = text("receipt");
    exchange.evidence_id = text("evidence");
    if (object.value(QStringLiteral("language")).toString() == QLocale().name()) exchange.figures = text("figures");
    // Words are the language's in which they were said; names are kept.
    for (const QJsonValue& kept : object.value(QStringLiteral("checks")).toArray()) {
        QVariantMap check = kept.toObject().toVariantMap();
        const auto word = [&](const char* name) { return check.value(QLatin1String(name)).toString().toStdString(); };
        check[QStringLiteral("word")] = words::check(word("name"));
        check[QStringLiteral("resultWord")] = words::checkResult(word("result"));
        exchange.checks.append(check);
    }
    return exchange;
}

} // namespace

core::Result<std::vector<Exchange>> read(const fs::path& file) {
    std::error_code missing;
    if (!fs::exists(file, missing)) return std::vector<Exchange>();
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, most_bytes));
    const QJsonObject root = QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                                                static_cast<qsizetype>(bytes.size())))
                                 .object();
    if (root.value(QStringLiteral("format")).toInt() != format)
        return core::fail(Code::corrupt, core::say("history_not_readable", {file.string()}),
                          core::say("erase_history"));
    std::vector<Exchange> exchanges;
    for (const QJsonValue& one : root.value(QStringLiteral("exchanges")).toArray())
        exchanges.push_back(from_json(one.toObject()));
    return exchanges;
}

core::Status Keeper::write(std::uint64_t version, const fs::path& file, const std::vector<Exchange>& exchanges) {
    const std::lock_guard lock(m_mutex);
    if (version < m_written) return {};
    m_written = version;
    QJsonArray list;
    for (const Exchange& exchange : exchanges)
        if (has_ended(exchange)) list.append(to_json(exchange));
    std::error_code error;
    if (list.isEmpty()) {
        fs::remove(file, error);
        return error ? core::Status(
                           core::fail(Code::io, core::say("history_not_erased", {file.string(), error.message()})))
                     : core::Status();
    }
    while (list.size() > static_cast<qsizetype>(most_exchanges))
        list.removeFirst();
    const auto text_of = [](const QJsonArray& all) {
        return QJsonDocument(QJsonObject{{QStringLiteral("format"), format}, {QStringLiteral("exchanges"), all}})
            .toJson(QJsonDocument::Compact);
    };
    QByteArray text = text_of(list);
    while (static_cast<std::size_t>(text.size()) > most_bytes && !list.isEmpty()) {
        list.removeFirst();
        text = text_of(list);
    }
    fs::create_directories(file.parent_path(), error);
    if (!error) fs::permissions(file.parent_path(), fs::perms::owner_all, error);
    if (error)
        return core::fail(Code::io, core::say("folder_cannot_made", {file.parent_path().string(), error.message()}));
    return core::write_file_atomic(file, core::as_bytes(text.toStdString()), 0600);
}

QString markdown(const std::vector<Exchange>& exchanges) {
    QString text = QStringLiteral("# ") + tr("Conversation") + QLatin1Char('\n');
    int conversation = exchanges.empty() ? 0 : exchanges.front().conversation;
    for (const Exchange& exchange : exchanges) {
        if (exchange.conversation != conversation) text += QStringLiteral("\n---\n");
        conversation = exchange.conversation;
        text += QStringLiteral("\n## ") + tr("Question") + QStringLiteral("\n\n") + exchange.prompt + QLatin1Char('\n');
        text += QStringLiteral("\n## ") + tr("Answer") + QStringLiteral("\n\n") +
                (exchange.answer.isEmpty() ? exchange.error : exchange.answer) + QLatin1Char('\n');
        if (exchange.network.isEmpty()) continue;
        text += QStringLiteral("\n> ") +
                tr("Answered by %1, evidence %2.").arg(networkWord(exchange.network), exchange.level);
        if (!exchange.tier.isEmpty()) text += QLatin1Char(' ') + tr("Privacy %1.").arg(exchange.tier);
        const QString id = exchange.receipt_id.isEmpty() ? exchange.evidence_id : exchange.receipt_id;
        if (!id.isEmpty())
            text += QLatin1Char(' ') + (exchange.receipt_id.isEmpty() ? tr("Evidence %1.") : tr("Receipt %1.")).arg(id);
        text += QLatin1Char('\n');
        for (const QVariant& check : exchange.checks) {
            const QVariantMap row = check.toMap();
            text += QStringLiteral("> - %1: %2\n")
                        .arg(row.value(QStringLiteral("word")).toString(),
                             row.value(QStringLiteral("resultWord")).toString());
        }
    }
    return text;
}

} // namespace hearth::desktop::history
