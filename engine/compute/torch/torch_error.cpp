// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_error.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <new>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

core::Error no_memory(const std::string& device) {
    return fail(Code::out_of_memory, core::say("not_enough_memory", {device}), core::say("close_other_programs_give"));
}

/// Libraries below libtorch, and its own allocator on the processor, name a lack of memory in their message only.
bool names_memory(const std::string& message) {
    for (const char* const words : {"ALLOC_FAILED", "out of memory", "allocate memory", "not enough memory"})
        if (message.find(words) != std::string::npos) return true;
    return false;
}

core::Error from_message(const std::string& message, const std::string& device) {
    if (names_memory(message)) return no_memory(device);
    if (device == "cpu") return fail(Code::internal, core::say("libtorch_failed", {first_sentence(message)}));
    return fail(Code::unavailable, core::say("gpu_failed", {device, first_sentence(message)}),
                core::say("job_goes_elsewhere_if"));
}

} // namespace

std::string quotable(std::string what) {
    constexpr std::size_t longest = 240;
    const bool cut = what.size() > longest;
    what.resize(std::min(what.size(), longest));
    std::replace_if(
        what.begin(), what.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    std::replace(what.begin(), what.end(), '"', '\'');
    return cut ? what + "..." : what;
}

std::string first_sentence(const std::string& what) {
    return quotable(what.substr(0, what.find('\n')));
}

core::Error torch_error(const std::string& device) {
    try {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        return no_memory(device);
    } catch (const std::bad_alloc&) {
        return fail(Code::out_of_memory, core::say("process_no_memory_left"), core::say("close_other_programs_raise"));
    } catch (const c10::Error& error) {
        return from_message(error.what_without_backtrace(), device);
    } catch (const std::exception& error) {
        return from_message(error.what(), device);
    }
}

} // namespace hearth::compute
