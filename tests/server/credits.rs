//! Who made the models of a hall is said on its pages, in the reader's language, and whatever it says is only text.

use crate::fixture::{Place, glb, glb_saying};

/// As a file may have them, and worse.
fn saying() -> serde_json::Value {
    serde_json::json!({
        "asset": {"version": "2.0", "copyright": "© 2026 园区", "extensions": {"KHR_xmp_json_ld": {"packet": 0}}},
        "extensionsUsed": ["KHR_xmp_json_ld"],
        "extensions": {"KHR_xmp_json_ld": {"packets": [{
            "dc:title": {"rdf:_1": {"@language": "zh-CN", "@value": "齿轮"}, "rdf:_2": {"@language": "en-GB", "@value": "Gear"}},
            "dc:creator": {"@list": ["</script><script>alert(1)</script>", "\u{202e}Eve"]},
            "dc:rights": {"@language": "de", "@value": "Alle Rechte"},
            "dc:source": "https://example.com/?a=\"><img src=x onerror=alert(1)>",
            "dc:license": "javascript:alert(2)",
            "xmpRights:UsageTerms": "CC-BY-4.0",
        }]}},
    })
}

fn place() -> Place {
    let place = Place::with_lobby();
    place.write("halls/lobby/lobby.glb", glb_saying(saying()));
    place
}

#[test]
fn the_catalogue_names_makers_and_terms() {
    let place = place();
    let server = place.serve();
    let text = server.browse("/h/lobby/catalogue").text();
    for words in [
        "<h3><bdi>lobby.glb</bdi></h3>",
        "<dt>名称</dt><dd><bdi>齿轮</bdi></dd>",
        "<bdi>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>",
        "<bdi>Eve</bdi>",
        "<dt>权利</dt><dd><bdi lang=\"de\">Alle Rechte</bdi></dd>",
        "© 2026 园区",
        "<bdi>CC-BY-4.0</bdi>",
        "<dd><bdi>javascript:alert(2)</bdi></dd>",
        "<a href=\"https://example.com/?a=&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\" rel=\"noopener external nofollow\">",
        "href=\"#licences\"",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(!text.contains("<script") && !text.contains("<img src=x"), "what a file says is text");
    assert!(!text.contains("Gear"), "one language is enough");
    let english = server.browse("/h/lobby/catalogue?lang=en").text();
    assert!(english.contains("<dt>Title</dt><dd><bdi lang=\"en-GB\">Gear</bdi></dd>"), "{english}");
    assert!(!english.contains("齿轮"));
}

#[test]
fn the_hall_page_gets_them_in_all_languages() {
    let place = place();
    let server = place.serve();
    let page = server.browse("/h/lobby").text();
    let config = page.split("application/json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let config: serde_json::Value = serde_json::from_str(config.expect("a config")).expect("JSON, to its end");
    let says = &config["credits"][0]["says"];
    assert_eq!(config["credits"][0]["file"], "lobby.glb");
    let is_said = |kind: &str, lang: &str, text: &str| {
        let wanted = serde_json::json!({"kind": kind, "lang": lang, "text": text});
        assert!(says.as_array().is_some_and(|says| says.contains(&wanted)), "{wanted} is missing in {says}");
    };
    is_said("title", "zh-CN", "齿轮");
    is_said("title", "en-GB", "Gear");
    is_said("creator", "", "</script><script>alert(1)</script>");
    is_said("licence", "", "CC-BY-4.0");
    is_said("rights", "de", "Alle Rechte");
    // Of each kind the script shows one language: rights in the reader's own must not hide the copyright, which has none.
    is_said("copyright", "", "© 2026 园区");
}

#[test]
fn rights_in_the_readers_language_do_not_hide_the_copyright() {
    let place = Place::with_lobby();
    let mut saying = saying();
    saying["extensions"]["KHR_xmp_json_ld"]["packets"][0]["dc:rights"] =
        serde_json::json!({"@language": "zh-CN", "@value": "保留所有权利"});
    place.write("halls/lobby/lobby.glb", glb_saying(saying));
    let server = place.serve();
    let catalogue = server.browse("/h/lobby/catalogue").text();
    let page = server.browse("/h/lobby").text();
    for (text, kind) in [("保留所有权利", "\"rights\""), ("© 2026 园区", "\"copyright\"")] {
        assert!(catalogue.contains(text), "{text} is missing in {catalogue}");
        let says = page.split("{\"kind\":").find(|says| says.contains(text));
        assert!(says.is_some_and(|says| says.starts_with(kind)), "{text} is not of {kind}: {page}");
    }
}

#[test]
fn a_changed_file_is_read_again_and_a_broken_one_says_nothing() {
    let place = place();
    let server = place.serve();
    assert!(server.browse("/h/lobby/catalogue").text().contains("齿轮"));
    place.write("halls/lobby/lobby.glb", glb());
    assert!(!server.browse("/h/lobby/catalogue").text().contains("齿轮"));
    // A header that promises more JSON than there is.
    place.write("halls/lobby/lobby.glb", b"glTF\x02\0\0\0\x20\0\0\0\xff\xff\0\0JSON{\"asset\":");
    let page = server.browse("/h/lobby/catalogue");
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("div class=\"credits\""));
}
