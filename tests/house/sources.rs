//! Sources: paths that reach into a world or a room they may not know, and the length of files and functions.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::manifests::WORLDS;
use crate::{expect_none, expect_one, rooms, texts_below};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 60;

/// Endings of the files that people write as code.
const CODE: [&str; 7] = [".rs", ".wgsl", ".ts", ".vue", ".css", ".js", ".mjs"];

/// A path as written, `use` groups opened: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
type Segments = Vec<String>;

/// Everything in a file that a rule looks at.
#[derive(Default)]
struct Source {
    paths: Vec<Segments>,
    /// Names of modules declared here.
    modules: Vec<String>,
    functions: Vec<Function>,
}

struct Function {
    name: String,
    first_line: usize,
    body_line: usize,
    last_line: usize,
}

fn parse(file: &str, text: &str) -> Source {
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file} is not Rust: {error}"));
    let mut source = Source::default();
    source.read(tokens, &[]);
    source
}

impl Source {
    fn read(&mut self, tokens: TokenStream, prefix: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(word) if word == "mod" => {
                    self.modules.extend(tokens.get(at + 1).map(ToString::to_string));
                    at += 1;
                }
                TokenTree::Ident(word) if word == "fn" => {
                    self.functions.extend(function(&tokens[at..]));
                    at += 1;
                }
                TokenTree::Ident(_) => at = self.read_path(&tokens, at, prefix),
                TokenTree::Group(group) => {
                    self.read(group.stream(), &[]);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads `a::b::c` or `a::{…}` from an identifier on; gives where it ends.
    fn read_path(&mut self, tokens: &[TokenTree], mut at: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        segments.push(tokens[at].to_string());
        at += 1;
        while is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1)) {
            match tokens.get(at + 2) {
                Some(TokenTree::Ident(segment)) => segments.push(segment.to_string()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.read(group.stream(), &segments);
                    return at + 3;
                }
                _ => break,
            }
            at += 3;
        }
        self.paths.push(segments);
        at
    }

    /// Does a name mean something of this file's own: a module, or something imported under that name?
    fn is_own(&self, name: &str) -> bool {
        let is_imported = |path: &Segments| path.len() > 1 && path.last().is_some_and(|last| last == name);
        self.modules.iter().any(|module| module == name) || self.paths.iter().any(is_imported)
    }
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
}

/// Reads `fn name … { … }`; nothing for a type like `fn(u8)` or a declaration without a body.
fn function(tokens: &[TokenTree]) -> Option<Function> {
    let TokenTree::Ident(name) = tokens.get(1)? else { return None };
    for token in &tokens[2..] {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ';' => return None,
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                return Some(Function {
                    name: name.to_string(),
                    first_line: tokens[0].span().start().line,
                    body_line: body.span_open().start().line,
                    last_line: body.span_close().end().line,
                });
            }
            _ => {}
        }
    }
    None
}

/// Complaints about paths that break the import law where the manifest alone doesn't show it: a world reached through
/// another room's re-export, or a room that is not this one's to know.
fn path_complaints(room: &str, all_rooms: &[String], file: &str, text: &str) -> Vec<String> {
    let source = parse(file, text);
    let mut complaints: Vec<String> = source
        .paths
        .iter()
        .filter_map(|path| {
            let root = path[0].as_str();
            if ["crate", "self", "super", "Self"].contains(&root) {
                return None;
            }
            let (segment, homes) = path.iter().enumerate().find_map(|(index, segment)| {
                let (_, homes) = WORLDS.iter().find(|(world, _)| world.replace('-', "_") == *segment)?;
                let is_ours = index == 0 && source.is_own(segment)
                // hall's own module is named for what it reads.
                || index == 1 && root == "hall" && segment == "gltf"
                // wgpu hands out the browser's types it draws on.
                || index == 1 && root == "wgpu" && room == "render"
                || path.len() == 1;
                (!is_ours && !homes.contains(&room)).then_some((segment, homes))
            })?;
            Some(format!("{file}: `{}` reaches {segment}, which only {homes:?} may know", path.join("::")))
        })
        .collect();
    if room == "xtask" {
        let is_room = |path: &&Segments| {
            path.len() > 1 && path[0] != room && all_rooms.contains(&path[0]) && !source.is_own(&path[0])
        };
        complaints.extend(
            source
                .paths
                .iter()
                .filter(is_room)
                .map(|path| format!("{file}: `{}`: xtask knows no room", path.join("::"))),
        );
    }
    complaints
}

/// May this be longer? Its first line says so and why: `// Long: one arm for each of the 40 messages.`
fn is_excused(line: Option<&str>) -> bool {
    line.is_some_and(|line| line.trim_start().starts_with("//") && line.to_lowercase().contains("long"))
}

fn length_complaints(file: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut complaints = Vec::new();
    if lines.len() > FILE_LINES_MAX && !is_excused(lines.first().copied()) {
        complaints.push(format!("{file}: {} lines; {FILE_LINES_MAX} is much, or the first says why", lines.len()));
    }
    if file.ends_with(".rs") {
        for Function { name, first_line, body_line, last_line } in parse(file, text).functions {
            let length = last_line + 1 - first_line;
            if length > FUNCTION_LINES_MAX && !is_excused(lines.get(body_line).copied()) {
                complaints
                    .push(format!("{file}:{first_line}: `{name}` has {length} lines; {FUNCTION_LINES_MAX} is much"));
            }
        }
    }
    complaints
}

#[test]
fn no_path_reaches_where_it_may_not() {
    let rooms = rooms();
    let complaints = rooms.iter().flat_map(|room| {
        let sources = texts_below(&format!("src/{room}"), &[".rs"]);
        sources.into_iter().flat_map(|(file, text)| path_complaints(room, &rooms, &file, &text)).collect::<Vec<_>>()
    });
    expect_none(complaints.collect());
}

#[test]
fn files_and_functions_are_short() {
    let sources = ["src", "tests", "shaders", "web"].into_iter().flat_map(|folder| texts_below(folder, &CODE));
    expect_none(sources.flat_map(|(file, text)| length_complaints(&file, &text)).collect());
}

fn complaints_in(room: &str, text: &str) -> Vec<String> {
    path_complaints(room, &["hall".into(), "viewer".into()], "x.rs", text)
}

#[test]
fn a_world_behind_another_rooms_back_is_found() {
    expect_one(&complaints_in("viewer", "use render::wgpu::Device;"), "reaches wgpu");
    expect_one(&complaints_in("viewer", "use render::{Frame, wgpu::{self as gpu, Device}};")[..1], "reaches wgpu");
    expect_one(&complaints_in("viewer", "fn f(device: &render::wgpu::Device) {}"), "reaches wgpu");
    expect_one(&complaints_in("render", "fn f() { web_sys::window(); }"), "reaches web_sys");
    expect_one(&complaints_in("kit", "fn f() { let x = gltf::Gltf::open(1); }"), "reaches gltf");
    expect_one(&complaints_in("viewer", "macro_rules! m { () => { wgpu::Color::RED }; }"), "reaches wgpu");
    expect_one(&complaints_in("xtask", "use hall::Scene;"), "xtask knows no room");
}

#[test]
fn what_is_ones_own_is_not_taken_for_a_world() {
    expect_none(complaints_in(
        "viewer",
        "use hall::gltf; fn f() { gltf::Document::open(b); hall::gltf::write_glb(s); }",
    ));
    expect_none(complaints_in("hall", "mod gltf; use crate::gltf::x; fn f() { gltf::json(); }"));
    expect_none(complaints_in("render", "use wgpu::web_sys::HtmlCanvasElement;"));
    expect_none(complaints_in(
        "kit",
        "/// `wgpu::Color` is not named here.\nfn tower() { let s = \"axum::Router\"; s.tower(1); }",
    ));
}

#[test]
fn long_files_and_functions_are_found_and_can_be_excused() {
    let long = format!("fn f() {{\n{}}}\n", "    g();\n".repeat(FUNCTION_LINES_MAX));
    expect_one(&length_complaints("x.rs", &long), "`f` has 62 lines");
    expect_none(length_complaints("x.rs", &long.replace("{\n    g", "{\n    // Long: one call for each.\n    g")));
    expect_none(length_complaints("x.rs", "trait T { fn f(); fn g() {} }\ntype F = fn(u8);"));
    let file = "// a line\n".repeat(FILE_LINES_MAX + 1);
    expect_one(&length_complaints("x.wgsl", &file), "401 lines");
    expect_none(length_complaints("x.wgsl", &format!("// Long because it is a table.\n{file}")));
}
