// SPDX-License-Identifier: Apache-2.0
#define HEARTH_KERNELS kernels_generic
#define HEARTH_KERNELS_NAME "generic"
#define HEARTH_DOT_VECTORS 2
#define HEARTH_DOT_ROWS 2
#define HEARTH_ATTEND_QUERIES 2
#include "compute/kernels_body.inc"
