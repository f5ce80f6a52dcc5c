// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

namespace hearth::exact::vulkan {

/// Compiled kernels as they are kept between runs. Drivers trust what they are handed, so that nothing goes to one that
/// is not, byte for byte, what this driver gave for this device. Pure functions.
namespace kernel_cache {

/// `kernels` behind a digest of them and of `identity`, the device and its driver.
core::Bytes seal(core::ByteView identity, core::ByteView kernels);
/// The kernels in `kept`; empty if they are damaged or those of another device or driver.
core::ByteView open(core::ByteView identity, core::ByteView kept);

} // namespace kernel_cache

} // namespace hearth::exact::vulkan
