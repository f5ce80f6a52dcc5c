// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/morpheus.h"

#include "core/base64.h"
#include "core/clock.h"
#include "core/json_guard.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway {
namespace {

using Json = nlohmann::json;

constexpr core::Nanoseconds shown_age = 300'000'000'000;
constexpr std::size_t longest_machine_quote = std::size_t{64} << 10, longest_nonce = 128;

/// What the graphics cards were asked.
std::string graphics_nonce_in(const std::string& text) {
    const auto parsed = core::parse_json<Json>(text, {.max_bytes = std::size_t{4} << 20, .max_depth = 16});
    if (!std::holds_alternative<Json>(parsed) || !std::get<Json>(parsed).is_object()) return {};
    const Json& said = std::get<Json>(parsed);
    const auto nonce = said.find("nonce");
    if (nonce == said.end() || !nonce->is_string() || nonce->get_ref<const std::string&>().size() > longest_nonce)
        return {};
    return nonce->get<std::string>();
}

} // namespace

MorpheusNetwork::MorpheusNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key,
                                 AnswerGuard::Limits limits, std::vector<std::string> measurements,
                                 const evidence::TrustAnchors& trust, std::uint16_t attestation_port)
    : MorpheusNetwork(std::move(loop), std::move(url), std::move(key), limits, std::move(measurements), trust,
                      attestation_port, std::make_shared<Shown>()) {}

MorpheusNetwork::MorpheusNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key,
                                 AnswerGuard::Limits limits, std::vector<std::string> measurements,
                                 const evidence::TrustAnchors& trust, std::uint16_t attestation_port,
                                 std::shared_ptr<Shown> shown)
    : AttestedServer(std::move(loop), url, std::move(key), limits,
                     {"morpheus", std::move(measurements), trust,
                      [shown](core::ByteView certificate) { return document(*shown, certificate); },
                      [shown] {
                          const std::lock_guard lock(shown->mutex);
                          shown->at = 0; // it may have another certificate by now
                      }}),
      m_machine{true, url.host, attestation_port, {}}, m_shown(std::move(shown)) {}

std::string MorpheusNetwork::document(Shown& shown, core::ByteView certificate) {
    const std::lock_guard lock(shown.mutex);
    const Json written{{"certificate", core::to_base64(certificate)},
                       {"quote", shown.quote},
                       {"graphics_nonce", shown.graphics_nonce}};
    return written.dump(-1, ' ', true, Json::error_handler_t::replace);
}

bool MorpheusNetwork::knows() const {
    const std::lock_guard lock(m_shown->mutex);
    return m_shown->at != 0 && core::monotonic() - m_shown->at < shown_age;
}

void MorpheusNetwork::remember(const std::string& quote, const std::string& graphics) const {
    const std::lock_guard lock(m_shown->mutex);
    m_shown->quote = quote.size() <= longest_machine_quote ? quote : std::string();
    m_shown->graphics_nonce = graphics_nonce_in(graphics);
    m_shown->at = core::monotonic();
}

core::Result<std::vector<OfferedModel>> MorpheusNetwork::models(const Deadlines& deadlines) {
    HEARTH_TRY(const std::string quote, fetch_now(m_machine, "/cpu", deadlines, Ask::stranger));
    const Text graphics = fetch_now(m_machine, "/gpu", deadlines, Ask::stranger);
    remember(quote, graphics ? *graphics : std::string());
    return AttestedServer::models(deadlines);
}

/// A call that waits for what the machine shows. Whoever has the sink in hand keeps the network alive.
struct MorpheusNetwork::Late {
    std::mutex mutex;
    RawRequest request;
    Deadlines deadlines;
    std::shared_ptr<RawSink> sink;
    std::unique_ptr<RawCall> made;
    bool left = false;

    /// None: nobody waits any more.
    std::shared_ptr<RawSink> waiting() {
        const std::lock_guard lock(mutex);
        return left ? nullptr : sink;
    }
};

class MorpheusNetwork::LateCall final : public RawCall {
public:
    explicit LateCall(std::shared_ptr<Late> late) : m_late(std::move(late)) {}
    ~LateCall() override {
        std::unique_ptr<RawCall> made;
        std::shared_ptr<RawSink> sink;
        const std::lock_guard lock(m_late->mutex);
        m_late->left = true;
        made.swap(m_late->made);
        sink.swap(m_late->sink);
    }
    void read_on() override {
        const std::lock_guard lock(m_late->mutex);
        if (m_late->made) m_late->made->read_on();
    }

private:
    const std::shared_ptr<Late> m_late;
};

void MorpheusNetwork::go_on(const std::shared_ptr<Late>& late) {
    auto sink = late->waiting();
    if (!sink) return;
    auto made = AttestedServer::call(std::move(late->request), late->deadlines, std::move(sink));
    const std::lock_guard lock(late->mutex);
    if (!late->left) late->made.swap(made);
}

void MorpheusNetwork::ask_machine(const std::shared_ptr<Late>& late) {
    const auto shown_graphics = [this, late](const std::string& quote, const Text& graphics) {
        const auto sink = late->waiting();
        if (!sink) return;
        remember(quote, graphics ? *graphics : std::string());
        go_on(late);
    };
    const auto shown_quote = [this, late, shown_graphics](const Text& quote) {
        const auto sink = late->waiting();
        if (!sink) return;
        if (!quote) return sink->failed(quote.error(), {});
        const auto then = [shown_graphics, text = *quote](const Text& graphics) { shown_graphics(text, graphics); };
        fetch(m_machine, "/gpu", beside_answer, then, Ask::stranger);
    };
    fetch(m_machine, "/cpu", beside_answer, shown_quote, Ask::stranger);
}

std::unique_ptr<RawCall> MorpheusNetwork::call(RawRequest request, const Deadlines& deadlines,
                                               std::shared_ptr<RawSink> sink) {
    if (knows()) return AttestedServer::call(std::move(request), deadlines, std::move(sink));
    const auto late = std::make_shared<Late>();
    late->request = std::move(request);
    late->deadlines = deadlines;
    late->sink = std::move(sink);
    ask_machine(late);
    return std::make_unique<LateCall>(late);
}

} // namespace hearth::gateway
