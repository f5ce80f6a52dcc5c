// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/file.h"
#include "ledger/ledger.h"
#include "link/job_route.h"
#include "node/service.h"
#include "support.h"

namespace hearth::test {

/// A whole service in this process, on a home of its own, with the worker that needs no model.
class TestNode {
public:
    explicit TestNode(std::filesystem::path home) : m_home(std::move(home)) {}

    node::ServiceOptions options() const {
        node::ServiceOptions made;
        made.home.root = m_home;
        made.settings = must(node::Settings::load(m_home / "hearth.toml"));
        made.settings.api_port = 0;
        made.settings.api_address = api_address;
        made.settings.epoch_length = epoch_length;
        made.settings.worker_program = fake_worker();
        made.settings.auditor = auditor;
        made.settings.devices = devices;
        made.settings.prices = prices;
        made.settings.keep_evidence = keep_evidence;
        made.settings.channels.after = channel_after;
        if (most_unpaid) made.settings.channels.most_unpaid = *most_unpaid;
        made.version = "test";
        made.places = places;
        made.silence = 500'000'000;
        made.first_backoff = 10'000'000;
        made.on_step = on_step;
        made.ledger = ledger;
        made.route = route;
        if (max_jobs) made.settings.max_jobs = *max_jobs;
        made.free_bytes = free_bytes;
        if (archive_receipts) made.archive_receipts = *archive_receipts;
        return made;
    }
    void start() { service = must(node::Service::start(options())); }
    void stop() { service.reset(); }
    control::Node& node() { return service->node(); }

    control::ModelInfo import(const std::string& content = "weights", const std::string& name = "fake") {
        const auto file = m_home.parent_path() / (name + ".gguf");
        must(core::write_file_atomic(file, core::as_bytes(content)));
        return must(node().import_model(file, name, "", {}));
    }
    core::Result<control::ChatResult> ask(const std::string& prompt, std::uint32_t max_tokens = 6,
                                          const control::OnText& on_text = {}, std::optional<std::uint64_t> seed = {}) {
        control::ChatRequest request;
        request.prompt = prompt;
        request.max_tokens = max_tokens;
        request.seed = seed;
        return node().chat(request, on_text);
    }
    core::PublicKey key(const std::string& role) {
        for (const control::KeyInfo& key : must(node().keys()))
            if (key.role == role) return must(core::PublicKey::parse(key.public_key));
        return {};
    }
    std::string doctor(const std::string& name) {
        for (const control::DoctorCheck& check : must(node().doctor()))
            if (check.name == name) return check.result;
        return "missing";
    }

    core::Nanoseconds epoch_length = 60'000'000'000;
    bool auditor = true;
    node::Prices prices;
    std::uint32_t channel_after = 0;         ///< answers of another home, until a payment channel is opened
    std::optional<core::Amount> most_unpaid; ///< on a channel, on both sides of it
    core::Nanoseconds keep_evidence = 0;
    std::string api_address = "127.0.0.1";
    std::vector<node::DeviceChoice> devices; ///< that serve; empty = the cards of their own and the processor
    node::Places places{
        "/nonexistent", "/nonexistent", "/nonexistent", "/nonexistent", "", ""}; ///< whatever machine this is
    std::function<void(const char*)> on_step;
    std::shared_ptr<ledger::Ledger> ledger;      ///< null: a sequencer of its own
    std::shared_ptr<link::JobRoute> route;       ///< null: it executes what it asks for
    std::optional<std::uint32_t> max_jobs;       ///< at a worker
    std::optional<std::size_t> archive_receipts; ///< of one archive
    std::function<std::optional<std::uint64_t>()> free_bytes;
    std::unique_ptr<node::Service> service;

private:
    std::filesystem::path m_home;
};

} // namespace hearth::test
