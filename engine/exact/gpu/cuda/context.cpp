// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/context.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

namespace hearth::exact::cuda {

using core::Code;
using core::fail;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::minutes(1); // a step takes milliseconds; a hung driver must not hold the worker
constexpr auto eager = std::chrono::milliseconds(5); // until then waiting is polling, which answers soonest
constexpr auto nap = std::chrono::microseconds(100);
constexpr int least_major = 7, least_minor = 5;
constexpr const char* oldest_driver = "580"; // that runs programs of CUDA 13

enum class Meaning { no_memory, no_driver, old_driver, lost, refused };

Meaning meaning_of(cudaError_t error) {
    switch (error) {
    case cudaErrorMemoryAllocation:
        return Meaning::no_memory;
    case cudaErrorNoDevice:
    case cudaErrorInitializationError:
    case cudaErrorStubLibrary:
    case cudaErrorSystemNotReady:
        return Meaning::no_driver;
    case cudaErrorInsufficientDriver:
    case cudaErrorSystemDriverMismatch:
    case cudaErrorCompatNotSupportedOnDevice:
    case cudaErrorCallRequiresNewerDriver:
        return Meaning::old_driver;
    case cudaErrorInvalidValue:
    case cudaErrorInvalidConfiguration:
    case cudaErrorInvalidDeviceFunction:
    case cudaErrorInvalidKernelImage:
    case cudaErrorInvalidPtx:
    case cudaErrorUnsupportedPtxVersion:
    case cudaErrorNoKernelImageForDevice:
    case cudaErrorLaunchOutOfResources:
    case cudaErrorNotSupported:
        return Meaning::refused;
    default:
        return Meaning::lost; // not known to last
    }
}

/// "NVIDIA 580.95.05"; without the number where the system does not show it.
std::string driver_text() {
    std::string version;
    std::ifstream("/sys/module/nvidia/version") >> version;
    int cuda = 0;
    cudaDriverGetVersion(&cuda);
    return "NVIDIA" + (version.empty() ? "" : " " + version) + ", CUDA " + std::to_string(cuda / 1000) + "." +
           std::to_string(cuda % 1000 / 10);
}

/// A device with a number of ours. One that does not answer keeps its own, so that "cuda:1" names the same card
/// meanwhile.
struct Found {
    int ordinal = 0;
    std::uint32_t multiprocessors = 0;
    DeviceInfo info;
    std::optional<core::Error> silent = {}; ///< why it does not answer now
};

DeviceInfo info_of(const cudaDeviceProp& properties, std::size_t index) {
    DeviceInfo info;
    info.id = "cuda:" + std::to_string(index);
    info.name = properties.name;
    info.driver = driver_text();
    info.kernels = "imma";
    char pci[24];
    std::snprintf(pci, sizeof pci, "%04x:%02x:%02x.0", static_cast<unsigned>(properties.pciDomainID),
                  static_cast<unsigned>(properties.pciBusID), static_cast<unsigned>(properties.pciDeviceID));
    info.pci = pci;
    info.integrated = properties.integrated != 0;
    info.memory_total = properties.totalGlobalMem;
    return info;
}

core::Result<std::vector<Found>> find_devices(std::vector<RejectedDevice>& rejected) {
    int driver = 0, count = 0;
    if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0)
        return fail(Code::unavailable, core::say("nvidia_missing"), core::say("install_graphics_driver"));
    HEARTH_CHECK(check(cudaGetDeviceCount(&count), "gpu_list"));
    std::vector<Found> found;
    for (int i = 0; i < count; ++i) {
        cudaDeviceProp properties{};
        if (const core::Status answered = check(cudaGetDeviceProperties(&properties, i), "gpu_properties"); !answered) {
            rejected.push_back(
                {"device " + std::to_string(i) + " of the NVIDIA driver", core::say("it_does_not_answer")});
            found.push_back({.ordinal = i, .info = {}, .silent = answered.error()});
        } else if (std::pair(properties.major, properties.minor) < std::pair(least_major, least_minor)) {
            rejected.push_back(
                {properties.name, core::say("capability_too_low", {std::to_string(properties.major) + "." +
                                                                   std::to_string(properties.minor)})});
        } else {
            found.push_back(
                {i, static_cast<std::uint32_t>(properties.multiProcessorCount), info_of(properties, found.size())});
        }
    }
    if (found.empty())
        return fail(Code::unavailable,
                    count == 0 ? core::say("nvidia_no_device") : core::say("cuda_none_usable", {text_of(rejected)}),
                    core::say("older_by_vulkan"));
    if (std::all_of(found.begin(), found.end(), [](const Found& one) { return one.silent.has_value(); }))
        return *found.front().silent;
    return found;
}

} // namespace

core::Error error_of(cudaError_t error, const char* what) {
    switch (meaning_of(error)) {
    case Meaning::no_memory:
        return fail(Code::out_of_memory, core::say("gpu_no_memory", {core::say(what)}),
                    core::say("close_or_fewer_layers"));
    case Meaning::no_driver:
        return fail(Code::unavailable, core::say("no_nvidia_answers"), core::say("install_graphics_driver"));
    case Meaning::old_driver:
        return fail(Code::unavailable, core::say("nvidia_too_old"),
                    core::say("install_driver_or_newer", {oldest_driver}));
    case Meaning::lost:
        return fail(Code::unavailable, core::say("gpu_lost_so", {core::say(what), cudaGetErrorName(error)}),
                    core::say("goes_on_when_back"));
    case Meaning::refused:
        break;
    }
    return fail(Code::unsupported, core::say("nvidia_refused", {core::say(what), cudaGetErrorName(error)}),
                core::say("update_graphics_driver"));
}

core::Result<DeviceList> Context::list() {
    DeviceList list;
    HEARTH_TRY(const auto found, find_devices(list.rejected));
    for (const Found& one : found)
        if (!one.silent) list.devices.push_back(one.info);
    return list;
}

core::Result<std::unique_ptr<Context>> Context::open(std::uint32_t index, const DeviceOptions& options) {
    if (options.validate)
        return fail(Code::unavailable, "CUDA has no validation layer.", "Run the program under compute-sanitizer.");
    std::vector<RejectedDevice> rejected;
    HEARTH_TRY(const auto found, find_devices(rejected));
    if (index >= found.size())
        return fail(Code::not_found, core::say("no_device", {"cuda:" + std::to_string(index)}),
                    core::say("nvidia_shows", {std::to_string(found.size())}));
    if (found[index].silent) return *found[index].silent;
    std::unique_ptr<Context> context(new Context);
    context->m_ordinal = found[index].ordinal;
    context->m_info = found[index].info;
    context->m_multiprocessors = found[index].multiprocessors;
    if (options.largest_buffer != 0) context->m_largest_buffer = options.largest_buffer;
    HEARTH_CHECK(context->choose_kernels(options.kernels));
    HEARTH_CHECK(context->use());
    HEARTH_CHECK(check(cudaStreamCreateWithFlags(&context->m_stream, cudaStreamNonBlocking), "gpu_stream"));
    return context;
}

core::Status Context::choose_kernels(const std::string& wanted) {
    if (wanted.empty()) return {};
    if (wanted == "plain")
        m_variant = Variant::plain;
    else if (wanted == "dp4a")
        m_variant = Variant::dp4a;
    else if (wanted != "imma")
        return fail(Code::unsupported, core::say("runs_no_kernels", {m_info.name, wanted}),
                    core::say("runs_plain_dp_imma"));
    m_info.kernels = wanted;
    return {};
}

Context::~Context() {
    if (m_stream == nullptr) return;
    cudaSetDevice(m_ordinal);
    cudaStreamDestroy(m_stream);
}

std::optional<std::uint64_t> Context::memory_free() const {
    std::size_t available = 0, all = 0;
    if (!use() || !check(cudaMemGetInfo(&available, &all), "gpu_memory")) return std::nullopt;
    return available;
}

core::Status Context::use() const {
    return check(cudaSetDevice(m_ordinal), "gpu_start");
}

core::Result<Graph> Context::capture(const std::function<core::Status()>& record) {
    // Relaxed, since a kernel's code may be loaded when it is first enqueued.
    HEARTH_CHECK(check(cudaStreamBeginCapture(m_stream, cudaStreamCaptureModeRelaxed), "gpu_recording"));
    const core::Status recorded = record();
    cudaGraph_t graph = nullptr;
    const cudaError_t ended = cudaStreamEndCapture(m_stream, &graph);
    const Owned<cudaGraph_t, cudaGraphDestroy> owned(graph);
    HEARTH_CHECK(recorded);
    HEARTH_CHECK(check(ended, "gpu_recording"));
    cudaGraphExec_t made = nullptr;
    HEARTH_CHECK(check(cudaGraphInstantiate(&made, graph, 0), "gpu_recording"));
    return Graph(made);
}

core::Status Context::finish(const char* what) const {
    for (const auto start = Clock::now();;) {
        const cudaError_t state = cudaStreamQuery(m_stream);
        if (state != cudaErrorNotReady) return check(state, what);
        const auto waited = Clock::now() - start;
        if (waited > patience)
            return fail(Code::unavailable, core::say("gpu_not_finished", {core::say(what)}),
                        core::say("restart_if_again"));
        if (waited < eager)
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(nap);
    }
}

} // namespace hearth::exact::cuda
