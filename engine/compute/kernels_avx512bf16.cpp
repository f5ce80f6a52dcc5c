// SPDX-License-Identifier: Apache-2.0
#define HEARTH_KERNELS kernels_avx512bf16
#define HEARTH_KERNELS_NAME "avx512bf16"
#define HEARTH_DOT_VECTORS 4
#define HEARTH_DOT_ROWS 6
#define HEARTH_ATTEND_QUERIES 4
#include "compute/kernels_body.inc"
