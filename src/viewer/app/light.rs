//! How rooms come to light themselves while a hall arrives.

use hall::Pose;
use render::{Capture, Renderer};

/// How long the first look has the device for itself.
const FIRST_LOOK_SECS: f32 = 0.3;

/// What light the rooms are given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Round {
    /// The renderer's guess: nobody waits for better before the first look.
    #[default]
    Guess,
    /// Cheap, and without the images that are on their way.
    First,
    /// As cheap, with all images.
    Colored,
    /// The best, from the light of the round before.
    Final,
}

/// Rooms are looked around in one a picture, in rounds that each leave the same light whatever was before them.
#[derive(Debug, Default)]
pub struct Lighting {
    round: Round,
    room: usize,
    /// What is left to do of that room.
    begun: Option<Capture>,
    /// What that needs is still being made ready.
    is_preparing: bool,
    /// A room is looked around in over several frames, for no frame waits for all of it.
    pub is_gradual: bool,
    /// Until the next round, so that the first look is on the screen before.
    rest_secs: f32,
    /// Whoever looks wants only the last picture.
    pub is_patient: bool,
}

impl Lighting {
    /// Looks around in the next room before a picture. `is_settled` says that all images are there, `is_new` that surfaces look otherwise
    /// than they did.
    pub fn step(&mut self, renderer: &mut Renderer, pose: &Pose, is_first: bool, is_settled: bool, is_new: bool) {
        if renderer.has_probes() && renderer.rooms() == 0 {
            if is_settled {
                // Does nothing where their pictures have come.
                renderer.forget_probes();
            }
            if renderer.rooms() == 0 {
                return;
            }
            self.is_patient = true;
        }
        let next = match self.round {
            Round::Guess if is_first && !self.is_patient => {
                renderer.guess_light();
                self.rest_secs = FIRST_LOOK_SECS;
                return;
            }
            Round::Guess if self.rest_secs > 0.0 => return,
            _ if is_new || self.round == Round::Guess => Some(if is_settled { Round::Colored } else { Round::First }),
            _ if self.room < renderer.rooms() => None,
            Round::First if is_settled => Some(Round::Colored),
            Round::Colored => Some(Round::Final),
            _ => None,
        };
        if let Some(round) = next {
            (self.round, self.room, self.begun) = (round, 0, None);
        }
        let is_provisional = self.round != Round::Final;
        self.is_preparing = self.is_gradual && self.begun.is_none() && renderer.prepare_capture();
        if self.is_preparing {
            return;
        }
        if !self.is_gradual {
            renderer.capture_room(pose, self.room, is_provisional);
        } else {
            let begun = self.begun.take().or_else(|| renderer.begin_capture(self.room, is_provisional));
            self.begun = begun.and_then(|begun| renderer.go_on_capturing(pose, begun));
        }
        if self.begun.is_none() {
            self.room += 1;
        }
    }

    /// Whether a picture now would show a room with half of its light.
    pub fn is_in_a_room(&self) -> bool {
        self.begun.is_some()
    }

    /// Whether there is more to do before some room has other light, or others have the light of this round.
    pub fn is_between_rooms(&self, rooms: usize) -> bool {
        self.is_preparing || (self.room > 0 && self.room < rooms)
    }

    /// Lets time pass; whether a rest is over now.
    pub fn rest(&mut self, dt_secs: f32) -> bool {
        let was_resting = self.rest_secs > 0.0;
        self.rest_secs -= dt_secs;
        was_resting && self.rest_secs <= 0.0
    }

    /// Whether another picture would be lit better at once.
    pub fn is_going_on(&self, rooms: usize, is_settled: bool) -> bool {
        let is_next_due = self.round == Round::Guess || (is_settled && self.round != Round::Final);
        rooms > 0 && self.rest_secs <= 0.0 && (self.room < rooms || is_next_due)
    }

    /// Whether the rooms have the best light.
    pub fn is_done(&self, rooms: usize) -> bool {
        rooms == 0 || (self.round == Round::Final && self.room >= rooms)
    }
}
