//! What screens show, in the catalogue.

use hall::manifest::Screen;
use maud::{Markup, html};

use super::catalogue::Reading;
use super::prose::{inline, plain};

/// One figure for each.
pub(super) fn screens(reading: &Reading, screens: &[Screen]) -> Markup {
    let lang = reading.reader.lang;
    html! {
        @if !screens.is_empty() {
            section #screens {
                h2 { (reading.words.screens) }
                @for screen in screens {
                    figure {
                        (film(reading, screen))
                        figcaption {
                            (inline(&screen.title, lang))
                            @if !screen.alt.is_empty() { " · " (inline(&screen.alt, lang)) }
                        }
                    }
                }
            }
        }
    }
}

fn film(reading: &Reading, screen: &Screen) -> Markup {
    let lang = reading.reader.lang;
    let alt = plain(if screen.alt.is_empty() { &screen.title } else { &screen.alt }, lang);
    let poster = screen.poster.as_deref().and_then(|poster| reading.file(poster)).map(|(url, _)| url);
    html! {
        @match (reading.file(&screen.file), screen.is_film()) {
            (Some((url, _)), true) => {
                video src=(url) poster=[poster] controls muted loop playsinline preload="none" aria-label=(alt) {
                    @for (tag, captions) in &screen.captions {
                        @if let Some((url, _)) = reading.file(captions) {
                            track kind="captions" srclang=(tag) src=(url) default[tag == lang.tag()];
                        }
                    }
                }
            },
            // Where nothing should move, the poster stands for what does.
            _ => picture {
                @if let Some(poster) = poster { source media="(prefers-reduced-motion: reduce)" srcset=(poster); }
                (reading.picture(&screen.file, alt, true))
            },
        }
    }
}
