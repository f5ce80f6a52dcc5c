// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/answer_guard.h"
#include "gateway/networks/server_url.h"

#include <functional>
#include <memory>
#include <string>

namespace hearth::gateway {

/// Whom a call may talk to, where that is not for the certificates which this machine trusts to say.
struct PeerCheck {
    std::string id; ///< what one check admitted, no other takes over
    /// Of the certificate whose key the other side was found to hold, in DER. On the loop's thread, before a byte of
    /// the call goes out.
    std::function<core::Status(core::ByteView certificate)> admit;
};

/// One HTTP exchange, as it goes out.
struct OutgoingCall {
    ServerUrl url;
    std::string method = "POST", path, body;
    std::string key;      ///< sent as bearer; empty = none
    std::string hop = {}; ///< the loop's own word
    bool stream = false;
    Deadlines deadlines;
    AnswerGuard::Limits limits;
    AnswerGuard::IsOther is_other_model = {};
    std::shared_ptr<const PeerCheck> peer = nullptr; ///< with it only over TLS
};

/// The sockets of calls to other networks, on one thread.
class CallLoop {
public:
    /// `ca_file`: certificates to trust besides those of the machine; empty = none. Errors: io.
    static core::Result<std::shared_ptr<CallLoop>> start(const std::string& ca_file = {});
    ~CallLoop();
    /// Ends every call as cancelled, then the thread. What is called afterwards fails at once.
    void stop();

    /// Random; every call carries it, so that a gateway knows its own.
    const std::string& hop() const;
    /// Any thread; the sink is called on the loop's.
    std::unique_ptr<RawCall> call(OutgoingCall call, std::shared_ptr<RawSink> sink);

private:
    struct Impl;
    explicit CallLoop(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::gateway
