// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/abci/abci_server.h"

#include <QtTest>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;

namespace {

core::Bytes operator+(core::Bytes a, const core::Bytes& b) {
    core::append(a, b);
    return a;
}
core::Bytes varint(std::uint64_t value) {
    core::Bytes out;
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
    return out;
}
/// A protobuf field that holds bytes.
core::Bytes field(std::uint64_t number, const core::Bytes& content) {
    return varint(number << 3 | 2) + varint(content.size()) + content;
}
core::Bytes text(const std::string& plain) {
    return core::to_bytes(core::as_bytes(plain));
}
core::Bytes frame(const core::Bytes& message) {
    return varint(message.size()) + message;
}

const core::Bytes flush = field(2, {}), flushed = field(3, {});
core::Bytes echo(const std::string& word) {
    return field(1, field(1, text(word)));
}
core::Bytes echoed(const std::string& word) {
    return field(2, field(1, text(word)));
}
core::Bytes number(std::uint64_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}
/// An empty first block.
core::Bytes finalize(core::Height height, const core::Bytes& misbehaviour = {}) {
    const core::Bytes time = field(6, number(1, 2000));
    return field(20, misbehaviour + field(4, core::Bytes(32, 7)) + number(5, height) + time);
}
/// Of what a block says about this validator, at height 1.
core::Bytes accused(const core::PublicKey& validator, std::uint64_t type) {
    const Address address = address_of(validator);
    const core::Bytes who = field(1, core::to_bytes(core::ByteView(address))) + number(3, 10);
    return field(3, number(1, type) + field(2, who) + number(3, 1) + field(4, number(1, 1999)) + number(5, 10));
}
const core::Bytes commit = field(11, {});

/// An engine's end of a connection, with bytes as they are.
class Raw {
public:
    explicit Raw(const std::filesystem::path& socket) : m_fd(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, socket.c_str(), socket.string().size());
        if (::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) qFatal("no connection");
        const timeval limit{10, 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    ~Raw() { ::close(m_fd); }
    void send(const core::Bytes& bytes) { (void)::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    /// The next frame's content; empty when the connection has ended.
    core::Bytes receive() {
        std::size_t length = 0;
        for (unsigned shift = 0;; shift += 7) {
            const core::Bytes one = take(1);
            if (one.empty()) return {};
            length |= std::size_t{one[0] & 0x7fU} << shift;
            if ((one[0] & 0x80) == 0) break;
        }
        return take(length);
    }
    core::Bytes ask(const core::Bytes& message) {
        send(frame(message));
        return receive();
    }

private:
    core::Bytes take(std::size_t count) {
        core::Bytes bytes(count);
        for (std::size_t got = 0; got < count;) {
            const ssize_t piece = ::recv(m_fd, bytes.data() + got, count - got, 0);
            if (piece <= 0) return {};
            got += static_cast<std::size_t>(piece);
        }
        return bytes;
    }
    int m_fd;
};

struct Served {
    FakeEngine engine{[] {
                          Genesis g = world::World().genesis();
                          g.time = 1'000'000'000'000;
                          return g;
                      }(),
                      1};
    QTemporaryDir directory;
    std::filesystem::path socket = std::filesystem::path(directory.path().toStdString()) / "abci.sock";
    std::unique_ptr<AbciServer> server;

    Served() {
        if (!engine.start(0)) qFatal("no application");
        server = AbciServer::start(socket, engine.app()).value();
    }
};

} // namespace

class TestAbci : public QObject {
    Q_OBJECT
private slots:
    void answersComeInOrder();
    void piecesOfFramesAreJoined();
    void fourConnectionsAtOnce();
    void nonsenseEndsTheConnection_data();
    void nonsenseEndsTheConnection();
    void anEngineThatDiesLeavesNoHalfBlock();
    void aLaterEnginesBlockStays();
    void whatTheEngineProvesReachesTheLedger();
    void aFailureIsToldUntilABlockIsCommitted();
    void aPathThatIsTooLongIsRefused();
};

void TestAbci::answersComeInOrder() {
    Served s;
    Raw engine(s.socket);
    core::Bytes many;
    for (int i = 0; i < 3000; ++i)
        many = many + frame(echo(std::to_string(i)));
    std::thread sender([&] { engine.send(many + frame(flush)); });
    for (int i = 0; i < 3000; ++i)
        QCOMPARE(engine.receive(), echoed(std::to_string(i)));
    QCOMPARE(engine.receive(), flushed);
    sender.join();
    QCOMPARE(engine.ask(field(3, {})).at(0), std::uint8_t{4 << 3 | 2}); // Info
    // A transaction that is none: a code, no exception.
    const core::Bytes checked = engine.ask(field(8, field(1, text("nonsense"))));
    QCOMPARE(checked.at(0), std::uint8_t{9 << 3 | 2});
    QCOMPARE(engine.ask(flush), flushed);
}

void TestAbci::piecesOfFramesAreJoined() {
    Served s;
    Raw engine(s.socket);
    const std::string word(200'000, 'x');
    const core::Bytes whole = frame(echo(word));
    std::thread sender([&] {
        for (std::size_t at = 0; at < whole.size(); at += 7'777)
            engine.send(core::Bytes(whole.begin() + static_cast<std::ptrdiff_t>(at),
                                    whole.begin() + static_cast<std::ptrdiff_t>(std::min(whole.size(), at + 7'777))));
    });
    QCOMPARE(engine.receive(), echoed(word));
    sender.join();
    for (const std::uint8_t byte : frame(echo("slow"))) {
        engine.send({byte});
        QTest::qSleep(1);
    }
    QCOMPARE(engine.receive(), echoed("slow"));
}

void TestAbci::fourConnectionsAtOnce() {
    Served s;
    Raw query(s.socket), snapshot(s.socket), mempool(s.socket), consensus(s.socket);
    for (Raw* one : {&consensus, &mempool, &snapshot, &query})
        QCOMPARE(one->ask(echo("here")), echoed("here"));
    QCOMPARE(s.server->connections(), std::size_t{4});
    // While a block is open the others are served.
    QCOMPARE(consensus.ask(finalize(1)).at(0), std::uint8_t{0xaa});
    QCOMPARE(mempool.ask(echo("meanwhile")), echoed("meanwhile"));
    QCOMPARE(query.ask(field(3, {})).at(0), std::uint8_t{4 << 3 | 2});
    QCOMPARE(snapshot.ask(field(12, {})), field(13, {}));
    QCOMPARE(consensus.ask(commit), field(12, {}));
    QCOMPARE(s.engine.app().head().height, core::Height{1});
}

void TestAbci::nonsenseEndsTheConnection_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a frame beyond the limit") << QByteArray::fromHex("8180802081");
    QTest::newRow("a length without end") << QByteArray::fromHex("ffffffffffffff");
    QTest::newRow("no request") << QByteArray::fromHex("03ffffff");
    QTest::newRow("an unknown request") << QByteArray::fromHex("03f20500");
    QTest::newRow("a commit of nothing") << QByteArray::fromHex("025a00");
}

void TestAbci::nonsenseEndsTheConnection() {
    QFETCH(QByteArray, bytes);
    Served s;
    {
        Raw engine(s.socket);
        QCOMPARE(engine.ask(echo("here")), echoed("here"));
        engine.send(core::Bytes(bytes.begin(), bytes.end()));
        const core::Bytes last = engine.receive();
        QVERIFY(last.empty() || last[0] == (1 << 3 | 2)); // nothing, or an exception
        QVERIFY(engine.receive().empty());
    }
    Raw another(s.socket);
    QCOMPARE(another.ask(echo("still here")), echoed("still here"));
    QCOMPARE(s.engine.app().head().height, core::Height{0});
}

void TestAbci::anEngineThatDiesLeavesNoHalfBlock() {
    Served s;
    {
        Raw engine(s.socket);
        engine.ask(finalize(1));
    }
    QTRY_COMPARE(s.server->connections(), std::size_t{0});
    bool read = false;
    s.engine.app().read([&](const State&) { read = true; });
    QVERIFY(read);
    Raw engine(s.socket);
    engine.ask(finalize(1));
    QCOMPARE(engine.ask(commit), field(12, {}));
    QCOMPARE(s.engine.app().head().height, core::Height{1});
}

void TestAbci::aLaterEnginesBlockStays() {
    Served s;
    auto first = std::make_unique<Raw>(s.socket);
    first->ask(finalize(1));
    Raw second(s.socket);
    second.ask(finalize(1));
    first.reset();
    QTRY_COMPARE(s.server->connections(), std::size_t{1});
    QCOMPARE(second.ask(commit), field(12, {}));
    QCOMPARE(s.engine.app().head().height, core::Height{1});
}

void TestAbci::whatTheEngineProvesReachesTheLedger() {
    Served s;
    const core::PublicKey guilty = s.engine.node(0).consensus.public_key();
    {
        Raw engine(s.socket);
        QCOMPARE(engine.ask(finalize(1, accused(guilty, 2))).at(0), std::uint8_t{0xaa});
        QCOMPARE(engine.ask(commit), field(12, {}));
        QCOMPARE(engine.ask(finalize(2, accused(guilty, 1))).at(0), std::uint8_t{0xaa});
        QCOMPARE(engine.ask(commit), field(12, {}));
        s.engine.app().read([&](const State& state) {
            const auto& offences = state.tables().offences();
            QCOMPARE(offences.all().size(), std::size_t{2});
            QCOMPARE(offences.get({guilty, 1, OffenceKind::light_client_attack})->height, core::Height{1});
            QCOMPARE(offences.get({guilty, 1, OffenceKind::duplicate_vote})->height, core::Height{2});
        });
        // Of a kind that there is no rule for: an exception, and the engine stands still.
        QCOMPARE(engine.ask(finalize(3, accused(guilty, 7))).at(0), std::uint8_t{1 << 3 | 2});
    }
    QCOMPARE(s.engine.app().head().height, core::Height{2});
    const core::Hash hash = s.engine.app().head().app_hash;
    s.server.reset();
    s.engine.stop(0);
    const auto again = ChainApp::open(s.engine.options(0), s.engine.genesis());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE((*again)->head().app_hash, hash); // the stored blocks tell it all
}

void TestAbci::aFailureIsToldUntilABlockIsCommitted() {
    Served s;
    QVERIFY(!s.server->failure());
    QCOMPARE(Raw(s.socket).ask(commit).at(0), std::uint8_t{1 << 3 | 2}); // of nothing
    QTRY_VERIFY(s.server->failure() && s.server->failure()->code == core::Code::conflict);
    Raw engine(s.socket);
    engine.ask(finalize(1));
    QVERIFY(s.server->failure());
    QCOMPARE(engine.ask(commit), field(12, {}));
    QVERIFY(!s.server->failure());
}

void TestAbci::aPathThatIsTooLongIsRefused() {
    Served s;
    const auto refused = AbciServer::start("/tmp/" + std::string(120, 'x'), s.engine.app());
    QVERIFY(refused.error().code == core::Code::invalid_argument);
}

QTEST_GUILESS_MAIN(TestAbci)
#include "tst_ledger_abci.moc"
