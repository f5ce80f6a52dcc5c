// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "gateway/schedule/failover.h"
#include "node/jobs/execution_plan.h"
#include "node/jobs/purchase_check.h"
#include "node/jobs/resume.h"
#include "proof/profile.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;
namespace failover = hearth::gateway::schedule::failover;

namespace {

constexpr std::uint32_t vocabulary = 100;

/// A quote, the request made of it and the honest answer.
struct Deal {
    core::SigningKey executor = core::SigningKey::generate();
    link::Ask ask;
    link::Quote quote;
    link::Assign assign;
    core::Hash beacon = core::sha256(core::as_bytes("beacon"));
    std::vector<std::uint32_t> passed_on{7, 8};
    std::optional<std::uint32_t> dimensions; ///< of the model's vectors
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
        return node::check_answer(file, {quote, assign.request, assign.salt_in, beacon, assign.escrow_id,
                                         assign.escrow_height, passed_on, dimensions});
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
        must(node::check_assigned(deal.assign, deal.quote, deal.ask, vocabulary, 999));
    }

    void anAnswerThatIsNotTheBargainIsRefused_data() {
        QTest::addColumn<Forgery>("forge");
        const auto row = [](const char* name, const Forgery& forge) { QTest::newRow(name) << forge; };
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
            const core::Status checked = node::check_assigned(assign, deal.quote, deal.ask, vocabulary, 999);
            return !checked && checked.error().code == core::Code::invalid_argument;
        };
        QVERIFY(refuses([](link::Assign& a) { a.request.model_id = core::id_cast<core::ModelId>(core::sha256({})); }));
        QVERIFY(refuses([](link::Assign& a) { a.request.profile = "fp32"; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.decode.max_tokens = 400; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.scores = 1; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.constraint = proof::constraint_hash("start: \"x\""); }));
        QVERIFY(refuses([](link::Assign& a) { a.request.embed = true; }));
        QVERIFY(refuses([](link::Assign& a) { a.request.run = true; }));
        QVERIFY(refuses([](link::Assign& a) { a.salt_in = core::random_hash(); }));
        QVERIFY(refuses([](link::Assign& a) { a.request.expires_at = 999; }));
    }

    /// No voucher would bound how many free answers there are.
    void anAnswerThatMightBeFreeIsNoChannels() {
        proof::Request request;
        request.decode.max_tokens = 5;
        const auto costs = [&](std::uint64_t prompt, std::uint64_t completion) {
            return node::always_costs(request, 3,
                                      {core::Amount::from_units(prompt), core::Amount::from_units(completion)});
        };
        QVERIFY(costs(1, 0) && costs(0, 1) && !costs(0, 0));
        request.embed = true;
        QVERIFY(costs(1, 0) && !costs(0, 1));
        request.embed = false;
        request.run = true;
        QVERIFY(costs(1, 0) && !costs(0, 1));
        request.run = false;
        request.scores = 0;
        QVERIFY(costs(0, 1)); // an answer follows
        request.decode.max_tokens = 0;
        QVERIFY(costs(1, 0) && !costs(0, 1));
    }

    void aVectorIsPaidAsItsPromptAlone() {
        Deal deal;
        deal.passed_on.clear();
        deal.ask.embed = deal.assign.request.embed = true;
        deal.ask.max_tokens = deal.quote.decode.max_tokens = deal.assign.request.decode.max_tokens = 0;
        deal.assign.request.price_cap = core::Amount::from_units(30);
        deal.answer();
        const auto sign = [&](std::uint32_t n_out, std::uint64_t price, std::vector<std::uint32_t> vector) {
            deal.file.output_ids = std::move(vector);
            proof::Receipt receipt = deal.file.signed_receipt.receipt;
            receipt.out_root = proof::output_root(deal.file.salt_out, deal.file.output_ids);
            receipt.n_out = n_out;
            receipt.price = core::Amount::from_units(price);
            receipt.evidence = {{proof::EvidenceKind::vector, 1, deal.ask.profile, 3, receipt.out_root}};
            deal.sign(receipt);
            return deal.check();
        };
        const std::vector<std::uint32_t> vector{0x3F800000, 0, 0xBF000000};
        must(node::check_assigned(deal.assign, deal.quote, deal.ask, vocabulary, 999));
        must(sign(0, 30, vector));
        QVERIFY(!sign(3, 330, vector));
        QVERIFY(!sign(0, 31, vector));
        QVERIFY(!sign(0, 30, {0x3F800000, 0x7FC00000, 0}));
        QVERIFY(!sign(0, 30, {}));
        deal.dimensions = 3;
        must(sign(0, 30, vector));
        deal.dimensions = 2;
        QVERIFY(!sign(0, 30, vector));
    }

    void aBeginningMustBeOneOfThisAnswer() {
        const auto takes = [](const char* profile, std::vector<std::uint32_t> ids) {
            Deal deal;
            deal.ask.profile = deal.assign.request.profile = profile;
            deal.assign.request.begun = proof::Begun{2, core::random_hash()};
            deal.assign.known_ids = std::move(ids);
            return node::check_assigned(deal.assign, deal.quote, deal.ask, vocabulary, 999).ok();
        };
        QVERIFY(takes("ci8.1", {7, 8}));
        QVERIFY(!takes("bf16", {7, 8})); // another machine would draw other tokens
        QVERIFY(!takes("ci8.1", {7}));   // not as many as the request says
        QVERIFY(!takes("ci8.1", {7, vocabulary}));
    }

    void aSilentNodeIsGivenUpInTime() {
        using core::second;
        using failover::Stage;
        const auto stalls = [](Stage stage, core::Nanoseconds silent, core::Nanoseconds unreached = 0,
                               core::Nanoseconds gap = 0, std::size_t to_read = 0) {
            return failover::is_stalled({stage, silent, unreached, gap, to_read});
        };
        QVERIFY(!stalls(Stage::next_token, second * 6 / 5 - 1, 0, second / 20));
        QVERIFY(stalls(Stage::next_token, second * 6 / 5, 0, second / 20));
        QVERIFY(!stalls(Stage::next_token, second * 9 / 5 - 1, 0, second * 12 / 100)); // fifteen gaps
        QVERIFY(stalls(Stage::next_token, second * 9 / 5, 0, second * 12 / 100));
        QVERIFY(!stalls(Stage::next_token, 2 * second - 1, 0, second / 4));
        QVERIFY(stalls(Stage::next_token, 2 * second, 0, second / 4));
        QVERIFY(!stalls(Stage::next_token, 5 * second - 1)); // nobody knows yet how fast it is
        QVERIFY(stalls(Stage::next_token, 5 * second));
        QVERIFY(!stalls(Stage::next_token, second - 1, second - 1)); // its link may come back
        QVERIFY(stalls(Stage::next_token, second, second));
        QVERIFY(!stalls(Stage::next_token, 4 * second, 0, second)); // it is slow
        QVERIFY(stalls(Stage::next_token, 5 * second, 0, second));
        QVERIFY(!failover::is_stalled({.stage = Stage::next_token, // of another network, which is given more
                                       .silent = 10 * second - 1,
                                       .token_gap = second / 20,
                                       .patience = {120 * second, 10 * second}}));
        QVERIFY(!stalls(Stage::first_token, 20 * second));
        QVERIFY(!stalls(Stage::first_token, 40 * second, 0, 0, 1000)); // it reads
        failover::Silence run{.stage = Stage::first_token, .silent = 89 * second, .to_read = 1, .run = true};
        QVERIFY(!failover::is_stalled(run));
        run.silent = 90 * second;
        run.to_read = std::size_t{1} << 20; // words of tensors, which nobody reads one after another
        QVERIFY(failover::is_stalled(run));
        QVERIFY(!stalls(Stage::quote, 50 * second));           // it loads the model
        QVERIFY(stalls(Stage::quote, 3 * second, 3 * second)); // nobody is there
        for (const Stage before : {Stage::quote, Stage::first_token}) {
            QVERIFY(!stalls(before, 2 * second - 1, 2 * second - 1));
            QVERIFY(stalls(before, 2 * second, 2 * second));
        }
        QVERIFY(!stalls(Stage::payment, 1000 * second, 1000 * second));
        QCOMPARE(failover::average_gap(0, 80), core::Nanoseconds(80));
        QCOMPARE(failover::average_gap(80, 160), core::Nanoseconds(90));
    }

    void whatFollowsALossDependsOnWhatTheCallerHas() {
        using failover::Next;
        failover::Loss loss;
        QVERIFY(failover::after(loss) == Next::again);
        loss.reason = core::Code::busy;
        QVERIFY(failover::after(loss) == Next::again);
        loss.reason = core::Code::too_large;
        QVERIFY(failover::after(loss) == Next::end);
        loss = {.passed_on = true};
        QVERIFY(failover::after(loss) == Next::end); // in floating point
        loss.exact = true;
        QVERIFY(failover::after(loss) == Next::resume);
        loss.moves = failover::max_moves - 1;
        QVERIFY(failover::after(loss) == Next::resume);
        loss.moves = failover::max_moves;
        QVERIFY(failover::after(loss) == Next::end);
        loss.moves = 0;
        loss.asked = failover::max_asked;
        QVERIFY(failover::after(loss) == Next::end);
        loss = {.reason = core::Code::corrupt, .passed_on = true, .exact = true};
        QVERIFY(failover::after(loss) == Next::end);
        loss = {.passed_on = true, .exact = true, .scores = true};
        QVERIFY(failover::after(loss) == Next::end);
        QVERIFY(failover::after({.caller_left = true}) == Next::end);
    }

    void anAnswerGoesOnFromTheTokensThatItsCallerHas() {
        node::ResumeJournal journal;
        const auto token = [](std::uint32_t id, bool of_prompt = false) {
            return link::ChunkToken{id, {}, 0, {}, {}, of_prompt};
        };
        const link::Chunk prompt{0, {token(1, true)}}, next{1, {token(7), token(8)}};
        QVERIFY(!journal.begun() && journal.follows(prompt));
        journal.take(prompt);
        QVERIFY(journal.begun() && journal.tokens() == 0 && journal.follows(next) && !journal.follows(prompt));
        journal.take(next);
        QVERIFY(!journal.follows(next)); // none comes twice
        link::Ask plain;
        plain.messages_json = "[]";
        plain.prompt = "hi";
        QVERIFY(journal.question(plain).prompt && !journal.before() && journal.known_ids().empty()); // nobody was lost
        QVERIFY(journal.fits({}).ok());

        const core::Hash key = core::random_hash();
        proof::DecodeParams decode;
        decode.max_tokens = 5;
        journal.go_on_from({key, {1, 2}, decode});
        journal.go_on_from({core::random_hash(), {3}, {}}); // the first one holds
        const link::Ask asked = journal.question(plain);
        QVERIFY(asked.messages_json.empty() && !asked.prompt);
        QCOMPARE(asked.prompt_ids, (std::vector<std::uint32_t>{1, 2}));
        QCOMPARE(*asked.max_tokens, 5u);
        QCOMPARE(journal.known_ids(), (std::vector<std::uint32_t>{7, 8}));
        QVERIFY(journal.before()->tokens == 2 && journal.before()->key == key);
        link::Quote quote;
        quote.input_ids = {1, 2};
        quote.decode = decode;
        QVERIFY(journal.fits(quote).ok());
        quote.decode.max_tokens = 6;
        QVERIFY(journal.fits(quote).error().code == core::Code::corrupt);
    }
};

QTEST_GUILESS_MAIN(NodePurchase)
#include "tst_node_purchase.moc"
