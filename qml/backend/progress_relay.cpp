// SPDX-License-Identifier: Apache-2.0
#include "backend/progress_relay.h"

#include "backend/format.h"
#include "control/time_left.h"
#include "core/clock.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>
#include <mutex>

namespace hearth::desktop {
namespace {

constexpr int show_every_ms = 66;

/// The newest progress, left by the call's thread, looked at by a timer of the receiver's thread.
struct Post {
    std::mutex mutex;
    control::Progress progress;
    bool fresh = false;
};

} // namespace

control::OnProgress relayProgress(QObject* receiver, std::shared_ptr<std::atomic<bool>> cancel,
                                  std::shared_ptr<const std::atomic<bool>> stop,
                                  std::function<void(const QString& stage, double fraction)> show) {
    auto post = std::make_shared<Post>();
    auto* timer = new QTimer(receiver);
    timer->setInterval(show_every_ms);
    QObject::connect(timer, &QTimer::timeout, receiver,
                     [post = std::weak_ptr<Post>(post), timer, cancel, show = std::move(show),
                      left = control::TimeLeft()]() mutable {
                         const auto box = post.lock();
                         // The call has ended and its callback is gone, or nobody wants to know any more.
                         if (!box || *cancel) {
                             timer->deleteLater();
                             return;
                         }
                         control::Progress progress;
                         {
                             const std::lock_guard lock(box->mutex);
                             if (!box->fresh) return;
                             progress = box->progress;
                             box->fresh = false;
                         }
                         const double fraction = progress.total > 0
                                                     ? std::min(1.0, static_cast<double>(progress.done) /
                                                                         static_cast<double>(progress.total))
                                                     : -1;
                         QString stage = format::worded(progress.stage);
                         if (const auto seconds = left.after(progress, core::system_clock().monotonic()))
                             stage += QCoreApplication::translate("Progress", ", about %1 left")
                                          .arg(format::duration(static_cast<std::int64_t>(*seconds)));
                         show(stage, fraction);
                     });
    timer->start();
    return [post = std::move(post), cancel, stop = std::move(stop)](const control::Progress& progress) {
        {
            const std::lock_guard lock(post->mutex);
            post->progress = progress;
            post->fresh = true;
        }
        return !*cancel && !*stop;
    };
}

} // namespace hearth::desktop
