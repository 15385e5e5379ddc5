//! `/`: the halls there are.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use hall::Hall;
use maud::{Markup, html};

use super::prose::{inline, plain};
use super::{Frame, page};
use crate::error::ServeError;
use crate::hall_files::url_of;
use crate::lang::Reader;
use crate::library::Entry;
use crate::links;
use crate::serve::Server;
use crate::words::words;

/// `/`.
pub fn router() -> Router<Server> {
    Router::new().route("/", get(show_home))
}

/// A hall, and where its picture is.
type Listed = (Arc<Entry>, Option<String>);

async fn show_home(State(server): State<Server>, reader: Reader) -> Result<Response, ServeError> {
    let halls = server.block(list_halls).await?;
    let words = words(reader.lang);
    let title = format!("{} · {}", words.brand, words.brand_line);
    let frame = Frame { reader, title: &title, description: words.halls_lead, path: "/", head: html! {} };
    let body = html! {
        @if halls.is_empty() {
            div.empty { h1 { (words.no_halls) } p { (words.no_halls_hint) } }
        } @else {
            div.lead { h1 { (words.halls) } p { (words.halls_lead) } }
            ul.halls.single[halls.len() == 1] {
                @for (entry, poster) in &halls {
                    @if let Ok(hall) = &entry.content { (card(reader, entry, hall, poster.as_deref())) }
                }
            }
        }
    };
    Ok(page(&frame, "home", body))
}

/// Broken halls are the operator's business: they are in the log, not in the list.
fn list_halls(server: &Server) -> Vec<Listed> {
    let halls = server.library.list().into_iter().filter(|entry| entry.content.is_ok());
    let with_poster = |entry: Arc<Entry>| {
        let poster = entry.content.as_ref().ok().and_then(|hall| hall.poster.as_deref());
        let file = poster.and_then(|path| server.library.file(&entry, path));
        let url = file.map(|file| url_of(&entry.slug, &file));
        (entry, url)
    };
    halls.map(with_poster).collect()
}

fn card(reader: Reader, entry: &Entry, hall: &Hall, poster: Option<&str>) -> Markup {
    let (lang, words) = (reader.lang, words(reader.lang));
    let count = hall.exhibits.len();
    let (before, after) = if count == 1 { words.exhibit_count_one } else { words.exhibit_count };
    html! {
        li.card {
            div.picture {
                @if let Some(url) = poster { img src=(url) alt="" loading="lazy" decoding="async"; }
                @else { span aria-hidden="true" { (plain(&hall.title, lang).chars().next().unwrap_or('展')) } }
            }
            div.words {
                h2 { a.cover href=(reader.link(&links::hall(&entry.slug))) { (inline(&hall.title, lang)) } }
                @if !hall.summary.is_empty() { p.summary { (inline(&hall.summary, lang)) } }
                p.facts {
                    @if let Some(organiser) = &hall.organiser { span { (inline(&organiser.name, lang)) } }
                    @if count > 0 { span { (before) (count) (after) } }
                }
                p.actions {
                    span.button aria-hidden="true" { (words.enter) }
                    a.quiet href=(reader.link(&links::catalogue(&entry.slug))) { (words.catalogue) }
                }
            }
        }
    }
}
