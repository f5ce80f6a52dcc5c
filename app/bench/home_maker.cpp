// SPDX-License-Identifier: Apache-2.0
#include "home_maker.h"

#include "core/file.h"
#include "core/hash.h"
#include "node/state/archive.h"
#include "node/state/job_progress.h"
#include "proof/receipt.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <random>
#include <SQLiteCpp/SQLiteCpp.h>
#include <thread>

namespace hearth::app {
namespace {

using core::Nanoseconds;
using core::Status;

using core::second;
constexpr Nanoseconds year = 365 * 86'400 * second;
constexpr std::uint64_t piece = 1000; ///< receipts of one archive
constexpr std::uint64_t kept_here = 20'000;
constexpr std::uint64_t samples = 400;

struct Answer {
    node::JobRecord job;
    std::string caller;
    core::Amount price;
    core::Bytes file; ///< empty: it failed
    bool replayed = false;
};

std::int64_t column(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

std::vector<std::uint32_t> ids_of(std::mt19937_64& random, std::size_t least, std::size_t most) {
    std::vector<std::uint32_t> ids(least + random() % (most - least));
    for (std::uint32_t& id : ids)
        id = static_cast<std::uint32_t>(random() % 49152);
    return ids;
}

core::Hash hash_of(std::mt19937_64& random) {
    const std::uint64_t dice[4]{random(), random(), random(), random()};
    core::Hash hash;
    std::memcpy(hash.bytes.data(), dice, sizeof dice);
    return hash;
}

proof::ReceiptFile receipt_of(std::mt19937_64& random, const core::SigningKey& executor, const node::JobRecord& job) {
    proof::ReceiptFile file;
    file.model_name = job.model_name;
    file.input_ids = ids_of(random, 20, 200);
    file.output_ids = ids_of(random, 20, 250);
    file.salt_in = hash_of(random);
    file.salt_out = hash_of(random);
    file.beacon = hash_of(random);
    file.request.model_id = core::id_cast<core::ModelId>(core::sha256(core::as_bytes(job.model_name)));
    file.request.profile = job.profile;
    file.request.in_commit = proof::input_commitment(file.salt_in, file.input_ids);
    file.request.client_nonce = hash_of(random);
    file.request.expires_at = job.created_at + 600 * second;
    file.request.price_cap = core::Amount::from_units(400'000);
    proof::Receipt& receipt = file.signed_receipt.receipt;
    receipt.request_hash = file.request.hash();
    receipt.executor_key = executor.public_key();
    receipt.model_id = file.request.model_id;
    receipt.profile = job.profile;
    receipt.in_commit = file.request.in_commit;
    receipt.out_root = proof::output_root(file.salt_out, file.output_ids);
    receipt.n_in = static_cast<std::uint32_t>(file.input_ids.size());
    receipt.n_out = static_cast<std::uint32_t>(file.output_ids.size());
    receipt.seed_commit = proof::seed_commitment(file.request, file.beacon);
    receipt.price = core::Amount::from_units(100 * receipt.n_in + 400 * receipt.n_out);
    receipt.escrow_id = job.escrow;
    receipt.height = 2 * job.epoch;
    file.signed_receipt = proof::SignedReceipt::sign(receipt, executor);
    return file;
}

/// Its whole life, told by the code that tells it in a service.
Answer answer_of(std::uint64_t number, std::uint64_t of, Nanoseconds now, const core::SigningKey& executor) {
    std::mt19937_64 random(number);
    Answer made;
    node::JobRecord& job = made.job;
    job.job_id = hash_of(random).hex().substr(0, 32);
    job.model_name = number % 3 == 0 ? "tinyllama-1.1b-chat" : "smollm2-135m-instruct";
    job.model_id = core::sha256(core::as_bytes(job.model_name)).hex();
    job.profile = "ci8.1";
    job.created_at = now - year + static_cast<Nanoseconds>(number) * (year / static_cast<Nanoseconds>(of));
    job.escrow = core::id_cast<core::EscrowId>(hash_of(random));
    job.executor = executor.public_key();
    job.epoch = number / 100;
    made.caller = number % 5 == 0 ? std::string() : "key" + std::to_string(number % 5);
    node::progress::begin(job);
    const Nanoseconds began = job.created_at + second / 50, ended = began + 2 * second;
    node::progress::start(job, "At most 0.000400000 EMB are locked in the escrow.", began);
    if (number % 50 == 49) {
        node::progress::end(job, control::JobStage::running,
                            core::fail(core::Code::unavailable, "The worker ended in the middle of the answer."),
                            ended);
        job.money_state = control::MoneyState::refunded;
        return made;
    }
    const proof::ReceiptFile file = receipt_of(random, executor, job);
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    made.price = receipt.price;
    made.file = file.encode();
    job.receipt_id = receipt.id().hex();
    job.prompt_tokens = receipt.n_in;
    node::progress::answer(job, number % 40 == 39, receipt.n_out, 2000, ended);
    ledger::Reward reward;
    reward.price = receipt.price;
    reward.settled_epoch = job.epoch;
    reward.height = receipt.height;
    reward.state = number % 97 == 0 ? ledger::RewardState::lost : ledger::RewardState::paid;
    reward.drawn = made.replayed = number % 20 == 0;
    node::progress::settle(job, reward, ledger::Params::solo(), ended + second / 10);
    if (made.replayed)
        node::progress::replay(job, {ended + 60 * second, "E4", audit::Outcome::passed,
                                     "The answer was computed again and is the same.", receipt.n_out, receipt.n_out});
    node::progress::draw(job, reward, made.replayed, ended + 60 * second);
    return made;
}

std::vector<Answer> answers_of(std::uint64_t begin, std::uint64_t end, std::uint64_t of, Nanoseconds now,
                               const core::SigningKey& executor) {
    const std::uint64_t threads = std::max(1u, std::thread::hardware_concurrency());
    std::vector<Answer> all(end - begin);
    std::vector<std::future<void>> parts;
    for (std::uint64_t part = 0; part < threads; ++part)
        parts.push_back(std::async(std::launch::async, [&, part] {
            for (std::uint64_t i = part; i < all.size(); i += threads)
                all[i] = answer_of(begin + i, of, now, executor);
        }));
    for (std::future<void>& part : parts)
        part.get();
    return all;
}

/// Rows as Store writes them, many at a time and without waiting for the disk.
class Filler {
public:
    explicit Filler(const std::filesystem::path& file) : m_database(file.string(), SQLite::OPEN_READWRITE) {
        for (const char* pragma : {"journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE",
                                   "cache_size = -2000000", "foreign_keys = OFF"})
            m_database.exec(std::string("PRAGMA ") + pragma);
        m_database.exec("BEGIN");
    }
    void close() {
        m_database.exec("COMMIT");
        m_database.exec("PRAGMA locking_mode = NORMAL");
        m_database.exec("PRAGMA journal_mode = WAL");
    }

    void job(const Answer& answer) {
        const node::JobRecord& job = answer.job;
        m_job.reset();
        m_job.bind(1, job.job_id);
        m_job.bind(2, job.model_id);
        m_job.bind(3, job.model_name);
        m_job.bind(4, job.profile);
        m_job.bind(5, job.created_at);
        m_job.bind(6, control::name_of(job.state));
        m_job.bind(7, job.reason);
        m_job.bind(8, std::int64_t{job.prompt_tokens});
        m_job.bind(9, std::int64_t{job.completion_tokens});
        m_job.bind(10, job.escrow.bytes.data(), 32);
        m_job.bind(11, job.executor.bytes.data(), 32);
        if (job.receipt_id.empty())
            m_job.bind(12);
        else
            m_job.bind(12, job.receipt_id);
        m_job.bind(13, job.level);
        m_job.bind(14, control::name_of(job.money_state));
        m_job.bind(15, column(job.earned.units()));
        m_job.bind(16, column(job.epoch));
        if (const auto at = job.settled_at())
            m_job.bind(17, *at);
        else
            m_job.bind(17);
        m_job.exec();
        for (const control::Stage& stage : job.stages)
            if (stage.state != control::StageState::waiting) this->stage(job.job_id, stage);
        purchase(answer);
        if (answer.replayed) verdict(answer);
    }

    void receipt(const node::OldReceipt& receipt, const std::string& id, const core::PublicKey& executor,
                 std::uint64_t archive) {
        m_receipt.reset();
        m_receipt.bind(1, id);
        m_receipt.bind(2, executor.bytes.data(), 32);
        m_receipt.bind(3, receipt.file.data(), archive == 0 ? static_cast<int>(receipt.file.size()) : 0);
        for (int i = 4; i <= 6; ++i)
            m_receipt.bind(i);
        if (archive != 0) {
            m_receipt.bind(4, column(archive));
            m_receipt.bind(5, column(receipt.offset));
            m_receipt.bind(6, column(receipt.file.size()));
        }
        m_receipt.exec();
    }

    void archive(const node::ArchiveRecord& archive) {
        SQLite::Statement insert(m_database, "INSERT INTO archives (number, first_epoch, last_epoch, receipts, bytes, "
                                             "hash) VALUES (?, ?, ?, ?, ?, ?)");
        insert.bind(1, column(archive.number));
        insert.bind(2, column(archive.first_epoch));
        insert.bind(3, column(archive.last_epoch));
        insert.bind(4, std::int64_t{archive.receipts});
        insert.bind(5, column(archive.bytes));
        insert.bind(6, archive.hash.bytes.data(), 32);
        insert.exec();
    }

private:
    void stage(const std::string& job_id, const control::Stage& stage) {
        m_stage.reset();
        m_stage.bind(1, job_id);
        m_stage.bind(2, control::name_of(stage.name));
        m_stage.bind(3, control::name_of(stage.state));
        if (stage.at)
            m_stage.bind(4, *stage.at);
        else
            m_stage.bind(4);
        m_stage.bind(5, stage.detail);
        m_stage.exec();
    }
    void purchase(const Answer& answer) {
        const node::JobRecord& job = answer.job;
        m_purchase.reset();
        m_purchase.bind(1, job.job_id);
        m_purchase.bind(2, answer.caller);
        m_purchase.bind(3, job.model_id);
        m_purchase.bind(4, job.model_name);
        m_purchase.bind(5, job.profile);
        m_purchase.bind(6, job.created_at);
        m_purchase.bind(7, control::name_of(job.receipt_id.empty() ? control::PurchaseState::failed
                                                                   : control::PurchaseState::done));
        m_purchase.bind(8, job.reason);
        m_purchase.bind(9, job.executor.bytes.data(), 32);
        m_purchase.bind(10, job.escrow.bytes.data(), 32);
        m_purchase.bind(11, column(answer.price.units()));
        if (job.receipt_id.empty())
            m_purchase.bind(12);
        else
            m_purchase.bind(12, job.receipt_id);
        m_purchase.exec();
    }
    void verdict(const Answer& answer) {
        const control::Stage& replayed = answer.job.stage(control::JobStage::replayed);
        m_verdict.reset();
        m_verdict.bind(1, answer.job.receipt_id);
        m_verdict.bind(2, replayed.at.value_or(0));
        m_verdict.bind(3, replayed.detail);
        m_verdict.bind(4, std::int64_t{answer.job.completion_tokens});
        m_verdict.exec();
    }

    SQLite::Database m_database;
    SQLite::Statement m_job{
        m_database,
        "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, reason, prompt_tokens, "
        "completion_tokens, escrow_id, executor, receipt_id, level, money_state, earned, epoch, settled_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    SQLite::Statement m_stage{m_database, "INSERT INTO stages (number, name, state, at, detail) "
                                          "SELECT number, ?2, ?3, ?4, ?5 FROM jobs WHERE job_id = ?1"};
    SQLite::Statement m_purchase{
        m_database, "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, state, reason, "
                    "executor, escrow_id, charged, receipt_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    SQLite::Statement m_receipt{m_database,
                                "INSERT INTO receipts (receipt_id, executor, file, archive, archive_offset, "
                                "archive_length) VALUES (?, ?, ?, ?, ?, ?)"};
    SQLite::Statement m_verdict{m_database, "INSERT INTO verdicts (receipt_id, at, level, outcome, sentence, compared, "
                                            "equal) VALUES (?1, ?2, 'E4', 'passed', ?3, ?4, ?4)"};
};

/// One archive, or what is too young for one.
Status put_receipts(Filler& filler, const core::Home& home, const std::vector<Answer>& answers, bool old,
                    std::uint64_t& archive) {
    std::vector<node::OldReceipt> receipts;
    std::vector<std::string> ids;
    for (const Answer& answer : answers) {
        if (answer.file.empty()) continue;
        receipts.push_back({0, answer.job.epoch, answer.file, 0});
        ids.push_back(answer.job.receipt_id);
    }
    node::ArchiveRecord record;
    if (old && !receipts.empty()) {
        record.number = ++archive;
        const core::Bytes content = node::Archive::compose(record, receipts);
        HEARTH_CHECK(core::write_file_atomic(node::Archive::file_of(home.database(), record.number), content, 0600));
        filler.archive(record);
    }
    for (std::size_t i = 0; i < receipts.size(); ++i)
        filler.receipt(receipts[i], ids[i], answers.front().job.executor, record.number);
    return {};
}

} // namespace

core::Result<MadeHome> make_history(const core::Home& home, std::uint64_t receipts, Nanoseconds now,
                                    const std::function<void(std::uint64_t)>& progress) {
    HEARTH_TRY(const core::SigningKey executor, core::SigningKey::load(home.keys() / "node.key"));
    std::filesystem::create_directories(node::Archive::file_of(home.database(), 1).parent_path());
    MadeHome made;
    std::uint64_t archive = 0;
    Filler filler(home.database());
    for (std::uint64_t begin = 0; begin < receipts; begin += piece) {
        const std::uint64_t end = std::min(begin + piece, receipts);
        const auto answers = answers_of(begin, end, receipts, now, executor);
        for (const Answer& answer : answers)
            filler.job(answer);
        HEARTH_CHECK(put_receipts(filler, home, answers, end + kept_here <= receipts, archive));
        for (std::uint64_t i = begin; i < end; ++i)
            if (i % std::max<std::uint64_t>(receipts / samples, 1) == 0) {
                made.jobs.push_back(answers[i - begin].job.job_id);
                if (!answers[i - begin].file.empty()) made.receipts.push_back(answers[i - begin].job.receipt_id);
            }
        progress(end);
    }
    filler.close();
    return made;
}

} // namespace hearth::app
