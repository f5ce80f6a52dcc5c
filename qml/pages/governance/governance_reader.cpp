// SPDX-License-Identifier: Apache-2.0
#include "governance_reader.h"

#include "backend/format.h"
#include "backend/typed_amount.h"
#include "control/json.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

bool is_over(const control::ProposalView& p) {
    return p.state != control::ProposalState::voting && p.state != control::ProposalState::waiting &&
           p.state != control::ProposalState::queued;
}

/// Open votes before what waits for its vote or its effect, then whatever is nearer.
std::pair<int, std::uint64_t> urgency(const control::ProposalView& p) {
    if (p.state == control::ProposalState::voting) return {0, p.deadline_epoch};
    if (p.state == control::ProposalState::waiting) return {1, p.starts_epoch};
    return {2, p.executes_epoch.value_or(p.deadline_epoch)};
}

} // namespace

GovernanceReader::GovernanceReader(QObject* parent) : NodeReader({QStringLiteral("governance")}, parent) {}

void GovernanceReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &GovernanceReader::follow);
    follow();
}

/// Deadlines come nearer as epochs pass.
void GovernanceReader::follow() {
    const auto& status = connection()->status();
    if (!status) return;
    if (const bool alone = status->mode == "solo"; alone != m_alone) {
        m_alone = alone;
        emit aloneChanged();
    }
    if (std::exchange(m_epoch, status->epoch) != status->epoch) request();
}

void GovernanceReader::read() {
    fetch([](control::Node& node) { return node.governance(); },
          [this](control::GovernanceView view) {
              m_view = std::move(view);
              sort();
          });
}

void GovernanceReader::sort() {
    std::vector<ProposalRow> open, over;
    for (const control::ProposalView& p : m_view.proposals)
        (is_over(p) ? over : open)
            .push_back({p, {m_view.epoch, m_view.epoch_length}, m_casts.value(p.id), control::to_json(p)});
    std::stable_sort(open.begin(), open.end(),
                     [](const ProposalRow& a, const ProposalRow& b) { return urgency(a.view) < urgency(b.view); });
    m_over_count = static_cast<int>(over.size());
    if (m_over_count > m_shown) over.resize(static_cast<std::size_t>(m_shown));
    m_open.replace(std::move(open));
    m_over.replace(std::move(over));
    emit viewChanged();
}

void GovernanceReader::setShown(int shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    sort();
}

bool GovernanceReader::knows(int proposal) const {
    return std::any_of(m_view.proposals.begin(), m_view.proposals.end(),
                       [&](const control::ProposalView& p) { return p.id == static_cast<std::uint64_t>(proposal); });
}

QString GovernanceReader::deposit() const {
    return loaded() || !m_view.deposit.empty() ? format::money(m_view.deposit) + QStringLiteral(" EMB") : QString();
}

QString GovernanceReader::staked() const {
    std::uint64_t sum = 0;
    for (const control::StakeView& each : m_view.stakes)
        if (const auto stake = core::Amount::parse_units(each.stake)) sum += stake->units();
    return format::money(std::to_string(sum)) + QStringLiteral(" EMB");
}

void GovernanceReader::vote(int proposal, const QString& choice) {
    const auto id = static_cast<std::uint64_t>(proposal);
    if (connection() == nullptr || m_casts.value(id).state == CastVote::State::sending) return;
    control::GovernanceAct act;
    act.act = "vote";
    act.proposal = id;
    act.choice = choice.toStdString();
    CastVote cast{
        CastVote::State::sending, choice, tr("Signed and sent; waiting for the block that holds it."), {}, {}};
    setCast(id, cast);
    connection()->run(
        this, [act](control::Node& node) { return node.govern(act); },
        [this, id, cast](const control::GovernanceReceipt& receipt) mutable {
            cast.state = CastVote::State::confirmed;
            cast.note = tr("Confirmed at height %1.").arg(format::count(receipt.height));
            cast.tx = QString::fromStdString(receipt.tx);
            cast.account = QString::fromStdString(receipt.account);
            setCast(id, cast);
            request();
        },
        [this, id, cast](const core::Error& error) mutable {
            cast.state = CastVote::State::failed;
            cast.note = explain(error);
            setCast(id, cast);
            request();
        });
}

void GovernanceReader::setCast(std::uint64_t proposal, const CastVote& cast) {
    m_casts[proposal] = cast;
    const int row = m_open.indexOf(std::to_string(proposal));
    m_open.edit(row, [&](ProposalRow& it) { it.cast = cast; });
}

void GovernanceReader::veto(int proposal) {
    if (connection() == nullptr || m_vetoing) return;
    control::GovernanceAct act;
    act.act = "veto";
    act.proposal = static_cast<std::uint64_t>(proposal);
    setVeto(true, {}, false);
    connection()->run(
        this, [act](control::Node& node) { return node.govern(act); },
        [this](const control::GovernanceReceipt& receipt) {
            setVeto(false, format::sentence(receipt.sentence), false);
            request();
        },
        [this](const core::Error& error) {
            setVeto(false, explain(error), true);
            request();
        });
}

void GovernanceReader::setVeto(bool vetoing, const QString& note, bool bad) {
    m_vetoing = vetoing;
    m_veto_note = note;
    m_veto_bad = bad;
    emit vetoChanged();
}

bool GovernanceReader::isAccount(const QString& text) {
    return core::PublicKey::parse(text.trimmed().toStdString()).ok();
}

void GovernanceReader::delegateTo(const QString& account) {
    if (connection() == nullptr || m_sending) return;
    control::GovernanceAct act;
    act.act = "delegate";
    if (const QString to = account.trimmed(); !to.isEmpty()) act.delegate = to.toStdString();
    send(act);
}

QString GovernanceReader::amountFault(const QString& amount) const {
    const auto sum = typed_amount(amount);
    if (!sum) return explain(sum.error());
    if (*sum == core::Amount()) return tr("That is nothing.");
    const auto there = core::Amount::parse_units(m_view.balance);
    return there && *sum > *there ? tr("The account has only %1.").arg(format::moneyExact(m_view.balance)) : QString();
}

QString GovernanceReader::amountInFull(const QString& amount) {
    const auto sum = typed_amount(amount);
    return sum ? format::moneyExact(sum->units_text()) : QString();
}

void GovernanceReader::stakeMore(const QString& amount) {
    const auto sum = typed_amount(amount);
    if (connection() == nullptr || m_sending || !sum || !amountFault(amount).isEmpty()) return;
    control::GovernanceAct act;
    act.act = "stake";
    act.amount = sum->units_text();
    send(act);
}

void GovernanceReader::send(const control::GovernanceAct& act) {
    setSending(true);
    setNote({});
    connection()->run(
        this, [act](control::Node& node) { return node.govern(act); },
        [this](const control::GovernanceReceipt& receipt) {
            setSending(false);
            setNote(format::sentence(receipt.sentence));
            request();
        },
        [this](const core::Error& error) {
            setSending(false);
            setNote(explain(error), true);
        });
}

void GovernanceReader::setSending(bool sending) {
    if (sending == m_sending) return;
    m_sending = sending;
    emit sendingChanged();
}

void GovernanceReader::setNote(const QString& note, bool bad) {
    if (note == m_note && bad == m_note_bad) return;
    m_note = note;
    m_note_bad = bad;
    emit noteChanged();
}

} // namespace hearth::desktop
