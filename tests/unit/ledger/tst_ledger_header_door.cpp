// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/header_door.h"

#include <algorithm>
#include <arpa/inet.h>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/socket.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;

namespace {

int connected_to(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) qFatal("no connection");
    return fd;
}

/// What the door says to these bytes, up to its end or `enough`.
std::string said_to(std::uint16_t port, const std::string& text, const std::string& enough) {
    const int fd = connected_to(port);
    std::string said;
    if (::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
        char piece[512];
        for (ssize_t got = 0; said.find(enough) == std::string::npos && (got = ::recv(fd, piece, sizeof piece, 0)) > 0;)
            said.append(piece, static_cast<std::size_t>(got));
    }
    ::close(fd);
    return said;
}

std::string post(const std::string& body) {
    return "POST / HTTP/1.1\r\nHost: a\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

/// What guests get to see of a network, and for how long.
class TestHeaderDoor : public QObject {
    Q_OBJECT
private slots:
    void guestsAreShownHeadersAndNothingElse();
    void oneGuestTakesNotEveryPlaceAndNotForGood();
};

void TestHeaderDoor::guestsAreShownHeadersAndNothingElse() {
    const std::string commit = R"({"jsonrpc":"2.0","id":1,"method":"commit","params":{"height":"5"}})";
    QCOMPARE(nlohmann::json::parse(*header_question(commit)), nlohmann::json::parse(commit));
    for (const char* refused :
         {"", "[]", "{", R"({"id":1,"method":"broadcast_tx_sync","params":{"tx":"AA=="}})", R"({"id":1,"method":7})",
          R"({"method":"commit"})", R"({"id":1,"method":"commit","params":[5]})", R"([{"id":1,"method":"commit"}])",
          R"({"id":1,"method":"commit","params":{"height":"5","height":"6"}})"})
        QVERIFY2(!header_question(refused), refused);
    // The engine's program does not tell large letters in names from small ones.
    const auto anew =
        header_question(R"({"id":1,"method":"validators","Method":"unsafe","params":{"page":"1","x":{}}})");
    QCOMPARE(nlohmann::json::parse(*anew),
             nlohmann::json::parse(R"({"jsonrpc":"2.0","id":1,"method":"validators","params":{"page":"1"}})"));
    QTemporaryDir directory;
    const auto door = HeaderDoor::open("127.0.0.1:0", directory.filePath("no-engine.sock").toStdString());
    QVERIFY(door.ok());
    const std::uint16_t port = (*door)->port();
    QVERIFY(said_to(port, post(commit), "503").starts_with("HTTP/1.1 503"));
    QVERIFY(said_to(port, post("{}"), "403").starts_with("HTTP/1.1 403"));
    QCOMPARE(said_to(port, "GET /genesis HTTP/1.1\r\n\r\n", "HTTP"), std::string());
    QCOMPARE(said_to(port, post(std::string(5000, ' ')), "HTTP"), std::string());
    QCOMPARE(said_to(port, std::string(20'000, 'x'), "HTTP"), std::string());
    QVERIFY(HeaderDoor::open("127.0.0.1:" + std::to_string(port), "/x").error().code == core::Code::conflict);
    QVERIFY(HeaderDoor::open("hello", "/x").error().code == core::Code::invalid_argument);
}

void TestHeaderDoor::oneGuestTakesNotEveryPlaceAndNotForGood() {
    QTemporaryDir directory;
    const auto door = HeaderDoor::open("127.0.0.1:0", directory.filePath("none").toStdString(), 1'500'000'000);
    QVERIFY(door.ok());
    std::vector<int> guests;
    for (int i = 0; i < 8; ++i)
        guests.push_back(connected_to((*door)->port()));
    const auto here = [&] { // the others' connections are at their end
        char byte = 0;
        return std::count_if(guests.begin(), guests.end(),
                             [&](int fd) { return ::recv(fd, &byte, 1, MSG_DONTWAIT) < 0; });
    };
    QTRY_COMPARE(here(), std::ptrdiff_t{6});
    QTRY_COMPARE(here(), std::ptrdiff_t{0});
    for (const int fd : guests)
        ::close(fd);
    QVERIFY(said_to((*door)->port(), post("{}"), "403").starts_with("HTTP/1.1 403"));
}

QTEST_GUILESS_MAIN(TestHeaderDoor)
#include "tst_ledger_header_door.moc"
