//! A hall in a window.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use bytes::Bytes;
use glam::{UVec2, Vec2, vec2};
use hall::{Hall, ImageId, ImageType};
use render::{Info, RenderError, Renderer};
use viewer::gestures::{Gestures, PointerKind};
use viewer::{App, Event, Input, Options};
use winit::application::ApplicationHandler;
use winit::dpi::LogicalSize;
use winit::event::{DeviceEvent, DeviceId, ElementState, MouseButton, MouseScrollDelta, TouchPhase, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop};
use winit::keyboard::{KeyCode, PhysicalKey};
use winit::window::{CursorGrabMode, CursorIcon, Fullscreen, Window, WindowId};

use crate::files::{self, Decoded};
use crate::{WindowArgs, keys};

/// The longest time between two looks at whether something moves.
const TICK: Duration = Duration::from_millis(7);
/// The mouse's number among pointers; fingers count from 0.
const MOUSE: i32 = -1;

/// Opens a hall in a window, and returns when that is closed.
pub fn run(path: &Path, args: &WindowArgs) -> Result<(), String> {
    let options = Options { reduced_motion: args.reduced_motion, restore: None };
    let mut app = App::new(options);
    let folder = files::open(&mut app, path)?;
    files::load(&mut app, &folder, &mut |_| {})?;
    let event_loop = EventLoop::new().map_err(|error| format!("cannot open a window: {error}"))?;
    let mut shell = Shell {
        path: path.to_owned(),
        folder,
        app,
        words: files::words(path),
        reduced_motion: args.reduced_motion,
        prints_stats: args.stats,
        is_fullscreen: args.fullscreen,
        shown: None,
        decoder: Decoder::start(),
        gestures: Gestures::default(),
        mouse_px: Vec2::ZERO,
        is_locked: false,
        last_tick: Instant::now(),
        last_stats: (Instant::now(), 0),
        failure: None,
    };
    event_loop.run_app(&mut shell).map_err(|error| error.to_string())?;
    shell.failure.map_or(Ok(()), Err)
}

struct Shell {
    path: PathBuf,
    folder: PathBuf,
    app: App,
    words: Option<Hall>,
    reduced_motion: bool,
    prints_stats: bool,
    is_fullscreen: bool,
    shown: Option<(Arc<Window>, Renderer)>,
    decoder: Decoder,
    gestures: Gestures,
    mouse_px: Vec2,
    is_locked: bool,
    last_tick: Instant,
    last_stats: (Instant, u64),
    failure: Option<String>,
}

impl ApplicationHandler for Shell {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.shown.is_none()
            && let Err(words) = self.show(event_loop)
        {
            self.failure = Some(words);
            event_loop.exit();
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        match event {
            WindowEvent::CloseRequested => event_loop.exit(),
            WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. } => self.fit(),
            WindowEvent::RedrawRequested => self.draw(event_loop),
            other => self.take(other),
        }
    }

    fn device_event(&mut self, _: &ActiveEventLoop, _: DeviceId, event: DeviceEvent) {
        if let (DeviceEvent::MouseMotion { delta: (x, y) }, true) = (event, self.is_locked) {
            self.app.input(Input::Turn { by_px: vec2(x as f32, y as f32) });
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        let now = Instant::now();
        if now - self.last_tick >= TICK {
            let dt_secs = (now - self.last_tick).as_secs_f32();
            self.last_tick = now;
            self.tick(dt_secs);
        }
        event_loop.set_control_flow(ControlFlow::WaitUntil(self.last_tick + TICK));
    }
}

impl Shell {
    fn show(&mut self, event_loop: &ActiveEventLoop) -> Result<(), String> {
        let title = self.words.as_ref().map(|h| h.title.in_language("zh-CN").0.to_owned()).unwrap_or_default();
        let title = if title.is_empty() { "云展 Yunzhan".to_owned() } else { title };
        let attributes = Window::default_attributes()
            .with_title(title)
            .with_inner_size(LogicalSize::new(1280, 720))
            .with_fullscreen(self.is_fullscreen.then_some(Fullscreen::Borderless(None)));
        let window = event_loop.create_window(attributes).map_err(|error| format!("cannot open a window: {error}"))?;
        let window = Arc::new(window);
        let options = render::Options::default();
        let renderer =
            pollster::block_on(Renderer::for_window(window.clone(), size_px(&window), &options, async || {}));
        let renderer = renderer.map_err(|error| error.to_string())?;
        self.shown = Some((window, renderer));
        self.fit();
        Ok(())
    }

    fn fit(&mut self) {
        let Some((window, renderer)) = &mut self.shown else { return };
        if let Err(error) = renderer.resize(size_px(window)) {
            eprintln!("yunzhan-view: {error}");
        }
        let logical = window.inner_size().to_logical::<f32>(window.scale_factor());
        self.app.resize(vec2(logical.width, logical.height));
        window.request_redraw();
    }

    fn tick(&mut self, dt_secs: f32) {
        let Some((window, renderer)) = &mut self.shown else { return };
        for decoded in self.decoder.done.try_iter().take(2) {
            files::upload(&mut self.app, renderer, decoded);
        }
        if self.app.advance(dt_secs) {
            window.request_redraw();
        }
        window.set_cursor(if self.app.is_above_exhibit() { CursorIcon::Pointer } else { CursorIcon::Default });
        self.serve();
        if self.prints_stats && self.last_stats.0.elapsed() >= Duration::from_secs(1) {
            let (frames, drawn) = self.app.drawn();
            println!("{} frames, {} draws, {} triangles", frames - self.last_stats.1, drawn.draws, drawn.triangles);
            self.last_stats = (Instant::now(), frames);
        }
    }

    /// Does what the app asks for.
    fn serve(&mut self) {
        let mut told = Vec::new();
        if let Err(words) = files::load(&mut self.app, &self.folder, &mut |event| told.push(event)) {
            eprintln!("yunzhan-view: {words}");
        }
        for event in told {
            match event {
                Event::Decode { image, kind, bytes } => {
                    // Nothing is to be decoded before there is a device.
                    let Some((_, renderer)) = &self.shown else { continue };
                    self.decoder.order(image, kind, bytes, renderer.info().clone());
                }
                Event::ExhibitOpen(index) => self.print_exhibit(index),
                _ => {}
            }
        }
    }

    /// A window has no panels: the words go to the terminal.
    fn print_exhibit(&self, index: usize) {
        let Some(exhibit) = self.words.as_ref().and_then(|h| h.exhibits.get(index)) else { return };
        for text in [&exhibit.title, &exhibit.summary, &exhibit.body] {
            let (words, _) = text.in_language("zh-CN");
            if !words.is_empty() {
                println!("{words}");
            }
        }
        println!();
    }

    fn draw(&mut self, event_loop: &ActiveEventLoop) {
        let Some((_, renderer)) = &mut self.shown else { return };
        match self.app.draw(renderer) {
            Ok(_) | Err(RenderError::NoTarget) => {}
            Err(RenderError::Lost(words)) => {
                eprintln!("yunzhan-view: {words}; starting again");
                if let Err(words) = self.restart(event_loop) {
                    self.failure = Some(words);
                    event_loop.exit();
                }
            }
            Err(error) => eprintln!("yunzhan-view: {error}"),
        }
    }

    /// A new window and a new device, in the same place.
    fn restart(&mut self, event_loop: &ActiveEventLoop) -> Result<(), String> {
        let options = Options { reduced_motion: self.reduced_motion, restore: Some(self.app.save()) };
        self.shown = None;
        self.app = App::new(options);
        self.decoder = Decoder::start();
        self.folder = files::open(&mut self.app, &self.path)?;
        files::load(&mut self.app, &self.folder, &mut |_| {})?;
        self.show(event_loop)
    }

    fn take(&mut self, event: WindowEvent) {
        let scale = self.shown.as_ref().map_or(1.0, |(window, _)| window.scale_factor());
        match event {
            WindowEvent::KeyboardInput { event, .. } => {
                if let PhysicalKey::Code(code) = event.physical_key {
                    self.key(code, event.state == ElementState::Pressed, event.repeat);
                }
            }
            WindowEvent::CursorMoved { position, .. } => {
                let at = position.to_logical::<f32>(scale);
                self.mouse_px = vec2(at.x, at.y);
                let moved = self.gestures.moved(MOUSE, self.mouse_px);
                let hover = !self.gestures.is_active() && !self.is_locked;
                let input = moved.or_else(|| hover.then_some(Input::Hover(Some(self.mouse_px))));
                input.into_iter().for_each(|input| self.app.input(input));
            }
            WindowEvent::CursorLeft { .. } => self.app.input(Input::Hover(None)),
            WindowEvent::MouseInput { state, button: MouseButton::Left, .. } => {
                if state == ElementState::Pressed {
                    self.gestures.down(MOUSE, PointerKind::Mouse, self.mouse_px);
                } else if let Some(input) = self.gestures.up(MOUSE, self.mouse_px) {
                    self.app.input(input);
                }
            }
            WindowEvent::MouseWheel { delta, .. } => {
                let by_px = match delta {
                    MouseScrollDelta::LineDelta(_, y) => -y * 100.0,
                    MouseScrollDelta::PixelDelta(by) => -by.to_logical::<f32>(scale).y,
                };
                self.app.input(Input::Wheel { by_px });
            }
            WindowEvent::Touch(touch) => {
                let at = touch.location.to_logical::<f32>(scale);
                let (id, at_px) = (touch.id as i32 & i32::MAX, vec2(at.x, at.y));
                let input = match touch.phase {
                    TouchPhase::Started => {
                        self.gestures.down(id, PointerKind::Touch, at_px);
                        None
                    }
                    TouchPhase::Moved => self.gestures.moved(id, at_px),
                    TouchPhase::Ended => self.gestures.up(id, at_px),
                    TouchPhase::Cancelled => self.gestures.cancel(id),
                };
                input.into_iter().for_each(|input| self.app.input(input));
            }
            WindowEvent::Focused(false) => {
                self.lock(false);
                self.app.input(Input::Leave);
            }
            _ => {}
        }
    }

    fn key(&mut self, code: KeyCode, is_down: bool, is_repeat: bool) {
        match (code, is_down && !is_repeat) {
            (KeyCode::Enter | KeyCode::NumpadEnter, true) => self.app.input(Input::Act),
            (KeyCode::KeyL, true) => self.lock(!self.is_locked),
            (KeyCode::Escape, true) if self.is_locked => self.lock(false),
            (KeyCode::Escape, true) => self.app.release_exhibit(),
            (KeyCode::F11, true) => {
                self.is_fullscreen = !self.is_fullscreen;
                if let Some((window, _)) = &self.shown {
                    window.set_fullscreen(self.is_fullscreen.then_some(Fullscreen::Borderless(None)));
                }
            }
            _ => {
                if let Some(key) = keys::walking(code) {
                    self.app.input(Input::Key(key, is_down));
                }
            }
        }
    }

    fn lock(&mut self, on: bool) {
        let Some((window, _)) = &self.shown else { return };
        let grab = |mode| window.set_cursor_grab(mode).is_ok();
        self.is_locked = on && (grab(CursorGrabMode::Locked) || grab(CursorGrabMode::Confined));
        if !self.is_locked {
            grab(CursorGrabMode::None);
        }
        window.set_cursor_visible(!self.is_locked);
    }
}

fn size_px(window: &Window) -> UVec2 {
    let size = window.inner_size();
    UVec2::new(size.width, size.height).max(UVec2::ONE)
}

/// Decodes images on a thread of its own, one after another.
struct Decoder {
    orders: Sender<(ImageId, ImageType, Bytes, Info)>,
    done: Receiver<Decoded>,
}

impl Decoder {
    fn start() -> Self {
        let (orders, incoming) = channel::<(ImageId, ImageType, Bytes, Info)>();
        let (outgoing, done) = channel();
        std::thread::spawn(move || {
            for (image, kind, bytes, device) in incoming {
                if outgoing.send(files::decode(image, kind, &bytes, &device)).is_err() {
                    return;
                }
            }
        });
        Self { orders, done }
    }

    fn order(&mut self, image: ImageId, kind: ImageType, bytes: Bytes, device: Info) {
        // The thread ends only with the sender.
        let _ = self.orders.send((image, kind, bytes, device));
    }
}
