//! What must not happen: leaving the folder, running what a hall brought, reading what is hidden.

use crate::client::ask;
use crate::fixture::{PNG, Place};

#[test]
fn no_path_leads_out_of_a_folder() {
    let place = Place::with_lobby();
    place.write("secret.txt", "the secret");
    place.write("halls/secret.txt", "the secret");
    place.write("halls/other/hall.json", r#"{"version": 1, "title": "甲", "scenes": []}"#);
    place.write("halls/lobby/.env", "the secret");
    place.write("halls/lobby/.git/config", "the secret");
    place.write("dist/secret.txt", "the secret");
    let server = place.serve();
    for base in ["/h/lobby/files/", "/app/", "/static/", "/h/", "/embed/", "/"] {
        for way in [
            "../secret.txt",
            "../../secret.txt",
            "../../../../../../../../etc/passwd",
            "..%2fsecret.txt",
            "..%2f..%2fsecret.txt",
            "%2e%2e/secret.txt",
            "%2e%2e%2fsecret.txt",
            "..%5csecret.txt",
            "..\\secret.txt",
            "pictures/../../secret.txt",
            "pictures/..%2f..%2fsecret.txt",
            "./hall.json",
            "%2fetc%2fpasswd",
            "/etc/passwd",
            "hall.json%00",
            "hall.json%00.png",
            ".env",
            "%2eenv",
            ".git/config",
            "pictures",
            "pictures/",
            "",
            "C:/secret.txt",
            "%ff%fe",
            "%",
            "%zz",
            "lobby.glb/x",
            "../other/hall.json",
        ] {
            let path = format!("{base}{way}");
            if ["/", "//", "/h/lobby"].contains(&path.as_str()) {
                continue;
            }
            let reply = ask(server.address, "GET", &path, &[]);
            // A slash behind a slug is only taken off again.
            let is_harmless = reply.status == 308 && reply.header("location") == path.trim_end_matches('/');
            assert!([400, 404].contains(&reply.status) || is_harmless, "{path} is answered {}", reply.status);
            let text = reply.text();
            assert!(!text.contains("the secret") && !text.contains("root:"), "{path} leaks");
        }
    }
    assert_eq!(server.fetch("/h/lobby/files/hall.json", &[]).status, 200, "the good way is open");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_outside() {
    use std::os::unix::fs::symlink;
    let place = Place::with_lobby();
    let secret = place.write("secret.txt", "the secret");
    place.write("dist/secret.txt", "the secret");
    symlink(&secret, place.path("halls/lobby/link.txt")).expect("links can be made");
    symlink(place.path(""), place.path("halls/lobby/folder")).expect("links can be made");
    symlink(place.path("dist/secret.txt"), place.path("dist/app/link.txt")).expect("links can be made");
    symlink(place.path("halls/lobby"), place.path("halls/lobby/loop")).expect("links can be made");
    place.write("halls/lobby/inside.txt", "fine");
    symlink(place.path("halls/lobby/inside.txt"), place.path("halls/lobby/near.txt")).expect("links can be made");
    let server = place.serve();
    for path in ["/h/lobby/files/link.txt", "/h/lobby/files/folder/secret.txt", "/app/link.txt"] {
        assert_eq!(server.fetch(path, &[]).status, 404, "{path}");
    }
    assert_eq!(server.fetch("/h/lobby/files/near.txt", &[]).text(), "fine");
    let page = server.browse("/h/lobby").text();
    assert!(!page.contains("link.txt") && !page.contains("loop/"), "the page does not offer what it will not send");
}

#[test]
fn what_a_hall_brought_cannot_run() {
    let place = Place::with_lobby();
    let server = place.serve();
    for name in [
        "a.html", "a.svg", "a.pdf", "a.js", "a.mjs", "a.css", "a.xhtml", "a.xml", "a.swf", "a.exe", "noending",
        "a.wasm",
    ] {
        place.write(&format!("halls/lobby/{name}"), "<script>alert(1)</script>");
        let reply = server.fetch(&format!("/h/lobby/files/{name}"), &[]);
        assert_eq!((reply.status, reply.header("content-disposition")), (200, "attachment"), "{name}");
        assert_eq!(reply.header("content-security-policy"), "sandbox; default-src 'none'", "{name}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{name}");
        let kind = reply.header("content-type");
        assert!(!kind.contains("javascript") && !kind.contains("css"), "{name} would run from our origin: {kind}");
    }
    place.write("halls/lobby/ok.png", PNG);
    let picture = server.fetch("/h/lobby/files/ok.png", &[]);
    assert_eq!(picture.header("content-disposition"), "");
    assert_eq!(picture.header("content-security-policy"), "sandbox; default-src 'none'");
}

#[test]
fn a_manifest_cannot_name_files_outside() {
    let place = Place::with_lobby();
    place.write("halls/secret.png", PNG);
    let manifest = r#"{"version": 1, "title": "甲", "scenes": ["../secret.png"], "poster": "../secret.png"}"#;
    place.write("halls/sly/hall.json", manifest);
    let server = place.serve();
    assert_eq!(server.browse("/h/sly").status, 500);
    place.write("halls/sly/hall.json", manifest.replace("[\"../secret.png\"]", "[]"));
    for path in ["/", "/h/sly", "/h/sly/catalogue"] {
        assert!(!server.browse(path).text().contains("secret"), "{path}");
    }
}
