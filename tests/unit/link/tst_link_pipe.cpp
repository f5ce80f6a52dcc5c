// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"
#include "link/stream_pipe.h"
#include "samples.h"

#include <map>
#include <QTest>
#include <set>
#include <sys/socket.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::link;

namespace {

struct Sockets {
    int a = -1, b = -1;
    Sockets() {
        int fds[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) qFatal("socketpair");
        a = fds[0];
        b = fds[1];
    }
};

core::PublicKey key(const char* name) {
    return core::id_cast<core::PublicKey>(samples::label(name));
}

/// Everything that came at one end, by job.
struct Log {
    std::mutex mutex;
    std::map<JobId, std::vector<JobMessage>> messages;
    std::vector<Room> kept; ///< of jobs that are read slowly
    std::set<JobId> slow;
    std::optional<core::Error> down;

    LinkEvents events() {
        LinkEvents events;
        events.job = [this](const auto&, Arrival arrival) {
            const std::lock_guard lock(mutex);
            messages[arrival.job].push_back(std::get<JobMessage>(std::move(arrival.content)));
            if (slow.count(arrival.job) > 0) kept.push_back(std::move(arrival.room));
        };
        events.down = [this](const auto&, const core::Error& error) {
            const std::lock_guard lock(mutex);
            down = error;
        };
        return events;
    }
    std::size_t count(JobId job) {
        const std::lock_guard lock(mutex);
        return messages[job].size();
    }
    bool is_down() {
        const std::lock_guard lock(mutex);
        return down.has_value();
    }
};

} // namespace

class LinkPipe : public QObject {
    Q_OBJECT
private slots:
    void aJobRunsBothWays() {
        Sockets sockets;
        Log gateway_log, node_log;
        LinkEvents node_events = node_log.events();
        const auto record = node_events.job;
        node_events.job = [&](const auto& link, Arrival arrival) {
            const JobId job = arrival.job;
            const bool asks = arrival.opens;
            record(link, std::move(arrival));
            if (!asks) return;
            for (const JobMessage& message : samples::messages())
                if (message.index() == 1 || message.index() == 3) QVERIFY(link->send(job, message).ok());
            QVERIFY(link->send(job, Result{}).ok());
        };
        StreamPipe gateway(sockets.a, Side::listener, key("node"), gateway_log.events());
        StreamPipe node(sockets.b, Side::dialer, key("gateway"), node_events);
        const JobId job = gateway.link()->open_job().value();
        QVERIFY(gateway.link()->send(job, samples::conversation()).ok());
        QTRY_COMPARE(gateway_log.count(job), std::size_t{4});
        QCOMPARE(node_log.count(job), std::size_t{1});
        QVERIFY(encode(node_log.messages[job][0]) == encode(samples::conversation()));
        QVERIFY(std::holds_alternative<Result>(gateway_log.messages[job].back()));
        QCOMPARE(gateway.link()->open_jobs(), std::size_t{0});
        QCOMPARE(core::code_name(gateway.link()->send(job, Cancel{}).error().code), "not_found");
    }

    void aSlowReaderStallsItsOwnJobOnly() {
        Sockets sockets;
        Log gateway_log, node_log;
        StreamPipe gateway(sockets.a, Side::listener, key("node"), gateway_log.events());
        StreamPipe node(sockets.b, Side::dialer, key("gateway"), node_log.events());
        const JobId slow = gateway.link()->open_job().value(), quick = gateway.link()->open_job().value();
        node_log.slow = {slow};
        Ask big = samples::ask();
        big.prompt = std::string(100'000, 'x');
        for (int i = 0; i < 40; ++i)
            QVERIFY(gateway.link()->send(slow, big).ok());
        for (int i = 0; i < 40; ++i)
            QVERIFY(gateway.link()->send(quick, big).ok());
        QTRY_COMPARE(node_log.count(quick), std::size_t{40});
        QVERIFY(node_log.count(slow) < 10);
        {
            const std::lock_guard lock(node_log.mutex);
            node_log.slow.clear();
        }
        std::vector<Room> kept;
        {
            const std::lock_guard lock(node_log.mutex);
            kept.swap(node_log.kept);
        }
        kept.clear();
        QTRY_COMPARE(node_log.count(slow), std::size_t{40});
    }

    void aCutEndsTheLinkAtBothEnds() {
        Sockets sockets;
        Log gateway_log, node_log;
        StreamPipe gateway(sockets.a, Side::listener, key("node"), gateway_log.events());
        auto node = std::make_unique<StreamPipe>(sockets.b, Side::dialer, key("gateway"), node_log.events());
        const auto link = gateway.link();
        QVERIFY(link->open_job().ok());
        node.reset();
        QTRY_VERIFY(gateway_log.is_down());
        QVERIFY(node_log.is_down());
        QCOMPARE(core::code_name(link->open_job().error().code), "unavailable");
        QCOMPARE(link->open_jobs(), std::size_t{0});
    }

    void capabilityAndDrainReachTheOtherSide() {
        Sockets sockets;
        Log gateway_log, node_log;
        StreamPipe gateway(sockets.a, Side::listener, key("node"), gateway_log.events());
        StreamPipe node(sockets.b, Side::dialer, key("gateway"), node_log.events());
        node.link()->announce({role_executor, {}, 4, false, std::nullopt});
        QTRY_COMPARE(gateway.link()->capability().free_places, 4u);
        const JobId job = gateway.link()->open_job().value();
        node.link()->drain();
        QTRY_VERIFY(gateway.link()->capability().draining);
        QCOMPARE(core::code_name(gateway.link()->open_job().error().code), "unavailable");
        QVERIFY(gateway.link()->send(job, samples::conversation()).ok());
        QTRY_COMPARE(node_log.count(job), std::size_t{1});
        node.link()->announce({role_executor, {}, 5, false, std::nullopt});
        QTRY_COMPARE(gateway.link()->capability().free_places, 5u);
        QVERIFY(gateway.link()->capability().draining);
    }

    void hostileBytesCutTheLinkWithAReason_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a frame that announces too much") << QByteArray("\xff\xff\xff\x7f", 4) << "too_large";
        QTest::newRow("no frame") << QByteArray("\x01\x00\x00\x00\x00", 5) << "corrupt";
        QTest::newRow("half a frame") << QByteArray("\x09\x00\x00\x00\x00", 5) << "unavailable";
    }

    void hostileBytesCutTheLinkWithAReason() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        Sockets sockets;
        Log log;
        StreamPipe pipe(sockets.a, Side::listener, key("node"), log.events());
        QCOMPARE(::send(sockets.b, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL), ssize_t(bytes.size()));
        ::shutdown(sockets.b, SHUT_WR);
        QTRY_VERIFY(log.is_down());
        QCOMPARE(QString(core::code_name(log.down->code)), expected);
        ::close(sockets.b);
    }

    void aMessageThatDoesNotHoldEndsItsJobOnly() {
        Sockets sockets;
        Log log;
        StreamPipe pipe(sockets.a, Side::listener, key("node"), log.events());
        const JobId job = pipe.link()->open_job().value();
        const auto put = [&](const core::Bytes& frame) {
            core::Bytes framed;
            core::append_u32(framed, static_cast<std::uint32_t>(frame.size()));
            core::append(framed, frame);
            QCOMPARE(::send(sockets.b, framed.data(), framed.size(), MSG_NOSIGNAL), ssize_t(framed.size()));
        };
        put(encode(JobPart{job, false, true, false, {0x00}}, 1));
        QTRY_COMPARE(log.count(job), std::size_t{1});
        QVERIFY(std::holds_alternative<Failed>(log.messages[job][0]));
        // A result that does not say that it is the last.
        const JobId other = pipe.link()->open_job().value();
        put(encode(JobPart{other, false, true, false, encode(Result{})}, 2));
        QTRY_COMPARE(log.count(other), std::size_t{1});
        QVERIFY(std::holds_alternative<Failed>(log.messages[other][0]));
        QVERIFY(!log.is_down());
        ::close(sockets.b);
        QTRY_VERIFY(log.is_down());
    }
};

QTEST_GUILESS_MAIN(LinkPipe)
#include "tst_link_pipe.moc"
