// SPDX-License-Identifier: Apache-2.0
#include "backend/truth.h"
#include "fake/scripted_node.h"
#include "guarded_node.h"
#include "pages/devices/devices_reader.h"
#include "pages/devices/measuring.h"
#include "pages/devices/profiles_reader.h"
#include "pages/earnings/earnings_reader.h"
#include "pages/earnings/money_sender.h"
#include "pages/gateway/callers_reader.h"
#include "pages/gateway/gateway_reader.h"
#include "pages/gateway/payments_reader.h"
#include "pages/governance/governance_reader.h"
#include "pages/jobs/jobs_reader.h"
#include "pages/jobs/receipt_reader.h"
#include "pages/models/hub_reader.h"
#include "pages/models/models_reader.h"
#include "pages/network/home_change_reader.h"
#include "pages/network/invitation_reader.h"
#include "pages/network/network_reader.h"
#include "pages/onboarding/first_run_reader.h"
#include "pages/overview/glance_reader.h"
#include "pages/overview/status_reader.h"
#include "pages/playground/talk.h"
#include "pages/settings/bundle_reader.h"
#include "pages/settings/doctor_reader.h"
#include "pages/settings/identity_reader.h"
#include "pages/settings/keys_reader.h"
#include "pages/settings/log_reader.h"
#include "pages/settings/settings_reader.h"
#include "pages/settings/updates_reader.h"
#include "pages/work/work_reader.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::GuardedNode;
using hearth::desktop::testing::ThreadNotes;

namespace {

/// Hands out a node that notes its callers.
class GuardedDoor final : public ServiceDoor {
public:
    GuardedDoor(std::shared_ptr<control::Node> node, ThreadNotes& notes)
        : m_node(std::make_shared<GuardedNode>(std::move(node), notes)) {}
    core::Result<std::shared_ptr<control::Node>> open() override { return m_node; }
    control::Diagnosis diagnose(const core::Error& error) override {
        return {control::Condition::stopped, error.message, error.hint, false};
    }
    core::Status start() override { return {}; }

private:
    std::shared_ptr<control::Node> m_node;
};

std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += name + " ";
    return text;
}

} // namespace

/// Every model of every page is driven; each method of the node that the policy lists must be called, none of
/// them on this thread.
class DesktopThreads : public QObject {
    Q_OBJECT
private slots:
    void theGuardSeesACallOnThisThread() {
        ThreadNotes notes;
        auto story = fake::tell("working", core::system_clock().now());
        GuardedNode node(std::make_shared<fake::ScriptedNode>(*story, core::system_clock(), false), notes);
        QVERIFY(node.status().ok());
        QCOMPARE(notes.onGui().size(), std::size_t{1});
    }

    void noMethodOfTheNodeIsCalledOnTheGuiThread() {
        ThreadNotes notes;
        QTemporaryDir folder;
        auto story = fake::tell("working", core::system_clock().now());
        story->status.jobs_running = 0;
        auto node = std::make_shared<fake::ScriptedNode>(*story, core::system_clock(), false);
        node->setPace(std::chrono::milliseconds(0));
        const QString receipt = QString::fromStdString(node->jobs(5, {})->at(1).receipt_id);
        BackendExecutor executor;
        NodeConnection connection(executor, std::make_shared<GuardedDoor>(node, notes));

        Truth truth;
        StatusReader status;
        JobsReader jobs;
        ReceiptReader viewer;
        EarningsReader earnings;
        MoneySender sender;
        GlanceReader glance;
        Talk talk;
        talk.setHistoryFile(folder.filePath(QStringLiteral("playground.json")).toStdString());
        ModelsReader models;
        HubReader hub;
        KeysReader keys;
        DoctorReader doctor;
        BundleReader bundle;
        LogReader log;
        GovernanceReader governance;
        NetworkReader network;
        InvitationReader invitation;
        HomeChangeReader change;
        DevicesReader devices;
        WorkReader work;
        SettingsReader settings;
        FirstRunReader first_run;
        Measuring measuring;
        ProfilesReader profiles;
        GatewayReader gateway;
        CallersReader callers;
        PaymentsReader payments;
        IdentityReader identity;
        UpdatesReader updates;
        for (NodeReader* reader : {static_cast<NodeReader*>(&truth),     static_cast<NodeReader*>(&status),
                                   static_cast<NodeReader*>(&jobs),      static_cast<NodeReader*>(&viewer),
                                   static_cast<NodeReader*>(&earnings),  static_cast<NodeReader*>(&talk),
                                   static_cast<NodeReader*>(&sender),    static_cast<NodeReader*>(&models),
                                   static_cast<NodeReader*>(&hub),       static_cast<NodeReader*>(&keys),
                                   static_cast<NodeReader*>(&doctor),    static_cast<NodeReader*>(&governance),
                                   static_cast<NodeReader*>(&network),   static_cast<NodeReader*>(&invitation),
                                   static_cast<NodeReader*>(&devices),   static_cast<NodeReader*>(&work),
                                   static_cast<NodeReader*>(&settings),  static_cast<NodeReader*>(&first_run),
                                   static_cast<NodeReader*>(&measuring), static_cast<NodeReader*>(&profiles),
                                   static_cast<NodeReader*>(&gateway),   static_cast<NodeReader*>(&callers),
                                   static_cast<NodeReader*>(&identity),  static_cast<NodeReader*>(&updates),
                                   static_cast<NodeReader*>(&payments),  static_cast<NodeReader*>(&bundle),
                                   static_cast<NodeReader*>(&log),       static_cast<NodeReader*>(&glance),
                                   static_cast<NodeReader*>(&change)})
            reader->setConnection(&connection);
        connection.begin();
        QTRY_VERIFY(connection.online());
        QTRY_VERIFY(jobs.loaded() && earnings.loaded() && models.loaded() && keys.loaded());
        QTRY_VERIFY(governance.loaded() && network.loaded());

        viewer.setReceiptId(receipt);
        viewer.verify();
        viewer.exportTo(QUrl::fromLocalFile(folder.filePath(QStringLiteral("r"))));
        jobs.jobs()->fetchMore({});
        QTRY_VERIFY(!sender.address().isEmpty());
        sender.send(QString(64, QLatin1Char('a')), QStringLiteral("1"));
        QTRY_VERIFY(!sender.receipt().isEmpty());
        earnings.exportCsv(QUrl::fromLocalFile(folder.filePath(QStringLiteral("e.csv"))));
        talk.ask(QStringLiteral("hello"), {}, {}, 0.5, 8);
        keys.backUp(QUrl::fromLocalFile(folder.filePath(QStringLiteral("k"))), QStringLiteral("passphrase"));
        identity.showWords();
        QTRY_COMPARE(identity.words().size(), qsizetype{24});
        identity.confirmWords(identity.words().mid(0, 3));
        doctor.examine();
        bundle.make();
        for (const auto call : {&UpdatesReader::check, &UpdatesReader::download, &UpdatesReader::apply}) {
            (updates.*call)();
            QTRY_VERIFY(!updates.working());
        }
        QTRY_COMPARE(updates.state(), QStringLiteral("applied"));
        first_run.go(QStringLiteral("done"));
        QTRY_VERIFY(!first_run.busy());
        first_run.setAutostart(true);
        measuring.test({QStringLiteral("cpu")});
        QTRY_VERIFY(measuring.device().isEmpty());
        measuring.measure(QStringLiteral("cpu"));
        governance.vote(2, QStringLiteral("yes"));
        invitation.examine(QStringLiteral("hearth-network-1.abc"));
        QTRY_VERIFY(invitation.examined());
        change.lookAtHoldings();
        QTRY_VERIFY(change.holdingsKnown());
        change.join(QStringLiteral("hearth-network-1.abc"));
        QTRY_VERIFY(!change.working());
        change.leave();
        QTRY_VERIFY(!change.working());
        change.restore(QStringLiteral("abandon ").repeated(23) + QStringLiteral("art"));
        QTRY_VERIFY(!change.working());
        QTRY_VERIFY(!talk.busy() && !viewer.verifying() && !doctor.running());
        models.importModel(folder.path(), {}, {});
        QTRY_VERIFY(!models.working());
        const QString id = models.models()->index(1).data(ModelListModel::ModelId).toString();
        models.check(id, {});
        QTRY_VERIFY(!models.working());
        models.pull(QStringLiteral("qwen3-14b"), {});
        QTRY_VERIFY(!models.working() && !hub.busy() && hub.count() > 0);
        hub.search(QStringLiteral("hf:a/b"));
        hub.drop(QStringLiteral("qwen2.5-1.5b-instruct"));
        QTRY_VERIFY(hub.downloads().isEmpty());
        models.turn(id, QStringLiteral("disable"));
        models.remove(id);
        devices.tryLimits(QStringLiteral("cpu"), {}, {}, QStringLiteral("80"));
        QTRY_VERIFY(!devices.busy());
        devices.keepLimits(QStringLiteral("cpu"));
        settings.change(QStringLiteral("worker.threads"), QStringLiteral("2"));
        QTRY_VERIFY(!devices.busy() && !settings.busy() && !identity.busy() && work.loaded());
        gateway.add(QStringLiteral("http://127.0.0.1:1"), QStringLiteral("new"), QStringLiteral("openai"), {}, {}, {});
        QTRY_VERIFY(!gateway.working() && callers.loaded() && payments.loaded());
        gateway.test(QStringLiteral("box"));
        QTRY_VERIFY(!gateway.working());
        gateway.remove(QStringLiteral("new"));
        callers.create(QStringLiteral("fresh"), {}, {}, {});
        QTRY_VERIFY(!callers.freshKey().isEmpty());
        callers.revoke(QStringLiteral("fresh"));
        for (const auto& verb :
             {std::function<void()>([&] { truth.pauseNow(); }), std::function<void()>([&] { truth.resume(); }),
              std::function<void()>([&] { truth.snooze(5); }), std::function<void()>([&] { truth.stopNode(); })}) {
            verb();
            QTRY_VERIFY(!truth.busy());
        }
        QTRY_COMPARE(joined(notes.called()), joined(hearth::desktop::testing::methods_called));
        QCOMPARE(joined(notes.onGui()), std::string());
    }
};

QTEST_GUILESS_MAIN(DesktopThreads)
#include "tst_desktop_threads.moc"
