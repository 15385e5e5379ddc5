//! What can be written on the command line, explained in the language of whoever writes it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};
use toml::Value;

use crate::lang::Lang;
use crate::settings::{SETTINGS, Setting};

const HELP: &str = "{about}\n\n{usage-heading} {usage}\n\n{all-args}{after-help}";

/// The language of help and messages: `--lang`, else the locale. Read before clap, which needs it.
pub fn spoken(args: &[OsString]) -> Lang {
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let behind = words.iter().position(|word| word == "--lang").and_then(|at| words.get(at + 1)).map(AsRef::as_ref);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    behind.or(joined).and_then(Lang::from_tag).unwrap_or_else(Lang::from_locale)
}

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let about = lang.pick(
        "云展：园区与企业的线上展厅\n（English: yunzhan --lang en --help）",
        "Yunzhan: online halls of parks and enterprises\n（中文：yunzhan --lang zh-CN --help）",
    );
    let speak = Arg::new("lang")
        .long("lang")
        .value_name("LANG")
        .global(true)
        .value_parser(["zh-CN", "zh", "en"])
        .hide_possible_values(true);
    polish(Command::new("yunzhan"), lang)
        .about(about)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(lang.pick("命令", "Commands"))
        .arg(speak.help(lang.pick("语言：zh-CN 或 en", "language: zh-CN or en")))
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(lang.pick("显示版本", "print the version")),
        )
        .subcommand(with_settings(
            Command::new("serve").about(lang.pick("开放展厅，供浏览器参观", "open the halls to visitors")),
            lang,
        ))
        .subcommand(check(lang))
        .subcommand(looked_at(Command::new(super::check::WORKER), lang).hide(true))
        .subcommand(pack(lang))
        .subcommand(places(Command::new(super::worker::NAME), lang).hide(true))
        .subcommand(super::template::command(lang, polish))
        .subcommand(with_settings(
            Command::new("config").about(
                lang.pick(
                    "显示当前生效的设置和每个值的来源",
                    "print the settings in effect, and where each comes from",
                ),
            ),
            lang,
        ))
}

fn check(lang: Lang) -> Command {
    polish(looked_at(Command::new("check"), lang), lang)
        .about(lang.pick("检查一个展厅能否展示、在各种设备上是否流畅，指出问题和改法", "say whether a hall can be shown, how it fares on phones, desktops and headsets, and what to mend"))
        .after_help(lang.pick(
            "退出码：0 可以展示，1 有错误，2 命令有误，3 可以展示但对某类设备过重。",
            "Exit code: 0 it can be shown, 1 there are errors, 2 the command line is wrong, 3 it can be shown but is too heavy for one of the devices.",
        ))
}

/// What is to be looked at, and how to tell of it.
fn looked_at(command: Command, lang: Lang) -> Command {
    let path = Arg::new("path").value_name("PATH").required(true).value_parser(ValueParser::path_buf());
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
    let html = Arg::new("html").long("html").value_name("FILE").value_parser(ValueParser::path_buf());
    command
        .arg(path.help(lang.pick(
            "展厅文件夹、hall.json、.glb、.gltf 或 .zip",
            "the folder of a hall, a hall.json, a .glb, a .gltf or a .zip",
        )))
        .arg(json.help(lang.pick("输出 JSON，供程序读取", "print JSON, for programs")))
        .arg(html.help(lang.pick(
            "同时写一份网页报告，附最大的贴图和网格的图片",
            "also write a report as a page, with pictures of the largest textures and meshes",
        )))
}

fn pack(lang: Lang) -> Command {
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue);
    polish(places(Command::new("pack"), lang), lang)
        .about(lang.pick("优化一个展厅，生成供访客加载的发布包", "make of a hall what visitors fetch: smaller, in tiers"))
        .arg(json.help(lang.pick("输出 JSON，供程序读取", "print JSON, for programs")))
        .after_help(lang.pick(
            "发布包含 pack.json 和 files/ 中以内容命名的文件，分手机、桌面、高清三档。\n退出码：0 已生成，1 有错误，2 命令有误。",
            "A pack is pack.json and files named by their content, for phone, desktop and high.\nExit code: 0 it was made, 1 there are errors, 2 the command line is wrong.",
        ))
}

/// What is to be packed, and whereto.
fn places(command: Command, lang: Lang) -> Command {
    let folder = |name: &'static str| Arg::new(name).long(name).value_name("DIR").value_parser(ValueParser::path_buf());
    let path = Arg::new("path").value_name("PATH").required(true).value_parser(ValueParser::path_buf());
    let viewer = Arg::new("viewer").long("viewer").value_name("FILE").value_parser(ValueParser::path_buf());
    command
        .arg(path.help(lang.pick(
            "展厅文件夹、hall.json、.glb、.gltf 或 .zip",
            "the folder of a hall, a hall.json, a .glb, a .gltf or a .zip",
        )))
        .arg(viewer.help(lang.pick(
            "yunzhan-view 程序，用来拍摄缺少的封面和展品图；默认使用本程序旁边或 PATH 中的那一个，没有或写 none 就不拍",
            "the program yunzhan-view, which takes pictures that are missing: the poster, exhibits; if not given the one beside this program or on PATH; without one, or with none, they stay missing",
        )))
        .arg(folder("out").short('o').help(lang.pick(
            "发布包的文件夹，默认为当前文件夹下的 名称.pack",
            "the folder that becomes the pack; NAME.pack in the current folder if not given",
        )))
        .arg(folder("cache").help(lang.pick(
            "保存中间结果的文件夹，再次打包时没有变化的部分不再重做",
            "a folder that keeps what was made, so that what has not changed is not made again",
        )))
        .arg(Arg::new("bake").long("bake").value_name("GRADE").num_args(0..=1).require_equals(true)
            .default_missing_value("final").value_parser(["preview", "final", "none"]).hide_possible_values(true).help(lang.pick(
            "计算静止物体上的光照（preview 预览，final 发布，默认 final；none 不计算），存为光照贴图，手机上也能看到反弹的光；需要几分钟，配合 --cache 不会重算。hall.json 中写有 \"bake\": true 的展厅（样板展厅和模板展厅）默认计算",
            "compute the light of what stands still (preview, or final, which is the default; none for none) and keep it as light maps, so that phones show light that bounced; takes minutes, with --cache only once. Done by itself for halls whose hall.json says \"bake\": true, as those of samples and templates do",
        )))
        .arg(Arg::new("ktx2").long("ktx2").action(ArgAction::SetTrue).help(lang.pick(
            "再做一份 KTX2 贴图：占用显存少，但需要几分钟；配合 --cache 可以中断后继续",
            "also make pictures as KTX2, which take less memory of a device, and minutes; with --cache it goes on where it was interrupted",
        )))
}

/// A flag for every setting, and one for the file that holds them.
fn with_settings(command: Command, lang: Lang) -> Command {
    let file = Arg::new("config").long("config").value_name("FILE").value_parser(clap::value_parser!(PathBuf));
    let file = file.help(lang.pick(
        "TOML 设置文件 [YUNZHAN_CONFIG]；当前文件夹里的 yunzhan.toml 会自动读取",
        "TOML file of settings [YUNZHAN_CONFIG]; a yunzhan.toml in the current folder is read by itself",
    ));
    let flags = SETTINGS.iter().filter(|setting| setting.key != "lang").map(|setting| {
        Arg::new(setting.key).long(setting.key).value_name(setting.value_name).help(format!(
            "{}{}",
            lang.pick(setting.zh, setting.en),
            default_in_words(setting)
        ))
    });
    polish(command, lang).arg(file).args(flags).after_help(lang.pick(
        "每一项也可以写在环境变量 YUNZHAN_…（如 YUNZHAN_PORT）或 TOML 文件里（如 port = 8080）。\n优先级：命令行 > 环境变量 > 文件 > 默认值。",
        "Each can also be set in the environment as YUNZHAN_… (YUNZHAN_PORT) or in the TOML file (port = 8080).\nThe command line goes before the environment, the environment before the file.",
    ))
}

/// As one would write it on the command line.
fn default_in_words(setting: &Setting) -> String {
    let value = (setting.default)();
    let words = match &value {
        Value::String(words) => words.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    };
    if words.is_empty() { words } else { format!(" [{words}]") }
}

/// Headings and the help flag in the right language.
fn polish(command: Command, lang: Lang) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help);
    command
        .help_template(HELP.replace("{usage-heading}", lang.pick("用法：", "Usage:")))
        .next_help_heading(lang.pick("选项", "Options"))
        .disable_help_flag(true)
        .arg(help.help(lang.pick("显示帮助", "print help")))
}
