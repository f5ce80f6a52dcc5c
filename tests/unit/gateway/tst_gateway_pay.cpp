// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/file.h"
#include "core/keccak.h"
#include "gateway/edge/meter.h"
#include "wallet.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::pay;
using gateway::evidence::address_text;
using gateway::evidence::is_canonical;
using gateway::evidence::personal_signer;
using gateway::evidence::recover_signer;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t now_s = 1'796'004'400;

core::Bytes hex(const std::string& text) {
    return *core::from_hex(text.starts_with("0x") ? text.substr(2) : text);
}

Json known_answers() {
    const auto file = core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/x402/x402.json", 1 << 20);
    return file ? Json::parse(file->begin(), file->end()) : Json();
}

std::string encoded(const Json& json) {
    return core::to_base64(core::as_bytes(json.dump()));
}

/// Why these bytes are not taken; empty: they are.
std::string reason(const std::string& header, unsigned version = 2, const Terms& terms = test_terms(),
                   std::int64_t now = now_s) {
    const auto voucher = read_voucher(header, version);
    if (const auto* refusal = std::get_if<Refusal>(&voucher)) return refusal->reason;
    const auto examined = examine(std::get<Voucher>(voucher), terms, "http://127.0.0.1/v1/chat/completions", now);
    const auto* refusal = std::get_if<Refusal>(&examined);
    return refusal != nullptr ? refusal->reason : std::string();
}

/// Of a payment that was changed before it was signed.
template <typename Change>
std::string reason_of(Scheme scheme, const Change& change) {
    const Wallet wallet(7);
    Wallet::Wish wish = wallet.wish(test_terms(), scheme, now_s, 5);
    change(wish);
    return reason(wallet.header(wish, test_terms()));
}

} // namespace

class TestGatewayPay : public QObject {
    Q_OBJECT
private slots:
    void numbersOfContractsAreReadAndWritten() {
        const std::string largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
        for (const std::string& text :
             {std::string("0"), std::string("1"), std::string("18446744073709551616"), largest})
            QCOMPARE(Uint256::parse(text)->text(), text);
        for (const char* text : {"", "00", "01", "-1", "+1", "1.0", "0x1", " 1", "1 ", "1e3"})
            QVERIFY2(!Uint256::parse(text), text);
        QVERIFY(!Uint256::parse(largest.substr(0, 77) + "6"));
        QVERIFY(!Uint256::parse(largest + "0"));
        QVERIFY(!Uint256::parse(largest)->narrow());
        QVERIFY(*Uint256::parse("255") < *Uint256::parse("256"));
        QVERIFY(Uint256::of(core::Uint128{1} << 100).narrow() == core::Uint128{1} << 100);
    }

    void pricesAreRoundedUpOnce() {
        const Tariff tariff{100'000, 400'000}; // a tenth and four tenths of a smallest unit for a token
        QVERIFY(tariff.cost(0, 0) == 0);
        QVERIFY(tariff.cost(1, 0) == 1);
        QVERIFY(tariff.cost(10, 10) == 5);
        QVERIFY(tariff.cost(10, 11) == 6);
        // Seven of an asset with 18 decimals; and what no number holds does not begin again at nothing.
        const core::Uint128 seven = core::Uint128{7} * 1'000'000'000'000'000'000;
        QVERIFY((Tariff{seven, seven}.cost(1'000'000, 1'000'000)) == 2 * seven);
        const core::Uint128 dear = core::Uint128{1} << 89;
        for (const std::uint64_t many : {UINT64_MAX, UINT64_MAX / 2, std::uint64_t{1} << 40})
            QVERIFY((Tariff{dear, dear}.cost(many, many)) > dear);
    }

    /// The example of EIP-712 itself.
    void structuresHashAsPublished() {
        const Json mail = known_answers()["mail"];
        const auto person = [](const char* name, const char* wallet) {
            return StructHash("Person(string name,address wallet)")
                .text(name)
                .add(*gateway::evidence::parse_address(wallet))
                .finish();
        };
        const core::Hash message =
            StructHash("Mail(Person from,Person to,string contents)Person(string name,address wallet)")
                .add(person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"))
                .add(person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"))
                .text("Hello, Bob!")
                .finish();
        const core::Hash domain = asset_domain(
            "Ether Mail", "1", 1, *gateway::evidence::parse_address("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
        const core::Hash digest = typed_digest(domain, message);
        QCOMPARE("0x" + digest.hex(), mail["digest"].get<std::string>());
        const auto signer = recover_signer(digest, hex(mail["signature"].get<std::string>()));
        QVERIFY(signer == gateway::evidence::parse_address(mail["signer"].get<std::string>()));
    }

    /// What the stock client packages signed is taken; one member of each that is not what was signed is not.
    void paymentsOfStockClientsAreTaken() {
        const Json known = known_answers();
        const auto made_at = known["made_at"].get<std::int64_t>();
        for (const auto& [name, payment] : known["payments"].items()) {
            Terms terms = test_terms();
            if (name == "exact_permit2") terms.transfer = Transfer::permit2;
            const unsigned version = payment["x402Version"].get<unsigned>();
            QCOMPARE(reason(encoded(payment), version, terms, made_at + 5), std::string());
            Json altered = payment;
            Json& payload = altered["payload"];
            Json& part = payload.contains("authorization") ? payload["authorization"] : payload["permit2Authorization"];
            part["from"] = known["payTo"];
            QCOMPARE(reason(encoded(altered), version, terms, made_at + 5), std::string("bad_signature"));
            QCOMPARE(reason(encoded(payment), version, terms, made_at + 301), std::string("expired"));
        }
    }

    void eachFlawIsNamed() {
        using Wish = Wallet::Wish;
        for (const Scheme scheme : {Scheme::exact, Scheme::upto}) {
            QCOMPARE(reason_of(scheme, [](Wish&) {}), std::string());
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.to[3] ^= 1; }), std::string("wrong_recipient"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.amount = Uint256::of(19'999); }),
                     std::string("amount_too_low"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.amount = Uint256::of(20'001); }),
                     std::string("amount_too_high"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.deadline = Uint256::of(now_s); }),
                     std::string("expired"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.deadline = Uint256::of(now_s + 20); }),
                     std::string("expires_too_soon"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.deadline = Uint256::of(now_s + 269); }),
                     std::string("expires_too_soon"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.deadline = Uint256::of(now_s + 270); }), std::string());
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.valid_after = Uint256::of(now_s + 9); }),
                     std::string("not_yet_valid"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.chain = 1; }), std::string("bad_signature"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.network = "eip155:1"; }), std::string("wrong_network"));
            QCOMPARE(reason_of(scheme, [](Wish& w) { w.permit.from[0] ^= 1; }), std::string("bad_signature"));
        }
        QCOMPARE(reason_of(Scheme::upto, [](Wish& w) { w.permit.token[0] ^= 1; }), std::string("wrong_asset"));
        QCOMPARE(reason_of(Scheme::upto, [](Wish& w) { w.permit.spender = exact_spender; }),
                 std::string("wrong_contract"));
        QCOMPARE(reason_of(Scheme::upto, [](Wish& w) { w.permit.facilitator = w.permit.to; }),
                 std::string("wrong_facilitator"));
    }

    void onlyWhatIsOfferedIsTaken() {
        const Wallet wallet(7);
        Terms upto = test_terms(), permit = test_terms(), dearer = test_terms(), unnamed = test_terms();
        upto.schemes = {Scheme::upto};
        permit.transfer = Transfer::permit2;
        const std::string exact = wallet.header(wallet.wish(test_terms(), Scheme::exact, now_s, 1), test_terms());
        QCOMPARE(reason(exact, 2, upto), std::string("scheme_not_offered"));
        QCOMPARE(reason(exact, 2, permit), std::string("wrong_transfer_method"));
        dearer.pay_to[0] ^= 1; // the repeated offer is another one than what was signed
        QCOMPARE(reason(wallet.header(wallet.wish(test_terms(), Scheme::exact, now_s, 1), dearer)),
                 std::string("unknown_offer"));
        unnamed.chain = 999'999;
        Wallet::Wish first = wallet.wish(unnamed, Scheme::exact, now_s, 1);
        first.version = 1;
        QCOMPARE(reason(wallet.header(first, unnamed), 1, unnamed), std::string("version_not_offered"));
        QVERIFY(unnamed.offers_of(1, "r").empty() && unnamed.offers_of(2, "r").size() == 2);
    }

    void onePayersNonceHasOneId() {
        const Wallet one(7), other(8);
        const auto id = [](const Wallet& wallet, Scheme scheme, std::uint64_t nonce) {
            const auto read =
                read_voucher(wallet.header(wallet.wish(test_terms(), scheme, now_s, nonce), test_terms()), 2);
            return std::get<Payment>(examine(std::get<Voucher>(read), test_terms(), "r", now_s)).id;
        };
        QVERIFY(id(one, Scheme::upto, 1) == id(one, Scheme::upto, 1));
        QVERIFY(id(one, Scheme::upto, 1) != id(one, Scheme::upto, 2));
        QVERIFY(id(one, Scheme::upto, 1) != id(other, Scheme::upto, 1));
        QVERIFY(id(one, Scheme::upto, 1) != id(one, Scheme::exact, 1));
    }

    void hostileHeadersAreRefused() {
        const Wallet wallet(7);
        const std::string good = wallet.header(wallet.wish(test_terms(), Scheme::upto, now_s, 1), test_terms());
        const auto text = *core::from_base64(good);
        const std::string malformed = "malformed_payment";
        for (const std::string& header :
             {std::string(), std::string("%%%"), good.substr(0, good.size() / 2), std::string(20'000, 'A'),
              encoded(Json::array()), encoded(Json::object()), encoded({{"x402Version", "2"}}),
              encoded({{"x402Version", 2}, {"accepted", 1}})})
            QCOMPARE(reason(header), malformed);
        QCOMPARE(reason(good, 1), malformed); // the second version in the first one's header
        Json tree = Json::parse(text.begin(), text.end());
        const auto with = [&](const char* pointer, const Json& value) {
            Json changed = tree;
            changed[Json::json_pointer(pointer)] = value;
            return reason(encoded(changed));
        };
        QCOMPARE(with("/payload/signature", "0x12"), malformed);
        QCOMPARE(with("/payload/signature", nullptr), malformed);
        QCOMPARE(with("/payload/permit2Authorization/nonce", -1), malformed);
        QCOMPARE(with("/payload/permit2Authorization/deadline", "1e9"), malformed);
        QCOMPARE(with("/payload/permit2Authorization/from", "0x" + std::string(40, 'g')), malformed);
        QCOMPARE(with("/accepted/scheme", "free"), malformed);
        QCOMPARE(with("/payload/permit2Authorization/witness", Json::array()), malformed);
        std::string deep = R"({"x402Version":2,"accepted":)";
        for (int i = 0; i < 2000; ++i)
            deep += "[";
        QCOMPARE(reason(core::to_base64(core::as_bytes(deep))), malformed);
    }

    /// Whoever sees a signature must not be able to make a second one of it.
    void onlyTheLowHalfOfASignatureIsTaken() {
        const Wallet wallet(9);
        const core::Hash digest = core::keccak256(core::as_bytes(std::string("x")));
        core::Bytes signature = wallet.sign(digest);
        QVERIFY(is_canonical(signature));
        const core::Bytes order = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        int borrow = 0;
        for (std::size_t i = 32; i-- > 0;) {
            const int left = order[i] - signature[32 + i] - borrow;
            borrow = left < 0 ? 1 : 0;
            signature[32 + i] = static_cast<std::uint8_t>(left & 0xFF);
        }
        signature.back() = static_cast<std::uint8_t>(55 - signature.back());
        QVERIFY(recover_signer(digest, signature) == wallet.address()); // the same key
        QVERIFY(!is_canonical(signature));
        signature.back() = 0;
        QVERIFY(!is_canonical(signature) && !is_canonical(core::Bytes(64)) && !is_canonical(core::Bytes(65)));
    }

    /// Of many prompts the body holds all; each has its template, and each of their answers its tokens.
    void aListIsReadOnce() {
        gateway::Meter meter;
        meter.tariff = {1'000'000, 1'000'000};
        const auto fits = [&](gateway::CallKind kind, std::size_t prompts, unsigned choices, std::uint32_t tokens,
                              core::Uint128 most) {
            gateway::ApiCall call;
            call.kind = kind;
            call.choices = choices;
            call.prompts.resize(prompts);
            for (auto& prompt : call.prompts)
                prompt.max_tokens = tokens;
            meter.most = most;
            return !gateway::fit_to_payment(call, meter, 4000, 512);
        };
        using gateway::CallKind;
        QVERIFY(fits(CallKind::embeddings, 64, 1, 0, 4000 + 64 * 16));
        QVERIFY(!fits(CallKind::embeddings, 64, 1, 0, 4000 + 64 * 16 - 1));
        QVERIFY(fits(CallKind::completion, 2, 3, 10, 4000 + 2 * 16 + 6 * 10));
        QVERIFY(!fits(CallKind::completion, 2, 3, 10, 4000 + 2 * 16 + 6 * 10 - 1));
        QVERIFY(fits(CallKind::chat, 1, 4, 10, 4000 + 512 + 40));
        QVERIFY(!fits(CallKind::chat, 1, 4, 10, 4000 + 512 + 39));
    }

    void signersOfPersonalMessagesAreFound();
    void facilitatorsAreAskedAsTheProtocolHasIt();
};

void TestGatewayPay::facilitatorsAreAskedAsTheProtocolHasIt() {
    const Wallet wallet(7);
    const auto read = read_voucher(wallet.header(wallet.wish(test_terms(), Scheme::upto, now_s, 1), test_terms()), 2);
    const auto payment = std::get<Payment>(examine(std::get<Voucher>(read), test_terms(), "r", now_s));
    const Json asked = Json::parse(facilitator_request(payment, 77));
    QCOMPARE(asked["x402Version"].get<int>(), 2);
    QCOMPARE(asked["paymentRequirements"]["amount"].get<std::string>(), std::string("77"));
    QCOMPARE(asked["paymentPayload"]["accepted"]["amount"].get<std::string>(), std::string("20000"));
    QVERIFY(read_verdict(R"({"isValid":true,"payer":"0x1"})")->valid);
    QCOMPARE(read_verdict(R"({"isValid":false,"invalidReason":"poor"})")->reason, std::string("poor"));
    QCOMPARE(read_settlement(R"({"success":true,"transaction":"0xab","network":"n"})")->transaction,
             std::string("0xab"));
    for (const char* wrong : {"", "[]", "{}", R"({"isValid":"true","success":1})", R"({"success":null})", "<html>"}) {
        QVERIFY2(read_verdict(wrong).error().code == core::Code::corrupt, wrong);
        QVERIFY2(read_settlement(wrong).error().code == core::Code::corrupt, wrong);
    }
}

void TestGatewayPay::signersOfPersonalMessagesAreFound() {
    // By tests/vectors/gateway/signing.py.
    core::Bytes signature = hex("1b7b94bcdffc078ecc497cdd775b0b76805976fde1316af7c5ca7c1d32c5992e2a02d7e3ec17bebb4abcf"
                                "d23c3cfee77a1af2aa1252b29f344ba81b77728d5921b");
    const auto signer = [&](const std::string& text) {
        const auto found = personal_signer(text, signature);
        return found ? core::to_hex(*found) : std::string();
    };
    const std::string address = "aa14fc29639cdac37a89836616963c18c05957eb";
    QCOMPARE(signer("hello"), address);
    QVERIFY(signer("hellp") != address);
    signature.back() = static_cast<std::uint8_t>(signature.back() - 27);
    QCOMPARE(signer("hello"), address);
    signature.back() ^= 1;
    QVERIFY(signer("hello") != address);
    for (const unsigned v : {2U, 3U, 29U, 255U}) {
        signature.back() = static_cast<std::uint8_t>(v);
        QCOMPARE(signer("hello"), std::string());
    }
    QVERIFY(!personal_signer("hello", core::Bytes(65, 0)));
    QVERIFY(!personal_signer("hello", core::Bytes(64, 1)));
    QVERIFY(!personal_signer("hello", core::Bytes(65, 0xFF)));
    core::Bytes no_point(65, 0);
    no_point[31] = 5; // no point of the curve has this x
    no_point[63] = 1;
    QVERIFY(!personal_signer("hello", no_point));
}

QTEST_GUILESS_MAIN(TestGatewayPay)
#include "tst_gateway_pay.moc"
