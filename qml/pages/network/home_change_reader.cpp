// SPDX-License-Identifier: Apache-2.0
#include "home_change_reader.h"

#include "backend/format.h"
#include "backend/progress_relay.h"
#include "core/recovery_words.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

/// Nothing of it stays where it was.
void wipe(std::string& text) {
    std::fill(text.begin(), text.end(), ' ');
    text.clear();
}

void wipe(std::vector<std::string>& words) {
    for (std::string& word : words)
        wipe(word);
    words.clear();
}

std::vector<std::string> words_in(const QString& text) {
    std::string plain = text.toStdString();
    std::vector<std::string> words = core::split_words(plain);
    wipe(plain);
    return words;
}

} // namespace

HomeChangeReader::HomeChangeReader(QObject* parent) : NodeReader({QStringLiteral("network")}, parent) {}

HomeChangeReader::~HomeChangeReader() {
    if (m_cancel) *m_cancel = true;
}

int HomeChangeReader::wordCount(const QString& words) {
    std::vector<std::string> list = words_in(words);
    const auto count = static_cast<int>(list.size());
    wipe(list);
    return count;
}

QString HomeChangeReader::wordsFault(const QString& words) {
    std::vector<std::string> list = words_in(words);
    QString fault;
    if (list.size() >= core::recovery_word_count) {
        if (const auto key = core::key_of_words(list); !key) fault = explain(key.error());
    } else {
        // The last one may be on its way.
        const bool ended = !words.isEmpty() && words.back().isSpace();
        const std::vector<std::string>& known = core::recovery_word_list();
        for (std::size_t i = 0; i + (ended ? 0 : 1) < list.size() && fault.isEmpty(); ++i)
            if (!std::binary_search(known.begin(), known.end(), list[i]))
                fault = tr("Word %1, “%2”, is none of the list.").arg(i + 1).arg(QString::fromStdString(list[i]));
    }
    wipe(list);
    return fault;
}

void HomeChangeReader::read() {
    fetch([](control::Node& node) { return node.home_change(); },
          [this](const control::HomeChange& change) { tell(change); });
}

void HomeChangeReader::tell(const control::HomeChange& change) {
    if (change.state == control::ChangeState::under_way) return setState(State::waiting);
    if (m_state == State::asking) return; // it is of another change
    const bool asked_here = m_state == State::waiting;
    if (change.state == control::ChangeState::failed) {
        setNote(format::worded(core::both(change.reason, change.repair)), QStringLiteral("bad"));
    } else if (asked_here && change.state == control::ChangeState::done) {
        const QString kept = QString::fromStdString(change.kept);
        setNote(kept.isEmpty() ? tr("It is done.") : tr("It is done. What was put aside lies in %1.").arg(kept),
                QStringLiteral("good"));
    } else if (asked_here) {
        setNote(tr("The service was started anew before it said what became of it. What is shown now holds."),
                QStringLiteral("info"));
    }
    setState(State::rest);
    if (asked_here && change.state == control::ChangeState::done) emit done(QString::fromStdString(change.kind));
}

void HomeChangeReader::lookAtHoldings() {
    m_holdings.clear();
    m_holdings_known = false;
    emit holdingsChanged();
    call([](control::Node& node) { return node.holdings(); },
         [this](const control::HoldingsView& has) {
             const auto money = [this](const QString& name, const std::string& units) {
                 if (units != "0")
                     m_holdings << QVariantMap{
                         {QStringLiteral("name"), name},
                         {QStringLiteral("value"), format::money(units) + QStringLiteral(" EMB")}};
             };
             m_holdings.clear();
             money(tr("In its accounts"), has.accounts);
             money(tr("Locked for answers"), has.escrows);
             money(tr("Set aside to pay with"), has.channels);
             money(tr("At stake"), has.stakes);
             money(tr("Deposits of proposals"), has.deposits);
             money(tr("Receipts under way"), has.rewards);
             const auto number = [this](const QString& name, const QString& value) {
                 m_holdings << QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("value"), value}};
             };
             if (has.earning_channels > 0) number(tr("Channels that pay it"), format::count(has.earning_channels));
             if (has.power > 0)
                 number(tr("Its part in the order of blocks"),
                        tr("%1 of %2").arg(format::count(has.power), format::count(has.all_power)));
             m_holdings_known = true;
             emit holdingsChanged();
         });
}

void HomeChangeReader::restore(const QString& words) {
    std::vector<std::string> list = words_in(words);
    ask(
        [list = std::move(list)](control::Node& node) mutable {
            auto answer = node.restore_operator(list);
            wipe(list);
            return answer;
        },
        false);
}

void HomeChangeReader::join(const QString& invitation) {
    if (working() || connection() == nullptr) return;
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    const auto progress =
        relayProgress(this, m_cancel, connection()->executor().stopFlag(), [this](const QString& stage, double) {
            m_stage = stage;
            emit workingChanged();
        });
    ask([text = invitation.toStdString(), progress](control::Node& node) { return node.join_network(text, progress); },
        true);
}

void HomeChangeReader::leave() {
    ask([](control::Node& node) { return node.leave_network(); }, false);
}

void HomeChangeReader::cancel() {
    if (m_cancel) *m_cancel = true;
}

void HomeChangeReader::ask(Call call, bool can_cancel) {
    if (working() || connection() == nullptr) return;
    if (!can_cancel) m_cancel.reset();
    m_stage.clear();
    setError({});
    setNote({}, {});
    setState(State::asking);
    connection()->run(
        this, std::move(call),
        [this](const control::HomeChange& change) {
            setState(State::waiting);
            if (connection() != nullptr) connection()->awaitRestart();
            tell(change);
            request(); // where it is done already
        },
        [this](const core::Error& error) {
            setState(State::rest);
            if (error.code != core::Code::cancelled) setError(explain(error));
        });
}

QString HomeChangeReader::progress() const {
    if (m_state == State::waiting) return tr("The service stands still for a moment; it goes on by itself.");
    return m_stage.isEmpty() ? tr("Asking the node") : m_stage;
}

void HomeChangeReader::setState(State state) {
    if (state == m_state) return;
    m_state = state;
    if (state != State::asking) m_cancel.reset();
    emit workingChanged();
}

void HomeChangeReader::setNote(const QString& note, const QString& tone) {
    if (note == m_note && tone == m_note_tone) return;
    m_note = note;
    m_note_tone = tone;
    emit noteChanged();
}

} // namespace hearth::desktop
