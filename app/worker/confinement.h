// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace hearth::app {

/// Takes from this process, for good, what a worker never needs: new programs and processes, network sockets,
/// writing to the file system, tracing, namespaces, kernel keys; from its other threads, too. Call before any model
/// file is opened. With `gpu` files may still be opened for reading and writing: drivers open their device nodes again
/// at any time. The sandbox around the process shows it nothing else that could be written. Returns what holds now,
/// e.g. "seccomp", or why it could not be had.
core::Result<core::Sentence> confine(bool gpu);

/// Caps the private memory of this process; allocations beyond it fail. 0 = no cap.
core::Status limit_memory(std::uint64_t bytes);

} // namespace hearth::app
