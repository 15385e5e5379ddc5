//! The program itself: what it says, how it is configured, how it exits.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::client::{ask, connect, send};
use crate::fixture::{PNG, Place, glb};

/// The program, in the folder of a test, with nothing of the surroundings in its environment.
fn yunzhan(place: &Place, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
    command.current_dir(place.path("")).env_clear().args(args);
    command
}

fn run(place: &Place, args: &[&str]) -> (i32, String, String) {
    let output: Output = yunzhan(place, args).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("it was not killed"), text(&output.stdout), text(&output.stderr))
}

/// A running `yunzhan serve`, and the address that it printed.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(place: &Place, args: &[&str]) -> Self {
        let mut command =
            yunzhan(place, &[&["serve", "--port", "0", "--halls", "halls", "--dist", "dist"], args].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("its output is read");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.and_then(|address| address.parse().ok());
        Self { child, address: address.unwrap_or_else(|| panic!("no address in {line:?}")) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_prints_where_it_listens_and_serves_there() {
    let place = Place::with_lobby();
    let served = Served::start(&place, &[]);
    assert_eq!(ask(served.address, "GET", "/h/lobby", &[]).status, 200);
}

#[cfg(unix)]
#[test]
fn a_service_manager_stops_it_gently() {
    for signal in ["-TERM", "-INT"] {
        let place = Place::with_lobby();
        let size = 64 << 20;
        std::fs::File::create(place.path("halls/lobby/large.bin"))
            .and_then(|file| file.set_len(size))
            .expect("files grow");
        let mut served = Served::start(&place, &[]);
        let mut stream = connect(served.address);
        send(&mut stream, "GET", "/h/lobby/files/large.bin", &[("Connection", "close")]);
        let mut first = [0; 64];
        stream.read_exact(&mut first).expect("the download begins");
        let pid = served.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill is there").success());
        std::thread::sleep(Duration::from_millis(200));
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("the download goes on");
        assert!(rest.len() as u64 > size, "{signal} cut the download off");
        let begun = Instant::now();
        let status = loop {
            match served.child.try_wait().expect("it can be waited for") {
                Some(status) => break status,
                None if begun.elapsed() > Duration::from_secs(5) => panic!("{signal} does not stop it"),
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        assert_eq!(status.code(), Some(0), "{signal}");
    }
}

#[test]
fn a_busy_port_is_named_with_a_way_out() {
    let place = Place::with_lobby();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    for (lang, words) in [("en", "is in use"), ("zh-CN", "已被占用")] {
        let (code, out, error) = run(&place, &["serve", "--port", &port, "--lang", lang]);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(error.contains(&port) && error.contains(words) && error.contains("--port 8081"), "{error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

#[test]
fn flags_go_before_the_environment_before_the_file_before_defaults() {
    let place = Place::empty();
    let file =
        "port = 1\nbind = \"::1\"\nhalls = \"from-file\"\nframe-ancestors = [\"'self'\", \"https://a.example\"]\n";
    place.write("own.toml", file);
    let output = yunzhan(&place, &["config", "--config", "own.toml", "--port", "3", "--lang", "en"])
        .env("YUNZHAN_PORT", "2")
        .env("YUNZHAN_BIND", "0.0.0.0")
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("it is text");
    let table: toml::Table = text.parse().expect("the effective settings are TOML");
    assert_eq!(table["port"].as_integer(), Some(3));
    assert_eq!(table["bind"].as_str(), Some("0.0.0.0"));
    assert_eq!(table["halls"].as_str(), Some("from-file"));
    assert_eq!(table["frame-ancestors"].as_array().map(Vec::len), Some(2));
    assert_eq!(table["grace-secs"].as_integer(), Some(10));
    for (line, origin) in [
        ("port", "# --port"),
        ("bind", "# $YUNZHAN_BIND"),
        ("halls", "# own.toml"),
        ("lang", "# --lang"),
        ("data", "# default"),
    ] {
        let found = text.lines().find(|found| found.starts_with(&format!("{line} ="))).expect("every setting is shown");
        assert!(found.ends_with(origin), "{found}");
    }
    place.write("printed.toml", &text);
    let (code, again, _) = run(&place, &["config", "--config", "printed.toml"]);
    assert_eq!(code, 0, "what it prints can be given back to it");
    assert_eq!(again.parse::<toml::Table>().expect("it is TOML"), table);
}

#[test]
fn a_settings_file_in_the_folder_is_found_by_itself() {
    let place = Place::empty();
    place.write("yunzhan.toml", "port = 4321\n");
    let (code, text, _) = run(&place, &["config"]);
    assert_eq!(code, 0);
    assert!(text.contains("port = 4321") && text.contains("# yunzhan.toml"), "{text}");
}

#[test]
fn wrong_settings_are_named_with_whoever_set_them() {
    let place = Place::empty();
    place.write("typo.toml", "prot = 1\n");
    place.write("type.toml", "port = \"many\"\n");
    place.write("syntax.toml", "port = \n");
    for (args, words) in [
        (&["config", "--config", "typo.toml"][..], &["typo.toml", "prot"][..]),
        (&["config", "--config", "type.toml"], &["type.toml", "port"]),
        (&["config", "--config", "syntax.toml"], &["syntax.toml", "line 1"]),
        (&["config", "--config", "nowhere.toml"], &["nowhere.toml"]),
        (&["config", "--port", "99999"], &["--port", "99999"]),
        (&["config", "--port", "x"], &["--port", "x"]),
        (&["config", "--bind", "somewhere"], &["--bind", "somewhere"]),
        (&["serve", "--frame-ancestors", "https://a; script-src *"], &["--frame-ancestors"]),
        (&["serve", "--log", "lou=d=er"], &["lou=d=er"]),
    ] {
        let (code, _, error) = run(&place, args);
        assert_eq!(code, 1, "{args:?}: {error}");
        for word in words {
            assert!(error.contains(word), "{args:?} does not say {word}: {error}");
        }
        assert!(!error.contains("panicked"), "{error}");
    }
    let output = yunzhan(&place, &["config"]).env("YUNZHAN_PORT", "-1").output().expect("the program starts");
    assert!(String::from_utf8_lossy(&output.stderr).contains("$YUNZHAN_PORT"));
}

#[test]
fn help_is_in_both_languages() {
    let place = Place::empty();
    let (code, chinese, _) = run(&place, &["serve", "--help", "--lang", "zh-CN"]);
    assert_eq!(code, 0);
    let (_, english, _) = run(&place, &["--lang", "en", "serve", "--help"]);
    for key in ["--port", "--bind", "--data", "--halls", "--dist", "--frame-ancestors", "--config"] {
        assert!(chinese.contains(key) && english.contains(key), "{key}");
    }
    assert!(chinese.contains("监听端口") && english.contains("port to listen on"));
    for (args, words) in [(&["--help", "--lang", "en"], "open the halls"), (&["--help", "--lang", "zh-CN"], "开放展厅")]
    {
        assert!(run(&place, args).1.contains(words));
    }
    assert_eq!(run(&place, &["dance"]).0, 2);
    assert_eq!(run(&place, &["serve", "--lang", "fr"]).0, 2);
}

/// A place with a hall that has no errors.
fn with_clean_hall() -> Place {
    let place = Place::empty();
    let manifest = r#"{"version": 1, "title": {"zh-CN": "甲", "en": "A"}, "scenes": ["room.glb"]}"#;
    place.write("halls/clean/hall.json", manifest);
    place.write("halls/clean/room.glb", glb());
    place
}

#[test]
fn check_says_whether_a_hall_can_be_shown() {
    let place = with_clean_hall();
    place.write("bare.glb", glb());
    place.write("cut.glb", &glb()[..100]);
    place.write("lies.glb", b"glTF\x02\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffJSON{}");
    place.write("renamed.glb", PNG);
    place.write("halls/typo/hall.json", r#"{"version": 1, "title": 3, "scenes": []}"#);
    place.write("halls/gone/hall.json", r#"{"version": 1, "title": "甲", "scenes": ["room.glb"]}"#);
    place.write("halls/none/readme.txt", "no manifest");
    for path in ["halls/clean", "halls/clean/", "halls/clean/hall.json", "halls/clean/room.glb", "bare.glb"] {
        let (code, out, error) = run(&place, &["check", path, "--lang", "en"]);
        assert_eq!(code, 0, "{path}: {out}{error}");
        assert!(out.contains("It can be shown"), "{path}: {out}");
        assert!(!out.contains('\u{1b}'), "no colours for a file");
    }
    for (path, words) in [
        ("halls/typo", "title"),
        ("halls/gone", "room.glb"),
        ("halls/none", "hall.json"),
        ("cut.glb", "cut.glb"),
        ("lies.glb", "lies.glb"),
        ("renamed.glb", "renamed.glb"),
        ("nowhere", "nowhere"),
    ] {
        let (code, out, error) = run(&place, &["check", path, "--lang", "en"]);
        assert_eq!(code, 1, "{path}: {out}{error}");
        assert!(out.contains(words) || error.contains(words), "{path}: {out}{error}");
        assert!(!error.contains("panicked"), "{path}: {error}");
        let (code, json, _) = run(&place, &["check", path, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&json).expect("--json is JSON whatever happens");
        assert_eq!((code, &report["can_be_shown"]), (1, &false.into()), "{path}");
    }
}

#[test]
fn check_speaks_both_languages_and_json() {
    let place = with_clean_hall();
    place.write("halls/gone/hall.json", r#"{"version": 1, "title": "甲", "scenes": ["room.glb"]}"#);
    let (_, chinese, _) = run(&place, &["check", "halls/gone", "--lang", "zh-CN"]);
    assert!(chinese.contains("不能展示") && chinese.contains("✗ 错误") && chinese.contains("room.glb"), "{chinese}");
    let (_, english, _) = run(&place, &["check", "halls/gone", "--lang", "en"]);
    assert!(english.contains("It cannot be shown") && english.contains("✗ error"), "{english}");
    let (code, json, _) = run(&place, &["check", "halls/gone", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let finding = &report["findings"][0];
    assert_eq!((code, &finding["severity"], &finding["code"]), (1, &"error".into(), &"file-missing".into()));
    assert!(finding["message"]["zh-CN"].is_string() && finding["message"]["en"].is_string());
    let (code, json, _) = run(&place, &["check", "halls/clean", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((code, &report["can_be_shown"]), (0, &true.into()));
}
