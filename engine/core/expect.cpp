// SPDX-License-Identifier: Apache-2.0
#include "core/expect.h"

#include "core/log.h"

#include <cstdio>
#include <cstdlib>

namespace hearth::core {

void broken_expectation(const char* condition, const char* sentence, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: %s (%s does not hold)\n", file, line, sentence, condition);
    log::error("defect", sentence, {{"condition", condition}, {"file", file}, {"line", line}});
    std::abort();
}

} // namespace hearth::core
