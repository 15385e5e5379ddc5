//! What files say of their makers, as HTML: in the reader's language where they say it in several.
//!
//! Whatever stands in a file is text here, set apart so that it cannot turn the direction of what surrounds it.

use hall::{Credit, CreditKind};
use maud::{Markup, html};

use super::prose::outside;
use crate::lang::Lang;
use crate::library::FileCredits;
use crate::words::Words;

/// In the order in which they are read.
const KINDS: [CreditKind; 7] = [
    CreditKind::Title,
    CreditKind::Creator,
    CreditKind::Rights,
    CreditKind::Copyright,
    CreditKind::License,
    CreditKind::Source,
    CreditKind::Description,
];

/// One list for each file.
pub(super) fn credits(files: &[FileCredits], words: &Words, lang: Lang) -> Markup {
    html! {
        @for file in files {
            div.credits {
                h3 { bdi { (file.path) } }
                dl {
                    @for (kind, texts) in in_language(&file.credits, lang) {
                        dt { (name(words, kind)) }
                        @for credit in texts { dd { (line(credit, lang)) } }
                    }
                }
            }
        }
    }
}

fn line(credit: &Credit, lang: Lang) -> Markup {
    let other = (!credit.language.is_empty() && credit.language != lang.tag()).then_some(&credit.language);
    html! {
        @if let Some(url) = outside(&credit.text) { a href=(url) rel="noopener external nofollow" { bdi { (url) } } }
        @else { bdi lang=[other] { (credit.text) } }
    }
}

fn name(words: &Words, kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::Title => words.credit_title,
        CreditKind::Creator => words.credit_creator,
        CreditKind::Rights | CreditKind::Copyright => words.credit_rights,
        CreditKind::License => words.licence_terms,
        CreditKind::Source => words.credit_source,
        CreditKind::Description => words.credit_description,
    }
}

/// For scripts, and the same in every language.
pub(super) fn kind_tag(kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::Title => "title",
        CreditKind::Creator => "creator",
        CreditKind::Rights => "rights",
        // A tag of its own: of each the script shows one language only.
        CreditKind::Copyright => "copyright",
        CreditKind::License => "licence",
        CreditKind::Source => "source",
        CreditKind::Description => "description",
    }
}

/// Of each kind what is said in the language, else in none, else in Chinese, else all of it; nothing twice.
fn in_language(credits: &[Credit], lang: Lang) -> Vec<(CreditKind, Vec<&Credit>)> {
    let is_in = |credit: &&Credit, of: Lang| Lang::from_tag(&credit.language) == Some(of);
    let mut said: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for kind in KINDS {
        let all: Vec<&Credit> = credits.iter().filter(|credit| credit.kind == kind).collect();
        let best = [
            all.iter().copied().filter(|credit| is_in(credit, lang)).collect::<Vec<_>>(),
            all.iter().copied().filter(|credit| credit.language.is_empty() || credit.language == "x-default").collect(),
            all.iter().copied().filter(|credit| is_in(credit, Lang::Chinese)).collect(),
            all,
        ];
        let mut texts = best.into_iter().find(|texts| !texts.is_empty()).unwrap_or_default();
        texts.retain(|credit| {
            let is_new = !said.contains(&credit.text.as_str());
            said.push(&credit.text);
            is_new
        });
        if !texts.is_empty() {
            found.push((kind, texts));
        }
    }
    found
}
