//! One exhibit in the catalogue.

use hall::manifest::{Contact, Exhibit, Media, MediaKind};
use maud::{Markup, html};
use pack::verdict::in_bytes;

use super::catalogue::Reading;
use super::prose::{inline, outside, paragraphs, plain};
use crate::links;

/// Its words, media and contact.
pub(super) fn exhibit(reading: &Reading, exhibit: &Exhibit) -> Markup {
    let lang = reading.reader.lang;
    html! {
        article.exhibit id=(links::anchor("exhibit", &exhibit.id)) {
            h3 { (inline(&exhibit.title, lang)) }
            @if !exhibit.summary.is_empty() { div.summary { (paragraphs(&exhibit.summary, lang)) } }
            @for media in &exhibit.media { (medium(reading, media)) }
            (paragraphs(&exhibit.body, lang))
            @if !exhibit.variants.is_empty() {
                p { (reading.words.appearance) @for name in &exhibit.variants { " · " bdi { (name) } } }
            }
            @if let Some((url, size_bytes)) = exhibit.model.as_deref().and_then(|path| reading.file(path)) {
                p { a href=(url) download { (reading.words.model) } " (" (in_bytes(size_bytes)) ")" }
            }
            @if let Some(contact) = &exhibit.contact { (card(reading, contact)) }
        }
    }
}

fn medium(reading: &Reading, media: &Media) -> Markup {
    let lang = reading.reader.lang;
    let alt = plain(&media.alt, lang);
    let found = reading.file(&media.file);
    html! {
        figure {
            @match (media.kind, found) {
                (_, None) => p.missing { (media.file) " · " (reading.words.file_missing) },
                (MediaKind::Image, Some(_)) => (reading.picture(&media.file, alt, true)),
                (MediaKind::Video, Some((url, _))) => video src=(url) controls preload="none" aria-label=(alt) {},
                (MediaKind::Audio, Some((url, _))) => audio src=(url) controls preload="none" aria-label=(alt) {},
                (MediaKind::Document, Some((url, size_bytes))) => {
                    p {
                        a href=(url) {
                            (reading.words.document) " · "
                            @if alt.is_empty() { (media.file.rsplit('/').next().unwrap_or_default()) } @else { (alt) }
                        }
                        " (" (in_bytes(size_bytes)) ")"
                    }
                }
            }
            @if !media.caption.is_empty() { figcaption { (inline(&media.caption, lang)) } }
        }
    }
}

fn card(reading: &Reading, contact: &Contact) -> Markup {
    let (words, lang) = (reading.words, reading.reader.lang);
    let dial = |phone: &str| phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    html! {
        div.contact {
            h4 { (words.contact) @if !contact.name.is_empty() { " · " (inline(&contact.name, lang)) } }
            dl {
                @if let Some(phone) = &contact.phone { dt { (words.phone) } dd { a href={ "tel:" (dial(phone)) } { (phone) } } }
                @if let Some(email) = &contact.email { dt { (words.email) } dd { a href={ "mailto:" (email) } { (email) } } }
                @if !contact.address.is_empty() { dt { (words.address) } dd { (inline(&contact.address, lang)) } }
                @if let Some(url) = &contact.url {
                    dt { (words.website) }
                    dd { @if let Some(url) = outside(url) { a href=(url) rel="noopener external" { (url) } } @else { (url) } }
                }
            }
        }
    }
}
