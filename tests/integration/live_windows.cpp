// SPDX-License-Identifier: Apache-2.0
#include "backend/format.h"
#include "control/client.h"
#include "core/home.h"
#include "live_homes.h"
#include "window_on_home.h"

#include <QAbstractItemModel>
#include <QDir>
#include <QJsonDocument>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr int block_ms = 30'000; ///< in which a block and what follows from it has come, on a busy machine
constexpr int level_within = 3;  ///< blocks that homes of one network may be apart while they are asked in turn

/// Somebody else's view of the same network.
std::unique_ptr<control::SocketNode> service_of(const QString& home) {
    core::Home place;
    place.root = home.toStdString();
    auto node = control::connect(place.control_socket(), {});
    return node ? std::move(*node) : nullptr;
}

/// "1,284" as it is shown.
qint64 number_in(QString shown) {
    return shown.remove(QRegularExpression(QStringLiteral("\\D"))).toLongLong();
}

} // namespace

/// The real window on homes of one network that lives: what each says of itself is true by the ledgers of the others.
/// tst_integration_network starts it. With $HEARTH_WINDOW_PICTURES it leaves pictures of what it saw in that folder.
class LiveWindows : public WindowOnHome {
    Q_OBJECT

    const LiveHomes m_homes = LiveHomes::given();

    QQuickItem* page() const { return m_window->property("pageItem").value<QQuickItem*>(); }
    /// What stands behind the page: the object that asks the service.
    QObject* reader(const char* name) const {
        const QByteArray type = QByteArray("hearth::desktop::") + name;
        if (page() == nullptr) return nullptr;
        for (QObject* each : page()->findChildren<QObject*>())
            if (each->inherits(type.constData())) return each;
        return nullptr;
    }
    bool shows(const QString& text) const {
        QStringList all;
        gather(m_window->contentItem(), all);
        return std::any_of(all.begin(), all.end(), [&](const QString& each) { return each.contains(text); });
    }
    int how_often(const QString& text) const {
        QStringList all;
        gather(m_window->contentItem(), all);
        return static_cast<int>(all.count(text));
    }
    /// The window on a home, at a page whose reader has heard of the service. False: it has failed.
    bool look(const QString& home, const char* key, const char* reads) {
        if (m_shown != home) open_on(home);
        m_shown = m_window != nullptr ? home : QString();
        if (m_window == nullptr) return false;
        m_window->resize(1280, 1000); // in which a receipt stands beside the list
        open_page(key);
        return QTest::qWaitFor(
            [&] {
                const QObject* found = reader(reads);
                return found != nullptr && found->property("loaded").toBool();
            },
            block_ms);
    }
    CommandResult told(const QString& home, const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--home", home, "--json"} + words);
    }
    /// What the service of `home` says of the proposal's stake house.
    control::HouseView stakes_of(const QString& home) const {
        const auto view = service_of(home)->governance();
        if (view)
            for (const control::ProposalView& each : view->proposals)
                if (each.id == static_cast<std::uint64_t>(m_proposal) && !each.houses.empty())
                    return each.houses.front();
        return {};
    }
    static QString coins(std::uint64_t units) {
        return desktop::format::money(std::to_string(units)) + QStringLiteral(" EMB");
    }
    QString m_shown;
    qint64 m_proposal = 0;

private slots:
    void init() { fail_on_complaints(); }
    void initTestCase() {
        if (!m_homes.whole())
            QSKIP("tst_integration_network starts this, with the homes of its network in HEARTH_LIVE_….");
    }
    void cleanupTestCase() {
        fail_on_complaints();
        if (m_application) QVERIFY(m_application->close());
        m_application.reset();
    }

    void whoComputedAnAnswerIsToldThatAnotherMachineCheckedIt() {
        QVERIFY(look(m_homes.executor, "jobs", "JobsReader"));
        QTRY_VERIFY(reads(QStringLiteral("network: settled by its validators, checked by other machines")));
        QVERIFY(QMetaObject::invokeMethod(page(), "open", Q_ARG(QString, m_homes.receipt)));
        QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Checked by another machine.")), block_ms);
        QVERIFY(!shows(QStringLiteral("by this machine")));
        QVERIFY(reads(QStringLiteral("E4: computed again, equal to the last bit, or proved.")));
        QVERIFY(reads(QStringLiteral("Computed again")) && !shows(QStringLiteral("Something in this receipt")));
        const auto view = service_of(m_homes.executor)->receipt(m_homes.receipt.toStdString());
        QVERIFY(view.ok());
        QCOMPARE(view->job.money_state, control::MoneyState::paid);
        QCOMPARE(reader("ReceiptReader")->property("moneyState").toString(), QStringLiteral("paid"));
        // Whoever paid for it says the same of it.
        const auto bought = service_of(m_homes.gateway)->purchases(1000, {});
        QVERIFY(bought.ok());
        const auto same = std::find_if(bought->begin(), bought->end(),
                                       [&](const auto& row) { return row.receipt_id == view->receipt_id; });
        QVERIFY(same != bought->end());
        QCOMPARE(same->level, view->level);
    }

    void whatItCallsPaidIsOnItsAccountInTheLedgerOfAnother() {
        QVERIFY(look(m_homes.executor, "earnings", "EarningsReader"));
        const QObject* earnings = reader("EarningsReader");
        const auto* rows = earnings->property("rows").value<QAbstractItemModel*>();
        QVERIFY(rows != nullptr);
        const auto of_row = [&](int row, const char* role) {
            return rows->data(rows->index(row, 0), rows->roleNames().key(role)).toString();
        };
        QString state;
        for (int i = 0; i < rows->rowCount(); ++i)
            if (of_row(i, "receiptId") == m_homes.receipt) state = of_row(i, "moneyState");
        QCOMPARE(state, QStringLiteral("paid"));
        // What comes meanwhile is on the ledger first.
        const QString paid = earnings->property("paidExact").toString();
        QVERIFY(shows(earnings->property("paid").toString()));
        const auto own = service_of(m_homes.executor)->status();
        QVERIFY(own.ok());
        const auto account = service_of(m_homes.validator)->account(own->payout_account);
        QVERIFY(account.ok());
        const qint64 units = number_in(paid); // all nine decimals
        QVERIFY2(units > 0 && units <= QString::fromStdString(account->balance).toLongLong(), qPrintable(paid));
    }

    void theOneWhoCheckedItTakesNoCreditForIt() {
        QVERIFY(look(m_homes.auditor, "jobs", "JobsReader"));
        const auto jobs = service_of(m_homes.auditor)->jobs(1000, {});
        QVERIFY(jobs.ok());
        for (const control::JobRow& each : *jobs)
            QVERIFY(each.receipt_id != m_homes.receipt.toStdString());
        QVERIFY(look(m_homes.auditor, "earnings", "EarningsReader"));
        const auto* rows = reader("EarningsReader")->property("rows").value<QAbstractItemModel*>();
        const int role = rows->roleNames().key("receiptId");
        QCOMPARE(rows->match(rows->index(0, 0), role, m_homes.receipt, 1, Qt::MatchExactly).size(), 0);
    }

    void eachNetworkPageShowsTheHomesOwnRolesAndHeight_data() {
        QTest::addColumn<QString>("home");
        QTest::addColumn<QStringList>("does");
        QTest::addColumn<QStringList>("does_not");
        const QString computes("computes answers and signs receipts"), replays("replays what the beacon draws"),
            links("takes links of other homes and hands them questions"), applies("applies every block itself"),
            orders("orders the blocks together with the other validators");
        QTest::newRow("executor") << m_homes.executor << QStringList{computes, replays, applies}
                                  << QStringList{links, orders};
        QTest::newRow("auditor") << m_homes.auditor << QStringList{computes, replays, applies}
                                 << QStringList{links, orders};
        QTest::newRow("validator") << m_homes.validator << QStringList{orders, applies}
                                   << QStringList{links, computes, replays};
        QTest::newRow("gateway") << m_homes.gateway << QStringList{links, applies}
                                 << QStringList{orders, computes, replays};
    }
    void eachNetworkPageShowsTheHomesOwnRolesAndHeight() {
        QFETCH(const QString, home);
        QFETCH(const QStringList, does);
        QFETCH(const QStringList, does_not);
        QVERIFY(look(home, "network", "NetworkReader"));
        const QObject* network = reader("NetworkReader");
        QTRY_COMPARE_WITH_TIMEOUT(how_often(QStringLiteral("25 % of the weight")), 4, block_ms);
        for (const QString& word : does)
            QVERIFY2(how_often(word) == 1, qPrintable(word));
        for (const QString& word : does_not)
            QVERIFY2(how_often(word) == 0, qPrintable(word));
        QCOMPARE(how_often(QStringLiteral("this home")), home == m_homes.validator ? 1 : 0);
        QVERIFY(!shows(QStringLiteral("A network of one")));
        // As high as somebody else says that the chain is; the page looks every two seconds.
        const auto other = service_of(home == m_homes.validator ? m_homes.gateway : m_homes.validator);
        QVERIFY(other != nullptr);
        const auto level = [&] {
            const auto head = other->ledger_head();
            return head && std::abs(number_in(network->property("height").toString()) -
                                    static_cast<qint64>(head->height)) <= level_within;
        };
        QTRY_VERIFY_WITH_TIMEOUT(level(), block_ms);
        QCOMPARE(network->property("genesis").toString().toStdString(), other->network()->genesis);
        QVERIFY(network->property("trouble").toString().isEmpty());
    }

    void linksAreShownFromBothEnds() {
        QVERIFY(look(m_homes.gateway, "network", "NetworkReader"));
        QTRY_COMPARE_WITH_TIMEOUT(how_often(QStringLiteral("dialled this home")), 2, block_ms);
        QTRY_COMPARE_WITH_TIMEOUT(how_often(QStringLiteral("up")), 2, block_ms);
        const auto own = service_of(m_homes.gateway)->status();
        QVERIFY(own.ok());
        QVERIFY(look(m_homes.executor, "network", "NetworkReader"));
        QTRY_COMPARE_WITH_TIMEOUT(how_often(QStringLiteral("up")), 1, block_ms);
        const QVariantMap link = reader("NetworkReader")->property("links").toList().value(0).toMap();
        QCOMPARE(link["key"].toString().toStdString(), own->node_key);
        QVERIFY(link["latency"].toString().endsWith(QStringLiteral(" ms")));
        QVERIFY(look(m_homes.validator, "network", "NetworkReader"));
        QVERIFY(reads(QStringLiteral("None. Without a gateway no work comes from others;")));
    }

    /// Made by one home, voted on in the window of a second, and counted in that of the first.
    void aVoteInOneWindowIsCountedInAnother() {
        const QString account = told(m_homes.validator, {"stake", "show"}).json()["account"].toString();
        QVERIFY(!account.isEmpty());
        const auto sent = told(m_homes.gateway, {"ledger", "send", account, "5"});
        QVERIFY2(sent.exit_code == 0, sent.err.constData());
        CommandResult staked;
        const auto is_staked = [&] {
            staked = told(m_homes.validator, {"stake", "add", "2"});
            return staked.exit_code == 0;
        };
        QVERIFY2(QTest::qWaitFor(is_staked, block_ms), (staked.out + staked.err).constData());
        QTemporaryDir folder;
        QFile file(folder.filePath("proposal.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"title": "A warm hearth", "kind": "text",
            "text": "Every home keeps its fire."})") > 0);
        file.close();
        const auto proposed = told(m_homes.gateway, {"gov", "propose", file.fileName()});
        QVERIFY2(proposed.exit_code == 0, proposed.err.constData());
        m_proposal = proposed.json()["proposal"].toInteger();
        QVERIFY(m_proposal > 0);
        QVERIFY(look(m_homes.validator, "governance", "GovernanceReader"));
        QVERIFY(QMetaObject::invokeMethod(m_window, "showProposal", Q_ARG(int, static_cast<int>(m_proposal))));
        QTRY_VERIFY_WITH_TIMEOUT(named("vote-yes") != nullptr && named("vote-yes")->isEnabled(), block_ms);
        QVERIFY(shows(QStringLiteral("“A warm hearth”")) && shows(QStringLiteral("Every home keeps its fire.")));
        QVERIFY(stakes_of(m_homes.validator).own_weight > 0);
        QVERIFY(reads(QStringLiteral("Your weight: ") + coins(stakes_of(m_homes.validator).own_weight)));
        QTest::qWait(200); // the page has moved to the card
        click("vote-yes");
        QTRY_VERIFY_WITH_TIMEOUT(text_of("voteReceipt").startsWith(QLatin1String("Confirmed at height ")), block_ms);
        QTRY_VERIFY(reads(QStringLiteral("You voted for it")));
        QVERIFY(look(m_homes.validator, "overview", "GlanceReader"));
        QTRY_VERIFY_WITH_TIMEOUT(text_of("openVote").contains(QLatin1String("You have voted.")), block_ms);
        QVERIFY(look(m_homes.gateway, "governance", "GovernanceReader"));
        QTRY_VERIFY_WITH_TIMEOUT(stakes_of(m_homes.gateway).yes > 0, block_ms);
        QTRY_VERIFY_WITH_TIMEOUT(reads(QStringLiteral("For ") + coins(stakes_of(m_homes.gateway).yes)), block_ms);
        QVERIFY(!shows(QStringLiteral("You voted for it")) && !shows(QStringLiteral("This home is a network of one.")));
    }

    /// For a person to look at; nobody asked: nothing is taken.
    void picturesAreLeftForWhoeverAsks() {
        const QString folder = qEnvironmentVariable("HEARTH_WINDOW_PICTURES");
        if (folder.isEmpty()) QSKIP("HEARTH_WINDOW_PICTURES names no folder for pictures.");
        QVERIFY(QDir().mkpath(folder));
        const std::pair<const char*, QString> homes[]{{"executor", m_homes.executor},
                                                      {"auditor", m_homes.auditor},
                                                      {"validator", m_homes.validator},
                                                      {"gateway", m_homes.gateway}};
        const std::pair<const char*, const char*> pages[]{{"overview", "StatusReader"},
                                                          {"jobs", "JobsReader"},
                                                          {"earnings", "EarningsReader"},
                                                          {"governance", "GovernanceReader"},
                                                          {"network", "NetworkReader"}};
        for (const auto& [name, home] : homes)
            for (const auto& [key, reads_with] : pages) {
                QVERIFY(look(home, key, key == std::string_view("overview") ? "GlanceReader" : reads_with));
                for (const char* theme : {"light", "dark"}) {
                    m_window->property("preferences").value<QObject*>()->setProperty("theme", QString(theme));
                    QTest::qWait(700); // what moves has come to rest
                    const QString file = QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, key, theme);
                    QVERIFY2(m_window->grabWindow().save(file), qPrintable(file));
                }
            }
    }
};

int main(int argc, char** argv) {
    return run_window<LiveWindows>(argc, argv);
}

#include "live_windows.moc"
