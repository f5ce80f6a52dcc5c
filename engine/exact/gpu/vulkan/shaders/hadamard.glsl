// SPDX-License-Identifier: Apache-2.0
// [HADAMARD] of a head in shared memory, by a workgroup of TEAM threads; `block` as in the profile.

shared float head[256];

void hadamard(uint dim, uint block) {
    for (uint i = gl_LocalInvocationID.x; i < dim; i += TEAM)
        if (magnitude_bits(head[i]) < flush_bits) head[i] = 0.0;
    barrier();
    for (uint far = dim / block; far < dim; far *= 2) {
        for (uint k = gl_LocalInvocationID.x; k < dim / 2; k += TEAM) {
            const uint i = k / far * 2 * far + k % far;
            precise float sum = head[i] + head[i + far], difference = head[i] - head[i + far];
            head[i] = sum;
            head[i + far] = difference;
        }
        barrier();
    }
    for (uint i = gl_LocalInvocationID.x; i < dim; i += TEAM) {
        precise float v = head[i] * hadamard_factor(block);
        head[i] = v;
    }
    barrier();
}
