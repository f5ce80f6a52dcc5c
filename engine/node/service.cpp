// SPDX-License-Identifier: Apache-2.0
#include "node/service.h"

#include "core/log.h"
#include "core/size_text.h"
#include "node/service_impl.h"
#include "node/state/notify.h"

#include <chrono>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

using core::second;
constexpr core::Nanoseconds last_patience = 5 * second;
constexpr core::Nanoseconds space_interval = 30 * second;
constexpr std::uint64_t least_space = std::uint64_t{64} << 20;

/// Another program has the database, or there is no room: the files are the ones that were opened.
bool passes_by_itself(const core::Error& error) {
    return error.code == Code::busy || error.hint.id() == std::string_view(full_disk_hint);
}

} // namespace

Service::Service(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Service::~Service() {
    m_impl->stop();
}

core::Result<std::unique_ptr<Service>> Service::start(ServiceOptions options) {
    auto impl = std::make_unique<Impl>(std::move(options));
    if (const Status started = impl->start(); !started) {
        core::log::error("service", "start failed", {{"reason", started.error().message}});
        impl->stop();
        return started.error();
    }
    return std::unique_ptr<Service>(new Service(std::move(impl)));
}

void Service::begin_stop() {
    // It goes on in this process after a change of its home; a manager that heard of an end would hold it to that.
    notify_manager(m_impl->change_wish.waiting() ? "RELOADING=1" : "STOPPING=1");
    m_impl->work_switch->set_stopping();
    m_impl->events.publish("status");
    core::log::info("service", "stopping", {{"jobs", m_impl->executor->running()}});
}

bool Service::wait_idle(core::Nanoseconds patience) {
    return m_impl->executor->wait_idle(patience) && m_impl->purchases->wait_idle(patience) &&
           m_impl->upstreams->wait_idle(patience);
}
void Service::stop() {
    m_impl->stop();
}
std::optional<WantedChange> Service::take_change() {
    return m_impl->change_wish.take();
}
control::Node& Service::node() {
    return *m_impl->node;
}
link::JobRoute& Service::executor() {
    return *m_impl->executor;
}
std::string Service::base_url() const {
    return m_impl->published.place().url;
}
std::string Service::api_text() const {
    return m_impl->published.place().text();
}

std::vector<core::Error> Service::warnings() const {
    return m_impl->setting_faults;
}

Service::Impl::~Impl() {
    stop();
}

Status Service::Impl::start() {
    started_at = options.clock->now();
    HEARTH_CHECK(options.home.create());
    HEARTH_CHECK(options.home.check_files());
    auto locked = core::FileLock::acquire(options.home.lock_file());
    if (!locked) {
        if (locked.error().code != Code::conflict) return locked.error();
        return fail(Code::conflict, core::say("another_hearthd_serves_home", {options.home.root.string()}),
                    core::say("use_one_stop_first"));
    }
    lock.emplace(std::move(*locked));
    // A killed service left it behind; it must not name a port that nobody serves.
    std::error_code ignored;
    fs::remove(options.home.api_file(), ignored);
    HEARTH_CHECK(core::log::open(options.home.logs(), "hearthd", options.settings.log_level, options.log_to_stderr));
    core::log::info("service", "starting", {{"version", options.version}, {"home", options.home.root.string()}});
    HEARTH_CHECK(finish_change(options.home));
    HEARTH_CHECK(open_state());
    HEARTH_CHECK(open_workers());
    HEARTH_CHECK(open_doors());
    work_switch->set_starting(false);
    auditor->tick(options.clock->monotonic());
    preloader->preload();
    ticking = true;
    ticker = core::run_thread("ticker", core::Thrown::begins_again, [this] { tick_loop(); });
    notify_manager("READY=1");
    const ApiPlace api = published.place();
    core::log::info("service", "serving", {{"api", api.url}, {"bound", api.bound}, {"access", api.access}});
    return {};
}

void Service::Impl::tick_loop() {
    std::unique_lock guard(tick_mutex);
    while (ticking) {
        tick_wake.wait_for(guard, std::chrono::seconds(1));
        if (!ticking) return;
        guard.unlock();
        tick();
        guard.lock();
    }
}

void Service::Impl::tick() {
    const core::Nanoseconds passed = options.clock->monotonic();
    watch_home();
    const bool at_home = home_watch->place() == HomeWatch::Place::here;
    auditor->tick(passed);
    const Status ticked = settlement->tick(passed);
    const bool writes_fail = !ticked && ticked.error().code == Code::io;
    if (!ticked) core::log::error("service", "settlement tick failed", {{"reason", ticked.error().message}});
    if (writes_fail && at_home) work_switch->set_problem(ticked.error());
    earning->tick();
    paying->tick(passed);
    executor->tick();
    if (network) network->tick();
    upstreams->tick();
    if (late_payments) late_payments->tick(passed);
    if (const Status pruned = call_book->prune(); !pruned)
        core::log::error("service", "old calls stay", {{"reason", pruned.error().message}});
    if (devices->tick()) events.publish("status");
    look_for_gpus();
    watch_ledger();
    watch_rules();
    const core::Nanoseconds now = options.clock->now();
    if (work_switch->snooze_ended(now)) {
        core::log::info("service", "snooze ended");
        preloader->preload();
        events.publish("status");
    }
    if (!at_home) return; // what follows makes files
    std::vector<control::WorkerStatus> workers = worker->all();
    workers.push_back(replayer->status());
    devices->count_energy(workers, live->power().watts);
    watch_space(writes_fail);
    archive_old();
}

/// Without its home the node takes nothing on, and goes on by itself once the home is back. What it holds open may be
/// of no use then, where the drive was mounted anew or another home is in its place: this service ends.
void Service::Impl::watch_home() {
    const bool changed = home_watch->look();
    bool replaced = home_watch->place() == HomeWatch::Place::another;
    if (home_watch->place() == HomeWatch::Place::here) {
        if (!changed) return;
        const Status recovered = work_switch->recover();
        if (recovered || passes_by_itself(recovered.error())) {
            core::log::info("service", "the home is back");
            was_stopped = !recovered;
            if (recovered) preloader->preload();
            if (!recovered) work_switch->set_problem(recovered.error()); // watch_space() tries again
            events.publish("status");
            return;
        }
        replaced = true;
    }
    // At every tick: somebody may have asked to resume.
    const core::Error error = replaced ? home_replaced(options.home.root) : home_away(options.home.root);
    work_switch->set_problem(error);
    was_stopped = true;
    if (!changed) return;
    core::log::error("service", "without its home", {{"reason", error.message}});
    events.publish("status");
    if (replaced && options.on_stop_requested) options.on_stop_requested();
}

/// What the ledger has forgotten goes into files, one at a tick, until nothing is left; then once an epoch.
void Service::Impl::archive_old() {
    const core::Epoch now = settlement->head().epoch;
    if (now == archived_at) return;
    std::optional<core::Epoch> keep;
    settlement->read([&](const ledger::State& state) { keep = state.params().get("rewards.keep_epochs"); });
    if (!keep) return;
    const auto moved = now > *keep ? archive->move(now - *keep) : core::Result<std::uint32_t>(0);
    if (!moved) core::log::error("service", "receipts not archived", {{"reason", moved.error().message}});
    if (!moved || *moved == 0) archived_at = now;
}

std::optional<std::uint64_t> Service::Impl::free_bytes() const {
    if (options.free_bytes) return options.free_bytes();
    std::error_code error;
    const fs::space_info space = fs::space(options.home.root, error);
    return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

/// What stops the node is always a disk that is not there or does not take what must be kept: it ends when there is
/// room and a write succeeds, with nobody there to resume.
void Service::Impl::watch_space(bool writes_fail) {
    const core::Nanoseconds now = options.clock->now();
    const bool stopped = work_switch->has_problem(), resumed = was_stopped && !stopped;
    was_stopped = stopped;
    if (!stopped && !resumed && now - space_checked_at < space_interval) return;
    space_checked_at = now;
    const auto room = free_bytes();
    if (!room) return;
    if (*room < least_space) {
        work_switch->set_problem(fail(Code::io,
                                      core::say("disk_needs", {options.home.root.string(), core::room_text(*room),
                                                               core::needed_text(least_space)}),
                                      core::say(full_disk_hint)));
        was_stopped = true;
        if (!stopped) events.publish("status");
    } else if (stopped && !writes_fail && work_switch->recover()) {
        core::log::info("service", "the disk takes writes again", {{"free", *room}});
        preloader->preload();
        events.publish("status");
    }
}

void Service::Impl::watch_ledger() {
    const auto trouble = ledger_watch->trouble();
    if (!trouble == ledger_goes_on) return; // nothing has changed
    ledger_goes_on = !trouble;
    core::log::info("service", ledger_goes_on ? "the ledger goes on" : "the ledger stands",
                    {{"reason", trouble ? std::string(trouble->what) : std::string()}});
    if (ledger_goes_on) preloader->preload();
    events.publish("status");
}

void Service::Impl::watch_rules() {
    const Facts facts = collector->facts();
    if (!work_watch->changed(facts)) return;
    const WorkDecision decision = may_work(facts.rules, facts.work, facts.now);
    core::log::info("service", decision.works ? "no rule rests" : "a rule rests",
                    {{"rule", control::name_of(decision.rule)}});
    if (decision.works) preloader->preload();
    events.publish("status");
}

/// A card that came, or one whose driver answers now, can be used without a new start.
void Service::Impl::look_for_gpus() {
    auto now = devices->reachable();
    if (reachable && reachable != now) finder->look_soon();
    reachable = std::move(now);
}

/// Unless another home stands in place of this one: the file is its service's then. Only the ticker looks at the home
/// otherwise, and it has ended.
void Service::Impl::remove_api_file() {
    if (!home_watch) return; // nothing was written
    home_watch->look();
    std::error_code ignored;
    if (home_watch->place() == HomeWatch::Place::here) fs::remove(options.home.api_file(), ignored);
}

/// The other way round of start(); what was never made is skipped.
void Service::Impl::stop() {
    if (!lock) return;
    if (update_watch) update_watch->stop();
    if (updates) updates->stop(); // what was asked for over the control channel, too
    if (work_switch) work_switch->set_stopping();
    if (ticker.joinable()) {
        {
            const std::lock_guard guard(tick_mutex);
            ticking = false;
        }
        tick_wake.notify_all();
        ticker.join();
    }
    remove_api_file();
    if (network) network->drain();
    if (executor) {
        executor->cancel_all();
        executor->wait_idle(last_patience);
    }
    if (purchases) purchases->wait_idle(last_patience);
    if (facilitator_calls) facilitator_calls->stop(); // what is owed stays written down
    api_server.reset();
    late_payments.reset();
    till.reset();
    facilitator_calls.reset();
    published.publish({});
    // The workers go before the calls that wait for them.
    if (worker) worker->stop();
    if (replayer) replayer->stop();
    if (control_server) control_server->stop();
    control_server.reset();
    node.reset();
    update_watch.reset();
    updates.reset();
    auditor.reset();
    upstreams.reset();
    finder.reset();
    purchases.reset();
    paying.reset();
    gateway_route.reset();
    network.reset();
    executor.reset();
    earning.reset();
    preloader.reset();
    collector.reset();
    worker.reset();
    replayer.reset();
    devices.reset();
    receipts.reset();
    settlement.reset();
    ledger_watch.reset();
    chain = nullptr;
    ledger.reset();
    api_keys.reset();
    archive.reset();
    settings_desk.reset();
    work_watch.reset();
    store.reset();
    core::log::info("service", "stopped");
    core::log::close();
    lock.reset();
}

} // namespace hearth::node
