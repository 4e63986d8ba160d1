"""What the process that reads one file is allowed to do: compute, and answer on the channel it already has.

Limits of the kernel in layers, each of which holds on its own: resource limits (no new open file of any kind, no
file writes, so much memory, so many seconds of processor time), an alarm clock, another user than root, and on Linux
a system call filter (seccomp) without files, network, processes or signals.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * 1024
# Address space is counted also where nothing is stored: thread stacks and reserved arenas.
_RESERVED_BYTES = 256 * _MIB
_NOBODY = 65534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
# Classic BPF: load a word of seccomp_data, jump if equal, jump if bits set, return.
_LOAD, _JUMP_EQUAL, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: memory on top of the bare helper, and processor time."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: int


@dataclass(frozen=True, slots=True)
class _Machine:
    """System call numbers of one processor family: `asm/unistd.h`, AUDIT_ARCH_* of `linux/audit.h`."""

    architecture: int
    clone: int
    clone3: int
    allowed: tuple[int, ...]


# read write close fstat lseek mmap mprotect munmap brk rt_sigprocmask rt_sigreturn readv writev sched_yield mremap madvise
# nanosleep getpid sendto recvfrom exit gettid futex sched_getaffinity set_robust_list restart_syscall clock_gettime
# clock_nanosleep exit_group getrusage gettimeofday prlimit64 getrandom membarrier rseq sysinfo getcwd
_X86_64 = _Machine(
    0xC000003E,
    clone=56,
    clone3=435,
    allowed=(
        *(0, 1, 3, 5, 8, 9, 10, 11, 12, 14, 15, 19, 20, 24, 25, 28, 35, 39, 44, 45, 60, 186, 202, 204, 273, 219, 228),
        *(230, 231, 98, 96, 302, 318, 324, 334, 99, 79),
    ),
)
_AARCH64 = _Machine(
    0xC00000B7,
    clone=220,
    clone3=435,
    allowed=(
        *(63, 64, 57, 80, 62, 222, 226, 215, 214, 135, 139, 65, 66, 124, 216, 233, 101, 172, 206, 207, 93, 178, 98, 123),
        *(99, 128, 113, 115, 94, 165, 169, 261, 278, 283, 293, 179, 17),
    ),
)
_MACHINES = {"x86_64": _X86_64, "aarch64": _AARCH64}


def confine(limits: Limits) -> None:
    """Give up everything that reading one file does not need. There is no way back for this process."""
    _drop_root()
    _limit_resources(limits)
    signal.alarm(limits.wall_seconds)
    if sys.platform == "linux":
        _limit_calls()


def _drop_root() -> None:
    if os.geteuid() != 0:
        return
    # A container may map no other user than root; the other layers hold without this one.
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _limit_resources(limits: Limits) -> None:
    address_space, data = _memory_in_use()
    _set_limit(resource.RLIMIT_AS, address_space + limits.memory_bytes + _RESERVED_BYTES)
    _set_limit(resource.RLIMIT_DATA, data + limits.memory_bytes)
    _set_limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    for nothing in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
        _set_limit(nothing, 0)


def _memory_in_use() -> tuple[int, int]:
    """Bytes of address space and of private data, or zeros where the system does not say."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0, 0
    pages = statm.read_text().split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _set_limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


def _limit_calls() -> None:
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return
    program = _filter(machine)
    steps = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog { unsigned short len; struct sock_filter *filter; }
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(steps)))
    # Kernels without seccomp refuse here; the resource limits hold without it.
    prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head), 0, 0)


def _filter(machine: _Machine) -> bytes:
    """The allow-list as a BPF program. Calls not on it fail with EPERM, so that a library can still do without."""
    steps = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_JUMP_EQUAL, machine.architecture, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _AT_NUMBER),
    ]
    for number in machine.allowed:
        steps += [_step(_JUMP_EQUAL, number, no=1), _step(_RETURN, _ALLOW)]
    # The C library falls back from clone3, whose flags a filter cannot see, to clone. Threads may start, processes may not.
    steps += [_step(_JUMP_EQUAL, machine.clone3, no=1), _step(_RETURN, _ERRNO | _ENOSYS)]
    steps += [_step(_JUMP_EQUAL, machine.clone, no=3), _step(_LOAD, _AT_FIRST_ARGUMENT)]
    steps += [_step(_JUMP_BITS, _CLONE_THREAD, no=1), _step(_RETURN, _ALLOW)]
    return b"".join([*steps, _step(_RETURN, _ERRNO | _EPERM)])


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
