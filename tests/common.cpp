// SPDX-License-Identifier: Apache-2.0
// common.h is compiled with this program, as tests are.
int main() {
    return 0;
}
