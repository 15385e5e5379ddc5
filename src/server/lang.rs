//! The two languages, and how a visitor's is found: `?lang=`, then `Accept-Language`, then the server's own.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::serve::Server;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN", alias = "zh", alias = "zh-cn")]
    Chinese,
    /// English.
    #[serde(rename = "en", alias = "en-US", alias = "en-GB")]
    English,
}

impl Lang {
    /// BCP 47.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// The one of two that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }

    /// The other one, for the switch on every page.
    pub fn other(self) -> Self {
        self.pick(Self::English, Self::Chinese)
    }

    /// From a language tag or range; every kind of Chinese is served by ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" | "cmn" | "yue" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` list (RFC 9110 §12.5.4).
    pub fn from_accept(list: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for item in list.split(',') {
            let (range, weight) = weighted(item);
            if let Some(lang) = Self::from_tag(range)
                && weight > best.map_or(0.0, |(weight, _)| weight)
            {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// For messages in a terminal: what the locale says, Chinese when it says neither.
    pub fn from_locale() -> Self {
        ["YUNZHAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(std::env::var_os)
            .find_map(|value| Self::from_tag(&value.to_string_lossy()))
            .unwrap_or_default()
    }
}

/// An item of a list with quality values: what, and its weight from 0 to 1.
pub fn weighted(item: &str) -> (&str, f32) {
    let mut parts = item.split(';');
    let what = parts.next().unwrap_or_default().trim();
    let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.trim().parse().ok()).unwrap_or(1.0);
    (what, f32::clamp(weight, 0.0, 1.0))
}

/// How a visitor reads.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// The language of the page.
    pub lang: Lang,
    /// Whether the address says so; links of the page then keep saying it.
    pub chosen: bool,
}

impl Reader {
    /// From the parts of a request that speak of language.
    pub fn of(query: Option<&str>, headers: &HeaderMap, default: Lang) -> Self {
        let asked = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
        if let Some(lang) = asked.and_then(Lang::from_tag) {
            return Self { lang, chosen: true };
        }
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| Lang::from_accept(value.to_str().ok()?));
        Self { lang: accepted.unwrap_or(default), chosen: false }
    }

    /// A link of ours that stays in the chosen language.
    pub fn link(self, path: &str) -> String {
        if self.chosen { format!("{path}?lang={}", self.lang.tag()) } else { path.to_owned() }
    }
}

impl FromRequestParts<Server> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts.uri.query(), &parts.headers, server.settings.lang))
    }
}
