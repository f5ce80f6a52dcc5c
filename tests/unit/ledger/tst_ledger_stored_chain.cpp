// SPDX-License-Identifier: Apache-2.0
#include "tape.h"

#include <fstream>

using namespace hearth;
using namespace hearth::ledger;
using nlohmann::json;
using world::Channels;
using world::key_of;
using world::Tape;

/// vectors/ledger/fifth_rules.json and its neighbours: a genesis and what a Tape holds, as the program made them that
/// knew no later rules. What a chain did it does again, for ever. A file that is missing is made by this program with
/// HEARTH_WRITE_VECTORS=1, while its newest rules are the writer's, and never over one that is there.
namespace {

constexpr std::uint64_t deposit = 1'000'000;

/// A node, an answer, channels, a proposal.
struct Everyday : Tape {
    core::SigningKey validator = key_of("validator");

    using Tape::Tape;
    static Genesis genesis(std::uint64_t rules) {
        return Channels::genesis({{"audit.new_ppm", 1'000'000}, {"gov.deposit", 1'000}}, rules);
    }
    void live() override {
        nodes();
        answer();
        channels();
        governance();
        for (int i = 0; i < 8; ++i)
            end_epoch();
    }
    core::ChannelId open_channel(const core::PublicKey& to) {
        const core::ChannelId id = channel_id(payer.public_key(), state.account(payer.public_key())->sequence);
        must(payer, OpenChannel{to, units(deposit), 40});
        return id;
    }

    void nodes() {
        must(payer, Transfer{owner.public_key(), units(deposit)});
        must(payer, Transfer{node.public_key(), units(deposit)});
        RegisterNode certificate = world::World().registration();
        certificate.certified_until = 30;
        must(owner, certificate);
        must(node, world::World().offer());
        must(owner, Stake{node.public_key(), units(400'000)});
        must(owner, Unstake{node.public_key(), units(1'000)});
        must_not(owner, Unstake{node.public_key(), units(1'000'000)});
        must(owner, BondValidator::certified(validator, node.public_key(), world::chain, owner.public_key()));
    }
    void answer() {
        must(payer, world::World().escrow("a"));
        must(payer, world::World().escrow("left", 5'000, 3));
        must(node, world.settlement(world.receipt("a")));
        end_epoch();
        const core::ReceiptId id = world.receipt_id("a");
        must(node, PostVerdict{id, proof::Level::statistical, true, 20, 20});
        must(node, PostEpochRoot{0, id_root(id), 1, std::nullopt});
    }
    static core::Hash id_root(const core::ReceiptId& id) { return world::hash_of(id.hex()); }
    void channels() {
        const core::ChannelId paid = open_channel(payee.public_key()), left = open_channel(other.public_key());
        must(payer, TopUpChannel{paid, units(500)});
        must(payee, redemption(voucher(paid, 2'000)));
        must_not(payee, redemption(voucher(paid, 2'000)));
        must(payee, redemption(voucher(paid, 3'500)));
        must(payer, agreed(paid, 4'000, payee));
        must(payer, CloseChannel{left, std::nullopt});
        must(other, redemption(voucher(left, 700))); // contested in time
        const core::ChannelId of_node = open_channel(node.public_key());
        if (state.rules() < answering_rules) return must(node, redemption(voucher(of_node, 900)));
        must_not(node, redemption(voucher(of_node, 900)));
        SettleByVoucher message{of_node, units(3'000), voucher(of_node, 3'000).signature, {}};
        for (const char* name : {"b", "c", "d"}) {
            proof::Receipt receipt = world::World().receipt(name);
            receipt.escrow_id = escrow_of(of_node);
            receipt.height = channel(of_node)->height;
            receipt.price = units(1'000);
            message.signed_receipts.push_back(proof::SignedReceipt::sign(receipt, node).encode());
        }
        must(node, message);
        must_not(node, message);
        must(node, PostEpochRoot{1, world::hash_of("root"), 3, LogAnchor{9, world::hash_of("log")}});
    }
    void governance() {
        must(owner, SubmitProposal{"Later", ChangeParameters{{{"vesting.epochs", 3}}}});
        must(owner, DelegateVotes{payee.public_key()});
        must_not(other, CastVote{7, Choice::yes});
        RegisterNode next = world::World::registration(key_of("next"), owner);
        next.replaces = node.public_key();
        must(owner, next);
        must_not(payer, world::World().escrow("late"));
    }
};

/// What the seventh rules brought: auditors who are paid, a subsidy, and a wrong answer that costs stake; and the
/// messages that everyday life has none of.
struct Audits : Tape {
    const std::vector<std::string> strangers{"ann", "ben", "cleo", "dan", "eve"};
    core::SigningKey guardian = key_of("guardian");

    using Tape::Tape;
    static Genesis genesis(std::uint64_t rules) {
        Genesis made = Channels::genesis({{"audit.new_ppm", 1'000'000},
                                          {"audit.self_allowed", 0},
                                          {"dispute.jurors", 3},
                                          {"vesting.epochs", 2},
                                          {"subsidy.rate_ppm", 20'000},
                                          {"gov.deposit", 1'000},
                                          {"gov.delay_epochs", 1},
                                          {"gov.voting_epochs", 4},
                                          {"gov.late_epochs", 2},
                                          {"gov.timelock_epochs", 2},
                                          {"gov.long_timelock_epochs", 3}},
                                         rules);
        made.guardian = key_of("guardian").public_key();
        return made;
    }
    void live() override {
        nodes();
        all_say(answered("right"), proof::Level::statistical, true);
        for (int i = 0; i < 4; ++i)
            end_epoch(); // it is paid
        const core::ReceiptId bad = answered("wrong");
        for (int round = 0; round < 2; ++round) {
            all_say(bad, proof::Level::none, false);
            end_epoch();
        }
        governance();
        for (int i = 0; i < 8; ++i)
            end_epoch();
        for (const EventKind kind : {EventKind::audit_paid, EventKind::minted, EventKind::paid, EventKind::disputed,
                                     EventKind::lost, EventKind::slashed, EventKind::voted, EventKind::cancelled})
            if (!happened(kind) && wrong.empty()) wrong = "no event of kind " + std::to_string(static_cast<int>(kind));
    }
    void nodes() {
        for (const core::SigningKey* key : {&owner, &node, &guardian})
            must(payer, Transfer{key->public_key(), units(deposit)});
        must(owner, world::World::registration(node, owner));
        must(node, world::World().offer());
        must(owner, Stake{node.public_key(), units(400'000)});
        for (const std::string& name : strangers) {
            must(payer, Transfer{key_of(name).public_key(), units(10'000)});
            must(key_of(name), world::World::registration(key_of(name + "'s node"), key_of(name)));
        }
    }
    core::ReceiptId answered(const std::string& name) {
        must(payer, world.escrow(name));
        must(node, world.settlement(world.receipt(name)));
        end_epoch();
        return world.receipt_id(name);
    }
    /// Whoever comes after it is decided is refused.
    void all_say(const core::ReceiptId& id, proof::Level level, bool passed) {
        const PostVerdict verdict{id, level, passed, 20, passed ? 20U : 3U};
        for (const std::string& name : strangers) {
            const Reward* reward = state.reward(id);
            if (reward == nullptr || waiting_duty(*reward, key_of(name + "'s node").public_key()) == nullptr) continue;
            if (reward->state == RewardState::pending || reward->state == RewardState::disputed)
                must(key_of(name), verdict);
            else
                must_not(key_of(name), verdict);
        }
    }
    void governance() {
        must(payer, world.escrow("not answered"));
        must(node, CancelEscrow{world::World::escrow_id("not answered")});
        must(owner, SubmitProposal{"Later", ChangeParameters{{{"vesting.epochs", 3}}}});
        must(owner, SubmitProposal{"Words", Statement{"Words"}});
        must(guardian, CancelProposal{2});
        end_epoch();
        must(owner, CastVote{1, Choice::yes});
    }
};

struct Stored {
    const char* name; ///< of the file
    std::uint64_t rules;
    std::uint64_t writer; ///< newest rules of the program that wrote it
    Genesis (*genesis)(std::uint64_t rules);
    std::unique_ptr<Tape> (*life)(const Genesis& from);
};

template <typename Life>
std::unique_ptr<Tape> life_of(const Genesis& from) {
    return std::make_unique<Life>(from);
}

constexpr Stored all_stored[] = {{"fifth_rules", 5, 6, Everyday::genesis, life_of<Everyday>},
                                 {"sixth_rules", 6, 6, Everyday::genesis, life_of<Everyday>},
                                 {"seventh_rules", 7, 7, Everyday::genesis, life_of<Everyday>},
                                 {"seventh_audits", 7, 7, Audits::genesis, life_of<Audits>}};

std::string file_of(const Stored& stored) {
    return std::string(HEARTH_VECTORS_DIR) + "/ledger/" + stored.name + ".json";
}

json read(const std::string& file) {
    std::ifstream in(file);
    return json::parse(in, nullptr, false);
}

core::Bytes bytes(const json& hex) {
    return core::from_hex(hex.get<std::string>()).value();
}

core::Result<Genesis> genesis_of(const json& stored) {
    HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(bytes(stored["genesis"])));
    return Genesis::from_cbor(value);
}

/// One block again; empty, or what differs.
QString differs(State& state, const json& block, std::vector<LedgerEvent>& events) {
    BlockContext context{world::chain, block["height"].get<core::Height>(), block["epoch"].get<core::Epoch>(),
                         block["time"].get<core::Nanoseconds>(),
                         core::Hash::parse(block["beacon"].get<std::string>()).value()};
    state.begin_block(context, events);
    if (block.contains("ends")) {
        const auto last = block["ends"].get<core::Epoch>();
        context.epoch = last + 1;
        state.end_epoch(last, context, events);
    }
    for (std::size_t i = 0; i < block["transactions"].size(); ++i) {
        const auto tx = SignedTransaction::decode(bytes(block["transactions"][i]));
        if (!tx) return QStringLiteral("a transaction is not read any more");
        if (state.apply(*tx, context, events).ok() != block["passed"][i].get<bool>())
            return QStringLiteral("a transaction passes, or not, as it did not");
    }
    if (state.app_hash().hex() != block["app_hash"].get<std::string>()) return QStringLiteral("the app hash differs");
    return {};
}

} // namespace

class TestStoredChain : public QObject {
    Q_OBJECT
private slots:
    void whatAChainDidItDoesAgain_data();
    void whatAChainDidItDoesAgain();
    void aChainThatIsMadeTodayIsTheSame_data() { whatAChainDidItDoesAgain_data(); }
    void aChainThatIsMadeTodayIsTheSame();
};

void TestStoredChain::whatAChainDidItDoesAgain_data() {
    QTest::addColumn<int>("which");
    for (int which = 0; which < static_cast<int>(std::size(all_stored)); ++which) {
        const Stored& one = all_stored[which];
        QTest::newRow(one.name) << which;
        const std::string file = file_of(one);
        if (!qEnvironmentVariableIsSet("HEARTH_WRITE_VECTORS") || std::ifstream(file).good()) continue;
        if (present_rules > one.writer)
            qFatal("%s is written by a program whose newest rules are of version %d, and by no later one: take the "
                   "file from where it was kept",
                   file.c_str(), static_cast<int>(one.writer));
        const auto tape = one.life(one.genesis(one.rules));
        const json made = tape->made();
        if (!tape->wrong.empty()) qFatal("not the chain that was meant: %s", tape->wrong.c_str());
        std::ofstream(file) << made.dump(1) << '\n';
        qInfo("wrote %s", file.c_str());
    }
}

void TestStoredChain::whatAChainDidItDoesAgain() {
    QFETCH(int, which);
    const Stored& one = all_stored[which];
    const json stored = read(file_of(one));
    QVERIFY2(stored.is_object(), "the stored chain is missing: run this test once with HEARTH_WRITE_VECTORS=1");
    QCOMPARE(stored["rules"].get<std::uint64_t>(), one.rules);
    const auto genesis = genesis_of(stored);
    QVERIFY2(genesis.ok(), genesis ? "" : genesis.error().message.c_str());
    State state(*genesis);
    QCOMPARE(state.rules(), one.rules);
    std::vector<LedgerEvent> events;
    QVERIFY(stored["blocks"].size() > 30);
    for (const json& block : stored["blocks"])
        QCOMPARE(QString::number(block["height"].get<int>()) + ": " + differs(state, block, events),
                 QString::number(block["height"].get<int>()) + ": ");
    QCOMPARE(Tape::encoded(state), stored["state"].get<std::string>());
    QVERIFY(state.check_conservation());
    // And it goes on under today's.
    while (state.rules() < present_rules)
        QVERIFY(state.upgrade(state.rules() + 1, stored["blocks"].back()["epoch"].get<core::Epoch>()));
    QVERIFY(state.check_conservation());
}

/// Not only replayed: what is signed, in the same places, has the same bytes.
void TestStoredChain::aChainThatIsMadeTodayIsTheSame() {
    QFETCH(int, which);
    const json stored = read(file_of(all_stored[which]));
    QVERIFY(stored.is_object());
    const auto genesis = genesis_of(stored);
    QVERIFY(genesis.ok());
    const auto tape = all_stored[which].life(*genesis); // of what is stored: later rules have more parameters
    const json made = tape->made();
    QVERIFY2(tape->wrong.empty(), tape->wrong.c_str());
    QCOMPARE(made["blocks"].size(), stored["blocks"].size());
    for (std::size_t i = 0; i < stored["blocks"].size(); ++i)
        QCOMPARE(made["blocks"][i].dump(), stored["blocks"][i].dump());
}

QTEST_GUILESS_MAIN(TestStoredChain)
#include "tst_ledger_stored_chain.moc"
