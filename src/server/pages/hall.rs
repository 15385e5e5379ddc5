//! `/h/{slug}` and `/embed/{slug}`: the page that the 3D hall grows in.
//!
//! Before any script there is the title, a way to the text version, and the poster; `web/visit` mounts on `#app` and reads the JSON of `#hall-config`.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Redirect, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hall::Hall;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

use super::credits::kind_tag;
use super::prose::{inline, plain};
use super::{Frame, head, language_switch, respond_in_short};
use crate::delivery::header_value;
use crate::dist::AppIndex;
use crate::error::ServeError;
use crate::hall_files::url_of;
use crate::headers::hall_policy;
use crate::lang::Reader;
use crate::library::{Bundled, Entry, FileCredits, HallFile};
use crate::links::{self, Slug};
use crate::serve::Server;
use crate::static_files::{HALL_CSS, ICON};
use crate::words::words;

/// What the script of the page is told.
#[derive(Serialize)]
struct Config<'a> {
    slug: &'a str,
    lang: &'a str,
    embed: bool,
    entry: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    poster: Option<&'a str>,
    catalogue: String,
    engines: &'a serde_json::Value,
    decoders: &'a serde_json::Value,
    files: ConfigFiles<'a>,
    /// What other devices than most fetch in place of some of these, by the name of their tier.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tiers: BTreeMap<&'static str, ConfigFiles<'a>>,
    /// Scenes to begin with before anybody has read the manifest.
    scenes: &'a [String],
    /// By the name of their tier: files with all pictures of a scene.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    bundles: BTreeMap<&'static str, Vec<ConfigBundle<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credits: Vec<ConfigCredits<'a>>,
    /// Not for the script: the poster as a WebP that stands in the page.
    #[serde(skip)]
    sketch: Option<Vec<u8>>,
}

#[derive(Serialize)]
struct ConfigBundle<'a> {
    /// As a file of the hall.
    path: &'a str,
    /// In its order.
    pictures: &'a [Bundled],
}

/// Files by their paths.
type ConfigFiles<'a> = BTreeMap<&'a str, ConfigFile>;

#[derive(Serialize)]
struct ConfigFile {
    url: String,
    size_bytes: u64,
}

/// What a file says of its makers, in all its languages.
#[derive(Serialize)]
struct ConfigCredits<'a> {
    file: &'a str,
    says: Vec<ConfigCredit<'a>>,
}

#[derive(Serialize)]
struct ConfigCredit<'a> {
    kind: &'static str,
    /// Empty where the file names none.
    lang: &'a str,
    text: &'a str,
}

fn of_bundle((file, pictures): &(HallFile, Vec<Bundled>)) -> ConfigBundle<'_> {
    ConfigBundle { path: &file.path, pictures }
}

fn of_credits(file: &FileCredits) -> ConfigCredits<'_> {
    let says = file.credits.iter().map(|credit| ConfigCredit {
        kind: kind_tag(credit.kind),
        lang: &credit.language,
        text: &credit.text,
    });
    ConfigCredits { file: &file.path, says: says.collect() }
}

/// `/h/{slug}`, `/embed/{slug}`.
pub fn router() -> Router<Server> {
    Router::new()
        .route("/h/{slug}", get(show_hall))
        .route("/h/{slug}/", get(async |Slug(slug)| Redirect::permanent(&links::hall(&slug))))
        .route("/embed/{slug}", get(show_embed))
}

async fn show_hall(
    State(server): State<Server>,
    reader: Reader,
    slug: Slug,
    headers: HeaderMap,
) -> Result<Response, ServeError> {
    show(server, reader, slug.0, false, &headers).await
}

async fn show_embed(
    State(server): State<Server>,
    reader: Reader,
    slug: Slug,
    headers: HeaderMap,
) -> Result<Response, ServeError> {
    show(server, reader, slug.0, true, &headers).await
}

async fn show(
    server: Server,
    reader: Reader,
    slug: String,
    embed: bool,
    headers: &HeaderMap,
) -> Result<Response, ServeError> {
    let found = server.block(move |server| {
        let entry = server.library.find(&slug)?;
        let files = if entry.content.is_ok() { server.library.files(&entry) } else { Vec::new() };
        let credits = server.library.credits(&entry);
        let (tiers, bundles) = (server.library.tiers(&entry), server.library.bundles(&entry));
        let sketch = server.library.sketch(&entry);
        Some((entry, files, (tiers, bundles, sketch), credits, server.dist.index()))
    });
    let (entry, files, (tiers, bundles, sketch), credits, app) = found.await?.ok_or(ServeError::NoSuchHall)?;
    let hall = entry.content.as_ref().map_err(|fault| ServeError::BrokenHall(fault.clone()))?;
    let app = app.ok_or(ServeError::NotBuilt)?;
    let poster = hall.poster.as_ref().and_then(|path| files.iter().find(|file| file.path == *path));
    let poster = poster.map(|file| url_of(&entry.slug, file));
    let config = Config {
        slug: &entry.slug,
        lang: reader.lang.tag(),
        embed,
        entry: &entry.entry,
        title: plain(&hall.title, reader.lang),
        poster: poster.as_deref(),
        catalogue: reader.link(&links::catalogue(&entry.slug)),
        engines: &app.engines,
        decoders: &app.decoders,
        files: of_files(&entry.slug, &files),
        scenes: &hall.scenes,
        bundles: bundles.iter().map(|(tier, bundles)| (*tier, bundles.iter().map(of_bundle).collect())).collect(),
        tiers: tiers.iter().map(|(tier, files)| (*tier, of_files(&entry.slug, files))).collect(),
        credits: credits.iter().map(of_credits).collect(),
        sketch,
    };
    let markup = document(&server, reader, &entry, hall, &app, &config);
    let mut response = respond_in_short(markup, headers);
    let policy = header_value(&hall_policy(&server.settings.frame_ancestors));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

fn of_files<'a>(slug: &str, files: &'a [HallFile]) -> ConfigFiles<'a> {
    let of_file = |file: &HallFile| ConfigFile { url: url_of(slug, file), size_bytes: file.size_bytes };
    files.iter().map(|file| (file.path.as_str(), of_file(file))).collect()
}

fn document(server: &Server, reader: Reader, entry: &Entry, hall: &Hall, app: &AppIndex, config: &Config) -> Markup {
    let (lang, words) = (reader.lang, words(reader.lang));
    let title = format!("{} · {}", config.title, words.brand);
    let path = if config.embed { links::embed(&entry.slug) } else { links::hall(&entry.slug) };
    let frame = Frame {
        reader,
        title: &title,
        description: plain(&hall.summary, lang),
        path: &path,
        head: html! {
            (preview(&server.settings.public_url, reader, entry, hall, config))
            @for style in &app.visit.styles { link rel="stylesheet" href=(style); }
            link rel="modulepreload" href=(app.visit.script);
        },
    };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                (head(&frame, &HALL_CSS.url()))
                meta name="theme-color" content="#14181a";
                meta name="color-scheme" content="dark";
            }
            body {
                a.skip href=(config.catalogue) { (words.catalogue_skip) }
                // Mounting the overlay replaces what is in here; until then, or when no script runs, this is the page.
                div #app {
                    main.threshold {
                        @if let Some(url) = config.poster {
                            // The sketch is there with the page itself; the poster comes to lie on it.
                            div.poster {
                                @if let Some(bytes) = &config.sketch { img.sketch src=(data_url(bytes)) alt=""; }
                                img #poster src=(url) alt={ (words.poster_of.0) (config.title) (words.poster_of.1) } fetchpriority="high";
                            }
                        }
                        @if !config.embed { (bar(reader, &path, config)) }
                        div.sign {
                            h1 { (inline(&hall.title, lang)) }
                            @if let Some(organiser) = &hall.organiser { p { (inline(&organiser.name, lang)) } }
                            noscript { p { (words.no_script) " " a href=(config.catalogue) { (words.catalogue) } } }
                        }
                    }
                }
                script #hall-config type="application/json" { (PreEscaped(in_script(config))) }
                script type="module" src=(app.visit.script) {}
            }
        }
    }
}

/// The page's own header, which an embedded hall does without.
fn bar(reader: Reader, path: &str, config: &Config) -> Markup {
    let words = words(reader.lang);
    html! {
        nav.bar {
            a.home href=(reader.link("/")) {
                img src=(ICON.url()) width="24" height="24" alt="";
                span { (words.all_halls) }
            }
            a href=(config.catalogue) { (words.catalogue) }
            (language_switch(reader, path))
        }
    }
}

/// What chat programs show of a link (Open Graph protocol).
fn preview(public_url: &str, reader: Reader, entry: &Entry, hall: &Hall, config: &Config) -> Markup {
    let absolute = |path: &str| format!("{public_url}{path}");
    html! {
        meta property="og:type" content="website";
        meta property="og:title" content=(config.title);
        meta property="og:locale" content=(reader.lang.pick("zh_CN", "en"));
        @if !hall.summary.is_empty() { meta property="og:description" content=(plain(&hall.summary, reader.lang)); }
        @if let Some(poster) = config.poster { meta property="og:image" content=(absolute(poster)); }
        @if !public_url.is_empty() {
            meta property="og:url" content=(absolute(&links::hall(&entry.slug)));
            link rel="canonical" href=(absolute(&links::hall(&entry.slug)));
        }
    }
}

/// A WebP as an address.
fn data_url(bytes: &[u8]) -> String {
    format!("data:image/webp;base64,{}", STANDARD.encode(bytes))
}

/// JSON that can't end the script element it stands in (HTML §4.12.1.3).
fn in_script(config: &Config) -> String {
    let json = serde_json::to_string(config).unwrap_or_else(|error| {
        tracing::error!(%error, "the configuration of a hall page is not JSON");
        "{}".into()
    });
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
