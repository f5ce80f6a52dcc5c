// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"
#include "core/units.h"
#include "gateway/edge/api_error.h"
#include "gateway/edge/http_message.h"
#include "gateway/edge/server.h"
#include "gateway/networks/upstreams.h"

#include <functional>
#include <memory>
#include <optional>

namespace hearth::gateway {

/// The way back to one caller. I/O thread only. Exactly one answer() or one begin() … end() per request.
class Reply {
public:
    virtual ~Reply() = default;
    virtual void answer(HttpAnswer answer) = 0;
    /// Opens a body of unknown length.
    virtual void begin(HttpAnswer head) = 0;
    virtual void stream(const std::string& bytes) = 0;
    /// Ends the body; with `last` the connection closes after it.
    virtual void end(bool last) = 0;
    /// Cuts the connection: the caller sees that the answer is not whole.
    virtual void abort() = 0;
    /// Who answers threw: in place of the rest the caller gets an honest error (defect.h), and its connection ends.
    /// Does not throw; lets go of nobody who may be running.
    virtual void broke() = 0;
    /// Bytes that the network has not taken yet.
    virtual std::size_t unsent() const = 0;
};

/// The work behind one request. I/O thread only; outlived by its Reply until detach().
class Exchange {
public:
    virtual ~Exchange() = default;
    /// The network took what was unsent.
    virtual void writable() {}
    virtual void tick(core::Nanoseconds /*now*/) {}
    /// Whether the caller still listens is to be found out: sends something that means nothing, if the body has begun;
    /// else false.
    virtual bool probe() { return false; }
    /// The service is stopping: answer now.
    virtual void stop() = 0;
    /// The caller is gone or the answer is complete: nothing may be sent any more, running work ends.
    virtual void detach() = 0;
};

class AnswerBook;
class Pace;
class RepeatBook;

/// What every exchange needs; owned by the server, outlives all exchanges.
struct Services {
    ServerOptions options;
    std::shared_ptr<Backend> backend;
    std::shared_ptr<Upstreams> upstreams;            ///< null = this home alone answers
    std::function<void(std::function<void()>)> post; ///< runs something on the I/O thread; from any thread
    core::TaskQueue* pool = nullptr;
    std::shared_ptr<RepeatBook> repeats;    ///< calls with an Idempotency-Key
    std::shared_ptr<Pace> pace;             ///< of answers of this home; I/O thread only
    core::TaskQueue* tolls = nullptr;       ///< takes payments and writes down what is owed; null without a till
    core::TaskQueue* settlements = nullptr; ///< settles; its tasks may wait a minute; outlives `tolls`
    std::shared_ptr<AnswerBook> answers;    ///< for their callers; I/O thread only
};

/// As Upstreams::names_for().
inline const ModelNames* names_for(const Services& services, const std::string& model) {
    return services.upstreams ? services.upstreams->names_for(model) : nullptr;
}

/// One of those who may be asked, and how it came to its turn.
struct TurnOfCall {
    std::string why; ///< X-Hearth-Route
    /// It failed before anything of an answer went to the caller: whether somebody else is asked now. `charged`: it may
    /// have to be paid all the same.
    std::function<bool(const ApiError& error, bool charged)> next;
    std::optional<unsigned> rests_s; ///< for so long nobody asks it, because it failed again and again
    bool charged = false;            ///< one before it may have to be paid: whoever asks again may pay again
};
/// Whether somebody else may do better.
bool goes_elsewhere(const ApiError& error);

/// Whoever asks gets what this home has and nothing of what stands behind it: another gateway, so that no call goes in
/// a ring; a stranger who pays by the call, unless answers of other networks are sold, too; and whoever names a
/// settlement, which is this home's.
bool stays_here(const Services& services, const HttpRequest& request);

/// An answer that holds an error, with the headers that belong to it.
HttpAnswer error_answer(const ApiError& error);

} // namespace hearth::gateway
