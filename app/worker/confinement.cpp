// SPDX-License-Identifier: Apache-2.0
#include "confinement.h"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace hearth::app {
namespace {

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

// A deny-list with EPERM rather than a kill: libtorch probes its surroundings, and a refused probe must not end
// an answer. New processes are refused by the missing CLONE_THREAD flag; clone3 hides its flags in memory, so it
// is "not there" and glibc falls back to clone.
constexpr int denied[] = {
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(bpf),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(rmdir),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchownat),
    SCMP_SYS(creat),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(setxattr),
    SCMP_SYS(io_uring_setup),
};

bool deny_writing(scmp_filter_ctx filter, bool gpu) {
    for (const std::uint64_t mode : {std::uint64_t{O_WRONLY}, std::uint64_t{O_RDWR}}) {
        if (gpu && mode == O_RDWR) continue;
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, std::uint64_t{O_ACCMODE}, mode)) != 0)
            return false;
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, std::uint64_t{O_ACCMODE}, mode)) != 0)
            return false;
    }
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0;
}

bool deny_processes_and_sockets(scmp_filter_ctx filter) {
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, std::uint64_t{CLONE_THREAD}, 0)) != 0)
        return false;
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) != 0) return false;
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 0) == 0;
}

} // namespace

core::Result<core::Sentence> confine(bool gpu) {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return core::fail(core::Code::unsupported, core::say("kernel_refused_no_new"));
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
    if (!filter) return core::fail(core::Code::unsupported, core::say("system_call_filter_could"));
    for (const int call : denied)
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) != 0)
            return core::fail(core::Code::unsupported, core::say("system_call_rule_refused"));
    if (!deny_writing(filter.get(), gpu) || !deny_processes_and_sockets(filter.get()))
        return core::fail(core::Code::unsupported, core::say("system_call_rule_refused"));
    // A GPU's driver has threads of its own by now, which run the same model's data.
    if (seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0)
        return core::fail(core::Code::unsupported, core::say("kernel_cannot_filter_system"));
    if (seccomp_load(filter.get()) != 0)
        return core::fail(core::Code::unsupported, core::say("kernel_refused_system_call"),
                          core::say("hearth_works_without_but"));
    return gpu ? core::say("seccomp_gpu") : core::Sentence("seccomp");
}

core::Status limit_memory(std::uint64_t bytes) {
    if (bytes == 0) return {};
    // RLIMIT_DATA counts private writable memory, so that mapped model files do not eat the allowance.
    const rlimit limit{bytes, bytes};
    if (::setrlimit(RLIMIT_DATA, &limit) != 0)
        return core::fail(core::Code::refused, core::say("memory_limit_worker_could"));
    return {};
}

} // namespace hearth::app
