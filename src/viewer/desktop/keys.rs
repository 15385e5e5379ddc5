//! The keys of a window.

use viewer::Key;
use winit::keyboard::KeyCode;

/// The key of the walk at this place of the keyboard.
pub fn walking(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::KeyW | KeyCode::ArrowUp => Key::Forward,
        KeyCode::KeyS | KeyCode::ArrowDown => Key::Back,
        KeyCode::KeyA | KeyCode::ArrowLeft => Key::Left,
        KeyCode::KeyD | KeyCode::ArrowRight => Key::Right,
        KeyCode::KeyQ => Key::TurnLeft,
        KeyCode::KeyE => Key::TurnRight,
        KeyCode::ShiftLeft | KeyCode::ShiftRight => Key::Run,
        _ => return None,
    })
}
