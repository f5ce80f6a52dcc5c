// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/hash.h"
#include "core/keys.h"
#include "door_bench.h"
#include "gateway/edge/answer_book.h"
#include "gateway/evidence/examine.h"
#include "gateway/evidence/hearth.h"
#include "proof/receipt.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

namespace {

const std::string question = R"({"model":"there","messages":[{"role":"user","content":"hi"}]})";
constexpr std::uint32_t asked_tokens = 7; // that the fake home counts of every question

core::SigningKey key_of(std::uint8_t seed) {
    return core::SigningKey::from_seed(core::Bytes(32, seed));
}

/// A receipt that holds what it should, of an answer of so many tokens.
proof::ReceiptFile receipt_of(std::uint32_t tokens, const core::SigningKey& executor = key_of(3)) {
    std::ifstream stored(HEARTH_VECTORS_DIR "/proof/receipts.json");
    const std::string hex = Json::parse(stored)["cases"][0]["file"];
    auto file = proof::ReceiptFile::decode_bytes(core::from_hex(hex).value()).value();
    file.input_ids.assign(asked_tokens, 5);
    file.output_ids.assign(tokens, 9);
    file.request.in_commit = proof::input_commitment(file.salt_in, file.input_ids);
    proof::Receipt receipt = file.signed_receipt.receipt;
    receipt.executor_key = executor.public_key();
    receipt.request_hash = file.request.hash();
    receipt.in_commit = file.request.in_commit;
    receipt.n_in = asked_tokens;
    receipt.n_out = tokens;
    receipt.out_root = proof::output_root(file.salt_out, file.output_ids);
    receipt.seed_commit = proof::seed_commitment(file.request, file.beacon);
    file.signed_receipt = proof::SignedReceipt::sign(receipt, executor);
    return file;
}

Json shown(const proof::ReceiptFile& file, const gateway::AnsweredBytes& answer, const core::SigningKey& key) {
    const core::Hash statement =
        gateway::evidence::answer_statement(file.signed_receipt.receipt.id(), answer.request, answer.response);
    return {{"receipt", core::to_base64(file.encode())},
            {"signed_by", key.public_key().hex()},
            {"signature", core::to_hex(key.sign(statement.view()))}};
}

Outcome outcome_of(const std::vector<proof::CheckRow>& rows, const std::string& name) {
    for (const proof::CheckRow& row : rows)
        if (row.name == name) return row.outcome;
    qFatal("no check %s", name.c_str());
}

/// A home with a door of its own, and another one behind whose door it stands.
struct TwoHomes {
    using Shows = std::function<Json(const gateway::AnsweredBytes&)>;
    explicit TwoHomes(const Shows& shows, std::vector<std::string> signers = {key_of(4).public_key().hex()}) {
        const auto& receipt = file.signed_receipt.receipt;
        other.backend->cards = {{"there", receipt.model_id.hex(), 1'700'000'000, 2048, "hearth", false, 1, 0}};
        other.backend->receipts = [shows](const gateway::AnsweredBytes& answer) -> core::Result<std::string> {
            return shows(answer).dump();
        };
        const std::string url = "http://127.0.0.1:" + std::to_string(other.port()) + "/v1";
        door.add({"kin", "hearth", url, {}, std::move(signers)});
    }
    gateway::evidence::Envelope ask(const std::string& body = question) {
        reply = door.post(body);
        return door.evidence(reply);
    }

    const proof::ReceiptFile file = receipt_of(4);
    Bench other;
    DoorBench door;
    HttpReply reply;
};

TwoHomes::Shows honest() {
    return [](const auto& answer) { return shown(receipt_of(4), answer, key_of(4)); };
}

} // namespace

/// A Hearth home behind the door of another: who may see the receipt of an answer, and what it proves.
class TestGatewayHomes : public QObject {
    Q_OBJECT

private slots:
    void aReceiptIsForWhoeverAsked() {
        Bench bench(Script{}, with_two_keys());
        std::vector<gateway::AnsweredBytes> asked;
        bench.backend->receipts = [&](const gateway::AnsweredBytes& answer) -> core::Result<std::string> {
            asked.push_back(answer);
            return std::string("{}");
        };
        const std::string one = "Authorization: Bearer hearth-1\r\n", two = "Authorization: Bearer hearth-2\r\n";
        const std::string body = chat();
        const HttpReply answer = call(bench.port(), "POST", chat_path, body, one);
        QCOMPARE(answer.status, 200);
        const std::string path = "/v1/receipts/" + answer.json()["id"].toString().toStdString();
        QCOMPARE(call(bench.port(), "GET", path, {}, one).status, 200);
        QCOMPARE(asked.size(), std::size_t{1});
        QCOMPARE(asked[0].evidence_id, answer.header("x-evidence-id"));
        QCOMPARE(asked[0].request, core::sha256(core::as_bytes(body)));
        QCOMPARE(asked[0].response, core::sha256(core::as_bytes(answer.body)));
        for (const std::string& other : {two, std::string()}) {
            const HttpReply refused = call(bench.port(), "GET", path, {}, other);
            QCOMPARE(refused.status, 404);
            QCOMPARE(refused.error()["code"].toString(), QString("receipt_not_found"));
        }
        QCOMPARE(call(bench.port(), "GET", "/v1/receipts/chatcmpl-1", {}, one).status, 404);
        QCOMPARE(call(bench.port(), "GET", "/v1/receipts/1", {}, one).error()["code"].toString(), // a payment's
                 QString("no_payments"));
        const HttpReply several = call(bench.port(), "POST", chat_path, chat(R"("n":2)"), one);
        const std::string both = "/v1/receipts/" + several.json()["id"].toString().toStdString();
        QCOMPARE(call(bench.port(), "GET", both, {}, one).status, 404); // it has two
        QCOMPARE(asked.size(), std::size_t{1});
    }

    void evidenceIsReadByWhoeverTheDoorFoundToAsk() {
        Bench bench(Script{}, with_two_keys());
        bench.backend->evidence_of = {{"ev-1", "one"}};
        const auto status = [&](const std::string& headers) {
            return call(bench.port(), "GET", "/v1/evidence/ev-1", {}, headers).status;
        };
        QCOMPARE(status("Authorization: Bearer hearth-1\r\n"), 200);
        QCOMPARE(status("Authorization: Bearer hearth-2\r\n"), 404);
        QCOMPARE(status({}), 200); // the owner, on this machine
    }

    void whoeverAsksMuchPushesOutItsOwnAnswersAlone() {
        using gateway::AnswerBook;
        AnswerBook book;
        const auto keep = [&](const std::string& caller, std::size_t number) {
            book.keep(caller, {caller + std::to_string(number), "e", {}, {}}, 1);
        };
        const auto knows = [&](const std::string& caller, std::size_t number, core::Nanoseconds now = 1) {
            return book.find(caller + std::to_string(number), caller, now).has_value();
        };
        keep("small", 0);
        for (std::size_t i = 0; i <= AnswerBook::most; ++i)
            keep("big", i);
        QVERIFY(knows("small", 0) && knows("small", 0, 1 + AnswerBook::lasts));
        QVERIFY(!knows("small", 0, 2 + AnswerBook::lasts));
        QVERIFY(!book.find("small0", "big", 1));
        QVERIFY(knows("big", AnswerBook::most) && knows("big", AnswerBook::most - AnswerBook::most_of_one + 1));
        QVERIFY(!knows("big", AnswerBook::most - AnswerBook::most_of_one));
        for (const char* other : {"c", "d", "e", "f"})
            for (std::size_t i = 0; i < AnswerBook::most_of_one; ++i)
                keep(other, i);
        QVERIFY(!knows("small", 0) && !knows("big", AnswerBook::most)); // the oldest of all
        QVERIFY(knows("c", 0) && knows("f", 0));
        book.keep("c", {"answer", "evidence", {}, {}, "receipt"}, 1);
        for (const char* id : {"answer", "evidence", "receipt"})
            QVERIFY(book.find(id, "c", 1) && !book.find(id, "d", 1));
        for (std::size_t i = 0; i < AnswerBook::most_of_one; ++i)
            keep("c", AnswerBook::most + i);
        QVERIFY(!book.find("evidence", "c", 1) && !book.find("receipt", "c", 1));
    }

    void anotherHomeThatComputedIsNamed() {
        Script script;
        script.node = std::string(64, 'f');
        const Bench bench(script), own{Script{}};
        for (const std::string& body : {chat(), chat(R"("stream":true)")}) {
            const HttpReply far = call(bench.port(), "POST", chat_path, body);
            QCOMPARE(far.header("x-hearth-network"), std::string("home"));
            QCOMPARE(far.header("x-hearth-node"), script.node);
        }
        const HttpReply two = call(bench.port(), "POST", chat_path, chat(R"("n":2)"));
        QCOMPARE(two.header("x-hearth-node"), script.node + ", " + script.node);
        QCOMPARE(call(own.port(), "POST", chat_path, chat()).header("x-hearth-node"), std::string());
    }

    void theBytesOfAQuestionStayWhoseTheyAreWhereOthersMightAnswer() {
        for (const std::string& offered : {std::string("there"), std::string("fake/small")}) {
            DoorBench door;
            door.add_listed("kin", "http://127.0.0.1:1/v1", {{offered, 0, {}}});
            std::vector<gateway::AnsweredBytes> asked;
            door.backend->receipts = [&](const gateway::AnsweredBytes& answer) -> core::Result<std::string> {
                asked.push_back(answer);
                return std::string("{}");
            };
            const std::string body = chat(R"("seed":1)");
            const HttpReply answer = door.post(body);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.header("x-hearth-network"), std::string("home"));
            const std::string path = "/v1/receipts/" + answer.json()["id"].toString().toStdString();
            QCOMPARE(call(door.server->port(), "GET", path).status, 200);
            QCOMPARE(asked.size(), std::size_t{1});
            QCOMPARE(asked[0].request, core::sha256(core::as_bytes(body)));
            QCOMPARE(asked[0].response, core::sha256(core::as_bytes(answer.body)));
        }
    }

    void aSignedReceiptIsEOneForThePinnedKey() {
        for (const bool stream : {false, true}) {
            TwoHomes homes(honest());
            std::string body = question;
            if (stream) body.insert(1, R"("stream":true,)");
            const auto envelope = homes.ask(body);
            QCOMPARE(homes.reply.status, 200);
            QCOMPARE(envelope.level, proof::Level::signature);
            for (const char* name : {"network signature", "signed request", "signed response", "receipt",
                                     "receipt model", "signing key", "answered model"})
                QVERIFY2(outcome_of(envelope.checks, name) == Outcome::passed, name);
            QCOMPARE(outcome_of(envelope.checks, "receipt tokens"), stream ? Outcome::not_checked : Outcome::passed);
            QCOMPARE(gateway::evidence::ties_receipt(envelope.checks), !stream); // what a replay needs to be E4
            QCOMPARE(outcome_of(envelope.checks, "answer text"), Outcome::not_checked);
            QCOMPARE(outcome_of(envelope.checks, "replay"), Outcome::not_checked);
            const auto file = gateway::evidence::SignedEnvelope::sign(envelope, key_of(7)).encode();
            const auto read = gateway::evidence::examine(file, core::as_bytes(body), core::as_bytes(homes.reply.body));
            QVERIFY(read.valid);
            QCOMPARE(read.level, proof::Level::signature);
            QCOMPARE(gateway::evidence::receipt_in(envelope.proof->document).value(), homes.file.encode());
            const auto other =
                gateway::evidence::examine(file, std::nullopt, std::nullopt, gateway::evidence::hardware_makers(),
                                           {{key_of(5).public_key().hex()}, {}, {}});
            QVERIFY(!other.valid && other.level == proof::Level::none);
        }
    }

    void aStreamThatCountsIsTiedToItsReceipt() {
        std::string body = question;
        body.insert(1, R"("stream":true,"stream_options":{"include_usage":true},)");
        for (const std::uint32_t tokens : {4U, 5U}) {
            TwoHomes homes([tokens](const auto& answer) { return shown(receipt_of(tokens), answer, key_of(4)); });
            const auto envelope = homes.ask(body);
            const bool same = tokens == 4;
            QCOMPARE(outcome_of(envelope.checks, "receipt tokens"), same ? Outcome::passed : Outcome::failed);
            QCOMPARE(gateway::evidence::ties_receipt(envelope.checks), same);
            QCOMPARE(envelope.level, same ? proof::Level::signature : proof::Level::none);
        }
    }

    void aNameThatNobodyListsProvesNoModel() {
        const proof::ReceiptFile file = receipt_of(4);
        const std::string computed = file.signed_receipt.receipt.model_id.hex();
        const auto row = [&](const std::string& asked, const std::string& listed) {
            const gateway::AnsweredBytes answer{"", "", core::sha256({}), core::sha256({})};
            Json json = shown(file, answer, key_of(4));
            if (!listed.empty()) json["model_id"] = listed;
            gateway::evidence::Transcript seen;
            seen.kind = "hearth";
            seen.model = asked;
            seen.request_hash = answer.request;
            seen.response_hash = answer.response;
            const gateway::evidence::NetworkProof proof{
                std::string(gateway::evidence::hearth_format), core::to_bytes(core::as_bytes(json.dump())), {}, {}};
            const auto found = gateway::evidence::examine_proof(proof, seen, gateway::evidence::hardware_makers());
            return outcome_of(found.rows, "receipt model");
        };
        QCOMPARE(row(file.model_name, {}), Outcome::not_checked); // a label that the home writes as it likes
        QCOMPARE(row(computed, {}), Outcome::passed);
        QCOMPARE(row("any", computed), Outcome::passed);
        QCOMPARE(row(file.model_name, std::string(64, 'a')), Outcome::failed);
    }

    void aKeyThatNobodyPinnedProvesNothing() {
        TwoHomes unpinned(honest(), {}), other(honest(), {key_of(5).public_key().hex()});
        const auto first = unpinned.ask(), second = other.ask();
        QCOMPARE(first.level, proof::Level::none);
        QCOMPARE(outcome_of(first.checks, "signing key"), Outcome::not_checked);
        QCOMPARE(second.level, proof::Level::none);
        QCOMPARE(outcome_of(second.checks, "signing key"), Outcome::failed);
    }

    void whatIsWrongLeavesNothing_data() {
        QTest::addColumn<QString>("failed");
        for (const char* name : {"another answer", "another question", "another key", "cut signature", "no receipt",
                                 "another answer's receipt", "changed receipt", "another model", "an empty object"})
            QTest::newRow(name) << QString(QByteArray(name) == "another answer's receipt" ? "receipt tokens"
                                           : QByteArray(name) == "changed receipt"        ? "receipt"
                                           : QByteArray(name) == "another model"          ? "receipt model"
                                                                                          : "network signature");
    }

    void whatIsWrongLeavesNothing() {
        QFETCH(QString, failed);
        const std::string flaw = QTest::currentDataTag();
        TwoHomes homes([flaw](const gateway::AnsweredBytes& answer) -> Json {
            gateway::AnsweredBytes told = answer;
            if (flaw == "another answer") told.response.bytes[0] ^= 1;
            if (flaw == "another question") told.request.bytes[0] ^= 1;
            proof::ReceiptFile file = receipt_of(flaw == "another answer's receipt" ? 5 : 4);
            if (flaw == "changed receipt") file.output_ids[0] ^= 1;
            if (flaw == "another model") {
                proof::Receipt receipt = file.signed_receipt.receipt;
                receipt.model_id.bytes[0] ^= 1;
                file.request.model_id = receipt.model_id;
                receipt.request_hash = file.request.hash();
                receipt.seed_commit = proof::seed_commitment(file.request, file.beacon);
                file.signed_receipt = proof::SignedReceipt::sign(receipt, key_of(3));
            }
            Json json = shown(file, told, key_of(4));
            if (flaw == "another key") json["signed_by"] = key_of(5).public_key().hex();
            if (flaw == "cut signature") json["signature"] = "00";
            if (flaw == "no receipt") json.erase("receipt");
            return flaw == "an empty object" ? Json::object() : json;
        });
        const auto envelope = homes.ask();
        QCOMPARE(homes.reply.status, 200); // the answer is the answer
        QCOMPARE(envelope.level, proof::Level::none);
        QCOMPARE(outcome_of(envelope.checks, failed.toStdString()), Outcome::failed);
        const auto file = gateway::evidence::SignedEnvelope::sign(envelope, key_of(7)).encode();
        QVERIFY(!gateway::evidence::examine(file, std::nullopt, std::nullopt).valid);
    }

    void aHomeThatGivesNoReceiptIsEZero() {
        TwoHomes homes(honest());
        homes.other.backend->receipts = {}; // of before, or it lost it
        const auto envelope = homes.ask();
        QCOMPARE(envelope.level, proof::Level::none);
        QCOMPARE(outcome_of(envelope.checks, "network signature"), Outcome::not_checked);
        QVERIFY(!envelope.proof);
        TwoHomes huge([](const auto& answer) {
            Json json = shown(receipt_of(4), answer, key_of(4));
            json["receipt"] = std::string(std::size_t{256} << 10, 'A');
            return json;
        });
        QVERIFY(!huge.ask().proof); // more than a file of evidence holds
    }

    void whatCanBePinnedAndWhatItIsWorth() {
        using gateway::Upstreams;
        const std::string url = "http://127.0.0.1:1/v1", key = key_of(4).public_key().hex();
        QVERIFY(Upstreams::check({"a", "hearth", url, {}, {key}}).ok());
        for (const std::string& other : {"0x" + key, "0x" + key.substr(24), key.substr(1)}) {
            QVERIFY(!Upstreams::check({"a", "hearth", url, {}, {other}}).ok()); // an address is no node's key
            QCOMPARE(std::string(Upstreams::check({"a", "hearth", url, {}, {other}}).error().message.id()),
                     std::string("signer_is_none"));
        }
        QVERIFY(!Upstreams::check({"a", "hearth", url, {}, {}, {}, {"mrtd=" + std::string(96, 'a')}}).ok());
        QCOMPARE(gateway::trusted_level({"a", "hearth", url, {}, {key}}), proof::Level::signature);
        QCOMPARE(gateway::trusted_level({"a", "hearth", url, {}}), proof::Level::none);
        QCOMPARE(std::string(gateway::evidence::worth("hearth").id()), std::string("worth_of_hearth"));
        QVERIFY(gateway::evidence::carried_level("hearth", true) == proof::Level::signature);
    }
};

QTEST_GUILESS_MAIN(TestGatewayHomes)
#include "tst_gateway_homes.moc"
