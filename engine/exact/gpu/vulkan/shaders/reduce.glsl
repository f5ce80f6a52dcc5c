// SPDX-License-Identifier: Apache-2.0
// Over all threads of a workgroup, whatever the size of its subgroups. TEAM must be a power of two.

shared uvec2 team_values[TEAM];

#define TEAM_REDUCE(combine)                                       \
    barrier();                                                     \
    for (uint half_size = TEAM / 2; half_size > 0; half_size /= 2) { \
        if (gl_LocalInvocationID.x < half_size) {                                      \
            const uvec2 a = team_values[gl_LocalInvocationID.x], b = team_values[gl_LocalInvocationID.x + half_size]; \
            team_values[gl_LocalInvocationID.x] = combine;                             \
        }                                                          \
        barrier();                                                 \
    }                                                              \
    const uvec2 found = team_values[0];                            \
    barrier();

uint team_max(uint value) {
    team_values[gl_LocalInvocationID.x] = uvec2(value, 0);
    TEAM_REDUCE(uvec2(max(a.x, b.x), 0))
    return found.x;
}
uvec2 team_sum(uvec2 value) {
    team_values[gl_LocalInvocationID.x] = value;
    TEAM_REDUCE(add64(a, b))
    return found;
}
