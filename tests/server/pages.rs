//! The list of halls, the hall page and the embed, as a browser gets them.

use crate::client::ask;
use crate::fixture::{Place, glb};

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// The JSON block of a hall page.
pub fn config(page: &str) -> serde_json::Value {
    let begin = page.find(r#"<script id="hall-config" type="application/json">"#).expect("the page has its config");
    let rest = &page[begin..];
    let json = &rest[rest.find('>').expect("a tag ends") + 1..rest.find("</script>").expect("a script ends")];
    serde_json::from_str(json).expect("the config is JSON")
}

/// Nothing in a page may run or style without a file: the policy would refuse it.
#[track_caller]
fn assert_nothing_inline(page: &str) {
    for script in page.split("<script").skip(1) {
        let tag = &script[..script.find('>').expect("a tag ends")];
        assert!(tag.contains(" src=") || tag.contains("application/json"), "inline script: {tag}");
    }
    for word in ["<style", " style=\"", " onload=", " onclick=", " onerror=", "javascript:"] {
        assert!(!page.contains(word), "{word} in the page");
    }
}

#[test]
fn the_list_shows_every_hall_that_works_with_its_picture() {
    let place = Place::with_lobby();
    place.write("halls/Car Parts (2).glb", glb());
    place.write("halls/broken/hall.json", "{");
    let server = place.serve();
    let page = server.browse("/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    for words in ["<html lang=\"zh-CN\">", "渝北展示中心", "六件展品。", "制造产业园", "2 件展品", "Car Parts (2)"]
    {
        assert!(text.contains(words), "{words} is missing");
    }
    for link in ["/h/lobby", "/h/lobby/catalogue", "/h/car-parts-2"] {
        assert!(text.contains(&format!("href=\"{link}\"")), "{link} is not linked");
        assert_eq!(server.browse(link).status, 200, "{link}");
    }
    assert!(!text.contains("broken"), "a broken hall is none of a visitor's business");
    let picture = text.split("<img src=\"").find_map(|rest| rest.strip_prefix("/h/lobby")?.split('"').next());
    let picture = server.fetch(&format!("/h/lobby{}", picture.expect("the card has a picture")), &[]);
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert_nothing_inline(&text);
}

#[test]
fn the_language_is_the_visitors() {
    let place = Place::with_lobby();
    let server = place.serve();
    let title = |path: &str, accept: &str| {
        let text = ask(server.address, "GET", path, &[("Accept-Language", accept)]).text();
        (text.contains("<html lang=\"en\">"), text.contains("Yubei Hall"), text.contains("渝北展示中心"))
    };
    let (english, chinese) = ((true, true, false), (false, false, true));
    assert_eq!(title("/", "en-US,en;q=0.9,zh;q=0.5"), english);
    assert_eq!(title("/", "de,zh-TW;q=0.7,en;q=0.3"), chinese);
    assert_eq!(title("/", "fr"), chinese, "the server's own language when there is no common one");
    assert_eq!(title("/?lang=en", "zh-CN"), english, "the address goes before the browser");
    assert_eq!(title("/?lang=xx", "en"), english, "what we do not speak is no choice");
    let page = server.fetch("/?lang=en", &[]).text();
    assert!(page.contains("href=\"/h/lobby?lang=en\""), "links keep the chosen language");
    assert!(server.fetch("/", &[]).header("vary").contains("Accept-Language"));
    let english_server = place.serve_with(&[("lang", "en")]);
    assert!(english_server.fetch("/", &[]).text().contains("<html lang=\"en\">"));
}

#[test]
fn the_hall_page_has_everything_before_any_script() {
    let place = Place::with_lobby();
    let server = place.serve_with(&[("public-url", "https://hall.example.cn")]);
    let page = server.browse("/h/lobby");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-security-policy"), POLICY);
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "strict-origin-when-cross-origin");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    let permissions = page.header("permissions-policy");
    for permission in ["xr-spatial-tracking=(self)", "gyroscope=(self)", "accelerometer=(self)", "fullscreen=(self)"] {
        assert!(permissions.contains(permission), "{permission} is not granted: {permissions}");
    }
    let text = page.text();
    for words in [
        "<html lang=\"zh-CN\">",
        "<title>渝北展示中心",
        "viewport-fit=cover",
        "<meta name=\"description\" content=\"六件展品。\">",
        "<meta property=\"og:title\" content=\"渝北展示中心\">",
        "content=\"https://hall.example.cn/h/lobby/files/pictures/poster.png?v=",
        "<meta name=\"theme-color\"",
        "<link rel=\"modulepreload\" href=\"/app/visit-0123abcd.js\">",
        "<link rel=\"stylesheet\" href=\"/app/visit-0123abcd.css\">",
        "<script type=\"module\" src=\"/app/visit-0123abcd.js\">",
        "<noscript>",
    ] {
        assert!(text.contains(words), "{words} is missing");
    }
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing"));
    let body = at("<body>");
    let catalogue = body + text[body..].find("href=\"/h/lobby/catalogue\"").expect("the text version is linked");
    assert!(catalogue < at("<div id=\"app\">"), "the text version comes before anything else");
    assert!(at("<img id=\"poster\"") < at("<script type=\"module\""), "the poster comes before the script");
    assert_nothing_inline(&text);
}

#[test]
fn the_config_names_every_file_under_an_address_that_may_be_kept() {
    let place = Place::with_lobby();
    place.write("halls/lobby/.secret", "no");
    place.write("halls/lobby/lobby.glb.br", "smaller");
    let server = place.serve();
    let config = config(&server.browse("/h/lobby").text());
    assert_eq!(config["slug"], "lobby");
    assert_eq!(config["lang"], "zh-CN");
    assert_eq!(config["embed"], false);
    assert_eq!(config["entry"], "hall.json");
    assert_eq!(config["title"], "渝北展示中心");
    assert_eq!(config["engines"]["webgl2"]["wasm"], "/app/yunzhan_webgl2-1.wasm");
    let files = config["files"].as_object().expect("files are listed");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let films = ["film-en.vtt", "film.vtt", "film.webm"];
    let others = ["hall.json", "lobby.glb", "loop.gif", "pictures/poster.png", "pictures/传感器 1.png"];
    assert_eq!(names, [&films[..], &others[..]].concat());
    for (name, file) in files {
        let url = file["url"].as_str().expect("a file has an address");
        assert!(url.is_ascii() && !url.contains(' '), "{url} can stand in a header");
        let reply = server.fetch(url, &[]);
        assert_eq!(reply.status, 200, "{name}");
        assert_eq!(reply.body.len() as u64, file["size_bytes"].as_u64().expect("a file has a size"), "{name}");
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable", "{name}");
    }
    assert_eq!(config["poster"], files["pictures/poster.png"]["url"]);
}

#[test]
fn words_of_a_manifest_cannot_break_out_of_the_page() {
    let place = Place::with_lobby();
    let nasty = r#"</script><script src=/h/lobby/files/x.js></script><img src=x onerror="alert(1)">"#;
    let manifest = serde_json::json!({"version": 1, "title": nasty, "summary": nasty, "scenes": ["lobby.glb"]});
    place.write("halls/lobby/hall.json", manifest.to_string());
    let server = place.serve();
    for path in ["/", "/h/lobby", "/embed/lobby", "/h/lobby/catalogue"] {
        let text = server.browse(path).text();
        assert!(!text.contains("<script src=/h/"), "{path} lets a script in");
        assert!(!text.contains("<img src=x"), "{path} lets a tag in");
    }
    assert_eq!(config(&server.browse("/h/lobby").text())["title"], nasty, "the script still gets the true words");
}

#[test]
fn an_embed_is_the_same_hall_without_our_header() {
    let place = Place::with_lobby();
    let origins = "'self',https://www.example.gov.cn";
    let server = place.serve_with(&[("frame-ancestors", origins)]);
    let (page, embed) = (server.browse("/h/lobby"), server.browse("/embed/lobby"));
    assert_eq!(embed.status, 200);
    let policy = POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'self' https://www.example.gov.cn");
    assert_eq!(embed.header("content-security-policy"), policy);
    assert_eq!(embed.header("cross-origin-opener-policy"), "", "a frame is not cut off from its window");
    assert_eq!(embed.header("x-frame-options"), "");
    assert!(page.text().contains("<nav class=\"bar\">") && !embed.text().contains("<nav"));
    assert_eq!(config(&embed.text())["embed"], true);
    assert_eq!(config(&embed.text())["files"], config(&page.text())["files"]);
    assert!(embed.text().contains("href=\"/h/lobby/catalogue\""));
    assert_nothing_inline(&embed.text());
    assert!(
        server
            .browse("/h/lobby/catalogue")
            .header("content-security-policy")
            .ends_with("'self' https://www.example.gov.cn")
    );
}

#[test]
fn a_bare_glb_is_a_hall() {
    let place = Place::with_lobby();
    place.write("halls/渝北 样板间.glb", glb());
    place.write("halls/private.txt", "not a hall");
    let server = place.serve();
    let page = server.browse("/h/%E6%B8%9D%E5%8C%97-%E6%A0%B7%E6%9D%BF%E9%97%B4");
    assert_eq!(page.status, 200);
    let config = config(&page.text());
    assert_eq!((&config["entry"], &config["title"]), (&"渝北 样板间.glb".into(), &"渝北 样板间".into()));
    let files = config["files"].as_object().expect("files are listed");
    assert_eq!(files.len(), 1, "its neighbours are not its own");
    let url = files["渝北 样板间.glb"]["url"].as_str().expect("it has an address");
    assert_eq!(server.fetch(url, &[]).body, glb());
    let neighbour = url.split("/files/").next().expect("addresses have parts").to_owned() + "/files/private.txt";
    assert_eq!(server.fetch(&neighbour, &[]).status, 404);
}

#[test]
fn a_broken_hall_says_why_and_takes_nothing_down() {
    let place = Place::with_lobby();
    place.write("halls/typo/hall.json", r#"{"version": 1, "title": "甲", "scenes": "room.glb"}"#);
    place.write("halls/empty/hall.json", r#"{"version": 1, "title": "乙", "scenes": ["room.glb"]}"#);
    let server = place.serve();
    for (slug, words) in [("typo", "scenes"), ("empty", "room.glb")] {
        for path in [format!("/h/{slug}"), format!("/embed/{slug}"), format!("/h/{slug}/catalogue")] {
            let page = server.browse(&path);
            assert_eq!(page.status, 500, "{path}");
            let text = page.text();
            assert!(text.contains("这个展厅暂时无法展示") && text.contains("This hall cannot be shown"), "{path}");
            assert!(text.contains(words), "{path} does not say what is wrong: {text}");
            assert!(!text.contains(&place.path("").display().to_string()), "{path} tells where we keep files");
        }
    }
    assert_eq!(server.browse("/h/lobby").status, 200);
    assert_eq!(server.fetch("/healthz", &[]).json()["broken_halls"], 2);
}

#[test]
fn what_changes_in_the_folder_is_seen_at_the_next_request() {
    let place = Place::with_lobby();
    let server = place.serve();
    let first = config(&server.browse("/h/lobby").text());
    place.write("halls/lobby/hall.json", r#"{"version": 1, "title": "新的名字", "scenes": ["lobby.glb"]}"#);
    place.write("halls/added.glb", glb());
    let second = config(&server.browse("/h/lobby").text());
    assert_eq!(second["title"], "新的名字");
    assert_ne!(first["files"]["hall.json"]["url"], second["files"]["hall.json"]["url"]);
    assert_eq!(first["files"]["lobby.glb"]["url"], second["files"]["lobby.glb"]["url"]);
    assert!(server.browse("/").text().contains("href=\"/h/added\""));
    std::fs::remove_dir_all(place.path("halls/lobby")).expect("folders can be removed");
    assert_eq!(server.browse("/h/lobby").status, 404);
}

#[test]
fn without_a_build_the_page_says_so_and_the_text_version_works() {
    let place = Place::with_lobby();
    std::fs::remove_dir_all(place.path("dist")).expect("folders can be removed");
    let server = place.serve();
    let page = server.browse("/h/lobby");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("cargo xtask build"));
    assert_eq!(server.browse("/h/lobby/catalogue").status, 200);
}
