//! Words from a manifest as HTML: in the reader's language, or marked as being in another.

use hall::manifest::Text;
use maud::{Markup, html};

use crate::lang::Lang;

/// The words alone, for attributes.
pub fn plain(text: &Text, lang: Lang) -> &str {
    text.in_language(lang.tag()).0
}

/// Words within a line.
pub fn inline(text: &Text, lang: Lang) -> Markup {
    let (words, tag) = text.in_language(lang.tag());
    html! { @if tag == lang.tag() { (words) } @else { span lang=(tag) { (words) } } }
}

/// Paragraphs, separated by empty lines in the manifest.
pub fn paragraphs(text: &Text, lang: Lang) -> Markup {
    let (words, tag) = text.in_language(lang.tag());
    let other = (tag != lang.tag()).then_some(tag);
    let words = words.replace("\r\n", "\n");
    html! {
        @for paragraph in words.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            p lang=[other] { (paragraph) }
        }
    }
}

/// An address outside that is safe to follow; nothing but the web (`javascript:` is an address too).
pub fn outside(url: &str) -> Option<&str> {
    let scheme = url.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(url)
}

/// A moment written as RFC 3339, as people write it; as it stands when it is something else.
pub fn moment(rfc3339: &str, lang: Lang) -> String {
    let fields: Option<Vec<u32>> = [0..4, 5..7, 8..10, 11..13, 14..16]
        .map(|at| rfc3339.get(at).and_then(|digits| digits.parse().ok()))
        .into_iter()
        .collect();
    match fields.as_deref() {
        Some(&[year, month, day, hour, minute]) => match lang {
            Lang::Chinese => format!("{year} 年 {month} 月 {day} 日 {hour:02}:{minute:02}"),
            Lang::English => format!("{day} {} {year}, {hour:02}:{minute:02}", month_name(month)),
        },
        _ => rfc3339.to_owned(),
    }
}

fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(month.wrapping_sub(1) as usize).copied().unwrap_or("?")
}
