//! What an operator can set, and where each value came from: flag, environment, file, default, in this order.
//!
//! [`SETTINGS`] is the one list: the command line, `YUNZHAN_*`, the TOML file and `yunzhan config` are all read from it.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use toml::{Table, Value};

use crate::lang::Lang;

/// The effective settings of a server.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Settings {
    /// Address to listen on.
    pub bind: IpAddr,
    /// Port to listen on; 0 lets the system choose one.
    pub port: u16,
    /// Folder for what the server itself writes.
    pub data: PathBuf,
    /// Folder of halls.
    pub halls: PathBuf,
    /// Folder that `cargo xtask build` fills.
    pub dist: PathBuf,
    /// How the world calls this server, without a `/` at the end; empty when unknown.
    pub public_url: String,
    /// CSP sources that may frame a page.
    pub frame_ancestors: Vec<String>,
    /// Language for visitors who ask for none that we speak.
    pub lang: Lang,
    /// Filter of the log: a level, or `target=level` pairs with commas.
    pub log: String,
    /// Connections open at one time; more wait in the system's queue.
    pub max_connections: usize,
    /// Until a request's header must be complete, first byte included, seconds.
    pub header_secs: u32,
    /// Until a visitor who takes nothing of a response is let go, seconds.
    pub stall_secs: u32,
    /// What a shutdown leaves to running downloads, seconds.
    pub grace_secs: u32,
    /// Files one hall may consist of.
    pub max_hall_files: usize,
}

impl Settings {
    /// See [`Settings::header_secs`].
    pub fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_secs.into())
    }

    /// See [`Settings::stall_secs`].
    pub fn stall_timeout(&self) -> Duration {
        Duration::from_secs(self.stall_secs.into())
    }

    /// See [`Settings::grace_secs`].
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_secs.into())
    }
}

/// One thing that can be set.
pub struct Setting {
    /// In the TOML file and, behind `--`, on the command line; the variable is `YUNZHAN_`, capitals and `_`.
    pub key: &'static str,
    /// Stands for the value in the help.
    pub value_name: &'static str,
    /// When nobody says otherwise.
    pub default: fn() -> Value,
    /// One line of help in Chinese.
    pub zh: &'static str,
    /// One line of help in English.
    pub en: &'static str,
}

impl Setting {
    /// The environment variable.
    pub fn variable(&self) -> String {
        format!("YUNZHAN_{}", self.key.to_uppercase().replace('-', "_"))
    }
}

macro_rules! setting {
    ($key:literal, $value:literal, $default:expr, $zh:literal, $en:literal) => {
        Setting { key: $key, value_name: $value, default: || Value::from($default), zh: $zh, en: $en }
    };
}

/// Every setting, in the order in which it is shown.
pub const SETTINGS: &[Setting] = &[
    setting!(
        "bind",
        "ADDRESS",
        "127.0.0.1",
        "监听地址；0.0.0.0 表示对外开放",
        "address to listen on; 0.0.0.0 opens it to the network"
    ),
    setting!("port", "PORT", 8080, "监听端口；0 表示由系统选择", "port to listen on; 0 lets the system choose"),
    setting!("halls", "FOLDER", "assets/halls", "展厅所在的文件夹", "folder of the halls"),
    setting!(
        "dist",
        "FOLDER",
        "dist",
        "构建结果所在的文件夹（cargo xtask build）",
        "folder with the built viewer (cargo xtask build)"
    ),
    setting!("data", "FOLDER", "data", "服务器自己写入数据的文件夹", "folder for what the server writes"),
    setting!(
        "public-url",
        "URL",
        "",
        "对外的网址，如 https://hall.example.cn；用于链接预览",
        "address the world uses, such as https://hall.example.cn; for link previews"
    ),
    setting!(
        "frame-ancestors",
        "ORIGINS",
        vec!["'self'"],
        "允许嵌入页面的来源，用逗号分隔，如 'self',https://www.example.gov.cn",
        "origins that may frame the pages, with commas, such as 'self',https://www.example.gov.cn"
    ),
    setting!(
        "lang",
        "LANG",
        "zh-CN",
        "默认语言：zh-CN 或 en",
        "language when a visitor asks for none of ours: zh-CN or en"
    ),
    setting!(
        "log",
        "FILTER",
        "info",
        "日志级别：error、warn、info、debug、trace",
        "log level: error, warn, info, debug, trace"
    ),
    setting!("max-connections", "COUNT", 1024, "同时打开的连接数上限", "connections open at one time"),
    setting!(
        "header-secs",
        "SECONDS",
        15,
        "请求头必须在多少秒内收全，空闲连接同样计时",
        "until a request header must be complete; idle connections count too"
    ),
    setting!(
        "stall-secs",
        "SECONDS",
        60,
        "对方多少秒不接收数据就断开",
        "until a visitor who takes no bytes is disconnected"
    ),
    setting!(
        "grace-secs",
        "SECONDS",
        10,
        "停止时给正在进行的下载留多少秒",
        "what a shutdown leaves to running downloads"
    ),
    setting!("max-hall-files", "COUNT", 4096, "一个展厅的文件数上限", "files one hall may consist of"),
];

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag(&'static str),
    /// The environment.
    Variable(String),
    /// The TOML file.
    File(PathBuf),
    /// [`Setting::default`].
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Variable(name) => write!(f, "${name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => write!(f, "default"),
        }
    }
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file named by `--config` can't be read.
    #[error("cannot read the settings file {path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// It is not TOML.
    #[error("{path} is not valid TOML: {reason}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// With line and column.
        reason: toml::de::Error,
    },
    /// It sets something that does not exist.
    #[error("{path}: there is no setting \"{key}\" (there are: {known})")]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// What it sets.
        key: String,
        /// What could be set.
        known: String,
    },
    /// A value does not fit.
    #[error("{key} = {value} ({origin}): {reason}")]
    Value {
        /// Which setting.
        key: String,
        /// What it was given.
        value: String,
        /// By whom.
        origin: Origin,
        /// Why not.
        reason: String,
    },
}

/// The settings of one run, layer upon layer.
pub struct Layers {
    values: Vec<(&'static Setting, Value, Origin)>,
}

impl Layers {
    /// Asks flags, then the environment, then the file, then defaults.
    ///
    /// `flag` and `variable` look a name up; `file` is the TOML file, when there is one.
    ///
    /// # Errors
    /// When the file is not readable TOML or sets unknown keys, or a number is none.
    pub fn collect(
        flag: &dyn Fn(&str) -> Option<String>,
        variable: &dyn Fn(&str) -> Option<String>,
        file: Option<&Path>,
    ) -> Result<Self, SettingsError> {
        let mut table = file.map(read_file).transpose()?.unwrap_or_default();
        let mut values = Vec::new();
        for setting in SETTINGS {
            let variable_name = setting.variable();
            let in_file = table.remove(setting.key);
            let (value, origin) = if let Some(words) = flag(setting.key) {
                let origin = Origin::Flag(setting.key);
                (from_words(setting, &words, &origin)?, origin)
            } else if let Some(words) = variable(&variable_name) {
                let origin = Origin::Variable(variable_name);
                (from_words(setting, &words, &origin)?, origin)
            } else if let (Some(value), Some(path)) = (in_file, file) {
                (value, Origin::File(path.to_path_buf()))
            } else {
                ((setting.default)(), Origin::Default)
            };
            values.push((setting, value, origin));
        }
        if let (Some((key, _)), Some(path)) = (table.into_iter().next(), file) {
            let known = SETTINGS.iter().map(|setting| setting.key).collect::<Vec<_>>().join(", ");
            return Err(SettingsError::UnknownKey { path: path.to_path_buf(), key, known });
        }
        Ok(Self { values })
    }

    /// The typed settings.
    ///
    /// # Errors
    /// When a value does not fit; the error says who gave it.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        let table: Table =
            self.values.iter().map(|(setting, value, _)| (setting.key.to_owned(), value.clone())).collect();
        let settings: Settings = serde_path_to_error::deserialize(Value::Table(table)).map_err(|error| {
            let key = error.path().to_string();
            self.value_error(key.split(['.', '[']).next().unwrap_or(&key), error.into_inner().message().to_owned())
        })?;
        for source in &settings.frame_ancestors {
            check_source(source).map_err(|reason| self.value_error("frame-ancestors", reason))?;
        }
        let url = &settings.public_url;
        if !url.is_empty() && (!url.starts_with("http") || url.ends_with('/') || url.contains(char::is_whitespace)) {
            let reason = "an address starts with https:// or http:// and has no / at the end";
            return Err(self.value_error("public-url", reason.into()));
        }
        if settings.max_connections == 0 {
            return Err(self.value_error("max-connections", "at least 1 is needed".into()));
        }
        Ok(settings)
    }

    /// The effective settings as TOML, each with its origin as a comment.
    pub fn to_toml(&self, lang: Lang) -> String {
        let lines: Vec<String> =
            self.values.iter().map(|(setting, value, _)| format!("{} = {value}", setting.key)).collect();
        let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let mut text = String::from(lang.pick(
            "# 云展当前生效的设置；注释是每个值的来源。\n# 优先级：命令行 > 环境变量 > 文件 > 默认值 (default)。\n",
            "# The settings in effect; the comment says where each value comes from.\n# Command line before environment before file before default.\n",
        ));
        for (line, (_, _, origin)) in lines.iter().zip(&self.values) {
            text.push_str(&format!("{line:width$}  # {origin}\n"));
        }
        text
    }

    fn value_error(&self, key: &str, reason: String) -> SettingsError {
        let found = self.values.iter().find(|(setting, ..)| setting.key == key);
        let (value, origin) = found.map_or((String::new(), Origin::Default), |(_, v, o)| (v.to_string(), o.clone()));
        SettingsError::Value { key: key.to_owned(), value, origin, reason: reason.replace('\n', " ").trim().to_owned() }
    }
}

fn read_file(path: &Path) -> Result<Table, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|reason| SettingsError::Unreadable { path: path.to_path_buf(), reason })?;
    text.parse().map_err(|reason| SettingsError::Syntax { path: path.to_path_buf(), reason })
}

/// Words of the command line or the environment, read as what the default is.
fn from_words(setting: &Setting, words: &str, origin: &Origin) -> Result<Value, SettingsError> {
    Ok(match (setting.default)() {
        Value::Integer(_) => Value::Integer(words.trim().parse().map_err(|_| SettingsError::Value {
            key: setting.key.to_owned(),
            value: format!("{words:?}"),
            origin: origin.clone(),
            reason: "a whole number is needed".into(),
        })?),
        Value::Array(_) => words.split([',', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().into(),
        _ => Value::String(words.to_owned()),
    })
}

/// A source list is pasted into a header: nothing may end the directive or begin another (CSP Level 3 §2.3.1).
fn check_source(source: &str) -> Result<(), String> {
    let keyword = matches!(source, "'self'" | "'none'" | "*");
    let host = !source.is_empty()
        && source.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/*[]%".contains(&b))
        && source.bytes().any(|b| b.is_ascii_alphanumeric());
    if keyword || host {
        Ok(())
    } else {
        Err(format!("{source:?} is no origin; write 'self', 'none', or an origin such as https://www.example.gov.cn"))
    }
}
