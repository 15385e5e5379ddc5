//! `yunzhan check`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::ArgMatches;
use hall::{Finding, Limits, Severity};
use serde::Serialize;

use super::complain;
use super::source::Source;
use crate::lang::Lang;

/// What a program reads.
#[derive(Serialize)]
struct Report<'a> {
    path: &'a Path,
    can_be_shown: bool,
    findings: Vec<Finding>,
    /// Why nothing could be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Exit code 0 when the hall can be shown, 1 when not.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("path") else { return ExitCode::from(2) };
    let looked = catch_unwind(AssertUnwindSafe(|| look(path, lang)));
    let looked = looked.unwrap_or_else(|_| {
        Err(lang
            .pick("检查程序自身出错，请反馈这个文件", "the check itself failed; please report this file")
            .to_owned())
    });
    if matches.get_flag("json") {
        return print_json(path, looked);
    }
    match looked {
        Ok(findings) => print(path, &findings, lang),
        Err(error) => {
            complain(lang, &path.display().to_string(), &error);
            ExitCode::FAILURE
        }
    }
}

/// Everything that is wrong with what is at `path`, the worst first.
fn look(path: &Path, lang: Lang) -> Result<Vec<Finding>, String> {
    let source = Source::at(path, lang)?;
    let limits = Limits::default();
    Ok(hall::check(&source.entry, &|relative| source.read(relative, limits.file_bytes), &limits))
}

fn can_be_shown(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

fn print_json(path: &Path, looked: Result<Vec<Finding>, String>) -> ExitCode {
    let (findings, error) = match looked {
        Ok(findings) => (findings, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let report = Report { path, can_be_shown: error.is_none() && can_be_shown(&findings), findings, error };
    match serde_json::to_string_pretty(&report) {
        Ok(json) => anstream::println!("{json}"),
        Err(error) => anstream::eprintln!("{error}"),
    }
    exit_code(report.can_be_shown)
}

fn exit_code(can_be_shown: bool) -> ExitCode {
    if can_be_shown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One group a file, in the order of their worst finding.
fn print(path: &Path, findings: &[Finding], lang: Lang) -> ExitCode {
    let bold = Style::new().bold();
    anstream::println!("{bold}{}{bold:#}", path.display());
    let mut files: Vec<&str> = Vec::new();
    for finding in findings {
        if !files.contains(&finding.file.as_str()) {
            files.push(&finding.file);
        }
    }
    for file in files {
        anstream::println!("\n  {bold}{file}{bold:#}");
        findings.iter().filter(|finding| finding.file == file).for_each(|finding| print_finding(finding, lang));
    }
    anstream::println!("\n{}", verdict(findings, lang));
    exit_code(can_be_shown(findings))
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

fn colour(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Hint => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

fn verdict(findings: &[Finding], lang: Lang) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, hints) = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    let style = AnsiColor::Green.on_default().bold();
    let style = if errors > 0 { colour(Severity::Error) } else { style };
    match lang {
        Lang::Chinese => {
            let verdict = if errors > 0 { "不能展示" } else { "可以展示" };
            format!("{style}{verdict}{style:#}：{errors} 个错误，{warnings} 个警告，{hints} 条建议")
        }
        Lang::English => {
            let verdict = if errors > 0 { "It cannot be shown" } else { "It can be shown" };
            let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            let (errors, warnings) = (many(errors, "error"), many(warnings, "warning"));
            format!("{style}{verdict}{style:#}: {errors}, {warnings}, {}", many(hints, "hint"))
        }
    }
}
