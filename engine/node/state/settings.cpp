// SPDX-License-Identifier: Apache-2.0
#include "node/state/settings.h"

#include "control/week.h"
#include "core/host_port.h"
#include "hub/client.h"
#include "proof/profile.h"
#include "proof/profile_names.h"

#include <optional>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::SettingSpec;
using Texts = std::vector<std::string>;

using core::second;
constexpr core::Nanoseconds day = 86'400 * second;

std::vector<SettingSpec> edge_specs() {
    return {
        {"api.listen", std::string("127.0.0.1:8747"),
         "Address and port of the OpenAI endpoint. Port 0 takes any free one; run/api.json then names it. An address "
         "that "
         "other machines can reach, such as \"0.0.0.0:8747\", needs an API key: hearthctl keys api create."},
        {"api.require_key",
         std::string("auto"),
         "Who needs an API key. auto: callers from other machines; always: everybody, for example behind a proxy on "
         "this "
         "machine.",
         INT64_MIN,
         INT64_MAX,
         {"auto", "always"}},
        {"api.network",
         std::string("first"),
         "Which of several networks that offer a model is asked first, where the caller does not say it. first: the "
         "one "
         "that was added first; best: as among nodes, by what its answers cost and how soon and whole they came.",
         INT64_MIN,
         INT64_MAX,
         {"first", "best"}},
        {"api.allowed_hosts", Texts{},
         "Host names, besides loopback ones, under which callers may reach the endpoint."},
        {"api.allowed_origins", Texts{},
         "Origins of web pages that may call the endpoint, e.g. \"https://chat.example\"."},
        {"api.keep_evidence_days", std::int64_t{0},
         "How long evidence of other networks' answers is kept, in days; its line in the log stays. 0: for ever.", 0,
         36500},
    };
}

std::vector<SettingSpec> worker_specs() {
    return {
        {"worker.path", std::string(), "The worker program. Empty: hearth-worker beside hearthd or in ../lib/hearth."},
        {"worker.threads", std::int64_t{0}, "Threads for inference. 0: all that this process may use.", 0, 1024},
        {"worker.devices", Texts{},
         "Devices that compute, best first: \"vulkan:0\", \"cuda:0\", \"cpu\"; with the most memory in MiB that a "
         "model may take "
         "there: \"vulkan:0=6144\". Empty: every graphics card of its own. The processor always steps in where they "
         "cannot."},
        {"worker.memory_limit_mb", std::int64_t{0},
         "Most memory of its own that a worker may take, in MiB. 0: what is free when it starts, less a "
         "reserve.",
         0, std::int64_t{1} << 30},
        {"worker.sandbox",
         std::string("auto"),
         "Bubblewrap around the worker. auto: where the kernel allows it; require: refuse to work without; "
         "off: never.",
         INT64_MIN,
         INT64_MAX,
         {"auto", "require", "off"}},
        {"worker.kv_cache_mb", std::int64_t{0},
         "Memory for keys and values, shared by all answers. 0: what one full context of the model needs.", 0,
         std::int64_t{1} << 20},
        {"worker.max_jobs", std::int64_t{16}, "Answers that are computed at the same time.", 1, 256},
        {"worker.max_waiting", std::int64_t{64}, "Requests that may wait; more are refused as busy.", 0, 10000},
        {"worker.preload", true, "Load the default model when the service starts, not at the first request."},
    };
}

std::vector<SettingSpec> work_specs() {
    return {
        {"work.hours", Texts{},
         "Hours of the week in which the node takes work, in local time: \"mon-fri 18-24\", \"sun 22-6\". Empty: at "
         "any "
         "hour; \"never\" alone: at none."},
        {"work.idle_minutes", std::int64_t{0},
         "Take work only after nobody has used the computer for so many minutes, as its desktop tells. 0: always.", 0,
         1440},
        {"work.on_battery", false, "Take work on battery, too."},
        {"work.on_metered", true, "Take work on a metered connection, too."},
        {"work.beside_full_screen", true, "Take work while a program fills the screen, too."},
        {"work.not_beside", Texts{},
         "Programs beside which no work is taken, by name, e.g. \"blender\", \"game.exe\"."},
    };
}

std::vector<SettingSpec> hub_specs() {
    return {
        {"hub.endpoint", std::string(hub::default_endpoint),
         "Where models are looked for and fetched from: a hub with the interface of Hugging Face's. Its token, where "
         "one is needed, stands in keys/hub.token, mode 600."},
        {"hub.mirrors", Texts{},
         "Asked in this order, without the token, where the endpoint does not answer, e.g. "
         "\"https://mirror.example\"."},
        {"hub.proxy", std::string(),
         "Proxy on the way to the hub, e.g. \"http://proxy.example:3128\". Empty: what the environment says."},
        {"hub.ca_file", std::string(),
         "File with the certificates that the hub's may be signed with. Empty: the system's."},
    };
}

std::vector<SettingSpec> update_specs() {
    return {
        {"updates.check", true, "Look for new versions of Hearth in the background, a few times a day."},
        {"updates.apply",
         std::string("ask"),
         "What happens to a new version. never: it is only shown; ask: you download and apply it; idle: an "
         "installation from the archive does both by itself once nothing is being computed.",
         INT64_MIN,
         INT64_MAX,
         {"never", "ask", "idle"}},
        {"updates.url", std::string(), "Folder of the update server. Empty: the one that this build was made with."},
        {"updates.ca_file", std::string(),
         "File with the certificates that the update server's may be signed with. Empty: the system's."},
    };
}

std::vector<SettingSpec> node_specs() {
    return {
        {"devices.disabled", Texts{},
         "GPUs that the node must not use, by PCI address or id, e.g. \"0000:01:00.0\" or \"gpu:1\"."},
        {"models.default", std::string(),
         "Name or id of the model for requests that name none. Empty: the first imported one."},
        {"models.disk_gib", std::int64_t{0},
         "Most disk space that models and downloads of models may take together, in GiB; what would take more is "
         "refused. "
         "0: no limit.",
         0, 1'000'000},
        {"models.profile", std::string(), "Profile for requests that name none. Empty: the model's first."},
        {"prices.prompt_million", std::string(),
         "What a million tokens that are read cost, in EMB, for example \"0.1\". Empty: the usual price of the "
         "ledger's "
         "rules."},
        {"prices.completion_million", std::string(),
         "What a million tokens that are written cost, in EMB. Empty: the usual price of the ledger's rules."},
        {"prices.models", Texts{},
         "Prices of single models in place of these, for tokens read and written: \"SmolLM2-135M=0.05/0.2\"."},
        {"solo.epoch_seconds", std::int64_t{60}, "Length of a settlement epoch in seconds. Fixed by the first start.",
         1, 86400},
        {"solo.caller_allotment_emb", std::int64_t{1'000},
         "Money in EMB that the local caller account gets when the ledger is made. It is worth nothing "
         "outside.",
         1, 1'000'000'000},
        {"solo.keep_blocks", std::int64_t{0},
         "Newest blocks of the ledger that keep their transactions; older ones keep what proves them. 0: all.", 0,
         1'000'000'000},
        {"node.executor", true, "Compute answers for others, and be paid for them."},
        {"node.auditor", true, "Compute drawn answers again and post the verdict."},
        {"node.gateway", true,
         "Take the links of other homes and bring questions to them, where this home's place in a network has an "
         "address for that."},
        {"node.certificate_days", std::int64_t{365},
         "How long the operator's certificate of the node key holds, in days; it is renewed by itself while the "
         "operator's key is here. 0: without end.",
         0, 3650},
        {"node.drain_seconds", std::int64_t{30}, "How long a stop waits for running answers, in seconds.", 0, 3600},
        {"privacy.nodes", Texts{}, "Keys of nodes whose owners may read what asks for the privacy tier P1."},
        {"log.level",
         std::string("info"),
         "Least important lines that are logged.",
         INT64_MIN,
         INT64_MAX,
         {"debug", "info", "warning", "error"}},
    };
}

core::Status split_listen(const std::string& listen, Settings& out) {
    const auto place = core::parse_host_port(listen);
    if (!place)
        return fail(Code::invalid_argument, core::say("listen_no_address", {listen}), core::say("write_listen"));
    out.api_address = place->host;
    out.api_port = place->port;
    return {};
}

core::Error wrong_entry(const std::string& key, const std::string& entry, const std::string& example) {
    return fail(Code::invalid_argument, core::say("setting_never_matches", {key, entry}),
                core::say("write_for_example", {example}));
}

/// Of an address that may hold a password: it is not repeated.
core::Error wrong_url(const std::string& key, const std::string& example) {
    return fail(Code::invalid_argument, core::say("setting_no_url", {key}), core::say("write_for_example", {example}));
}

/// "name", "name:80", "[::1]:80".
bool is_host(std::string_view text) {
    if (text.empty() || text.find_first_of("/@?#\\ \t\r\n") != std::string_view::npos) return false;
    const bool is_bare_ipv6 = text.find(':') != text.rfind(':') &&
                              text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    if (is_bare_ipv6) return true;
    const std::size_t bracket = text.front() == '[' ? text.find(']') : std::string_view::npos;
    if (text.front() == '[' && bracket == std::string_view::npos) return false;
    const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon == std::string_view::npos) return true;
    const std::string_view port = text.substr(colon + 1);
    return colon > 0 && !port.empty() && port.size() <= 5 &&
           port.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_origin(std::string_view text) {
    const std::size_t end = text.find("://");
    return end != std::string_view::npos && end > 0 && is_host(text.substr(end + 3));
}

/// "0000:01:00.0" as the kernel writes it, or "gpu:1".
bool is_gpu_name(std::string_view text) {
    if (text.starts_with("gpu:"))
        return text.size() > 4 && text.size() < 8 && text.find_first_not_of("0123456789", 4) == std::string_view::npos;
    constexpr std::string_view pattern = "xxxx:xx:xx.x";
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
        if (pattern[i] == 'x' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

/// Entries that are of the right type, but that nothing can ever equal.
core::Status check_entries(const Settings& settings) {
    for (const std::string& host : settings.allowed_hosts)
        if (!is_host(host)) return wrong_entry("api.allowed_hosts", host, "\"hearth.example\"");
    for (const std::string& origin : settings.allowed_origins)
        if (!is_origin(origin)) return wrong_entry("api.allowed_origins", origin, "\"https://chat.example\"");
    for (const std::string& gpu : settings.disabled_devices)
        if (!is_gpu_name(gpu)) return wrong_entry("devices.disabled", gpu, "\"0000:01:00.0\" or \"gpu:1\"");
    if (const auto week = control::Week::parse(settings.work.hours); !week)
        return fail(Code::invalid_argument, core::say("setting_work_hours_wrong", {week.error().message}),
                    week.error().hint);
    for (const std::string& program : settings.work.not_beside)
        if (program.empty() || program.find_first_of("/\\\n") != std::string::npos)
            return wrong_entry("work.not_beside", program, "\"blender\", the name without its folder");
    std::vector<std::string> hubs{settings.hub_endpoint};
    hubs.insert(hubs.end(), settings.hub_mirrors.begin(), settings.hub_mirrors.end());
    for (const std::string& url : hubs)
        HEARTH_CHECK(hub::Place::parse(url));
    if (const std::string& url = settings.hub_proxy; !url.empty() && !hub::is_proxy(url))
        return wrong_url("hub.proxy", "\"http://proxy.example:3128\"");
    if (const std::string& url = settings.updates.url; !url.empty() && !hub::Place::parse(url))
        return wrong_url("updates.url", "\"https://updates.example/hearth\"");
    const std::string& profile = settings.default_profile;
    if (!profile.empty() && proof::find_profile(profile) == nullptr)
        return wrong_entry("models.profile", profile, proof::profile_names());
    return {};
}

} // namespace

std::vector<SettingSpec> Settings::specs() {
    std::vector<SettingSpec> all = edge_specs();
    for (auto part : {PaymentSettings::specs(), work_specs(), worker_specs(), hub_specs(), update_specs(), node_specs(),
                      ChannelSettings::specs(), PowerSettings::specs()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

core::Result<Settings> Settings::from(const core::Config& config) {
    Settings settings;
    HEARTH_CHECK(split_listen(config.text("api.listen"), settings));
    settings.allowed_hosts = config.list("api.allowed_hosts");
    settings.allowed_origins = config.list("api.allowed_origins");
    settings.key_rule =
        config.text("api.require_key") == "always" ? gateway::KeyRule::always : gateway::KeyRule::automatic;
    settings.best_network = config.text("api.network") == "best";
    settings.keep_evidence = config.integer("api.keep_evidence_days") * day;
    settings.worker_program = config.text("worker.path");
    for (const std::string& text : config.list("worker.devices")) {
        HEARTH_TRY(DeviceChoice choice, DeviceChoice::parse(text));
        for (const DeviceChoice& other : settings.devices)
            if (other.device == choice.device)
                return fail(Code::invalid_argument, core::say("devices_names_twice", {choice.device}),
                            core::say("one_worker_each"));
        settings.devices.push_back(std::move(choice));
    }
    settings.worker_threads = static_cast<std::uint32_t>(config.integer("worker.threads"));
    settings.worker_memory_bytes = static_cast<std::uint64_t>(config.integer("worker.memory_limit_mb")) << 20;
    settings.kv_cache_bytes = static_cast<std::uint64_t>(config.integer("worker.kv_cache_mb")) << 20;
    const std::string& sandbox = config.text("worker.sandbox");
    settings.sandbox = sandbox == "off"       ? SandboxMode::off
                       : sandbox == "require" ? SandboxMode::require
                                              : SandboxMode::automatic;
    settings.max_jobs = static_cast<std::uint32_t>(config.integer("worker.max_jobs"));
    settings.max_waiting = static_cast<std::uint32_t>(config.integer("worker.max_waiting"));
    settings.models_quota_bytes = static_cast<std::uint64_t>(config.integer("models.disk_gib")) << 30;
    settings.preload = config.boolean("worker.preload");
    settings.work = {static_cast<std::uint32_t>(config.integer("work.idle_minutes")),
                     config.list("work.hours"),
                     config.boolean("work.on_battery"),
                     config.boolean("work.on_metered"),
                     config.boolean("work.beside_full_screen"),
                     config.list("work.not_beside")};
    settings.disabled_devices = config.list("devices.disabled");
    settings.default_model = config.text("models.default");
    settings.default_profile = config.text("models.profile");
    settings.hub_endpoint = config.text("hub.endpoint");
    settings.hub_mirrors = config.list("hub.mirrors");
    settings.hub_proxy = config.text("hub.proxy");
    settings.hub_ca_file = config.text("hub.ca_file");
    settings.updates = {config.boolean("updates.check"), config.text("updates.apply"), config.text("updates.url"),
                        config.text("updates.ca_file")};
    settings.epoch_length = config.integer("solo.epoch_seconds") * second;
    settings.keep_blocks = static_cast<core::Height>(config.integer("solo.keep_blocks"));
    HEARTH_TRY(settings.caller_allotment,
               core::Amount::from_wide(static_cast<core::Uint128>(config.integer("solo.caller_allotment_emb")) *
                                       1'000'000'000u));
    HEARTH_TRY(settings.prices, Prices::parse(config.text("prices.prompt_million"),
                                              config.text("prices.completion_million"), config.list("prices.models")));
    for (const std::string& text : config.list("privacy.nodes")) {
        const auto key = core::PublicKey::parse(text);
        if (!key) return wrong_entry("privacy.nodes", text, "the 64 hexadecimal digits of a node key");
        settings.pinned_nodes.insert(*key);
    }
    HEARTH_TRY(settings.payments, PaymentSettings::from(config));
    HEARTH_TRY(settings.channels, ChannelSettings::from(config));
    HEARTH_TRY(settings.power, PowerSettings::from(config));
    settings.executor = config.boolean("node.executor");
    settings.auditor = config.boolean("node.auditor");
    settings.gateway = config.boolean("node.gateway");
    settings.certificate_time = config.integer("node.certificate_days") * day;
    settings.drain_time = config.integer("node.drain_seconds") * second;
    HEARTH_TRY(settings.log_level, core::log::level_from_name(config.text("log.level")));
    HEARTH_CHECK(check_entries(settings));
    return settings;
}

core::Result<Settings> Settings::load(const std::filesystem::path& file) {
    HEARTH_TRY(const core::Config config, core::Config::load(file, specs()));
    auto settings = from(config);
    if (settings) return settings;
    return fail(settings.error().code, core::say("of_device", {file.string(), settings.error().message}),
                settings.error().hint);
}

} // namespace hearth::node
