//! `yunzhan serve`.

use std::io::{self, IsTerminal};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::str::FromStr;

use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::complain;
use crate::lang::Lang;
use crate::serve::{Server, StartError};
use crate::settings::Settings;

/// Serves until the process is told to stop.
pub fn run(settings: Settings, lang: Lang) -> ExitCode {
    let filter = match Targets::from_str(&settings.log) {
        Ok(filter) => filter,
        Err(error) => {
            let what = format!("{} {:?}", lang.pick("日志级别有误", "the log level is wrong:"), settings.log);
            complain(lang, &what, &error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(io::stderr().is_terminal());
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(lang, lang.pick("无法启动", "cannot start"), &error.to_string());
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(serve(Server::new(settings), lang))
}

async fn serve(server: Server, lang: Lang) -> ExitCode {
    let listener = match server.bind().await {
        Ok(listener) => listener,
        Err(error) => {
            let (what, hint) = explain(&error, lang);
            complain(lang, &what, hint);
            return ExitCode::FAILURE;
        }
    };
    let address = listener.local_addr().unwrap_or(SocketAddr::new(server.settings.bind, server.settings.port));
    greet(&server, address, lang);
    server.run(listener, told_to_stop()).await;
    anstream::println!("{}", lang.pick("云展已停止。", "Yunzhan has stopped."));
    ExitCode::SUCCESS
}

/// Where to look, on standard output; everything else is log, on the error stream.
fn greet(server: &Server, address: SocketAddr, lang: Lang) {
    let strong = anstyle::Style::new().bold();
    let host = match address.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    let ready = lang.pick("云展已就绪：", "Yunzhan is ready: ");
    anstream::println!("{ready}{strong}http://{host}:{}/{strong:#}", address.port());
    let stop = lang.pick("按 Ctrl+C 停止。", "Ctrl+C stops it.");
    anstream::println!("{stop}");
    if !server.library.root().is_dir() {
        tracing::warn!(folder = %server.library.root().display(), "the folder of halls does not exist");
    }
    if server.dist.index().is_none() {
        tracing::warn!(folder = %server.settings.dist.display(), "the viewer has not been built: cargo xtask build");
    }
}

fn explain(error: &StartError, lang: Lang) -> (String, &'static str) {
    let what = match (error, lang) {
        (_, Lang::English) => error.to_string(),
        (StartError::PortInUse(address), _) => format!("{} 上的端口 {} 已被占用", address.ip(), address.port()),
        (StartError::NotPermitted(address), _) => format!("没有权限监听 {address}"),
        (StartError::Listen { address, reason }, _) => format!("无法监听 {address}（{reason}）"),
    };
    let hint = match error {
        StartError::PortInUse(_) => lang.pick(
            "请停止占用它的程序，或换一个端口，例如 --port 8081（--port 0 由系统选择）",
            "stop the program that uses it, or take another port, such as --port 8081 (--port 0 lets the system choose)",
        ),
        StartError::NotPermitted(_) => lang.pick(
            "1024 以下的端口需要管理员权限，请用 --port 8080 这样的端口",
            "ports below 1024 need special rights; take one such as --port 8080",
        ),
        StartError::Listen { .. } => lang.pick("请检查 --bind 和 --port", "check --bind and --port"),
    };
    (what, hint)
}

/// Resolves at Ctrl+C, or when a service manager says so.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! { () = interrupted => {}, () = terminated => {} }
}
