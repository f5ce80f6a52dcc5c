// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over the files of a folder and over seeded mutations of them; the sanitised builds turn any
// memory error into a failure.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int mutations_per_file = 2000;

std::vector<std::uint8_t> read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void mutate(std::vector<std::uint8_t>& bytes, std::mt19937& random) {
    const auto at = [&] { return bytes.empty() ? 0 : random() % bytes.size(); };
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
        switch (random() % 4) {
        case 0:
            if (!bytes.empty()) bytes[at()] ^= static_cast<std::uint8_t>(1u << (random() % 8));
            break;
        case 1:
            if (!bytes.empty()) bytes[at()] = static_cast<std::uint8_t>(random());
            break;
        case 2:
            bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at()), static_cast<std::uint8_t>(random()));
            break;
        default:
            bytes.resize(at());
            break;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: fuzz target CORPUS_FOLDER\n", stderr);
        return 2;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    if (files.empty()) {
        std::fprintf(stderr, "%s holds no corpus\n", argv[1]);
        return 1;
    }
    std::mt19937 random(20261121);
    for (const auto& path : files) {
        const auto original = read(path);
        LLVMFuzzerTestOneInput(original.data(), original.size());
        for (int i = 0; i < mutations_per_file; ++i) {
            auto bytes = original;
            mutate(bytes, random);
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        }
    }
    std::printf("%zu files, %zu inputs\n", files.size(), files.size() * (1 + mutations_per_file));
    return 0;
}
