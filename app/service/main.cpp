// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/file.h"
#include "core/installation.h"
#include "daemonize.h"
#include "node/doctor/home_check.h"
#include "node/doctor/settings_check.h"
#include "node/service.h"
#include "node/state/api_key_book.h"
#include "node/updates/trial.h"
#include "options.h"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using hearth::core::Error;
using hearth::core::Nanoseconds;
namespace app = hearth::app;
namespace node = hearth::node;

constexpr Nanoseconds glance = 100'000'000;

std::string sentence(const Error& error) {
    return "hearthd: " + error.message + (error.hint.empty() ? "" : "\n  " + error.hint) + "\n";
}

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

/// True if another stop signal came meanwhile.
bool asked_again(const sigset_t& set) {
    const timespec none{0, 0};
    const int signal = ::sigtimedwait(&set, nullptr, &none);
    return signal == SIGINT || signal == SIGTERM;
}

/// What is to be changed about the home before it is served again; nothing where it shall end.
std::optional<node::WantedChange> serve(node::Service& service, Nanoseconds drain_time) {
    const sigset_t set = stop_signals();
    siginfo_t signal{};
    while (::sigwaitinfo(&set, &signal) < 0 || signal.si_signo == SIGHUP) {
    } // a closed terminal does not end a service
    bool by_others = signal.si_pid != ::getpid();
    service.begin_stop();
    for (Nanoseconds waited = 0; waited < drain_time && !service.wait_idle(glance); waited += glance)
        if (asked_again(set)) {
            by_others = true;
            break;
        }
    service.stop();
    return by_others ? std::nullopt : service.take_change();
}

/// A version on trial gives way to the one before, if the error may be its own.
int give_up(app::Background& background, const std::optional<node::Trial>& trial, const hearth::core::Home& home,
            const Error& error) {
    std::string told = sentence(error);
    if (trial && node::Trial::is_its_own(error))
        told += "  " + trial->step_back(home).sentence + "\n";
    else if (trial)
        trial->goes_on();
    background.report(1, told);
    return 1;
}

node::ServiceOptions service_options(const app::Options& options, const hearth::core::Home& home,
                                     const node::Settings& settings) {
    node::ServiceOptions what;
    what.home = home;
    what.settings = settings;
    if (options.log_level) what.settings.log_level = *options.log_level;
    what.version = HEARTH_VERSION;
    what.program_folder = hearth::core::program_folder();
    what.log_to_stderr = options.foreground;
    what.on_stop_requested = [] { ::kill(::getpid(), SIGTERM); };
    return what;
}

/// Makes one change after the other while nobody serves the home, and serves it again.
int serve_changed(const app::Options& options, const hearth::core::Home& home, node::WantedChange first) {
    for (std::optional<node::WantedChange> wanted = std::move(first); wanted;) {
        const auto settings = node::Settings::load(home.config_file());
        if (!settings) return std::fputs(sentence(settings.error()).c_str(), stderr), 1;
        node::ServiceOptions what = service_options(options, home, *settings);
        what.changed = node::make_change(home, *wanted);
        wanted.reset(); // with the key in it
        auto service = node::Service::start(what);
        if (!service && node::undo_change(home, *what.changed, service.error())) service = node::Service::start(what);
        if (!service) return std::fputs(sentence(service.error()).c_str(), stderr), 1;
        wanted = serve(**service, settings->drain_time);
    }
    return 0;
}

int run(const app::Options& options, const hearth::core::Home& home) {
    app::Background background;
    auto trial = node::Trial::of(node::InstalledAs::look(hearth::core::program_folder()));
    const auto settings = node::Settings::load(home.config_file());
    if (!settings) return give_up(background, trial, home, settings.error());
    ::umask(0077); // what a node knows is its owner's business
    if (!options.foreground) background = app::Background::enter();
    // Every thread inherits the mask, so that only serve() takes these signals.
    const sigset_t set = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    std::string warnings;
    if (trial && trial->failed_silently()) {
        const node::Trial::StepBack back = trial->step_back(home);
        warnings = sentence(hearth::core::fail(hearth::core::Code::unavailable,
                                               hearth::core::say("update_ended_without_word", {HEARTH_VERSION}),
                                               back.sentence));
        if (back.moved) return background.report(1, warnings), 1;
    }
    if (trial) trial->begins();
    auto service = node::Service::start(service_options(options, home, *settings));
    if (!service) return give_up(background, trial, home, service.error());
    if (trial) trial->serves();
    for (const Error& warning : (*service)->warnings())
        warnings += sentence(warning);
    if (options.foreground) std::fputs(warnings.c_str(), stderr);
    background.report(0, "hearthd serves at " + (*service)->api_text() + "\n" + (options.foreground ? "" : warnings));
    auto wanted = serve(**service, settings->drain_time);
    service->reset();
    return wanted ? serve_changed(options, home, std::move(*wanted)) : 0;
}

/// For a node that does not start without one.
hearth::core::Status create_api_key(const hearth::core::Home& home, const hearth::control::ApiKeyWish& wish) {
    ::umask(0077);
    HEARTH_CHECK(home.create());
    const auto lock = hearth::core::FileLock::acquire(home.lock_file());
    if (!lock && lock.error().code == hearth::core::Code::conflict)
        return hearth::core::fail(lock.error().code, "The service of " + home.root.string() + " is running.",
                                  "Ask it for the key: hearthctl --home " + home.root.string() +
                                      " keys api create --name " + wish.name);
    if (!lock) return lock.error();
    HEARTH_TRY(const auto store, node::Store::open(home.database()));
    HEARTH_TRY(const auto keys, node::ApiKeyBook::open(*store));
    HEARTH_TRY(const auto made, keys->create(wish));
    std::fprintf(stderr, "The key of %s is shown this once; only its hash is kept.\n", made.info.name.c_str());
    std::puts(made.key.c_str());
    return {};
}

/// For hearthctl, which takes them out of what it passes on.
hearth::core::Status print_key_names(const hearth::core::Home& home) {
    std::error_code ignored;
    if (!std::filesystem::exists(home.database(), ignored)) return {};
    HEARTH_TRY(const auto store, node::Store::open_to_read(home.database()));
    HEARTH_TRY(const auto keys, store->api_keys());
    for (const auto& key : keys)
        std::puts(key.name.c_str());
    return {};
}

/// Says everything that a start would say of the settings. 1 if there is anything.
int check_config(const hearth::core::Home& home) {
    const auto settings = node::Settings::load(home.config_file());
    if (!settings) {
        std::fputs(sentence(settings.error()).c_str(), stderr);
        return 1;
    }
    std::error_code ignored;
    const auto faults = node::check_settings(*settings, home, hearth::core::program_folder());
    for (const node::SettingFault& fault : faults)
        std::fputs(sentence(fault.error).c_str(), stderr);
    if (!faults.empty()) return 1;
    if (std::filesystem::exists(home.config_file(), ignored))
        std::printf("The settings in %s are good.\n", home.config_file().c_str());
    else
        std::printf("There is no %s; every setting has its default, and these are good.\n", home.config_file().c_str());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const auto options = app::parse_options(argc, argv);
    if (!options) {
        std::fputs(sentence(options.error()).c_str(), stderr);
        return 2;
    }
    if (options->help) return std::fputs(app::usage_text(), stdout), 0;
    if (options->version) return std::puts("hearthd " HEARTH_VERSION), 0;
    if (options->print_config)
        return std::fputs(hearth::core::Config::document(node::Settings::specs()).c_str(), stdout), 0;
    const auto home = hearth::core::Home::resolve(options->home);
    if (!home) {
        std::fputs(sentence(home.error()).c_str(), stderr);
        return 1;
    }
    if (options->api_key) {
        const auto made = create_api_key(*home, *options->api_key);
        if (!made) std::fputs(sentence(made.error()).c_str(), stderr);
        return made ? 0 : 1;
    }
    if (options->check_home)
        return std::puts(hearth::control::to_json(node::examine_home(*home, hearth::core::program_folder())).c_str()),
               0;
    if (options->key_names) {
        const auto printed = print_key_names(*home);
        if (!printed) std::fputs(sentence(printed.error()).c_str(), stderr);
        return printed ? 0 : 1;
    }
    if (const auto place = hearth::core::check_no_file(home->root); !place) {
        std::fputs(sentence(place.error()).c_str(), stderr);
        return 1;
    }
    return options->check_config ? check_config(*home) : run(*options, *home);
}
