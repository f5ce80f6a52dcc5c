// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/abci/abci_messages.h"

#include <tendermint/abci/types.pb.h>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace pb = tendermint::abci;

namespace {

constexpr std::int64_t nanoseconds = 1'000'000'000;
constexpr const char* codespace = "hearth";

core::ByteView view(const std::string& text) {
    return core::as_bytes(text);
}
std::string text(core::ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <typename Target>
bool copy_to(const std::string& from, Target& target) {
    if (from.size() != target.size()) return false;
    std::copy(from.begin(), from.end(), target.begin());
    return true;
}

/// A proposer or an accuser names it: what does not fit our nanoseconds is no time.
template <typename Message>
core::Result<core::Nanoseconds> time_of(const Message& message) {
    constexpr std::int64_t most = INT64_MAX / nanoseconds - 1;
    const std::int64_t seconds = message.time().seconds(), rest = message.time().nanos();
    if (seconds < -most || seconds > most || rest < 0 || rest >= nanoseconds)
        return fail(Code::corrupt, core::say("engine_names_no_time"));
    return seconds * nanoseconds + rest;
}

core::Result<Vote> to_vote(const pb::Validator& validator, tendermint::types::BlockIDFlag flag) {
    Vote vote;
    if (!copy_to(validator.address(), vote.validator))
        return fail(Code::corrupt, "The engine names a validator whose address has not 20 bytes.");
    vote.power = validator.power();
    vote.for_block = flag == tendermint::types::BLOCK_ID_FLAG_COMMIT;
    return vote;
}

core::Result<LastCommit> to_commit(const pb::CommitInfo& info) {
    LastCommit commit{info.round(), {}};
    for (const pb::VoteInfo& one : info.votes()) {
        HEARTH_TRY(Vote vote, to_vote(one.validator(), one.block_id_flag()));
        commit.votes.push_back(std::move(vote));
    }
    return commit;
}

core::Result<LastCommit> to_commit(const pb::ExtendedCommitInfo& info) {
    LastCommit commit{info.round(), {}};
    for (const pb::ExtendedVoteInfo& one : info.votes()) {
        HEARTH_TRY(Vote vote, to_vote(one.validator(), one.block_id_flag()));
        vote.extension = core::to_bytes(view(one.vote_extension()));
        // Who has not signed its extension has not voted as far as we are concerned.
        vote.for_block = vote.for_block && copy_to(one.extension_signature(), vote.extension_signature);
        commit.votes.push_back(std::move(vote));
    }
    return commit;
}

template <typename Request>
core::Result<OrderedBlock> to_block(const Request& request) {
    OrderedBlock block;
    block.height = static_cast<core::Height>(request.height());
    HEARTH_TRY(block.time, time_of(request));
    for (const std::string& tx : request.txs())
        block.transactions.push_back(core::to_bytes(view(tx)));
    for (const pb::Misbehavior& one : request.misbehavior()) {
        Misbehaviour misbehaviour;
        if (!copy_to(one.validator().address(), misbehaviour.validator))
            return fail(Code::corrupt, "The engine accuses a validator whose address has not 20 bytes.");
        // Kinds that only a later engine knows have no rule: better to stand still than to let them pass.
        if (one.type() != pb::DUPLICATE_VOTE && one.type() != pb::LIGHT_CLIENT_ATTACK)
            return fail(Code::unsupported, core::say("engine_accuses_of_unknown"), core::say("update_hearth"));
        misbehaviour.kind = static_cast<OffenceKind>(one.type());
        misbehaviour.height = static_cast<core::Height>(one.height());
        HEARTH_TRY(misbehaviour.time, time_of(one));
        block.misbehaviour.push_back(misbehaviour);
    }
    if constexpr (!std::is_same_v<Request, pb::RequestPrepareProposal>) {
        HEARTH_TRY(block.hash, core::Hash::from_view(view(request.hash())));
    }
    if constexpr (std::is_same_v<Request, pb::RequestFinalizeBlock>) {
        for (const pb::VoteInfo& one : request.decided_last_commit().votes()) {
            if (one.block_id_flag() != tendermint::types::BLOCK_ID_FLAG_ABSENT) continue; // against it is there, too
            HEARTH_TRY(const Vote vote, to_vote(one.validator(), one.block_id_flag()));
            block.absent.push_back(vote.validator);
        }
    }
    return block;
}

core::Status on(ChainApp& app, const pb::RequestInfo&, pb::Response& out) {
    const Head head = app.info();
    auto& info = *out.mutable_info();
    info.set_data("hearth");
    info.set_version(HEARTH_VERSION);
    info.set_app_version(app.genesis().rules());
    info.set_last_block_height(static_cast<std::int64_t>(head.height));
    if (head.height != 0) info.set_last_block_app_hash(text(head.app_hash.view()));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestInitChain& request, pb::Response& out) {
    ChainStart start;
    start.chain_id = request.chain_id();
    start.first_height = static_cast<core::Height>(std::max<std::int64_t>(1, request.initial_height()));
    for (const pb::ValidatorUpdate& one : request.validators()) {
        ValidatorPower validator;
        HEARTH_TRY(validator.key, core::PublicKey::from_view(view(one.pub_key().ed25519())));
        validator.power = one.power();
        start.validators.push_back(validator);
    }
    // A JSON string of hex digits.
    const std::string& quoted = request.app_state_bytes();
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"')
        return fail(Code::corrupt, "The engine's genesis holds another kind of application state.");
    HEARTH_TRY(start.app_state, core::from_hex(std::string_view(quoted).substr(1, quoted.size() - 2)));
    HEARTH_TRY(const core::Hash hash, app.init_chain(start));
    out.mutable_init_chain()->set_app_hash(text(hash.view()));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestCheckTx& request, pb::Response& out) {
    const Status status = app.check_tx(view(request.tx()), request.type() == pb::RECHECK);
    auto& check = *out.mutable_check_tx();
    check.set_code(abci_code(status));
    if (status) return {};
    check.set_log(core::kept(status.error().message));
    check.set_info(core::kept(status.error().hint));
    check.set_codespace(codespace);
    return {};
}

core::Status on(ChainApp& app, const pb::RequestPrepareProposal& request, pb::Response& out) {
    HEARTH_TRY(OrderedBlock block, to_block(request));
    HEARTH_TRY(block.last_commit, to_commit(request.local_last_commit()));
    auto& prepared = *out.mutable_prepare_proposal();
    for (const core::Bytes& tx : app.prepare_proposal(block, static_cast<std::size_t>(request.max_tx_bytes())))
        prepared.add_txs(text(tx));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestProcessProposal& request, pb::Response& out) {
    HEARTH_TRY(OrderedBlock block, to_block(request));
    HEARTH_TRY(block.last_commit, to_commit(request.proposed_last_commit()));
    out.mutable_process_proposal()->set_status(app.process_proposal(block) ? pb::ResponseProcessProposal::ACCEPT
                                                                           : pb::ResponseProcessProposal::REJECT);
    return {};
}

core::Status on(ChainApp& app, const pb::RequestExtendVote& request, pb::Response& out) {
    HEARTH_TRY(const OrderedBlock block, to_block(request));
    out.mutable_extend_vote()->set_vote_extension(text(app.extend_vote(block)));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestVerifyVoteExtension& request, pb::Response& out) {
    out.mutable_verify_vote_extension()->set_status(app.verify_vote_extension(view(request.vote_extension()))
                                                        ? pb::ResponseVerifyVoteExtension::ACCEPT
                                                        : pb::ResponseVerifyVoteExtension::REJECT);
    return {};
}

core::Status on(ChainApp& app, const pb::RequestFinalizeBlock& request, pb::Response& out) {
    HEARTH_TRY(const OrderedBlock block, to_block(request));
    HEARTH_TRY(const Finalized finalized, app.finalize_block(block));
    auto& response = *out.mutable_finalize_block();
    for (const Status& status : finalized.results) {
        auto& result = *response.add_tx_results();
        result.set_code(abci_code(status));
        if (status) continue;
        result.set_log(core::kept(status.error().message));
        result.set_codespace(codespace);
    }
    for (const ValidatorPower& update : finalized.updates) {
        auto& validator = *response.add_validator_updates();
        validator.mutable_pub_key()->set_ed25519(text(update.key.view()));
        validator.set_power(update.power);
    }
    response.set_app_hash(text(finalized.app_hash.view()));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestCommit&, pb::Response& out) {
    HEARTH_TRY(const core::Height retain, app.commit());
    out.mutable_commit()->set_retain_height(static_cast<std::int64_t>(retain));
    return {};
}

core::Status on(ChainApp& app, const pb::RequestQuery& request, pb::Response& out) {
    const auto value = app.query(request.path(), view(request.data()));
    auto& query = *out.mutable_query();
    query.set_key(request.data());
    query.set_height(static_cast<std::int64_t>(app.head().height));
    if (value) {
        query.set_value(text(*value));
        return {};
    }
    query.set_code(abci_code(value.error()));
    query.set_codespace(codespace);
    query.set_log(value.error().message);
    return {};
}

core::Status on(ChainApp& app, const pb::RequestListSnapshots&, pb::Response& out) {
    auto& list = *out.mutable_list_snapshots();
    HEARTH_TRY(const auto snapshots, app.snapshots());
    for (const SnapshotInfo& info : snapshots) {
        auto& snapshot = *list.add_snapshots();
        snapshot.set_height(info.height);
        snapshot.set_format(info.format);
        snapshot.set_chunks(info.chunks);
        snapshot.set_hash(text(info.hash.view()));
        snapshot.set_metadata(text(info.metadata));
    }
    return {};
}

core::Status on(ChainApp& app, const pb::RequestOfferSnapshot& request, pb::Response& out) {
    auto& response = *out.mutable_offer_snapshot();
    response.set_result(pb::ResponseOfferSnapshot::REJECT);
    const pb::Snapshot& offered = request.snapshot();
    const auto hash = core::Hash::from_view(view(offered.hash()));
    const auto app_hash = core::Hash::from_view(view(request.app_hash()));
    if (!hash || !app_hash) return {};
    switch (app.offer_snapshot(
        {offered.height(), offered.format(), offered.chunks(), *hash, core::to_bytes(view(offered.metadata()))},
        *app_hash)) {
    case OfferAnswer::accept:
        response.set_result(pb::ResponseOfferSnapshot::ACCEPT);
        break;
    case OfferAnswer::reject:
        break;
    case OfferAnswer::reject_format:
        response.set_result(pb::ResponseOfferSnapshot::REJECT_FORMAT);
        break;
    }
    return {};
}

core::Status on(ChainApp& app, const pb::RequestLoadSnapshotChunk& request, pb::Response& out) {
    const auto chunk = app.snapshot_chunk(request.height(), request.format(), request.chunk());
    // Without a chunk the answer is empty: the snapshot was replaced since it was listed.
    out.mutable_load_snapshot_chunk()->set_chunk(chunk ? text(*chunk) : std::string());
    return {};
}

core::Status on(ChainApp& app, const pb::RequestApplySnapshotChunk& request, pb::Response& out) {
    HEARTH_TRY(const ChunkAnswer done, app.apply_chunk(request.index(), view(request.chunk())));
    auto& response = *out.mutable_apply_snapshot_chunk();
    response.set_result(pb::ResponseApplySnapshotChunk::ACCEPT);
    if (done == ChunkAnswer::reject_snapshot) response.set_result(pb::ResponseApplySnapshotChunk::REJECT_SNAPSHOT);
    if (done != ChunkAnswer::refetch) return {};
    response.set_result(pb::ResponseApplySnapshotChunk::RETRY);
    response.add_refetch_chunks(request.index());
    if (!request.sender().empty()) response.add_reject_senders(request.sender());
    return {};
}

core::Status dispatch(ChainApp& app, const pb::Request& request, pb::Response& out, AbciAnswer& answer,
                      const std::function<void()>& ordering) {
    using Kind = pb::Request::ValueCase;
    switch (request.value_case()) {
    case Kind::kEcho:
        out.mutable_echo()->set_message(request.echo().message());
        return {};
    case Kind::kFlush:
        answer.flush = true;
        out.mutable_flush();
        return {};
    case Kind::kInfo:
        return on(app, request.info(), out);
    case Kind::kQuery:
        return on(app, request.query(), out);
    case Kind::kCheckTx:
        return on(app, request.check_tx(), out);
    case Kind::kListSnapshots:
        return on(app, request.list_snapshots(), out);
    case Kind::kOfferSnapshot:
        return on(app, request.offer_snapshot(), out);
    case Kind::kLoadSnapshotChunk:
        return on(app, request.load_snapshot_chunk(), out);
    case Kind::kApplySnapshotChunk:
        return on(app, request.apply_snapshot_chunk(), out);
    default:
        break;
    }
    ordering();
    switch (request.value_case()) {
    case Kind::kInitChain:
        return on(app, request.init_chain(), out);
    case Kind::kPrepareProposal:
        return on(app, request.prepare_proposal(), out);
    case Kind::kProcessProposal:
        return on(app, request.process_proposal(), out);
    case Kind::kExtendVote:
        return on(app, request.extend_vote(), out);
    case Kind::kVerifyVoteExtension:
        return on(app, request.verify_vote_extension(), out);
    case Kind::kFinalizeBlock:
        return on(app, request.finalize_block(), out);
    case Kind::kCommit:
        return on(app, request.commit(), out);
    default:
        return fail(Code::unsupported, "The engine asks something that this application does not know.");
    }
}

} // namespace

std::uint32_t abci_code(const core::Status& status) {
    return status ? 0 : 1 + static_cast<std::uint32_t>(status.error().code);
}

AbciAnswer answer_abci(ChainApp& app, core::ByteView request, const std::function<void()>& ordering) {
    AbciAnswer answer;
    pb::Request asked;
    pb::Response response;
    Status status = fail(Code::corrupt, "The engine sent something that is not a request.");
    if (asked.ParseFromArray(request.data(), static_cast<int>(request.size())))
        status = dispatch(app, asked, response, answer, ordering);
    if (!status) {
        response.Clear();
        response.mutable_exception()->set_error(status.error().message);
        answer.flush = true;
        answer.failure = status.error();
    }
    answer.response.resize(response.ByteSizeLong());
    response.SerializeToArray(answer.response.data(), static_cast<int>(answer.response.size()));
    return answer;
}

} // namespace hearth::ledger
