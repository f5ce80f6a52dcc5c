// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/call_loop.h"

#include "core/keys.h"
#include "core/log.h"
#include "core/thread.h"
#include "gateway/networks/http_call.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <mutex>
#include <vector>

namespace hearth::gateway {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

/// The context goes with the last handle that knows it.
struct CallLoop::Impl {
    ssl::context trust{ssl::context::tls_client};
    std::shared_ptr<asio::io_context> io = std::make_shared<asio::io_context>(1);
    asio::executor_work_guard<asio::io_context::executor_type> guard{io->get_executor()};
    std::vector<std::weak_ptr<HttpCall>> calls; ///< on the loop's thread, as the pool
    WirePool pool{*io};
    std::string hop;
    core::Thread thread;
    std::mutex mutex;
    bool stopped = false;

    core::Status open(const std::string& ca_file);
    void run();
};

namespace {

/// Ends its call when it is let go of, on the loop's thread.
class Handle final : public RawCall {
public:
    Handle(std::shared_ptr<asio::io_context> io, std::weak_ptr<HttpCall> call)
        : m_io(std::move(io)), m_call(std::move(call)) {}
    ~Handle() override {
        asio::post(*m_io, [call = m_call] {
            if (const auto held = call.lock()) held->cancel();
        });
    }
    void read_on() override {
        asio::post(*m_io, [call = m_call] {
            if (const auto held = call.lock()) held->guarded([&] { held->read_on(); });
        });
    }

private:
    std::shared_ptr<asio::io_context> m_io;
    std::weak_ptr<HttpCall> m_call;
};

} // namespace

core::Status CallLoop::Impl::open(const std::string& ca_file) {
    boost::system::error_code ec;
    trust.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, ec);
    if (!ec) trust.set_default_verify_paths(ec);
    if (!ec && !ca_file.empty()) trust.load_verify_file(ca_file, ec);
    if (ec)
        return core::fail(core::Code::io, core::say("certificates_machine_trusts_cannot", {ec.message()}),
                          core::say("install_package_ca_certificates"));
    thread = core::run_thread("calls", core::Thrown::begins_again, [this] { io->run(); });
    return {};
}

CallLoop::CallLoop(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

core::Result<std::shared_ptr<CallLoop>> CallLoop::start(const std::string& ca_file) {
    auto impl = std::make_unique<Impl>();
    std::array<std::uint8_t, 16> word{};
    core::random_bytes(word);
    impl->hop = core::to_hex(word);
    HEARTH_CHECK(impl->open(ca_file));
    return std::shared_ptr<CallLoop>(new CallLoop(std::move(impl)));
}

CallLoop::~CallLoop() {
    stop();
}

void CallLoop::stop() {
    {
        const std::lock_guard lock(m_impl->mutex);
        if (std::exchange(m_impl->stopped, true)) return;
        asio::post(*m_impl->io, [impl = m_impl.get()] {
            for (const auto& call : impl->calls)
                if (const auto held = call.lock()) held->guarded([&] { held->give_up(); });
            impl->pool.close();
            impl->guard.reset();
        });
    }
    m_impl->thread.join();
}

const std::string& CallLoop::hop() const {
    return m_impl->hop;
}

std::unique_ptr<RawCall> CallLoop::call(OutgoingCall call, std::shared_ptr<RawSink> sink) {
    std::shared_ptr<HttpCall> made;
    call.hop = m_impl->hop;
    {
        const std::lock_guard lock(m_impl->mutex);
        if (!m_impl->stopped) {
            made =
                std::make_shared<HttpCall>(*m_impl->io, m_impl->trust, m_impl->pool, std::move(call), std::move(sink));
            asio::post(*m_impl->io, [impl = m_impl.get(), made] {
                std::erase_if(impl->calls, [](const auto& other) { return other.expired(); });
                impl->calls.push_back(made);
                made->guarded([&] { made->start(); });
            });
        }
    }
    if (!made) sink->failed(HttpCall::stopping(), {});
    return std::make_unique<Handle>(m_impl->io, made);
}

} // namespace hearth::gateway
