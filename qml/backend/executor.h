// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QObject>
#include <QPointer>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>

namespace hearth::desktop {

/// Runs blocking work on threads of its own and brings the outcome back to the thread that it lives on (the
/// GUI thread). The handlers never leave that thread; they are dropped when the receiver is gone.
class BackendExecutor final : public QObject {
    Q_OBJECT
public:
    explicit BackendExecutor(std::size_t max_threads = 12, QObject* parent = nullptr);
    ~BackendExecutor() override;

    /// `work` returns a core::Result; then `done(value)` (or `done()`) or `failed(error)` runs here, unless
    /// `receiver` died meanwhile or shutdown() was called.
    template <typename Work, typename Done, typename Failed>
    void run(QObject* receiver, Work work, Done done, Failed failed) {
        using Outcome = std::invoke_result_t<Work&>;
        auto outcome = std::make_shared<std::optional<Outcome>>();
        submit(
            receiver,
            [work = std::make_shared<Work>(std::move(work)), outcome] { outcome->emplace(guarded<Outcome>(*work)); },
            [outcome, done = std::move(done), failed = std::move(failed)]() mutable {
                Outcome& result = **outcome;
                if (!result)
                    failed(result.error());
                else if constexpr (std::is_same_v<Outcome, core::Status>)
                    done();
                else
                    done(std::move(result).value());
            });
    }

    /// Takes no more work, drops what has not begun and every outcome, and waits up to `patience` for what
    /// runs. False if something still runs then: it ends on a thread that nothing waits for.
    bool shutdown(std::chrono::milliseconds patience);
    /// Work that has not been delivered yet.
    std::size_t pending() const { return m_waiting.size(); }
    /// For long work: true once shutdown() was called. Any thread.
    std::shared_ptr<const std::atomic<bool>> stopFlag() const;

signals:
    void idle();

private:
    struct Shared;
    struct Waiting {
        QPointer<QObject> receiver;
        std::function<void()> deliver;
    };

    template <typename Outcome, typename Work>
    static Outcome guarded(Work& work) {
        try {
            return work();
        } catch (const std::exception& defect) {
            return core::fail(core::Code::internal, std::string("A defect of the window: ") + defect.what());
        }
    }
    void submit(QObject* receiver, std::function<void()> work, std::function<void()> deliver);
    void deliver(std::uint64_t id);
    static void serve(const std::shared_ptr<Shared>& shared);

    std::shared_ptr<Shared> m_shared;
    std::unordered_map<std::uint64_t, Waiting> m_waiting;
    std::uint64_t m_next = 0;
};

} // namespace hearth::desktop
