// SPDX-License-Identifier: Apache-2.0
#include "model/script_source.h"

#include "core/size_text.h"

#include <algorithm>

namespace hearth::model {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;

constexpr const char* script_endings[] = {".pt", ".jit", ".ts"};
constexpr const char* export_ending = ".pt2";
constexpr std::uint64_t max_script_bytes = std::uint64_t{2} << 30;
constexpr std::uint32_t max_words = 1U << 20; // of proof/tensors.h

class ScriptSource final : public Source {
public:
    explicit ScriptSource(fs::path file) : m_file(std::move(file)) {
        m_config.arch = m_file.extension() == export_ending ? "torchexport" : "torchscript";
        m_config.context = max_words;
        m_config.script.emplace();
    }
    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    std::string license() const override { return {}; }
    std::vector<fs::path> files() const override { return {m_file.filename()}; }

protected:
    std::uint64_t stored_row(const TensorInfo&, std::uint64_t row) const override { return row; }

private:
    const fs::path m_file;
    ModelConfig m_config;
    const std::vector<TensorInfo> m_tensors;
    const TextAssets m_text;
};

} // namespace

bool is_script_file(const fs::path& path) {
    const std::string ending = path.extension().string();
    return ending == export_ending ||
           std::find(std::begin(script_endings), std::end(script_endings), ending) != std::end(script_endings);
}

core::Result<std::unique_ptr<Source>> open_script_source(const fs::path& path) {
    std::error_code error;
    const std::uint64_t bytes = fs::file_size(path, error);
    if (error)
        return fail(Code::not_found, core::say("there_is_no_model_at", {path.string()}), core::say("check_path"));
    if (bytes > max_script_bytes)
        return fail(Code::too_large,
                    core::say("script_too_large", {core::needed_text(bytes), core::room_text(max_script_bytes)}));
    return std::unique_ptr<Source>(std::make_unique<ScriptSource>(path));
}

} // namespace hearth::model
