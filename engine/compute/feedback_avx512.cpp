// SPDX-License-Identifier: Apache-2.0
#define HEARTH_FEEDBACK_KERNELS feedback_avx512
#define HEARTH_FEEDBACK_NAME "avx512"
#define HEARTH_FEEDBACK_WIDTH 64
#define HEARTH_FEEDBACK_COLUMNS 16
#include "compute/feedback_body.inc"
