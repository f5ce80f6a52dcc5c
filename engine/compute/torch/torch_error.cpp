// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_error.h"

#include <c10/util/Exception.h>

#include <new>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

core::Error no_memory(const std::string& device) {
    return fail(Code::out_of_memory, "There was not enough memory on " + device + " for the model.",
                "Close other programs, give the model a smaller cache or choose a smaller model.");
}

/// Libraries below libtorch, and its own allocator on the processor, name a lack of memory in their message only.
bool names_memory(const std::string& message) {
    for (const char* const words : {"ALLOC_FAILED", "out of memory", "allocate memory", "not enough memory"})
        if (message.find(words) != std::string::npos) return true;
    return false;
}

core::Error from_message(const std::string& message, const std::string& device) {
    if (names_memory(message)) return no_memory(device);
    if (device == "cpu") return fail(Code::internal, "libtorch failed: " + first_sentence(message));
    return fail(Code::unavailable, "The GPU " + device + " failed: " + first_sentence(message),
                "The job goes on elsewhere if it can; if this happens again, run hearthctl doctor.");
}

} // namespace

std::string first_sentence(const std::string& what) {
    return what.substr(0, what.find('\n'));
}

core::Error torch_error(const std::string& device) {
    try {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        return no_memory(device);
    } catch (const std::bad_alloc&) {
        return fail(Code::out_of_memory, "The process has no memory left for the model.",
                    "Close other programs or raise worker.memory_limit_mb.");
    } catch (const c10::Error& error) {
        return from_message(error.what_without_backtrace(), device);
    } catch (const std::exception& error) {
        return from_message(error.what(), device);
    }
}

} // namespace hearth::compute
