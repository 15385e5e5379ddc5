//! How a process takes its own rights away before it reads what a stranger sent.
//!
//! Four walls, each of which stands where the others fall: limits of memory, time and files (`setrlimit`); files that it may see (Landlock);
//! no talk to anybody (Landlock and a filter of system calls); and no new process, no look into another (the same filter).
//! A kernel that lacks one of the last three says so in [`Confinement`]; the limits are there on every Unix.

use std::io;
use std::path::Path;

use serde::Serialize;

/// What a process may still do.
#[derive(Clone, Debug, Default)]
pub struct Rights<'a> {
    /// Folders whose files it may read.
    pub reads: Vec<&'a Path>,
    /// Folders in which it may write, too. They are there.
    pub writes: Vec<&'a Path>,
    /// Memory of its own, bytes.
    pub memory_bytes: u64,
    /// Computing time, all cores together, seconds.
    pub cpu_secs: u64,
    /// The longest file that it may write, bytes.
    pub file_bytes: u64,
}

/// How much of a wall is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wall {
    /// The system knows nothing of the kind.
    Absent,
    /// It is older than what was asked of it.
    Partial,
    /// All of it.
    Whole,
}

/// Which walls stand around a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Confinement {
    /// Limits of memory, time and files.
    pub limits: Wall,
    /// It sees its own files only.
    pub files: Wall,
    /// It reaches nobody.
    pub network: Wall,
    /// It starts no process, and looks into no other.
    pub programs: Wall,
}

/// Addresses that a process may have, for each byte of memory: threads and the allocator reserve more than they use.
const ADDRESSES_PER_BYTE: u64 = 4;
/// Addresses at least and at most, bytes.
const ADDRESS_BYTES: (u64, u64) = (2 << 30, 16 << 30);
/// Files open at a time.
const OPEN_FILES: u64 = 128;

/// Takes all rights but these away from the process, for good. To be called before it starts a thread: those that run already keep theirs.
///
/// # Errors
/// When the limits, which every system has, cannot be set, or a folder is not there.
pub fn confine(rights: &Rights<'_>) -> io::Result<Confinement> {
    let limits = limit(rights)?;
    let (files, tcp) = kernel::wall_off(rights)?;
    let filter = kernel::filter_calls();
    // The filter denies every kind of socket; Landlock those of TCP only.
    let network = filter.max(tcp.min(Wall::Partial));
    Ok(Confinement { limits, files, network, programs: filter })
}

#[cfg(unix)]
fn limit(rights: &Rights<'_>) -> io::Result<Wall> {
    use rlimit::Resource;
    let addresses = rights.memory_bytes.saturating_mul(ADDRESSES_PER_BYTE).clamp(ADDRESS_BYTES.0, ADDRESS_BYTES.1);
    for (resource, most) in [
        (Resource::DATA, rights.memory_bytes),
        (Resource::AS, addresses),
        (Resource::CPU, rights.cpu_secs),
        (Resource::FSIZE, rights.file_bytes),
        (Resource::NOFILE, OPEN_FILES),
        (Resource::CORE, 0),
    ] {
        // Whoever called may have set less.
        let most = most.min(resource.get_hard()?);
        resource.set(most, most)?;
    }
    Ok(Wall::Whole)
}

#[cfg(not(unix))]
fn limit(_: &Rights<'_>) -> io::Result<Wall> {
    Ok(Wall::Absent)
}

#[cfg(target_os = "linux")]
mod kernel {
    use std::collections::BTreeMap;
    use std::io;
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
        RulesetError, RulesetStatus, Scope, make_bitflags,
    };
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, TargetArch,
    };

    use super::{Rights, Wall};

    /// What is asked of the kernel (Linux 6.12); an older one gives what it has.
    const VERSION: ABI = ABI::V6;

    /// Calls that nobody needs who reads files and computes: talk, other programs, other processes, the system itself.
    const DENIED: [libc::c_long; 43] = [
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_sendmmsg,
        libc::SYS_recvfrom,
        libc::SYS_recvmsg,
        libc::SYS_recvmmsg,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pidfd_send_signal,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_setns,
        libc::SYS_unshare,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_keyctl,
        libc::SYS_open_by_handle_at,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_settimeofday,
    ];

    /// Numbers of the same calls for programs with short pointers on x86-64 have this bit.
    #[cfg(target_arch = "x86_64")]
    const SHORT_POINTERS: i64 = 0x4000_0000;

    /// How much of the walls around files, and around TCP, the kernel has built.
    pub fn wall_off(rights: &Rights<'_>) -> io::Result<(Wall, Wall)> {
        let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
        let write =
            read | make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir});
        let rules = |paths: &[&Path], access: BitFlags<AccessFs>| -> io::Result<Vec<_>> {
            let open = |path: &&Path| PathFd::new(path).map_err(io::Error::other);
            paths.iter().map(|path| Ok(PathBeneath::new(open(path)?, access))).collect()
        };
        let (reads, writes) = (rules(&rights.reads, read)?, rules(&rights.writes, write)?);
        let restrict = || -> Result<RulesetStatus, RulesetError> {
            let rules = reads.into_iter().chain(writes).map(Ok::<_, RulesetError>);
            let ruleset = Ruleset::default()
                .handle_access(AccessFs::from_all(VERSION))?
                .handle_access(AccessNet::from_all(VERSION))?
                .scope(Scope::from_all(VERSION))?
                .create()?;
            Ok(ruleset.add_rules(rules)?.restrict_self()?.ruleset)
        };
        Ok(match restrict() {
            Ok(RulesetStatus::FullyEnforced) => (Wall::Whole, Wall::Whole),
            // Which part is missing the kernel does not say.
            Ok(RulesetStatus::PartiallyEnforced) => (Wall::Partial, Wall::Absent),
            // In some containers the call itself is forbidden.
            Ok(RulesetStatus::NotEnforced) | Err(_) => (Wall::Absent, Wall::Absent),
        })
    }

    /// Has the kernel say no to what is denied; with an answer to such a call no library breaks off.
    pub fn filter_calls() -> Wall {
        let apply = || -> Option<()> {
            // Its flags lie where a filter can't look. As if it were not there: then `clone` is called instead.
            let unknown = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
            let unknown = program(unknown, libc::ENOSYS).ok()?;
            let denied = program(denied().ok()?, libc::EPERM).ok()?;
            [unknown, denied].iter().try_for_each(|program| seccompiler::apply_filter(program)).ok()
        };
        if apply().is_some() { Wall::Whole } else { Wall::Absent }
    }

    /// All that is denied, and every `clone` but that of a thread.
    fn denied() -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
        let is_thread = SeccompCmpOp::MaskedEq(libc::CLONE_THREAD.unsigned_abs().into());
        let process = SeccompCondition::new(0, SeccompCmpArgLen::Dword, is_thread, 0)?;
        let mut rules: BTreeMap<i64, Vec<_>> = DENIED.iter().map(|number| (*number, Vec::new())).collect();
        rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![process])?]);
        #[cfg(target_arch = "x86_64")]
        {
            rules.extend([libc::SYS_fork, libc::SYS_vfork].map(|number| (number, Vec::new())));
            // Programs with short pointers have numbers of their own.
            let short = rules.clone().into_iter().map(|(number, rules)| (number | SHORT_POINTERS, rules));
            rules.extend(short.collect::<Vec<_>>());
        }
        Ok(rules)
    }

    /// A filter that answers some calls with an error.
    fn program(rules: BTreeMap<i64, Vec<SeccompRule>>, error: i32) -> Result<BpfProgram, BackendError> {
        let arch = TargetArch::try_from(std::env::consts::ARCH)?;
        SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(error.unsigned_abs()), arch)?.try_into()
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    use std::io;

    use super::{Rights, Wall};

    pub fn wall_off(_: &Rights<'_>) -> io::Result<(Wall, Wall)> {
        Ok((Wall::Absent, Wall::Absent))
    }

    pub fn filter_calls() -> Wall {
        Wall::Absent
    }
}
