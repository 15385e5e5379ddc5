//! `yunzhan` as visitors, attackers and operators meet it: real sockets, real files, and the real program.

#[path = "server/client.rs"]
mod client;
#[path = "server/command.rs"]
mod command;
#[path = "server/connections.rs"]
mod connections;
#[path = "server/credits.rs"]
mod credits;
#[path = "server/files.rs"]
mod files;
#[path = "server/fixture.rs"]
mod fixture;
#[path = "server/intruders.rs"]
mod intruders;
#[path = "server/packs.rs"]
mod packs;
#[path = "server/pages.rs"]
mod pages;
#[path = "server/readings.rs"]
mod readings;
