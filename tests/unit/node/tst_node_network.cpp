// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/network_place.h"
#include "service_test.h"

#include <algorithm>

using namespace hearth;
using namespace hearth::test;

/// What a running home tells of its network and of what its operator has at stake.
class NodeNetwork : public ServiceTest {
    Q_OBJECT
private slots:
    void init() { make_node(); }
    void cleanup() { m_node.reset(); }

    void aHomeAloneTellsThatItIsAndWhatAnInvitationWouldMean() {
        m_node->start();
        const auto network = must(m_node->node().network());
        QCOMPARE(network.mode, std::string("solo"));
        QVERIFY(network.chain.starts_with("hearth-solo-"));
        QVERIFY(network.validators.empty() && network.links.empty() && network.genesis.empty());
        QVERIFY(std::find(network.roles.begin(), network.roles.end(), "executor") != network.roles.end());
        QVERIFY(network.last_block_at && network.height > 0);
        QVERIFY(network.trouble.empty());
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-elsewhere";
        std::vector<ledger::ChainValidator> founders;
        for (int i = 0; i < 3; ++i)
            founders.push_back({core::SigningKey::generate().public_key(), 10, core::random_hash(), 0});
        const auto chain = ledger::ChainGenesis::from(genesis, 60'000'000'000, founders);
        ledger::Invitation invitation{
            chain.encode(), {"ab@10.0.0.7:26656"}, {std::string(64, 'c') + "@10.0.0.8:26670"}, false, {}};
        const auto seen = must(m_node->node().examine_invitation(" " + invitation.text() + "\n"));
        QCOMPARE(seen.chain, std::string("hearth-elsewhere"));
        QCOMPARE(seen.genesis, chain.hash().hex());
        QCOMPARE(seen.validators, std::uint64_t{3});
        QCOMPARE(seen.seeds, invitation.peers);
        QCOMPARE(seen.gateways, invitation.gateways);
        QCOMPARE(seen.obstacle.empty(), ledger::CometLedger::is_built()); // its own ledger is put aside
        QCOMPARE(m_node->node().examine_invitation("hearth-network-1.AAAA").error().code, core::Code::corrupt);
        QVERIFY(!ledger::NetworkPlace::is_there(core::Home{home()})); // looking changed nothing
    }

    void theOperatorStakesWhatItHas() {
        m_node->start();
        control::GovernanceAct stake;
        stake.act = "stake";
        stake.amount = "1000000000";
        QCOMPARE(m_node->node().govern(stake).error().code, core::Code::refused);
        const auto before = must(m_node->node().governance());
        must(m_node->node().send_money(before.account, "2"));
        const auto receipt = must(m_node->node().govern(stake));
        QCOMPARE(receipt.account, before.account);
        QVERIFY2(receipt.sentence.find("1.0 EMB more are at stake") != std::string::npos, receipt.sentence.c_str());
        const auto after = must(m_node->node().governance());
        QCOMPARE(after.stakes.at(0).stake, std::string("1000000000"));
        QVERIFY(after.stakes.at(0).present);
        QCOMPARE(after.balance, std::string("1000000000"));
        QVERIFY(after.epoch_length && *after.epoch_length > 0);
    }
};

QTEST_GUILESS_MAIN(NodeNetwork)
#include "tst_node_network.moc"
