// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"

#include <QtTest>
#include <random>

using namespace hearth::core;
using namespace hearth::core::cbor;

namespace {

Value random_value(std::mt19937_64& random, int depth) {
    switch (random() % (depth > 3 ? 6 : 8)) {
    case 0:
        return nullptr;
    case 1:
        return random() % 2 == 0;
    case 2:
        return std::uint64_t{random() >> (random() % 64)};
    case 3:
        return static_cast<std::int64_t>(random() >> (random() % 64));
    case 4:
        return Bytes(random() % 70, static_cast<std::uint8_t>(random()));
    case 5:
        return std::string(random() % 70, static_cast<char>('a' + random() % 26)) + "é水";
    case 6: {
        Array array;
        for (std::size_t n = random() % 5; n > 0; --n)
            array.push_back(random_value(random, depth + 1));
        return array;
    }
    default: {
        Map map;
        std::uint64_t key = 0;
        for (std::size_t n = random() % 5; n > 0; --n)
            map.emplace_back(key += 1 + random() % 300, random_value(random, depth + 1));
        return map;
    }
    }
}

} // namespace

class TestCbor : public QObject {
    Q_OBJECT
private slots:
    void examplesOfRfc8949();
    void otherFormsAreRefused_data();
    void otherFormsAreRefused();
    void truncationIsRefusedEverywhere();
    void randomValuesRoundTrip();
    void whateverIsAcceptedReencodesToItself();
    void aWriterWritesTheSame();
    void limitsHold();
    void mapsAreSorted();
    void fieldsNameWhatIsWrong();
    void fieldsRefuseWhatNobodyAskedFor();
};

void TestCbor::examplesOfRfc8949() {
    const auto same = [](const Value& value, const char* hex) {
        const Bytes bytes = from_hex(hex).value();
        QCOMPARE(QString::fromStdString(to_hex(encode(value))), QString(hex));
        const auto decoded = decode(bytes);
        QVERIFY2(decoded.ok(), hex);
        QVERIFY2(*decoded == value, hex);
    };
    same(std::uint64_t{0}, "00");
    same(std::uint64_t{23}, "17");
    same(std::uint64_t{24}, "1818");
    same(std::uint64_t{100}, "1864");
    same(std::uint64_t{1000}, "1903e8");
    same(std::uint64_t{1000000}, "1a000f4240");
    same(std::uint64_t{1000000000000}, "1b000000e8d4a51000");
    same(UINT64_MAX, "1bffffffffffffffff");
    same(-1, "20");
    same(-100, "3863");
    same(-1000, "3903e7");
    same(INT64_MIN, "3b7fffffffffffffff");
    same(Bytes{}, "40");
    same(Bytes{1, 2, 3, 4}, "4401020304");
    same("", "60");
    same("IETF", "6449455446");
    same("\"\\", "62225c");
    same("ü", "62c3bc");
    same("水", "63e6b0b4");
    same("𐅑", "64f0908591");
    same(Array{}, "80");
    same(Array{1, 2, 3}, "83010203");
    same(Array{1, Array{2, 3}, Array{4, 5}}, "8301820203820405");
    same(Map{}, "a0");
    same(Map{{1, 2}, {3, 4}}, "a201020304");
    same(false, "f4");
    same(true, "f5");
    same(nullptr, "f6");
}

void TestCbor::otherFormsAreRefused_data() {
    QTest::addColumn<QString>("hex");
    const auto row = [](const char* name, const char* hex) { QTest::newRow(name) << QString(hex); };
    row("nothing", "");
    row("half float", "f90000");
    row("single float", "fa47c35000");
    row("double float", "fb3ff199999999999a");
    row("undefined", "f7");
    row("simple value", "f0");
    row("simple value, two bytes", "f8ff");
    row("tag 0", "c074323031332d30332d32315432303a30343a30305a");
    row("tag 1", "c11a514b67b0");
    row("bignum", "c249010000000000000000");
    row("integer below -2^63", "3bffffffffffffffff");
    row("indefinite bytes", "5f42010243030405ff");
    row("indefinite text", "7f657374726561646d696e67ff");
    row("indefinite array", "9fff");
    row("indefinite map", "bf0102ff");
    row("lone break", "ff");
    row("text key", "a1616101");
    row("negative key", "a12001");
    row("integer longer than needed, 8", "1817");
    row("integer longer than needed, 16", "190017");
    row("integer longer than needed, 32", "1a0000ffff");
    row("integer longer than needed, 64", "1b00000000ffffffff");
    row("negative longer than needed", "3800");
    row("byte length longer than needed", "580101");
    row("text length longer than needed", "780161");
    row("array length longer than needed", "980101");
    row("map length longer than needed", "b8010102");
    row("map key longer than needed", "a1180102");
    row("keys out of order", "a203040102");
    row("key twice", "a201020102");
    row("data after the end", "0000");
    row("reserved information 28", "1c");
    row("reserved information 30", "7e");
    row("text that is not UTF-8", "61ff");
    row("overlong UTF-8", "62c0af");
    row("surrogate in UTF-8", "63eda080");
    row("array of 2^64-1", "9bffffffffffffffff");
    row("map of 2^64-1", "bbffffffffffffffff");
    row("bytes of 2^64-1", "5bffffffffffffffff");
    row("text of 2^63", "7b8000000000000000");
    row("array of 2^32 in a few bytes", "9b0000000100000000010203");
    row("map without its value", "a101");
}

void TestCbor::otherFormsAreRefused() {
    QFETCH(QString, hex);
    const auto decoded = decode(from_hex(hex.toStdString()).value());
    QVERIFY(!decoded.ok());
    QVERIFY(decoded.error().code == Code::corrupt);
    QVERIFY(!decoded.error().message.empty());
}

void TestCbor::truncationIsRefusedEverywhere() {
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i) {
        const Bytes whole = encode(random_value(random, 0));
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!decode(ByteView(whole).first(size)));
        Bytes longer = whole;
        longer.push_back(0);
        QVERIFY(!decode(longer));
    }
}

void TestCbor::randomValuesRoundTrip() {
    std::mt19937_64 random(2);
    for (int i = 0; i < 5000; ++i) {
        const Value value = random_value(random, 0);
        const auto decoded = decode(encode(value));
        QVERIFY(decoded.ok());
        QVERIFY(*decoded == value);
    }
}

void TestCbor::whateverIsAcceptedReencodesToItself() {
    std::mt19937_64 random(3);
    int accepted = 0;
    for (int i = 0; i < 200000; ++i) {
        Bytes bytes = encode(random_value(random, 2));
        for (int flips = static_cast<int>(random() % 4); flips > 0; --flips)
            bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1u << (random() % 8));
        const auto decoded = decode(bytes);
        if (!decoded) continue;
        ++accepted;
        QVERIFY(encode(*decoded) == bytes);
    }
    QVERIFY(accepted > 10000);
}

void TestCbor::aWriterWritesTheSame() {
    for (unsigned bits = 0; bits < 64; ++bits)
        for (const std::uint64_t number : {(std::uint64_t{1} << bits) - 1, std::uint64_t{1} << bits}) {
            Bytes out;
            Writer writer(out);
            writer.map(3);
            writer.uint(number / 2);
            writer.array(2);
            writer.bytes(Bytes(bits * 5, 7));
            writer.text(std::string(bits * 5, 'x') + "é");
            writer.uint(number / 2 + 1);
            writer.boolean(bits % 2 == 0);
            writer.uint(number / 2 + 2);
            writer.uint(number);
            const Array list{Bytes(bits * 5, 7), std::string(bits * 5, 'x') + "é"};
            QCOMPARE(out, encode(Map{{number / 2, list}, {number / 2 + 1, bits % 2 == 0}, {number / 2 + 2, number}}));
        }
    Bytes long_map;
    Writer(long_map).map(300);
    QCOMPARE(to_hex(long_map), std::string("b9012c"));
}

void TestCbor::limitsHold() {
    Bytes nested(17, 0x81);
    nested.push_back(0x00);
    QVERIFY(decode(nested).error().code == Code::too_large);
    nested.erase(nested.begin());
    QVERIFY(decode(nested).ok());
    const Bytes deep(900000, 0x81);
    QVERIFY(decode(deep).error().code == Code::too_large);
    QVERIFY(decode(nested, {1024, 3}).error().code == Code::too_large);
    const Bytes large((std::size_t{1} << 20) + 1);
    QVERIFY(decode(large).error().code == Code::too_large);
}

void TestCbor::mapsAreSorted() {
    QCOMPARE(to_hex(encode(Map{{300, 1}, {2, 3}, {24, 5}})), std::string("a3020318180519012c01"));
}

void TestCbor::fieldsNameWhatIsWrong() {
    const Value value = Map{{0, 7}, {1, "text"}, {2, Bytes(5)}, {3, -4}, {4, true}, {5, Array{1, 2}}, {6, UINT64_MAX}};
    auto fields = Fields::of(value, "letter").value();
    QCOMPARE(fields.uint(0, "number").value(), std::uint64_t{7});
    QCOMPARE(fields.text(1, "greeting").value(), std::string("text"));
    QCOMPARE(fields.bytes(2, "body").value().size(), std::size_t{5});
    QCOMPARE(fields.integer(3, "offset").value(), std::int64_t{-4});
    QCOMPARE(fields.integer(0, "offset").value(), std::int64_t{7});
    QVERIFY(fields.boolean(4, "flag").value());
    QCOMPARE(fields.array(5, "list").value()->size(), std::size_t{2});
    QVERIFY(fields.any(5, "list").ok());
    QVERIFY(fields.has(6) && !fields.has(7));

    const auto named = [](const Error& error, const char* name) {
        return error.code == Code::corrupt && error.message.find(name) != std::string::npos &&
               error.message.find("letter") != std::string::npos;
    };
    QVERIFY(named(fields.uint(0, "number", 6).error(), "number"));
    QVERIFY(named(fields.uint(1, "count").error(), "count"));
    QVERIFY(named(fields.uint(9, "absent").error(), "absent"));
    QVERIFY(named(fields.text(1, "greeting", 3).error(), "greeting"));
    QVERIFY(named(fields.bytes(2, "body", 4).error(), "body"));
    QVERIFY(named(fields.id<Hash>(2, "key").error(), "key"));
    QVERIFY(named(fields.integer(6, "offset").error(), "offset"));
    QVERIFY(named(fields.boolean(0, "flag").error(), "flag"));
    QVERIFY(named(fields.array(5, "list", 1).error(), "list"));
    QVERIFY(named(fields.any(9, "thing").error(), "thing"));
    QVERIFY(!Fields::of(Value(5), "letter"));
}

void TestCbor::fieldsRefuseWhatNobodyAskedFor() {
    const Value value = Map{{0, 7}, {8, 1}};
    auto fields = Fields::of(value, "letter").value();
    QVERIFY(fields.uint(0, "number"));
    QVERIFY(!fields.finish());
    QVERIFY(fields.finish().error().message.find('8') != std::string::npos);
    QVERIFY(fields.uint(8, "other"));
    QVERIFY(fields.finish());
}

QTEST_GUILESS_MAIN(TestCbor)
#include "tst_core_cbor.moc"
