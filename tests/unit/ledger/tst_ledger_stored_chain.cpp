// SPDX-License-Identifier: Apache-2.0
#include "channel_world.h"
#include "core/cbor.h"

#include <fstream>
#include <nlohmann/json.hpp>

using namespace hearth;
using namespace hearth::ledger;
using nlohmann::json;
using world::Channels;
using world::key_of;

/// vectors/ledger/fifth_rules.json and sixth_rules.json: a genesis, every block's place, transactions and whether each
/// passed, and the app hash after it, as the program made them that knew no later rules. What a chain did it does
/// again, for ever. A file that is missing is made by this program with HEARTH_WRITE_VECTORS=1, while its newest rules
/// are the sixth, and never over one that is there.
namespace {

constexpr std::uint64_t fee = 10, deposit = 1'000'000, sixth_rules = 6;

std::string file_of(std::uint64_t rules) {
    return std::string(HEARTH_VECTORS_DIR) + "/ledger/" + (rules == 5 ? "fifth" : "sixth") + "_rules.json";
}

std::string encoded(const State& state) {
    return core::sha256(core::cbor::encode(state.to_cbor())).hex();
}

/// A chain that is written down while it is made.
struct Tape : Channels {
    core::SigningKey owner = key_of("owner"), node = key_of("node"), validator = key_of("validator");
    json blocks = json::array();
    std::string wrong; ///< the first transaction that passed, or not, against what was meant

    static std::map<std::string, std::uint64_t> numbers() {
        return {{"audit.new_ppm", 1'000'000}, {"gov.deposit", 1'000}};
    }
    explicit Tape(std::uint64_t rules) : Channels(numbers(), rules) {}

    void open_block() {
        begin_block();
        context.time = static_cast<core::Nanoseconds>(context.height) * core::second;
        blocks.push_back({{"height", context.height},
                          {"epoch", context.epoch},
                          {"time", context.time},
                          {"beacon", context.beacon.hex()},
                          {"transactions", json::array()},
                          {"passed", json::array()}});
    }
    void close_block() { blocks.back()["app_hash"] = state.app_hash().hex(); }
    core::Status send(const core::SigningKey& key, Message message) {
        open_block();
        const auto* escrow = std::get_if<OpenEscrow>(&message);
        const std::optional<core::EscrowId> id = escrow ? std::optional(escrow->escrow_id) : std::nullopt;
        const SignedTransaction tx = world::sign(state, key, std::move(message), fee);
        const core::Status passed = state.apply(tx, context, events);
        if (passed && id) world.opened[*id] = context.height;
        blocks.back()["transactions"].push_back(core::to_hex(tx.encode()));
        blocks.back()["passed"].push_back(passed.ok());
        close_block();
        return passed;
    }
    void must(const core::SigningKey& key, const Message& message) {
        const core::Status passed = send(key, message);
        if (!passed && wrong.empty()) wrong = std::string(name_of(message)) + ": " + passed.error().message;
    }
    void must_not(const core::SigningKey& key, const Message& message) {
        if (send(key, message) && wrong.empty()) wrong = std::string(name_of(message)) + " passed";
    }
    void end_epoch() {
        open_block();
        blocks.back()["ends"] = context.epoch;
        const core::Epoch last = context.epoch++;
        state.end_epoch(last, context, events);
        close_block();
        open_block(); // draws
        close_block();
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
    json made() {
        const json founding = core::to_hex(core::cbor::encode(Channels::genesis(numbers(), state.rules()).to_cbor()));
        nodes();
        answer();
        channels();
        governance();
        for (int i = 0; i < 8; ++i)
            end_epoch();
        return {{"rules", state.rules()}, {"genesis", founding}, {"blocks", blocks}, {"state", encoded(state)}};
    }
};

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
    QTest::addColumn<quint64>("rules");
    for (const quint64 rules : {quint64{5}, quint64{6}}) {
        QTest::newRow(rules == 5 ? "fifth rules" : "sixth rules") << rules;
        const std::string file = file_of(rules);
        if (!qEnvironmentVariableIsSet("HEARTH_WRITE_VECTORS") || std::ifstream(file).good()) continue;
        if (present_rules > sixth_rules)
            qFatal(
                "a stored chain is written by the program whose newest rules are the sixth, and by no later one: take "
                "the file from where it was kept");
        Tape tape(rules);
        const json made = tape.made();
        if (!tape.wrong.empty()) qFatal("not the chain that was meant: %s", tape.wrong.c_str());
        std::ofstream(file) << made.dump(1) << '\n';
        qInfo("wrote %s", file.c_str());
    }
}

void TestStoredChain::whatAChainDidItDoesAgain() {
    QFETCH(quint64, rules);
    const json stored = read(file_of(rules));
    QVERIFY2(stored.is_object(), "the stored chain is missing: run this test once with HEARTH_WRITE_VECTORS=1");
    QCOMPARE(stored["rules"].get<quint64>(), rules);
    const auto genesis = genesis_of(stored);
    QVERIFY2(genesis.ok(), genesis ? "" : genesis.error().message.c_str());
    State state(*genesis);
    QCOMPARE(state.rules(), rules);
    std::vector<LedgerEvent> events;
    QVERIFY(stored["blocks"].size() > 30);
    for (const json& block : stored["blocks"])
        QCOMPARE(QString::number(block["height"].get<int>()) + ": " + differs(state, block, events),
                 QString::number(block["height"].get<int>()) + ": ");
    QCOMPARE(encoded(state), stored["state"].get<std::string>());
    QVERIFY(state.check_conservation());
    // And it goes on under today's.
    while (state.rules() < present_rules)
        QVERIFY(state.upgrade(state.rules() + 1, stored["blocks"].back()["epoch"].get<core::Epoch>()));
    QVERIFY(state.check_conservation());
}

/// Not only replayed: what is signed, in the same places, has the same bytes.
void TestStoredChain::aChainThatIsMadeTodayIsTheSame() {
    QFETCH(quint64, rules);
    const json stored = read(file_of(rules));
    QVERIFY(stored.is_object());
    const auto genesis = genesis_of(stored);
    QVERIFY(genesis.ok());
    Tape tape(rules);
    tape.state = State(*genesis); // later rules have more parameters
    const json made = tape.made();
    QVERIFY2(tape.wrong.empty(), tape.wrong.c_str());
    QCOMPARE(made["blocks"].size(), stored["blocks"].size());
    for (std::size_t i = 0; i < stored["blocks"].size(); ++i)
        QCOMPARE(made["blocks"][i].dump(), stored["blocks"][i].dump());
}

QTEST_GUILESS_MAIN(TestStoredChain)
#include "tst_ledger_stored_chain.moc"
