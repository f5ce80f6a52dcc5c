// SPDX-License-Identifier: Apache-2.0
#include "hub/download.h"

#include <iostream>

/// pull_helper ENDPOINT CERTIFICATE FOLDER REPOSITORY: downloads the first file of a repository; somebody kills it.
int main(int argc, char** argv) {
    using namespace hearth;
    if (argc != 5) return 2;
    hub::Options options;
    options.endpoint = argv[1];
    options.ca_file = argv[2];
    const auto client = hub::Client::open(options);
    const auto reference = hub::Reference::parse(std::string("hf:org/") + argv[4]);
    if (!client || !reference) return 2;
    const auto repository = client->repository(*reference, {});
    if (!repository) return 1;
    hub::Reference file = *reference;
    file.file = repository->files.front().path;
    const hub::PartialFile part(argv[3], repository->files.front());
    const auto came = part.download(*client, file, [](std::uint64_t done, std::uint64_t) {
        std::cout << done << std::endl;
        return true;
    });
    return came ? 0 : 1;
}
