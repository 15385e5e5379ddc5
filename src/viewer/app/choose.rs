//! The app as a visitor chooses looks in it.

use super::App;
use crate::event::Event;
use crate::variants::{Offer, Wearer};

impl App {
    /// Shows things in a variant of their file, or, without a name, as they were at first. False when nothing meant offers that.
    pub fn set_variant(&mut self, name: Option<&str>, wearer: Wearer<'_>) -> bool {
        let Some(world) = &mut self.world else { return false };
        let exhibits = self.setting.as_ref().map(|s| &s.exhibits[..]).unwrap_or_default();
        let is_offered = world.offers.choose(name, |offer| match wearer {
            Wearer::All => true,
            Wearer::Hall => offer.exhibit.is_none(),
            Wearer::Exhibit(id) => offer.exhibit.and_then(|e| exhibits.get(e)).is_some_and(|e| e.id == id),
        });
        if is_offered {
            self.needs_dressing = true;
            self.needs_draw = true;
            self.events.push_back(Event::Variants);
        }
        is_offered
    }

    /// What can be chosen, the hall's own first.
    pub fn offers(&self) -> &[Offer] {
        self.world.as_ref().map_or(&[], |world| &world.offers.list)
    }

    /// The names of the looks of an offer, in its order; `None` is the file's own.
    pub fn look_names<'a>(&'a self, offer: &'a Offer) -> impl Iterator<Item = Option<&'a str>> {
        offer.looks.iter().map(|look| self.world.as_ref().and_then(|world| world.offers.name(*look)))
    }
}
