//! A check's outcome as a page that stands for itself: no file beside it, no script, no request.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use pack::verdict::{Grade, Measure, Portrait, Verdict};
use pack::{Medium, validate};

use super::print::in_lang;
use super::seen::{Noted, Seen};
use crate::lang::Lang;

const STYLE: &str = include_str!("../../style/check.css");

/// The whole page.
pub fn page(path: &Path, seen: &Seen, lang: Lang) -> Markup {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (name) " · " (lang.pick("展厅检查", "Hall check")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p.brand { (lang.pick("云展 · 展厅检查", "Yunzhan · Hall check")) }
                    h1 { (name) }
                    p.verdict.bad[!seen.can_be_shown()] {
                        @if seen.can_be_shown() { (lang.pick("可以展示", "It can be shown")) }
                        @else { (lang.pick("不能展示", "It cannot be shown")) }
                    }
                }
                main {
                    @if !seen.devices.is_empty() { (devices(&seen.devices, lang)) }
                    (findings(seen, lang))
                    (media(&seen.media, lang))
                    (portraits(&seen.textures, Measure::TextureBytes, lang.pick("占用最多的贴图", "The heaviest textures"), lang))
                    (portraits(&seen.meshes, Measure::Triangles, lang.pick("三角形最多的网格", "The meshes with most triangles"), lang))
                    (specification(&seen.news().collect::<Vec<_>>(), lang))
                }
            }
        }
    }
}

fn class(grade: Grade) -> &'static str {
    match grade {
        Grade::Good => "good",
        Grade::Heavy => "heavy",
        Grade::TooHeavy => "too-heavy",
    }
}

/// A row for each measure, a column for each device; below it what to mend.
fn devices(verdicts: &[Verdict], lang: Lang) -> Markup {
    let worst = |measure: Measure| {
        let items = verdicts.iter().flat_map(|verdict| &verdict.items).filter(move |item| item.measure == measure);
        items.max_by_key(|item| item.grade).filter(|item| item.grade != Grade::Good)
    };
    html! {
        section {
            h2 { (lang.pick("在各种设备上", "On each device")) }
            div.scroll {
                table {
                    thead {
                        tr {
                            th scope="col" { (lang.pick("项目", "Measure")) }
                            th scope="col" { (lang.pick("实际", "Found")) }
                            @for verdict in verdicts {
                                th scope="col" {
                                    (in_lang(&verdict.device.words(), lang)) " "
                                    span.grade.(class(verdict.grade)) { (in_lang(&verdict.grade.words(), lang)) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for (row, measure) in Measure::ALL.into_iter().enumerate() {
                            tr {
                                th scope="row" { (in_lang(&measure.words(), lang)) }
                                td { (verdicts.first().map_or(String::new(), |verdict| measure.show(verdict.items[row].found))) }
                                @for verdict in verdicts {
                                    @let item = &verdict.items[row];
                                    td.(class(item.grade)) {
                                        (in_lang(&item.grade.words(), lang))
                                        small { (measure.show(item.budget.good)) " / " (measure.show(item.budget.most)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            p.note { (lang.pick("小字为该设备的舒适值和上限。", "In small type: what the device takes with ease, and at most.")) }
            dl {
                @for item in Measure::ALL.into_iter().filter_map(worst) {
                    dt { (in_lang(&item.message, lang)) }
                    dd { (in_lang(&item.hint, lang)) }
                }
            }
        }
    }
}

fn findings(seen: &Seen, lang: Lang) -> Markup {
    html! {
        section {
            h2 { (lang.pick("发现的问题", "What was found")) }
            @if seen.findings.is_empty() { p { (lang.pick("没有问题。", "Nothing.")) } }
            ul.findings {
                @for finding in &seen.findings {
                    @let (class, label) = match finding.severity {
                        hall::Severity::Error => ("too-heavy", lang.pick("错误", "error")),
                        hall::Severity::Warning => ("heavy", lang.pick("警告", "warning")),
                        hall::Severity::Hint => ("good", lang.pick("建议", "hint")),
                    };
                    li {
                        span.grade.(class) { (label) }
                        div {
                            p { (finding.message(lang.tag())) }
                            p.hint { (finding.hint(lang.tag())) }
                            p.place { (finding.file) " " (finding.place) " [" (finding.code) "]" }
                        }
                    }
                }
            }
        }
    }
}

fn media(all: &[Medium], lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            section {
                h2 { (lang.pick("媒体", "Media")) }
                ul.findings {
                    @for Medium { path, size_bytes, facts } in all {
                        li { div { p { (path) } p.place { (facts.line()) " · " (Measure::DownloadBytes.show(*size_bytes)) } } }
                    }
                }
            }
        }
    }
}

fn specification(all: &[&Noted], lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            section {
                h2 { (lang.pick("glTF 2.0 规范", "The glTF 2.0 specification")) }
                details open[all.iter().any(|noted| noted.is_refusal)] {
                    summary { (lang.pick(format!("共 {} 条", all.len()), format!("{} notes", all.len()))) }
                    ul.findings {
                    @for Noted { file, issue, is_refusal } in all {
                        @let (class, label) = match issue.severity() {
                            _ if *is_refusal => ("too-heavy", lang.pick("拒绝", "refused")),
                            validate::Severity::Error => ("heavy", lang.pick("违规", "broken rule")),
                            _ => ("good", lang.pick("提醒", "note")),
                        };
                        li {
                            span.grade.(class) { (label) }
                            div {
                                p { (issue.message(lang.tag())) }
                                p.place { (file) " " (issue.spot) " [" (issue.code.name()) "]" }
                            }
                        }
                    }
                    }
                }
            }
        }
    }
}

fn portraits(portraits: &[Portrait], measure: Measure, title: &str, lang: Lang) -> Markup {
    html! {
        @if !portraits.is_empty() {
            section {
                h2 { (title) }
                ul.portraits {
                    @for Portrait { part, size_px, png } in portraits {
                        li {
                            img src=(format!("data:image/png;base64,{}", STANDARD.encode(png))) alt=(part.name);
                            p { (part.name) }
                            p.place {
                                @if let Some((width, height)) = size_px { (width) " × " (height) " · " }
                                (measure.show(part.value))
                                @if measure == Measure::Triangles { (lang.pick(" 个三角形", " triangles")) }
                            }
                            p.place { (part.file) " " (part.place) }
                        }
                    }
                }
            }
        }
    }
}
