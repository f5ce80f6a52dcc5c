// SPDX-License-Identifier: Apache-2.0
#include "core/amount_text.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/host_port.h"
#include "core/size_text.h"
#include "core/units.h"

#include <QtTest>

using namespace hearth::core;

class TestValues : public QObject {
    Q_OBJECT
private slots:
    void hexRoundTripsAndRefusesTheRest();
    void utf8FollowsRfc3629();
    void idsParseExactly();
    void littleEndianAppends();
    void amountsNeverWrap();
    void amountsParseWholeUnitsOnly();
    void amountsReadWellForPeople();
    void sharesRoundDownAndNeverMakeMoney();
    void errorCodesHaveNames();
    void resultsPassErrorsOn();
    void manualClockMovesOnlyWhenTold();
    void comparedSizesReadAsTheyCompare();
    void addressesWithPortsParse();
};

void TestValues::addressesWithPortsParse() {
    const auto parsed = [](const char* text) {
        const auto place = parse_host_port(text);
        return place ? place->host + " " + std::to_string(place->port) : std::string("refused");
    };
    QCOMPARE(parsed("127.0.0.1:80"), std::string("127.0.0.1 80"));
    QCOMPARE(parsed("[::1]:0"), std::string("::1 0"));
    QCOMPARE(parsed("home.example:65535"), std::string("home.example 65535"));
    for (const char* wrong : {"", "hello", ":80", "host:", "host:65536", "host:8a", "host: 80", "ho st:80", "a@host:80",
                              "[]:80", "\"host\":80", "host:-1"})
        QCOMPARE(parsed(wrong), std::string("refused"));
}

void TestValues::comparedSizesReadAsTheyCompare() {
    QCOMPARE(needed_text(0), std::string("0.0 MiB"));
    QCOMPARE(needed_text(1), std::string("0.1 MiB"));
    QCOMPARE(room_text((1 << 20) - 1), std::string("0.9 MiB"));
    QCOMPARE(needed_text(std::uint64_t{1536} << 20), std::string("1,536.0 MiB"));
    const auto apart = hearth::core::room_and_need(std::uint64_t{24} << 30, std::uint64_t{3} << 20);
    QCOMPARE(apart.room + " " + apart.need, std::string("24.0 GiB 3.0 MiB"));
    const auto alike = hearth::core::room_and_need((std::uint64_t{24} << 30) - 1, std::uint64_t{24} << 30);
    QCOMPARE(alike.room + " " + alike.need, std::string("24,575.9 MiB 24,576.0 MiB"));
    QCOMPARE(room_text(UINT64_MAX), std::string("17,592,186,044,415.9 MiB"));
    const auto value = [](const std::string& text) {
        return QString::fromStdString(text).remove(',').remove(" MiB").toDouble();
    };
    for (const std::uint64_t room :
         {std::uint64_t{0}, std::uint64_t{104'857}, std::uint64_t{322'122'547}, std::uint64_t{1} << 40})
        QVERIFY(value(needed_text(room + 1)) > value(room_text(room)));
}

void TestValues::hexRoundTripsAndRefusesTheRest() {
    const Bytes bytes{0x00, 0x7f, 0x80, 0xff};
    QCOMPARE(to_hex(bytes), std::string("007f80ff"));
    QCOMPARE(from_hex("007F80fF").value(), bytes);
    QCOMPARE(from_hex("").value(), Bytes());
    for (const char* bad : {"0", "0g", "0x", " 00", "00 "})
        QVERIFY2(!from_hex(bad), bad);
}

void TestValues::utf8FollowsRfc3629() {
    for (const char* good :
         {"", "abc", "é", "水", "𐅑", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"})
        QVERIFY2(is_utf8(good), good);
    for (const char* bad :
         {"\xFF", "\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
          "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE6\xB0", "\xF0\x90\x85",
          "\xC3", "\xC3\xC3", "a\x80", "\xE6\xB0\x41"})
        QVERIFY2(!is_utf8(bad), bad);
    QVERIFY(is_utf8(std::string_view("a\0b", 3)));
}

void TestValues::idsParseExactly() {
    const std::string hex(64, 'a');
    QCOMPARE(Hash::parse(hex).value().hex(), hex);
    QVERIFY(!Hash::parse(hex.substr(2)));
    QVERIFY(!Hash::parse(hex + "00"));
    QVERIFY(Hash{}.is_zero());
    QVERIFY(!Hash::parse(hex).value().is_zero());
    QVERIFY(id_cast<PublicKey>(Hash::parse(hex).value()).hex() == hex);
}

void TestValues::littleEndianAppends() {
    Bytes out;
    append_u32(out, 0x01020304u);
    append_u64(out, 0x1122334455667788u);
    append(out, as_bytes("z"));
    QCOMPARE(to_hex(out), std::string("0403020188776655443322117a"));
}

void TestValues::amountsNeverWrap() {
    const Amount most = Amount::from_units(UINT64_MAX), one = Amount::from_units(1);
    QVERIFY(!most.plus(one));
    QVERIFY(most.plus(one).error().code == Code::too_large);
    QCOMPARE(most.minus(one).value().units(), UINT64_MAX - 1);
    QVERIFY(!one.minus(most));
    QVERIFY(one.minus(most).error().code == Code::refused);
    QVERIFY(!Amount::from_wide(Uint128{1} << 64));
    QCOMPARE(Amount::from_wide((Uint128{1} << 64) - 1).value(), most);
}

void TestValues::amountsParseWholeUnitsOnly() {
    QCOMPARE(Amount::parse_units("18446744073709551615").value().units(), UINT64_MAX);
    QCOMPARE(Amount::parse_units("0").value().units(), std::uint64_t{0});
    for (const char* bad : {"", "-1", "+1", "1.5", "1e3", " 1", "1 ", "0x10", "18446744073709551616"})
        QVERIFY2(!Amount::parse_units(bad), bad);
}

void TestValues::amountsReadWellForPeople() {
    QCOMPARE(parse_emb("18446744073.709551615").value().units(), UINT64_MAX);
    for (const char* large : {"18446744073.709551616", "1000000000000", "99999999999999999999999999999999"}) {
        const auto amount = parse_emb(large);
        QVERIFY2(!amount && amount.error().code == Code::invalid_argument, large);
        QVERIFY(amount.error().hint.find("18446744073.709551615 EMB") != std::string::npos);
    }
    QVERIFY(parse_emb("dear").error().code == Code::invalid_argument);
    QCOMPARE(Amount::from_units(1'500'000'000).text(), std::string("1.5 EMB"));
    QCOMPARE(Amount::from_units(0).text(), std::string("0.0 EMB"));
    QCOMPARE(Amount::from_units(1).text(), std::string("0.000000001 EMB"));
    QCOMPARE(Amount::from_units(2'000'000'010).text(), std::string("2.00000001 EMB"));
    QCOMPARE(Amount::from_units(12).units_text(), std::string("12"));
}

void TestValues::sharesRoundDownAndNeverMakeMoney() {
    QCOMPARE(Amount::from_units(999).share(820'000).units(), std::uint64_t{819});
    QCOMPARE(Amount::from_units(UINT64_MAX).share(1'000'000).units(), UINT64_MAX);
    QCOMPARE(Amount::from_units(UINT64_MAX).share(500'000).units(), UINT64_MAX / 2);
    QCOMPARE(Amount::from_units(10).share(2'000'000).units(), std::uint64_t{10});
    QCOMPARE(Amount::from_units(1).share(999'999).units(), std::uint64_t{0});
}

void TestValues::errorCodesHaveNames() {
    for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
        const auto code = static_cast<Code>(i);
        QVERIFY(code_from_name(code_name(code)) == code);
    }
    QVERIFY(!code_from_name("no such code"));
}

void TestValues::resultsPassErrorsOn() {
    const auto inner = [](bool works) -> Result<int> {
        if (works) return 5;
        return fail(Code::busy, "Not now.", "Try later.");
    };
    const auto outer = [&](bool works) -> Result<std::string> {
        HEARTH_TRY(const int number, inner(works));
        return std::to_string(number + 1);
    };
    const auto status = [&](bool works) -> Status {
        HEARTH_CHECK(outer(works));
        return {};
    };
    QCOMPARE(outer(true).value(), std::string("6"));
    QVERIFY(status(true));
    QVERIFY(status(false).error().code == Code::busy);
    QCOMPARE(status(false).error().hint, std::string("Try later."));
}

void TestValues::manualClockMovesOnlyWhenTold() {
    ManualClock clock(100);
    QCOMPARE(clock.now(), Nanoseconds{100});
    clock.advance(50);
    QCOMPARE(clock.now(), Nanoseconds{150});
    QCOMPARE(clock.monotonic(), Nanoseconds{150});
    const Nanoseconds before = system_clock().monotonic();
    QVERIFY(system_clock().monotonic() >= before);
    QVERIFY(system_clock().now() > Nanoseconds{1'600'000'000} * 1'000'000'000);
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_core_values.moc"
