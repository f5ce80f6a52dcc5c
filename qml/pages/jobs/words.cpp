// SPDX-License-Identifier: Apache-2.0
#include "words.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

namespace hearth::desktop::words {
namespace {

struct Entry {
    std::string_view key;
    const char* text;
};

#define HEARTH_WORD(text) QT_TRANSLATE_NOOP("Words", text)

constexpr Entry stage_words[]{
    {"assigned", HEARTH_WORD("Assigned")},   {"running", HEARTH_WORD("Running")},
    {"committed", HEARTH_WORD("Committed")}, {"drawn", HEARTH_WORD("Drawn")},
    {"replayed", HEARTH_WORD("Replayed")},   {"verified", HEARTH_WORD("Verified")},
    {"vested", HEARTH_WORD("Vested")},
};
constexpr Entry state_words[]{
    {"done", HEARTH_WORD("done")},     {"current", HEARTH_WORD("under way")}, {"waiting", HEARTH_WORD("to come")},
    {"failed", HEARTH_WORD("failed")}, {"skipped", HEARTH_WORD("not needed")},
};
constexpr Entry money_words[]{
    {"pending", HEARTH_WORD("pending")},   {"confirmed", HEARTH_WORD("confirmed")},
    {"paid", HEARTH_WORD("paid")},         {"lost", HEARTH_WORD("lost")},
    {"refunded", HEARTH_WORD("refunded")},
};
constexpr Entry result_words[]{
    {"passed", HEARTH_WORD("passed")}, {"failed", HEARTH_WORD("failed")}, {"not checked", HEARTH_WORD("not checked")},
    {"warning", HEARTH_WORD("warning")},
};
constexpr Entry level_words[]{
    {"E0", HEARTH_WORD("E0: no evidence.")},
    {"E1", HEARTH_WORD("E1: signed by a known key; nobody computed it again.")},
    {"E2", HEARTH_WORD("E2: computed again and equal within tolerance.")},
    {"E3", HEARTH_WORD("E3: attested by hardware.")},
    {"E4", HEARTH_WORD("E4: computed again, equal to the last bit, or proved.")},
};
constexpr Entry check_words[]{
    {"signature", HEARTH_WORD("Signature")},
    {"executor_key", HEARTH_WORD("Executor named")},
    {"client_key", HEARTH_WORD("Client named")},
    {"request_hash", HEARTH_WORD("Request unchanged")},
    {"model_id", HEARTH_WORD("Right model")},
    {"profile", HEARTH_WORD("Right profile")},
    {"decode", HEARTH_WORD("Decoding parameters")},
    {"price", HEARTH_WORD("Price within the cap")},
    {"n_in", HEARTH_WORD("Number of input tokens")},
    {"n_out", HEARTH_WORD("Number of output tokens")},
    {"in_commit", HEARTH_WORD("Input tokens")},
    {"out_root", HEARTH_WORD("Output tokens")},
    {"seed_commit", HEARTH_WORD("Seed")},
    {"executor_registered", HEARTH_WORD("Executor registered")},
    {"replay", HEARTH_WORD("Replay by this machine")},
};
constexpr Entry field_words[]{
    {"receipt_id", HEARTH_WORD("Receipt")},        {"request_hash", HEARTH_WORD("Request")},
    {"executor_key", HEARTH_WORD("Executor")},     {"client_key", HEARTH_WORD("Client")},
    {"model_id", HEARTH_WORD("Model id")},         {"model_name", HEARTH_WORD("Model")},
    {"profile", HEARTH_WORD("Profile")},           {"in_commit", HEARTH_WORD("Input commitment")},
    {"out_root", HEARTH_WORD("Output root")},      {"n_in", HEARTH_WORD("Input tokens")},
    {"n_out", HEARTH_WORD("Output tokens")},       {"stop_reason", HEARTH_WORD("Ended by")},
    {"temperature", HEARTH_WORD("Temperature")},   {"top_p", HEARTH_WORD("Top-p")},
    {"top_k", HEARTH_WORD("Top-k")},               {"max_tokens", HEARTH_WORD("Most tokens")},
    {"seed_commit", HEARTH_WORD("Seed commitment")}, {"prev_receipt", HEARTH_WORD("Receipt before")},
    {"price", HEARTH_WORD("Price")},               {"escrow_id", HEARTH_WORD("Escrow")},
    {"height", HEARTH_WORD("Block height")},       {"ttft_ms", HEARTH_WORD("First token after")},
    {"total_ms", HEARTH_WORD("Took")},             {"signature", HEARTH_WORD("Signature")},
};

#undef HEARTH_WORD

/// A word that this window does not know is shown as it came.
template <std::size_t N>
QString find(const Entry (&entries)[N], const std::string& key) {
    for (const Entry& entry : entries)
        if (entry.key == key) return QCoreApplication::translate("Words", entry.text);
    return QString::fromStdString(key);
}

bool is_hex(const std::string& text) {
    return text.size() >= 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

QString field_value(const std::string& name, const std::string& value) {
    if (name == "price") return format::moneyExact(value);
    if (name == "ttft_ms" || name == "total_ms") return QString::fromStdString(value) + QStringLiteral(" ms");
    return QString::fromStdString(value);
}

} // namespace

QString stage(const std::string& name) { return find(stage_words, name); }
QString stageState(const std::string& state) { return find(state_words, state); }

QString stageTone(const std::string& state) {
    if (state == "done") return QStringLiteral("good");
    if (state == "failed") return QStringLiteral("bad");
    if (state == "current") return QStringLiteral("accent");
    return {};
}

QVariantList stages(const control::JobRow& job) {
    QVariantList list;
    for (const control::Stage& s : job.stages)
        list.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(s.name)},
                                {QStringLiteral("state"), QString::fromStdString(s.state)},
                                {QStringLiteral("word"), stage(s.name)},
                                {QStringLiteral("stateWord"), stageState(s.state)},
                                {QStringLiteral("at"), s.at ? format::time(s.at) : stageState(s.state)},
                                {QStringLiteral("detail"), QString::fromStdString(s.detail)},
                                {QStringLiteral("tone"), stageTone(s.state)}});
    return list;
}

QString job(const control::JobRow& row) {
    const auto failed = std::find_if(row.stages.begin(), row.stages.end(), [](const control::Stage& s) { return s.state == "failed"; });
    if (failed != row.stages.end())
        return failed->name == "replayed" ? QCoreApplication::translate("Words", "Replay failed")
                                          : QCoreApplication::translate("Words", "Failed");
    if (row.state == "failed") return QCoreApplication::translate("Words", "Failed");
    if (row.state == "cancelled") return QCoreApplication::translate("Words", "Cancelled");
    for (auto s = row.stages.rbegin(); s != row.stages.rend(); ++s)
        if (s->state == "done" || s->state == "current") return stage(s->name);
    return QString::fromStdString(row.state);
}

QString jobTone(const control::JobRow& row) {
    for (const control::Stage& s : row.stages)
        if (s.state == "failed") return QStringLiteral("bad");
    if (row.state == "failed") return QStringLiteral("bad");
    if (row.state == "cancelled") return {};
    if (row.state == "running") return QStringLiteral("accent");
    for (const control::Stage& s : row.stages)
        if ((s.name == "verified" || s.name == "vested") && s.state == "done") return QStringLiteral("good");
    return QStringLiteral("info");
}

QString money(const std::string& state) { return find(money_words, state); }

QString moneyTone(const std::string& state) {
    if (state == "paid") return QStringLiteral("good");
    if (state == "confirmed") return QStringLiteral("info");
    if (state == "lost") return QStringLiteral("bad");
    if (state == "pending") return QStringLiteral("warn");
    return {};
}

QString level(const std::string& name) { return find(level_words, name); }
QString check(const std::string& name) { return find(check_words, name); }
QString checkResult(const std::string& result) { return find(result_words, result); }

QString checkTone(const std::string& result) {
    if (result == "passed") return QStringLiteral("good");
    if (result == "failed") return QStringLiteral("bad");
    if (result == "warning") return QStringLiteral("warn");
    return {};
}

QVariantList checks(const std::vector<control::Check>& rows) {
    std::vector<control::Check> sorted = rows;
    std::stable_partition(sorted.begin(), sorted.end(), [](const control::Check& c) { return c.result == "failed"; });
    QVariantList list;
    for (const control::Check& c : sorted)
        list.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(c.name)},
                                {QStringLiteral("word"), check(c.name)},
                                {QStringLiteral("result"), QString::fromStdString(c.result)},
                                {QStringLiteral("resultWord"), checkResult(c.result)},
                                {QStringLiteral("detail"), QString::fromStdString(c.detail)},
                                {QStringLiteral("tone"), checkTone(c.result)}});
    return list;
}

QVariantList fields(const std::vector<std::pair<std::string, std::string>>& rows) {
    QVariantList list;
    for (const auto& [name, value] : rows)
        list.append(QVariantMap{{QStringLiteral("name"), find(field_words, name)},
                                {QStringLiteral("value"), field_value(name, value)},
                                {QStringLiteral("isId"), is_hex(value)}});
    return list;
}

} // namespace hearth::desktop::words
