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

static_assert(control::words<control::JobStage>.size() == 7, "Each stage needs its words here.");
constexpr Entry stage_words[]{
    {"assigned", QT_TRANSLATE_NOOP("Words", "Assigned")},   {"running", QT_TRANSLATE_NOOP("Words", "Running")},
    {"committed", QT_TRANSLATE_NOOP("Words", "Committed")}, {"drawn", QT_TRANSLATE_NOOP("Words", "Drawn")},
    {"replayed", QT_TRANSLATE_NOOP("Words", "Replayed")},   {"verified", QT_TRANSLATE_NOOP("Words", "Verified")},
    {"vested", QT_TRANSLATE_NOOP("Words", "Vested")},
};
/// What a job is at while a stage is not reached yet: "Vested" would say more than is true.
constexpr Entry going_words[]{
    {"assigned", QT_TRANSLATE_NOOP("Words", "Assigning")},   {"running", QT_TRANSLATE_NOOP("Words", "Running")},
    {"committed", QT_TRANSLATE_NOOP("Words", "Committing")}, {"drawn", QT_TRANSLATE_NOOP("Words", "Drawing")},
    {"replayed", QT_TRANSLATE_NOOP("Words", "Replaying")},   {"verified", QT_TRANSLATE_NOOP("Words", "Verifying")},
    {"vested", QT_TRANSLATE_NOOP("Words", "Vesting")},
};
constexpr Entry state_words[]{
    {"done", QT_TRANSLATE_NOOP("Words", "done")},       {"current", QT_TRANSLATE_NOOP("Words", "under way")},
    {"waiting", QT_TRANSLATE_NOOP("Words", "to come")}, {"failed", QT_TRANSLATE_NOOP("Words", "failed")},
    {"skipped", QT_TRANSLATE_NOOP("Words", "skipped")}, {"cancelled", QT_TRANSLATE_NOOP("Words", "cut short")},
};
constexpr Entry money_words[]{
    {"pending", QT_TRANSLATE_NOOP("Words", "pending")},     {"disputed", QT_TRANSLATE_NOOP("Words", "disputed")},
    {"confirmed", QT_TRANSLATE_NOOP("Words", "confirmed")}, {"paid", QT_TRANSLATE_NOOP("Words", "paid")},
    {"lost", QT_TRANSLATE_NOOP("Words", "lost")},           {"refunded", QT_TRANSLATE_NOOP("Words", "refunded")},
};
constexpr Entry result_words[]{
    {"passed", QT_TRANSLATE_NOOP("Words", "passed")},
    {"failed", QT_TRANSLATE_NOOP("Words", "failed")},
    {"not checked", QT_TRANSLATE_NOOP("Words", "not checked")},
    {"warning", QT_TRANSLATE_NOOP("Words", "warning")},
};
constexpr Entry level_words[]{
    {"E0", QT_TRANSLATE_NOOP("Words", "E0: no evidence.")},
    {"E1", QT_TRANSLATE_NOOP("Words", "E1: signed by a known key; no replay confirmed it.")},
    {"E2", QT_TRANSLATE_NOOP("Words", "E2: computed again and equal within tolerance.")},
    {"E3", QT_TRANSLATE_NOOP("Words", "E3: attested by hardware.")},
    {"E4", QT_TRANSLATE_NOOP("Words", "E4: computed again, equal to the last bit, or proved.")},
};
constexpr Entry check_words[]{
    {"signature", QT_TRANSLATE_NOOP("Words", "Signature")},
    {"executor_key", QT_TRANSLATE_NOOP("Words", "Executor named")},
    {"client_key", QT_TRANSLATE_NOOP("Words", "Client named")},
    {"request_hash", QT_TRANSLATE_NOOP("Words", "Request unchanged")},
    {"model_id", QT_TRANSLATE_NOOP("Words", "Right model")},
    {"profile", QT_TRANSLATE_NOOP("Words", "Right profile")},
    {"decode", QT_TRANSLATE_NOOP("Words", "Decoding parameters")},
    {"price", QT_TRANSLATE_NOOP("Words", "Price within the cap")},
    {"n_in", QT_TRANSLATE_NOOP("Words", "Number of input tokens")},
    {"n_out", QT_TRANSLATE_NOOP("Words", "Number of output tokens")},
    {"in_commit", QT_TRANSLATE_NOOP("Words", "Input tokens")},
    {"out_root", QT_TRANSLATE_NOOP("Words", "Output tokens")},
    {"scores_root", QT_TRANSLATE_NOOP("Words", "Scores of the prompt")},
    {"constraint", QT_TRANSLATE_NOOP("Words", "Form of the answer")},
    {"seed_commit", QT_TRANSLATE_NOOP("Words", "Seed")},
    {"beacon", QT_TRANSLATE_NOOP("Words", "Beacon of the ledger")},
    {"stop_reason", QT_TRANSLATE_NOOP("Words", "Reason of the end")},
    {"timing", QT_TRANSLATE_NOOP("Words", "Times")},
    {"executor_registered", QT_TRANSLATE_NOOP("Words", "Executor registered")},
    {"replay", QT_TRANSLATE_NOOP("Words", "Computed again")},
    {"manifest", QT_TRANSLATE_NOOP("Words", "Manifest")},
    {"files", QT_TRANSLATE_NOOP("Words", "Files of the model")},
};
/// Of answers of other networks and of files about them.
constexpr Entry evidence_words[]{
    {"format", QT_TRANSLATE_NOOP("Words", "Form of the file")},
    {"gateway signature", QT_TRANSLATE_NOOP("Words", "Signature of the gateway")},
    {"level", QT_TRANSLATE_NOOP("Words", "Level")},
    {"pins", QT_TRANSLATE_NOOP("Words", "Trusted keys and software")},
    {"request", QT_TRANSLATE_NOOP("Words", "Request")},
    {"response", QT_TRANSLATE_NOOP("Words", "Response")},
    {"whole", QT_TRANSLATE_NOOP("Words", "Whole answer")},
    {"answered model", QT_TRANSLATE_NOOP("Words", "Model that the answer names")},
    {"network evidence", QT_TRANSLATE_NOOP("Words", "Evidence of the network")},
    {"network signature", QT_TRANSLATE_NOOP("Words", "Signature of the network")},
    {"signature kind", QT_TRANSLATE_NOOP("Words", "Who signed")},
    {"tee signature", QT_TRANSLATE_NOOP("Words", "Signature of the enclave")},
    {"tee id", QT_TRANSLATE_NOOP("Words", "Id of the enclave")},
    {"signed request", QT_TRANSLATE_NOOP("Words", "Signed request")},
    {"signed response", QT_TRANSLATE_NOOP("Words", "Signed answer")},
    {"signing key", QT_TRANSLATE_NOOP("Words", "Signing key")},
    {"connection", QT_TRANSLATE_NOOP("Words", "Connection")},
    {"attestation", QT_TRANSLATE_NOOP("Words", "Attested hardware")},
    {"attestation report", QT_TRANSLATE_NOOP("Words", "Report of the hardware")},
    {"attestation chain", QT_TRANSLATE_NOOP("Words", "Certificates of the hardware")},
    {"attestation signature", QT_TRANSLATE_NOOP("Words", "Signature of the hardware")},
    {"attestation mode", QT_TRANSLATE_NOOP("Words", "Mode of the hardware")},
    {"attestation measurement", QT_TRANSLATE_NOOP("Words", "Software of the machine")},
    {"attestation fixes", QT_TRANSLATE_NOOP("Words", "Fixes of the maker")},
    {"attestation graphics", QT_TRANSLATE_NOOP("Words", "Graphics cards")},
    {"attestation graphics nonce", QT_TRANSLATE_NOOP("Words", "Question to the graphics cards")},
    {"answering machine", QT_TRANSLATE_NOOP("Words", "Machine that answered")},
    {"receipt", QT_TRANSLATE_NOOP("Words", "Receipt")},
    {"receipt model", QT_TRANSLATE_NOOP("Words", "Model of the receipt")},
    {"receipt tokens", QT_TRANSLATE_NOOP("Words", "Tokens of the receipt")},
    {"answer text", QT_TRANSLATE_NOOP("Words", "Text of the answer")},
    {"proof list", QT_TRANSLATE_NOOP("Words", "List of proofs")},
    {"proof of answer", QT_TRANSLATE_NOOP("Words", "Proofs of this answer")},
    {"proof count", QT_TRANSLATE_NOOP("Words", "Number of proofs")},
    {"activations", QT_TRANSLATE_NOOP("Words", "Computation of the model")},
    {"usage", QT_TRANSLATE_NOOP("Words", "Tokens that the network counted")},
    {"payment", QT_TRANSLATE_NOOP("Words", "Payment for the answer")},
    {"tree head", QT_TRANSLATE_NOOP("Words", "Head of the log")},
    {"inclusion", QT_TRANSLATE_NOOP("Words", "Entry of the log")},
    {"envelope", QT_TRANSLATE_NOOP("Words", "Evidence of the entry")},
    {"anchor", QT_TRANSLATE_NOOP("Words", "Head in the ledger")},
    {"earlier head", QT_TRANSLATE_NOOP("Words", "Earlier head")},
    {"consistency", QT_TRANSLATE_NOOP("Words", "Growth of the log")},
};
constexpr Entry examined_words[]{
    {"keys", QT_TRANSLATE_NOOP("Words", "Keys")},
    {"disk", QT_TRANSLATE_NOOP("Words", "Disk")},
    {"memory", QT_TRANSLATE_NOOP("Words", "Memory")},
    {"worker", QT_TRANSLATE_NOOP("Words", "Worker")},
    {"worker program", QT_TRANSLATE_NOOP("Words", "Worker program")},
    {"gpus", QT_TRANSLATE_NOOP("Words", "GPUs")},
    {"gpu plug-ins", QT_TRANSLATE_NOOP("Words", "GPU plug-ins")},
    {"sandbox", QT_TRANSLATE_NOOP("Words", "Sandbox")},
    {"ledger", QT_TRANSLATE_NOOP("Words", "Ledger")},
    {"database", QT_TRANSLATE_NOOP("Words", "Database")},
    {"settings", QT_TRANSLATE_NOOP("Words", "Settings")},
    {"service", QT_TRANSLATE_NOOP("Words", "Service")},
    {"model", QT_TRANSLATE_NOOP("Words", "Model")},
    {"models", QT_TRANSLATE_NOOP("Words", "Models")},
    {"api", QT_TRANSLATE_NOOP("Words", "API")},
    {"home", QT_TRANSLATE_NOOP("Words", "Home folder")},
    {"folders", QT_TRANSLATE_NOOP("Words", "Folders")},
    {"audits", QT_TRANSLATE_NOOP("Words", "Audits")},
    {"clock", QT_TRANSLATE_NOOP("Words", "Clock")},
};
constexpr Entry field_words[]{
    {"receipt_id", QT_TRANSLATE_NOOP("Words", "Receipt")},
    {"request_hash", QT_TRANSLATE_NOOP("Words", "Request")},
    {"executor_key", QT_TRANSLATE_NOOP("Words", "Executor")},
    {"client_key", QT_TRANSLATE_NOOP("Words", "Client")},
    {"model_id", QT_TRANSLATE_NOOP("Words", "Model id")},
    {"model_name", QT_TRANSLATE_NOOP("Words", "Model")},
    {"profile", QT_TRANSLATE_NOOP("Words", "Profile")},
    {"in_commit", QT_TRANSLATE_NOOP("Words", "Input commitment")},
    {"out_root", QT_TRANSLATE_NOOP("Words", "Output root")},
    {"n_in", QT_TRANSLATE_NOOP("Words", "Input tokens")},
    {"n_out", QT_TRANSLATE_NOOP("Words", "Output tokens")},
    {"stop_reason", QT_TRANSLATE_NOOP("Words", "Ended by")},
    {"temperature", QT_TRANSLATE_NOOP("Words", "Temperature")},
    {"top_p", QT_TRANSLATE_NOOP("Words", "Top-p")},
    {"top_k", QT_TRANSLATE_NOOP("Words", "Top-k")},
    {"max_tokens", QT_TRANSLATE_NOOP("Words", "Most tokens")},
    {"seed_commit", QT_TRANSLATE_NOOP("Words", "Seed commitment")},
    {"prev_receipt", QT_TRANSLATE_NOOP("Words", "Receipt before")},
    {"price", QT_TRANSLATE_NOOP("Words", "Price")},
    {"escrow_id", QT_TRANSLATE_NOOP("Words", "Escrow")},
    {"height", QT_TRANSLATE_NOOP("Words", "Block height")},
    {"ttft_ms", QT_TRANSLATE_NOOP("Words", "First token after")},
    {"total_ms", QT_TRANSLATE_NOOP("Words", "Took")},
    {"signature", QT_TRANSLATE_NOOP("Words", "Signature")},
};

constexpr Entry stop_words[]{
    {"stop token", QT_TRANSLATE_NOOP("Words", "the model's last token")},
    {"stop text", QT_TRANSLATE_NOOP("Words", "a stop text")},
    {"length", QT_TRANSLATE_NOOP("Words", "the greatest length")},
    {"cancelled", QT_TRANSLATE_NOOP("Words", "the caller")},
};

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
    if (name == "stop_reason") return find(stop_words, value);
    if (name == "price") return format::moneyExact(value);
    if (name == "ttft_ms" || name == "total_ms") return QString::fromStdString(value) + QStringLiteral(" ms");
    return QString::fromStdString(value);
}

} // namespace

QString stage(control::JobStage name) {
    return find(stage_words, control::name_of(name));
}
QString stageState(control::StageState state) {
    return find(state_words, control::name_of(state));
}

QString stageTone(control::StageState state) {
    if (state == control::StageState::done) return QStringLiteral("good");
    if (state == control::StageState::failed) return QStringLiteral("bad");
    if (state == control::StageState::current) return QStringLiteral("accent");
    if (state == control::StageState::cancelled) return QStringLiteral("warn");
    return {};
}

/// Seven of them stand side by side: the time of the day that the first lies on, else the day.
QString stageTime(core::Nanoseconds at, core::Nanoseconds first) {
    const auto moment = [](core::Nanoseconds time) { return QDateTime::fromMSecsSinceEpoch(time / 1'000'000); };
    return moment(at).date() == moment(first).date() ? format::time(at, at) : format::day(moment(at), false);
}

QVariantList stages(const control::JobRow& job) {
    QVariantList list;
    const auto begun = std::find_if(job.stages.begin(), job.stages.end(), [](const control::Stage& s) { return s.at; });
    const core::Nanoseconds first = begun != job.stages.end() ? *begun->at : 0;
    for (const control::Stage& s : job.stages)
        list.append(QVariantMap{{QStringLiteral("name"), QString::fromLatin1(control::name_of(s.name))},
                                {QStringLiteral("state"), QString::fromLatin1(control::name_of(s.state))},
                                {QStringLiteral("word"), stage(s.name)},
                                {QStringLiteral("stateWord"), stageState(s.state)},
                                {QStringLiteral("at"), s.at ? stageTime(*s.at, first) : stageState(s.state)},
                                {QStringLiteral("detail"), format::worded(s.detail)},
                                {QStringLiteral("tone"), stageTone(s.state)}});
    return list;
}

QString job(const control::JobRow& row) {
    const auto failed = std::find_if(row.stages.begin(), row.stages.end(),
                                     [](const control::Stage& s) { return s.state == control::StageState::failed; });
    if (failed != row.stages.end())
        return failed->name == control::JobStage::replayed ? QCoreApplication::translate("Words", "Replay failed")
                                                           : QCoreApplication::translate("Words", "Failed");
    if (row.state == control::JobState::failed) return QCoreApplication::translate("Words", "Failed");
    if (row.state == control::JobState::cancelled) return QCoreApplication::translate("Words", "Cancelled");
    for (auto s = row.stages.rbegin(); s != row.stages.rend(); ++s) {
        if (s->state == control::StageState::current) return find(going_words, control::name_of(s->name));
        if (s->state == control::StageState::done) return stage(s->name);
    }
    return QString::fromLatin1(control::name_of(row.state));
}

QString jobTone(const control::JobRow& row) {
    for (const control::Stage& s : row.stages)
        if (s.state == control::StageState::failed) return QStringLiteral("bad");
    if (row.state == control::JobState::failed) return QStringLiteral("bad");
    // What was computed before its caller left is settled like any answer.
    if (row.state == control::JobState::cancelled) return row.receipt_id.empty() ? QString() : QStringLiteral("warn");
    if (row.state == control::JobState::running) return QStringLiteral("accent");
    for (const control::Stage& s : row.stages)
        if ((s.name == control::JobStage::verified || s.name == control::JobStage::vested) &&
            s.state == control::StageState::done)
            return QStringLiteral("good");
    return QStringLiteral("info");
}

QString money(control::MoneyState state) {
    return find(money_words, control::name_of(state));
}

QString moneyTone(control::MoneyState state) {
    if (state == control::MoneyState::paid) return QStringLiteral("good");
    if (state == control::MoneyState::confirmed) return QStringLiteral("info");
    if (state == control::MoneyState::lost) return QStringLiteral("bad");
    if (state == control::MoneyState::pending || state == control::MoneyState::disputed) return QStringLiteral("warn");
    return {};
}

QString level(const std::string& name) {
    return find(level_words, name);
}
QString levelTone(const std::string& name) {
    return name == "E2" || name == "E3" || name == "E4" ? QStringLiteral("good") : QString();
}
QString check(const std::string& name) {
    for (const Entry& entry : evidence_words)
        if (entry.key == name) return QCoreApplication::translate("Words", entry.text);
    return find(check_words, name);
}
QString examined(const std::string& part) {
    QString word = find(examined_words, part);
    if (!word.isEmpty()) word[0] = word[0].toUpper();
    return word;
}
QString checkResult(const std::string& result) {
    return find(result_words, result);
}

QString checkTone(const std::string& result) {
    if (result == "passed") return QStringLiteral("good");
    if (result == "failed") return QStringLiteral("bad");
    if (result == "warning") return QStringLiteral("warn");
    return {};
}

QVariantList checks(const std::vector<control::Check>& rows) {
    std::vector<control::Check> sorted = rows;
    // What did not pass comes first: a long list of passed checks must not hide it.
    const auto rank = [](const control::Check& c) { return c.result == "failed" ? 0 : c.result == "passed" ? 2 : 1; };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const control::Check& a, const control::Check& b) { return rank(a) < rank(b); });
    QVariantList list;
    for (const control::Check& c : sorted)
        list.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(c.name)},
                                {QStringLiteral("word"), check(c.name)},
                                {QStringLiteral("result"), QString::fromStdString(c.result)},
                                {QStringLiteral("resultWord"), checkResult(c.result)},
                                {QStringLiteral("detail"), format::worded(c.detail)},
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
