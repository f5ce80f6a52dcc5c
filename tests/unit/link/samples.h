// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "link/job_message.h"

#include <fstream>
#include <nlohmann/json.hpp>

/// One message of every kind, equal to tests/vectors/link/job.json, in its order.
namespace hearth::link::samples {

inline nlohmann::json vectors(const std::string& name) {
    std::ifstream file(std::string(HEARTH_VECTORS_DIR) + "/" + name);
    return nlohmann::json::parse(file);
}
inline core::Bytes bytes(const nlohmann::json& hex) {
    return core::from_hex(hex.get<std::string>()).value();
}
inline core::Hash label(std::string_view text) {
    return core::sha256(core::as_bytes(text));
}

inline proof::DecodeParams decode(std::uint32_t max_tokens = 0, core::Hash stop_hash = {}) {
    proof::DecodeParams p;
    p.temperature_q16 = 52429;
    p.top_k = 40;
    p.top_p_q16 = 62259;
    p.frequency_penalty_q16 = UINT32_MAX;
    p.max_tokens = max_tokens;
    p.stop_hash = stop_hash;
    return p;
}

inline Ask ask() {
    Ask m;
    m.model_id = core::id_cast<core::ModelId>(label("model"));
    m.profile = "ci8.1";
    m.asked_at = 1'700'000'000'123'456'789;
    m.decode = decode();
    m.tenant = label("tenant");
    return m;
}

inline Ask conversation() {
    Ask m = ask();
    m.messages_json = R"([{"role":"user","content":"grüß dich"}])";
    m.tools_json = "[]";
    m.template_kwargs_json = R"({"enable_thinking":false})";
    m.max_tokens = 128;
    m.stop = {"\n\n", "END"};
    m.ignore_eos = true;
    m.top_logprobs = 5;
    m.priority = core::Priority::interactive;
    return m;
}

inline Chunk chunk() {
    const Logprob own{12, "\xC3", -123456};
    Chunk m{std::uint64_t{1} << 33, {}};
    m.tokens.push_back({12, "é", 7, own, {own, {13, std::string("\0b", 2), std::nullopt}}, false});
    m.tokens.push_back({UINT32_MAX, "", 0, std::nullopt, {}, true});
    return m;
}

inline std::vector<JobMessage> messages() {
    const auto receipt = vectors("proof/receipts.json")["cases"][0];
    Ask text = ask(), ids = ask();
    text.prompt = "";
    Ask held = text;
    held.constraint = "start: \"ja\" | \"nein\"\n";
    Ask vector = text;
    vector.embed = true;
    ids.prompt_ids = {1, 2, UINT32_MAX};
    Ask run = ids;
    run.run = true;
    ids.score_prompt = true;
    ids.priority = core::Priority::background;
    const Quote quote{core::id_cast<core::PublicKey>(label("node")),
                      "SmolLM2",
                      {5, 6, 7},
                      decode(2048, label("stops")),
                      core::Amount::from_units(1000),
                      core::Amount::from_units(std::uint64_t{1} << 63)};
    const Assign assign{proof::Request::decode_bytes(bytes(receipt["request"])).value(),
                        label("salt"),
                        core::id_cast<core::EscrowId>(label("escrow")),
                        std::uint64_t{1} << 40,
                        {}};
    Fetch::Reader reader{core::id_cast<core::PublicKey>(label("auditor")), {}};
    reader.signature.fill(7);
    Assign ordered = assign;
    ordered.order.emplace().fill(9);
    Assign resumed = assign;
    resumed.request.begun = proof::Begun{3, label("beacon")};
    resumed.known_ids = {8, 0, UINT32_MAX};
    return {conversation(),
            text,
            ids,
            quote,
            assign,
            chunk(),
            Chunk{},
            Result{proof::ReceiptFile::decode_bytes(bytes(receipt["file"])).value(), proof::StopReason::stop_string,
                   "tail"},
            Result{std::nullopt, proof::StopReason::cancelled, ""},
            Cancel{},
            Fetch{core::id_cast<core::ReceiptId>(label("receipt"))},
            Failed{core::fail(core::Code::out_of_memory, "Too big.", "Buy more.")},
            resumed,
            held,
            Fetch{core::id_cast<core::ReceiptId>(label("receipt")), reader},
            Seek{},
            Found{{{1, 2, 3}, {}}},
            Pay{{0xA0, 1, 2}},
            vector,
            ordered,
            run};
}

} // namespace hearth::link::samples
