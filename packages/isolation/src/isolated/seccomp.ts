/** @module A filter of system calls for guest processes, and the words that put it in place. Linux only. */
import { Buffer } from "node:buffer";

interface Architecture {
  /** As the kernel tells a filter (AUDIT_ARCH of linux/audit.h). */
  audit: number;
  /** Where this system call's number stands in `refused` below. */
  column: 0 | 1;
  prctl: number;
  clone: number;
}

const architectures: Partial<Record<typeof Deno.build.arch, Architecture>> = {
  x86_64: { audit: 0xc000003e, column: 0, prctl: 157, clone: 56 },
  aarch64: { audit: 0xc00000b7, column: 1, prctl: 167, clone: 220 },
};

/** What no guest needs and what bugs of kernels are reached through: name, number on x86-64, number on arm64. */
const refused: [name: string, x64: number, arm64: number][] = [
  // Networks: a guest has none.
  ["socket", 41, 198],
  ["connect", 42, 203],
  ["bind", 49, 200],
  ["listen", 50, 201],
  ["accept", 43, 202],
  ["accept4", 288, 242],
  // Other processes.
  ["ptrace", 101, 117],
  ["process_vm_readv", 310, 270],
  ["process_vm_writev", 311, 271],
  ["kill", 62, 129],
  ["rt_sigqueueinfo", 129, 138],
  ["kcmp", 312, 272],
  ["pidfd_open", 434, 434],
  ["pidfd_getfd", 438, 438],
  // File systems and namespaces.
  ["mount", 165, 40],
  ["umount2", 166, 39],
  ["pivot_root", 155, 41],
  ["chroot", 161, 51],
  ["unshare", 272, 97],
  ["setns", 308, 268],
  ["open_tree", 428, 428],
  ["move_mount", 429, 429],
  ["fsopen", 430, 430],
  ["fsconfig", 431, 431],
  ["fsmount", 432, 432],
  ["fspick", 433, 433],
  ["mount_setattr", 442, 442],
  ["name_to_handle_at", 303, 264],
  ["open_by_handle_at", 304, 265],
  ["quotactl", 179, 60],
  ["swapon", 167, 224],
  ["swapoff", 168, 225],
  ["fanotify_init", 300, 262],
  // Large and young parts of the kernel.
  ["bpf", 321, 280],
  ["perf_event_open", 298, 241],
  ["userfaultfd", 323, 282],
  ["io_uring_setup", 425, 425],
  ["io_uring_enter", 426, 426],
  ["io_uring_register", 427, 427],
  ["add_key", 248, 217],
  ["request_key", 249, 218],
  ["keyctl", 250, 219],
  // The machine itself.
  ["kexec_load", 246, 104],
  ["kexec_file_load", 320, 294],
  ["init_module", 175, 105],
  ["finit_module", 313, 273],
  ["delete_module", 176, 106],
  ["reboot", 169, 142],
  ["acct", 163, 89],
  ["settimeofday", 164, 170],
  ["clock_settime", 227, 112],
  ["clock_adjtime", 305, 266],
  ["adjtimex", 159, 171],
  ["sethostname", 170, 161],
  ["setdomainname", 171, 162],
  ["syslog", 103, 116],
  ["vhangup", 153, 58],
  ["personality", 135, 92],
];

const CLONE3 = 435;
/** Every flag of clone that makes a namespace. */
const NEW_NAMESPACES = 0x7e020000;
/** Numbers from here on are of x86-64's second, 32-bit interface. */
const X32 = 0x40000000;

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const equal = (value: number, then: number, otherwise: number): Instruction => [0x15, then, otherwise, value];
const atLeast = (
  value: number,
  then: number,
  otherwise: number,
): Instruction => [0x35, then, otherwise, value];
const anyBit = (mask: number, then: number, otherwise: number): Instruction => [0x45, then, otherwise, mask];
const answer = (action: number): Instruction => [0x06, 0, 0, action];

type Instruction = [code: number, then: number, otherwise: number, operand: number];

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const ERRNO = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;
/** Where a filter finds the call's number, its architecture, and the lower half of its first argument. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

/**
 * The filter as the kernel takes it (`struct sock_filter`): a call of another architecture ends the process, those above
 * fail with EPERM, and clone3, whose flags no filter can see, with ENOSYS, upon which clone is used.
 */
export function seccompFilter({ audit, column, clone }: Architecture): Uint8Array {
  const numbers = refused.map((entry) => entry[column + 1] as number);
  const tail = [
    equal(CLONE3, 4, 0),
    equal(clone, 0, 2),
    // Flags of clone.
    load(FIRST_ARGUMENT),
    anyBit(NEW_NAMESPACES, 2, 0),
    answer(ALLOW),
    answer(ERRNO + ENOSYS),
    answer(ERRNO + EPERM),
  ];
  const toRefusal = (index: number) => numbers.length - index - 1 + tail.length - 1;
  const program = [
    load(ARCHITECTURE),
    equal(audit, 1, 0),
    answer(KILL),
    load(NUMBER),
    atLeast(X32, toRefusal(-1), 0),
    ...numbers.map((number, index) => equal(number, toRefusal(index), 0)),
    ...tail,
  ];
  const bytes = Buffer.alloc(8 * program.length);
  program.forEach(([code, then, otherwise, operand], index) => {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(then, 8 * index + 2);
    bytes.writeUInt8(otherwise, 8 * index + 3);
    bytes.writeUInt32LE(operand, 8 * index + 4);
  });
  return bytes;
}

/** Takes the number of prctl and the filter, puts it in place with no-new-privileges, and becomes what follows `--`. */
const INSTALL = `my ($prctl, $hex) = splice @ARGV, 0, 3;
my $filter = pack "H*", $hex;
my $program = pack "SxxxxxxP", length($filter) / 8, $filter;
exit 69 if syscall($prctl + 0, 38, 1, 0, 0, 0) || syscall($prctl + 0, 22, 2, $program, 0, 0);
exec { $ARGV[0] } @ARGV;
exit 69;`;

/** Arguments for Perl, which every Debian has and which can make any system call; undefined where no filter is known. */
export function seccompArguments(arch: typeof Deno.build.arch = Deno.build.arch): string[] | undefined {
  const architecture = architectures[arch];
  if (!architecture) return undefined;
  return ["-e", INSTALL, `${architecture.prctl}`, Buffer.from(seccompFilter(architecture)).toString("hex")];
}
