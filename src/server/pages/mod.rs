//! The pages, one file each, and the frame that they share.

pub mod catalogue;
mod credits;
pub mod error;
mod exhibit;
pub mod hall;
pub mod home;
pub mod prose;
mod screens;

use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::compressed::at_once;
use crate::delivery::{Encoding, accepted};
use crate::lang::Reader;
use crate::static_files::{ICON, PAGES_CSS};
use crate::words::words;

/// What differs between pages outside their body.
pub struct Frame<'a> {
    /// Who reads.
    pub reader: Reader,
    /// Of the window.
    pub title: &'a str,
    /// For lists of links; may be empty.
    pub description: &'a str,
    /// Of this page, for the switch of languages.
    pub path: &'a str,
    /// More for the head.
    pub head: Markup,
}

/// What every page's head holds.
pub fn head(frame: &Frame, stylesheet: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
        title { (frame.title) }
        @if !frame.description.is_empty() { meta name="description" content=(frame.description); }
        link rel="icon" type="image/svg+xml" href=(ICON.url());
        link rel="stylesheet" href=(stylesheet);
        (frame.head)
    }
}

/// A page with our header and footer.
pub fn page(frame: &Frame, main_class: &str, body: Markup) -> Response {
    let (reader, words) = (frame.reader, words(frame.reader.lang));
    let markup = html! {
        (DOCTYPE)
        html lang=(reader.lang.tag()) {
            head {
                (head(frame, &PAGES_CSS.url()))
                meta name="theme-color" content="#f7f5f1" media="(prefers-color-scheme: light)";
                meta name="theme-color" content="#141718" media="(prefers-color-scheme: dark)";
                meta name="color-scheme" content="light dark";
            }
            body {
                a.skip href="#main" { (words.skip_to_content) }
                header.site {
                    a.brand href=(reader.link("/")) {
                        img src=(ICON.url()) width="28" height="28" alt="";
                        span { (words.brand) }
                    }
                    span.brand-line { (words.brand_line) }
                    (language_switch(reader, frame.path))
                }
                main #main class=(main_class) { (body) }
                footer.site { p { (words.brand) " · " (words.brand_line) } }
            }
        }
    };
    respond(markup)
}

/// To the same page in the other language.
pub fn language_switch(reader: Reader, path: &str) -> Markup {
    let other = Reader { lang: reader.lang.other(), chosen: true };
    html! {
        a.language href=(other.link(path)) hreflang=(other.lang.tag()) lang=(other.lang.tag()) rel="alternate" {
            (words(reader.lang).other_language)
        }
    }
}

/// The same, compressed for who takes that: everything that a page begins with waits for it.
fn respond_in_short(markup: Markup, headers: &HeaderMap) -> Response {
    let plain = markup.into_string();
    let small = accepted(headers).contains(&Encoding::Brotli).then(|| at_once(plain.as_bytes())).flatten();
    let is_small = small.is_some();
    let mut response = respond(PreEscaped(plain));
    if let Some(small) = small {
        *response.body_mut() = small.into();
    }
    let fields = response.headers_mut();
    fields.insert(VARY, HeaderValue::from_static("Accept-Language, Accept-Encoding"));
    if is_small {
        fields.insert(CONTENT_ENCODING, HeaderValue::from_static(Encoding::Brotli.token()));
        fields.remove(CONTENT_LENGTH);
    }
    response
}

/// Pages depend on the visitor's language and on files that change.
fn respond(markup: Markup) -> Response {
    let fields = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache"), (VARY, "Accept-Language")];
    (fields, markup.into_string()).into_response()
}
