//! The page of an error.

use axum::response::Response;
use maud::html;

use super::{Frame, page};
use crate::error::ServeError;
use crate::lang::Reader;
use crate::serve::Server;
use crate::words::words;

/// Says what is wrong and where to go, in the reader's language first and in the other below.
pub fn show(_: &Server, reader: Reader, error: &ServeError) -> Response {
    let (here, there) = (error.explain(reader.lang), error.explain(reader.lang.other()));
    let words = words(reader.lang);
    let title = format!("{} · {}", here.title, words.brand);
    let head = html! { meta name="robots" content="noindex"; };
    let frame = Frame { reader, title: &title, description: "", path: "/", head };
    let body = html! {
        p.status aria-hidden="true" { (error.status().as_u16()) }
        h1 { (here.title) }
        p { (here.detail) }
        p { (here.hint) }
        p.actions { a.button href=(reader.link("/")) { (words.all_halls) } }
        div.other lang=(reader.lang.other().tag()) {
            p { strong { (there.title) } } p { (there.detail) " " (there.hint) }
        }
        p.code { (words.error_code) " " code { (error.code()) } }
    };
    page(&frame, "error", body)
}
