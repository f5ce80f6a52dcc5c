// SPDX-License-Identifier: Apache-2.0
#define HEARTH_FEEDBACK_KERNELS feedback_avx2
#define HEARTH_FEEDBACK_NAME "avx2"
#define HEARTH_FEEDBACK_WIDTH 32
#define HEARTH_FEEDBACK_COLUMNS 4
#include "compute/feedback_body.inc"
