//! Pages: who imports whom in `web/`, and that nothing is fetched from somebody else's server.

use proc_macro2::{TokenStream, TokenTree};

use crate::{expect_none, expect_one, texts_below};

/// Endings of files that a browser gets, or that make them.
const WEB: [&str; 7] = [".ts", ".vue", ".js", ".mjs", ".css", ".html", ".svg"];

/// Hosts that may be named, for nothing is fetched from them: names of XML and JSON vocabularies, and this machine.
const HARMLESS_HOSTS: [&str; 6] = ["www.w3.org", "schema.org", "json-schema.org", "localhost", "127.0.0.1", "[::1]"];

/// What a module imports: the texts after `from`, `import` and in `import(…)`, `@import`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['"', '\'']) {
        let before = text[..at].trim_end_matches(['(', ' ']);
        let quote = &text[at..=at];
        let Some(length) = text[at + 1..].find(quote) else { continue };
        let is_word = |word: &str| {
            before
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
        };
        if is_word("from") || is_word("import") {
            found.push(text[at + 1..at + 1 + length].to_string());
        }
    }
    found
}

/// Where a relative import leads, from the root: `web/embed/a/b.ts` + `../../visit/x` = `web/visit/x`.
fn resolve(file: &str, import: &str) -> String {
    let mut place: Vec<&str> = file.split('/').collect();
    place.pop();
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => drop(place.pop()),
            step => place.push(step),
        }
    }
    place.join("/")
}

fn import_complaints(file: &str, text: &str) -> Vec<String> {
    let forbidden = |import: &str| -> Option<&'static str> {
        let packages = ["visit", "studio", "embed"];
        let is_relative = import.starts_with('.');
        let target =
            if is_relative { resolve(file, import) } else { format!("web/{}", import.trim_start_matches("@yunzhan/")) };
        let is_in =
            |package: &&str| target.starts_with(&format!("web/{package}/")) || target == format!("web/{package}");
        let target = packages.iter().find(|package| is_in(package));
        match file.split('/').nth(1)? {
            "embed" if is_relative && target != Some(&"embed") => Some("embed imports nothing of ours"),
            "embed" if target.is_some_and(|package| *package != "embed") => Some("embed imports nothing of ours"),
            "studio" if target == Some(&"visit") => Some("studio uses the element, as any other page would"),
            "visit" if target == Some(&"studio") => Some("visitors never load the desk"),
            _ => None,
        }
    };
    let complaint = |import: String| forbidden(&import).map(|why| format!("{file} imports {import}: {why}"));
    imports(text).into_iter().filter_map(complaint).collect()
}

/// The hosts that a text names with their scheme and that somebody else owns.
fn foreign_hosts(text: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    for scheme in ["http://", "https://", "ws://", "wss://"] {
        for (at, _) in text.match_indices(scheme) {
            let rest = &text[at + scheme.len()..];
            let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-._[]:".contains(letter));
            let host = &rest[..end.unwrap_or(rest.len())];
            let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or(host) };
            // In a pattern or a template the host is not written out.
            if name.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '[') && !is_harmless(name) {
                hosts.push(host.to_string());
            }
        }
    }
    hosts
}

fn is_harmless(host: &str) -> bool {
    // Of the names reserved for examples, and what is made up beside them (www.example.gov.cn).
    let is_example = host.split('.').any(|label| ["example", "test", "invalid"].contains(&label));
    is_example || HARMLESS_HOSTS.iter().any(|harmless| host.starts_with(harmless))
}

/// A line without its comment; good enough for code that rustfmt and people wrote.
fn without_comment(line: &str) -> &str {
    let start = line.trim_start();
    if ["//", "*", "/*", "<!--"].iter().any(|mark| start.starts_with(mark)) {
        return "";
    }
    line.split(" // ").next().unwrap_or(line)
}

fn origin_complaints(file: &str, text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().map(without_comment).collect();
    let complaint = |host| format!("{file} names {host}: no request of a page leaves the server's own origin");
    foreign_hosts(&code.join("\n")).into_iter().map(complaint).collect()
}

/// The string literals of Rust code: the pages that the server writes are in them.
fn literals(tokens: TokenStream) -> Vec<String> {
    let of = |token| match token {
        TokenTree::Literal(literal) => vec![literal.to_string()],
        TokenTree::Group(group) => literals(group.stream()),
        _ => Vec::new(),
    };
    tokens.into_iter().flat_map(of).collect()
}

/// Rust with its documentation taken out, so that it may cite what it follows.
fn undocumented(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn web_packages_import_as_they_may() {
    expect_none(texts_below("web", &WEB).iter().flat_map(|(file, text)| import_complaints(file, text)).collect());
}

#[test]
fn no_page_asks_a_foreign_server() {
    let web = texts_below("web", &WEB).into_iter().chain(texts_below("src/server", &[".css", ".js", ".html", ".svg"]));
    let mut complaints: Vec<String> = web.flat_map(|(file, text)| origin_complaints(&file, &text)).collect();
    for (file, text) in texts_below("src/server", &[".rs"]) {
        let tokens: TokenStream = undocumented(&text).parse().expect("the server is Rust");
        complaints.extend(origin_complaints(&file, &literals(tokens).join("\n")));
    }
    expect_none(complaints);
}

#[test]
fn imports_across_packages_are_found() {
    expect_one(&import_complaints("web/embed/a/x.ts", "import { y } from \"../../visit/y\";"), "nothing of ours");
    expect_one(&import_complaints("web/embed/x.ts", "export * from 'visit';"), "nothing of ours");
    expect_one(&import_complaints("web/studio/x.vue", "const y = await import('../visit/y')"), "the element");
    expect_one(&import_complaints("web/studio/x.ts", "import \"@yunzhan/visit/hall\""), "the element");
    expect_none(import_complaints(
        "web/embed/x.ts",
        "import { y } from \"./y\"; import z from 'lit'; say('from', \"visit\");",
    ));
    expect_none(import_complaints("web/visit/x.ts", "import { createApp } from \"vue\"; import \"./visit.css\";"));
}

#[test]
fn foreign_servers_are_found() {
    expect_one(&origin_complaints("x.css", "@import url(https://fonts.somewhere.net/css?x);"), "fonts.somewhere.net");
    expect_one(&origin_complaints("x.ts", "  void fetch(\"http://count.me:8080/\");"), "count.me:8080");
    expect_one(&origin_complaints("x.html", "<script src='https://cdn.org/vue.js'></script>"), "cdn.org");
    let tokens: TokenStream =
        "fn page() -> &'static str { html!(r#\"<img src='https://a.b/c.png'>\"#) }".parse().expect("Rust");
    expect_one(&origin_complaints("x.rs", &literals(tokens).join("\n")), "a.b");
    expect_none(origin_complaints("x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n// see https://spec.org\n"));
    expect_none(origin_complaints("x.rs", "\"http://{address}/\" \"http://127.0.0.1:8080\" \"https://park.example\""));
}
