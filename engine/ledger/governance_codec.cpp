// SPDX-License-Identifier: Apache-2.0
#include "ledger/governance_codec.h"

#include "ledger/message_codec.h"

namespace hearth::ledger::codec {

using core::Code;
using core::fail;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

enum ContentKind : std::uint64_t { parameter = 0, spend = 1, model = 2, profile = 3, upgrade = 4, text = 5 };
constexpr std::size_t max_name_bytes = 64;

struct Encoder {
    Value operator()(const ChangeParameters& c) const {
        Array list;
        for (const auto& [name, value] : c.values)
            list.push_back(Array{name, value});
        return Map{{0, std::uint64_t{parameter}}, {1, std::move(list)}};
    }
    Value operator()(const Spend& c) const { return Map{{0, std::uint64_t{spend}}, {1, c.to}, {2, c.amount.units()}}; }
    Value operator()(const ListModel& c) const {
        return Map{{0, std::uint64_t{model}}, {1, c.model_id}, {2, c.name}, {3, c.listed}};
    }
    Value operator()(const ListProfile& c) const {
        return Map{{0, std::uint64_t{profile}}, {1, c.profile}, {2, c.listed}};
    }
    Value operator()(const UpgradeRules& c) const {
        Map map{{0, std::uint64_t{upgrade}}, {1, c.rules}, {2, c.height}};
        if (!c.program.is_zero()) map.emplace_back(3, c.program);
        return map;
    }
    Value operator()(const Statement& c) const { return Map{{0, std::uint64_t{text}}, {1, c.text}}; }
};

core::Result<ProposalContent> read_changes(Fields& f) {
    ChangeParameters c;
    HEARTH_TRY(const Array* list, f.array(1, "changes", max_changes));
    for (const Value& item : *list) {
        const Array* pair = item.as_array();
        if (pair == nullptr || pair->size() != 2 || (*pair)[0].as_text() == nullptr || (*pair)[1].as_uint() == nullptr)
            return fail(Code::corrupt, "A change of a parameter is a name and a number.");
        const std::string& name = *(*pair)[0].as_text();
        if (name.size() > max_name_bytes || (!c.values.empty() && name <= c.values.rbegin()->first))
            return fail(Code::corrupt, "The names of the changed parameters are out of order or too long.");
        c.values[name] = *(*pair)[1].as_uint();
    }
    return ProposalContent(std::move(c));
}

core::Result<ProposalContent> read_spend(Fields& f) {
    Spend c;
    HEARTH_TRY(c.to, f.id<core::PublicKey>(1, "to"));
    HEARTH_TRY(c.amount, read_amount(f, 2, "amount"));
    return ProposalContent(c);
}

core::Result<ProposalContent> read_model(Fields& f) {
    ListModel c;
    HEARTH_TRY(c.model_id, f.id<core::ModelId>(1, "model_id"));
    HEARTH_TRY(c.name, f.text(2, "name", max_listed_name_bytes));
    HEARTH_TRY(c.listed, f.boolean(3, "listed"));
    return ProposalContent(std::move(c));
}

core::Result<ProposalContent> read_profile(Fields& f) {
    ListProfile c;
    HEARTH_TRY(c.profile, f.text(1, "profile", max_listed_name_bytes));
    HEARTH_TRY(c.listed, f.boolean(2, "listed"));
    return ProposalContent(std::move(c));
}

core::Result<ProposalContent> read_upgrade(Fields& f) {
    UpgradeRules c;
    HEARTH_TRY(c.rules, f.uint(1, "rules"));
    HEARTH_TRY(c.height, f.uint(2, "height"));
    if (f.has(3)) {
        HEARTH_TRY(c.program, f.id<core::Hash>(3, "program"));
        if (c.program.is_zero()) return fail(Code::corrupt, "A program's hash is not zero.");
    }
    return ProposalContent(c);
}

core::Result<ProposalContent> read_text(Fields& f) {
    Statement c;
    HEARTH_TRY(c.text, f.text(1, "text", max_proposed_text_bytes));
    return ProposalContent(std::move(c));
}

core::Result<ProposalContent> read_content(std::uint64_t kind, Fields& f) {
    switch (kind) {
    case parameter:
        return read_changes(f);
    case spend:
        return read_spend(f);
    case model:
        return read_model(f);
    case profile:
        return read_profile(f);
    case upgrade:
        return read_upgrade(f);
    case text:
        return read_text(f);
    default:
        return fail(Code::unsupported, "The proposal is of the unknown kind " + std::to_string(kind) + ".");
    }
}

Value from_weight(const Weight& w) {
    return Array{w.stake, w.work};
}

core::Result<std::vector<std::uint64_t>> read_numbers(Fields& f, std::uint64_t key, const char* name,
                                                      std::size_t most) {
    HEARTH_TRY(const Array* list, f.array(key, name, most));
    std::vector<std::uint64_t> numbers;
    for (const Value& item : *list) {
        if (item.as_uint() == nullptr)
            return fail(Code::corrupt, "The field \"" + std::string(name) + "\" holds something that is no number.");
        numbers.push_back(*item.as_uint());
    }
    return numbers;
}

core::Result<Weight> read_weight(Fields& f, std::uint64_t key, const char* name) {
    HEARTH_TRY(const auto numbers, read_numbers(f, key, name, 2));
    if (numbers.size() != 2)
        return fail(Code::corrupt, "The field \"" + std::string(name) + "\" has a number for each house.");
    return Weight{numbers[0], numbers[1]};
}

Value from_count(const HouseCount& c) {
    return Array{c.yes, c.no, c.abstain, c.total};
}

core::Result<HouseCount> read_count(Fields& f, std::uint64_t key, const char* name) {
    HEARTH_TRY(const auto n, read_numbers(f, key, name, 4));
    if (n.size() != 4) return fail(Code::corrupt, "The count of a house has four numbers.");
    return HouseCount{n[0], n[1], n[2], n[3]};
}

enum : std::uint64_t {
    p_id = 0,
    p_proposer = 1,
    p_title = 2,
    p_content = 3,
    p_from = 4,
    p_deposit = 5,
    p_height = 6,
    p_epochs = 7,
    p_total = 8,
    p_members = 9,
    p_quorum = 10,
    p_needed = 11,
    p_flags = 12,
    p_state = 13,
    p_stake = 14,
    p_work = 15,
    p_weighing = 16
};

core::Result<Weighing> read_weighing(Fields& f) {
    HEARTH_TRY(const auto n, read_numbers(f, p_weighing, "weighing", 4));
    if (n.size() != 4 || n[1] == 0 || n[3] == 0)
        return fail(Code::corrupt, core::say("field_has_other_numbers", {"weighing"}));
    return Weighing{n[0], n[1], n[2], n[3]};
}

} // namespace

Value from_content(const ProposalContent& content) {
    return std::visit(Encoder{}, content);
}

core::Result<ProposalContent> to_content(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "proposal"));
    HEARTH_TRY(const std::uint64_t kind, f.uint(0, "kind"));
    HEARTH_TRY(ProposalContent content, read_content(kind, f));
    HEARTH_CHECK(f.finish());
    return content;
}

Value from_record(std::uint64_t id, const Proposal& p) {
    Array from;
    for (const std::uint64_t value : p.from)
        from.push_back(value);
    Map map{{p_id, id},
            {p_proposer, p.proposer},
            {p_title, p.title},
            {p_content, from_content(p.content)},
            {p_from, std::move(from)},
            {p_deposit, p.deposit.units()},
            {p_height, p.height},
            {p_epochs, Array{p.submitted, p.starts, p.deadline, p.window, p.timelock, p.executes, p.closed}},
            {p_total, from_weight(p.total)},
            {p_members, from_weight(p.members)},
            {p_quorum, from_weight(p.quorum_ppm)},
            {p_needed, p.needed_ppm},
            {p_flags, std::uint64_t{p.watched} | std::uint64_t{p.early} << 1 | std::uint64_t{p.extended} << 2},
            {p_state, static_cast<std::uint64_t>(p.state)}};
    if (p.state != ProposalState::open) {
        map.emplace_back(p_stake, from_count(p.result.stake));
        map.emplace_back(p_work, from_count(p.result.work));
    }
    if (const auto& w = p.weighing) map.emplace_back(p_weighing, Array{w->at, w->full, w->bare, w->window});
    return map;
}

core::Result<std::pair<std::uint64_t, Proposal>> to_proposal(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "proposal"));
    Proposal p;
    HEARTH_TRY(const std::uint64_t id, f.uint(p_id, "id"));
    HEARTH_TRY(p.proposer, f.id<core::PublicKey>(p_proposer, "proposer"));
    HEARTH_TRY(p.title, f.text(p_title, "title", max_title_bytes));
    HEARTH_TRY(const Value* content, f.any(p_content, "content"));
    HEARTH_TRY(p.content, to_content(*content));
    HEARTH_TRY(p.from, read_numbers(f, p_from, "from", max_changes));
    HEARTH_TRY(p.deposit, read_amount(f, p_deposit, "deposit"));
    HEARTH_TRY(p.height, f.uint(p_height, "height"));
    HEARTH_TRY(const auto epochs, read_numbers(f, p_epochs, "epochs", 7));
    if (epochs.size() != 7) return fail(Code::corrupt, "A proposal has seven epochs.");
    p.submitted = epochs[0];
    p.starts = epochs[1];
    p.deadline = epochs[2];
    p.window = epochs[3];
    p.timelock = epochs[4];
    p.executes = epochs[5];
    p.closed = epochs[6];
    HEARTH_TRY(p.total, read_weight(f, p_total, "total"));
    HEARTH_TRY(p.members, read_weight(f, p_members, "members"));
    HEARTH_TRY(p.quorum_ppm, read_weight(f, p_quorum, "quorum"));
    HEARTH_TRY(p.needed_ppm, f.uint(p_needed, "needed"));
    HEARTH_TRY(const std::uint64_t flags, f.uint(p_flags, "flags", 7));
    p.watched = (flags & 1) != 0;
    p.early = (flags & 2) != 0;
    p.extended = (flags & 4) != 0;
    HEARTH_TRY(const std::uint64_t state,
               f.uint(p_state, "state", static_cast<std::uint64_t>(ProposalState::cancelled)));
    p.state = static_cast<ProposalState>(state);
    if (p.state != ProposalState::open) {
        HEARTH_TRY(p.result.stake, read_count(f, p_stake, "stake house"));
        HEARTH_TRY(p.result.work, read_count(f, p_work, "work house"));
    }
    if (f.has(p_weighing)) {
        HEARTH_TRY(p.weighing, read_weighing(f));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(id, std::move(p));
}

core::Result<Message> read_submit_proposal(Fields& f) {
    SubmitProposal m;
    HEARTH_TRY(m.title, f.text(0, "title", max_title_bytes));
    HEARTH_TRY(const Value* content, f.any(1, "content"));
    HEARTH_TRY(m.content, to_content(*content));
    return Message(std::move(m));
}

core::Result<Message> read_cast_vote(Fields& f) {
    CastVote m;
    HEARTH_TRY(m.proposal, f.uint(0, "proposal"));
    HEARTH_TRY(const std::uint64_t choice, f.uint(1, "choice", static_cast<std::uint64_t>(Choice::abstain)));
    m.choice = static_cast<Choice>(choice);
    return Message(m);
}

core::Result<Message> read_delegate_votes(Fields& f) {
    DelegateVotes m;
    if (f.has(0)) {
        HEARTH_TRY(m.to, f.id<core::PublicKey>(0, "to"));
    }
    return Message(m);
}

core::Result<Message> read_cancel_proposal(Fields& f) {
    CancelProposal m;
    HEARTH_TRY(m.proposal, f.uint(0, "proposal"));
    return Message(m);
}

} // namespace hearth::ledger::codec
