// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_message.h"

#include <atomic>
#include <functional>
#include <memory>
#include <set>

namespace hearth::link {

/// A model that somebody runs.
struct OfferedModel {
    core::ModelId model_id;
    std::string name; ///< what people write
    std::int64_t created_s = 0;
    std::uint32_t context = 0; ///< tokens
    bool tools = false;        ///< it may take tools: false is certain, true is for its worker to say
    std::vector<std::string> profiles;
    std::string usual_profile; ///< what a request gets that names none
    /// Of the vectors that it makes; 0: it makes texts, not vectors; none: only its node knows.
    std::optional<std::uint32_t> dimensions = {};
    bool runs = false;                       ///< it makes tensors of tensors, neither texts nor vectors of texts
    std::vector<std::uint32_t> shorter = {}; ///< lengths to which its vectors may be cut, rising; of this home's models
    bool unit_vectors = false;               ///< they have the length 1, and so have those that were cut
};

/// Nodes that are not asked again.
using Avoid = std::set<core::PublicKey>;
/// A job that was handed over.
struct OpenedJob {
    std::shared_ptr<JobEnd> execution;
    core::PublicKey node;          ///< who executes
    std::function<bool()> reached; ///< whether a connection leads there now; empty = always
    Avoid others = {};             ///< who may execute in its place, until the quote names one
};
/// Who may take a job.
struct Terms {
    Avoid avoid = {};
    bool pinned_only = false;                   ///< privacy P1: this home and the nodes that its owner pinned
    std::optional<core::Amount> max_price = {}; ///< that the answer may cost
    std::optional<core::PublicKey> asker = {};  ///< who asks over a link, as the link knows it; none = this home
};

/// Hears once whether a voucher was taken.
class PayEnd final : public JobEnd {
public:
    explicit PayEnd(std::function<void(core::Status)> answer) : m_answer(std::move(answer)) {}
    void receive(JobMessage message) override {
        if (m_told.exchange(true)) return;
        const auto* failed = std::get_if<Failed>(&message);
        m_answer(failed != nullptr ? core::Status(failed->error) : core::Status());
    }

private:
    const std::function<void(core::Status)> m_answer;
    std::atomic<bool> m_told = false;
};

/// The way to whoever executes jobs: this home, or others over links. Thread-safe; calls may block for a moment.
class JobRoute {
public:
    virtual ~JobRoute() = default;
    virtual std::vector<OfferedModel> models() = 0;
    /// By name or id; the default model for an empty text. Errors: not_found, unavailable with the reason.
    virtual core::Result<OfferedModel> find(const std::string& wanted) = 0;
    /// Hands the question over. `caller` hears what comes of it; letting go of the answer does not end the job,
    /// `Cancel` does. Errors at once, and then `caller` hears nothing: unavailable, busy, invalid_argument,
    /// out_of_memory.
    virtual core::Result<OpenedJob> open(const std::string& job_id, Ask ask, std::shared_ptr<JobEnd> caller,
                                         const Terms& terms) = 0;
    /// Whether a link of this home ends at the node, so that a voucher would reach it. One that is asked through a
    /// gateway is paid by escrow.
    virtual bool leads_to(const core::PublicKey& node) const {
        (void)node;
        return false;
    }
    /// Hands a node a voucher for what it answered; `answer` is called once, perhaps before this returns. Errors: those
    /// of the node, unavailable, unsupported (no link leads to others).
    virtual void pay(const core::PublicKey& node, core::Bytes voucher, std::function<void(core::Status)> answer) {
        (void)node, (void)voucher;
        answer(core::fail(core::Code::unsupported, core::say("node_takes_no_vouchers")));
    }
};

} // namespace hearth::link
