//! Connections: how patient the server is, how many it holds, and how it lets go.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::client::{ask, connect, parse, send};
use crate::fixture::Place;

/// Reads until the other side closes; how long that took.
fn wait_for_close(stream: &mut TcpStream) -> Duration {
    let begun = Instant::now();
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => begun.elapsed(),
        // A reset is a close, too.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => begun.elapsed(),
        Err(error) => panic!("the connection stays open: {error}"),
    }
}

/// A place with a file that no socket buffer holds.
fn with_large_file() -> (Place, usize) {
    let place = Place::with_lobby();
    let size = 96 << 20;
    let file = File::create(place.path("halls/lobby/large.bin")).expect("files can be made");
    file.set_len(size).expect("files can grow");
    (place, usize::try_from(size).expect("it fits"))
}

#[test]
fn silence_and_half_sent_headers_are_cut_off() {
    let place = Place::with_lobby();
    let server = place.serve_with(&[("header-secs", "1")]);
    let mut silent = connect(server.address);
    let mut slow = connect(server.address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-").expect("the server listens");
    let mut dripping = connect(server.address);
    let drip = dripping.try_clone().expect("sockets can be shared");
    let dripper = std::thread::spawn(move || {
        let mut drip = drip;
        // One byte at a time keeps nothing alive: the whole header has one deadline.
        (0..50)
            .take_while(|_| drip.write_all(b"G").is_ok())
            .for_each(|_| std::thread::sleep(Duration::from_millis(100)));
    });
    let mut idle = connect(server.address);
    send(&mut idle, "GET", "/healthz", &[]);
    for (name, stream) in
        [("silent", &mut silent), ("slow", &mut slow), ("dripping", &mut dripping), ("idle", &mut idle)]
    {
        let took = wait_for_close(stream);
        assert!(took < Duration::from_secs(4), "{name} was open for {took:?}");
    }
    dripper.join().expect("the dripper ends");
    assert_eq!(server.fetch("/healthz", &[]).status, 200);
}

#[test]
fn a_connection_answers_many_requests() {
    let place = Place::with_lobby();
    let server = place.serve();
    let mut stream = connect(server.address);
    for _ in 0..3 {
        send(&mut stream, "GET", "/healthz", &[]);
        let mut bytes = vec![0; 4096];
        let length = stream.read(&mut bytes).expect("it answers");
        assert_eq!(parse(&bytes[..length]).status, 200);
    }
}

#[test]
fn who_takes_nothing_is_let_go() {
    let (place, size) = with_large_file();
    let server = place.serve_with(&[("stall-secs", "1")]);
    let mut stream = connect(server.address);
    send(&mut stream, "GET", "/h/lobby/files/large.bin", &[]);
    std::thread::sleep(Duration::from_secs(4));
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(bytes.len() < size, "the server went on sending after a stall");
    let begun = Instant::now();
    assert_eq!(server.fetch("/h/lobby/files/large.bin", &[]).body.len(), size, "who reads gets everything");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn more_connections_than_allowed_wait_for_their_turn() {
    let place = Place::with_lobby();
    let server = place.serve_with(&[("max-connections", "2"), ("header-secs", "2")]);
    let holders = [connect(server.address), connect(server.address)];
    std::thread::sleep(Duration::from_millis(300));
    let begun = Instant::now();
    let reply = ask(server.address, "GET", "/healthz", &[]);
    assert_eq!(reply.status, 200, "the third is served, not refused");
    assert!(begun.elapsed() > Duration::from_millis(800), "it was served beside the two: {:?}", begun.elapsed());
    drop(holders);
}

#[test]
fn a_header_without_end_is_refused() {
    let place = Place::with_lobby();
    let server = place.serve();
    let reply = ask(server.address, "GET", "/", &[("X-Long", &"a".repeat(100_000))]);
    assert_eq!(reply.status, 431);
}

#[test]
fn a_shutdown_lets_downloads_finish_and_takes_nobody_new() {
    let (place, size) = with_large_file();
    let mut server = place.serve();
    let mut idle = connect(server.address);
    let mut stream = connect(server.address);
    send(&mut stream, "GET", "/h/lobby/files/large.bin", &[]);
    let mut first = vec![0; 1000];
    stream.read_exact(&mut first).expect("the download begins");
    server.ask_to_stop();
    std::thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(server.address).is_err(), "the port is closed to newcomers");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the download goes on");
    first.extend(rest);
    assert_eq!(parse(&first).body.len(), size, "every byte arrives");
    assert!(wait_for_close(&mut idle) < Duration::from_secs(9));
    server.wait();
}

#[test]
fn the_grace_has_an_end() {
    let (place, size) = with_large_file();
    let mut server = place.serve_with(&[("grace-secs", "1")]);
    let mut stream = connect(server.address);
    send(&mut stream, "GET", "/h/lobby/files/large.bin", &[]);
    let mut first = vec![0; 1000];
    stream.read_exact(&mut first).expect("the download begins");
    let begun = Instant::now();
    server.ask_to_stop();
    server.wait();
    assert!(begun.elapsed() < Duration::from_secs(5), "a visitor who does not read cannot hold the server");
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < size);
}
