//! What a process may still do once it has taken its rights away: tried in a child, since there is no way back.

use std::fs;
use std::io::ErrorKind::PermissionDenied;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use server::confine::{Rights, Wall, confine};

use crate::place::Place;

/// Tell the child where it may go, and whom it may try to reach.
const FOLDER: &str = "YUNZHAN_CONFINED_FOLDER";
const ADDRESS: &str = "YUNZHAN_CONFINED_ADDRESS";

const MEMORY_BYTES: u64 = 256 << 20;

#[test]
fn a_confined_process_sees_its_own_files_and_reaches_nobody() {
    let place = Place::new();
    place.write("in/a.txt", "what it may read");
    place.write("secret.txt", "what it may not");
    place.write("out/old.txt", "what it may write");
    std::os::unix::fs::symlink("../secret.txt", place.0.join("in/link.txt")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["confine::in_the_child", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, &place.0)
        .env(ADDRESS, listener.local_addr().unwrap().to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
    println!("{said}");
    // It wrote where it may, and nothing else.
    let names: Vec<String> = place.files().into_keys().collect();
    assert_eq!(names, ["in/a.txt", "in/link.txt", "out/folder/b.txt", "secret.txt"]);
}

/// Everything that is denied below works here: otherwise the denial would prove nothing.
fn everything(folder: &Path, address: &str) {
    assert!(fs::read("/etc/passwd").is_ok() && fs::read(folder.join("in/link.txt")).is_ok());
    assert!(
        TcpStream::connect(address).is_ok() && UdpSocket::bind("127.0.0.1:0").is_ok() && UnixStream::pair().is_ok()
    );
    assert!(Command::new("true").status().is_ok());
}

#[test]
#[ignore = "takes its own rights away; the test above runs it in a process of its own"]
fn in_the_child() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let address = std::env::var(ADDRESS).unwrap();
    everything(&folder, &address);
    let (reads, writes) = (folder.join("in"), folder.join("out"));
    let rights = Rights {
        reads: vec![&reads],
        writes: vec![&writes],
        memory_bytes: MEMORY_BYTES,
        cpu_secs: 60,
        file_bytes: 1 << 20,
    };
    let walls = confine(&rights).unwrap();
    println!("{walls:?}");
    assert_eq!(walls.limits, Wall::Whole);
    assert_eq!(walls.files, Wall::Whole, "this test needs a kernel with Landlock (Linux 6.12)");
    assert_eq!((walls.network, walls.programs), (Wall::Whole, Wall::Whole), "this test needs a kernel with seccomp");
    files(&folder);
    network(&address);
    // Threads that begin afterwards are inside, too.
    thread::scope(|scope| {
        scope.spawn(|| (files_denied(&folder), network(&address)));
    });
    assert!(Vec::<u8>::new().try_reserve_exact(MEMORY_BYTES as usize).is_err(), "memory has no limit");
}

fn files(folder: &Path) {
    assert_eq!(fs::read(folder.join("in/a.txt")).unwrap(), b"what it may read");
    assert_eq!(fs::read_dir(folder.join("in")).unwrap().count(), 2);
    files_denied(folder);
    let out = folder.join("out");
    fs::create_dir(out.join("made")).unwrap();
    fs::write(out.join("made/b.txt"), "b").unwrap();
    fs::rename(out.join("made"), out.join("folder")).unwrap();
    fs::remove_file(out.join("old.txt")).unwrap();
}

fn files_denied(folder: &Path) {
    let denied = |what: std::io::Result<()>| assert_eq!(what.unwrap_err().kind(), PermissionDenied);
    for path in ["/etc/passwd", "/proc/self/environ", "/proc/1/environ"] {
        denied(fs::read(path).map(drop));
    }
    denied(fs::read(folder.join("secret.txt")).map(drop));
    denied(fs::read(folder.join("in/link.txt")).map(drop));
    denied(fs::read_dir(folder).map(drop));
    denied(fs::write(folder.join("in/b.txt"), "b"));
    denied(fs::write(folder.join("in/a.txt"), "b"));
    denied(fs::remove_file(folder.join("in/a.txt")));
    denied(fs::write(folder.join("c.txt"), "c"));
    denied(std::os::unix::fs::symlink("/etc", folder.join("out/link")));
}

fn network(address: &str) {
    let denied = |what: std::io::Result<()>| assert_eq!(what.unwrap_err().kind(), PermissionDenied);
    denied(TcpStream::connect(address).map(drop));
    denied(TcpListener::bind("127.0.0.1:0").map(drop));
    denied(UdpSocket::bind("127.0.0.1:0").map(drop));
    denied(UnixStream::pair().map(drop));
    denied(Command::new("true").status().map(drop));
}
