//! What can go wrong with a request, and how it is said: a page for readers, an envelope for programs.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_RANGE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::delivery::header_value;
use crate::lang::{Lang, Reader};
use crate::library::Fault;
use crate::pages;
use crate::serve::Server;

/// Why a request is not answered with what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Nothing has this address.
    #[error("there is nothing at this address")]
    NotFound,
    /// No hall has this name.
    #[error("there is no hall of this name")]
    NoSuchHall,
    /// Only looking is possible.
    #[error("only GET and HEAD are possible here")]
    MethodNotAllowed,
    /// The hall is there and can't be shown.
    #[error("the hall cannot be shown: {0}")]
    BrokenHall(Fault),
    /// The viewer was never built.
    #[error("the viewer has not been built")]
    NotBuilt,
    /// `If-Match` failed.
    #[error("the file has changed")]
    Changed,
    /// A range lies beyond the end.
    #[error("the range lies beyond the end of the file")]
    RangeBeyond {
        /// Of the file.
        size_bytes: u64,
    },
    /// The file system refuses.
    #[error("a file cannot be read")]
    Unreadable(#[source] std::io::Error),
    /// A fault of ours.
    #[error("the server made a mistake")]
    Internal,
}

/// An error in words for a visitor.
pub struct Explained {
    /// One line.
    pub title: &'static str,
    /// What it means.
    pub detail: String,
    /// What to do now.
    pub hint: &'static str,
}

impl ServeError {
    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoSuchHall => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotBuilt => StatusCode::SERVICE_UNAVAILABLE,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::RangeBeyond { .. } => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::BrokenHall(_) | Self::Unreadable(_) | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// For programs; never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NoSuchHall => "no-such-hall",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::BrokenHall(_) => "broken-hall",
            Self::NotBuilt => "not-built",
            Self::Changed => "changed",
            Self::RangeBeyond { .. } => "range-beyond",
            Self::Unreadable(_) => "unreadable",
            Self::Internal => "internal",
        }
    }

    /// For people.
    pub fn explain(&self, lang: Lang) -> Explained {
        let (zh, en) = self.words();
        let [title, detail, hint] = lang.pick(zh, en);
        let detail = match self {
            Self::BrokenHall(fault) => explain_fault(fault, lang),
            Self::RangeBeyond { size_bytes } => detail.replace("{}", &size_bytes.to_string()),
            _ => detail.to_owned(),
        };
        Explained { title, detail, hint }
    }

    /// Title, detail and hint, in Chinese and in English.
    fn words(&self) -> ([&'static str; 3], [&'static str; 3]) {
        match self {
            Self::NotFound => (
                [
                    "没有找到这个页面",
                    "这个网址上没有内容，可能已经移走，或者输入有误。",
                    "请检查网址，或从全部展厅开始。",
                ],
                [
                    "Page not found",
                    "There is nothing at this address. It may have moved, or the address may be mistyped.",
                    "Check the address, or start from the list of halls.",
                ],
            ),
            Self::NoSuchHall => (
                ["没有找到这个展厅", "这个展厅不存在，或者还没有发布。", "请检查网址，或从全部展厅中选择。"],
                [
                    "Hall not found",
                    "This hall does not exist, or has not been published yet.",
                    "Check the address, or choose from the list of halls.",
                ],
            ),
            Self::MethodNotAllowed => (
                ["不支持这种请求", "这个网址只能浏览，不能提交内容。", "请用普通方式打开这个网址。"],
                [
                    "That request is not possible here",
                    "This address can be looked at (GET, HEAD); nothing can be sent to it.",
                    "Open the address in the ordinary way.",
                ],
            ),
            Self::BrokenHall(_) => (
                ["这个展厅暂时无法展示", "", "请参观其他展厅；管理员可用 yunzhan check 查看全部问题。"],
                [
                    "This hall cannot be shown",
                    "",
                    "Visit another hall; whoever runs this site sees every problem with yunzhan check.",
                ],
            ),
            _ => self.rarer_words(),
        }
    }

    fn rarer_words(&self) -> ([&'static str; 3], [&'static str; 3]) {
        match self {
            Self::NotBuilt => (
                [
                    "三维展厅还没有构建",
                    "服务器没有找到浏览器程序（dist/app.json）。",
                    "可以先看图文版；管理员请运行 cargo xtask build。",
                ],
                [
                    "The 3D viewer has not been built",
                    "The server does not find the browser program (dist/app.json).",
                    "Read the text version meanwhile; whoever runs this site runs cargo xtask build.",
                ],
            ),
            Self::Changed => (
                ["文件已经更新", "您手上的版本已经不是最新的。", "请刷新页面。"],
                ["The file has changed", "The version you have is no longer the current one.", "Reload the page."],
            ),
            Self::RangeBeyond { .. } => (
                ["请求的范围超出文件", "文件共 {} 字节。", "请重新下载整个文件。"],
                ["The range lies beyond the file", "The file has {} bytes.", "Download the whole file again."],
            ),
            _ => (
                ["服务器出了问题", "这不是您的错。问题已经记录下来。", "请稍后再试，或从全部展厅开始。"],
                [
                    "Something went wrong on our side",
                    "This is not your fault. The problem has been logged.",
                    "Try again in a while, or start from the list of halls.",
                ],
            ),
        }
    }
}

/// A fault of a hall in words for whoever made it.
pub fn explain_fault(fault: &Fault, lang: Lang) -> String {
    match (fault, lang) {
        (Fault::Unreadable(reason), Lang::Chinese) => format!("无法读取 hall.json：{reason}"),
        (Fault::TooLong { size_bytes }, Lang::Chinese) => format!("hall.json 太长：{size_bytes} 字节。"),
        (Fault::Invalid { zh, .. }, Lang::Chinese) => format!("{zh}。"),
        (Fault::SceneMissing(path), Lang::Chinese) => format!("展厅文件夹里缺少场景文件 {path}。"),
        (fault, Lang::English) => format!("What is wrong: {fault}."),
    }
}

impl IntoResponse for ServeError {
    /// Only marks the response; [`render_errors`] finds the words, because they depend on who asks.
    fn into_response(self) -> Response {
        if let Self::Unreadable(error) = &self {
            tracing::error!(%error, "a file cannot be read");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

/// Middleware: gives every error its page or envelope.
pub async fn render_errors(State(server): State<Server>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri().query(), request.headers(), server.settings.lang);
    let page = wants_page(request.headers());
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<std::sync::Arc<ServeError>>().cloned() else { return response };
    let mut response: Response<Body> = if page {
        let mut response = pages::error::show(&server, reader, &error);
        *response.status_mut() = error.status();
        response
    } else {
        let words = error.explain(reader.lang);
        let body = json!({"error": {"code": error.code(), "detail": words.detail, "hint": words.hint}});
        (error.status(), axum::Json(body)).into_response()
    };
    let fields = response.headers_mut();
    fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fields.insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
    match *error {
        ServeError::MethodNotAllowed => {
            fields.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        ServeError::RangeBeyond { size_bytes } => {
            fields.insert(CONTENT_RANGE, header_value(&format!("bytes */{size_bytes}")));
        }
        _ => {}
    }
    response
}

/// Browsers that navigate ask for HTML by name; scripts, images and tools don't.
fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
