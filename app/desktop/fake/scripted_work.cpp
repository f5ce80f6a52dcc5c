// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

#include <algorithm>
#include <array>

namespace hearth::desktop::fake {

using core::say;

using control::LampReason;
using control::LampState;

using core::Code;
using core::fail;

namespace {

const char* const answer_text =
    "A hearth is the place in a house where the fire burns. People gathered around it to cook, to stay warm "
    "and to "
    "tell each other what had happened that day.\n\nA node that keeps a model warm and answers whoever asks "
    "is not so "
    "different: the work happens at home, and the neighbours can see the smoke and know that somebody is in.";

/// As the node's store counts them: an audit may still want the answer again.
bool in_window(const control::JobRow& job) {
    constexpr std::array open{control::MoneyState::none, control::MoneyState::pending, control::MoneyState::disputed,
                              control::MoneyState::confirmed};
    return !job.receipt_id.empty() && std::ranges::find(open, job.money_state) != open.end();
}

std::vector<std::string> pieces_of(const std::string& text) {
    std::vector<std::string> pieces;
    std::string piece;
    for (const char c : text) {
        piece.push_back(c);
        if (c == ' ' || c == '\n') pieces.push_back(std::exchange(piece, {}));
    }
    if (!piece.empty()) pieces.push_back(piece);
    return pieces;
}

/// Says the one answer that this node knows, piece by piece.
control::ChatResult speak(const control::ChatRequest& request, const control::OnText& on_text,
                          std::chrono::milliseconds pace) {
    control::ChatResult result;
    result.finish_reason = "stop";
    const std::uint32_t most = request.max_tokens.value_or(256);
    for (const std::string& piece : pieces_of(answer_text)) {
        if (result.usage.completion_tokens >= most) {
            result.finish_reason = "length";
            break;
        }
        std::this_thread::sleep_for(pace);
        result.text += piece;
        result.token_ids.push_back(static_cast<std::uint32_t>(piece.size()));
        ++result.usage.completion_tokens;
        if (on_text && !on_text(piece)) {
            result.finish_reason = "cancelled";
            break;
        }
    }
    std::size_t letters = request.prompt.size() + request.system.size();
    for (const control::ChatTurn& turn : request.history)
        letters += turn.prompt.size() + turn.answer.size();
    result.usage.prompt_tokens = static_cast<std::uint32_t>(letters / 4 + 8);
    result.ttft_ms = 212;
    result.total_ms = 212 + result.usage.completion_tokens * 28;
    return result;
}

} // namespace

bool ScriptedNode::step(const control::OnProgress& progress, const core::Sentence& stage, std::uint64_t done,
                        std::uint64_t total) {
    std::this_thread::sleep_for(m_pace.load());
    return !progress || progress({stage, done, total});
}

control::ModelInfo* ScriptedNode::find_model(const std::string& id_or_name) {
    auto& models = m_story.status.models;
    const auto found = std::find_if(models.begin(), models.end(), [&](const control::ModelInfo& model) {
        return id_or_name.empty() ? model.is_default : model.model_id == id_or_name || model.name == id_or_name;
    });
    return found == models.end() ? nullptr : &*found;
}

core::Result<std::vector<control::ModelInfo>> ScriptedNode::models() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    std::vector<control::ModelInfo> models = m_story.status.models;
    for (control::ModelInfo& model : models)
        for (const control::JobRow& job : m_story.jobs)
            if (job.model_id == model.model_id && in_window(job)) ++model.receipts_in_window;
    return models;
}

core::Result<control::ModelInfo> ScriptedNode::model(const std::string& id_or_name) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    const control::ModelInfo* model = find_model(id_or_name);
    if (model == nullptr)
        return fail(Code::not_found, core::say("there_is_no_model", {id_or_name}), core::say("see_list_models"));
    return *model;
}

core::Result<control::ModelInfo> ScriptedNode::import_model(const std::filesystem::path& path, const std::string& name,
                                                            const std::string& profile,
                                                            const control::OnProgress& progress, bool keep_source) {
    std::error_code ignored;
    if (!is_at_hand(path) && !std::filesystem::exists(path, ignored))
        return fail(Code::not_found, core::say("no_file", {path.string()}), core::say("choose_gguf_file_hugging"));
    if (auto present = model(name.empty() ? path.stem().string() : name)) {
        present->note = say("already_here", {present->name});
        return present;
    }
    constexpr std::uint64_t total = 91'727'360, part = total / 40;
    for (const char* stage : {"reading_header", "hashing_tensors", "copying_files"})
        for (std::uint64_t done = 0; done <= total; done += part)
            if (!step(progress, say(stage), done, total))
                return fail(Code::cancelled, core::say("import_cancelled_nothing_kept"));
    return take_in(name.empty() ? path.stem().string() : name, profile, keep_source ? total : 0);
}

core::Result<control::ModelInfo> ScriptedNode::take_in(const std::string& name, const std::string& profile,
                                                       std::uint64_t source_bytes) {
    control::ModelInfo made = smollm();
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        made.model_id = made_id("imported model", ++m_made);
        made.name = name;
        made.source_bytes = source_bytes;
        if (!profile.empty()) made.profiles = {profile};
        made.state = control::ModelState::ready;
        made.is_default = m_story.status.models.empty();
        m_story.status.models.push_back(made);
        if (made.is_default) {
            m_story.status.sentence = say("ready", {made.name});
            m_story.status.action = control::NodeAction::pause;
            m_story.status.lamps.eligible = {LampState::on, LampReason::takes_work, say("takes_work")};
        }
    }
    publish("models", made.model_id);
    publish("status");
    return made;
}

core::Result<control::ModelInfo> ScriptedNode::switch_model(const std::string& id_or_name, const std::string& action) {
    control::ModelInfo changed;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        control::ModelInfo* model = find_model(id_or_name);
        if (model == nullptr) return fail(Code::not_found, core::say("there_is_no_model", {id_or_name}));
        if (action == "drop-source" && std::exchange(model->source_bytes, 0) == 0)
            return fail(Code::not_found, core::say("no_source_kept"));
        if (action == "load")
            for (control::ModelInfo& other : m_story.status.models)
                if (other.state == control::ModelState::loaded) other.state = control::ModelState::ready;
        if (action != "drop-source")
            model->state = action == "disable" ? control::ModelState::disabled
                           : action == "load"  ? control::ModelState::loaded
                                               : control::ModelState::ready;
        model->reason = action == "disable" ? say("disabled_by_you") : core::Sentence();
        changed = *model;
    }
    publish("models", changed.model_id);
    publish("status");
    return changed;
}

core::Result<std::vector<control::Check>> ScriptedNode::check_model(const std::string& id_or_name,
                                                                    const control::OnProgress& progress) {
    HEARTH_TRY(const control::ModelInfo found, model(id_or_name));
    for (std::uint64_t i = 0; i <= 40; ++i)
        if (!step(progress, say("hashing_files"), found.bytes / 40 * i, found.bytes))
            return fail(Code::cancelled, core::say("check_cancelled"));
    return std::vector<control::Check>{{"manifest", "passed", say("manifest_good")},
                                       {"files", "passed", say("files_good")}};
}

core::Status ScriptedNode::remove_model(const std::string& id_or_name) {
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        const control::ModelInfo* model = find_model(id_or_name);
        if (model == nullptr) return fail(Code::not_found, core::say("there_is_no_model", {id_or_name}));
        if (model->state == control::ModelState::loaded && m_story.status.jobs_running > 0)
            return fail(Code::busy, core::say("model_computing_answer"), core::say("pause_node_first"));
        auto& models = m_story.status.models;
        models.erase(models.begin() + (model - models.data()));
    }
    publish("models");
    return {};
}

std::string ScriptedNode::finish_chat(const control::ChatRequest& request, std::uint32_t tokens, bool stopped) {
    const std::lock_guard lock(m_mutex);
    control::ModelInfo* model = find_model(request.model);
    control::JobRow job = new_job(1'000'000 + ++m_made, m_clock.now(), model != nullptr ? *model : smollm());
    bring_to(job, 2, 60 * second, false);
    job.completion_tokens = tokens;
    if (stopped) cut_short(job);
    m_story.jobs.insert(m_story.jobs.begin(), job);
    ++(stopped ? m_story.status.jobs_cancelled : m_story.status.jobs_done);
    return job.receipt_id;
}

core::Result<control::ChatResult> ScriptedNode::chat(const control::ChatRequest& request,
                                                     const control::OnText& on_text) {
    HEARTH_CHECK(answers());
    HEARTH_TRY(const auto foreign, network_for(request));
    if (foreign) return foreign_answer(*foreign, request, on_text);
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        const control::NodeStatus& s = m_story.status;
        if (s.state == control::NodeState::paused || s.state == control::NodeState::snoozed ||
            s.state == control::NodeState::problem || s.models.empty())
            return fail(Code::unavailable, s.sentence, say(s.models.empty() ? "import_one" : "go_on_with"));
        if (find_model(request.model) == nullptr)
            return fail(Code::not_found, core::say("there_is_no_model", {request.model}));
    }
    if (request.min_tier > "P1")
        return fail(Code::refused, say("home_privacy_below", {"P1", request.min_tier}), say("lower_tier"));
    control::ChatResult result = speak(request, on_text, m_pace.load());
    result.network = "home";
    result.tier = "P1";
    result.receipt_id = finish_chat(request, result.usage.completion_tokens, result.finish_reason == "cancelled");
    const bool replays = request.min_level > "E1";
    result.level = replays ? "E4" : "E1";
    HEARTH_TRY(const control::ReceiptView view, verify_receipt(result.receipt_id, replays, {}));
    result.evidence_id = view.job.job_id;
    result.checks = view.checks;
    publish("jobs", view.job.job_id);
    publish("earnings");
    return result;
}

core::Result<control::ChatResult> ScriptedNode::foreign_answer(const control::UpstreamInfo& network,
                                                               const control::ChatRequest& request,
                                                               const control::OnText& on_text) {
    control::ChatResult result = speak(request, on_text, m_pace.load());
    result.network = network.name;
    result.tier = network.tier;
    result.token_ids.clear();
    result.level = network.level;
    result.evidence_id = made_id("evidence", request.prompt.size()).substr(0, 32);
    const std::string key = "0x" + made_id("signer", 1).substr(0, 40);
    result.checks = {{"network signature", "passed", say("signed_by_network_key", {key})},
                     {"signed request", "passed", say("signed_request")},
                     {"signed response", "passed", say("signed_answer_bytes")},
                     {"attestation report", "passed", say("quote_for_this")},
                     {"attestation chain", "passed", say("att_chain_good", {"Intel"})},
                     {"attestation mode", "passed", say("att_mode_good")},
                     {"attestation graphics", "not checked", say("att_graphics")},
                     {"signing key", "not checked", say("key_unpinned")},
                     {"answered model", "passed", say("answer_names_asked")},
                     {"level", "passed", network.evidence}};
    return result;
}

core::Result<control::ReceiptView> ScriptedNode::verify_receipt(const std::string& receipt_id, bool replay,
                                                                const control::OnProgress& progress) {
    HEARTH_TRY(const control::ReceiptView before, receipt(receipt_id));
    if (!replay) return before;
    const std::uint64_t total = before.job.completion_tokens;
    for (std::uint64_t done = 0; done <= total; done += std::max<std::uint64_t>(total / 30, 1))
        if (!step(progress, say("replaying_tokens"), done, total))
            return fail(Code::cancelled, core::say("replay_cancelled"));
    std::string job_id;
    {
        const std::lock_guard lock(m_mutex);
        control::JobRow* job = find_job(receipt_id);
        if (job == nullptr) return fail(Code::not_found, core::say("there_is_no_receipt", {receipt_id}));
        control::Stage& stage = job->stages.at(4);
        if (stage.state != control::StageState::failed) {
            stage = {stage.name, control::StageState::done, m_clock.now(), replay_agrees()};
            job->level = "E2";
        }
        job_id = job->job_id;
    }
    publish("jobs", job_id);
    return receipt(receipt_id);
}

} // namespace hearth::desktop::fake
