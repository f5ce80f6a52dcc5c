// SPDX-License-Identifier: Apache-2.0
#include "hub/place.h"
#include "hub/quantisation.h"
#include "hub/reference.h"
#include "hub/repository.h"

#include <cstdlib>

using namespace hearth;

/// What a hub sends: whatever is taken of it can be part of a path and of an address, and a redirect leads to no place
/// without protection.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto repository = hub::read_repository(text)) {
        for (const hub::RepositoryFile& file : repository->files) {
            if (file.path.find("..") == 0 || file.path.find("/.") != std::string::npos || file.path.front() == '/')
                std::abort();
            static_cast<void>(hub::guessed_parameters(file.bytes, hub::quantisation(file.path)));
            static_cast<void>(hub::is_part_of_several(file.path));
        }
        static_cast<void>(hub::needed_files(*repository, {}));
    }
    static_cast<void>(hub::read_search(text));
    if (const auto reference = hub::Reference::parse(text))
        if (reference->text() != text) std::abort();
    static_cast<void>(hub::reach_of(text));
    if (const auto here = hub::Place::parse("https://hub.example/a"))
        if (const auto next = here->follow(text))
            if (next->scheme != "https" || next->host.empty()) std::abort();
    return 0;
}
