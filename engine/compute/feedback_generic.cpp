// SPDX-License-Identifier: Apache-2.0
#define HEARTH_FEEDBACK_KERNELS feedback_generic
#define HEARTH_FEEDBACK_NAME "generic"
#define HEARTH_FEEDBACK_WIDTH 16
#define HEARTH_FEEDBACK_COLUMNS 2
#include "compute/feedback_body.inc"
