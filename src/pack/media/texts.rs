//! What visitors read: words of a manifest, and captions. All of it is plain text, shown as it stands; nothing in it is markup.

use hall::manifest::{Hall, Text};
use hall::{Finding, Severity, Words};

use super::wrong::{Wrong, both};

/// Characters of a name, of a line under a picture, of an address.
const LINE_CHARS: usize = 500;
/// Characters of paragraphs.
const BODY_CHARS: usize = 20_000;
/// Bytes of a file of captions.
const CAPTIONS_BYTES: usize = 2 << 20;

/// Whether a character is one that nobody sees and that changes what others look like: control characters, marks that turn the
/// direction of writing (Unicode Standard Annex 9), what is no character at all, and tags.
fn is_hidden(character: char, is_body: bool) -> bool {
    match character {
        '\n' | '\r' | '\t' => !is_body,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{2028}' | '\u{2029}' => true,
        other => other.is_control(),
    }
}

/// The words without hidden characters; a line break that is none here, and the one of slides, becomes a space.
fn clean(words: &str, is_body: bool) -> String {
    let shown = words.chars().filter_map(|character| match character {
        '\n' | '\r' | '\t' | '\u{0b}' | '\u{2028}' | '\u{2029}' if is_hidden(character, is_body) => Some(' '),
        hidden if is_hidden(hidden, is_body) => None,
        other => Some(other),
    });
    shown.collect()
}

/// Gives every piece of words that visitors see, with its place and whether it may have paragraphs.
pub fn each(hall: &mut Hall, give: &mut dyn FnMut(String, bool, &mut String)) {
    let mut text = |place: String, is_body: bool, text: &mut Text| {
        text.0.iter_mut().for_each(|(lang, words)| give(format!("{place}.{lang}"), is_body, words));
    };
    text("title".into(), false, &mut hall.title);
    text("summary".into(), true, &mut hall.summary);
    if let Some(organiser) = &mut hall.organiser {
        text("organiser.name".into(), false, &mut organiser.name);
    }
    for (i, viewpoint) in hall.viewpoints.iter_mut().enumerate() {
        text(format!("viewpoints[{i}].title"), false, &mut viewpoint.title);
    }
    for (i, section) in hall.sections.iter_mut().enumerate() {
        text(format!("sections[{i}].title"), false, &mut section.title);
        text(format!("sections[{i}].summary"), true, &mut section.summary);
    }
    for (i, exhibit) in hall.exhibits.iter_mut().enumerate() {
        let place = format!("exhibits[{i}]");
        text(format!("{place}.title"), false, &mut exhibit.title);
        text(format!("{place}.summary"), true, &mut exhibit.summary);
        text(format!("{place}.body"), true, &mut exhibit.body);
        for (m, media) in exhibit.media.iter_mut().enumerate() {
            text(format!("{place}.media[{m}].alt"), true, &mut media.alt);
            text(format!("{place}.media[{m}].caption"), true, &mut media.caption);
        }
        if let Some(contact) = &mut exhibit.contact {
            text(format!("{place}.contact.name"), false, &mut contact.name);
            text(format!("{place}.contact.address"), false, &mut contact.address);
        }
    }
    for (i, screen) in hall.screens.iter_mut().enumerate() {
        text(format!("screens[{i}].title"), false, &mut screen.title);
        text(format!("screens[{i}].alt"), true, &mut screen.alt);
    }
    for (i, tour) in hall.tours.iter_mut().enumerate() {
        text(format!("tours[{i}].title"), false, &mut tour.title);
        for (s, stop) in tour.stops.iter_mut().enumerate() {
            text(format!("tours[{i}].stops[{s}].narration"), true, &mut stop.narration);
        }
    }
    for (i, portal) in hall.portals.iter_mut().enumerate() {
        text(format!("portals[{i}].title"), false, &mut portal.title);
    }
    for (i, activity) in hall.activities.iter_mut().enumerate() {
        text(format!("activities[{i}].title"), false, &mut activity.title);
        text(format!("activities[{i}].summary"), true, &mut activity.summary);
    }
    if let Some(generated) = &mut hall.ai_generated {
        text("ai_generated".into(), true, generated);
    }
    lines(hall, give);
}

/// Words that are in one language only, or in none.
fn lines(hall: &mut Hall, give: &mut dyn FnMut(String, bool, &mut String)) {
    for (i, licence) in hall.licences.iter_mut().enumerate() {
        let place = format!("licences[{i}]");
        give(format!("{place}.what"), false, &mut licence.what);
        give(format!("{place}.licence"), false, &mut licence.licence);
        licence.author.iter_mut().for_each(|words| give(format!("{place}.author"), false, words));
        licence.source.iter_mut().for_each(|words| give(format!("{place}.source"), false, words));
    }
    for (i, exhibit) in hall.exhibits.iter_mut().enumerate() {
        let Some(contact) = &mut exhibit.contact else { continue };
        contact.phone.iter_mut().for_each(|words| give(format!("exhibits[{i}].contact.phone"), false, words));
        contact.email.iter_mut().for_each(|words| give(format!("exhibits[{i}].contact.email"), false, words));
    }
}

/// The manifest without hidden characters; nothing when there are none.
pub fn cleaned(hall: &Hall) -> Option<Hall> {
    let mut made = hall.clone();
    each(&mut made, &mut |_, is_body, words| *words = clean(words, is_body));
    (made != *hall).then_some(made)
}

/// What is wrong with the words of a manifest.
pub fn findings(entry: &str, hall: &Hall) -> Vec<Finding> {
    let mut found = Vec::new();
    each(&mut hall.clone(), &mut |place, is_body, words| {
        let (wrong, count) = (words_wrong(words, is_body), words.chars().count());
        let most = if is_body { BODY_CHARS } else { LINE_CHARS };
        let finding =
            |severity, code, message: Words, hint| Finding::new(severity, code, (entry, &place), message, hint);
        if let Some((code, message, hint)) = wrong {
            found.push(finding(
                if code == "text-markup" { Severity::Hint } else { Severity::Warning },
                code,
                at(&place, message),
                hint,
            ));
        }
        if count > most {
            let message = both(
                format!("有 {count} 个字符，上限为 {most}"),
                format!("has {count} characters, the limit is {most}"),
            );
            let hint = both("请缩短，或把长文放进 PDF 文档。", "Shorten it, or put long texts into a PDF.");
            found.push(finding(Severity::Error, "text-too-long", at(&place, message), hint));
        }
        if place.ends_with(".email") && !is_email(words) {
            let message = both("不是电子邮件地址", "is not an e-mail address");
            let hint =
                both("只写地址本身，例如 info@example.com。", "Write the address alone, such as info@example.com.");
            found.push(finding(Severity::Error, "email-malformed", at(&place, message), hint));
        }
    });
    found
}

fn at(place: &str, message: Words) -> Words {
    both(format!("{place} {}", message.zh), format!("{place} {}", message.en))
}

/// A code, what is wrong, how to mend it.
fn words_wrong(words: &str, is_body: bool) -> Option<(&'static str, Words, Words)> {
    if let Some(hidden) = words.chars().find(|character| is_hidden(*character, is_body)) {
        let code = u32::from(hidden);
        return Some((
            "text-characters",
            both(
                format!("含有看不见的控制字符或改变书写方向的字符（U+{code:04X}）；打包时会去掉"),
                format!(
                    "has characters that nobody sees, or that turn the direction of writing (U+{code:04X}); packing drops them"
                ),
            ),
            both("先粘贴到记事本等纯文本编辑器，再复制过来。", "Paste it through a plain text editor."),
        ));
    }
    // Not `a < b`.
    let tag = |rest: &str| rest.starts_with('/') || rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_markup = words.split('<').skip(1).any(|rest| tag(rest) && rest.contains('>'));
    is_markup.then(|| {
        (
            "text-markup",
            both(
                "像是 HTML；文字按原样显示，标签不起作用",
                "looks like HTML; texts are shown as they stand, tags and all",
            ),
            both("去掉标签；正文用空行分段。", "Leave the tags out; empty lines part paragraphs."),
        )
    })
}

/// The form that is used everywhere (WHATWG HTML, e-mail state), so nothing can be added to a link with it.
fn is_email(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let is_plain =
        |part: &str, others: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || others.contains(c));
    is_plain(name, ".!#$'*+/=^_`{|}~-") && is_plain(host, ".-")
}

/// Captions (WebVTT §4.1), which a browser shows as text.
///
/// # Errors
/// For what is none, or is no UTF-8.
pub fn captions(bytes: &[u8]) -> Result<(), Wrong> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let rest = text.strip_prefix(b"WEBVTT").map(|rest| rest.first().is_none_or(|next| b" \t\r\n".contains(next)));
    let is_text = std::str::from_utf8(text).is_ok_and(|text| !text.contains('\0'));
    if rest == Some(true) && is_text && bytes.len() <= CAPTIONS_BYTES {
        return Ok(());
    }
    let what = both(
        format!("不是 WebVTT 字幕（UTF-8，{} MB 以内）", CAPTIONS_BYTES >> 20),
        format!("is no file of WebVTT captions (UTF-8, at most {} MB)", CAPTIONS_BYTES >> 20),
    );
    let hint = both(
        "把 SRT 等字幕转换为 WebVTT（.vtt），第一行是 WEBVTT，编码选 UTF-8；或运行：ffmpeg -i INPUT.srt OUTPUT.vtt",
        "Convert SRT and the like to WebVTT (.vtt) in UTF-8, whose first line is WEBVTT; or run: ffmpeg -i INPUT.srt OUTPUT.vtt",
    );
    Err(Wrong::error("captions-format", what, hint))
}
