//! SVG: drawn into pixels, never delivered, and nothing of it is followed or run.

use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat};
use pack::texture::Tier;

use crate::media_files::{codes, delivered, error, looked, packed, refused};

fn svg(inner: &str) -> Vec<u8> {
    let head =
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 100 50'>";
    format!("<?xml version='1.0'?><!-- a plan -->{head}{inner}</svg>").into_bytes()
}

/// Red on the left, half blue in the middle, nothing on the right.
fn plan() -> Vec<u8> {
    svg(
        "<rect width='40' height='50' fill='red'/><g opacity='.5'><rect x='40' width='30' height='50' fill='#00f'/></g>",
    )
}

#[test]
fn a_drawing_becomes_pictures_of_three_sizes() {
    assert_eq!(codes(&looked("image", "a.svg", &plan())), Vec::<&str>::new());
    let (place, report) = packed("image", "a.svg", &plan()).unwrap();
    for (tier, width) in [(Tier::Phone, 1024), (Tier::Desktop, 2048), (Tier::High, 4096)] {
        let file = report.pack.media["a.svg"].of_tier(tier).unwrap();
        assert!(file.file.ends_with(".webp"), "{}", file.file);
        let bytes = std::fs::read(place.0.join("pack").join(&file.file)).unwrap();
        let image = image::load_from_memory_with_format(&bytes, ImageFormat::WebP).unwrap().to_rgba8();
        assert_eq!((image.width(), image.height()), (width, width / 2));
        let at = |x: u32| image.get_pixel(x * width / 100, width / 4).0;
        assert!(at(20)[0] > 240 && at(20)[2] < 15 && at(20)[3] == 255, "{:?}", at(20));
        assert!(at(55)[2] > 240 && (126..=129).contains(&at(55)[3]), "{:?}", at(55));
        assert_eq!(at(90)[3], 0);
    }
    assert!(!place.files().values().any(|bytes| bytes.starts_with(b"<?xml")), "the drawing itself goes nowhere");
}

#[test]
fn a_drawing_as_a_poster_stands_on_white() {
    let (bytes, ending) = delivered("poster", "a.svg", &plan());
    let image: DynamicImage = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
    let right = image.to_rgb8().get_pixel(image.width() * 9 / 10, image.height() / 2).0;
    assert!(ending == "jpg" && right.iter().all(|part| *part > 250), "{right:?}");
}

#[test]
fn declarations_of_old_programs_do_no_harm() {
    let head = "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>";
    let source = String::from_utf8(plan()).unwrap().replace("<!-- a plan -->", head);
    assert_eq!(codes(&looked("image", "a.svg", source.as_bytes())), Vec::<&str>::new());
}

/// Case 75 of the hostile ones.
#[test]
fn what_runs_or_leads_out_is_refused() {
    let cases = [
        ("<script>alert(1)</script>", "drawing-active"),
        ("<rect width='9' height='9' onload='alert(1)'/>", "drawing-active"),
        ("<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>", "drawing-active"),
        ("<use href='other.svg#a'/>", "drawing-active"),
        ("<use xlink:href='http://127.0.0.1/a.svg#a'/>", "drawing-active"),
        ("<style>@import url(http://127.0.0.1/a.css);</style>", "drawing-active"),
        ("<style>rect { fill: URL( 'http://127.0.0.1/a.svg#b' ) }</style>", "drawing-active"),
        ("<rect width='9' height='9' style='mask:url(file:///etc/passwd#a)'/>", "drawing-active"),
        ("<image href='file:///etc/passwd' width='9' height='9'/>", "drawing-picture"),
        ("<image href='data:image/png;base64,AAAA' width='9' height='9'/>", "drawing-picture"),
        ("<text x='1' y='9'>字</text>", "drawing-text"),
    ];
    for (inner, code) in cases {
        assert_eq!(refused("image", "a.svg", &svg(inner)), code, "{inner}");
    }
    let entities =
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>";
    assert_eq!(refused("image", "a.svg", entities.as_bytes()), "drawing-active");
    assert!(error(&looked("image", "a.svg", &svg("<text>a</text>"))).hint("zh-CN").contains("转曲"));
}

/// Each level uses the one before ten times; `reference` makes the reference.
fn levels(count: usize, open: &str, close: &str, reference: impl Fn(usize) -> String) -> String {
    let level = |i: usize| {
        let inner = if i == 0 { "<rect width='1' height='1'/>".into() } else { reference(i - 1).repeat(10) };
        format!("{}{inner}{close}", open.replace('#', &i.to_string()))
    };
    (0..count).map(level).collect()
}

#[test]
fn what_would_take_for_ever_to_draw_is_refused_at_once() {
    let blur = "<feGaussianBlur stdDeviation='5'/>".repeat(100);
    let sheet: String = (0..12).map(|i| format!(".c{i}{{mask:url(#m{i})}}")).collect();
    let cases = [
        ("uses of uses", levels(12, "<g id='g#'>", "</g>", |i| format!("<use href='#g{i}'/>"))),
        (
            "patterns of patterns",
            levels(12, "<pattern id='p#' width='1' height='1'>", "</pattern>", |i| {
                format!("<rect width='1' height='1' fill='url(#p{i})'/>")
            }),
        ),
        (
            "masks of masks, by style sheet",
            format!("<style>{sheet}</style>")
                + &levels(12, "<mask id='m#'>", "</mask>", |i| format!("<rect class='c{i}' width='1' height='1'/>"))
                + "<rect class='c11' width='9' height='9'/>",
        ),
        ("a use of itself", "<g id='a'><use href='#a'/></g>".into()),
        ("a deep one", "<g>".repeat(50_000) + &"</g>".repeat(50_000)),
        ("many elements", "<rect width='1' height='1'/>".repeat(150_000)),
        ("many attributes", format!("<g {}/>", (0..50_000).map(|i| format!("a{i}='' ")).collect::<String>())),
        ("many rules", format!("<style>{}</style>", "a b{c:d}".repeat(50_000)) + &"<g/>".repeat(50_000)),
        ("dashes", "<path d='M0 0L99 50' stroke='red' stroke-dasharray='.00001'/>".into()),
        ("a long line", format!("<path d='M0 0{}' stroke='red'/>", "L100 50L0 10".repeat(20_000))),
        ("layers", "<g opacity='.5'><rect width='100' height='50'/><rect width='90' height='50'/></g>".repeat(300)),
        ("filters", format!("<filter id='f'>{blur}</filter><rect width='99' height='50' filter='url(#f)'/>")),
        ("noise", "<filter id='f'><feTurbulence baseFrequency='1' numOctaves='1000000'/></filter>".into()),
        (
            "markers",
            format!("<marker id='m'>{}</marker>", "<g/>".repeat(1000))
                + &format!("<path style='marker-mid:url(#m)' d='M0 0{}'/>", "L1 1".repeat(50_000)),
        ),
    ];
    for (what, inner) in cases {
        let begin = Instant::now();
        assert_eq!(error(&looked("image", "a.svg", &svg(&inner))).code, "drawing-large", "{what}");
        assert!(begin.elapsed() < Duration::from_secs(10), "{what}: {:?}", begin.elapsed());
    }
}

#[test]
fn a_drawing_that_is_none_is_damaged() {
    for source in [&b"<svg"[..], b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>", b"<svg>\xff</svg>"]
    {
        assert_eq!(refused("image", "a.svg", source), "media-damaged");
    }
    let whole = plan();
    for length in 0..whole.len() {
        assert!(looked("image", "a.svg", &whole[..length]).media.is_empty(), "{length} bytes");
    }
}
