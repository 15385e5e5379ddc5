//! A folder of halls made for one test, and a server over it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use server::{Layers, Server};
use tokio::sync::oneshot;

use crate::client::{Reply, ask};

/// A folder that goes when the test ends.
pub struct Place {
    root: PathBuf,
}

impl Place {
    /// Empty, and nobody else's.
    pub fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("yunzhan-test-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(&root).expect("temporary folders can be made");
        Self { root }
    }

    /// With one good hall, `lobby`, and a built viewer.
    pub fn with_lobby() -> Self {
        let place = Self::empty();
        place.write("halls/lobby/hall.json", lobby());
        place.write("halls/lobby/lobby.glb", glb());
        place.write("halls/lobby/pictures/poster.png", PNG);
        place.write("halls/lobby/pictures/传感器 1.png", PNG);
        for file in ["film.webm", "film.vtt", "film-en.vtt", "loop.gif"] {
            place.write(&format!("halls/lobby/{file}"), file);
        }
        place.write("dist/app.json", APP);
        place.write("dist/app/visit-0123abcd.js", "import './engine.js';");
        place
    }

    /// Where it is.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Writes a file and the folders it needs.
    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap_or(&self.root)).expect("folders can be made");
        fs::write(&path, bytes).expect("files can be written");
        path
    }

    /// A server over this place.
    pub fn serve(&self) -> Running {
        self.serve_with(&[])
    }

    /// A server over this place with some settings of its own.
    pub fn serve_with(&self, own: &[(&str, &str)]) -> Running {
        let set = |name: &str| -> Option<String> {
            let given = own.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            given.or_else(|| match name {
                "port" => Some("0".into()),
                "halls" | "dist" | "data" => Some(self.path(name).display().to_string()),
                _ => None,
            })
        };
        let settings = Layers::collect(&set, &|_| None, None).and_then(|layers| layers.settings());
        Running::start(Server::new(settings.expect("the settings of this test are right")))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// A server that runs in a thread of its own until it is stopped or dropped.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(server: Server) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (ready, listening) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime starts").block_on(async move {
                let listener = server.bind().await.expect("port 0 is always free");
                ready.send(listener.local_addr().expect("it listens somewhere")).expect("the test waits");
                server.run(listener, async { drop(stopped.await) }).await;
            });
        });
        let address = listening.recv().expect("the server starts");
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks it to stop, without waiting.
    pub fn ask_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits until it has stopped.
    pub fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends without a panic");
        }
    }

    /// A browser opens an address.
    pub fn browse(&self, path: &str) -> Reply {
        ask(self.address, "GET", path, &[("Accept", "text/html,*/*;q=0.8"), ("Accept-Language", "zh-CN,zh;q=0.9")])
    }

    /// A script fetches an address.
    pub fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        ask(self.address, "GET", path, headers)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.ask_to_stop();
        if !std::thread::panicking() {
            self.wait();
        }
    }
}

/// One pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

/// What the build says about itself.
pub const APP: &str = r#"{
    "visit": {"script": "/app/visit-0123abcd.js", "styles": ["/app/visit-0123abcd.css"]},
    "engines": {
        "webgpu": {"script": "/app/yunzhan_webgpu-1.js", "wasm": "/app/yunzhan_webgpu-1.wasm"},
        "webgl2": {"script": "/app/yunzhan_webgl2-1.js", "wasm": "/app/yunzhan_webgl2-1.wasm"}
    }
}"#;

/// A manifest that uses everything.
pub fn lobby() -> String {
    serde_json::json!({
        "version": 1,
        "title": {"zh-CN": "渝北展示中心", "en": "Yubei Hall"},
        "summary": {"zh-CN": "六件展品。", "en": "Six exhibits."},
        "organiser": {"name": {"zh-CN": "制造产业园", "en": "Manufacturing Park"}, "url": "javascript:alert(1)"},
        "scenes": ["lobby.glb"],
        "poster": "pictures/poster.png",
        "viewpoints": [{"id": "door", "title": {"zh-CN": "入口", "en": "Entrance"}, "eye": [0, 1.6, 3]}],
        "sections": [{"id": "sense", "title": {"zh-CN": "感知", "en": "Sensing"}}],
        "exhibits": [
            {
                "id": "sensor",
                "title": {"zh-CN": "压力传感器", "en": "Pressure sensor"},
                "summary": {"zh-CN": "量程 25 MPa。", "en": "25 MPa."},
                "body": {"zh-CN": "第一段。\n\n第二段 <b>不是标签</b>。"},
                "section": "sense",
                "variants": ["哑光银", "<i>蓝</i>"],
                "anchor": {"node": "plinth"},
                "media": [
                    {"kind": "image", "file": "pictures/传感器 1.png", "alt": {"zh-CN": "银色传感器", "en": "A silver sensor"}},
                    {"kind": "video", "file": "nowhere.mp4"}
                ],
                "contact": {"name": {"zh-CN": "市场部"}, "phone": "023-6780 1234", "email": "a@example.cn"}
            },
            {"id": "arm", "title": {"zh-CN": "机械臂", "en": "Robot arm"}, "section": "forgotten", "anchor": {"position": [0, 0, 0]}}
        ],
        "screens": [
            {"id": "film", "title": {"zh-CN": "宣传片", "en": "Film"}, "node": "plinth", "file": "film.webm", "poster": "pictures/poster.png",
                "alt": {"zh-CN": "航拍园区", "en": "The park from above"}, "captions": {"zh-CN": "film.vtt", "en": "film-en.vtt"}},
            {"id": "loop", "title": {"zh-CN": "动图"}, "node": "plinth", "file": "loop.gif", "poster": "pictures/poster.png"}
        ],
        "tours": [{"id": "t", "title": {"zh-CN": "速览", "en": "Quick tour"}, "stops": [
            {"viewpoint": "door", "narration": {"zh-CN": "欢迎光临。", "en": "Welcome."}},
            {"exhibit": "arm", "narration": {"zh-CN": "最后一站。", "en": "The last stop."}}
        ]}],
        "activities": [{"id": "open", "title": {"zh-CN": "开放日", "en": "Open day"}, "starts_at": "2026-12-01T14:00:00+08:00"}],
        "licences": [{"what": "模型", "licence": "CC-BY-4.0", "author": "云展"}],
        "ai_generated": {"zh-CN": "文字由人工智能辅助。", "en": "Texts drafted with AI."}
    })
    .to_string()
}

/// One triangle on a node named `plinth`.
pub fn glb() -> Vec<u8> {
    glb_saying(serde_json::json!({"asset": {"version": "2.0"}}))
}

/// The same with properties of its own.
pub fn glb_saying(mut json: serde_json::Value) -> Vec<u8> {
    let triangle = serde_json::json!({"scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, "name": "plinth"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 0, 1]}
        ],
        "bufferViews": [{"buffer": 0, "byteLength": 36}], "buffers": [{"byteLength": 36}]});
    for (key, value) in triangle.as_object().into_iter().flatten() {
        json[key] = value.clone();
    }
    let mut json = json.to_string().into_bytes();
    json.resize(json.len().next_multiple_of(4), b' ');
    let corners: [f32; 9] = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0];
    let data: Vec<u8> = corners.iter().flat_map(|number| number.to_le_bytes()).collect();
    let mut glb = b"glTF\x02\0\0\0".to_vec();
    let word = |number: usize| u32::try_from(number).expect("test files are small").to_le_bytes();
    glb.extend(word(12 + 8 + json.len() + 8 + data.len()));
    for (kind, chunk) in [(b"JSON", &json), (b"BIN\0", &data)] {
        glb.extend(word(chunk.len()));
        glb.extend(kind);
        glb.extend(chunk);
    }
    glb
}

/// Makes a file seem older than it is.
pub fn age(path: &Path, secs: u64) {
    let file = fs::File::options().write(true).open(path).expect("the file is there");
    let past = std::time::SystemTime::now() - std::time::Duration::from_secs(secs);
    file.set_modified(past).expect("times can be set");
}
