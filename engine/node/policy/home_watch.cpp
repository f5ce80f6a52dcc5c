// SPDX-License-Identifier: Apache-2.0
#include "node/policy/home_watch.h"

#include <sys/stat.h>

namespace hearth::node {

HomeWatch::HomeWatch(std::filesystem::path file) : m_file(std::move(file)), m_opened(identity(m_file)) {}

std::optional<HomeWatch::Identity> HomeWatch::identity(const std::filesystem::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return std::nullopt;
    return Identity{found.st_dev, found.st_ino};
}

bool HomeWatch::look() {
    const auto now = identity(m_file);
    const bool same = !m_opened || now == m_opened;
    const Place before = std::exchange(m_place, !now ? Place::away : same ? Place::here : Place::another);
    return before != m_place;
}

core::Status check_still_there(const std::filesystem::path& place) {
    std::error_code problem;
    if (std::filesystem::exists(place, problem)) return {};
    return home_away(place);
}

core::Error home_away(const std::filesystem::path& home) {
    return core::fail(core::Code::io, core::say("home_away", {home.string()}), core::say("home_away_repair"));
}

core::Error home_replaced(const std::filesystem::path& home) {
    return core::fail(core::Code::conflict, core::say("home_replaced", {home.string()}),
                      core::say("home_replaced_repair"));
}

} // namespace hearth::node
