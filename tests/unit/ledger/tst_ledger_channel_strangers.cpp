// SPDX-License-Identifier: Apache-2.0
#include "channel_world.h"
#include "full_run.h"

#include <random>

using namespace hearth;
using namespace hearth::ledger;
using world::key_of;

namespace {

constexpr std::size_t people = 4;

/// Few people who pay each other through channels, try everything that bytes allow, and answer for validators. It keeps
/// its own books of what was really signed.
class Bazaar {
public:
    explicit Bazaar(std::uint64_t seed) : m_random(seed) {
        for (const char* name : {"caller", "payee", "other", "fourth"})
            m_keys.push_back(key_of(name));
        for (std::size_t i = 0; i < 2; ++i) {
            m_nodes.push_back(key_of("node " + std::to_string(i)));
            const core::SigningKey& owner = m_keys[i];
            bool done = bool(m_machine.run(owner, world::World::registration(m_nodes[i], owner)));
            done = done && m_machine.run(owner, Stake{m_nodes[i].public_key(), core::Amount::from_units(50'000)});
            done = done && m_machine.run(owner, BondValidator::certified(validator(i), m_nodes[i].public_key(),
                                                                         world::chain, owner.public_key()));
            if (!done) qFatal("the bazaar could not be prepared");
        }
    }

    /// Empty, or what was broken.
    QString step() {
        const std::size_t turn = below(14);
        if (turn == 0) {
            m_machine.end_until(m_machine.context.epoch, world::hash_of(std::to_string(m_random())));
            forget_ended();
            return sentence(m_machine.state.check_totals());
        }
        if (turn == 2) return announce();
        if (turn == 3) return let_out();
        return turn == 1 ? accuse() : trade();
    }
    QString whole() const { return sentence(m_machine.state.check_conservation()); }
    bool happened(EventKind kind) const { return m_machine.happened(kind); }
    int passed() const { return m_passed; }
    int refused() const { return m_refused; }

private:
    struct Books {
        std::size_t payer = 0, payee = 0;
        std::uint64_t signed_away = 0; ///< the most that a real voucher says
        std::uint64_t paid = 0;
    };

    static core::SigningKey validator(std::size_t i) { return key_of("validator " + std::to_string(i)); }
    static QString sentence(const core::Status& status) {
        return status ? QString() : QString::fromStdString(status.error().message);
    }
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    core::Amount some(std::uint64_t most) { return core::Amount::from_units(below(most)); }
    std::uint64_t worth(std::size_t who) const { return m_machine.balance(m_keys[who].public_key()); }
    const Channel* channel(const core::ChannelId& id) const { return m_machine.channel(id); }

    /// A node's words are its own or its operator's, and of a form that others can read.
    QString announce() {
        const core::SigningKey& node = m_nodes[below(m_nodes.size())];
        const core::SigningKey& sender = below(3) == 0 ? node : m_keys[below(people)];
        AnnounceNode said{node.public_key(), static_cast<std::uint32_t>(below(80)), {}};
        for (std::size_t i = below(6); i > 0; --i)
            said.addresses.push_back(below(9) == 0 ? std::string(below(200), 'a') : "a:" + std::to_string(below(9)));
        const AnnouncementKey key{node.public_key()};
        const Announcement* held = m_machine.state.tables().announcements().get(key);
        const std::optional<Announcement> before = held != nullptr ? std::optional(*held) : std::nullopt;
        const bool done = bool(m_machine.run(sender, said));
        forget_ended();
        ++(done ? m_passed : m_refused);
        held = m_machine.state.tables().announcements().get(key);
        const std::optional<Announcement> now = held != nullptr ? std::optional(*held) : std::nullopt;
        const core::PublicKey& owner = m_machine.state.node(node.public_key())->operator_key;
        if (now != before && (!done || !check_announced(said))) return "a refused announcement changed something";
        if (done && sender.public_key() != owner && sender.public_key() != key.node) return "a stranger announced";
        if (done && now != Announcement{said.roles, said.addresses}) return "an announcement says something else";
        return sentence(m_machine.state.check_totals());
    }
    /// Only the validator's own signature opens its jail, after its time, and once.
    QString let_out() {
        const std::size_t who = below(3), signer = below(4) == 0 ? below(3) : who;
        const core::SigningKey& sender = m_keys[below(people)];
        const Jail* held = m_machine.state.tables().jails().get({validator(who).public_key()});
        const std::optional<Jail> jail = held != nullptr ? std::optional(*held) : std::nullopt;
        const core::Height named = jail && below(4) != 0 ? jail->height : below(9);
        UnjailValidator asks = UnjailValidator::certified(validator(signer), world::chain, sender.public_key(), named);
        asks.validator = validator(who).public_key();
        const core::Epoch now = m_machine.context.epoch;
        const bool done = bool(m_machine.run(sender, asks));
        forget_ended();
        ++(done ? m_passed : m_refused);
        const bool rightly = jail && signer == who && named == jail->height && now >= jail->until;
        if (done && !rightly) return "a jail opened that should not";
        if (jail && done == (m_machine.state.tables().jails().get({asks.validator}) != nullptr))
            return "a jail is not as its message says";
        return sentence(m_machine.state.check_totals());
    }

    /// Whoever is named loses at most what answers for it, and nobody else anything.
    QString accuse() {
        const std::size_t who = below(3); // the third one answers with nothing
        std::vector<std::uint64_t> before;
        for (const core::SigningKey& node : m_nodes)
            before.push_back(m_machine.state.node(node.public_key())->answerable().units());
        static constexpr OffenceKind kinds[] = {OffenceKind::duplicate_vote, OffenceKind::light_client_attack,
                                                OffenceKind::absence, OffenceKind::absence, OffenceKind::absence};
        const OffenceKey what{validator(who).public_key(), below(3), kinds[below(5)]};
        const Tables& tables = m_machine.state.tables();
        const bool known = what.kind == OffenceKind::absence ? tables.jails().get({what.validator}) != nullptr
                                                             : tables.offences().get(what) != nullptr;
        m_machine.begin_block();
        m_machine.state.punish({what}, m_machine.context, m_machine.events);
        forget_ended();
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            const std::uint64_t now = m_machine.state.node(m_nodes[i].public_key())->answerable().units();
            if (now > before[i]) return "a penalty gave a stake more";
            if (now < before[i] && (i != who || known)) return "a penalty took from another one, or twice";
        }
        return sentence(m_machine.state.check_totals());
    }

    QString trade() {
        std::size_t who = below(people);
        m_channel = {};
        m_signed = 0;
        Message tried = message(who);
        const bool opens = std::holds_alternative<OpenChannel>(tried);
        const core::PublicKey payee = opens ? std::get<OpenChannel>(tried).payee : core::PublicKey{};
        const std::uint64_t sequence = m_machine.state.account(m_keys[who].public_key()) != nullptr
                                           ? m_machine.state.account(m_keys[who].public_key())->sequence
                                           : 0;
        m_machine.begin_block();
        forget_ended(); // what a payer closed earlier
        std::vector<std::uint64_t> before;
        for (std::size_t i = 0; i < people; ++i)
            before.push_back(worth(i));
        const bool done = bool(m_machine.state.apply(world::sign(m_machine.state, m_keys[who], std::move(tried)),
                                                     m_machine.context, m_machine.events));
        ++(done ? m_passed : m_refused);
        if (done && opens)
            for (std::size_t i = 0; i < people; ++i)
                if (m_keys[i].public_key() == payee)
                    m_books[channel_id(m_keys[who].public_key(), sequence)] = {who, i, 0, 0};
        for (std::size_t i = 0; i < people; ++i)
            if (i != who && worth(i) < before[i]) return "another one's money moved";
        const QString broken = compare(who, before);
        return broken.isEmpty() ? sentence(m_machine.state.check_totals()) : broken;
    }

    /// No channel has paid more than was signed for it, and only the parties have moved it.
    QString compare(std::size_t who, const std::vector<std::uint64_t>& before) {
        for (auto at = m_books.begin(); at != m_books.end();) {
            Books& books = at->second;
            const Channel* now = channel(at->first);
            if (now == nullptr) {
                if (who != books.payer && who != books.payee) return "a stranger ended a channel";
                const std::uint64_t gained = worth(books.payee) - before[books.payee];
                const std::uint64_t most = std::max(books.signed_away, books.paid);
                if (who == books.payee && gained > most - books.paid) {
                    // What was left and went to the payer is not the payee's.
                    return "a payee took more than was signed";
                }
                if (who == books.payer && (at->first != m_channel || m_signed == 0)) return "a payer left at once";
                at = m_books.erase(at);
                continue;
            }
            const std::uint64_t paid = now->paid.units();
            if (paid < books.paid) return "a channel paid less than before";
            if (paid > books.paid && (who != books.payee || paid > books.signed_away))
                return "a channel paid what nobody signed";
            books.paid = paid;
            ++at;
        }
        return {};
    }
    /// Of those that ended by themselves.
    void forget_ended() {
        std::erase_if(m_books, [&](const auto& entry) { return channel(entry.first) == nullptr; });
    }

    core::ChannelId some_channel() {
        if (m_books.empty()) return core::id_cast<core::ChannelId>(world::hash_of("none"));
        auto at = m_books.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(below(m_books.size())));
        return at->first;
    }

    Message message(std::size_t& who) {
        const std::size_t kind = below(8);
        if (kind < 2)
            return OpenChannel{m_keys[below(people)].public_key(), some(5'000), m_machine.context.epoch + below(4)};
        m_channel = some_channel();
        const auto books = m_books.find(m_channel);
        const bool rightly = books != m_books.end() && below(4) != 0;
        if (kind == 2) {
            if (rightly) who = books->second.payer;
            return TopUpChannel{m_channel, some(3'000)};
        }
        if (kind < 6) {
            if (rightly) who = books->second.payee;
            const Voucher v = voucher();
            return RedeemVoucher{v.channel, v.amount, v.signature};
        }
        CloseChannel close{m_channel, {}};
        if (below(2) == 0) return close;
        if (rightly) who = below(2) == 0 ? books->second.payee : books->second.payer;
        if (books != m_books.end() && who == books->second.payer) return agreed(books->second);
        const Voucher v = voucher();
        close.last = CloseChannel::Last{v.amount, v.signature};
        return close;
    }
    /// By the payer and noted, or by somebody else, for another channel or another chain.
    Voucher voucher() {
        const auto books = m_books.find(m_channel);
        const core::Amount amount = some(8'000);
        if (books != m_books.end() && below(3) != 0) {
            books->second.signed_away = std::max(books->second.signed_away, amount.units());
            return Voucher::sign(world::chain, m_channel, amount, m_keys[books->second.payer]);
        }
        const core::SigningKey& forger = m_keys[below(people)];
        Voucher forged = Voucher::sign(below(2) == 0 ? "another" : world::chain, some_channel(), amount, forger);
        const auto named = m_books.find(forged.channel);
        if (named != m_books.end() && forged.signed_by(m_keys[named->second.payer].public_key()) &&
            forged.chain_id == world::chain)
            named->second.signed_away = std::max(named->second.signed_away, amount.units());
        return forged;
    }
    Message agreed(const Books& books) {
        const core::Amount amount = some(5'000);
        const std::size_t signer = below(3) != 0 ? books.payee : below(people);
        if (signer == books.payee) m_signed = 1;
        const Channel* channel = m_machine.channel(m_channel);
        const core::Amount paid = channel != nullptr ? channel->paid : core::Amount();
        const core::Hash digest = agreement_digest(world::chain, m_channel, amount, paid);
        return CloseChannel{m_channel, CloseChannel::Last{amount, m_keys[signer].sign(digest.view())}};
    }

    std::mt19937_64 m_random;
    world::Channels m_machine{
        {{"channel.challenge_blocks", 3}, {"stake.unbonding_epochs", 2}, {"downtime.jail_epochs", 1}}};
    std::vector<core::SigningKey> m_keys, m_nodes;
    std::map<core::ChannelId, Books> m_books;
    core::ChannelId m_channel;  ///< of the message that was just made
    std::uint64_t m_signed = 0; ///< the payee has agreed to it
    int m_passed = 0, m_refused = 0;
};

} // namespace

class TestChannelStrangers : public QObject {
    Q_OBJECT
private slots:
    void nobodyPaysMoreThanItSigned();
};

void TestChannelStrangers::nobodyPaysMoreThanItSigned() {
    const int sequences = test::sampled(150, 3'000);
    int passed = 0, refused = 0;
    std::map<EventKind, int> happened;
    for (int sequence = 0; sequence < sequences; ++sequence) {
        Bazaar bazaar(static_cast<std::uint64_t>(sequence));
        for (int i = 0; i < 50; ++i) {
            const QString broken = bazaar.step();
            QVERIFY2(broken.isEmpty(),
                     qPrintable(QString("sequence %1, step %2: %3").arg(sequence).arg(i).arg(broken)));
        }
        const QString broken = bazaar.whole();
        QVERIFY2(broken.isEmpty(), qPrintable(QString("sequence %1: %2").arg(sequence).arg(broken)));
        for (const EventKind kind : {EventKind::channel_opened, EventKind::channel_topped_up, EventKind::channel_paid,
                                     EventKind::channel_closing, EventKind::channel_closed, EventKind::jailed,
                                     EventKind::slashed, EventKind::unjailed})
            happened[kind] += bazaar.happened(kind);
        passed += bazaar.passed();
        refused += bazaar.refused();
    }
    QVERIFY2(passed > sequences * 5 && refused > sequences * 5,
             qPrintable(QString("%1 passed, %2 refused").arg(passed).arg(refused)));
    for (const auto& [kind, count] : happened)
        QVERIFY2(count > sequences / 10,
                 qPrintable(QString("event %1 in %2 sequences").arg(static_cast<int>(kind)).arg(count)));
}

QTEST_GUILESS_MAIN(TestChannelStrangers)
#include "tst_ledger_channel_strangers.moc"
