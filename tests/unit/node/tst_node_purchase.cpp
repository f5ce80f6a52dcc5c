// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/jobs/execution_plan.h"
#include "node/jobs/purchase.h"
#include "proof/profile.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;

namespace {

/// A quote, the request made of it and the honest answer.
struct Deal {
    core::SigningKey executor = core::SigningKey::generate();
    link::Ask ask;
    link::Quote quote;
    link::Assign assign;
    core::Hash beacon = core::sha256(core::as_bytes("beacon"));
    std::vector<std::uint32_t> passed_on{7, 8};
    proof::ReceiptFile file;

    Deal() {
        ask.profile = "bf16";
        ask.prompt_ids = {1, 2, 3};
        ask.max_tokens = 4;
        quote.node_key = executor.public_key();
        quote.input_ids = {1, 2, 3};
        quote.decode = ask.decode;
        quote.decode.max_tokens = 4;
        quote.decode.stop_hash = core::sha256({});
        quote.prompt_token = core::Amount::from_units(10);
        quote.completion_token = core::Amount::from_units(100);
        proof::Request& request = assign.request;
        request.profile = ask.profile;
        request.decode = quote.decode;
        assign.salt_in = core::random_hash();
        request.in_commit = proof::input_commitment(assign.salt_in, quote.input_ids);
        request.price_cap = core::Amount::from_units(430);
        request.expires_at = 1'000;
        assign.escrow_id = core::id_cast<core::EscrowId>(core::sha256(core::as_bytes("escrow")));
        assign.escrow_height = 5;
        answer();
    }

    void answer() {
        file.request = assign.request;
        file.salt_in = assign.salt_in;
        file.salt_out = core::random_hash();
        file.beacon = beacon;
        file.input_ids = quote.input_ids;
        file.output_ids = {7, 8, 9};
        proof::Receipt receipt;
        receipt.request_hash = assign.request.hash();
        receipt.executor_key = executor.public_key();
        receipt.client_key = assign.request.client_key;
        receipt.profile = ask.profile;
        receipt.in_commit = assign.request.in_commit;
        receipt.out_root = proof::output_root(file.salt_out, file.output_ids);
        receipt.n_in = 3;
        receipt.n_out = 3;
        receipt.decode = assign.request.decode;
        receipt.seed_commit = proof::seed_commitment(assign.request, beacon);
        receipt.evidence = {{proof::EvidenceKind::token_difr, 1, ask.profile, 3, receipt.out_root}};
        receipt.price = core::Amount::from_units(330);
        receipt.escrow_id = assign.escrow_id;
        receipt.height = assign.escrow_height;
        sign(receipt);
    }
    void sign(proof::Receipt receipt) {
        file.signed_receipt = proof::SignedReceipt::sign(std::move(receipt), executor);
    }
    core::Status check() const {
        return node::check_answer(
            file, {quote, assign.request, assign.salt_in, beacon, assign.escrow_id, assign.escrow_height, passed_on});
    }
};

using Forgery = std::function<void(Deal&)>;

} // namespace

Q_DECLARE_METATYPE(Forgery)

/// What the two halves of a job believe of each other.
class NodePurchase : public QObject {
    Q_OBJECT
private slots:
    void anHonestAnswerIsTaken() {
        const Deal deal;
        must(deal.check());
        must(node::check_quote(deal.quote, deal.ask));
        must(node::check_assigned(deal.assign, deal.quote, deal.ask, 999));
    }

    void anAnswerThatIsNotTheBargainIsRefused_data() {
        QTest::addColumn<Forgery>("forge");
        const auto row = [](const char* name, Forgery forge) { QTest::newRow(name) << std::move(forge); };
        row("another key", [](Deal& d) {
            d.executor = core::SigningKey::generate();
            d.answer();
        });
        row("another request", [](Deal& d) { d.file.request.price_cap = core::Amount::from_units(1); });
        row("another prompt", [](Deal& d) { d.file.input_ids = {1, 2, 4}; });
        row("another salt", [](Deal& d) { d.file.salt_in = core::random_hash(); });
        row("a beacon of its choice", [](Deal& d) { d.file.beacon = core::random_hash(); });
        row("tokens that did not come", [](Deal& d) { d.passed_on = {7, 9}; });
        row("fewer tokens than came", [](Deal& d) { d.passed_on = {7, 8, 9, 10}; });
        row("a changed answer", [](Deal& d) { d.file.output_ids[2] = 10; });
        row("a broken signature", [](Deal& d) { d.file.signed_receipt.signature[0] ^= 1; });
        row("a higher price", [](Deal& d) {
            proof::Receipt receipt = d.file.signed_receipt.receipt;
            receipt.price = core::Amount::from_units(331);
            d.sign(receipt);
        });
        row("another escrow", [](Deal& d) {
            proof::Receipt receipt = d.file.signed_receipt.receipt;
            receipt.escrow_id = core::id_cast<core::EscrowId>(core::sha256({}));
            d.sign(receipt);
        });
        row("another height", [](Deal& d) {
            proof::Receipt receipt = d.file.signed_receipt.receipt;
            ++receipt.height;
            d.sign(receipt);
        });
    }
    void anAnswerThatIsNotTheBargainIsRefused() {
        QFETCH(Forgery, forge);
        Deal deal;
        forge(deal);
        const core::Status checked = deal.check();
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, core::Code::corrupt);
        QVERIFY(!checked.error().hint.empty());
    }

    void aQuoteForSomethingElseIsRefused() {
        const Deal deal;
        const auto refuses = [&](const std::function<void(link::Quote&)>& change) {
            link::Quote quote = deal.quote;
            change(quote);
            return !node::check_quote(quote, deal.ask);
        };
        QVERIFY(refuses([](link::Quote& q) { q.input_ids = {1, 2}; }));
        QVERIFY(refuses([](link::Quote& q) { q.input_ids.clear(); }));
        QVERIFY(refuses([](link::Quote& q) { q.decode.temperature_q16 = 1; }));
        QVERIFY(refuses([](link::Quote& q) { q.decode.max_tokens = 5; }));
        QVERIFY(refuses([](link::Quote& q) { q.node_key = {}; }));
        QVERIFY(!refuses([](link::Quote& q) { q.decode.stop_hash = core::sha256(core::as_bytes("its own")); }));
    }

    void anAssignmentThatWasNotQuotedForIsRefused() {
        const Deal deal;
        const auto refuses = [&](const std::function<void(link::Assign&)>& change) {
            link::Assign assign = deal.assign;
            change(assign);
            const core::Status checked = node::check_assigned(assign, deal.quote, deal.ask, 999);
            return !checked && checked.error().code == core::Code::invalid_argument;
        };
        QVERIFY(refuses([](link::Assign& a) { a.request.model_id = core::id_cast<core::ModelId>(core::sha256({})); }));
        QVERIFY(refuses([](link::Assign& a) { a.request.profile = "fp32"; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.decode.max_tokens = 400; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.scores = 1; }));
        QVERIFY(refuses([](link::Assign& a) { a.salt_in = core::random_hash(); }));
        QVERIFY(refuses([](link::Assign& a) { a.request.expires_at = 999; }));
    }
};

QTEST_GUILESS_MAIN(NodePurchase)
#include "tst_node_purchase.moc"
