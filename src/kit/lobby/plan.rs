//! The measures of the lobby, metres. -Z is the reception, +Z the entrance, +X the glass façade, -X the gallery wall.

/// Half the width.
pub const HALF_X: f32 = 10.0;
/// Half the length.
pub const HALF_Z: f32 = 15.0;
/// Height of the nave.
pub const NAVE_Y: f32 = 6.4;
/// Height of the aisle along the gallery wall.
pub const AISLE_Y: f32 = 3.9;
/// Where the aisle ends and the nave begins.
pub const AISLE_X: f32 = -5.4;
/// The coffer in the ceiling of the nave: lowest and highest x, half its length, its top.
pub const COFFER: [f32; 4] = [-3.8, 8.2, 12.6, 6.95];
/// The entrance: half its width, its height.
pub const ENTRANCE: [f32; 2] = [4.0, 4.2];
/// The dais with the lounge: lowest x, lowest and highest z, its height.
pub const DAIS: [f32; 4] = [5.7, -14.98, -9.6, 0.3];
/// Where the six exhibits stand: x, z, turn about +Y in degrees.
pub const ROBOT: [f32; 3] = [-3.2, 6.4, 20.0];
/// The platform.
pub const CHASSIS: [f32; 3] = [4.9, 5.4, 16.0];
/// The engine.
pub const ENGINE: [f32; 3] = [-3.2, -1.4, 62.0];
/// The chip.
pub const CHIP: [f32; 3] = [3.1, -0.6, -24.0];
/// The aircraft.
pub const AIRCRAFT: [f32; 3] = [4.9, -5.6, 98.0];
/// The model of the park.
pub const PARK: [f32; 3] = [-7.7, 4.4, 90.0];
/// Height at which the aircraft hangs.
pub const AIRCRAFT_Y: f32 = 3.0;
