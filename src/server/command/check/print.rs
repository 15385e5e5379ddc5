//! A check's outcome on a terminal.

use std::path::Path;

use anstyle::{AnsiColor, Style};
use hall::{Finding, Severity};
use pack::verdict::{Grade, Item, Verdict};
use pack::{Medium, validate};

use super::seen::{Noted, Seen};
use crate::lang::Lang;

/// Of what the specification says; a program can have all of it.
const NOTED_MAX: usize = 8;

/// One group a file, in the order of their worst finding; then the specification, then the devices.
pub fn print(path: &Path, seen: &Seen, lang: Lang) {
    let bold = Style::new().bold();
    anstream::println!("{bold}{}{bold:#}", path.display());
    let mut files: Vec<&str> = Vec::new();
    for finding in &seen.findings {
        if !files.contains(&finding.file.as_str()) {
            files.push(&finding.file);
        }
    }
    for file in files {
        anstream::println!("\n  {bold}{file}{bold:#}");
        seen.findings.iter().filter(|finding| finding.file == file).for_each(|finding| print_finding(finding, lang));
    }
    print_media(&seen.media, lang);
    print_specification(seen.news().collect(), lang);
    seen.devices.iter().for_each(|verdict| print_device(verdict, lang));
    anstream::println!("\n{}", verdict(seen, lang));
}

fn print_finding(finding: &Finding, lang: Lang) {
    let (dim, colour) = (Style::new().dimmed(), colour(finding.severity));
    let label = match finding.severity {
        Severity::Error => lang.pick("✗ 错误", "✗ error"),
        Severity::Warning => lang.pick("! 警告", "! warning"),
        Severity::Hint => lang.pick("· 建议", "· hint"),
    };
    anstream::println!("    {colour}{label}{colour:#}  {}", finding.message(lang.tag()));
    let hint = finding.hint(lang.tag());
    if !hint.is_empty() {
        anstream::println!("            {hint}");
    }
    let place = if finding.place.is_empty() { String::new() } else { format!("{}  ", finding.place) };
    anstream::println!("            {dim}{place}[{}]{dim:#}", finding.code);
}

/// What each medium is, for its author to compare with what was meant.
fn print_media(media: &[Medium], lang: Lang) {
    if media.is_empty() {
        return;
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    anstream::println!("\n  {bold}{}{bold:#}", lang.pick("媒体", "Media"));
    for Medium { path, size_bytes, facts } in media {
        anstream::println!("    {path}  {dim}{} · {:.1} MB{dim:#}", facts.line(), *size_bytes as f64 / 1e6);
    }
}

/// Errors and warnings, those first that keep the hall from being shown.
fn print_specification(mut shown: Vec<&Noted>, lang: Lang) {
    shown.retain(|noted| noted.issue.severity() <= validate::Severity::Warning);
    if shown.is_empty() {
        return;
    }
    shown.sort_by_key(|noted| (!noted.is_refusal, noted.issue.severity()));
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    anstream::println!("\n  {bold}{}{bold:#}", lang.pick("glTF 2.0 规范", "The glTF 2.0 specification"));
    for Noted { file, issue, is_refusal } in shown.iter().take(NOTED_MAX) {
        let (style, label) = match issue.severity() {
            _ if *is_refusal => (colour(Severity::Error), lang.pick("✗ 拒绝", "✗ refused")),
            validate::Severity::Error => (colour(Severity::Warning), lang.pick("! 违规", "! broken rule")),
            _ => (colour(Severity::Hint), lang.pick("· 提醒", "· note")),
        };
        anstream::println!("    {style}{label}{style:#}  {}", issue.message(lang.tag()));
        anstream::println!("            {dim}{file}  {}  [{}]{dim:#}", issue.spot, issue.code.name());
    }
    if let Some(more) = shown.len().checked_sub(NOTED_MAX).filter(|more| *more > 0) {
        let words = lang.pick(format!("另有 {more} 条，见 --json"), format!("{more} more: see --json"));
        anstream::println!("    {dim}{words}{dim:#}");
    }
}

fn print_device(verdict: &Verdict, lang: Lang) {
    let (bold, style) = (Style::new().bold(), of_grade(verdict.grade));
    let (device, grade) = (in_lang(&verdict.device.words(), lang), in_lang(&verdict.grade.words(), lang));
    anstream::println!("\n  {bold}{device}{bold:#}  {style}{grade}{style:#}");
    for Item { grade, message, hint, .. } in verdict.items.iter().filter(|item| item.grade != Grade::Good) {
        let style = of_grade(*grade);
        anstream::println!("    {style}{}{style:#}  {}", in_lang(&grade.words(), lang), in_lang(message, lang));
        anstream::println!("            {}", in_lang(hint, lang));
    }
}

/// The one of both that is read.
pub fn in_lang(words: &hall::Words, lang: Lang) -> String {
    lang.pick(&words.zh, &words.en).clone()
}

fn colour(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Hint => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

fn of_grade(grade: Grade) -> Style {
    match grade {
        Grade::Good => AnsiColor::Green.on_default().bold(),
        Grade::Heavy => colour(Severity::Warning),
        Grade::TooHeavy => colour(Severity::Error),
    }
}

fn verdict(seen: &Seen, lang: Lang) -> String {
    let count = |severity| seen.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, hints) = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    let can_be_shown = seen.can_be_shown();
    let style = if can_be_shown { of_grade(Grade::Good) } else { colour(Severity::Error) };
    match lang {
        Lang::Chinese => {
            let verdict = if can_be_shown { "可以展示" } else { "不能展示" };
            format!("{style}{verdict}{style:#}：{errors} 个错误，{warnings} 个警告，{hints} 条建议")
        }
        Lang::English => {
            let verdict = if can_be_shown { "It can be shown" } else { "It cannot be shown" };
            let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            let (errors, warnings) = (many(errors, "error"), many(warnings, "warning"));
            format!("{style}{verdict}{style:#}: {errors}, {warnings}, {}", many(hints, "hint"))
        }
    }
}
