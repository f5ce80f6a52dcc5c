// SPDX-License-Identifier: Apache-2.0
#include "local_network.h"

#include "control/client.h"
#include "core/clock.h"
#include "core/file.h"
#include "ledger/consensus/comet_files.h"
#include "ledger/consensus/network_founding.h"

#include <algorithm>
#include <csignal>
#include <thread>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t first_home_port = 38'720;
constexpr std::uint16_t ports_of_founders = 3; ///< two full nodes, and the gateway's links
constexpr core::Nanoseconds short_epoch = 5'000'000'000;
constexpr std::chrono::seconds network_patience{120};
constexpr std::chrono::milliseconds look_again{100};
constexpr std::string_view settings_of_a_home = "[api]\nlisten = \"127.0.0.1:0\"\n\n[worker]\nthreads = 1\n";

bool import_on(const control::Progress&) {
    return true;
}

core::Status import_into(const core::Home& home, const fs::path& model) {
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
    fs::path source = model;
    if (source.empty()) {
        HEARTH_TRY(const control::FirstRun view, node->first_run());
        if (!view.model || view.model->path.empty())
            return core::fail(core::Code::not_found, "The first model is not on this machine.",
                              "installers/bootstrap run fetches it; or name one with --model.");
        source = view.model->path;
    }
    HEARTH_CHECK(node->import_model(source, "asked", {}, import_on));
    return {};
}

} // namespace

core::Result<LocalNetwork> LocalNetwork::start(const fs::path& folder, const fs::path& model) {
    LocalNetwork network;
    network.m_program = fs::read_symlink("/proc/self/exe").parent_path() / "hearthd";
    ledger::NetworkPlan plan;
    plan.validators = 1;
    plan.first_port = first_home_port;
    plan.epoch_length = short_epoch;
    HEARTH_TRY(const fs::path engine, ledger::find_comet()); // told here with its hint; a home only does not start
    HEARTH_CHECK(ledger::check_comet(engine));
    HEARTH_TRY(const ledger::FoundedNetwork founded,
               ledger::found_network(folder / "net", plan, core::system_clock().now()));
    network.m_validator.home = founded.validators.front();
    network.m_gateway.home = founded.gateway;
    HEARTH_CHECK(network.run(network.m_validator));
    HEARTH_CHECK(network.run(network.m_gateway));
    for (std::size_t i = 0; i < network.m_computing.size(); ++i) {
        Member& member = network.m_computing[i];
        member.home.root = folder / ("home-" + std::to_string(i + 1));
        std::error_code ignored;
        fs::create_directories(member.home.root, ignored);
        HEARTH_CHECK(core::write_file_atomic(member.home.config_file(), core::as_bytes(settings_of_a_home), 0600));
        const std::size_t port = first_home_port + ports_of_founders + i;
        HEARTH_CHECK(ledger::join_network(member.home, founded.invitation, "127.0.0.1:" + std::to_string(port)));
        HEARTH_CHECK(network.run(member));
        HEARTH_CHECK(import_into(member.home, model));
    }
    HEARTH_CHECK(network.wait_for_both());
    return network;
}

core::Status LocalNetwork::run(Member& member) const {
    const fs::path api = member.home.api_file();
    std::error_code ignored;
    fs::remove(api, ignored); // one that was killed left it
    member.service.reset();
    HEARTH_TRY(Child service,
               Child::program({m_program.string(), "--home", member.home.root.string(), "--foreground"}));
    member.service.emplace(std::move(service));
    return wait_until([&] { return fs::exists(api, ignored); }, *member.service,
                      "A home of the network, whose log is in its folder,");
}

core::Status LocalNetwork::wait_for_both() const {
    const auto heard_of_both = [&] {
        std::this_thread::sleep_for(look_again); // who is asked has to work, too
        const auto node = control::connect(m_gateway.home.control_socket(), {});
        const auto view = node ? (*node)->network() : core::Result<control::NetworkView>(node.error());
        return view && std::count_if(view->links.begin(), view->links.end(), [](const control::LinkView& link) {
                           return link.state == control::LinkState::up && link.models > 0;
                       }) == std::ssize(m_computing);
    };
    return wait_until(heard_of_both, *m_gateway.service, "The network", network_patience);
}

core::Result<std::uint16_t> LocalNetwork::door() const {
    return port_of(m_gateway.home.api_file());
}

core::Result<std::size_t> LocalNetwork::busy() const {
    for (std::size_t i = 0; i < m_computing.size(); ++i) {
        const auto node = control::connect(m_computing[i].home.control_socket(), {});
        const auto status = node ? (*node)->status() : core::Result<control::NodeStatus>(node.error());
        if (status && status->jobs_running > 0) return i;
    }
    return core::fail(core::Code::not_found, "No home of the network computes anything.");
}

void LocalNetwork::kill(std::size_t which) {
    ::kill(m_computing[which].service->pid(), SIGKILL);
}

core::Status LocalNetwork::revive(std::size_t which) {
    HEARTH_CHECK(run(m_computing[which]));
    return wait_for_both();
}

} // namespace hearth::app
