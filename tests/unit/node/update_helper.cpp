// SPDX-License-Identifier: Apache-2.0
#include "node/updates/updates.h"

#include <csignal>
#include <iostream>
#include <string>
#include <unistd.h>

/// update-helper ENDPOINT CERTIFICATE HOME PROGRAMS KEY download|STEP: looks and downloads, telling the bytes so far,
/// or applies and dies after the step.
int main(int argc, char** argv) {
    using namespace hearth;
    if (argc != 7) return 2;
    const std::filesystem::path home = argv[3];
    const std::string verb = argv[6];
    const auto store = node::Store::open(home / "node.sqlite");
    if (!store) return 2;
    hub::Options server;
    server.plain = true;
    server.endpoint = argv[1];
    server.ca_file = argv[2];
    const auto die = [&](const char* step) {
        if (verb == step) ::kill(::getpid(), SIGKILL);
    };
    node::Updates updates({**store, argv[5], server, home / "cache" / "updates", "0.1.0",
                           node::InstalledAs::look(argv[4]),
                           core::SigningKey::from_seed(core::Bytes(32, 9)).public_key(), [] { return true; }, [] {},
                           die, core::system_clock()},
                          {});
    if (verb != "download") return updates.apply({}) ? 0 : 1;
    if (!updates.check({})) return 1;
    const auto came = updates.download([](const control::Progress& progress) {
        std::cout << progress.done << std::endl;
        return true;
    });
    return came ? 0 : 1;
}
