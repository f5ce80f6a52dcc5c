// SPDX-License-Identifier: Apache-2.0
#include "node/updates/pinned.h"
#include "test_node.h"
#include "update_stage.h"

#include <QFile>

using namespace hearth;
using namespace hearth::test;

/// A whole service that takes updates, as window and command line see it.
class NodeUpdateService : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<UpdateStage> m_stage;

    std::unique_ptr<node::Service> start(const std::string& key) const {
        node::ServiceOptions options = TestNode(m_stage->path("home")).options();
        options.version = "0.1.0";
        options.update_key = key;
        options.program_folder = m_stage->path("programs/hearth-0.1.0-linux-x86_64/bin");
        return must(node::Service::start(std::move(options)));
    }

private slots:
    void initTestCase() {
        m_stage = std::make_unique<UpdateStage>(m_folder.path());
        QVERIFY2(m_stage->start(), "update_server.py does not start; it needs python3 and openssl.");
    }
    void init() {
        m_stage->clear();
        m_stage->write("home/hearth.toml", QByteArray("[updates]\nurl = \"") + m_stage->endpoint().c_str() +
                                               "\"\nca_file = \"" + m_stage->path("cert.pem").c_str() + "\"\n");
    }
    void cleanupTestCase() { m_stage.reset(); }

    void itLooksFetchesAndAppliesWhatASettingAllows() {
        m_stage->show("0.2.0");
        const auto service = start(m_stage->key());
        control::Node& node = service->node();
        QCOMPARE(must(node.update_status()).state, control::UpdateState::unknown);
        QCOMPARE(must(node.check_update({})).state, control::UpdateState::offered);
        std::uint64_t most = 0;
        const auto here = must(node.download_update([&](const control::Progress& progress) {
            most = std::max(most, progress.done);
            return true;
        }));
        QCOMPARE(here.state, control::UpdateState::downloaded);
        QVERIFY(here.mode == "ask" && here.can_apply);
        must(node.change_settings({{"updates.apply", {"never"}}}));
        QCOMPARE(must(node.update_status()).mode, std::string("never"));
        QCOMPARE(node.apply_update({}).error().code, core::Code::refused);
        must(node.change_settings({{"updates.apply", {"ask"}}}));
        QCOMPARE(must(node.apply_update({})).state, control::UpdateState::applied);
        QCOMPARE(m_stage->says("hearth"), QByteArray("hearthd 0.2.0"));
        QCOMPARE(must(node.status()).version, std::string("0.1.0"));
    }

    void aBuildWithoutAKeyAsksNobody() {
        m_stage->show("0.2.0");
        if (*node::pinned_update_key() != '\0') QSKIP("This build takes updates.");
        const auto service = start({});
        const auto off = must(service->node().update_status());
        QCOMPARE(off.state, control::UpdateState::off);
        QVERIFY(!off.sentence.empty());
        QCOMPARE(service->node().check_update({}).error().code, core::Code::unsupported);
        QVERIFY(!QFile::exists(m_stage->file("requests.jsonl")));
    }
};

QTEST_GUILESS_MAIN(NodeUpdateService)
#include "tst_node_update_service.moc"
