// SPDX-License-Identifier: Apache-2.0
// The kernels, written once over the sixteen lanes that the file before this one defines. Compiled with
// contraction off; every result equals exact::reference to the bit.
#include "exact/cpu/attend_body.h"
#include "exact/cpu/groups_body.h"
#include "exact/cpu/linear_body.h"
#include "exact/cpu/rows_body.h"
