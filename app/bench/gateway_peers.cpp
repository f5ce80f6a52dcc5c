// SPDX-License-Identifier: Apache-2.0
#include "gateway_peers.h"

#include "core/file.h"
#include "http_load.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds python_patience{120}; // to import a hundred packages

fs::path bootstrap_cache() {
    const char* const cache = std::getenv("XDG_CACHE_HOME");
    const char* const home = std::getenv("HOME");
    const fs::path folder = cache != nullptr && *cache != 0 ? fs::path(cache)
                            : home != nullptr               ? fs::path(home) / ".cache"
                                                            : fs::path();
    return folder / "hearth" / "build";
}

/// Free a moment ago.
core::Result<std::uint16_t> free_port() {
    HEARTH_TRY(const Listener place, Listener::make());
    ::close(place.socket);
    return place.port;
}

core::Status answers_at(std::uint16_t port, const Child& child, const char* what, std::chrono::seconds patience) {
    return wait_until([&] { return run_load(port, chat_path, chat_for("m"), 1, 1).ok(); }, child, what, patience);
}

} // namespace

std::string chat_for(const std::string& model) {
    return R"({"model":")" + model +
           R"(","messages":[{"role":"user","content":"Why is the sky blue?"}],"max_tokens":64})";
}

fs::path nginx_of_bootstrap() {
    return bootstrap_cache() / "nginx" / "usr" / "sbin" / "nginx";
}

fs::path litellm_of_bootstrap() {
    return bootstrap_cache() / "venv-litellm" / "bin" / "litellm";
}

core::Result<std::optional<Child>> start_nginx(const fs::path& program, const fs::path& folder, std::uint16_t upstream,
                                               Target& target) {
    if (!fs::exists(program)) {
        std::fprintf(
            stderr,
            "nginx is not here (installers/bootstrap models fetches it): there is no plain proxy to compare with.\n");
        return std::optional<Child>();
    }
    HEARTH_TRY(target.port, free_port());
    const std::string config =
        "daemon off; master_process off; worker_processes 1; pid " + (folder / "nginx.pid").string() +
        "; error_log /dev/null; events { worker_connections 1024; }\nhttp { access_log off; keepalive_requests "
        "10000000;"
        " client_body_temp_path " +
        folder.string() + "; proxy_temp_path " + folder.string() + "; fastcgi_temp_path " + folder.string() +
        "; uwsgi_temp_path " + folder.string() + "; scgi_temp_path " + folder.string() +
        ";\nupstream mock { server 127.0.0.1:" + std::to_string(upstream) +
        "; keepalive 64; keepalive_requests 10000000; }\nserver { listen 127.0.0.1:" + std::to_string(target.port) +
        "; location / { proxy_pass http://mock; proxy_http_version 1.1; proxy_set_header Connection \"\"; "
        "proxy_buffering off; } } }\n";
    HEARTH_CHECK(core::write_file_atomic(folder / "nginx.conf", core::as_bytes(config), 0600));
    HEARTH_TRY(Child nginx,
               Child::program({program.string(), "-c", (folder / "nginx.conf").string(), "-p", folder.string()}));
    HEARTH_CHECK(answers_at(target.port, nginx, "nginx", start_patience));
    target.process = nginx.pid();
    return std::optional<Child>(std::move(nginx));
}

core::Result<std::optional<Child>> start_litellm(const fs::path& program, const fs::path& folder,
                                                 std::uint16_t upstream, Target& target) {
    if (!fs::exists(program)) {
        std::fprintf(stderr,
                     "LiteLLM is not here (installers/bootstrap models fetches it): there is no gateway in Python to "
                     "compare with.\n");
        return std::optional<Child>();
    }
    constexpr std::uint32_t slower = 20; // else it alone takes most of the run
    target.slower = slower;
    HEARTH_TRY(target.port, free_port());
    const std::string config =
        R"({"model_list":[{"model_name":"m","litellm_params":{"model":"openai/m","api_key":"none","api_base":"http://127.0.0.1:)" +
        std::to_string(upstream) + R"(/v1"}}],"litellm_settings":{"telemetry":false,"num_retries":0}})";
    const fs::path file = folder / "litellm.yaml"; // which JSON is
    HEARTH_CHECK(core::write_file_atomic(file, core::as_bytes(config), 0600));
    HEARTH_TRY(Child litellm,
               Child::program({"/usr/bin/env", "HOME=" + folder.string(), "LITELLM_LOG=ERROR",
                               "LITELLM_LOCAL_MODEL_COST_MAP=True", program.string(), "--config", file.string(),
                               "--host", "127.0.0.1", "--port", std::to_string(target.port), "--telemetry", "False"}));
    HEARTH_CHECK(answers_at(target.port, litellm, "LiteLLM", python_patience));
    target.process = litellm.pid();
    return std::optional<Child>(std::move(litellm));
}

} // namespace hearth::app
