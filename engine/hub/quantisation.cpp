// SPDX-License-Identifier: Apache-2.0
#include "hub/quantisation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace hearth::hub {
namespace {

struct Kind {
    std::string_view name;
    double bits; ///< of a weight, scales and larger tensors of a usual model among them
    bool read;
};
/// A longer name stands before those that it begins with.
constexpr std::array kinds{
    Kind{"Q4_K_M", 4.85, true}, Kind{"Q4_K_S", 4.6, true},  Kind{"Q4_K_L", 5.0, true},  Kind{"Q4_K", 4.85, true},
    Kind{"Q5_K_M", 5.7, true},  Kind{"Q5_K_S", 5.55, true}, Kind{"Q5_K_L", 5.8, true},  Kind{"Q5_K", 5.7, true},
    Kind{"Q6_K_L", 6.7, true},  Kind{"Q6_K", 6.6, true},    Kind{"Q4_0", 4.65, true},   Kind{"Q4_1", 5.1, true},
    Kind{"Q8_0", 8.5, true},    Kind{"BF16", 16.0, true},   Kind{"F16", 16.0, true},    Kind{"FP16", 16.0, true},
    Kind{"F32", 32.0, true},    Kind{"FP32", 32.0, true},   Kind{"Q3_K_L", 4.3, false}, Kind{"Q3_K_M", 3.9, false},
    Kind{"Q3_K_S", 3.5, false}, Kind{"Q3_K", 3.9, false},   Kind{"Q2_K", 3.2, false},   Kind{"Q5_0", 5.6, false},
    Kind{"Q5_1", 6.1, false},   Kind{"IQ4_XS", 4.4, false}, Kind{"IQ4_NL", 4.6, false}, Kind{"IQ3", 3.5, false},
    Kind{"IQ2", 2.6, false},    Kind{"IQ1", 1.8, false},    Kind{"TQ1", 1.8, false},    Kind{"TQ2", 2.1, false},
    Kind{"MXFP4", 4.5, false},
};

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Whether `name` stands in `text` with something other than a letter or digit on both sides.
bool stands_in(const std::string& text, std::string_view name) {
    const auto parts = [&](std::size_t at) { return std::isalnum(static_cast<unsigned char>(text[at])) == 0; };
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || parts(at - 1)) && (end == text.size() || parts(end) || name.starts_with("IQ"))) return true;
    }
    return false;
}

} // namespace

std::string quantisation(const std::string& path) {
    const std::string name = upper(path.substr(path.rfind('/') + 1));
    if (name.ends_with(".SAFETENSORS")) return "safetensors";
    for (const Kind& kind : kinds)
        if (stands_in(name, kind.name)) return std::string(kind.name);
    return {};
}

std::optional<bool> can_be_read(const std::string& quantisation) {
    for (const Kind& kind : kinds)
        if (kind.name == quantisation) return kind.read;
    return std::nullopt;
}

std::optional<std::uint64_t> guessed_parameters(std::uint64_t bytes, const std::string& quantisation) {
    const double all = static_cast<double>(bytes) * 8;
    // Folders hold two bytes a weight nearly always.
    if (quantisation == "safetensors") return static_cast<std::uint64_t>(all / 16);
    for (const Kind& kind : kinds)
        if (kind.name == quantisation) return static_cast<std::uint64_t>(all / kind.bits);
    return std::nullopt;
}

bool is_part_of_several(const std::string& path) {
    constexpr std::string_view end = "-of-00001.gguf";
    const std::size_t of = path.rfind("-of-");
    if (of == std::string::npos || !path.ends_with(".gguf") || path.size() - of != end.size()) return false;
    return path.substr(of) != end;
}

} // namespace hearth::hub
