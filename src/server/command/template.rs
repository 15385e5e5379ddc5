//! `yunzhan template list` and `yunzhan template new`: halls to be filled, made by `kit`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use kit::template::{Filling, TEMPLATES, THEMES, Template, Theme, make, slots, template, theme};
use serde_json::{Value, json};

use super::complain;
use crate::lang::Lang;

/// The command line of `template`.
pub fn command(lang: Lang, polish: fn(Command, Lang) -> Command) -> Command {
    let json = || {
        let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
        json.help(lang.pick("输出 JSON，供程序读取", "print JSON, for programs"))
    };
    let list = Command::new("list").about(
        lang.pick("列出模板、主题和每个模板的空位", "say which templates and themes there are, and which slots"),
    );
    let new = Command::new("new").about(lang.pick("用模板建一个展厅", "make a hall from a template"));
    let name = Arg::new("name").value_name("NAME").required(true);
    let out = Arg::new("out").short('o').long("out").value_name("DIR").value_parser(clap::value_parser!(PathBuf));
    let dress = Arg::new("theme").long("theme").value_name("THEME");
    let new = new
        .arg(name.help(lang.pick("模板名，见 template list", "a template's name, as in template list")))
        .arg(out.help(lang.pick(
            "展厅文件夹，默认为当前文件夹下与模板同名的文件夹；已有内容的文件夹不会被改动",
            "the folder of the hall; one named like the template if not given; one that holds anything is left alone",
        )))
        .arg(dress.help(lang.pick("主题：bright、warm 或 night", "a theme: bright, warm or night")))
        .arg(json());
    polish(Command::new("template"), lang)
        .about(lang.pick("模板展厅：列出，或新建一个", "halls to be filled: list them, or make one"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(lang.pick("命令", "Commands"))
        .subcommand(polish(list.arg(json()), lang))
        .subcommand(polish(new, lang))
}

/// Exit code 0 when it was done, 1 when not, with the reason.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let outcome = match matches.subcommand() {
        Some(("list", matches)) => list(matches.get_flag("json"), lang),
        Some((_, matches)) => new(matches, lang),
        None => return ExitCode::from(2),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((what, why)) => {
            complain(lang, &what, &why);
            ExitCode::FAILURE
        }
    }
}

/// What could not be done, and why.
type Failed = (String, String);

fn list(as_json: bool, lang: Lang) -> Result<(), Failed> {
    let mut rows = Vec::new();
    for template in &TEMPLATES {
        let slots = slots(template).map_err(|error| (template.id.to_owned(), error.to_string()))?;
        if as_json {
            let slots = slots.iter().map(|s| json!({"name": s.name, "kind": s.kind.id(), "size_m": s.size.to_array()}));
            rows.push(json!({
                "name": template.id, "title": both(template.title), "summary": both(template.summary),
                "area_m2": template.area_m2, "theme": template.theme, "slots": slots.collect::<Vec<_>>(),
            }));
            continue;
        }
        let [zh, en] = template.title;
        anstream::println!("{}  {}  {} m²", template.id, lang.pick(zh, en), template.area_m2);
        let [zh, en] = template.summary;
        anstream::println!("    {}", lang.pick(zh, en));
        for slot in &slots {
            anstream::println!("    {:<12} {}", slot.name, slot.measures());
        }
    }
    if as_json {
        let theme = |t: &Theme| json!({"name": t.id, "title": both(t.title), "summary": both(t.summary)});
        let themes: Vec<Value> = THEMES.iter().map(theme).collect();
        anstream::println!("{:#}", json!({"templates": rows, "themes": themes}));
        return Ok(());
    }
    anstream::println!("{}", lang.pick("主题：", "Themes:"));
    for theme in &THEMES {
        let [zh, en] = theme.summary;
        anstream::println!("    {:<8} {}", theme.id, lang.pick(zh, en));
    }
    Ok(())
}

fn both([zh, en]: [&str; 2]) -> Value {
    json!({"zh-CN": zh, "en": en})
}

fn new(matches: &ArgMatches, lang: Lang) -> Result<(), Failed> {
    let name = matches.get_one::<String>("name").map_or("", String::as_str);
    let chosen = template(name).ok_or_else(|| unknown(name, &TEMPLATES.each_ref().map(|t| t.id), lang))?;
    let dress = matches.get_one::<String>("theme").map_or(chosen.theme, String::as_str);
    let theme = theme(dress).ok_or_else(|| unknown(dress, &THEMES.each_ref().map(|t| t.id), lang))?;
    let folder = matches.get_one::<PathBuf>("out").cloned().unwrap_or_else(|| chosen.id.into());
    let at = |path: &Path| path.display().to_string();
    let holds_something = fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something {
        let why = lang.pick(
            "文件夹里已有内容，请用 -o 指定一个新的",
            "the folder holds something already; name a new one with -o",
        );
        return Err((at(&folder), why.into()));
    }
    let package = make(chosen, theme, &Filling::default()).map_err(|error| (name.to_owned(), error.to_string()))?;
    fs::create_dir_all(&folder).map_err(|error| (at(&folder), error.to_string()))?;
    for (path, bytes) in &package.files {
        let path = folder.join(path);
        fs::write(&path, bytes).map_err(|error| (at(&path), error.to_string()))?;
    }
    if matches.get_flag("json") {
        let files: Vec<Value> = package.files.iter().map(|(p, b)| json!({"path": p, "size_bytes": b.len()})).collect();
        anstream::println!("{:#}", json!({"folder": folder, "template": chosen.id, "theme": theme.id, "files": files}));
    } else {
        tell(chosen, theme, &folder, lang);
    }
    Ok(())
}

fn unknown(name: &str, known: &[&str], lang: Lang) -> Failed {
    (
        name.to_owned(),
        format!(
            "{}{}",
            lang.pick("没有这个名字，可用的有：", "there is none of this name; there are: "),
            known.join(", ")
        ),
    )
}

/// What was made, and what to do next.
fn tell(template: &Template, theme: &Theme, folder: &Path, lang: Lang) {
    let at = folder.display();
    let ([zh, en], [theme_zh, theme_en]) = (template.title, theme.title);
    match lang {
        Lang::Chinese => anstream::println!(
            "已在 {at} 建好“{zh}”（主题“{theme_zh}”）。\n在 hall.json 里填写文字，用 yunzhan check {at} 检查，放进展厅目录后用 yunzhan serve 参观。"
        ),
        Lang::English => anstream::println!(
            "{at} is a {} in the theme {theme_en}.\nWrite your words in hall.json, see yunzhan check {at}, and put it into the folder of halls for yunzhan serve.",
            en.to_lowercase()
        ),
    }
}
