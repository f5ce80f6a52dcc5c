// SPDX-License-Identifier: Apache-2.0
#include "hub/reference.h"

#include <algorithm>
#include <cctype>

namespace hearth::hub {
namespace {

constexpr std::size_t most_bytes = 512;

/// One step of a path: no way out of a folder, nothing that an address would have to escape.
bool is_step(std::string_view step) {
    return !step.empty() && step.front() != '.' && std::all_of(step.begin(), step.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '+';
    });
}

bool is_path(std::string_view path) {
    while (true) {
        const std::size_t slash = path.find('/');
        if (!is_step(path.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

} // namespace

core::Result<Reference> Reference::parse(const std::string& text) {
    const auto wrong = core::fail(core::Code::invalid_argument, core::say("hub_no_reference", {text.substr(0, 128)}),
                                  core::say("hub_write_reference"));
    if (!is_meant(text) || text.size() > most_bytes) return wrong;
    Reference reference;
    const std::size_t at = text.find('@');
    if (at != std::string::npos) {
        reference.revision = text.substr(at + 1);
        if (!is_path(reference.revision)) return wrong;
    }
    const std::string path = text.substr(3, at == std::string::npos ? at : at - 3);
    const std::size_t first = path.find('/');
    if (!is_path(path) || first == std::string::npos) return wrong;
    const std::size_t second = path.find('/', first + 1);
    reference.repository = path.substr(0, second);
    if (second != std::string::npos) reference.file = path.substr(second + 1);
    return reference;
}

std::string Reference::text() const {
    return "hf:" + repository + (file.empty() ? "" : "/" + file) + (revision.empty() ? "" : "@" + revision);
}

} // namespace hearth::hub
