//! The 2D reading of a hall, and the pages and envelopes of errors.

use crate::client::ask;
use crate::fixture::Place;

#[test]
fn the_catalogue_is_complete_and_needs_no_script() {
    let place = Place::with_lobby();
    let server = place.serve();
    let page = server.browse("/h/lobby/catalogue");
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    let text = page.text();
    assert!(!text.contains("<script"), "the catalogue has no script");
    for words in [
        "<h1>渝北展示中心</h1>",
        "六件展品。",
        "感知",
        "压力传感器",
        "量程 25 MPa。",
        "<p>第一段。</p>",
        "<p>第二段 &lt;b&gt;不是标签&lt;/b&gt;。</p>",
        "alt=\"银色传感器\"",
        "href=\"tel:02367801234\"",
        "href=\"mailto:a@example.cn\"",
        "市场部",
        "nowhere.mp4 · 文件缺失",
        "机械臂",
        "可选外观 · <bdi>哑光银</bdi> · <bdi>&lt;i&gt;蓝&lt;/i&gt;</bdi>",
        "屏幕播放",
        "aria-label=\"航拍园区\"",
        "宣传片 · 航拍园区",
        "<track kind=\"captions\" srclang=\"zh-CN\" src=\"/h/lobby/files/film.vtt",
        "<source media=\"(prefers-reduced-motion: reduce)\" srcset=\"/h/lobby/files/pictures/poster.png",
        "速览",
        "入口",
        "欢迎光临。",
        "<a href=\"#exhibit-arm\">机械臂</a>",
        "最后一站。",
        "开放日",
        "2026 年 12 月 1 日 14:00",
        "CC-BY-4.0",
        "文字由人工智能辅助。",
        "href=\"/h/lobby\"",
    ] {
        assert!(text.contains(words), "{words} is missing");
    }
    assert!(text.contains("id=\"exhibit-arm\""), "links within the page arrive");
    assert!(!text.contains("javascript:"), "an address is only linked when it is one of the web");
}

#[test]
fn every_language_has_the_whole_catalogue() {
    let place = Place::with_lobby();
    let server = place.serve();
    let text = server.browse("/h/lobby/catalogue?lang=en").text();
    for words in
        ["<html lang=\"en\">", "Pressure sensor", "Quick tour", "1 December 2026, 14:00", "Texts drafted with AI."]
    {
        assert!(text.contains(words), "{words} is missing");
    }
    assert!(text.contains("<p lang=\"zh-CN\">第一段。</p>"), "words in another language say in which");
}

#[test]
fn pictures_of_the_catalogue_are_there() {
    let place = Place::with_lobby();
    let server = place.serve();
    let text = server.browse("/h/lobby/catalogue").text();
    let pictures: Vec<&str> = text.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(pictures.len() >= 3, "the mark, the poster and the sensor");
    for picture in pictures {
        assert_eq!(server.fetch(picture, &[]).status, 200, "{picture}");
    }
    let styles: Vec<&str> =
        text.split("<link rel=\"stylesheet\" href=\"").skip(1).filter_map(|r| r.split('"').next()).collect();
    assert_eq!(styles.len(), 1);
    let style = server.fetch(styles[0], &[]);
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(style.header("cache-control").contains("immutable"));
    assert!(style.text().contains("--color-accent"), "the shared tokens are in it");
}

#[test]
fn readers_get_pages_and_programs_get_envelopes() {
    let place = Place::with_lobby();
    let server = place.serve();
    for (path, status, code) in [
        ("/nothing", 404, "not-found"),
        ("/h/nobody", 404, "no-such-hall"),
        ("/h/lobby/files/nothing.png", 404, "not-found"),
    ] {
        let page = server.browse(path);
        assert_eq!((page.status, page.header("content-type")), (status, "text/html; charset=utf-8"), "{path}");
        assert!(page.text().contains("lang=\"en\""), "both languages are on the page");
        assert!(page.text().contains(code), "{path}");
        let envelope = server.fetch(path, &[("Accept", "application/json")]);
        assert_eq!((envelope.status, envelope.header("content-type")), (status, "application/json"), "{path}");
        let error = &envelope.json()["error"];
        assert_eq!(error["code"], code, "{path}");
        assert!(error["detail"].is_string() && error["hint"].is_string());
        assert_eq!(envelope.header("cache-control"), "no-store");
    }
}

#[test]
fn nothing_can_be_sent() {
    let place = Place::with_lobby();
    let server = place.serve();
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        for path in ["/", "/h/lobby", "/h/lobby/files/hall.json", "/healthz"] {
            let reply = ask(server.address, method, path, &[("Content-Length", "0")]);
            assert_eq!(reply.status, 405, "{method} {path}");
            assert_eq!(reply.header("allow"), "GET, HEAD");
            assert_eq!(reply.json()["error"]["code"], "method-not-allowed");
        }
    }
}

#[test]
fn health_counts() {
    let place = Place::with_lobby();
    let server = place.serve();
    let health = server.fetch("/healthz", &[]).json();
    assert_eq!((&health["status"], &health["halls"], &health["viewer_built"]), (&"ok".into(), &1.into(), &true.into()));
}
