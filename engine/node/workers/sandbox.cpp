// SPDX-License-Identifier: Apache-2.0
#include "node/workers/sandbox.h"

#include "core/installation.h"
#include "model/script_source.h"
#include "node/workers/subprocess.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using Words = std::vector<std::string>;

constexpr std::size_t max_import_files = 2000;

void append(Words& words, std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
}

/// Everything but the program's own views.
Words base_command(const std::string& bwrap) {
    Words words{bwrap,
                "--unshare-all",
                "--die-with-parent",
                "--new-session",
                "--ro-bind",
                "/usr",
                "/usr",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--tmpfs",
                "/tmp",
                "--ro-bind-try",
                "/etc/ld.so.cache",
                "/etc/ld.so.cache",
                "--chdir",
                "/"};
    // Merged-/usr systems have links here, older ones folders.
    for (const char* name : {"/lib", "/lib64", "/lib32", "/bin", "/sbin"}) {
        std::error_code ignored;
        if (fs::is_symlink(name, ignored))
            append(words, {"--symlink", fs::read_symlink(name, ignored).string(), name});
        else
            append(words, {"--ro-bind-try", name, name});
    }
    append(words, {"--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu"});
    return words;
}

bool is_system_folder(const std::string& folder) {
    for (const char* prefix : {"/usr/", "/lib/", "/lib64/", "/lib32/"})
        if ((folder + "/").starts_with(prefix)) return true;
    return false;
}

/// What drivers of graphics cards open: their device nodes, their state in sysfs, the list of drivers; and our
/// plug-ins.
void append_gpu(Words& words, const fs::path& beside) {
    for (const char* node : {"/dev/dri", "/dev/kfd", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools",
                             "/dev/nvidia-modeset", "/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia2", "/dev/nvidia3",
                             "/dev/nvidia4", "/dev/nvidia5", "/dev/nvidia6", "/dev/nvidia7"})
        append(words, {"--dev-bind-try", node, node});
    for (const char* place : {"/sys", "/etc/vulkan", "/etc/drirc"})
        append(words, {"--ro-bind-try", place, place});
    for (const char* kind : {"vulkan", "cuda", "torch"}) {
        const std::string file = core::installed_file(beside, "libhearth-" + std::string(kind) + ".so").string();
        append(words, {"--ro-bind-try", file, file});
    }
}

/// Whatever else lies in the folder is none of the worker's business.
bool is_model_file(const fs::path& file) {
    static const std::array<std::string, 7> kinds{".json", ".safetensors", ".gguf", ".jinja", ".txt", ".model", ".md"};
    return std::find(kinds.begin(), kinds.end(), file.extension().string()) != kinds.end() ||
           file.filename().string().starts_with("LICENSE");
}

/// Whether there is a model that libtorch alone runs.
bool shows_script(const std::vector<ReadOnlyView>& views) {
    for (const ReadOnlyView& view : views) {
        if (model::is_script_file(view.inside)) return true;
        std::error_code error;
        for (fs::directory_iterator at(view.outside, error), end; !error && at != end; at.increment(error))
            if (model::is_script_file(at->path())) return true;
    }
    return false;
}

fs::path import_path(const fs::path& source) {
    return fs::path("/import") / source.filename();
}

} // namespace

Sandbox Sandbox::probe(SandboxMode mode, const std::vector<fs::path>& places) {
    Sandbox sandbox;
    sandbox.m_required = mode == SandboxMode::require;
    if (mode == SandboxMode::off) {
        sandbox.m_reason = core::say("sandbox_off");
        return sandbox;
    }
    for (const fs::path& place : places) {
        std::error_code ignored;
        if (fs::exists(place, ignored)) {
            sandbox.m_bwrap = place.string();
            break;
        }
    }
    if (sandbox.m_bwrap.empty()) {
        sandbox.m_reason = core::say("no_bubblewrap");
        return sandbox;
    }
    Words words = base_command(sandbox.m_bwrap);
    append(words, {"/usr/bin/true"});
    const auto tried = run_and_capture(words, {}, 10);
    if (!tried || tried->exit_code != 0) sandbox.m_reason = core::say("no_namespaces");
    return sandbox;
}

core::Sentence Sandbox::description(const core::Sentence& worker_says) const {
    if (active()) return worker_says.empty() ? "bubblewrap" : core::say("bubblewrap_and", {worker_says});
    return worker_says.empty() ? core::say("limits_alone", {m_reason})
                               : core::say("limits_and", {worker_says, m_reason});
}

core::Result<Words> Sandbox::command(const fs::path& program, const Words& arguments,
                                     const std::vector<ReadOnlyView>& views, bool gpu) const {
    Words words;
    if (active()) {
        words = base_command(m_bwrap);
        HEARTH_TRY(std::vector<fs::path> folders, library_folders(program));
        // Where the plug-in's libraries are missing the worker says so when it is asked to open it.
        const fs::path plugin = core::installed_file(program.parent_path(), "libhearth-torch.so");
        const bool torch = gpu || shows_script(views);
        if (torch)
            if (auto more = library_folders(program, plugin)) folders = std::move(*more);
        for (const fs::path& folder : folders)
            append(words, {"--ro-bind", folder.string(), folder.string()});
        append(words, {"--ro-bind", program.string(), program.string()});
        if (torch && !gpu) append(words, {"--ro-bind-try", plugin.string(), plugin.string()});
        if (gpu) {
            append_gpu(words, program.parent_path());
            for (const fs::path& view : torch_cuda_views(folders))
                append(words, {"--ro-bind", view.string(), view.string()});
        }
        for (const ReadOnlyView& view : views)
            append(words, {"--ro-bind", view.outside.string(), view.inside.string()});
        append(words, {"--"});
    } else if (m_required) {
        return fail(Code::refused, core::say("sandbox_required_but_not", {m_reason}),
                    core::say("install_bubblewrap_allow_user"));
    }
    words.push_back(program.string());
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

core::Result<std::vector<fs::path>> library_folders(const fs::path& program, const fs::path& plugin) {
    // The loader itself lists what it would load; it does not run the program.
    Words surroundings{"LD_TRACE_LOADED_OBJECTS=1"};
    if (!plugin.empty()) surroundings.push_back("LD_PRELOAD=" + plugin.string());
    HEARTH_TRY(const Captured listed, run_and_capture({program.string()}, surroundings, 30));
    std::vector<fs::path> folders;
    std::istringstream lines(listed.output);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t arrow = line.find(" => ");
        if (arrow == std::string::npos) continue;
        const std::string name = line.substr(arrow + 4, line.rfind(" (") - arrow - 4);
        if (name == "not found")
            return fail(Code::unavailable,
                        core::say("worker_program_misses_library", {line.substr(line.find_first_not_of("\t "))}),
                        core::say("install_hearth_again_run"));
        if (name.empty() || name.front() != '/') continue;
        std::error_code ignored;
        for (const fs::path& folder : {fs::path(name).parent_path(), fs::weakly_canonical(name, ignored).parent_path()})
            if (!is_system_folder(folder.lexically_normal().string()) &&
                std::find(folders.begin(), folders.end(), folder) == folders.end())
                folders.push_back(folder);
    }
    return folders;
}

std::vector<fs::path> torch_cuda_views(const std::vector<fs::path>& folders) {
    std::vector<fs::path> views;
    std::error_code error;
    for (const fs::path& folder : folders) {
        if (!fs::exists(folder / "libtorch_cuda.so", error)) continue;
        for (const auto& entry : fs::directory_iterator(folder.lexically_normal().parent_path().parent_path(), error)) {
            const std::string name = entry.path().filename().string();
            if (name == "nvidia" || (name.starts_with("torch-") && name.ends_with(".dist-info")))
                views.push_back(entry.path());
        }
    }
    return views;
}

core::Error under_asked_path(core::Error error, const fs::path& source, const fs::path& asked) {
    const std::array<std::string, 3> others{import_path(source).string(), source.string(), "/model"};
    std::string own = asked.string();
    while (own.size() > 1 && own.ends_with('/'))
        own.pop_back();
    const auto in_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    };
    const auto renamed = [&](const std::string& text) {
        std::string told;
        for (std::size_t at = 0; at < text.size();) {
            const bool begins = at == 0 || !in_name(text[at - 1]);
            const auto found = std::find_if(others.begin(), others.end(), [&](const std::string& other) {
                const std::size_t end = at + other.size();
                return begins && text.compare(at, other.size(), other) == 0 &&
                       (end >= text.size() || !in_name(text[end]));
            });
            told += found == others.end() ? text.substr(at, 1) : own;
            at += found == others.end() ? 1 : found->size();
        }
        return told;
    };
    error.message = core::changed(error.message, renamed);
    error.hint = core::changed(error.hint, renamed);
    return error;
}

core::Result<std::vector<ReadOnlyView>> import_views(const fs::path& source) {
    std::error_code error;
    const fs::path root = import_path(source);
    if (fs::is_regular_file(source, error)) return std::vector<ReadOnlyView>{{fs::canonical(source, error), root}};
    if (!fs::is_directory(source, error))
        return fail(Code::not_found, core::say("there_is_no_model_at", {source.string()}),
                    core::say("give_gguf_file_hugging_face"));
    std::vector<ReadOnlyView> views;
    // Folders of sentence-transformers keep the settings of each step in a folder of its own.
    std::error_code none;
    const bool has_steps = fs::is_regular_file(source / "modules.json", none);
    for (fs::directory_iterator it(source, error), end; !error && it != end; it.increment(error)) {
        const fs::path name = it->path().filename(), step = name / "config.json";
        if (has_steps && fs::is_regular_file(source / step, none))
            views.push_back({fs::canonical(source / step, error), root / step});
        else if (is_model_file(it->path()) && it->is_regular_file(error))
            views.push_back({fs::canonical(it->path(), error), root / name});
        if (views.size() > max_import_files)
            return fail(Code::too_large, core::say("folder_holds_too_many", {source.string()}),
                        core::say("give_folder_holds_config"));
    }
    if (error) return fail(Code::io, core::say("folder_cannot_read", {source.string()}), error.message());
    if (views.empty())
        return fail(Code::not_found, core::say("folder_holds_no_model", {source.string()}),
                    core::say("give_folder_holds_config"));
    return views;
}

} // namespace hearth::node
