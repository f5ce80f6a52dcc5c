// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#include "compute/quantise.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtDebug>

namespace hearth::test {

namespace {

Ids ids_of(const QJsonArray& array) {
    Ids ids;
    for (const auto& value : array)
        ids.push_back(static_cast<std::uint32_t>(value.toInt()));
    return ids;
}

} // namespace

void Collector::on_token(const compute::TokenOut& token) {
    Answer& answer = m_answers[token.job];
    answer.text += token.text;
    answer.tokens.push_back(token);
    if (token_hook) token_hook(token);
}

void Collector::on_end(const compute::SequenceEnd& end) {
    m_answers[end.job].text += end.tail;
    m_answers[end.job].end = end;
}

void Collector::on_failed(std::uint64_t job, const core::Error& error) {
    m_answers[job].failure = error;
}

core::Status Collector::submit(compute::SequenceRequest request) {
    request.job = m_next++;
    return m_engine.submit(std::move(request), *this);
}

void Collector::run(int limit) {
    while (limit-- > 0 && m_engine.step()) {
    }
}

Ids some_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed) {
    Ids ids;
    while (ids.size() < count)
        ids.push_back((seed = seed * 1664525U + 1013904223U) / 4096U % vocab);
    return ids;
}

compute::SequenceRequest greedy(Ids prompt, std::uint32_t max_tokens) {
    compute::SequenceRequest request;
    request.prompt_ids = std::move(prompt);
    request.params.temperature_q16 = 0;
    request.params.max_tokens = max_tokens;
    request.ignore_eos = true;
    return request;
}

compute::SequenceRequest drawn(Ids prompt, std::uint32_t max_tokens, const std::string& seed) {
    compute::SequenceRequest request = greedy(std::move(prompt), max_tokens);
    request.params.temperature_q16 = 52429;
    request.key = core::sha256(core::as_bytes(seed));
    return request;
}

std::string tiny_model(const std::string& name) {
    return std::string(HEARTH_TINY_DIR "/") + name;
}

std::string smollm2() {
    return HEARTH_CACHE_DIR "/models/SmolLM2-135M-Instruct.Q4_1.gguf";
}

const core::Bytes* exact_weights(const std::string& path, const std::string& profile) {
    static std::map<std::string, core::Bytes> made;
    const auto [place, fresh] = made.try_emplace(profile + " " + path);
    if (fresh) {
        const auto source = model::open_source(path);
        auto weights = source ? compute::quantised(**source, *compute::exact_profile(profile), {})
                              : core::Result<core::Bytes>(source.error());
        if (!weights) {
            qWarning("%s", weights.error().message.c_str());
            made.erase(place);
            return nullptr;
        }
        place->second = std::move(*weights);
    }
    return &place->second;
}

std::unique_ptr<compute::Engine> open_engine(const std::string& path, const std::string& profile,
                                             std::uint64_t kv_budget) {
    compute::LoadOptions options;
    options.profile = profile;
    options.kv_budget_bytes = kv_budget;
    return open_engine(path, options);
}

std::unique_ptr<compute::Engine> open_engine(const std::string& path, const compute::LoadOptions& options) {
    auto source = model::open_source(path);
    if (!source) {
        qWarning("%s", source.error().message.c_str());
        return nullptr;
    }
    compute::LoadOptions chosen = options;
    if (compute::exact_profile(chosen.profile)) {
        const core::Bytes* const weights = exact_weights(path, chosen.profile);
        if (weights == nullptr) return nullptr;
        chosen.exact_weights = *weights;
    }
    auto engine = compute::Engine::load_source(**source, chosen, {});
    if (!engine) {
        qWarning("%s", engine.error().message.c_str());
        return nullptr;
    }
    return std::move(*engine);
}

std::vector<Golden> read_goldens(const std::string& name) {
    QFile file(QString::fromStdString(std::string(HEARTH_VECTORS_DIR "/model/goldens/") + name + ".json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    std::vector<Golden> goldens;
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    for (const auto& value : all["prompts"].toArray()) {
        const QJsonObject prompt = value.toObject();
        Golden golden{ids_of(prompt["ids"].toArray()), ids_of(prompt["greedy"].toArray()), {}};
        for (const auto& step : prompt["top"].toArray()) {
            auto& top = golden.top.emplace_back();
            for (const auto& pair : step.toArray())
                top.emplace_back(static_cast<std::uint32_t>(pair.toArray()[0].toInt()), pair.toArray()[1].toDouble());
        }
        goldens.push_back(std::move(golden));
    }
    return goldens;
}

} // namespace hearth::test
