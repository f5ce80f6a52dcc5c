// SPDX-License-Identifier: Apache-2.0
// One layer's pages, in words: for each page and key/value head the keys of 64 tokens, their values, the scales of both.

uint head_place(uint page, uint kv_head, uint kv_heads, uint words) {
    return (page * kv_heads + kv_head) * (2 * page_tokens * words + 2 * page_tokens);
}
uint values_place(uint head, uint words) {
    return head + page_tokens * words;
}
uint key_scales_place(uint head, uint words) {
    return head + 2 * page_tokens * words;
}
uint value_scales_place(uint head, uint words) {
    return key_scales_place(head, words) + page_tokens;
}
