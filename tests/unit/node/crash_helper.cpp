// SPDX-License-Identifier: Apache-2.0
// crash-helper HOME STEP: serves one answer and dies, as by kill -9, right after the named step.
#include "test_node.h"

#include <cstring>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    hearth::test::TestNode node(argv[1]);
    node.on_step = [step = argv[2]](const char* done) {
        if (std::strcmp(done, step) == 0) std::_Exit(9);
    };
    node.start();
    node.import();
    const auto answer = node.ask("hello");
    return answer ? 0 : 1;
}
