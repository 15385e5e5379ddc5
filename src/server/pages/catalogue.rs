//! `/h/{slug}/catalogue`: the hall to be read; everything in it, without a script.

use std::collections::HashMap;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use hall::Hall;
use hall::manifest::{Activity, Exhibit, Licence, Portal, Tour};
use maud::{Markup, html};

use super::credits::credits;
use super::exhibit::exhibit;
use super::prose::{inline, moment, outside, paragraphs, plain};
use super::screens::screens;
use super::{Frame, page};
use crate::error::ServeError;
use crate::hall_files::url_of;
use crate::lang::Reader;
use crate::library::{Entry, FileCredits, HallFile};
use crate::links::{self, Slug};
use crate::serve::Server;
use crate::words::{Words, words};

/// `/h/{slug}/catalogue`.
pub fn router() -> Router<Server> {
    Router::new().route("/h/{slug}/catalogue", get(show_catalogue))
}

/// A hall being read.
pub(super) struct Reading<'a> {
    pub(super) reader: Reader,
    pub(super) words: &'static Words,
    pub(super) entry: &'a Entry,
    pub(super) hall: &'a Hall,
    files: HashMap<&'a str, &'a HallFile>,
    credits: &'a [FileCredits],
}

impl Reading<'_> {
    /// Where a file of the hall is, and how long; `None` when it is missing.
    pub(super) fn file(&self, path: &str) -> Option<(String, u64)> {
        self.files.get(path).map(|file| (url_of(&self.entry.slug, file), file.size_bytes))
    }

    /// A picture, or a note that it is missing.
    pub(super) fn picture(&self, path: &str, alt: &str, lazy: bool) -> Markup {
        html! {
            @if let Some((url, _)) = self.file(path) {
                img src=(url) alt=(alt) loading=[lazy.then_some("lazy")] decoding="async";
            } @else {
                p.missing { (path) " · " (self.words.file_missing) }
            }
        }
    }
}

async fn show_catalogue(
    State(server): State<Server>,
    reader: Reader,
    Slug(slug): Slug,
) -> Result<Response, ServeError> {
    let found = server.block(move |server| {
        let entry = server.library.find(&slug)?;
        let files = if entry.content.is_ok() { server.library.files(&entry) } else { Vec::new() };
        let credits = server.library.credits(&entry);
        Some((entry, files, credits))
    });
    let (entry, files, credits) = found.await?.ok_or(ServeError::NoSuchHall)?;
    let hall = entry.content.as_ref().map_err(|fault| ServeError::BrokenHall(fault.clone()))?;
    let files = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let reading = Reading { reader, words: words(reader.lang), entry: &entry, hall, files, credits: &credits };
    let title = format!("{} · {}", plain(&hall.title, reader.lang), reading.words.catalogue);
    let path = links::catalogue(&entry.slug);
    let public_url = &server.settings.public_url;
    let head = html! {
        @if !public_url.is_empty() { link rel="canonical" href={ (public_url) (path) }; }
    };
    let frame = Frame { reader, title: &title, description: plain(&hall.summary, reader.lang), path: &path, head };
    let body = html! {
        (opening(&reading))
        div.columns {
            (contents(&reading))
            div.reading {
                @for group in groups(&reading) { (group.show(&reading)) }
                (screens(&reading, &hall.screens))
                (tours(&reading, &hall.tours))
                (activities(&reading, &hall.activities))
                (floor_plan(&reading))
                (portals(&reading, &hall.portals))
                (licences(&reading, &hall.licences))
            }
        }
    };
    Ok(page(&frame, "catalogue", body))
}

fn opening(reading: &Reading) -> Markup {
    let (hall, words, lang) = (reading.hall, reading.words, reading.reader.lang);
    let enter = reading.reader.link(&links::hall(&reading.entry.slug));
    html! {
        div.opening {
            div.words {
                h1 { (inline(&hall.title, lang)) }
                @if !hall.summary.is_empty() { div.summary { (paragraphs(&hall.summary, lang)) } }
                @if let Some(organiser) = &hall.organiser {
                    p.organiser {
                        (words.organiser) " "
                        @if let Some(url) = organiser.url.as_deref().and_then(outside) {
                            a href=(url) rel="noopener external" { (inline(&organiser.name, lang)) }
                        } @else { (inline(&organiser.name, lang)) }
                    }
                }
                @if hall.exhibits.is_empty() && hall.summary.is_empty() { p { (words.no_words) } }
                p.actions { a.button href=(enter) { (words.enter) } }
                @if let Some(declaration) = &hall.ai_generated {
                    div.note { p { strong { (words.ai_generated) } } (paragraphs(declaration, lang)) }
                }
            }
            @if let Some(poster) = hall.poster.as_deref().filter(|poster| reading.file(poster).is_some()) {
                div.picture {
                    (reading.picture(poster, &[words.poster_of.0, plain(&hall.title, lang), words.poster_of.1].concat(), false))
                }
            }
        }
    }
}

/// Exhibits under one heading.
struct Group<'a> {
    anchor: String,
    title: Markup,
    summary: Markup,
    exhibits: Vec<&'a Exhibit>,
}

impl Group<'_> {
    fn show(&self, reading: &Reading) -> Markup {
        html! {
            section id=(self.anchor) {
                h2 { (self.title) }
                (self.summary)
                @for shown in &self.exhibits { (exhibit(reading, shown)) }
            }
        }
    }
}

/// The sections in order, then what belongs to none; nothing is left out, whatever a manifest says.
fn groups<'a>(reading: &Reading<'a>) -> Vec<Group<'a>> {
    let (hall, lang) = (reading.hall, reading.reader.lang);
    let mut groups: Vec<Group> = Vec::new();
    for section in &hall.sections {
        groups.push(Group {
            anchor: links::anchor("section", &section.id),
            title: inline(&section.title, lang),
            summary: paragraphs(&section.summary, lang),
            exhibits: hall.exhibits.iter().filter(|shown| shown.section.as_ref() == Some(&section.id)).collect(),
        });
    }
    let is_grouped = |id: &String| hall.sections.iter().any(|section| section.id == *id);
    let rest: Vec<&Exhibit> =
        hall.exhibits.iter().filter(|shown| !shown.section.as_ref().is_some_and(is_grouped)).collect();
    if !rest.is_empty() {
        let title = if groups.is_empty() { reading.words.exhibits } else { reading.words.other_exhibits };
        groups.push(Group { anchor: "exhibits".into(), title: html! { (title) }, summary: html! {}, exhibits: rest });
    }
    groups
}

fn contents(reading: &Reading) -> Markup {
    let (hall, words, lang) = (reading.hall, reading.words, reading.reader.lang);
    let more = [
        (!hall.screens.is_empty(), "screens", words.screens),
        (!hall.tours.is_empty(), "tours", words.tours),
        (!hall.activities.is_empty(), "activities", words.activities),
        (hall.floor_plan.is_some(), "floor-plan", words.floor_plan),
        (!hall.portals.is_empty(), "portals", words.portals),
        (!hall.licences.is_empty() || !reading.credits.is_empty(), "licences", words.licences),
    ];
    let groups = groups(reading);
    html! {
        @if !groups.is_empty() || more.iter().any(|(is_there, ..)| *is_there) {
            nav.contents aria-labelledby="contents" {
                h2 #contents { (words.contents) }
                ul {
                    @for group in &groups {
                        li {
                            a href={ "#" (links::encoded(&group.anchor)) } { (group.title) }
                            ul {
                                @for shown in &group.exhibits {
                                    li { a href={ "#" (links::encoded(&links::anchor("exhibit", &shown.id))) } { (inline(&shown.title, lang)) } }
                                }
                            }
                        }
                    }
                    @for (_, anchor, title) in more.iter().filter(|(is_there, ..)| *is_there) {
                        li { a href={ "#" (anchor) } { (title) } }
                    }
                }
            }
        }
    }
}

fn tours(reading: &Reading, tours: &[Tour]) -> Markup {
    let lang = reading.reader.lang;
    html! {
        @if !tours.is_empty() {
            section #tours {
                h2 { (reading.words.tours) }
                @for tour in tours {
                    h3 { (inline(&tour.title, lang)) }
                    ol.stops {
                        @for stop in &tour.stops {
                            li {
                                p.stop { (stop_name(reading, stop)) }
                                (paragraphs(&stop.narration, lang))
                                @if let Some((url, _)) = spoken(reading, stop) { audio src=(url) controls preload="none" {} }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn stop_name(reading: &Reading, stop: &hall::manifest::Stop) -> Markup {
    let (hall, lang) = (reading.hall, reading.reader.lang);
    let shown = stop.exhibit.as_ref().and_then(|id| hall.exhibits.iter().find(|shown| shown.id == *id));
    let viewpoint = stop.viewpoint.as_ref().and_then(|id| hall.viewpoints.iter().find(|point| point.id == *id));
    html! {
        @if let Some(shown) = shown {
            a href={ "#" (links::encoded(&links::anchor("exhibit", &shown.id))) } { (inline(&shown.title, lang)) }
        } @else if let Some(point) = viewpoint.filter(|point| !point.title.is_empty()) {
            (inline(&point.title, lang))
        } @else { (reading.words.stop) }
    }
}

fn spoken(reading: &Reading, stop: &hall::manifest::Stop) -> Option<(String, u64)> {
    stop.audio.get(reading.reader.lang.tag()).or_else(|| stop.audio.values().next()).and_then(|path| reading.file(path))
}

fn activities(reading: &Reading, activities: &[Activity]) -> Markup {
    let lang = reading.reader.lang;
    let time = |at: &Option<String>| html! { @if let Some(at) = at { time datetime=(at) { (moment(at, lang)) } } };
    html! {
        @if !activities.is_empty() {
            section #activities {
                h2 { (reading.words.activities) }
                @for activity in activities {
                    h3 { (inline(&activity.title, lang)) }
                    @if activity.starts_at.is_some() || activity.ends_at.is_some() {
                        p.when { (time(&activity.starts_at)) " – " (time(&activity.ends_at)) }
                    }
                    (paragraphs(&activity.summary, lang))
                }
            }
        }
    }
}

fn floor_plan(reading: &Reading) -> Markup {
    html! {
        @if let Some(plan) = &reading.hall.floor_plan {
            section #floor-plan {
                h2 { (reading.words.floor_plan) }
                figure { (reading.picture(&plan.file, reading.words.floor_plan, true)) }
            }
        }
    }
}

fn portals(reading: &Reading, portals: &[Portal]) -> Markup {
    html! {
        @if !portals.is_empty() {
            section #portals {
                h2 { (reading.words.portals) }
                ul {
                    @for portal in portals {
                        li {
                            a href=(reading.reader.link(&links::catalogue(&portal.hall))) {
                                @if portal.title.is_empty() { (portal.hall) }
                                @else { (inline(&portal.title, reading.reader.lang)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn licences(reading: &Reading, licences: &[Licence]) -> Markup {
    let words = reading.words;
    html! {
        @if !licences.is_empty() || !reading.credits.is_empty() {
            section #licences {
                h2 { (words.licences) }
                @if !licences.is_empty() { (licence_table(words, licences)) }
                (credits(reading.credits, words, reading.reader.lang))
            }
        }
    }
}

fn licence_table(words: &Words, licences: &[Licence]) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(words.licences) {
            table {
                thead { tr { th scope="col" { (words.licence_what) } th scope="col" { (words.licence_terms) } th scope="col" { (words.licence_author) } } }
                tbody {
                    @for licence in licences {
                        tr {
                            td { (licence.what) }
                            td { (licence.licence) }
                            td {
                                (licence.author.as_deref().unwrap_or_default()) " "
                                @if let Some(source) = &licence.source {
                                    @if let Some(url) = outside(source) { a href=(url) rel="noopener external" { (url) } }
                                    @else { (source) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
