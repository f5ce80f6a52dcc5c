// SPDX-License-Identifier: Apache-2.0
#include "control/server.h"
#include "core/home.h"
#include "fake_node.h"

#include <csignal>
#include <cstdio>
#include <unistd.h>

/// A service by script for tests of hearthctl: fake_service HOME. Serves until SIGTERM or shutdown; says "ready" when
/// it does.
int main(int argc, char** argv) {
    if (argc != 2) return 2;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    const auto home = hearth::core::Home::resolve(argv[1]);
    if (!home || !home->create()) return 1;
    const auto node = std::make_shared<hearth::test::FakeNode>();
    node->on_shutdown = [] { ::kill(::getpid(), SIGTERM); };
    hearth::control::ServerOptions options;
    options.version = "9.9.9";
    const auto server = hearth::control::Server::start(home->control_socket(), node, options);
    if (!server) {
        std::fprintf(stderr, "%s\n", server.error().message.c_str());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    int number = 0;
    sigwait(&set, &number);
    node->release = true;
    return 0;
}
